//! Backups as an operator makes, checks and restores them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::TestApp;

use crate::support::{Told, run, run_with};

/// A custodian's keys: the public one, and the file with the secret one.
fn custodian(folder: &TempDir, name: &str) -> (String, PathBuf) {
    let told = run(&folder.path().join("none"), &["backup", "key"]);
    assert!(told.is_done, "{}", told.text);
    let line = |begin: &str| {
        let mut lines = told.text.lines();
        lines
            .find(|line| line.starts_with(begin))
            .unwrap()
            .to_owned()
    };
    let file = folder.path().join(name);
    std::fs::write(&file, line("AGE-SECRET-KEY-1")).unwrap();
    (line("age1"), file)
}

fn backed_up(data: &Path, to: &Path, keys: &str) -> Told {
    let to = to.to_string_lossy();
    let settings = [
        ("LUOTSI_BACKUP_FOLDER", to.as_ref()),
        ("LUOTSI_BACKUP_RECIPIENTS", keys),
    ];
    run_with(data, &settings, &["backup"])
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// The command was done, or not, and said this.
fn says(told: &Told, is_done: bool, text: &str) {
    assert!(
        told.is_done == is_done && told.text.contains(text),
        "{text}: {}",
        told.text
    );
}

fn restored(data: &Path, key: &Path, backup: &Path) -> Told {
    let (key, backup) = (key.to_string_lossy(), backup.to_string_lossy());
    run(data, &["restore", "--identity", &key, &backup])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_beside_a_running_server_is_checked_and_restored_elsewhere() {
    // The product of the test has the databases open all the while, as a server has.
    let test = TestApp::in_a_folder().await;
    test.municipality("Esimerkkilä").await;
    let place = TempDir::new().unwrap();
    let (public, secret) = custodian(&place, "mayor.key");
    let folder = place.path().join("backups");
    let told = backed_up(test.folder(), &folder, &public);
    says(&told, true, "restored elsewhere and counted");
    let all = names(&folder);
    assert_eq!(all.len(), 1, "{all:?}");
    let backup = folder.join(&all[0]);
    assert_eq!(
        names(&backup),
        [
            "ballots.jsonl.gz.age",
            "main.jsonl.gz.age",
            "manifest.json",
            "roll.jsonl.gz.age"
        ]
    );
    for name in names(&backup) {
        let bytes = std::fs::read(backup.join(name)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Esimerkkil") && !text.contains("organisation"));
    }
    let (key, shown) = (secret.to_string_lossy(), backup.to_string_lossy());
    let check = ["backup", "check", "--identity", &key, &shown];
    let told = run(test.folder(), &check);
    assert!(told.is_done, "{}", told.text);
    for said in [
        "main: opens and is whole",
        "roll: opens",
        "ballots: opens",
        "written down",
    ] {
        assert!(told.text.contains(said), "{said}: {}", told.text);
    }
    let data = place.path().join("new");
    let told = restored(&data, &secret, &backup);
    says(&told, true, "the same as were backed up");
    assert!(!data.join("restoring").exists());
    let book = place.path().join("kirja.html");
    let book = book.to_string_lossy();
    let wanted = [
        "handbook",
        "--format",
        "html",
        "--organisation",
        "Esimerkkilä",
        "--out",
        &book,
    ];
    let told = run(&data, &wanted);
    assert!(told.is_done, "{}", told.text);
    let again = restored(&data, &secret, &backup);
    says(&again, false, "there is data already");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_opened_is_said_and_nothing_is_left_of_it() {
    let test = TestApp::in_a_folder().await;
    test.municipality("Esimerkkilä").await;
    let place = TempDir::new().unwrap();
    let (public, secret) = custodian(&place, "mayor.key");
    let (_, stranger) = custodian(&place, "stranger.key");
    let folder = place.path().join("backups");
    assert!(backed_up(test.folder(), &folder, &public).is_done);
    let backup = folder.join(&names(&folder)[0]);
    let data = place.path().join("new");
    let told = restored(&data, &stranger, &backup);
    says(&told, false, "the given keys do not open");
    let notes = place.path().join("notes");
    std::fs::write(&notes, "nothing secret").unwrap();
    let told = restored(&data, &notes, &backup);
    says(&told, false, "holds no secret key");
    // Cut short and altered, anywhere.
    for name in [
        "main.jsonl.gz.age",
        "roll.jsonl.gz.age",
        "ballots.jsonl.gz.age",
    ] {
        let file = backup.join(name);
        let whole = std::fs::read(&file).unwrap();
        let mut altered = whole.clone();
        let middle = altered.len() - 20;
        altered[middle] ^= 1;
        for harmed in [
            &whole[..whole.len() - 1],
            &whole[..whole.len() / 2],
            &[][..],
            &altered,
        ] {
            std::fs::write(&file, harmed).unwrap();
            let told = restored(&data, &secret, &backup);
            says(&told, false, "nothing was restored");
            let (key, shown) = (secret.to_string_lossy(), backup.to_string_lossy());
            let told = run(&data, &["backup", "check", "--identity", &key, &shown]);
            says(&told, false, "has been altered");
        }
        std::fs::write(&file, &whole).unwrap();
    }
    assert!(names(&data).is_empty(), "{:?}", names(&data));
    // A log of an earlier database must not be read as the new one's.
    std::fs::write(data.join("luotsi.db-wal"), "left over").unwrap();
    let told = restored(&data, &secret, &backup);
    assert!(told.is_done, "{}", told.text);
    assert!(run(&data, &["doctor"]).is_done);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_restore_is_begun_again_and_nothing_else_is_done_before() {
    let test = TestApp::in_a_folder().await;
    let place = TempDir::new().unwrap();
    let (public, secret) = custodian(&place, "mayor.key");
    let folder = place.path().join("backups");
    assert!(backed_up(test.folder(), &folder, &public).is_done);
    let backup = folder.join(&names(&folder)[0]);
    let data = place.path().join("new");
    std::fs::create_dir_all(data.join("restoring")).unwrap();
    std::fs::write(data.join("roll.db"), "half").unwrap();
    let told = run(&data, &["doctor"]);
    says(&told, false, "was interrupted");
    let told = restored(&data, &secret, &backup);
    assert!(told.is_done, "{}", told.text);
    assert!(run(&data, &["doctor"]).is_done);
}

#[test]
fn half_of_the_settings_of_backups_is_refused_and_a_secret_key_among_them_is_not_said() {
    let place = TempDir::new().unwrap();
    let data = place.path().join("data");
    let told = run(&data, &["backup"]);
    says(&told, false, "backups are not set up");
    let told = run_with(&data, &[("LUOTSI_BACKUP_FOLDER", "/nowhere")], &["doctor"]);
    says(&told, false, "backup.recipients");
    let (_, secret) = custodian(&place, "mayor.key");
    let secret = std::fs::read_to_string(secret).unwrap();
    let told = backed_up(&data, place.path(), &secret);
    says(&told, false, "no public key");
    assert!(!told.text.contains(&secret));
}

/// The folder cannot be written to: nothing is left there, and the operator is told.
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_leaves_nothing_and_is_told() {
    let test = TestApp::in_a_folder().await;
    let place = TempDir::new().unwrap();
    let (public, _) = custodian(&place, "mayor.key");
    let file = place.path().join("a-file");
    std::fs::write(&file, "mine").unwrap();
    let told = backed_up(test.folder(), &file, &public);
    says(&told, false, "cannot make the folder");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
    let folder = place.path().join("backups").to_string_lossy().into_owned();
    let settings = [
        ("LUOTSI_BACKUP_FOLDER", folder.as_str()),
        ("LUOTSI_BACKUP_RECIPIENTS", public.as_str()),
    ];
    let told = run_with(test.folder(), &settings, &["doctor"]);
    assert!(told.text.contains("the last one FAILED"), "{}", told.text);
    assert!(backed_up(test.folder(), Path::new(&folder), &public).is_done);
    let told = run_with(test.folder(), &settings, &["doctor"]);
    assert!(
        told.text.contains("backups: the last proven one is of"),
        "{}",
        told.text
    );
    let left = names(test.folder());
    assert!(
        left.iter().all(|name| !name.starts_with("proof-")),
        "{left:?}"
    );
}
