//! Every statement on both engines: it is used and understood. That each names its organisation, or
//! is listed with a reason, is proved by `cargo xtask tidy`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use store::both_databases;
use store::testing::migrate_again;

fn root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
    found.sort();
}

/// Every statement by its name, as `feature/name`.
fn statements() -> Vec<(String, String)> {
    let mut found = Vec::new();
    files(&root("queries"), &mut found);
    found
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(root("queries"))
                .unwrap()
                .with_extension("");
            let text = fs::read_to_string(path).unwrap();
            (name.to_str().unwrap().to_owned(), text)
        })
        .collect()
}

/// Which databases a statement is for.
fn databases(name: &str) -> &'static [&'static str] {
    match name {
        name if name.starts_with("survey/pool/") || name.starts_with("survey/key/") => &["ballots"],
        name if name.starts_with("survey/roll/") => &["roll"],
        name if name.starts_with("survey/ballots/") => &["ballots"],
        _ => &["main"],
    }
}

#[test]
fn every_statement_is_used() {
    let mut sources = Vec::new();
    files(&root("src"), &mut sources);
    let code: String = sources
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let unused: Vec<String> = statements()
        .into_iter()
        .map(|(name, _)| name)
        .filter(|name| !code.contains(&format!("\"{name}\"")))
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn both_engines_have_the_same_migrations() {
    for part in ["main", "roll", "ballots"] {
        let names = |engine: &str| -> BTreeSet<String> {
            let mut found = Vec::new();
            files(&root("migrations").join(part).join(engine), &mut found);
            found
                .iter()
                .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(names("sqlite"), names("postgres"), "{part}");
        assert!(!names("sqlite").is_empty());
    }
}

both_databases! {
    async fn every_statement_is_understood(test: &TestStore) {
        for (name, text) in statements() {
            for database in databases(&name) {
                let prepared = test.prepare(database, &text).await;
                assert!(prepared.is_ok(), "{name} in {database}: {prepared:?}");
            }
        }
    }

    async fn a_second_migration_changes_nothing(test: &TestStore) {
        migrate_again(test.store.config()).await.unwrap();
    }
}

/// Tables, columns and what may be null are the same on both engines.
#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_columns() {
    let sqlite = store::testing::TestStore::sqlite().await.unwrap();
    let Some(postgres) = store::testing::TestStore::postgres().await.unwrap() else {
        return store::testing::leave_out();
    };
    for part in ["main", "roll", "ballots"] {
        let (one, other) = (sqlite.columns(part).await, postgres.columns(part).await);
        assert_eq!(one.unwrap(), other.unwrap(), "{part}");
    }
    sqlite.end().await.unwrap();
    postgres.end().await.unwrap();
}
