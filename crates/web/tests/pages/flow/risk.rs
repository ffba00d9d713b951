//! The pages of the risks through the router, in three languages.

use super::{Stage, is_whole};
use axum::http::{Method, StatusCode};
use domain::Locale;
use domain::identity::Role;
use domain::risk::RunState;
use domain::service::NodeKind;

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let stage = Stage::new(Role::Coordinator, "risk").await;
    let empty = stage.get("").await;
    assert!(empty.contains("Palveluja ei ole vielä kuvattu"));
    is_whole("/limits", &stage.get("/limits").await, "risk");
    is_whole("/analysis", &stage.get("/analysis").await, "risk");
    stage.adopt(usize::MAX).await;
    let service = format!("/services/{}", stage.first(NodeKind::Service).await);
    for (locale, words) in [
        (Locale::Fi, "valtuustokaudessa"),
        (Locale::Sv, "fullmäktigeperiod"),
        (Locale::En, "council terms"),
    ] {
        stage.speak(locale).await;
        for path in ["", "/limits", "/analysis", &service] {
            let html = stage.get(path).await;
            is_whole(path, &html, "risk");
            is_whole(path, &html, "figure");
        }
        assert!(stage.get("").await.contains(words));
    }
}

#[tokio::test]
async fn the_picture_says_what_the_sentence_says() {
    let stage = Stage::new(Role::Leadership, "risk").await;
    stage.adopt(usize::MAX).await;
    let computed = app::risk::computed(&stage.cx).await.unwrap();
    let (id, worst) = computed.by_chance()[0];
    let html = stage.get(&format!("/services/{id}")).await;
    let filled = html.matches("class=\"icon-on\"").count();
    let expected = (worst.chance.headline * 100.0).round();
    assert!((f64::from(u32::try_from(filled).unwrap()) - expected).abs() < 0.5);
    // The loss is drawn as fifty dots, each two terms of a hundred.
    let overview = stage.get("").await;
    assert_eq!(overview.matches("class=\"dot\"").count(), 50);
}

#[tokio::test]
async fn the_model_is_given_as_a_file() {
    let stage = Stage::new(Role::Leadership, "risk").await;
    stage.adopt(usize::MAX).await;
    assert!(stage.get("/analysis").await.contains("/risk/model.json"));
    let file = stage.get("/model.json").await;
    for part in ["term_days", "nodes", "scenarios", "measures", "note"] {
        assert!(file.contains(&format!("\"{part}\": ")), "{part}");
    }
}

#[tokio::test]
async fn limits_are_mended_saved_and_shown_on_the_curve() {
    let stage = Stage::new(Role::Leadership, "risk").await;
    stage.adopt(usize::MAX).await;
    let wrong = "euros-0=100&share-0=1&euros-1=200&share-1=5&revision=0";
    let answer = stage.post("/limits", wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"200\""));
    assert!(
        answer
            .body
            .contains("Suurempi tappio ei saa tulla useammin")
    );
    let right = "euros-0=100+000&share-0=1&euros-1=9+000+000&share-1=1&revision=0";
    let answer = stage.post("/limits", right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location, "/esimerkkila/risk/limits");
    let html = stage.get("/limits").await;
    // The small loss comes in nearly every term, the large one hardly ever.
    assert!(html.contains("enemmän kuin valtuusto sietää"));
    assert_eq!(html.matches("class=\"curve__limit\"").count(), 2);
    assert_eq!(html.matches("curve__limit--over").count(), 2);
    let stale = stage.post("/limits", right).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert!(stale.body.contains("value=\"9 000 000\""));
}

#[tokio::test]
async fn a_simulation_is_begun_followed_and_told() {
    let stage = Stage::new(Role::Coordinator, "risk").await;
    let _worker = stage.test.working();
    stage.adopt(usize::MAX).await;
    let answer = stage.post("/analysis", "terms=paljon&seed=1").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("value=\"paljon\""));
    let answer = stage.post("/analysis", "terms=3+000&seed=5").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    for _ in 0..400 {
        let run = app::risk::latest_run(&stage.cx).await.unwrap().unwrap();
        if run.state == RunState::Done {
            let html = stage.get("/analysis").await;
            assert!(html.contains("koskee nykyisiä tietoja"));
            assert!(html.contains(" ± "));
            return told_to_be_old(&stage).await;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the simulation does not end");
}

async fn told_to_be_old(stage: &Stage) {
    let id = stage.first(NodeKind::Service).await;
    let mut changed = app::service::node(&stage.cx, id).await.unwrap();
    changed.care.tolerance_hours = Some(1);
    changed.care.cost_per_day = Some(90_000);
    app::service::save(&stage.cx, &changed.into())
        .await
        .unwrap();
    let html = stage.get("/analysis").await;
    assert!(html.contains("tiedot ovat sen jälkeen muuttuneet"));
}

#[tokio::test]
async fn an_elected_official_and_an_outsider_s_service_are_refused() {
    let stage = Stage::new(Role::Elected, "risk").await;
    let refused = stage.send(Method::GET, "", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let reader = Stage::new(Role::Leadership, "risk").await;
    let missing = "/services/00000000-0000-0000-0000-000000000009";
    let missing = reader.send(Method::GET, missing, "").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
    let refused = reader.post("/analysis", "terms=10&seed=1").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}
