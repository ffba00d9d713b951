//! Several servers on one database: whichever dies, what was acknowledged is counted by those that
//! live, and no custody opens what is over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::{OrgId, SurveyId};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::testing::{TestStore, leave_out};
use store::{
    Access, Ballot, BoxPlan, Cast, Config, Credential, Custody, Invitee, Letter, Seed, Store,
    Submission,
};
use tempfile::TempDir;
use uuid::Uuid;

const ORG: OrgId = OrgId(Uuid::from_u128(1));
const SURVEY: SurveyId = SurveyId(Uuid::from_u128(2));
const PEOPLE: usize = 36;

/// Two servers and the people who answer.
struct Scene {
    test: TestStore,
    other: Store,
    custody: TempDir,
    letters: Vec<Letter>,
    rng: StdRng,
    now: Timestamp,
}

impl Scene {
    async fn new(seed: u64) -> Option<Self> {
        let test = TestStore::postgres().await.unwrap()?;
        let custody = tempfile::tempdir().unwrap();
        let other = Store::open(test.another(custody.path())).await.unwrap();
        let mut rng = StdRng::seed_from_u64(seed);
        let plan = BoxPlan {
            access: Access::Split,
            minimum: 5,
            questions: 1,
            texts: 0,
        };
        test.store.open_box(ORG, SURVEY, plan).await.unwrap();
        let people: Vec<Invitee> = (0..PEOPLE)
            .map(|at| Invitee {
                group: "valtuusto".to_owned(),
                contact: format!("{at}@example.invalid"),
            })
            .collect();
        let added = test
            .store
            .add_to_roll(ORG, SURVEY, &people, Seed::draw(&mut rng));
        let letters = added.await.unwrap();
        Some(Self {
            test,
            other,
            custody,
            letters,
            rng,
            now: "2027-05-11T09:00:00Z".parse().unwrap(),
        })
    }

    fn seed(&mut self) -> Seed {
        Seed::draw(&mut self.rng)
    }

    async fn answer(&mut self, store: &Store, person: usize) {
        let submission = Submission {
            org: ORG,
            survey: SURVEY,
            credential: Credential::Letter(self.letters[person].token.clone()),
            ballot: Ballot {
                answers: BTreeMap::from([("q".to_owned(), person.to_string())]),
                texts: BTreeMap::new(),
            },
        };
        let seed = self.seed();
        assert_eq!(store.cast(submission, seed).await.unwrap(), Cast::Accepted);
    }

    async fn beat(&mut self, store: &Store) {
        let seed = self.seed();
        store.beat(self.now, seed).await.unwrap();
    }

    async fn mix(&mut self, store: &Store) -> store::Mixed {
        let seed = self.seed();
        store.mix(ORG, SURVEY, self.now, seed).await.unwrap()
    }

    async fn close(&mut self, store: &Store) -> store::Mixed {
        let seed = self.seed();
        store.close_box(ORG, SURVEY, self.now, seed).await.unwrap()
    }

    fn later(&mut self, time: SignedDuration) {
        self.now = self.now.checked_add(time).unwrap();
    }

    /// The people whose ballots can be counted.
    async fn counted(&self, store: &Store) -> BTreeSet<usize> {
        let all = store.ballots(ORG, SURVEY).await.unwrap();
        let people: Vec<usize> = all.iter().map(|it| it["q"].parse().unwrap()).collect();
        let once: BTreeSet<usize> = people.iter().copied().collect();
        assert_eq!(once.len(), people.len(), "nobody counts twice");
        once
    }

    async fn end(self) {
        self.other.close().await;
        self.test.end().await.unwrap();
    }
}

fn wipe(custody: &Path) {
    for entry in std::fs::read_dir(custody).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
}

/// People answer on both servers in turn; one of them is killed after so many, with its custody.
async fn one_dies(after: usize, is_first: bool) -> bool {
    let Some(mut scene) = Scene::new(after as u64).await else {
        return false;
    };
    let (one, two) = (scene.test.store.clone(), scene.other.clone());
    for store in [&one, &two, &one] {
        scene.beat(store).await;
    }
    let first = scene.test.custody().to_owned();
    let second = scene.custody.path().to_owned();
    let (dead, lives) = if is_first {
        (first, two.clone())
    } else {
        (second, one.clone())
    };
    for person in 0..PEOPLE {
        let is_even = person % 2 == 0;
        let store = match (person < after, is_even) {
            (true, true) => one.clone(),
            (true, false) => two.clone(),
            (false, _) => lives.clone(),
        };
        scene.answer(&store, person).await;
        if person % 7 == 0 {
            scene.mix(&store).await;
        }
        if person % 5 == 0 {
            scene.beat(&store).await;
        }
        if person + 1 == after {
            wipe(&dead);
        }
    }
    scene.later(SignedDuration::from_mins(2));
    scene.close(&lives).await;
    assert_eq!(
        scene.counted(&lives).await,
        (0..PEOPLE).collect(),
        "{after} {is_first}"
    );
    assert_eq!(lives.lost(ORG, SURVEY).await.unwrap(), 0);
    Box::pin(scene.end()).await;
    true
}

#[tokio::test(flavor = "multi_thread")]
async fn whichever_server_dies_and_whenever_the_other_counts_everything() {
    let moments = [1, 2, 9, 10, 11, 20, 35, PEOPLE];
    for (after, is_first) in moments.iter().flat_map(|it| [(*it, true), (*it, false)]) {
        if !Box::pin(one_dies(after, is_first)).await {
            return leave_out();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_came_later_is_given_the_keys_of_what_waits() {
    let Some(mut scene) = Scene::new(100).await else {
        return leave_out();
    };
    let (one, two) = (scene.test.store.clone(), scene.other.clone());
    scene.beat(&one).await;
    for person in 0..7 {
        scene.answer(&one, person).await;
    }
    scene.beat(&two).await;
    scene.beat(&one).await;
    wipe(scene.test.custody());
    let closed = scene.close(&two).await;
    assert_eq!((closed.moved, closed.lost), (7, 0));
    Box::pin(scene.end()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_silent_server_could_open_waits_an_hour_and_is_then_told_as_lost() {
    let Some(mut scene) = Scene::new(101).await else {
        return leave_out();
    };
    let (one, two) = (scene.test.store.clone(), scene.other.clone());
    scene.beat(&one).await;
    for person in 0..3 {
        scene.answer(&one, person).await;
    }
    scene.beat(&two).await;
    for person in 3..9 {
        scene.answer(&two, person).await;
    }
    wipe(scene.test.custody());
    let closed = scene.close(&two).await;
    assert_eq!(
        (closed.moved, closed.lost),
        (0, 0),
        "six are too few to be mixed apart"
    );
    assert_eq!(two.answered(ORG, SURVEY).await.unwrap(), 9);
    scene.later(SignedDuration::from_hours(2));
    let mixed = scene.mix(&two).await;
    assert_eq!((mixed.moved, mixed.lost), (6, 3));
    assert_eq!(scene.counted(&two).await, (3..9).collect());
    assert_eq!(two.lost(ORG, SURVEY).await.unwrap(), 3);
    Box::pin(scene.end()).await;
}

/// Somebody has an old copy of one server's custody and the database as it is later.
#[tokio::test(flavor = "multi_thread")]
async fn an_old_copy_of_a_custody_opens_nothing_that_came_a_beat_later() {
    let Some(mut scene) = Scene::new(102).await else {
        return leave_out();
    };
    let (one, two) = (scene.test.store.clone(), scene.other.clone());
    for store in [&one, &two, &one] {
        scene.beat(store).await;
    }
    for person in 0..12 {
        scene.answer(&one, person).await;
    }
    let copy = tempfile::tempdir().unwrap();
    for entry in std::fs::read_dir(scene.custody.path()).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, copy.path().join(path.file_name().unwrap())).unwrap();
    }
    for store in [&one, &two] {
        scene.beat(store).await;
    }
    assert_eq!(scene.mix(&two).await.moved, 7);
    let config = Config {
        custody: Custody::Folder(copy.path().to_owned()),
        ..scene.test.another(copy.path())
    };
    let thief = Store::open(config).await.unwrap();
    scene.later(SignedDuration::from_hours(30));
    scene.beat(&thief).await;
    // It is told that nobody can open the five that wait: not even with the copy.
    let closed = scene.close(&thief).await;
    assert_eq!((closed.moved, closed.lost), (0, 5));
    thief.close().await;
    Box::pin(scene.end()).await;
}

/// What lived through a whole survey leaves no key behind on either server.
#[tokio::test(flavor = "multi_thread")]
async fn no_key_outlives_its_batch_on_any_server() {
    let Some(mut scene) = Scene::new(103).await else {
        return leave_out();
    };
    let (one, two) = (scene.test.store.clone(), scene.other.clone());
    for store in [&one, &two, &one] {
        scene.beat(store).await;
    }
    for person in 0..PEOPLE {
        let store = if person % 3 == 0 {
            one.clone()
        } else {
            two.clone()
        };
        scene.answer(&store, person).await;
        scene.mix(&store).await;
    }
    scene.close(&two).await;
    let query = "SELECT key_id FROM batch_key";
    assert!(scene.test.blobs("ballots", query).await.unwrap().is_empty());
    for store in [&one, &two] {
        scene.beat(store).await;
    }
    let spare = "SELECT key_id FROM node_key";
    let spare = scene.test.blobs("ballots", spare).await.unwrap().len();
    let files = |folder: &Path| {
        let names = std::fs::read_dir(folder).unwrap().flatten();
        let keys = names.filter(|it| it.path().extension().is_some_and(|it| it == "key"));
        keys.count()
    };
    let kept = files(scene.test.custody()) + files(scene.custody.path());
    assert_eq!(kept, spare, "only what is ready for the next batch");
    Box::pin(scene.end()).await;
}
