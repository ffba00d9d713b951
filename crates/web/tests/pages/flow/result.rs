//! What elected officials read of a result holds nothing that is internal or secret, and what is
//! not published is not shown.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::Locale;
use domain::assessment::{Round, RoundState};
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::{TestApp, planted};
use tower::ServiceExt;
use web::Web;

/// Whether a page holds more than public text.
fn holds_more(page: &str) -> bool {
    page.contains(planted::INTERNAL) || page.contains(planted::SECRET)
}

/// A session's cookie for a new person with this role.
async fn cookie(test: &TestApp, org: &Organisation, role: Role, locale: Locale) -> String {
    let user = test
        .person(&format!("{}-{}", role.code(), locale.code()), false)
        .await;
    test.join(&user, org, &[role]).await;
    app::identity::set_locale(&test.app, &user, locale)
        .await
        .unwrap();
    crate::visit::cookie_of(&test.app, user.email.as_str()).await
}

async fn get(router: &axum::Router, path: &str, cookie: &str) -> (StatusCode, String) {
    let request = Request::builder()
        .uri(path)
        .header(header::COOKIE, cookie)
        .body(Body::empty())
        .unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let status = answer.status();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn pages_for_elected_officials_hold_public_text_only() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let round = planted::round(&cx, RoundState::Open, "Julkinen").await;
    let (router, _) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let base = format!("/{}/rounds/{}/results", org.slug, round.id);
    let early = cookie(&test, &org, Role::Owner, Locale::Fi).await;
    let (status, page) = get(&router, &base, &early).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains("Julkinen") && !holds_more(&page));
    let reread = Round {
        revision: 2,
        ..round
    };
    planted::set_state(&cx, reread, RoundState::Published).await;
    for locale in Locale::ALL {
        let reader = cookie(&test, &org, Role::Elected, locale).await;
        for path in [
            "",
            "/report",
            "?edition=internal",
            "/report?edition=internal",
        ] {
            let (status, page) = get(&router, &format!("{base}{path}"), &reader).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(page.contains("Julkinen toimenpiteen otsikko"), "{path}");
            assert!(!holds_more(&page), "{locale} {path}");
            assert!(!page.contains('⟦'), "{locale} {path}");
            assert_eq!(page.matches("<h1").count(), 1);
        }
        let (status, _) = get(&router, &format!("{base}/annex"), &reader).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        let (status, _) = get(&router, &format!("{base}/annex.docx"), &reader).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn leaders_read_every_edition_in_their_language() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let round = planted::round(&cx, RoundState::Open, "Julkinen").await;
    let (router, _) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let base = format!("/{}/rounds/{}/results", org.slug, round.id);
    for locale in Locale::ALL {
        let leader = cookie(&test, &org, Role::Leadership, locale).await;
        for path in ["", "/report", "/annex", "/edit/fi", "?edition=public"] {
            let (status, page) = get(&router, &format!("{base}{path}"), &leader).await;
            assert_eq!(status, StatusCode::OK, "{path}");
            assert!(!page.contains('⟦'), "{locale} {path}");
            assert!(!page.contains(" style="), "{locale} {path}");
        }
        for path in ["programmes", "results"] {
            let (status, page) = get(&router, &format!("/{}/{path}", org.slug), &leader).await;
            assert!(status == StatusCode::OK || status == StatusCode::SEE_OTHER);
            assert!(!page.contains('⟦'), "{locale} {path}");
        }
    }
}
