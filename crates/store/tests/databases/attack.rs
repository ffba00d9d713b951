//! The attack: somebody who has every file, every older copy of every file and the order in which
//! people answered tries to find out who answered what.
//!
//! Sixty people answer one after another, each with an answer that names them, so that the truth is
//! known to the test. Mixing is tried after every answer, which is the worst case: the more often it
//! is done, the smaller the crowd. No way of guessing may do better than one in a batch; and the
//! same guesses on a store that keeps ballots in order must name nearly everybody, or the test
//! could not fail.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use domain::{OrgId, SurveyId};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::testing::TestStore;
use store::{
    Access, Ballot, BoxPlan, Cast, Config, Credential, Custody, Engine, Invitee, Letter, Seed,
    Store, Submission,
};
use uuid::Uuid;

const ORG: OrgId = OrgId(Uuid::from_u128(1));
const SURVEY: SurveyId = SurveyId(Uuid::from_u128(2));
const PEOPLE: usize = 60;
const RUNS: u64 = 3;

/// The least number mixed together: one in five is right by chance.
const MINIMUM: i64 = 5;

/// What the attacker has: in each order, people stand as their answers were found.
#[derive(Default)]
struct Evidence {
    /// Orders in which all ballots can be read at the end.
    orders: Vec<(&'static str, Vec<usize>)>,
    /// Older copies: how many had answered by then, and the ballots readable in them, in order.
    copies: Vec<(usize, Vec<usize>)>,
}

/// Guesses made and guesses right, by way of guessing.
#[derive(Debug, Default)]
struct Score(BTreeMap<&'static str, (u32, u32)>);

impl Score {
    fn add(&mut self, way: &'static str, guesses: impl IntoIterator<Item = (usize, usize)>) {
        let (made, right) = self.0.entry(way).or_default();
        for (arrival, found) in guesses {
            *made += 1;
            *right += u32::from(arrival == found);
        }
    }

    /// The first of the ballots belongs to the first who came, and so on.
    fn by_rank(&mut self, evidence: &Evidence) {
        for (way, order) in &evidence.orders {
            self.add(way, order.iter().copied().enumerate());
        }
    }

    /// What is new in a copy belongs to those who came longest ago and have no ballot yet.
    fn by_oldest(&mut self, evidence: &Evidence) {
        let mut seen = BTreeSet::new();
        let ballots = evidence.copies.iter().flat_map(|(_, ballots)| ballots);
        let new = ballots.copied().filter(|found| seen.insert(*found));
        self.add("new in a copy, oldest arrivals", new.enumerate());
    }

    /// What is new in a copy belongs to those who came last.
    fn by_latest(&mut self, evidence: &Evidence) {
        let mut seen = BTreeSet::new();
        for (arrived, ballots) in &evidence.copies {
            let new: Vec<usize> = ballots
                .iter()
                .copied()
                .filter(|b| seen.insert(*b))
                .collect();
            let first = arrived.saturating_sub(new.len());
            let guesses = new
                .iter()
                .enumerate()
                .map(|(at, found)| (first + at, *found));
            self.add("new in a copy, latest arrivals", guesses);
        }
    }

    fn all(&mut self, evidence: &Evidence) {
        self.by_rank(evidence);
        self.by_oldest(evidence);
        self.by_latest(evidence);
    }

    /// The most right guesses that chance explains: the mean and four deviations, when each is
    /// right with the chance of one in a batch.
    fn assert_chance(&self) {
        let chance = 0.2;
        for (way, (made, right)) in &self.0 {
            let mean = f64::from(*made) * chance;
            let most = mean + 4.0 * (mean * (1.0 - chance)).sqrt();
            assert!(*made >= 60, "{way}: only {made} guesses");
            assert!(
                f64::from(*right) <= most,
                "{way}: {right} of {made} right, chance {most}"
            );
        }
    }
}

fn now() -> Timestamp {
    "2027-05-11T09:00:00Z".parse().unwrap()
}

fn answer(person: usize) -> String {
    format!("person-{person:02}-answered")
}

/// The people whose answers are in the bytes, in the order of where they first (or last) stand.
fn found_in(bytes: &[u8], last: bool) -> Vec<usize> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    let length = answer(0).len();
    for (place, _) in bytes.iter().enumerate().filter(|(_, byte)| **byte == b'p') {
        let Some(person) = bytes.get(place..place + length).and_then(person_in) else {
            continue;
        };
        let known = places.entry(person).or_insert(place);
        if last {
            *known = place;
        }
    }
    let mut places: Vec<(usize, usize)> = places.into_iter().map(|(p, at)| (at, p)).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, person)| person).collect()
}

/// Who is named, if these bytes are an answer.
fn person_in(window: &[u8]) -> Option<usize> {
    let rest = window.strip_prefix(b"person-")?;
    let number = rest.strip_suffix(b"-answered")?;
    std::str::from_utf8(number).ok()?.parse().ok()
}

fn database_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    files
}

/// A copy of everything under the data folder: no key is there.
fn copy_files(from: &Path, to: &Path) {
    for file in database_files(from) {
        fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
    }
}

fn all_bytes(folder: &Path) -> Vec<u8> {
    database_files(folder)
        .iter()
        .flat_map(|file| fs::read(file).unwrap())
        .collect()
}

fn read_back(rows: &[Vec<u8>]) -> Vec<usize> {
    rows.iter()
        .map(|row| found_in(row, false).first().copied().unwrap())
        .collect()
}

/// Ballots as the database engine itself keeps them in order.
async fn in_table(test: &TestStore) -> Vec<usize> {
    let query = match test.engine() {
        Engine::Sqlite => "SELECT answers FROM ballot NOT INDEXED",
        Engine::Postgres => "SELECT answers FROM ballot ORDER BY ctid",
    };
    read_back(&test.blobs("ballots", query).await.unwrap())
}

async fn invite(store: &Store, rng: &mut StdRng) -> Vec<Letter> {
    let people: Vec<Invitee> = (0..PEOPLE)
        .map(|person| Invitee {
            group: "valtuusto".to_owned(),
            contact: format!("councillor-{person:02}@example.invalid"),
        })
        .collect();
    let plan = BoxPlan {
        access: Access::Split,
        minimum: MINIMUM,
        questions: 1,
        texts: 0,
    };
    store.open_box(ORG, SURVEY, plan).await.unwrap();
    let seed = Seed::draw(rng);
    store.add_to_roll(ORG, SURVEY, &people, seed).await.unwrap()
}

async fn vote(store: &Store, letter: &Letter, person: usize, rng: &mut StdRng) {
    let submission = Submission {
        org: ORG,
        survey: SURVEY,
        credential: Credential::Letter(letter.token.clone()),
        ballot: Ballot {
            answers: BTreeMap::from([("q".to_owned(), answer(person))]),
            texts: BTreeMap::new(),
        },
    };
    let cast = store.cast(submission, Seed::draw(rng)).await.unwrap();
    assert_eq!(cast, Cast::Accepted);
}

/// How many ballots of an older copy's pool open with what is in the custody now: with none of the
/// keys of a batch that is over.
async fn opens_with(copy: &Path, keys: &[PathBuf], rng: &mut StdRng) -> i64 {
    let custody = tempfile::tempdir().unwrap();
    for key in keys {
        fs::copy(key, custody.path().join(key.file_name().unwrap())).unwrap();
    }
    let config = Config {
        custody: Custody::Folder(custody.path().to_owned()),
        ..Config::in_folder(copy)
    };
    let store = Store::open(config).await.unwrap();
    let readable = store.ballots(ORG, SURVEY).await.unwrap().len();
    let waiting = store.answered(ORG, SURVEY).await.unwrap() - i64::try_from(readable).unwrap();
    assert!(waiting >= MINIMUM, "the copy has a pool to open");
    store.beat(now(), Seed::draw(rng)).await.unwrap();
    let closed = store.close_box(ORG, SURVEY, now(), Seed::draw(rng)).await;
    store.close().await;
    let closed = closed.unwrap();
    assert_eq!(closed.moved + closed.lost, waiting);
    closed.moved
}

/// Sixty people answer; what the attacker has in the end.
async fn answer_all(test: &TestStore, rng: &mut StdRng) -> Evidence {
    let mut evidence = Evidence::default();
    let mut older = Vec::new();
    let letters = invite(&test.store, rng).await;
    for (person, letter) in letters.iter().enumerate() {
        vote(&test.store, letter, person, rng).await;
        let copy = tempfile::tempdir().unwrap();
        copy_files(test.folder(), copy.path());
        assert_sealed(test, copy.path()).await;
        let mixed = test
            .store
            .mix(ORG, SURVEY, now(), Seed::draw(rng))
            .await
            .unwrap();
        test.store.mark_roll(ORG, SURVEY).await.unwrap();
        if mixed.moved > 0 {
            assert!(mixed.moved >= MINIMUM);
            older.push(copy);
            evidence.copies.push((person + 1, in_table(test).await));
        }
    }
    if test.engine() == Engine::Sqlite {
        let bytes = all_bytes(test.folder());
        evidence
            .orders
            .push(("first place in the open files", found_in(&bytes, false)));
        evidence
            .orders
            .push(("last place in the open files", found_in(&bytes, true)));
        // Opening a copy is slow; the newest ones are nearest to the keys that still exist.
        for copy in older.iter().rev().take(3) {
            assert_eq!(opens_with(copy.path(), &test.keys(), rng).await, 0);
        }
    }
    test.store
        .close_box(ORG, SURVEY, now(), Seed::draw(rng))
        .await
        .unwrap();
    assert!(test.keys().is_empty(), "no key outlives its batch");
    evidence.copies.push((PEOPLE, in_table(test).await));
    evidence
        .orders
        .push(("order in the table", in_table(test).await));
    if test.engine() == Engine::Sqlite {
        let bytes = all_bytes(test.folder());
        evidence
            .orders
            .push(("place in the closed files", found_in(&bytes, false)));
    }
    evidence
}

/// Before mixing, no file holds an answer that can be read.
async fn assert_sealed(test: &TestStore, copy: &Path) {
    let mixed: BTreeSet<usize> = in_table(test).await.into_iter().collect();
    let readable: BTreeSet<usize> = found_in(&all_bytes(copy), false).into_iter().collect();
    assert!(
        readable.is_subset(&mixed),
        "an answer was readable before it was mixed"
    );
}

/// Nothing stands in both stores but the ids of organisation and survey.
async fn assert_unjoined(test: &TestStore) {
    let roll = "SELECT token_hash FROM roll_entry";
    let spent = "SELECT nullifier FROM ballot_spent";
    let roll: BTreeSet<_> = test
        .blobs("roll", roll)
        .await
        .unwrap()
        .into_iter()
        .collect();
    let spent: BTreeSet<_> = test
        .blobs("ballots", spent)
        .await
        .unwrap()
        .into_iter()
        .collect();
    assert_eq!((roll.len(), spent.len()), (PEOPLE, PEOPLE));
    assert!(roll.is_disjoint(&spent));
}

async fn attack(engine: Engine) {
    let mut score = Score::default();
    for run in 0..RUNS {
        let mut rng = StdRng::seed_from_u64(run);
        let test = match engine {
            Engine::Sqlite => TestStore::sqlite().await.unwrap(),
            Engine::Postgres => match TestStore::postgres().await.unwrap() {
                Some(test) => test,
                None => return store::testing::leave_out(),
            },
        };
        let evidence = answer_all(&test, &mut rng).await;
        assert_unjoined(&test).await;
        score.all(&evidence);
        test.end().await.unwrap();
    }
    println!("{engine:?}: {score:?}");
    score.assert_chance();
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_every_sqlite_file_does_no_better_than_chance() {
    Box::pin(attack(Engine::Sqlite)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_every_postgres_row_does_no_better_than_chance() {
    Box::pin(attack(Engine::Postgres)).await;
}

/// The same guesses on a store as others build it: one row after another.
#[tokio::test]
async fn the_same_attack_names_everybody_in_a_store_that_keeps_order() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("naive.db").display()
    );
    let pool = sqlx_sqlite::SqlitePool::connect(&address).await.unwrap();
    sqlx::query("CREATE TABLE answer (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT)")
        .execute(&pool)
        .await
        .unwrap();
    let mut evidence = Evidence::default();
    for person in 0..PEOPLE {
        let insert = sqlx::query("INSERT INTO answer (body) VALUES ($1)");
        insert.bind(answer(person)).execute(&pool).await.unwrap();
    }
    // Flushed in batches of five, but in the order they came.
    let flushed = (5..=PEOPLE).step_by(5);
    evidence
        .copies
        .extend(flushed.map(|arrived| (arrived, (0..arrived).collect())));
    let rows: Vec<(Vec<u8>,)> = sqlx::query_as("SELECT CAST(body AS BLOB) FROM answer ORDER BY id")
        .fetch_all(&pool)
        .await
        .unwrap();
    let rows: Vec<Vec<u8>> = rows.into_iter().map(|(body,)| body).collect();
    evidence
        .orders
        .push(("order in the table", read_back(&rows)));
    pool.close().await;
    // A page is filled from its end, so the file tells the order backwards.
    let mut order = found_in(&all_bytes(folder.path()), false);
    order.reverse();
    evidence.orders.push(("place in the file", order));
    let mut score = Score::default();
    score.all(&evidence);
    for (way, (made, right)) in &score.0 {
        assert_eq!(made, right, "{way}");
        assert_eq!(*made, 60, "{way}");
    }
}
