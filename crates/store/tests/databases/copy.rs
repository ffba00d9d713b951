//! Backups: one moment, the same lines from either engine, taken in by either, and nothing taken in
//! that is not whole.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use domain::organisation::{Kind, Organisation, Slug};
use domain::{Locale, Localised, OrgId, SurveyId};
use sha2::{Digest, Sha256};
use store::testing::{Place, TestStore, leave_out, migrate_and_fail, snapshot_unchanged};
use store::{
    Access, BackupFault, BoxPlan, Config, Loaded, Loading, Made, Part, Snapshot, Store, StoreError,
};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::migrations::{folder, live, read_back, released};

/// The lines of the three files.
type Lines = BTreeMap<Part, Vec<String>>;

fn made() -> Made {
    Made {
        id: Uuid::from_u128(7),
        at: "2027-05-11T09:00:00.000001Z".parse().unwrap(),
    }
}

async fn lines_of(mut snapshot: Snapshot) -> Lines {
    let mut all = Lines::new();
    for part in Part::ALL {
        let (to, mut from) = mpsc::channel(4);
        let reading = tokio::spawn(async move {
            let mut bytes = Vec::new();
            while let Some(piece) = from.recv().await {
                bytes.extend(piece);
            }
            String::from_utf8(bytes).unwrap()
        });
        snapshot.write(part, made(), to).await.unwrap();
        let text = reading.await.unwrap();
        all.insert(
            part,
            text.split_inclusive('\n').map(str::to_owned).collect(),
        );
    }
    snapshot.end().await.unwrap();
    all
}

async fn backed_up(store: &Store) -> Lines {
    lines_of(store.snapshot().await.unwrap()).await
}

async fn load_one(
    loading: &mut Loading,
    part: Part,
    lines: &[String],
) -> Result<Loaded, StoreError> {
    let (to, from) = mpsc::channel(4);
    let lines = lines.to_vec();
    let sending = tokio::spawn(async move {
        for line in lines {
            if to.send(line.into_bytes()).await.is_err() {
                break;
            }
        }
    });
    let loaded = loading.load(part, from).await;
    sending.await.unwrap();
    loaded
}

/// Takes a backup in; how many answers waited in it.
async fn restored(config: &Config, lines: &Lines) -> Result<i64, StoreError> {
    let mut loading = Loading::begin(config).await?;
    for (part, lines) in lines {
        load_one(&mut loading, *part, lines).await?;
    }
    let waiting = loading.waiting().await?;
    loading.commit().await?;
    Ok(waiting)
}

#[track_caller]
fn fault(result: Result<i64, StoreError>) -> BackupFault {
    match result {
        Err(StoreError::Backup(fault)) => fault,
        other => panic!("not refused as a backup: {other:?}"),
    }
}

/// A store with rows of every earlier version, and answers that wait.
async fn lived(place: Place, engine: &str) -> TestStore {
    live(&place.config, engine, false).await;
    place.open().await.unwrap()
}

/// The places that exist here: of SQLite, and of PostgreSQL when a server is named.
async fn places() -> Vec<(Place, &'static str)> {
    let mut all = vec![(Place::sqlite().unwrap(), "sqlite")];
    match Place::postgres().await.unwrap() {
        Some(place) => all.push((place, "postgres")),
        None => leave_out(),
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_either_engine_comes_back_on_either_to_the_last_byte() {
    for (from, engine) in places().await {
        let from = Box::pin(lived(from, engine)).await;
        let lines = backed_up(&from.store).await;
        for (to, _) in places().await {
            let config = to.config.clone();
            restored(&config, &lines).await.unwrap();
            let to = to.open().await.unwrap();
            assert_eq!(backed_up(&to.store).await, lines, "from {engine}");
            read_back(&to, engine).await;
            to.end().await.unwrap();
        }
        from.end().await.unwrap();
    }
}

store::both_databases! {
    /// Sessions would let somebody in again who has signed out; a mail would be sent twice; keys and
    /// sealed answers are what a backup must never hold.
    async fn a_backup_holds_nothing_that_must_not_come_back(test: &TestStore) {
        test.execute("main", "INSERT INTO job (id, name, payload, run_at, attempts, error, is_once, is_private, is_long) \
            SELECT id, 'mail', 'SENT-ONCE', 1, 0, '', is_operator OR NOT is_operator, is_operator, is_operator FROM user_account").await;
        let lines = backed_up(&test.store).await;
        let all: String = lines.values().flatten().map(String::as_str).collect();
        for table in ["session", "login_failure", "job_lease", "batch_key", "node_key", "box_node"] {
            assert!(!all.contains(&format!("\"table\":\"{table}\"")), "{table}");
        }
        for table in ["user_account", "job", "backup_run", "roll_entry", "sealed_pool", "ballot"] {
            assert!(all.contains(&format!("\"table\":\"{table}\"")), "{table}");
        }
        assert!(!all.contains("SENT-ONCE"));
    }

    /// An organisation and its box are written in one go, the box within the transaction of the
    /// organisation. Whatever moment a backup takes, it has both or neither.
    async fn the_three_databases_of_a_backup_are_of_one_moment(test: &TestStore) {
        let store = test.store.clone();
        let enough = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&enough);
        let writing = tokio::spawn(async move {
            let mut written = 0;
            while !stop.load(Ordering::Relaxed) {
                written += 1;
                write_both(&store, written).await;
            }
            written
        });
        // However fast either is, the writer goes on until backups have been made among its writes.
        let mut seen = Vec::new();
        while seen.iter().filter(|count| **count > 0).count() < 3 {
            let lines = backed_up(&test.store).await;
            let main = rows(&lines[&Part::Main], "organisation");
            let boxes = rows(&lines[&Part::Ballots], "ballot_box");
            assert_eq!(main, boxes);
            seen.push(main);
        }
        enough.store(true, Ordering::Relaxed);
        let written = usize::try_from(writing.await.unwrap()).unwrap();
        assert!(seen.iter().any(|count| *count > 0 && *count < written), "{seen:?} of {written}");
    }
}

async fn write_both(store: &Store, number: u128) {
    let org = OrgId(Uuid::from_u128(number));
    let mut site = store.site_write().await.unwrap();
    site.add_organisation(&Organisation {
        id: org,
        kind: Kind::Municipality,
        slug: Slug::parse(&format!("kunta-{number}")).unwrap(),
        name: Localised::same("Kunta"),
        code: None,
        languages: vec![Locale::Fi],
        population: None,
        fictitious: true,
    })
    .await
    .unwrap();
    let plan = BoxPlan {
        access: Access::Open,
        minimum: 5,
        questions: 1,
        texts: 0,
    };
    let survey = SurveyId(Uuid::from_u128(number));
    store.open_box(org, survey, plan).await.unwrap();
    // Time for a backup to come between, if it could.
    tokio::task::yield_now().await;
    site.commit().await.unwrap();
}

/// How many rows a table has in these lines.
fn rows(lines: &[String], table: &str) -> usize {
    let begin = format!("{{\"table\":\"{table}\"");
    let after = lines.iter().skip_while(|line| !line.starts_with(&begin));
    after
        .skip(1)
        .take_while(|line| line.starts_with('['))
        .count()
}

/// What was done to a backup, and what is said of it.
type Harm = (fn(&mut Lines), fn(&BackupFault) -> bool);

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn change(lines: &mut Lines, part: Part, from: &str, to: &str) {
    let all = lines.get_mut(&part).unwrap();
    let line = all.iter_mut().find(|line| line.contains(from)).unwrap();
    *line = line.replacen(from, to, 1);
}

/// How many rows each table of answers has.
fn ballots(lines: &Lines) -> [usize; 3] {
    let all = ["ballot", "ballot_text", "ballot_spent"];
    all.map(|table| rows(&lines[&Part::Ballots], table))
}

/// Puts a line into the main database's file: before a line, or at the end.
fn put(lines: &mut Lines, at: usize, line: &str) {
    let all = lines.get_mut(&Part::Main).unwrap();
    all.insert(at.min(all.len()), line.to_owned());
}

/// Ways in which a backup is not what was written.
fn harms() -> Vec<Harm> {
    use BackupFault as F;
    vec![
        (
            |lines| change(lines, Part::Main, "Mallijoki", "Mallijokj"),
            |it| matches!(it, F::Altered(_)),
        ),
        (
            |lines| drop(lines.get_mut(&Part::Ballots).unwrap().pop()),
            |it| matches!(it, F::CutShort),
        ),
        (
            |lines| lines.get_mut(&Part::Main).unwrap().truncate(9),
            |it| matches!(it, F::CutShort),
        ),
        (
            |lines| lines.get_mut(&Part::Roll).unwrap().clear(),
            |it| matches!(it, F::CutShort),
        ),
        (
            |lines| drop(lines.get_mut(&Part::Main).unwrap().remove(2)),
            |it| matches!(it, F::Altered(_) | F::Unreadable),
        ),
        (
            |lines| change(lines, Part::Main, "\"finding\"", "\"findings\""),
            |it| matches!(it, F::UnknownTable(_)),
        ),
        (
            |lines| change(lines, Part::Roll, "\"version\":", "\"version\":9"),
            |it| matches!(it, F::Later),
        ),
        (
            |lines| change(lines, Part::Main, "\"format\":1", "\"format\":2"),
            |it| matches!(it, F::Later),
        ),
        (
            |lines| change(lines, Part::Roll, "00000007\"", "00000008\""),
            |it| matches!(it, F::Mixed),
        ),
        (
            |lines| {
                let roll = lines[&Part::Roll].clone();
                lines.insert(Part::Ballots, roll);
            },
            |it| matches!(it, F::WrongPart),
        ),
        (
            |lines| put(lines, 0, "Dear council,\n"),
            |it| matches!(it, F::Unreadable),
        ),
        (
            |lines| put(lines, usize::MAX, "{\"tables\":0}\n"),
            |it| matches!(it, F::Unreadable),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_whole_is_refused_and_leaves_the_place_empty() {
    let from = Box::pin(lived(Place::sqlite().unwrap(), "sqlite")).await;
    let lines = backed_up(&from.store).await;
    for (to, engine) in places().await {
        for (at, (harm, is_expected)) in harms().into_iter().enumerate() {
            let mut harmed = lines.clone();
            harm(&mut harmed);
            let said = fault(restored(&to.config, &harmed).await);
            assert!(is_expected(&said), "{engine} {at}: {said:?}");
        }
        restored(&to.config, &lines).await.unwrap();
        let full = fault(restored(&to.config, &lines).await);
        assert!(matches!(full, BackupFault::NotEmpty), "{full:?}");
        let to = to.open().await.unwrap();
        assert_eq!(
            backed_up(&to.store).await,
            lines,
            "the second one changed nothing"
        );
        to.end().await.unwrap();
    }
    from.end().await.unwrap();
}

/// Backups of released versions: the files that such a version would have written of its sample.
fn samples() -> PathBuf {
    folder().join("samples/backup")
}

/// With `UPDATE=1` the sample of the newest release is written from the rows of its databases.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_of_every_released_version_is_restored_on_both_engines() {
    if std::env::var_os("UPDATE").is_some() {
        let place = Place::sqlite().unwrap();
        live(&place.config, "sqlite", true).await;
        let lines = lines_of(snapshot_unchanged(&place.config).await.unwrap()).await;
        let folder = samples().join(released().to_string());
        std::fs::create_dir_all(&folder).unwrap();
        for (part, lines) in lines {
            let file = folder.join(part.name()).with_extension("jsonl");
            std::fs::write(file, lines.concat()).unwrap();
        }
    }
    let newest = samples().join(released().to_string());
    assert!(newest.exists(), "the newest release has no sample");
    let mut tried = 0;
    for version in std::fs::read_dir(samples()).unwrap() {
        let version = version.unwrap().path();
        let mut lines = Lines::new();
        for part in Part::ALL {
            let file = version.join(part.name()).with_extension("jsonl");
            let text = std::fs::read_to_string(file).unwrap();
            lines.insert(
                part,
                text.split_inclusive('\n').map(str::to_owned).collect(),
            );
        }
        for (to, engine) in places().await {
            restored(&to.config, &lines).await.unwrap();
            let to = to.open().await.unwrap();
            // Read by this version: what the backup counts is there.
            let mut site = to.store.site_read().await.unwrap();
            let organisations = site.organisations().await.unwrap().len();
            assert_eq!(
                organisations,
                rows(&lines[&Part::Main], "organisation"),
                "{engine}"
            );
            let people = usize::try_from(site.user_count().await.unwrap()).unwrap();
            assert_eq!(people, rows(&lines[&Part::Main], "user_account"));
            drop(site);
            let again = backed_up(&to.store).await;
            assert!(!ballots(&lines).contains(&0), "{engine}");
            assert_eq!(ballots(&lines), ballots(&again), "{engine}");
            tried += 1;
            to.end().await.unwrap();
        }
    }
    assert!(tried > 0, "there is no sample of a released version");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_migration_that_fails_leaves_all_three_databases_to_the_version_that_wrote_them() {
    for (place, engine) in places().await {
        let mut test = Box::pin(lived(place, engine)).await;
        let before = test.rows().await.unwrap();
        let columns = test.columns("main").await.unwrap();
        test.store.close().await;
        let failed = migrate_and_fail(test.store.config()).await;
        assert!(
            matches!(failed, Err(StoreError::Migration(_))),
            "{engine}: {failed:?}"
        );
        // The version that wrote them opens them as before: it finds no migration that it does not
        // know, no table too many and every row.
        test.restart().await.unwrap();
        assert_eq!(test.rows().await.unwrap(), before, "{engine}");
        assert_eq!(test.columns("main").await.unwrap(), columns, "{engine}");
        test.end().await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn databases_of_a_later_version_are_left_alone() {
    for (place, engine) in places().await {
        let test = place.open().await.unwrap();
        test.execute(
            "roll",
            "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
             SELECT 9999, 'later', success, checksum, 1 FROM _sqlx_migrations WHERE version = 1",
        )
        .await;
        test.store.close().await;
        let opened = Store::open(test.store.config().clone()).await;
        assert!(
            matches!(opened, Err(StoreError::Later)),
            "{engine}: {opened:?}"
        );
        test.end().await.unwrap();
    }
}

#[test]
fn the_sum_of_a_table_is_that_of_its_lines_as_anybody_can_reckon_it() {
    let file = samples().join("1/main.jsonl");
    let text = std::fs::read_to_string(file).unwrap();
    let (mut sum, mut count, mut checked) = (Sha256::new(), 0, 0);
    for line in text.split_inclusive('\n').skip(1) {
        if line.starts_with('[') {
            sum.update(line);
            count += 1;
        } else if line.starts_with("{\"rows\"") {
            let sum = std::mem::take(&mut sum).finalize();
            let digits = hex(&sum);
            let wanted = format!("{{\"rows\":{count},\"sha256\":\"{digits}\"}}\n");
            assert_eq!(line, wanted);
            (count, checked) = (0, checked + 1);
        }
    }
    assert!(checked > 20);
}
