//! The settings of a survey: what must be corrected, and two people at once.

use axum::http::{Method, StatusCode};

use crate::html;
use crate::stage::{Stage, refused_at, say};
use crate::visit::Sent;

#[tokio::test]
async fn what_was_typed_stays_when_the_settings_must_be_corrected() {
    let stage = Stage::planted().await;
    let path = stage.of_round("surveys/new");
    let typed = [
        ("title", "Säilyvä nimi"),
        ("anonymity", "split"),
        ("invited", ""),
        ("closes_on", "2026-01-01"),
        ("minimum", "3"),
    ];
    let reply = stage.fill(&path, "/new", &typed).await;
    for (field, label, says) in [
        (
            "invited",
            "survey.field.invited",
            "survey.field.invited-needed",
        ),
        ("closes_on", "survey.field.closes-on", "survey.field.past"),
        (
            "minimum",
            "survey.field.minimum",
            "survey.field.minimum-range",
        ),
    ] {
        let told = refused_at(&reply, field);
        assert!(
            told.contains(say(label)) && told.contains(say(says)),
            "{told}"
        );
    }
    assert!(reply.text().contains("Säilyvä nimi"));
}

#[tokio::test]
async fn settings_saved_meanwhile_are_shown_beside_what_was_typed() {
    let stage = Stage::planted().await;
    let guest = &stage.town.guest;
    let all = &stage.town.found.values["surveys/{survey}"];
    let mut draft = None;
    for id in all {
        let path = stage.town.at(&format!("surveys/{id}/edit"));
        let form = guest.form(&path, "/edit").await;
        let sent = |title: &str| {
            let typed = [("title", title), ("closes_on", "2027-05-31")];
            Sent::Fields(html::filled(&form, &|name| stage.town.say(name), &typed))
        };
        let first = guest
            .send(Method::POST, &form.action, &sent("Ensimmäinen"))
            .await;
        if first.status != StatusCode::SEE_OTHER {
            // Only a draft can be changed, and the page says so.
            assert_eq!(first.status, StatusCode::CONFLICT);
            assert!(first.text().contains(say("survey.refused.not-draft")));
            assert!(first.text().contains("Ensimmäinen"));
            continue;
        }
        let late = guest
            .send(Method::POST, &form.action, &sent("Jälkimmäinen"))
            .await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        let own = say("kit.conflict-own")
            .split('{')
            .next()
            .unwrap_or_default();
        for text in ["Ensimmäinen", "Jälkimmäinen", own] {
            assert!(late.text().contains(text), "{text}");
        }
        draft = Some(id);
    }
    assert!(draft.is_some(), "no draft among {all:?}");
}
