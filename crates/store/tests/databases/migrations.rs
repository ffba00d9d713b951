//! A database of every earlier version opens, and what was in it can be read.
//!
//! After each migration that has a sample, its rows are written as that version had them; the later
//! migrations then meet data.

use std::fs;
use std::path::{Path, PathBuf};

use domain::OrgId;
use sqlx::AssertSqlSafe;
use sqlx::migrate::Migrator;
use sqlx_postgres::PgPool;
use sqlx_sqlite::SqlitePool;
use store::testing::{Place, TestStore};
use store::{Config, Location};

const DATABASES: [&str; 3] = ["main", "roll", "ballots"];

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")
}

/// The migrations of a database in order.
fn migrations(database: &str, engine: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(folder().join(database).join(engine)).unwrap();
    let mut files: Vec<PathBuf> = files.map(|file| file.unwrap().path()).collect();
    files.sort();
    files
}

/// The sample of a migration, when it has one.
fn sample(database: &str, engine: &str, migration: &Path) -> Option<String> {
    let name = migration.file_name().unwrap();
    fs::read_to_string(
        folder()
            .join("samples")
            .join(database)
            .join(engine)
            .join(name),
    )
    .ok()
}

/// How many rows of a table the samples of a database have in all.
fn rows(engine: &str, table: &str) -> usize {
    let samples = migrations("main", engine).into_iter();
    let samples = samples.filter_map(|file| sample("main", engine, &file));
    let insert = format!("INSERT INTO {table} ");
    samples
        .map(|text| {
            text.lines()
                .filter(|line| line.starts_with(&insert))
                .count()
        })
        .sum()
}

fn location<'a>(config: &'a Config, database: &str) -> &'a Location {
    match database {
        "main" => &config.main,
        "roll" => &config.roll,
        _ => &config.ballots,
    }
}

/// Whether a migration has been released.
fn is_released(database: &str, engine: &str, migration: &Path) -> bool {
    let name = migration.file_name().unwrap().to_str().unwrap();
    let line = format!(" {database}/{engine}/{name}");
    let released = fs::read_to_string(folder().join("released.txt")).unwrap();
    released.lines().any(|one| one.ends_with(&line))
}

/// How many migrations of the main database have been released: the number of the newest release.
pub(crate) fn released() -> usize {
    let all = migrations("main", "sqlite").into_iter();
    all.filter(|file| is_released("main", "sqlite", file))
        .count()
}

/// Brings three empty databases to the version of each migration in turn, or of each that has been
/// released, and writes the samples of all versions on the way.
pub(crate) async fn live(config: &Config, engine: &str, only_released: bool) {
    for database in DATABASES {
        let mut versions = migrations(database, engine);
        versions.retain(|file| !only_released || is_released(database, engine, file));
        live_through(location(config, database), database, engine, &versions).await;
    }
}

/// Brings a database to these versions in turn, and writes each version's sample.
async fn live_through(location: &Location, database: &str, engine: &str, versions: &[PathBuf]) {
    let all = Migrator::new(folder().join(database).join(engine))
        .await
        .unwrap();
    for (at, file) in versions.iter().enumerate() {
        let mut until = Migrator::new(folder().join(database).join(engine))
            .await
            .unwrap();
        until.migrations = all.migrations.iter().take(at + 1).cloned().collect();
        let sample = sample(database, engine, file).unwrap_or_default();
        match location {
            Location::File(path) => {
                let address = format!("sqlite://{}?mode=rwc", path.display());
                let pool = SqlitePool::connect(&address).await.unwrap();
                until.run(&pool).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sample))
                    .execute(&pool)
                    .await
                    .unwrap();
                pool.close().await;
            }
            Location::Postgres(address) => {
                let pool = PgPool::connect(address).await.unwrap();
                until.run(&pool).await.unwrap();
                sqlx::raw_sql(AssertSqlSafe(sample))
                    .execute(&pool)
                    .await
                    .unwrap();
                pool.close().await;
            }
        }
    }
}

async fn older_databases_open(place: Place, engine: &str) {
    live(&place.config, engine, false).await;
    let test = place.open().await.unwrap();
    read_back(&test, engine).await;
    test.end().await.unwrap();
}

/// What the store reads is what the samples wrote.
pub(crate) async fn read_back(test: &TestStore, engine: &str) {
    let mut site = test.store.site_read().await.unwrap();
    let organisations = site.organisations().await.unwrap();
    assert_eq!(organisations.len(), rows(engine, "organisation"));
    let people = site.user_count().await.unwrap();
    assert_eq!(
        usize::try_from(people).unwrap(),
        rows(engine, "user_account")
    );
    drop(site);
    let mut read: Vec<(&str, usize)> = Vec::new();
    for organisation in &organisations {
        read.extend(of_organisation(test, organisation.id).await);
    }
    for table in TABLES {
        let found = read.iter().filter(|(name, _)| name == table);
        let found: usize = found.map(|(_, count)| count).sum();
        assert_eq!(found, rows(engine, table), "{table}");
        assert!(found > 0, "the sample of {table} is empty");
    }
}

/// The tables whose rows are counted.
const TABLES: &[&str] = &[
    "assessment_round",
    "judgement",
    "survey",
    "interview",
    "passage",
    "service_node",
    "audit_entry",
    "adapted_threat",
    "handbook_part",
    "handbook_picture",
    "framework",
    "invitation",
];

async fn of_organisation(test: &TestStore, id: OrgId) -> Vec<(&'static str, usize)> {
    let mut org = test.store.read(id).await.unwrap();
    let rounds = org.rounds().await.unwrap();
    let mut read = vec![
        ("assessment_round", rounds.len()),
        ("service_node", org.nodes().await.unwrap().len()),
        (
            "audit_entry",
            org.audit_page(i64::MAX, 1000).await.unwrap().len(),
        ),
        ("adapted_threat", org.adapted_threats().await.unwrap().len()),
        ("handbook_part", org.handbook_parts().await.unwrap().len()),
        (
            "handbook_picture",
            org.handbook_pictures().await.unwrap().len(),
        ),
        ("framework", org.frameworks().await.unwrap().len()),
        ("invitation", org.invitations().await.unwrap().len()),
    ];
    for round in rounds {
        let interviews = org.interviews(round.id).await.unwrap();
        for interview in &interviews {
            read.push(("passage", org.passages(interview.id).await.unwrap().len()));
        }
        read.push(("interview", interviews.len()));
        read.push((
            "judgement",
            org.judgement_levels(round.id).await.unwrap().len(),
        ));
        read.push(("survey", org.surveys(round.id).await.unwrap().len()));
    }
    read
}

#[tokio::test(flavor = "multi_thread")]
async fn older_databases_of_sqlite_open() {
    Box::pin(older_databases_open(Place::sqlite().unwrap(), "sqlite")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn older_databases_of_postgres_open() {
    match Place::postgres().await.unwrap() {
        Some(place) => Box::pin(older_databases_open(place, "postgres")).await,
        None => store::testing::leave_out(),
    }
}
