//! A municipality with something of everything is also the sample that later migrations are tried on.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use testkit::Row;

use crate::town::Town;
use crate::visit::Site;

/// Tables in which a municipality at rest has nothing.
const EMPTY: &[(&str, &str)] = &[
    ("main.backup_run", "no backup has been made"),
    ("main.job", "a job is gone when it is done"),
    ("main.job_lease", "no program runs that does jobs"),
    ("main.job_schedule", "no program runs that does jobs"),
    ("main.known_device", "one is known once it has come back"),
    ("main.login_failure", "nobody has mistyped a password"),
    ("main.passkey", "an authenticator makes one"),
    ("main.passkey_ceremony", "no passkey is being used"),
    ("main.recovery_code", "nobody has a second step"),
    (
        "main.second_step_rule",
        "the municipality asks for no second step",
    ),
    ("main.totp", "nobody has a second step"),
    (
        "main.training_done",
        "nobody has finished a part of the training",
    ),
    ("main.training_quiet", "nobody has asked for no reminders"),
    ("main.training_reminder", "nobody has been reminded"),
    (
        "main.survey_release",
        "no figure of a survey has been divided further",
    ),
    ("ballots.box_node", "no server has said that it lives"),
    ("ballots.node_key", "no server has said that it lives"),
    (
        "main.setting",
        "written when the installation first needs it",
    ),
];

/// So many rows of a table are a sample of it.
const ENOUGH: usize = 6;

fn migrations() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/migrations")
}

/// The tables of a database in the order in which its migrations create them, so that rows come after
/// those they refer to; and the name of the newest migration.
fn tables(database: &str) -> (Vec<String>, String) {
    let folder = migrations().join(database).join("sqlite");
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let files: BTreeSet<PathBuf> = files.collect();
    let mut found = Vec::new();
    for file in &files {
        let text = std::fs::read_to_string(file).unwrap();
        for part in text.split("CREATE TABLE ").skip(1) {
            found.push(part.split(' ').next().unwrap().to_owned());
        }
        for part in text.split("DROP TABLE ").skip(1) {
            let gone = part.split(';').next().unwrap();
            found.retain(|table| table != gone);
        }
    }
    let newest = files.last().unwrap().file_name().unwrap();
    (found, newest.to_string_lossy().into_owned())
}

fn by_table(rows: Vec<Row>) -> BTreeMap<String, Vec<String>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows {
        tables.entry(row.table).or_default().push(row.text);
    }
    tables
}

/// With `UPDATE=1` the rows are written as the sample of the newest migration of each database, for
/// the engine that the test runs on.
#[tokio::test]
async fn a_planted_municipality_has_a_row_in_every_table() {
    let site = Site::new().await;
    Town::new(&site, "Mallijoki", "Mallirivi").await;
    let rows = by_table(site.test.rows().await);
    let engine = std::env::var("LUOTSI_TEST_ENGINE").unwrap_or_else(|_| "sqlite".to_owned());
    let mut bare = Vec::new();
    for database in ["main", "roll", "ballots"] {
        let (tables, newest) = tables(database);
        let names = tables.iter().map(|table| format!("{database}.{table}"));
        let of = |name: &String| rows.get(name).map(Vec::as_slice).unwrap_or_default();
        let may_be_empty = |name: &String| EMPTY.iter().any(|(table, _)| table == name);
        let empty = names.clone().filter(|name| of(name).is_empty());
        bare.extend(empty.filter(|name| !may_be_empty(name)));
        let mut sample = String::new();
        for row in names.flat_map(|name| of(&name).iter().take(ENOUGH)) {
            let _ = writeln!(sample, "{row}");
        }
        if std::env::var_os("UPDATE").is_some() {
            let folder = migrations().join("samples").join(database).join(&engine);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(newest), sample).unwrap();
        }
    }
    assert!(bare.is_empty(), "nothing is planted in {bare:?}");
}
