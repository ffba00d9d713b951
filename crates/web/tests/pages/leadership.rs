//! The result of an assessment: who sees what, and the leadership's own words.

use axum::http::StatusCode;
use domain::identity::Role;

use crate::stage::{Stage, refused_at, say, status, words};

#[tokio::test]
async fn without_a_result_leadership_is_told_when_there_will_be_one() {
    let stage = Stage::empty().await;
    let leader = stage.member(Role::Leadership).await;
    assert!(
        words(&leader, &stage.town.at("results"))
            .await
            .contains(say("leadership.none.title"))
    );
}

#[tokio::test]
async fn the_own_words_of_leadership_stand_on_the_result() {
    let stage = Stage::planted().await;
    let results = stage.of_round("results");
    assert!(
        stage
            .read(&results)
            .await
            .contains(&stage.town.say("situation"))
    );
    // What is for the municipality's own use is not in what the elected read.
    let elected = stage.member(Role::Elected).await;
    assert_ne!(status(&elected, &results).await, 500);
    let reply = elected.get(&results).await;
    assert!(!reply.text().contains(&stage.town.say("situation")));
}

#[tokio::test]
async fn a_secret_text_of_leadership_needs_its_ground() {
    let stage = Stage::planted().await;
    let typed = [("publicity", "secret"), ("ground", "")];
    let path = stage.of_round("results/edit/fi");
    let reply = stage.fill(&path, "edit/fi", &typed).await;
    let ground = say("assessment.publicity.ground");
    assert!(refused_at(&reply, "ground").contains(ground));
    assert!(reply.text().contains(&stage.town.say("situation")));
}

#[tokio::test]
async fn of_two_who_write_for_leadership_the_second_sees_both_and_who_was_first() {
    let stage = Stage::planted().await;
    let path = stage.of_round("results/edit/fi");
    let typed = [("situation", "Toinen tilanne"), ("revision", "0")];
    let reply = stage.fill(&path, "edit/fi", &typed).await;
    assert_eq!(reply.status, StatusCode::CONFLICT);
    let text = reply.text();
    for version in ["Toinen tilanne", &stage.town.say("situation")] {
        assert!(text.contains(version), "{version}");
    }
    assert!(text.contains("Tallensit itse"));
    // The other language has a text of its own.
    let path = stage.of_round("results/edit/sv");
    let reply = stage.fill(&path, "edit/sv", &typed).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn the_annex_is_for_leadership_and_opening_it_is_recorded() {
    let stage = Stage::planted().await;
    let annex = stage.of_round("results/annex");
    for role in [Role::Elected, Role::Owner] {
        let guest = stage.member(role).await;
        assert_eq!(status(&guest, &annex).await, 403, "{role:?}");
    }
    let before = stage.read(&stage.town.at("audit")).await;
    let leader = stage.member(Role::Leadership).await;
    assert!(
        words(&leader, &annex)
            .await
            .contains(say("leadership.annex.title"))
    );
    let after = stage.read(&stage.town.at("audit")).await;
    let kind = say("audit.kind.secret.opened");
    assert_eq!(
        after.matches(kind).count(),
        before.matches(kind).count() + 1
    );
}

#[tokio::test]
async fn files_come_in_both_formats() {
    let stage = Stage::planted().await;
    let results = stage.town.guest.page(&stage.of_round("results")).await;
    let links = crate::html::links(&results).into_iter();
    let files: Vec<String> = links
        .filter(|link| link.contains("/results/summary"))
        .collect();
    assert!(!files.is_empty());
    for link in files {
        let file = stage.town.guest.get(&link).await;
        assert_eq!(file.status, StatusCode::OK, "{link}");
        let is_file = file.bytes.starts_with(b"%PDF") || file.bytes.starts_with(b"PK");
        assert!(is_file, "{link}");
    }
}
