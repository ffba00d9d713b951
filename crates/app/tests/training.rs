//! The training: what is a person's own, what is a body's, and what nobody else sees.
#![cfg(test)]

use std::collections::BTreeMap;

use app::training::{HeldDraft, answer, certificate, hold, join, lessons, mine, overview, remind};
use app::{Error, OrgCx};
use domain::identity::Role;
use domain::training::Body;
use testkit::TestApp;

/// Right answers to every question of a module.
fn right(module: &str) -> BTreeMap<String, String> {
    let module = content::training().module(module).unwrap();
    let pairs = module.questions.iter();
    pairs
        .map(|one| (one.id.clone(), one.correct.clone()))
        .collect()
}

async fn do_all(cx: &OrgCx) {
    for module in &content::training().modules {
        answer(cx, &module.id, &right(&module.id)).await.unwrap();
    }
}

#[tokio::test]
async fn a_person_does_the_modules_and_gets_a_certificate() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Elected).await;
    assert_eq!(mine(&cx).await.unwrap().count(), 0);
    assert!(matches!(certificate(&cx).await, Err(Error::Refused(_))));
    let mut partial = right("role");
    partial.remove("q2");
    let Err(Error::Invalid(_)) = answer(&cx, "role", &partial).await else {
        panic!("every question must be answered");
    };
    assert_eq!(mine(&cx).await.unwrap().count(), 0);
    let mut wrong = right("role");
    wrong.insert("q1".into(), "a".into());
    let answered = answer(&cx, "role", &wrong).await.unwrap();
    assert_eq!((answered.right(), answered.verdicts.len()), (2, 3));
    assert_eq!(
        mine(&cx).await.unwrap().count(),
        1,
        "a wrong answer teaches as well"
    );
    do_all(&cx).await;
    let file = certificate(&cx).await.unwrap();
    assert!(file.bytes.starts_with(b"%PDF"));
    let colleague = test.member(&org, Role::Leadership).await;
    assert_eq!(mine(&colleague).await.unwrap().count(), 0);
    let missing = answer(&cx, "none", &BTreeMap::new()).await;
    assert!(matches!(missing, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_body_shows_numbers_only_when_five_take_part() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let coordinator = test.member(&org, Role::Coordinator).await;
    for at in 0..5 {
        let person = test.person(&format!("valtuutettu{at}"), false).await;
        test.join(&person, &org, &[Role::Elected]).await;
        let cx = test.enter(&person, &org).await;
        join(&cx, "council").await.unwrap();
        if at == 3 {
            let council = &overview(&coordinator).await.unwrap().bodies[0];
            assert_eq!((council.people, council.tenths.len()), (None, 0));
        }
        do_all(&cx).await;
    }
    let all = overview(&coordinator).await.unwrap();
    let council = all
        .bodies
        .iter()
        .find(|one| one.body == Body::Council)
        .unwrap();
    assert_eq!(council.people, Some(5));
    assert!(
        council.tenths.iter().all(|tenths| *tenths == 9),
        "never that everybody has"
    );
    let log = coordinator
        .read()
        .await
        .unwrap()
        .audit_page(i64::MAX, 100)
        .await
        .unwrap();
    assert!(!format!("{log:?}").contains("training.done"));
    let elected = test.member(&org, Role::Elected).await;
    assert!(matches!(overview(&elected).await, Err(Error::Forbidden)));
    assert!(matches!(
        join(&elected, "choir").await,
        Err(Error::Invalid(_))
    ));
}

#[tokio::test]
async fn a_session_is_recorded_and_reminders_need_mail() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let draft = HeldDraft {
        session: "start".into(),
        body: "council".into(),
        on: cx.today().to_string(),
        people: "24".into(),
        findings: "Puhelinlista paperille.".into(),
    };
    hold(&cx, &draft).await.unwrap();
    assert_eq!(overview(&cx).await.unwrap().held.len(), 1);
    let wrong = HeldDraft {
        session: "poem".into(),
        on: "31.2.2026".into(),
        people: "0".into(),
        ..draft
    };
    let Err(Error::Invalid(invalid)) = hold(&cx, &wrong).await else {
        panic!("must be mended");
    };
    for field in ["session", "on", "people"] {
        assert!(invalid.of(field).is_some(), "{field}");
    }
    let sent = remind(&cx).await;
    assert_eq!(sent.is_ok(), cx.app().mailer().is_some());
}

#[test]
fn every_lesson_has_one_right_option_a_question() {
    for lesson in lessons(domain::Locale::Fi) {
        for question in &lesson.questions {
            let right = question.options.iter().filter(|option| option.is_right);
            assert_eq!(right.count(), 1, "{} {}", lesson.id, question.id);
        }
    }
}
