//! The training as pages: what a participant is asked, what the manager sets, what changed.

use super::{Stage, is_whole};
use app::OrgCx;
use app::survey::{Answers, close, form_pass, hand_in, open, sheet, show};
use app::training::{begin_survey, join, set_rhythm};
use axum::http::{Method, StatusCode};
use domain::identity::Role;
use domain::training::{Rhythm, SurveyPart};
use domain::{Locale, RoundId, SurveyId};

async fn round(cx: &OrgCx) -> RoundId {
    let draft = app::assessment::RoundFacts {
        new: None,
        title: domain::text::Title::parse("Nykytila 2027").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    app::assessment::create_round(cx, &draft).await.unwrap()
}

async fn begun(cx: &OrgCx, round: RoundId, part: SurveyPart) -> SurveyId {
    let survey = begin_survey(cx, part, Some(round), "elected-short").await;
    survey.unwrap()
}

async fn answered(cx: &OrgCx, id: SurveyId, levels: &[&str]) {
    open(cx, id).await.unwrap();
    let (survey, _) = show(cx, id).await.unwrap();
    let form = sheet(cx.app(), &survey.link_code).await.unwrap();
    for level in levels {
        let mut given = Answers {
            credential: form_pass(cx.app(), &form).await.unwrap(),
            ..Answers::default()
        };
        for question in form.questions() {
            given
                .chosen
                .insert(question.id.clone(), (*level).to_owned());
        }
        hand_in(cx.app(), &form, &given).await.unwrap();
    }
    close(cx, id).await.unwrap();
}

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let mut stage = Stage::new(Role::Coordinator, "training").await;
    let round = round(&stage.cx).await;
    join(&stage.cx, "council", "mid-term").await.unwrap();
    set_rhythm(&stage.cx, Rhythm::Monthly).await.unwrap();
    let before = begun(&stage.cx, round, SurveyPart::Before).await;
    answered(&stage.cx, before, &["no"; 12]).await;
    stage.test.set_time("2027-05-12T09:00:00Z");
    stage.sign_in_again().await;
    let after = begun(&stage.cx, round, SurveyPart::After).await;
    answered(&stage.cx, after, &["yes"; 12]).await;
    for locale in Locale::ALL {
        stage.speak(locale).await;
        for path in [
            "",
            "/sessions",
            "/surveys",
            "/surveys/before",
            "/surveys/after",
        ] {
            let page = stage.get(path).await;
            is_whole(path, &page, "training");
            assert!(!page.contains('⟦'), "{path} lacks a text");
        }
    }
    for path in ["/surveys/between", "/surveys/between/leave"] {
        let answer = stage.send(Method::GET, path, "").await;
        assert!(answer.status.is_client_error(), "{path}");
    }
}

#[tokio::test]
async fn the_manager_chooses_how_often_people_are_reminded() {
    let stage = Stage::new(Role::Coordinator, "training").await;
    let answer = stage.post("/rhythm", "rhythm=monthly").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = stage.get("/sessions").await;
    assert!(page.contains("Seuraava muistutus lähtee 11. kesäkuuta 2027."));
    assert!(!page.contains("Viimeksi muistutettiin"));
    stage.post("/remind", "").await;
    let page = stage.get("/sessions").await;
    assert!(page.contains("Viimeksi muistutettiin 11. toukokuuta 2027."));
    assert!(page.contains("Seuraava muistutus lähtee 11. kesäkuuta 2027."));
    let answer = stage.post("/rhythm", "").await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("id=\"rhythm-error\""));
}

#[tokio::test]
async fn a_session_is_recorded_corrected_and_removed() {
    let stage = Stage::new(Role::Coordinator, "training").await;
    let wrong = "session=start&on=2027-05-03&people=501&findings=Puhelinlista+paperille.";
    let answer = stage.post("/sessions", wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for text in [
        "id=\"body-error\"",
        "Valitse jokin vaihtoehto kohdassa ”Toimielin”.",
        "Osallistujia: Anna osallistujien määrä väliltä 1–500.",
        "Puhelinlista paperille.",
    ] {
        assert!(answer.body.contains(text), "{text}");
    }
    let right = "session=start&body=board&on=2027-05-03&people=12&findings=Lista.";
    let answer = stage.post("/sessions", right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let page = stage.get("/sessions").await;
    let held = page.split("/training/held/").nth(1);
    let (id, _) = held.unwrap().split_once('/').unwrap();
    assert!(page.contains("Lista."));
    stage.post(&format!("/held/{id}/remove"), "").await;
    assert!(!stage.get("/sessions").await.contains("Lista."));
}

#[tokio::test]
async fn a_participant_turns_reminders_off_and_finds_the_survey() {
    let stage = Stage::new(Role::Elected, "training").await;
    let page = stage.get("").await;
    assert!(page.contains("Älä lähetä minulle muistutuksia"));
    assert!(!page.contains("Alkukysely"));
    stage.post("/reminders", "").await;
    assert!(stage.get("").await.contains("Lähetä minulle muistutuksia"));
    stage.post("/reminders", "wants=true").await;
    assert!(
        stage
            .get("")
            .await
            .contains("Älä lähetä minulle muistutuksia")
    );
    let org = stage.cx.organisation();
    let coordinator = stage.test.member(org, Role::Coordinator).await;
    let round = round(&coordinator).await;
    let id = begun(&coordinator, round, SurveyPart::Before).await;
    open(&coordinator, id).await.unwrap();
    let (survey, _) = show(&coordinator, id).await.unwrap();
    let page = stage.get("").await;
    assert!(page.contains("Vastaa ennen ensimmäistä istuntoa."));
    assert!(page.contains(&format!("/survey/{}", survey.link_code)));
    let refused = stage.send(Method::GET, "/surveys", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let unchosen = stage.post("/body", "body=council&way=").await;
    assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unchosen.body.contains("id=\"way-error\""));
    stage.post("/body", "body=council&way=mid-term").await;
    let page = stage.get("").await;
    assert!(page.contains("Polustasi on tehty 0/3 osiota."));
    let (own, all) = (page.find("path-mid-term"), page.find("path-full"));
    assert!(own < all, "the own path comes first");
}

#[tokio::test]
async fn the_surveys_are_made_joined_and_compared_on_their_page() {
    let mut stage = Stage::new(Role::Coordinator, "training").await;
    let page = stage.get("/surveys/before").await;
    assert!(page.contains("eikä yhtään kierrosta ole auki"));
    let round = round(&stage.cx).await;
    let none = stage.post("/surveys/before/new", "").await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    let form = format!("round={round}&instrument=elected-short");
    let made = stage.post("/surveys/before/new", &form).await;
    let (_, id) = made.location.rsplit_once('/').unwrap();
    let before: SurveyId = id.parse().unwrap();
    let page = stage.get("/sessions").await;
    assert!(page.contains("Luonnos") && page.contains("Ei vielä"));
    let page = stage.get("/surveys").await;
    assert!(page.contains("Valmennuksen alkukysely 2025–2029"));
    assert!(page.contains("Vertailu näkyy, kun molemmat kyselyt on suljettu."));
    answered(&stage.cx, before, &["no"; 12]).await;
    stage.test.set_time("2027-05-12T09:00:00Z");
    stage.sign_in_again().await;
    let after = begun(&stage.cx, round, SurveyPart::After).await;
    answered(&stage.cx, after, &["yes"; 12]).await;
    let page = stage.get("/surveys").await;
    assert!(page.contains("Ennen valmennusta vastauksia tuli 12 ja sen jälkeen 12."));
    assert!(page.contains("taso nousi, 0"), "{page}");
    let left = stage.post("/surveys/after/leave", "").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER);
    assert!(!stage.get("/surveys").await.contains("taso nousi"));
    let chosen = stage
        .post("/surveys/after", &format!("survey={after}"))
        .await;
    assert_eq!(chosen.status, StatusCode::SEE_OTHER);
    assert!(stage.get("/surveys").await.contains("taso nousi"));
    let nothing = stage.post("/surveys/after", "survey=").await;
    assert!(nothing.body.contains("Valitse kysely luettelosta."));
}
