//! The pages of the measures through the router, in three languages.

use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;

use super::{Stage, is_whole};

const OFFERED: &str = "/tested-restore";

/// A municipality with two services.
async fn two_services(role: Role) -> Stage {
    let stage = Stage::new(role, "measures").await;
    stage.adopt(2).await;
    stage
}

const OWN: &str = "title=Oma+p%C3%A4ivystys&cost=40+000&status=proposed&threat-1=ransomware-own&on-1=duration&less-1=30&revision=0";
const DECISION: &str = "title=Digiturva&body=Valtuusto&decided_on=2027-05-10&section=%C2%A7+34&euros=60+000&measure=tested-restore&revision=0";
const ACCEPTED: &str = "subject=Ei+varaj%C3%A4rjestelm%C3%A4%C3%A4&accepted_by=Kunnanjohtaja&accepted_on=2027-05-10&until=2027-05-11&reason=Uusi+tulee&revision=0";

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let stage = two_services(Role::Leadership).await;
    for path in ["/decisions", "/accepted"] {
        is_whole(path, &stage.get(path).await, "measure");
    }
    let own = stage.post("/new", OWN).await;
    assert_eq!(own.status, StatusCode::SEE_OTHER, "{}", own.body);
    let own = own.location.rsplit('/').next().unwrap().to_owned();
    for (path, body) in [("/decisions/new", DECISION), ("/accepted/new", ACCEPTED)] {
        let answer = stage.post(path, body).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
    }
    let decision = app::measure::decisions(&stage.cx)
        .await
        .unwrap()
        .remove(0)
        .id;
    let accepted = app::measure::acceptances(&stage.cx)
        .await
        .unwrap()
        .remove(0)
        .id;
    let paths = [
        String::new(),
        "?budget=0".to_owned(),
        "?budget=paljon".to_owned(),
        format!("?own=1&measure=tested-restore&measure={own}"),
        OFFERED.to_owned(),
        "/manual-fallback".to_owned(),
        "/power-readiness".to_owned(),
        format!("/{own}"),
        "/new".to_owned(),
        "/decisions".to_owned(),
        "/decisions/new?measure=tested-restore".to_owned(),
        format!("/decisions/{decision}"),
        "/accepted".to_owned(),
        "/accepted/new".to_owned(),
        format!("/accepted/{accepted}"),
        "/paper?budget=60000".to_owned(),
    ];
    for (locale, word) in [
        (Locale::Fi, "Toimenpiteet"),
        (Locale::Sv, "Åtgärder"),
        (Locale::En, "Measures"),
    ] {
        stage.speak(locale).await;
        for path in &paths {
            let html = stage.get(path).await;
            is_whole(path, &html, "measure");
            assert!(html.contains(word), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_wrong_is_kept_and_told_and_a_second_writer_sees_both() {
    let stage = two_services(Role::Leadership).await;
    let wrong = stage
        .post(
            OFFERED,
            "cost=paljon&status=idea&note=S%C3%A4ilyy&revision=0",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = wrong.body;
    is_whole("a wrong form", &html, "measure");
    assert!(html.contains("paljon") && html.contains("Säilyy"));
    let first = "cost=12+000&owner=Tietohallinto&status=proposed&revision=0";
    let saved = stage.post(OFFERED, first).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let second = stage
        .post(OFFERED, "cost=15+000&owner=Hallinto&status=idea&revision=0")
        .await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    let html = second.body;
    is_whole("a conflict", &html, "measure");
    assert!(html.contains("Tietohallinto") && html.contains("Hallinto"));
    assert!(html.contains("name=\"revision\" value=\"1\""));
    let undecided = stage.post("/decisions/new", "title=Asia&revision=0").await;
    assert_eq!(undecided.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_whole("a wrong decision", &undecided.body, "measure");
    let unnamed = stage
        .post("/accepted/new", "subject=Riski&revision=0")
        .await;
    assert_eq!(unnamed.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_whole("a wrong acceptance", &unnamed.body, "measure");
}

#[tokio::test]
async fn a_leader_downloads_both_papers_and_the_annex_asks_for_its_ground() {
    let stage = two_services(Role::Leadership).await;
    let file = |part: &str, format: &str, ground: &str| {
        format!("/paper/file?budget=60000&part={part}&language=sv&format={format}&ground={ground}")
    };
    for (part, format, begins) in [
        ("public", "pdf", "%PDF"),
        ("public", "docx", "PK"),
        ("secret", "pdf", "%PDF"),
    ] {
        let path = file(part, format, "Testi");
        let answer = stage.send(Method::GET, &path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.body.starts_with(begins), "{path}");
    }
    let groundless = stage
        .send(Method::GET, &file("secret", "pdf", ""), "")
        .await;
    assert_eq!(groundless.status, StatusCode::UNPROCESSABLE_ENTITY);
    is_whole("an annex without a ground", &groundless.body, "measure");
    let unknown = stage.send(Method::GET, &file("all", "pdf", ""), "").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_assessor_plans_but_does_not_decide() {
    let stage = two_services(Role::Assessor).await;
    let html = stage.get("").await;
    assert!(!html.contains("/measures/decisions/new") && html.contains("/measures/new"));
    let refused = stage.post("/decisions/new", DECISION).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let refused = stage.post("/accepted/new", ACCEPTED).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_effect_without_a_threat_is_asked_for_and_not_dropped() {
    let stage = two_services(Role::Leadership).await;
    let row = "title=Oma&cost=4000&status=proposed&threat-1=ransomware-own&on-1=duration&less-1=30";
    let refused = stage
        .post(
            "/new",
            &format!("{row}&threat-2=&on-2=&less-2=20&revision=0"),
        )
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("id=\"threat-2-error\""),
        "{}",
        refused.body
    );
}
