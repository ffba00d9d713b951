//! Interviews: facts, notes, codings, and that an interview can be taken back for good.

use app::interview::{
    Coding, Facts, Spot, code, coded, create, list, open, recode, remove, restore, save_facts,
    save_notes, set_done, uncode,
};
use app::{Error, OrgCx};
use domain::identity::Role;
use domain::interview::InterviewState;
use domain::{InterviewId, PassageId};

use crate::{Scene, at_fields};

const NOTES: &str = "K: Miten varmuuskopiot palautetaan?\nV: Palautusta ei ole kokeiltu.\n";

fn facts(title: &str) -> Facts {
    Facts {
        guide: content::guides()[0].id.clone(),
        kind: "individual".into(),
        title: title.into(),
        held_on: "2027-05-03".into(),
        people: String::new(),
    }
}

fn coding(level: &str, quote: &str) -> Coding {
    Coding {
        place: content::framework().themes[0].id.clone(),
        level: level.into(),
        quote: quote.into(),
        is_quotable: !quote.is_empty(),
    }
}

/// An interview with notes.
async fn with_notes(scene: &Scene) -> InterviewId {
    let id = create(&scene.cx, scene.round, &facts("Johdon haastattelu"))
        .await
        .unwrap();
    save_notes(&scene.cx, scene.round, id, (NOTES, 1))
        .await
        .unwrap();
    id
}

/// Codes the first answer.
async fn coded_once(scene: &Scene, id: InterviewId) -> PassageId {
    let found = coded(&scene.cx, scene.round, id).await.unwrap();
    let turn = &found.turns.last().unwrap().turn;
    let spot = Spot {
        turn: turn.number,
        excerpt: turn.text.clone(),
    };
    code(&scene.cx, scene.round, id, (&spot, &coding("no", "")))
        .await
        .unwrap()
}

async fn count(cx: &OrgCx, scene: &Scene, id: InterviewId) -> usize {
    let found = coded(cx, scene.round, id).await.unwrap();
    let turns = found.turns.iter().map(|turn| turn.codings.len());
    turns.sum::<usize>() + found.detached.len()
}

#[tokio::test]
async fn an_interview_needs_a_guide_a_name_a_kind_and_a_number_of_people() {
    let scene = Scene::new().await;
    let wrong = Facts {
        people: "satayksi".into(),
        held_on: "joskus".into(),
        ..Facts::default()
    };
    let fields = at_fields(create(&scene.cx, scene.round, &wrong).await);
    for field in ["guide", "kind", "title", "held_on", "people"] {
        assert!(fields.iter().any(|it| it == field), "{field}: {fields:?}");
    }
    let group = Facts {
        kind: "group".into(),
        ..facts("Ryhmä")
    };
    assert_eq!(
        at_fields(create(&scene.cx, scene.round, &group).await),
        ["people"]
    );
    let elsewhere = create(&scene.cx, scene.cx.id(), &facts("Muualla")).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
}

#[tokio::test]
async fn one_that_is_still_to_come_is_planned_until_it_has_notes() {
    let scene = Scene::new().await;
    let ahead = Facts {
        held_on: "2027-06-01".into(),
        ..facts("Tuleva")
    };
    let id = create(&scene.cx, scene.round, &ahead).await.unwrap();
    let state = async || {
        open(&scene.cx, scene.round, id)
            .await
            .unwrap()
            .listed
            .interview
            .state
    };
    assert_eq!(state().await, InterviewState::Planned);
    save_notes(&scene.cx, scene.round, id, (NOTES, 1))
        .await
        .unwrap();
    assert_eq!(state().await, InterviewState::Open);
    set_done(&scene.cx, scene.round, id, true).await.unwrap();
    assert_eq!(state().await, InterviewState::Done);
    set_done(&scene.cx, scene.round, id, false).await.unwrap();
    assert_eq!(state().await, InterviewState::Open);
}

#[tokio::test]
async fn the_same_notes_sent_twice_are_no_conflict_and_others_are() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    let again = save_notes(&scene.cx, scene.round, id, (NOTES, 1))
        .await
        .unwrap();
    assert_eq!(again, 2);
    let others = save_notes(&scene.cx, scene.round, id, ("Muuta", 1)).await;
    assert!(matches!(others, Err(Error::Conflict)));
    let facts = save_facts(&scene.cx, scene.round, id, (&facts("Uusi nimi"), 1)).await;
    assert!(matches!(facts, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_coding_says_where_and_what_and_a_quote_that_is_public_has_words() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    let passage = coded_once(&scene, id).await;
    let empty = Coding {
        is_quotable: true,
        ..Coding::default()
    };
    let wrong = recode(&scene.cx, (scene.round, id), passage, (&empty, 1)).await;
    assert_eq!(at_fields(wrong), ["place", "level", "quote"]);
    let better = coding("partly", "Palautusta ei ole kokeiltu");
    recode(&scene.cx, (scene.round, id), passage, (&better, 1))
        .await
        .unwrap();
    let late = recode(&scene.cx, (scene.round, id), passage, (&better, 1)).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let gone = Spot {
        turn: 1,
        excerpt: "Näitä sanoja ei ole".into(),
    };
    let detached = code(&scene.cx, scene.round, id, (&gone, &coding("no", ""))).await;
    assert!(matches!(detached, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_coding_whose_words_have_left_the_notes_stays_and_is_told_apart() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    coded_once(&scene, id).await;
    save_notes(
        &scene.cx,
        scene.round,
        id,
        ("K: Aivan muuta\nV: Niin on\n", 2),
    )
    .await
    .unwrap();
    let found = coded(&scene.cx, scene.round, id).await.unwrap();
    assert_eq!(found.detached.len(), 1);
    assert!(found.turns.iter().all(|turn| turn.codings.is_empty()));
}

#[tokio::test]
async fn a_removed_coding_comes_back_once_and_to_its_own_interview() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    let other = with_notes(&scene).await;
    let passage = coded_once(&scene, id).await;
    let kept = uncode(&scene.cx, scene.round, id, passage).await.unwrap();
    assert_eq!(count(&scene.cx, &scene, id).await, 0);
    let elsewhere = restore(&scene.cx, scene.round, other, kept).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    restore(&scene.cx, scene.round, id, kept).await.unwrap();
    assert_eq!(count(&scene.cx, &scene, id).await, 1);
    let again = restore(&scene.cx, scene.round, id, kept).await;
    assert!(matches!(again, Err(Error::NotFound)));
}

#[tokio::test]
async fn whoever_withdraws_is_gone_with_notes_and_codings() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    coded_once(&scene, id).await;
    remove(&scene.cx, scene.round, id).await.unwrap();
    assert!(matches!(
        open(&scene.cx, scene.round, id).await,
        Err(Error::NotFound)
    ));
    let left: Vec<_> = scene
        .test
        .rows()
        .await
        .into_iter()
        .filter(|row| {
            row.table != "main.audit_entry" && row.text.contains("Palautusta ei ole kokeiltu")
        })
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn interviews_are_for_those_who_assess() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    for role in [Role::Elected, Role::Leadership, Role::Owner, Role::Host] {
        let cx = scene.member(role).await;
        let outcomes = [
            list(&cx, scene.round).await.map(|_| ()),
            open(&cx, scene.round, id).await.map(|_| ()),
            coded(&cx, scene.round, id).await.map(|_| ()),
            remove(&cx, scene.round, id).await,
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::Forbidden)), "{role:?}");
        }
    }
}
