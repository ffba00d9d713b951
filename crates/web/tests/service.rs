//! The pages of the register through the router, in three languages.
#![cfg(test)]

use std::fmt::Write as _;

use app::OrgCx;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use domain::identity::Role;
use domain::service::NodeKind;
use domain::{Locale, NodeId};
use testkit::TestApp;
use tower::ServiceExt;
use web::Web;

struct Stage {
    test: TestApp,
    cx: OrgCx,
    cookie: String,
    router: axum::Router,
}

struct Answer {
    status: StatusCode,
    location: String,
    body: String,
}

impl Stage {
    async fn new(role: Role) -> Self {
        let test = TestApp::new().await;
        let org = test.municipality("Esimerkkilä").await;
        let user = test.person("Oona Omistaja", false).await;
        test.join(&user, &org, &[role]).await;
        let signed = app::identity::sign_in(&test.app, user.email.as_str(), testkit::PASSWORD);
        let (token, _) = signed.await.unwrap().unwrap();
        let (router, _) = web::router(Web {
            app: test.app.clone(),
            is_secure: false,
        });
        let cx = test.enter(&user, &org).await;
        Self {
            cookie: format!("luotsi_session={}", token.text()),
            test,
            cx,
            router,
        }
    }

    async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/esimerkkila/services{path}"))
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or("", |it| it.to_str().unwrap()).to_owned();
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        Answer {
            status,
            location,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    async fn get(&self, path: &str) -> String {
        let answer = self.send(Method::GET, path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    async fn post(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, body).await
    }

    async fn adopt(&self) {
        let services = &content::starting_set().services;
        let all: Vec<String> = services.iter().map(|one| one.id.clone()).collect();
        app::service::adopt(&self.cx, &all).await.unwrap();
    }

    async fn first(&self, kind: NodeKind) -> NodeId {
        let register = app::service::register(&self.cx).await.unwrap();
        register.of_kind(kind).next().unwrap().id
    }

    async fn speak(&self, locale: Locale) {
        let mut site = self.test.app.store().site_write().await.unwrap();
        let actor = self.cx.actor().unwrap().id;
        site.set_locale(actor, locale).await.unwrap();
        site.commit().await.unwrap();
    }
}

/// What every page has, and what none may have.
fn is_whole(path: &str, html: &str) {
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    // A message key stands in no page: the word, a dot, and a word at once.
    for after in html.split("service.").skip(1) {
        let next = after.chars().next().unwrap();
        assert!(!next.is_ascii_lowercase(), "{path}: service.{after:.20}");
    }
    for id in html.split(" id=\"").skip(1) {
        let id = id.split('"').next().unwrap();
        let twice = html.matches(&format!(" id=\"{id}\"")).count();
        assert_eq!(twice, 1, "{path}: id {id}");
    }
}

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let stage = Stage::new(Role::Coordinator).await;
    let mut seen = String::new();
    for (locale, title) in [
        (Locale::Fi, "Palvelut"),
        (Locale::Sv, "Tjänster"),
        (Locale::En, "Services"),
    ] {
        stage.speak(locale).await;
        for path in ["", "/picture", "/what-if", "/checks", "/recovery"] {
            is_whole(path, &stage.get(path).await);
        }
        if locale == Locale::Fi {
            stage.adopt().await;
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
            is_whole(&path, &html);
            assert!(html.contains(title), "{path}");
            let _ = writeln!(seen, "{path}");
        }
    }
    assert_eq!(seen.lines().count(), 51);
}

#[tokio::test]
async fn a_service_is_told_through_the_form() {
    let stage = Stage::new(Role::Owner).await;
    let made = stage
        .post(
            "",
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
    assert!(stale.body.contains("168") && stale.body.contains("name=\"revision\" value=\"2\""));
    let needs = "needs=0&new_name=Kirjastoj%C3%A4rjestelm%C3%A4&new_kind=system&do=add&revision=2";
    let added = stage.post(&format!("/{id}/edit/needs"), needs).await;
    assert!(added.location.ends_with("/edit/needs"), "{}", added.body);
    let html = stage.get(&format!("/{id}/edit/needs")).await;
    assert!(html.contains("need-0-member"));
    let page = stage.get(&format!("/{id}")).await;
    assert!(page.contains("7 vuorokautta") && page.contains("Kirjastojärjestelmä"));
}

#[tokio::test]
async fn a_removed_service_can_be_brought_back_from_the_notice() {
    let stage = Stage::new(Role::Owner).await;
    stage.post("", "kind=system&name=Vanha&revision=0").await;
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
    let stage = Stage::new(Role::Coordinator).await;
    stage.adopt().await;
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
    let stage = Stage::new(Role::Leadership).await;
    for path in ["", "/checks", "/recovery", "/picture"] {
        let html = stage.get(path).await;
        assert!(!html.contains("services/new") && !html.contains("services/start"));
    }
    let refused = stage.send(Method::GET, "/new", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
