//! The audit log: who changed what, never the content.

use axum::http::StatusCode;
use domain::audit::AuditKind;
use domain::identity::Role;

use crate::stage::{Stage, WORD, say, status};

#[tokio::test]
async fn the_log_tells_who_did_what_in_words_and_nothing_of_the_content() {
    let stage = Stage::planted().await;
    let log = stage.read(&stage.town.at("audit")).await;
    let intact = say("audit.intact").split('{').next().unwrap();
    assert!(log.contains(intact), "{log}");
    assert!(log.contains(&format!("{WORD} koordinaattori")));
    let kind = say(&format!("audit.kind.{}", AuditKind::LoggedIn.code()));
    assert!(log.contains(kind), "{log}");
    // The names of people stand in it; no title, text or note does.
    let people = ["koordinaattori", "omistaja"].map(|it| format!("{WORD} {it}"));
    let content = people
        .iter()
        .fold(log, |log, name| log.replace(name.as_str(), ""));
    assert!(!content.contains(WORD), "{content}");
}

#[tokio::test]
async fn the_log_goes_on_on_older_pages_and_comes_as_a_file() {
    let stage = Stage::planted().await;
    let path = stage.town.at("audit");
    let page = stage.town.guest.page(&path).await;
    let rows = page.matches("<th scope=\"row\"").count();
    let file = stage.town.guest.get(&stage.town.at("audit/export")).await;
    assert_eq!(file.status, StatusCode::OK);
    let lines = file.text().lines().count();
    assert!(lines >= rows && rows > 10, "{rows} rows, {lines} lines");
}

#[tokio::test]
async fn the_log_of_a_new_municipality_begins_with_whoever_reads_it() {
    let stage = Stage::empty().await;
    let page = stage.town.guest.page(&stage.town.at("audit")).await;
    let kind = say(&format!("audit.kind.{}", AuditKind::LoggedIn.code()));
    assert!(
        page.contains(kind) && !page.contains(say("audit.empty")),
        "{page}"
    );
}

#[tokio::test]
async fn only_a_coordinator_reads_the_log() {
    let stage = Stage::empty().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Coordinator) {
        let guest = stage.member(*role).await;
        for path in ["audit", "audit/export"] {
            assert_eq!(status(&guest, &stage.town.at(path)).await, 403, "{role:?}");
        }
    }
}
