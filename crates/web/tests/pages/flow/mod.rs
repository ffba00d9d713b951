//! Pages in a row, as somebody works through them: requests as bytes, one person before the router.

mod assessment;
mod handbook;
mod job;
mod measure;
mod result;
mod risk;
mod service;
mod survey;
mod training;

use app::OrgCx;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use domain::identity::Role;
use domain::service::NodeKind;
use domain::{Locale, NodeId};
use testkit::TestApp;
use tower::ServiceExt;
use web::Web;

/// A municipality, one of its people, and the pages under one address.
pub(crate) struct Stage {
    pub(crate) test: TestApp,
    pub(crate) cx: OrgCx,
    cookie: String,
    router: axum::Router,
    below: &'static str,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
}

impl Stage {
    pub(crate) async fn new(role: Role, below: &'static str) -> Self {
        let test = TestApp::new().await;
        let org = test.municipality("Esimerkkilä").await;
        let user = test.person("Oona Omistaja", false).await;
        test.join(&user, &org, &[role]).await;
        let cookie = crate::visit::cookie_of(&test.app, user.email.as_str()).await;
        let (router, _) = web::router(Web {
            app: test.app.clone(),
            is_secure: false,
        });
        let cx = test.enter(&user, &org).await;
        Self {
            test,
            cx,
            cookie,
            router,
            below,
        }
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/esimerkkila/{}{path}", self.below))
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

    /// The same person after a day: the session has been left unused for too long.
    pub(crate) async fn sign_in_again(&mut self) {
        self.cookie = crate::visit::cookie_of(&self.test.app, "oona-omistaja@example.fi").await;
    }

    pub(crate) async fn get(&self, path: &str) -> String {
        let answer = self.send(Method::GET, path, "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        answer.body
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send(Method::POST, path, body).await
    }

    /// Takes the first services of the starting set into use.
    pub(crate) async fn adopt(&self, most: usize) {
        let services = content::starting_set().services.iter().take(most);
        let all: Vec<domain::ServiceId> = services.map(|one| one.id.clone()).collect();
        // Whoever is signed in may not be allowed to.
        let org = self.cx.organisation().clone();
        let writer = OrgCx::of_system(self.test.app.clone(), org, self.cx.locale());
        app::service::adopt(&writer, &all).await.unwrap();
    }

    pub(crate) async fn first(&self, kind: NodeKind) -> NodeId {
        let register = app::service::register(&self.cx).await.unwrap();
        register.of_kind(kind).next().unwrap().id
    }

    pub(crate) async fn speak(&self, locale: Locale) {
        let mut site = self.test.app.store().site_write().await.unwrap();
        let actor = self.cx.actor().unwrap().id;
        site.set_locale(actor, locale).await.unwrap();
        site.commit().await.unwrap();
    }
}

/// What every page has, and what none may have.
pub(crate) fn is_whole(path: &str, html: &str, section: &str) {
    assert_eq!(html.matches("<h1").count(), 1, "{path}");
    assert!(!html.contains('⟦'), "{path}: a text is missing");
    // A message key stands in no page: the word, a dot, and a word at once.
    for after in html.split(&format!("{section}.")).skip(1) {
        let next = after.chars().next().unwrap();
        assert!(!next.is_ascii_lowercase(), "{path}: {section}.{after:.20}");
    }
    for id in html.split(" id=\"").skip(1) {
        let id = id.split('"').next().unwrap();
        let twice = html.matches(&format!(" id=\"{id}\"")).count();
        assert_eq!(twice, 1, "{path}: id {id}");
    }
}
