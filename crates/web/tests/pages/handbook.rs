//! The municipality's facts: one form for all of them.

use axum::http::{Method, StatusCode};

use crate::html::{self, Control, Form};
use crate::stage::Stage;
use crate::visit::{Guest, Reply, Sent};

const OTHER: &str = "incident-lead";

/// The form of an opened page, sent with a few facts changed; the rest goes back as it was.
async fn send(guest: &Guest, form: &Form, texts: &[(&str, &str)], take: Option<&str>) -> Reply {
    let mut sent = Vec::new();
    for field in &form.fields {
        let fact = field.name.strip_prefix("text-").unwrap_or_default();
        let typed = texts.iter().find(|(id, _)| *id == fact);
        let value = typed.map(|(_, text)| (*text).to_owned());
        let kept = field
            .value
            .clone()
            .filter(|_| field.control != Control::Button);
        if let Some(value) = value.or(kept) {
            sent.push((field.name.clone(), value));
        }
    }
    sent.extend(take.map(|id| ("take".to_owned(), id.to_owned())));
    guest
        .send(Method::POST, &form.action, &Sent::Fields(sent))
        .await
}

fn opened(page: &str, path: &str) -> Form {
    let forms = html::forms(page, path).into_iter();
    let mut forms = forms.filter(|form| form.fields.iter().any(|it| it.name == "text-support"));
    forms.next().unwrap()
}

#[tokio::test]
async fn every_fact_that_was_typed_stays_when_one_must_be_corrected() {
    let stage = Stage::empty().await;
    let (guest, path) = (&stage.town.guest, stage.town.at("handbook/facts"));
    let form = opened(&guest.page(&path).await, &path);
    let long = "x".repeat(2_001);
    let typed = [("support", "Tukipalvelu 123"), (OTHER, long.as_str())];
    let reply = send(guest, &form, &typed, None).await;
    let errors = html::errors(&reply.text());
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        errors
            .iter()
            .any(|(name, says)| name == "text-incident-lead" && says.contains("2001"))
    );
    assert!(reply.text().contains("Tukipalvelu 123") && reply.text().contains(&long));
}

#[tokio::test]
async fn what_was_not_touched_is_neither_overwritten_nor_in_conflict() {
    let stage = Stage::empty().await;
    let (guest, path) = (&stage.town.guest, stage.town.at("handbook/facts"));
    let form = opened(&guest.page(&path).await, &path);
    // Two people opened the same page: each changes another fact, and both are kept.
    let first = send(guest, &form, &[("support", "Tukipalvelu 123")], None).await;
    let second = send(guest, &form, &[(OTHER, "Toisen kirjoittama")], None).await;
    assert_eq!(
        (first.status, second.status),
        (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER)
    );
    let now = guest.page(&path).await;
    assert!(now.contains("Tukipalvelu 123") && now.contains("Toisen kirjoittama"));
    // The same fact from the old page: both versions are shown, and nothing is saved.
    let stale = send(guest, &form, &[("support", "Vanhalta sivulta")], None).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    let shown = stale.text();
    for text in ["Vanhalta sivulta", "Tukipalvelu 123", "Toisen kirjoittama"] {
        assert!(shown.contains(text), "{text}");
    }
    assert!(!guest.page(&path).await.contains("Vanhalta sivulta"));
    // Saving what the page now shows is a choice, and leaves the other's fact alone.
    let again = send(guest, &opened(&shown, &path), &[], None).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let now = guest.page(&path).await;
    assert!(now.contains("Vanhalta sivulta") && now.contains("Toisen kirjoittama"));
}

#[tokio::test]
async fn taking_a_proposal_saves_what_was_typed_elsewhere_too() {
    let stage = Stage::planted().await;
    let (guest, path) = (&stage.town.guest, stage.town.at("handbook/facts"));
    let form = opened(&guest.page(&path).await, &path);
    send(guest, &form, &[("joint-work", "")], None).await;
    let form = opened(&guest.page(&path).await, &path);
    let offered = form.fields.iter().find(|it| it.name == "take");
    let id = offered.and_then(|it| it.value.clone()).expect("a proposal");
    let reply = send(guest, &form, &[("support", "Tukipalvelu 123")], Some(&id)).await;
    assert_eq!(reply.status, StatusCode::SEE_OTHER);
    let form = opened(&guest.page(&path).await, &path);
    let value = |name: String| {
        form.fields
            .iter()
            .find(|it| it.name == name)
            .unwrap()
            .value
            .clone()
    };
    assert!(value(format!("text-{id}")).is_some_and(|it| !it.is_empty()));
    assert_eq!(
        value("text-support".to_owned()).as_deref(),
        Some("Tukipalvelu 123")
    );
}
