//! The document checklist.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, say, status, words};

#[tokio::test]
async fn every_expected_document_is_listed_with_its_state() {
    let stage = Stage::planted().await;
    let list = stage.read(&stage.of_round("documents")).await;
    for document in content::documents() {
        assert!(list.contains(document.title.fi.as_str()), "{}", document.id);
    }
    assert!(list.contains(say("document.state.unreviewed")));
    assert!(list.contains(&stage.town.say("title")));
}

#[tokio::test]
async fn a_document_of_ones_own_needs_a_name_and_a_secret_one_its_ground() {
    let stage = Stage::planted().await;
    let path = stage.of_round("documents/new");
    let typed = [
        ("do", "save"),
        ("title", ""),
        ("publicity", "secret"),
        ("ground", ""),
    ];
    let reply = stage.fill(&path, "/documents", &typed).await;
    refused_at(&reply, "title");
    assert!(reply.text().contains(&stage.town.say("note")));
    let typed = [("do", "save"), ("publicity", "secret"), ("ground", "")];
    let reply = stage.fill(&path, "/documents", &typed).await;
    refused_at(&reply, "ground");
}

#[tokio::test]
async fn a_state_chosen_from_an_old_list_is_not_saved_over_a_newer_one() {
    let stage = Stage::planted().await;
    let state = stage.of_round("documents/security-policy/state");
    let first = content::documents()
        .iter()
        .find(|it| it.id == "security-policy");
    let state = first.map_or_else(
        || stage.of_round(&format!("documents/{}/state", content::documents()[1].id)),
        |_| state,
    );
    let form = [("state", "exists"), ("revision", "0")];
    let saved = stage.town.guest.post(&state, &form).await;
    assert!(saved.status == StatusCode::SEE_OTHER && !saved.is_refused());
    let late = stage
        .town
        .guest
        .post(&state, &[("state", "missing"), ("revision", "0")])
        .await;
    let told = late.is_refused() || late.status == StatusCode::CONFLICT;
    assert!(told, "{} {}", late.status, late.location);
}

#[tokio::test]
async fn what_leadership_reads_has_no_form() {
    let stage = Stage::planted().await;
    let leader = stage.member(Role::Leadership).await;
    let one = stage.of_round("documents/administrative-regulations");
    assert!(
        words(&leader, &one)
            .await
            .contains(&stage.town.say("approved_by"))
    );
    let refused = leader.post(&one, &[("state", "missing")]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(status(&stage.member(Role::Elected).await, &one).await, 403);
}

#[tokio::test]
async fn the_checklist_comes_as_a_workbook() {
    let stage = Stage::planted().await;
    let file = stage
        .town
        .guest
        .get(&stage.of_round("documents/table.xlsx"))
        .await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.bytes.starts_with(b"PK"));
}
