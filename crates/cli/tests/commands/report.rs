//! The binary writes reports to files.

use crate::support::run;
use tempfile::TempDir;
use testkit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_written_in_the_format_that_its_name_says() {
    let test = TestApp::in_a_folder().await;
    app::demo::fill(&test.app, 2026).await.unwrap();
    let out = TempDir::new().unwrap();
    let report = |name: &str, more: &[&str]| {
        let path = out.path().join(name);
        let shown = path.to_string_lossy().into_owned();
        let mut arguments = vec!["report", "--organisation", "esimerkkila", "--out", &shown];
        arguments.extend(more);
        let told = run(test.folder(), &arguments);
        (told, std::fs::read(&path).ok())
    };
    for (name, mark) in [
        ("report.pdf", b"%PDF".as_slice()),
        ("report.docx", b"PK\x03\x04"),
    ] {
        let (told, file) = report(name, &["--language", "sv"]);
        assert!(told.is_done, "{}", told.text);
        assert!(file.is_some_and(|file| file.starts_with(mark)), "{name}");
    }
    let (told, file) = report("tables.xlsx", &["--kind", "tables"]);
    assert!(told.is_done && file.is_some(), "{}", told.text);
    for (name, more, said) in [
        ("report.odt", vec![], "no `summary` is written as `.odt`"),
        ("report", vec![], "no `summary` is written as `.`"),
        ("report.xlsx", vec![], "no `summary` is written as `.xlsx`"),
        ("tables.pdf", vec!["--kind", "tables"], "tables are .xlsx"),
        (
            "joint.xlsx",
            vec!["--kind", "joint"],
            "no `joint` is written as `.xlsx`",
        ),
        (
            "wrong.pdf",
            vec!["--kind", "poem"],
            "no report is called `poem`: there are summary, report",
        ),
        ("none.pdf", vec!["--round", "x"], "no round is called `x`"),
        ("lang.pdf", vec!["--language", "de"], "de"),
    ] {
        let (told, file) = report(name, &more);
        assert!(
            !told.is_done && told.text.contains(said),
            "{said}: {}",
            told.text
        );
        assert!(file.is_none(), "{name} was written");
    }
}
