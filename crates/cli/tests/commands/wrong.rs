//! What the binary says when something is wrong: in plain words, without touching what is there, and
//! with a code that a script can read.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::TestApp;

use crate::support::{Told, run, run_with};

/// Fails unless the binary gave up in plain words that hold these.
#[track_caller]
fn refused(told: &Told, words: &[&str]) {
    assert!(!told.is_done, "{}", told.text);
    for word in words {
        assert!(
            told.text.contains(word),
            "`{word}` is not in: {}",
            told.text
        );
    }
    for inside in [
        "panicked",
        "Error {",
        "Err(",
        "Os {",
        "RUST_BACKTRACE",
        "unwrap",
    ] {
        assert!(!told.text.contains(inside), "{inside}: {}", told.text);
    }
}

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

/// Every file of a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .flatten()
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.path(), std::fs::read(entry.path()).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn a_data_folder_that_is_a_file_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "data", b"notes of mine");
    for arguments in [
        &["doctor"][..],
        &["migrate"],
        &["report", "--organisation", "x", "--out", "x.pdf"],
        &["handbook", "--organisation", "x"],
    ] {
        let told = run(&path, arguments);
        refused(&told, &["cannot make the data folder", "data"]);
    }
    assert_eq!(std::fs::read(&path).unwrap(), b"notes of mine");
    assert_eq!(contents(folder.path()).len(), 1);
}

#[test]
fn a_file_that_is_no_database_is_not_written_over() {
    let folder = TempDir::new().unwrap();
    let settled = run(folder.path(), &["migrate"]);
    assert!(settled.is_done, "{}", settled.text);
    let databases: Vec<PathBuf> = contents(folder.path())
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| {
            path.extension()
                .is_some_and(|it| it == "db" || it == "sqlite")
        })
        .collect();
    assert!(databases.len() >= 3, "{databases:?}");
    for path in &databases {
        let whole = std::fs::read(path).unwrap();
        let broken = b"This is a letter to the council and not a database at all. ".repeat(200);
        std::fs::write(path, &broken).unwrap();
        let told = run(folder.path(), &["doctor"]);
        refused(&told, &["cannot open the data in", "nothing was changed"]);
        assert_eq!(std::fs::read(path).unwrap(), broken, "{}", path.display());
        std::fs::write(path, &whole).unwrap();
    }
    let told = run(folder.path(), &["doctor"]);
    assert!(told.is_done, "what was put back is read: {}", told.text);
}

#[test]
fn databases_are_brought_up_to_date_once_and_again_without_harm() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("made/on/the/way");
    for _ in 0..2 {
        let told = run(&data, &["migrate"]);
        assert!(told.is_done && told.text.contains("The databases are current."));
    }
    let told = run(&data, &["doctor"]);
    assert!(told.is_done, "{}", told.text);
    for said in [
        "set up: no; start `luotsi serve` and open /setup",
        "mail: not set up",
        "jobs: 0 waiting, 0 running, 0 given up",
    ] {
        assert!(told.text.contains(said), "{said}: {}", told.text);
    }
}

#[test]
fn a_configuration_that_cannot_be_read_says_which_file_and_what() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    for (name, text, words) in [
        (
            "syntax.toml",
            "listen = ",
            vec!["syntax.toml", "not a valid configuration"],
        ),
        ("unknown.toml", "lisen = 'x'", vec!["unknown.toml", "lisen"]),
        ("type.toml", "jobs = 'often'", vec!["type.toml", "jobs"]),
        (
            "half.toml",
            "[mail]\nsmtp_url = 'smtp://x'",
            vec!["half.toml", "from"],
        ),
        ("bytes.toml", "\u{fffe}", vec!["bytes.toml"]),
    ] {
        let path = file(&folder, name, text.as_bytes());
        let shown = path.to_string_lossy();
        refused(&run(&data, &["--config", &shown, "doctor"]), &words);
    }
    let missing = folder.path().join("none.toml");
    let told = run(&data, &["--config", &missing.to_string_lossy(), "doctor"]);
    refused(&told, &["cannot read", "none.toml"]);
    assert!(
        !data.exists(),
        "nothing is made before the settings are understood"
    );
}

#[test]
fn a_mistyped_data_folder_is_told_of_and_not_made() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("dta");
    let notes = file(&folder, "notes.txt", b"J1: hei");
    let notes = notes.to_string_lossy();
    let out = folder.path().join("x.pdf");
    let out = out.to_string_lossy();
    for arguments in [
        &["report", "--organisation", "x", "--out", &out][..],
        &["handbook", "--organisation", "x", "--out", &out],
        &["import", "interviews", &notes, "--organisation", "x"],
        &["recover", "--email", "a@b.fi"],
    ] {
        let told = run(&data, arguments);
        refused(&told, &["there is no data of Luotsi", "dta", "--data"]);
        assert!(!data.exists(), "{arguments:?}");
    }
}

#[test]
fn a_kind_or_format_that_there_is_not_is_told_of_first() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    for (kind, name, words) in [
        ("poem", "x.pdf", "no report is called `poem`"),
        ("summary", "x.odt", "no `summary` is written as `.odt`"),
        ("joint", "x.xlsx", "no `joint` is written as `.xlsx`"),
    ] {
        let asked = [
            "report",
            "--organisation",
            "x",
            "--kind",
            kind,
            "--out",
            name,
        ];
        refused(&run(&data, &asked), &[words]);
    }
}

#[test]
fn an_address_under_a_path_or_without_a_scheme_is_refused() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    for (address, word) in [
        ("https://kunta.example/luotsi", "under a path"),
        ("kunta.example", "no whole address"),
    ] {
        for command in ["doctor", "serve"] {
            let told = run_with(&data, &[("LUOTSI_BASE_URL", address)], &[command]);
            refused(&told, &["`base_url`", address, word]);
        }
    }
    assert!(!data.exists());
}

#[test]
fn settings_that_belong_together_are_not_taken_by_halves() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let postgres = ("LUOTSI_POSTGRES_MAIN", "postgres://a:geheim@nowhere/x");
    let smtp = ("LUOTSI_SMTP_URL", "smtps://a:geheim@nowhere");
    for (set, word) in [
        (postgres, "LUOTSI_POSTGRES_ROLL"),
        (smtp, "LUOTSI_MAIL_FROM"),
    ] {
        let told = run_with(&data, &[set], &["doctor"]);
        refused(&told, &[word]);
        assert!(!told.text.contains("geheim"), "{}", told.text);
    }
    let told = run_with(&data, &[("LUOTSI_JOBS", "sometimes")], &["doctor"]);
    refused(
        &told,
        &["`LUOTSI_JOBS` is `true` or `false`, not `sometimes`"],
    );
    assert!(!data.exists());
}

#[test]
fn a_password_in_the_settings_is_never_said() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let settings = [
        ("LUOTSI_SMTP_URL", "smtps://robot:geheim@mail.example.fi"),
        ("LUOTSI_MAIL_FROM", "luotsi@example.fi"),
        ("LUOTSI_BASE_URL", "https://luotsi.example.fi/"),
    ];
    let told = run_with(&data, &settings, &["doctor"]);
    assert!(told.is_done, "{}", told.text);
    assert!(
        told.text
            .contains("address people use: https://luotsi.example.fi\n")
    );
    assert!(told.text.contains("luotsi@example.fi"));
    assert!(!told.text.contains("geheim"), "{}", told.text);
    let wrong = [
        ("LUOTSI_SMTP_URL", "geheim://robot:geheim@mail"),
        ("LUOTSI_MAIL_FROM", "luotsi@example.fi"),
    ];
    let told = run_with(&data, &wrong, &["doctor"]);
    refused(&told, &["the SMTP address cannot be read"]);
    assert!(!told.text.contains("robot:geheim"), "{}", told.text);
    let sender = [
        ("LUOTSI_SMTP_URL", "smtp://localhost:1"),
        ("LUOTSI_MAIL_FROM", "not an address"),
    ];
    let told = run_with(&data, &sender, &["doctor"]);
    refused(&told, &["the sender's address cannot be read"]);
}

#[test]
fn commands_and_options_that_do_not_exist_are_named_and_make_nothing() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    for (arguments, word) in [
        (&["fly"][..], "fly"),
        (&["report"], "--organisation"),
        (&["report", "--organisation", "x"], "--out"),
        (
            &[
                "report",
                "--organisation",
                "x",
                "--out",
                "x.pdf",
                "--language",
                "de",
            ],
            "de",
        ),
        (&["import"], "Usage"),
        (&["doctor", "--fast"], "--fast"),
        (&[], "Usage"),
    ] {
        let told = run(&data, arguments);
        refused(&told, &[word]);
    }
    assert!(!data.exists());
    let told = run(&data, &["check"]);
    assert!(
        told.is_done && told.text.contains("; 0 problems"),
        "{}",
        told.text
    );
    assert!(!data.exists(), "what is shipped needs no data");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_cannot_be_made_leaves_the_file_that_is_there() {
    let test = TestApp::in_a_folder().await;
    test.municipality("Esimerkkilä").await;
    let out = TempDir::new().unwrap();
    let path = file(&out, "tulos.pdf", b"last year's");
    let shown = path.to_string_lossy();
    let report = |more: &[&str]| {
        let mut arguments = vec!["report", "--out", &shown];
        arguments.extend(more);
        run(test.folder(), &arguments)
    };
    let home = ["--organisation", "Esimerkkilä"];
    refused(&report(&home), &["there is nothing to report on yet"]);
    let joint = ["--organisation", "Esimerkkilä", "--kind", "joint"];
    refused(&report(&joint), &["there is no joint report"]);
    let nobody = report(&["--organisation", "Nowhere"]);
    refused(&nobody, &["no organisation is called `Nowhere`"]);
    let round = [&home[..], &["--round", "Nykytila"]].concat();
    refused(&report(&round), &["no round is called `Nykytila`"]);
    assert_eq!(std::fs::read(&path).unwrap(), b"last year's");
    let nowhere = out.path().join("no/such/folder/kirja.html");
    let nowhere = nowhere.to_string_lossy();
    let book = [
        "handbook",
        "--format",
        "html",
        "--organisation",
        "Esimerkkilä",
    ];
    let told = run(test.folder(), &[&book[..], &["--out", &nowhere]].concat());
    refused(&told, &["cannot write", "kirja.html"]);
    let folder = out.path().to_string_lossy();
    let told = run(test.folder(), &[&book[..], &["--out", &folder]].concat());
    refused(&told, &["cannot write"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_is_found_by_its_name_its_address_or_its_code_and_by_nothing_like_it() {
    let test = TestApp::in_a_folder().await;
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    let listed = &content::municipalities()[0];
    testkit::found(&test.app, &operator, &listed.code).await;
    let out = TempDir::new().unwrap();
    let path = out.path().join("kirja.html");
    let shown = path.to_string_lossy().into_owned();
    let write = |name: &str| {
        let book = ["handbook", "--format", "html", "--out", &shown];
        run(
            test.folder(),
            &[&book[..], &["--organisation", name]].concat(),
        )
    };
    let swedish = listed.name.sv.to_uppercase();
    for name in [&listed.name.fi, &listed.code, &swedish] {
        let told = write(name);
        assert!(told.is_done, "{name}: {}", told.text);
        std::fs::remove_file(&path).unwrap();
    }
    let near = listed.name.fi.chars().take(3).collect::<String>();
    for name in [near.as_str(), "", "%", "../esimerkkila"] {
        refused(&write(name), &["no organisation is called"]);
        assert!(!path.exists());
    }
}
