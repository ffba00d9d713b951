//! The operator's page of the jobs that were given up.

use app::identity::User;
use app::job::{JOBS, Job, Reason};
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, StatusCode, header};
use domain::Locale;
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::TestApp;
use tower::ServiceExt;
use web::Web;

/// The operator before the router.
struct Operator {
    test: TestApp,
    user: User,
    cookie: String,
    router: axum::Router,
}

impl Operator {
    async fn new() -> Self {
        let test = TestApp::new().await;
        let user = test.person("Yrjö Ylläpitäjä", true).await;
        let cookie = crate::visit::cookie_of(&test.app, user.email.as_str()).await;
        let (router, _) = web::router(Web {
            app: test.app.clone(),
            is_secure: false,
        });
        Self {
            test,
            user,
            cookie,
            router,
        }
    }

    async fn send(&self, method: Method, path: &str) -> (StatusCode, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::empty())
            .unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    async fn page(&self) -> String {
        let (status, html) = self.send(Method::GET, "/site/jobs").await;
        assert_eq!(status, StatusCode::OK, "{html}");
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("site.job."), "a message key is on the page");
        html
    }

    async fn post(&self, path: &str) -> StatusCode {
        self.send(Method::POST, path).await.0
    }

    async fn speak(&self, locale: Locale) {
        app::identity::set_locale(&self.test.app, &self.user, locale)
            .await
            .unwrap();
    }

    /// A mail that the server refuses, and a job whose payload nobody can read.
    async fn fail(&self, org: &Organisation) {
        let cx = self.test.member(org, Role::Coordinator).await;
        self.test.refuse_mail_to("salainen@example.fi");
        let guest = testkit::invite("salainen@example.fi", &[Role::Elected]);
        app::identity::invite(&cx, &guest).await.unwrap();
        self.test
            .plant_job(org, "simulation", "\"salaisuus\"")
            .await;
        self.test.work().await;
    }
}

/// Where the first button of a kind posts to.
fn button<'a>(html: &'a str, word: &str) -> Option<&'a str> {
    let addresses = html.split("action=\"").skip(1);
    let mut addresses = addresses.filter_map(|rest| rest.split('"').next());
    addresses.find(|address| address.starts_with("/site/jobs/") && address.ends_with(word))
}

#[tokio::test]
async fn the_operator_sees_what_failed_and_why_but_not_what_is_in_it() {
    let operator = Operator::new().await;
    let org = operator.test.municipality("Esimerkkilä").await;
    assert!(operator.page().await.contains("Kaikki työt on tehty"));
    operator.fail(&org).await;
    for (locale, words) in [
        (
            Locale::Fi,
            ["ei ottanut viestiä vastaan", "ei osaa lukea työtä"],
        ),
        (
            Locale::Sv,
            ["tog inte emot meddelandet", "kan inte läsa jobbet"],
        ),
        (Locale::En, ["refused the message", "cannot read the job"]),
    ] {
        operator.speak(locale).await;
        let html = operator.page().await;
        for word in words {
            assert!(html.contains(word), "{word}");
        }
        assert!(html.contains("Esimerkkilä") && html.contains("2027"));
        for hidden in ["salainen", "salaisuus", "/invitation/"] {
            assert!(!html.contains(hidden), "{hidden}");
        }
    }
}

#[tokio::test]
async fn a_job_is_tried_again_or_forgotten_by_a_button() {
    let operator = Operator::new().await;
    let org = operator.test.municipality("Esimerkkilä").await;
    operator.fail(&org).await;
    let html = operator.page().await;
    assert_eq!(html.matches("/again\"").count(), 1, "a mail is erased");
    let again = button(&html, "again").unwrap();
    assert_eq!(operator.post(again).await, StatusCode::SEE_OTHER);
    assert_eq!(
        operator.post(again).await,
        StatusCode::NOT_FOUND,
        "it waits"
    );
    assert!(operator.page().await.contains("Odottaa 1,"));
    operator.test.work().await;
    for _ in 0..2 {
        let html = operator.page().await;
        let forget = button(&html, "forget").unwrap();
        assert_eq!(operator.post(forget).await, StatusCode::SEE_OTHER);
    }
    assert!(operator.page().await.contains("Kaikki työt on tehty"));
    let missing = "/site/jobs/0d0e0a0d-0000-4000-8000-00000000beef/forget";
    assert_eq!(operator.post(missing).await, StatusCode::NOT_FOUND);
}

#[test]
fn every_job_and_every_reason_has_a_text() {
    let t = i18n::Texts::new(Locale::Fi);
    for name in JOBS.iter().map(Job::name) {
        assert!(t.has(&format!("site.job.name.{name}")), "{name}");
    }
    for reason in Reason::ALL {
        assert!(t.has(&format!("site.job.reason.{}", reason.code())));
        assert_eq!(Reason::from_code(reason.code()), *reason);
    }
}
