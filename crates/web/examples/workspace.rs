//! Measures the workspace's pages with a framework of 2,000 criteria, every one judged.
//!
//! `cargo run --release -p luotsi-web --example workspace` prints the server time of each page.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "an example that measures and prints"
)]

use std::time::Instant;

use app::assessment::{Listed, RoundFacts, create_round, judge, keep_framework};
use app::identity::sign_in;
use domain::assessment::Judgement;
use domain::framework::{Criterion, Framework, Theme};
use domain::identity::Role;
use domain::survey::Level;
use domain::{Localised, Marked, Marking, RoundId};
use testkit::{PASSWORD, TestApp};
use tower::ServiceExt;

const THEMES: usize = 40;
const CRITERIA: usize = 50;

fn framework() -> Framework {
    let criterion = |theme: usize, n: usize| Criterion {
        id: format!("t{theme}-c{n}").into(),
        title: Localised::same(format!("Requirement {theme}.{n}")),
        meaning: Localised::same("The organisation has a procedure that is followed. ".repeat(8)),
        area: None,
        duty: None,
        sources: vec![],
        references: vec![],
        leadership: None,
    };
    let theme = |theme: usize| Theme {
        id: format!("t{theme}").into(),
        title: Localised::same(format!("Theme {theme}")),
        question: Localised::default(),
        criteria: (0..CRITERIA).map(|n| criterion(theme, n)).collect(),
    };
    Framework {
        id: "large".into(),
        version: "1".into(),
        title: Localised::same("Large"),
        provenance: String::new(),
        themes: (0..THEMES).map(theme).collect(),
    }
}

async fn filled(cx: &app::OrgCx) -> RoundId {
    keep_framework(cx, &framework(), "large.yaml", &Listed::default())
        .await
        .expect("a framework");
    let draft = RoundFacts {
        new: None,
        title: domain::text::Title::parse("Large").expect("a title"),
        framework: "large".into(),
        due_on: None,
        revision: 0,
    };
    let round = create_round(cx, &draft).await.expect("a round");
    for (n, (_, criterion)) in framework().criteria().enumerate() {
        let why = "The sources say what they say, and this is why. ".repeat(6);
        let judgement = Judgement {
            criterion: criterion.id.clone(),
            level: *Level::ALL.get(n % 4).unwrap_or(&Level::Yes),
            rationale: Marked::new(why, Marking::INTERNAL),
            revision: 0,
        };
        judge(cx, round, &judgement).await.expect("judged");
    }
    round
}

#[tokio::main]
async fn main() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let user = test.person("Arvioija", false).await;
    test.join(&user, &org, &[Role::Coordinator]).await;
    let cx = test.enter(&user, &org).await;
    let round = filled(&cx).await;
    let (token, _) = sign_in(
        &test.app,
        user.email.as_str(),
        PASSWORD,
        app::identity::Origin::default(),
    )
    .await
    .expect("the store answers")
    .expect("a session");
    let web = web::Web {
        app: test.app.clone(),
        is_secure: false,
    };
    let (router, _) = web::router(web);
    let base = format!("/esimerkkila/rounds/{round}");
    for path in ["", "/workspace", "/workspace/t3", "/workspace/t3/t3-c7"] {
        let mut times = Vec::new();
        let mut bytes = 0;
        for _ in 0..21 {
            let request = axum::http::Request::get(format!("{base}{path}"))
                .header("cookie", format!("luotsi_session={}", token.text()))
                .body(axum::body::Body::empty())
                .expect("a request");
            let begun = Instant::now();
            let answer = router.clone().oneshot(request).await.expect("an answer");
            assert_eq!(answer.status(), 200, "{path}");
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX)
                .await
                .expect("a body");
            times.push(begun.elapsed());
            bytes = body.len();
        }
        let first = times.first().copied().unwrap_or_default();
        times.sort();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        println!(
            "{path:24} first {:6.1} ms, median {:6.1} ms, {} kB",
            first.as_secs_f64() * 1e3,
            median.as_secs_f64() * 1e3,
            bytes / 1024
        );
    }
}
