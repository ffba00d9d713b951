//! Text that is meant to do harm is shown as it was typed and does nothing, wherever it stands; and
//! long text breaks no page.

use axum::http::{Method, StatusCode};
use domain::identity::Role;

use crate::html::{self, Control, Form};
use crate::scene::Scene;
use crate::stage::{Stage, words};
use crate::visit::{Guest, Sent};

/// Ends an attribute, opens an element and runs a script, if it is written as it is.
pub(crate) const EVIL: &str = "\"'><pahus onload=x()>{{7*7}}</textarea><script>x()</script>&amp;";

/// What of it may stand on no page.
const MARKS: &[&str] = &["<pahus", "<script>x()", "'><", "{{49}}"];

/// What harm a page would do.
pub(crate) fn harm(html: &str) -> Vec<&'static str> {
    let marks = MARKS.iter().filter(|mark| html.contains(*mark));
    marks.copied().collect()
}

/// A form with the text in every field of words that its reader may fill.
fn filled(form: &Form, text: &str) -> Sent {
    let mut sent = html::filled(form, &|_| text.to_owned(), &[]);
    let is_words = |name: &str| {
        let mut fields = form.fields.iter().filter(|it| it.name == name);
        fields.any(|it| matches!(it.control, Control::Typed("text" | "textarea")))
    };
    for (name, value) in &mut sent {
        // Amounts and lengths of time keep what they had, so that the rest is taken.
        let is_number = value.chars().all(|it| it.is_ascii_digit() || it == ' ');
        if is_words(name) && (!is_number || value.is_empty()) {
            text.clone_into(value);
        }
    }
    Sent::Fields(sent)
}

#[tokio::test]
async fn markup_in_any_field_is_shown_as_text_on_every_page() {
    let scene = Scene::new().await;
    let own = &scene.town.guest;
    let (mut wrong, mut taken) = (Vec::new(), 0);
    for (_, form) in scene.forms_now().await {
        let reply = own
            .send(Method::POST, &form.action, &filled(&form, EVIL))
            .await;
        taken += usize::from(reply.status == StatusCode::SEE_OTHER);
        let action = &form.action;
        if reply.status.is_server_error() {
            wrong.push(format!("{action}: {}", reply.status));
        }
        wrong.extend(
            harm(&reply.text())
                .iter()
                .map(|it| format!("{action} answers {it}")),
        );
    }
    assert!(taken >= 15, "{taken} forms took it");
    let seen = scene.town.walk().await;
    let mut shown = 0;
    for (route, path) in &seen.opened {
        let reply = own.get(path).await;
        let is_page = reply.text().starts_with("<!");
        if !is_page {
            continue;
        }
        shown += usize::from(html::words(&reply.text()).contains("<pahus"));
        wrong.extend(
            harm(&reply.text())
                .iter()
                .map(|it| format!("{route} shows {it}")),
        );
        let faults = crate::structure::faults(&reply.text());
        wrong.extend(faults.iter().map(|it| format!("{route}: {it}")));
    }
    assert!(shown >= 15, "{shown} pages show it");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Somebody of this name who has followed an invitation.
async fn join(stage: &Stage, email: &str, name: &str) -> Guest {
    let cx = stage
        .site
        .test
        .member(&stage.town.org, Role::Coordinator)
        .await;
    let invite = testkit::invite(email, &[Role::Coordinator]);
    app::identity::invite(&cx, &invite).await.unwrap();
    let token = stage.site.test.mailed_token().await.text();
    let typed = [("name", name), ("password", testkit::PASSWORD)];
    let joined = stage
        .site
        .anonymous()
        .post(&format!("/invitation/{token}"), &typed)
        .await;
    assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text());
    let cookie = joined.cookie("luotsi_session").unwrap();
    Guest {
        cookie: cookie.split(';').next().map(str::to_owned),
        ..stage.site.anonymous()
    }
}

#[tokio::test]
async fn names_of_people_and_places_are_text_too() {
    let stage = Stage::empty().await;
    let joined = join(&stage, "paha@example.fi", EVIL).await;
    let members = stage.town.guest.page(&stage.town.at("members")).await;
    assert!(harm(&members).is_empty() && html::words(&members).contains("<pahus"));
    let log = stage.town.guest.page(&stage.town.at("audit")).await;
    assert!(harm(&log).is_empty());
    for path in [stage.town.at(""), "/account".to_owned()] {
        let page = joined.page(&path).await;
        assert!(
            harm(&page).is_empty() && html::words(&page).contains("<pahus"),
            "{path}"
        );
    }
}

/// What a spreadsheet would run when the file is opened.
const FORMULAS: &[&str] = &[
    "=HYPERLINK(\"http://evil.example\")",
    "+1+1",
    "-1+1",
    "@SUM(1)",
];

#[tokio::test]
async fn no_cell_of_a_file_begins_with_a_formula_that_somebody_typed() {
    let stage = Stage::empty().await;
    for (at, formula) in FORMULAS.iter().enumerate() {
        let email = format!("kaava{at}@example.fi");
        let guest = join(&stage, &email, formula).await;
        let round = [("title", *formula), ("framework", "luotsi"), ("due_on", "")];
        let made = guest.post(&stage.town.at("rounds/new"), &round).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER);
    }
    let file = stage
        .town
        .guest
        .get(&stage.town.at("audit/export"))
        .await
        .text();
    for cell in file.lines().flat_map(|line| line.split([';', ','])) {
        let cell = cell.trim_matches('"');
        assert!(!cell.starts_with(['=', '+', '@']), "{cell}");
        assert!(!cell.starts_with("-1"), "{cell}");
    }
    assert!(file.contains("HYPERLINK"), "the names are in it");
}

#[tokio::test]
async fn a_text_as_long_as_its_field_is_shown_whole_and_cut_nowhere_within_a_letter() {
    let stage = Stage::planted().await;
    let long = format!("{}loppu", "äöå€😀 ".repeat(300));
    let criterion = stage.of_round("workspace/leadership/leadership-policy");
    let typed = [("rationale", long.as_str()), ("then", "")];
    let saved = stage.fill(&criterion, "leadership-policy", &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let leader = stage.member(Role::Leadership).await;
    assert!(words(&leader, &criterion).await.contains("äöå€😀 loppu"));
    let title = "Äärimmäisenpitkäyhdyssana".repeat(6);
    let edit = format!("{}/edit", stage.town.at(&stage.town.round));
    let saved = stage.fill(&edit, "/edit", &[("title", &title)]).await;
    assert_eq!(
        saved.status,
        StatusCode::SEE_OTHER,
        "{:?}",
        html::errors(&saved.text())
    );
    for path in ["", "rounds"] {
        let page = stage.town.guest.page(&stage.town.at(path)).await;
        assert!(html::words(&page).contains(&title), "{path}");
        assert!(!page.contains('\u{fffd}'), "{path}");
    }
}

#[test]
fn what_is_written_as_it_was_typed_is_found() {
    assert_eq!(harm(&format!("<p title=\"{EVIL}\">")).len(), 3);
    let escaped = "&#34;&#39;&#62;&#60;pahus onload=x()&#62;&#60;script&#62;x()";
    assert!(harm(escaped).is_empty());
}
