//! The forms of an assessment through the router: rounds, findings, proposed measures.

use super::{Answer, Stage, is_whole};
use app::assessment::{RoundFacts, create_round};
use axum::http::{Method, StatusCode};
use domain::RoundId;
use domain::identity::Role;
use domain::text::Title;

const SPOT: &str = "theme=recovery&criterion=recovery-restore-test";

async fn a_round(cx: &app::OrgCx) -> RoundId {
    let facts = RoundFacts {
        new: None,
        title: Title::parse("Nykytila 2027").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    create_round(cx, &facts).await.unwrap()
}

fn is_wrong(answer: &Answer, page: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
    is_whole(page, &answer.body, "assessment");
}

fn shows_both(answer: &Answer, mine: &str, saved: &str) {
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    is_whole("a conflict", &answer.body, "assessment");
    assert!(answer.body.contains(mine) && answer.body.contains(saved));
}

#[tokio::test]
async fn a_round_is_named_changed_and_a_second_writer_sees_both() {
    let stage = Stage::new(Role::Coordinator, "rounds").await;
    let html = stage.get("/new").await;
    is_whole("a new round", &html, "assessment");
    assert!(html.contains("name=\"framework\"") && html.contains("checked"));
    let wrong = stage
        .post("/new", "title=&framework=luotsi&due_on=huomenna")
        .await;
    is_wrong(&wrong, "a wrong round");
    assert!(wrong.body.contains("huomenna") && wrong.body.contains("id=\"title-error\""));
    let none = stage.post("/new", "title=Uusi&framework=no-such").await;
    is_wrong(&none, "a round of no framework");
    let made = stage
        .post(
            "/new",
            "title=Nykytila+2027&framework=luotsi&due_on=30.6.2027",
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    let path = made.location.replace("/esimerkkila/rounds", "");
    let edit = format!("{}/edit", path.split('?').next().unwrap());
    let html = stage.get(&edit).await;
    is_whole("a round", &html, "assessment");
    assert!(!html.contains("name=\"framework\"") && html.contains("Nykytila 2027"));
    let first = stage.post(&edit, "title=Ensin&revision=1").await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = stage.post(&edit, "title=Toiseksi&revision=1").await;
    shows_both(&second, "Toiseksi", "Ensin");
    let again = stage.post(&edit, "title=Toiseksi&revision=2").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_finding_is_written_removed_and_brought_back() {
    let stage = Stage::new(Role::Coordinator, "rounds").await;
    let round = a_round(&stage.cx).await;
    let new = format!("/{round}/findings/new");
    let html = stage.get(&format!("{new}?{SPOT}")).await;
    is_whole("a new finding", &html, "assessment");
    let nowhere = stage
        .send(Method::GET, &format!("{new}?theme=no-such"), "")
        .await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
    let wrong = format!("{SPOT}&title=&body=S%C3%A4ilyy&publicity=secret&ground=");
    let wrong = stage.post(&new, &wrong).await;
    is_wrong(&wrong, "a wrong finding");
    assert!(wrong.body.contains("Säilyy") && wrong.body.contains("id=\"ground-error\""));
    let fields = format!("{SPOT}&body=&publicity=internal");
    let made = stage.post(&new, &format!("{fields}&title=Palautus")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let view = app::assessment::picture(&stage.cx, round).await.unwrap();
    let one = format!("/{round}/findings/{}", view.findings[0].id);
    is_whole("a finding", &stage.get(&one).await, "assessment");
    let first = stage
        .post(&one, &format!("{fields}&title=Ensin&revision=1"))
        .await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let second = stage
        .post(&one, &format!("{fields}&title=Toiseksi&revision=1"))
        .await;
    shows_both(&second, "Toiseksi", "Ensin");
    let remove = format!("{one}/remove");
    let late = stage.post(&remove, "revision=1").await;
    assert_eq!(late.status, StatusCode::SEE_OTHER);
    is_whole("still there", &stage.get(&one).await, "assessment");
    stage.post(&remove, "revision=2").await;
    let gone = stage.send(Method::GET, &one, "").await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    let back = stage.post(&format!("{one}/restore"), "").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(stage.get(&one).await.contains("Ensin"));
}

#[tokio::test]
async fn a_measure_begins_from_what_the_framework_proposes() {
    let stage = Stage::new(Role::Coordinator, "rounds").await;
    let round = a_round(&stage.cx).await;
    let new = format!("/{round}/actions/new");
    let html = stage.get(&format!("{new}?{SPOT}")).await;
    is_whole("a new measure", &html, "assessment");
    let proposed = content::framework().criteria();
    let mut own = proposed.filter(|(_, it)| it.id == "recovery-restore-test");
    let (_, criterion) = own.next().unwrap();
    let action = &criterion.leadership.as_ref().unwrap().action;
    assert!(html.contains(action.text(domain::Locale::Fi)));
    let wrong = stage
        .post(&new, &format!("{SPOT}&title=Tehd%C3%A4%C3%A4n"))
        .await;
    is_wrong(&wrong, "a wrong measure");
    for name in ["decided_by", "effort", "effect", "publicity"] {
        assert!(
            wrong.body.contains(&format!("id=\"{name}-error\"")),
            "{name}"
        );
    }
    let fields = "decided_by=board&effort=small&effect=high&is_decision=true&publicity=public";
    let made = stage
        .post(&new, &format!("{SPOT}&title=Tehd%C3%A4%C3%A4n&{fields}"))
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let view = app::assessment::picture(&stage.cx, round).await.unwrap();
    assert!(view.actions[0].is_decision && view.actions[0].revision == 1);
    let there = format!("/{round}/actions/{}", view.actions[0].id);
    let stranger = stage.test.municipality("Mallila").await;
    let stranger = stage.test.member(&stranger, Role::Coordinator).await;
    let other = a_round(&stranger).await;
    let foreign = there.replace(&round.to_string(), &other.to_string());
    for path in [
        foreign,
        format!("/{other}/edit"),
        format!("/{other}/findings/new?{SPOT}"),
    ] {
        let answer = stage.send(Method::GET, &path, "").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}
