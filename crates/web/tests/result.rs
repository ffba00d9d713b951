//! What elected officials read of a result holds nothing that is internal or secret, and what is
//! not published is not shown.
#![cfg(test)]

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use domain::assessment::RoundState;
use domain::assessment::{Action, Body as Decider, Effect, Effort, Finding, Judgement, Round};
use domain::identity::Role;
use domain::organisation::Organisation;
use domain::survey::Level;
use domain::{Classified, Locale, Publicity};
use testkit::TestApp;
use tower::ServiceExt;
use web::Web;

const CANARY: &str = "KANARIALINTU";

/// A session's cookie for a new person with this role.
async fn cookie(test: &TestApp, org: &Organisation, role: Role, locale: Locale) -> String {
    let user = test
        .person(&format!("{}-{}", role.code(), locale.code()), false)
        .await;
    test.join(&user, org, &[role]).await;
    app::identity::set_locale(&test.app, &user, locale)
        .await
        .unwrap();
    let signed = app::identity::sign_in(&test.app, user.email.as_str(), testkit::PASSWORD).await;
    let (token, _) = signed.unwrap().unwrap();
    format!("luotsi_session={}", token.text())
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

/// A round whose every text is public, internal or secret, one of each.
#[expect(
    clippy::too_many_lines,
    reason = "one text of each class in each field: a list, not a procedure"
)]
async fn planted(test: &TestApp, org: &Organisation) -> Round {
    let cx = test.member(org, Role::Coordinator).await;
    let round = Round {
        id: cx.id(),
        title: "Nykytila 2027".into(),
        framework: content::framework().id.clone(),
        state: RoundState::Open,
        due_on: None,
        published_at: None,
        created_at: cx.now(),
        revision: 1,
    };
    let mut store = cx.write().await.unwrap();
    store.add_round(&round).await.unwrap();
    for (class, (theme, criterion)) in Publicity::ALL
        .into_iter()
        .zip(content::framework().criteria())
    {
        let word = if class == Publicity::Public {
            "Julkinen"
        } else {
            CANARY
        };
        let text = |place: &str| Classified::new(format!("{word} {place}"), class);
        let ground = if class == Publicity::Secret {
            CANARY
        } else {
            ""
        };
        let judgement = Judgement {
            criterion: criterion.id.clone(),
            level: Level::No,
            rationale: text("perustelu"),
            ground: ground.into(),
            revision: 0,
        };
        store
            .save_judgement(round.id, &judgement, cx.stamp())
            .await
            .unwrap();
        let finding = Finding {
            id: cx.id(),
            theme: theme.id.clone(),
            criterion: String::new(),
            title: text("havainto"),
            body: text("havainnon teksti"),
            ground: ground.into(),
            revision: 0,
        };
        store
            .save_finding(round.id, &finding, cx.stamp())
            .await
            .unwrap();
        let action = Action {
            id: cx.id(),
            theme: theme.id.clone(),
            criterion: String::new(),
            title: text("päätös"),
            body: text("selitys"),
            owner: format!("{word} vastuutaho"),
            decided_by: Decider::Council,
            effort: Effort::Small,
            effect: Effect::High,
            due_on: None,
            is_decision: true,
            ground: ground.into(),
            revision: 0,
        };
        store
            .save_action(round.id, &action, cx.stamp())
            .await
            .unwrap();
    }
    store.commit().await.unwrap();
    round
}

async fn publish(test: &TestApp, org: &Organisation, round: &Round) {
    let mut store = test.app.store().write(org.id).await.unwrap();
    let published = Round {
        state: RoundState::Published,
        published_at: Some(test.app.now()),
        ..round.clone()
    };
    store.save_round(&published).await.unwrap();
    store.commit().await.unwrap();
}

#[tokio::test]
async fn pages_for_elected_officials_hold_public_text_only() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let round = planted(&test, &org).await;
    let (router, _) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let base = format!("/{}/rounds/{}/results", org.slug, round.id);
    let early = cookie(&test, &org, Role::Owner, Locale::Fi).await;
    let (status, page) = get(&router, &base, &early).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains("Julkinen") && !page.contains(CANARY));
    publish(&test, &org, &round).await;
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
            assert!(page.contains("Julkinen päätös"), "{path}");
            assert!(!page.contains(CANARY), "{locale} {path}");
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
    let round = planted(&test, &org).await;
    let (router, _) = web::router(Web {
        app: test.app.clone(),
        is_secure: false,
    });
    let base = format!("/{}/rounds/{}/results", org.slug, round.id);
    for locale in Locale::ALL {
        let leader = cookie(&test, &org, Role::Leadership, locale).await;
        for path in ["", "/report", "/annex", "/edit", "?edition=public"] {
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
