//! The document checklist.

use app::document::state_field;
use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::html::{self, Form};
use crate::stage::{Stage, refused_at, say, status, words};
use crate::visit::{Reply, Sent};

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
    let typed = [("title", ""), ("publicity", "secret"), ("ground", "")];
    let reply = stage.fill(&path, "/new", &typed).await;
    assert!(refused_at(&reply, "title").contains(say("document.name")));
    assert!(reply.text().contains(&stage.town.say("note")));
    let typed = [("publicity", "secret"), ("ground", "")];
    let reply = stage.fill(&path, "/new", &typed).await;
    refused_at(&reply, "ground");
}

#[tokio::test]
async fn adding_a_criterion_saves_nothing_and_keeps_what_was_typed() {
    let stage = Stage::planted().await;
    let path = stage.of_round("documents/new");
    let before = stage.read(&stage.of_round("documents")).await;
    let criterion = &content::framework().themes[1].criteria[0];
    // Nothing is judged yet: the name may still be missing.
    let typed = [
        ("title", ""),
        ("add-to", "criteria"),
        ("criteria", criterion.id.as_str()),
    ];
    let reply = stage.fill(&path, "/new", &typed).await;
    assert_eq!(reply.status, StatusCode::OK);
    let (text, box_of) = (reply.text(), format!("value=\"{}\" checked", criterion.id));
    assert!(text.contains(&box_of) && text.contains(&stage.town.say("note")));
    assert!(html::errors(&text).is_empty());
    assert_eq!(stage.read(&stage.of_round("documents")).await, before);
}

#[tokio::test]
async fn a_review_saved_meanwhile_is_shown_beside_what_was_typed() {
    let stage = Stage::planted().await;
    let (guest, path) = (
        &stage.town.guest,
        stage.of_round("documents/administrative-regulations"),
    );
    let form = guest.form(&path, "regulations").await;
    let send = async |note: &str| {
        let typed = [("note", note)];
        let sent = html::filled(&form, &|name| stage.town.say(name), &typed);
        let sent = Sent::Fields(sent);
        guest.send(Method::POST, &form.action, &sent).await
    };
    assert_eq!(
        send("Ensimmäisen huomio").await.status,
        StatusCode::SEE_OTHER
    );
    let late = send("Myöhemmän huomio").await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let own = say("kit.conflict-own").split('{').next().unwrap();
    for text in ["Ensimmäisen huomio", "Myöhemmän huomio", own] {
        assert!(late.text().contains(text), "{text}");
    }
    let back = [("state", "elsewhere")];
    refused_at(&stage.fill(&path, "regulations", &back).await, "state");
}

/// Sends the form of the list, with these states chosen.
async fn choose(stage: &Stage, form: &Form, typed: &[(&str, &str)]) -> Reply {
    let sent = html::filled(form, &|name| stage.town.say(name), typed);
    let guest = &stage.town.guest;
    guest
        .send(Method::POST, &form.action, &Sent::Fields(sent))
        .await
}

#[tokio::test]
async fn a_state_chosen_from_an_old_list_is_not_saved_over_a_newer_one() {
    let stage = Stage::planted().await;
    let path = stage.of_round("documents?show=unreviewed");
    let form = stage.town.guest.form(&path, "/documents").await;
    let of = |at: usize| state_field(&content::documents()[at].id);
    let (one, two) = (of(1), of(2));
    let saved = choose(&stage, &form, &[(&one, "exists")]).await;
    assert!(saved.status == StatusCode::SEE_OTHER && !saved.is_refused());
    assert!(saved.location.ends_with("?show=unreviewed"));
    // Someone else's change to another document stands in no one's way.
    let other = choose(&stage, &form, &[(&two, "partly")]).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER);
    let late = choose(&stage, &form, &[(&one, "missing")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = html::words(&late.text());
    for state in ["document.state.missing", "document.state.exists"] {
        assert!(text.contains(say(state)));
    }
    // Saving what the page now shows is a choice, and leaves the other document alone.
    let shown = html::forms(&late.text(), &path);
    let shown = shown
        .iter()
        .find(|form| form.is_post && form.fields.iter().any(|it| it.name == one));
    let again = choose(&stage, shown.unwrap(), &[]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let list = stage.town.guest.page(&stage.of_round("documents")).await;
    let form = html::forms(&list, &path)
        .into_iter()
        .find(|form| form.fields.iter().any(|it| it.name == one));
    let form = form.unwrap();
    let state = |name: &str| {
        form.fields
            .iter()
            .find(|it| it.name == name)
            .unwrap()
            .value
            .clone()
    };
    assert_eq!(state(&one).as_deref(), Some("missing"));
    assert_eq!(state(&two).as_deref(), Some("partly"));
    // A state that does not exist is told at its field.
    let wrong = choose(&stage, &form, &[(&one, "elsewhere")]).await;
    refused_at(&wrong, &one);
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
