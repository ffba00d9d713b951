//! The pages of the register through the router, in three languages.

use std::fmt::Write as _;

use super::{Stage, is_whole};
use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use domain::service::NodeKind;

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let stage = Stage::new(Role::Coordinator, "services").await;
    let mut seen = String::new();
    for (locale, title) in [
        (Locale::Fi, "Palvelut"),
        (Locale::Sv, "Tjänster"),
        (Locale::En, "Services"),
    ] {
        stage.speak(locale).await;
        for path in ["", "/picture", "/what-if", "/checks", "/recovery"] {
            is_whole(path, &stage.get(path).await, "service");
        }
        if locale == Locale::Fi {
            stage.adopt(usize::MAX).await;
        }
        let service = stage.first(NodeKind::Service).await;
        let system = stage.first(NodeKind::System).await;
        let mut paths: Vec<String> = ["", "/new", "/start", "/import", "/checks", "/recovery"]
            .map(str::to_owned)
            .to_vec();
        paths.push(format!("/{service}"));
        paths.push(format!("/{system}"));
        paths.push(format!("/picture?node={system}"));
        paths.push(format!("/what-if?node={system}&hours=48&month=8"));
        for step in app::service::Step::OF_SERVICE {
            paths.push(format!("/{service}/edit/{}", step.code()));
        }
        for path in paths {
            let html = stage.get(&path).await;
            is_whole(&path, &html, "service");
            assert!(html.contains(title), "{path}");
            let _ = writeln!(seen, "{path}");
        }
    }
    assert_eq!(seen.lines().count(), 51);
}

#[tokio::test]
async fn a_service_is_told_through_the_form() {
    let stage = Stage::new(Role::Owner, "services").await;
    let made = stage
        .post(
            "/new",
            "kind=service&name=Kirjasto&gives=Lainaa&users=1800&revision=0",
        )
        .await;
    assert_eq!(made.status, StatusCode::SEE_OTHER);
    assert!(made.location.ends_with("/edit/hour-1"), "{}", made.location);
    let id = stage.first(NodeKind::Service).await;
    let wrong = stage
        .post(
            &format!("/{id}/edit/tolerance"),
            "tolerance=pian&revision=1",
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"pian\""));
    assert!(wrong.body.contains("Kestää katkoa enintään: Kirjoita aika"));
    let right = stage
        .post(
            &format!("/{id}/edit/tolerance"),
            "tolerance=7+pv&rto=3+pv&do=next&revision=1",
        )
        .await;
    assert!(right.location.ends_with("/edit/fallback"));
    let stale = stage
        .post(&format!("/{id}/edit/tolerance"), "tolerance=1&revision=1")
        .await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("7 pv") && stale.body.contains("name=\"revision\" value=\"2\""));
    assert!(
        stale.body.contains("Tallensit itse samat tiedot"),
        "who was first"
    );
    let needs = "needs=&new_name=Kirjastoj%C3%A4rjestelm%C3%A4&new_kind=system&do=add&revision=2";
    let added = stage.post(&format!("/{id}/edit/needs"), needs).await;
    assert!(added.location.ends_with("/edit/needs"), "{}", added.body);
    let html = stage.get(&format!("/{id}/edit/needs")).await;
    assert!(html.contains("need-0-member"));
    let page = stage.get(&format!("/{id}")).await;
    assert!(page.contains("7 vuorokautta") && page.contains("Kirjastojärjestelmä"));
}

#[tokio::test]
async fn needs_that_two_people_change_are_shown_side_by_side() {
    let stage = Stage::new(Role::Owner, "services").await;
    stage
        .post("/new", "kind=service&name=Kirjasto&revision=0")
        .await;
    let id = stage.first(NodeKind::Service).await;
    let needs = format!("/{id}/edit/needs");
    let first = "needs=&new_name=Kortit&new_kind=system&do=add&revision=1";
    assert_eq!(
        stage.post(&needs, first).await.status,
        StatusCode::SEE_OTHER
    );
    let second = "needs=&new_name=Lukot&new_kind=site&do=confirm&revision=1";
    let stale = stage.post(&needs, second).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    for shown in [
        "Tarve 1",
        "Kortit",
        "value=\"Lukot\"",
        "name=\"revision\" value=\"2\"",
    ] {
        assert!(stale.body.contains(shown), "{shown}");
    }
    // A new dependency with a name that is too long keeps what was typed.
    let unnamed = format!(
        "needs=&new_name={}&new_kind=site&revision=2",
        "a".repeat(201)
    );
    let wrong = stage.post(&needs, &unnamed).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("href=\"#new_name\""));
}

#[tokio::test]
async fn a_removed_service_can_be_brought_back_from_the_notice() {
    let stage = Stage::new(Role::Owner, "services").await;
    stage
        .post("/new", "kind=system&name=Vanha&revision=0")
        .await;
    let id = stage.first(NodeKind::System).await;
    let gone = stage.post(&format!("/{id}/remove"), "revision=1").await;
    assert_eq!(gone.location, "/esimerkkila/services");
    assert_eq!(
        stage.send(Method::GET, &format!("/{id}"), "").await.status,
        StatusCode::NOT_FOUND
    );
    let back = stage.post(&format!("/{id}/restore"), "").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    stage.get(&format!("/{id}")).await;
}

#[tokio::test]
async fn what_if_answers_by_its_address_alone() {
    let stage = Stage::new(Role::Coordinator, "services").await;
    stage.adopt(usize::MAX).await;
    let register = app::service::register(&stage.cx).await.unwrap();
    let supplier = register
        .nodes()
        .iter()
        .find(|node| node.origin == "start:energy-company")
        .unwrap();
    let html = stage
        .get(&format!("/what-if?node={}&hours=2+pv", supplier.id))
        .await;
    assert!(html.contains(&supplier.name) && html.contains("2 vuorokautta"));
    assert!(html.contains("Alkaa sattua"));
    let wrong = stage
        .get(&format!("/what-if?node={}&hours=kauan", supplier.id))
        .await;
    assert!(wrong.contains("field--error") && wrong.contains("value=\"kauan\""));
    let picture = stage.get("/picture").await;
    let nodes = register.nodes().len();
    assert!(picture.matches("<rect class=\"node node--").count() >= nodes);
    assert_eq!(picture.matches("<title>").count(), nodes + 1);
}

#[tokio::test]
async fn a_leader_sees_no_button_that_writes() {
    let stage = Stage::new(Role::Leadership, "services").await;
    for path in ["", "/checks", "/recovery", "/picture"] {
        let html = stage.get(path).await;
        assert!(!html.contains("services/new") && !html.contains("services/start"));
    }
    let refused = stage.send(Method::GET, "/new", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
