//! The forms of a survey: its settings, and the letters that are asked for.

use app::Error;
use app::assessment::{judge, publish};
use app::form::Typed;
use app::survey::{NewLetters, blank, change, create, letters, open, show};
use domain::assessment::Judgement;
use domain::survey::{Level, MINIMUM_CELL, Survey};
use domain::{Marked, Marking};

use crate::{Scene, at_fields, is_refused};

fn typed() -> Typed {
    Typed::of(&[
        ("instrument", "elected"),
        ("title", " Valtuusto "),
        ("anonymity", "split"),
        ("closes_on", "31.5.2027"),
        ("invited", "27"),
        ("minimum", ""),
    ])
}

fn read(scene: &Scene, typed: &Typed) -> Result<Survey, Error> {
    app::form::read(&scene.cx, &blank(&scene.cx, scene.round), None, typed)
}

#[tokio::test]
async fn a_whole_form_makes_a_draft() {
    let scene = Scene::new().await;
    let survey = read(&scene, &typed()).unwrap();
    assert_eq!(survey.title, "Valtuusto");
    assert_eq!(survey.invited, 27);
    assert_eq!(survey.closes_on, Some(jiff::civil::date(2027, 5, 31)));
    assert_eq!(survey.minimum_cell, MINIMUM_CELL);
    let id = create(&scene.cx, &survey).await.unwrap();
    let (stored, _) = show(&scene.cx, id).await.unwrap();
    // An open link needs no number of invited, and none is shown as nothing.
    let loose = typed().with("anonymity", "open").with("invited", "");
    let loose = loose.with("revision", &stored.revision.to_string());
    let loose = app::form::read(&scene.cx, &stored, Some(&stored), &loose).unwrap();
    change(&scene.cx, &loose).await.unwrap();
    let late = change(&scene.cx, &loose).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let (stored, _) = show(&scene.cx, id).await.unwrap();
    assert_eq!((stored.invited, stored.link_code.len()), (0, 12));
    let shown = app::form::shown(&scene.cx, &stored, Some(&stored));
    assert_eq!(shown.values.text("invited"), "");
    open(&scene.cx, id).await.unwrap();
    let opened = change(&scene.cx, &stored).await;
    assert!(is_refused(&opened, "survey.refused.not-draft"));
}

#[tokio::test]
async fn every_field_to_correct_is_named_at_once() {
    let scene = Scene::new().await;
    let wrong = typed()
        .with("instrument", "none")
        .with("title", " ")
        .with("closes_on", "2026-01-01")
        .with("invited", "")
        .with("minimum", "3")
        .with("keep_days", "181");
    assert_eq!(
        at_fields(read(&scene, &wrong)),
        [
            "instrument",
            "title",
            "invited",
            "closes_on",
            "minimum",
            "keep_days"
        ]
    );
}

fn asked(scene: &Scene, pairs: &[(&str, &str)]) -> Result<NewLetters, Error> {
    app::form::read(&scene.cx, &(), None, &Typed::of(pairs))
}

#[tokio::test]
async fn a_list_and_a_number_make_one_letter_each() {
    let scene = Scene::new().await;
    let list = "Maija Malli\n\n  matti@example.fi  ";
    let pairs = [("group", "Valtuusto"), ("number", "18"), ("people", list)];
    let new = asked(&scene, &pairs).unwrap();
    let id = create(&scene.cx, &read(&scene, &typed()).unwrap()).await;
    let id = id.unwrap();
    let draft = letters(&scene.cx, id, &new).await;
    assert!(is_refused(&draft, "survey.refused.no-letters"));
    open(&scene.cx, id).await.unwrap();
    let made = letters(&scene.cx, id, &new).await.unwrap();
    let made = made.made().unwrap().letters;
    let mut contacts: Vec<&str> = made.iter().map(|one| one.contact.as_str()).collect();
    contacts.sort_unstable();
    assert_eq!(contacts.len(), 20);
    assert_eq!(contacts[17..], ["", "Maija Malli", "matti@example.fi"]);
    assert!(made.iter().all(|one| one.group == "Valtuusto"));
}

#[tokio::test]
async fn nothing_and_far_too_many_letters_are_refused() {
    let scene = Scene::new().await;
    for number in ["", "0", "-3", "kaksi", "1001"] {
        let refused = at_fields(asked(&scene, &[("number", number)]));
        assert_eq!(refused, ["number"], "{number}");
    }
    let long = "x".repeat(201);
    let refused = asked(&scene, &[("people", &long), ("group", &long)]);
    assert_eq!(at_fields(refused), ["group", "people"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_never_published_while_its_survey_is_open() {
    for _ in 0..8 {
        let scene = Scene::new().await;
        let (cx, round) = (&scene.cx, scene.round);
        let judgement = Judgement {
            criterion: "recovery-restore-test".into(),
            level: Level::No,
            rationale: Marked::new("Ei ole testattu.".to_owned(), Marking::INTERNAL),
            revision: 0,
        };
        judge(cx, round, &judgement).await.unwrap();
        let survey = read(&scene, &typed()).unwrap();
        let id = create(cx, &survey).await.unwrap();
        let (published, opened) = tokio::join!(publish(cx, round, 1), open(cx, id));
        assert!(
            published.is_ok() != opened.is_ok(),
            "{published:?} and {opened:?}"
        );
    }
}
