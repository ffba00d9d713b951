//! The binary writes the handbook in every form.

use crate::support::run;
use tempfile::TempDir;
use testkit::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn the_handbook_is_written_in_the_form_that_is_asked_for() {
    let test = TestApp::in_a_folder().await;
    app::demo::fill(&test.app, 2026).await.unwrap();
    let out = TempDir::new().unwrap();
    let write = |format: &str, more: &[&str]| {
        let path = out.path().join(format);
        let shown = path.to_string_lossy().into_owned();
        let mut arguments = vec!["handbook", "--format", format, "--out", &shown];
        arguments.extend(more);
        (run(test.folder(), &arguments), std::fs::read(&path).ok())
    };
    let home = ["--organisation", "esimerkkila"];
    for (format, begins) in [
        ("pdf", b"%PDF".as_slice()),
        ("pdf-phone", b"%PDF"),
        ("epub", b"PK\x03\x04"),
        ("scorm", b"PK\x03\x04"),
        ("cmi5", b"PK\x03\x04"),
        ("html", b"<!DOCTYPE html>"),
    ] {
        let (told, file) = write(format, &home);
        assert!(told.is_done, "{}", told.text);
        assert!(
            file.is_some_and(|file| file.starts_with(begins)),
            "{format}"
        );
    }
    let (told, file) = write("poem", &home);
    assert!(
        !told.is_done && told.text.contains("`poem` is not a form"),
        "{}",
        told.text
    );
    assert!(file.is_none());
    let (told, _) = write("epub", &["--organisation", "olematon"]);
    assert!(
        told.text.contains("no organisation is called `olematon`"),
        "{}",
        told.text
    );
}
