//! A round whose result has been given stays as it was given: every form under it says so and stores
//! nothing, until somebody opens it again.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use domain::RoundId;
use domain::assessment::RoundState;
use domain::identity::Role;
use testkit::Row;

use crate::html::{self, Form};
use crate::scene::Scene;
use crate::stage::{Stage, say, words};
use crate::town::Town;
use crate::visit::{Sent, Site};

/// What may be done to a round that has been published.
const STILL: &[&str] = &[
    "/{org}/rounds/{round}/reopen",
    // What was promised to the interviewed must be possible at once.
    "/{org}/rounds/{round}/interviews/{interview}/remove",
];

/// Tables that change by reading and refusing: who is signed in, and what was tried.
const APART: &[&str] = &["main.session", "main.audit_entry", "main.audit_head"];

/// What the databases hold, apart from what reading changes.
async fn stored(scene: &Scene) -> BTreeMap<Row, usize> {
    let mut rows = BTreeMap::new();
    let all = scene.site.test.rows().await.into_iter();
    for row in all.filter(|row| !APART.contains(&row.table.as_str())) {
        *rows.entry(row).or_default() += 1;
    }
    rows
}

/// Publishes the round that is being worked on, as if every survey were closed.
async fn publish(site: &Site, town: &Town) {
    let cx = site.test.member(&town.org, Role::Coordinator).await;
    let id: RoundId = town.round.rsplit('/').next().unwrap().parse().unwrap();
    let round = app::assessment::round(&cx, id).await.unwrap();
    testkit::planted::set_state(&cx, round, RoundState::Published).await;
}

/// The forms that were on the pages of the round while it was open.
fn forms(scene: &Scene) -> Vec<(&'static str, &Form)> {
    let round = scene.town.at(&scene.town.round);
    let all = scene.found.forms.iter().map(|(route, form)| (*route, form));
    let own = all.filter(|(route, form)| !STILL.contains(route) && form.action.starts_with(&round));
    own.filter(|(_, form)| !form.is_upload).collect()
}

#[tokio::test]
async fn no_form_of_a_published_round_stores_anything() {
    let scene = Scene::new().await;
    let before = forms(&scene);
    assert!(before.len() >= 12, "{}", before.len());
    publish(&scene.site, &scene.town).await;
    let kept = stored(&scene).await;
    let mut wrong = Vec::new();
    for (route, form) in before {
        let sent = Sent::Fields(html::filled(form, &|_| "Liian myöhään".to_owned(), &[]));
        let reply = scene
            .town
            .guest
            .send(Method::POST, &form.action, &sent)
            .await;
        let is_told = reply.is_refused() || reply.status == StatusCode::CONFLICT;
        // What was removed before, or is a page of another state, is not there at all.
        let is_gone = reply.status == StatusCode::NOT_FOUND;
        let is_wrong = reply.status == StatusCode::UNPROCESSABLE_ENTITY;
        if !is_told && !is_gone && !is_wrong {
            wrong.push(format!("{route}: {} {}", reply.status, reply.location));
        }
        if stored(&scene).await != kept {
            wrong.push(format!("{route}: something was stored"));
            break;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_pages_of_a_published_round_say_that_nothing_can_be_changed_and_offer_no_field() {
    let stage = Stage::planted().await;
    publish(&stage.site, &stage.town).await;
    let round = stage.town.at(&stage.town.round);
    let note = say("assessment.round.frozen-text");
    for page in [
        "workspace",
        "workspace/leadership",
        "workspace/leadership/leadership-policy",
        "documents",
        "documents/administrative-regulations",
        "interviews",
    ] {
        let path = format!("{round}/{page}");
        let html = stage.town.guest.page(&path).await;
        assert!(html::words(&html).contains(note), "{page}");
        let forms = html::forms(&html, &path);
        let own = forms
            .iter()
            .filter(|form| form.is_post && form.action.starts_with(&round));
        let open: Vec<&str> = own.map(|form| form.action.as_str()).collect();
        assert!(open.is_empty(), "{page}: {open:?}");
        let lead = html::links(&html)
            .into_iter()
            .filter(|it| it.ends_with("/new"));
        let lead: Vec<String> = lead.filter(|it| it.starts_with(&round)).collect();
        assert!(lead.is_empty(), "{page}: {lead:?}");
    }
}

#[tokio::test]
async fn opening_again_is_told_to_those_who_had_read_the_result() {
    let stage = Stage::planted().await;
    publish(&stage.site, &stage.town).await;
    let round = stage.town.at(&stage.town.round);
    let results = format!("{round}/results");
    let elected = stage
        .site
        .person("Eeva Valtuutettu", &stage.town.org, &[Role::Elected])
        .await;
    let title = stage.town.say("kierros");
    assert!(words(&elected, &results).await.contains(&title));
    let form = stage.town.guest.form(&round, "/reopen").await;
    let sent = Sent::Fields(html::filled(&form, &|_| String::new(), &[]));
    let opened = stage
        .town
        .guest
        .send(Method::POST, &form.action, &sent)
        .await;
    assert!(opened.status == StatusCode::SEE_OTHER && !opened.is_refused());
    // The result is a draft again, and drafts are not for the elected.
    let now = elected.get(&results).await;
    assert!(!now.text().contains(&stage.town.say("situation")));
    let leader = stage
        .site
        .person("Leena Johtaja", &stage.town.org, &[Role::Leadership])
        .await;
    assert!(
        words(&leader, &results)
            .await
            .contains(say("leadership.draft"))
    );
    // The old page of the same button does nothing twice.
    let again = stage
        .town
        .guest
        .send(Method::POST, &form.action, &sent)
        .await;
    assert!(again.is_refused() || again.status == StatusCode::CONFLICT);
}
