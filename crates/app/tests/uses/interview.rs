//! Interviews: facts, notes, codings, and that an interview can be taken back for good.

use app::form::{self, Typed};
use app::interview::{
    Notes, code, coded, list, open, remove, restore, save_facts, save_notes, set_done, uncode,
};
use app::{Error, OrgCx, Outcome};
use domain::identity::Role;
use domain::interview::InterviewState;
use domain::{InterviewId, PassageId, RoundId};

use crate::{Scene, at_fields, is_refused};

const NOTES: &str = "K: Miten varmuuskopiot palautetaan?\nV: Palautusta ei ole kokeiltu.\n";

fn facts(title: &str) -> Typed {
    Typed::of(&[
        ("guide", &content::guides()[0].id),
        ("kind", "individual"),
        ("title", title),
        ("held_on", "2027-05-03"),
        ("people", ""),
    ])
}

fn coding(level: &str, quote: &str) -> Typed {
    let place = content::framework().themes[0].id.as_str();
    let typed = Typed::of(&[("place", place), ("level", level), ("quote", quote)]);
    typed.with("is_quotable", if quote.is_empty() { "" } else { "true" })
}

/// The form of a new interview, or of the facts of one.
async fn save(
    scene: &Scene,
    (round, id): (RoundId, Option<InterviewId>),
    typed: &Typed,
) -> Outcome<InterviewId> {
    let with = app::assessment::round(&scene.cx, round).await?;
    let was = match id {
        Some(id) => Some(open(&scene.cx, round, id).await?.listed.interview),
        None => None,
    };
    let interview = form::read(&scene.cx, &with, was.as_ref(), typed)?;
    save_facts(&scene.cx, &interview).await?;
    Ok(interview.id)
}

async fn create(scene: &Scene, typed: &Typed) -> Outcome<InterviewId> {
    save(scene, (scene.round, None), typed).await
}

async fn write(scene: &Scene, id: InterviewId, text: &str, revision: i64) -> Outcome<i64> {
    let notes = Notes {
        text: text.to_owned(),
        revision,
        codes_next: false,
    };
    save_notes(&scene.cx, scene.round, id, &notes).await
}

/// The form of a new coding, or of one that exists.
async fn send(
    scene: &Scene,
    (id, passage): (InterviewId, Option<PassageId>),
    typed: &Typed,
) -> Outcome<PassageId> {
    let found = coded(&scene.cx, scene.round, id).await?;
    let was = passage.and_then(|it| found.passage(it));
    let passage = form::read(&scene.cx, &found, was, typed)?;
    code(&scene.cx, scene.round, &passage).await?;
    Ok(passage.id)
}

/// An interview with notes.
async fn with_notes(scene: &Scene) -> InterviewId {
    let id = create(scene, &facts("Johdon haastattelu")).await.unwrap();
    write(scene, id, NOTES, 1).await.unwrap();
    id
}

/// Codes the first answer.
async fn coded_once(scene: &Scene, id: InterviewId) -> PassageId {
    let found = coded(&scene.cx, scene.round, id).await.unwrap();
    let turn = &found.turns.last().unwrap().turn;
    let typed = coding("no", "").with("turn", &turn.number.to_string());
    let typed = typed.with("excerpt", &turn.text);
    send(scene, (id, None), &typed).await.unwrap()
}

async fn count(cx: &OrgCx, scene: &Scene, id: InterviewId) -> usize {
    let found = coded(cx, scene.round, id).await.unwrap();
    let turns = found.turns.iter().map(|turn| turn.codings.len());
    turns.sum::<usize>() + found.detached.len()
}

#[tokio::test]
async fn an_interview_needs_a_guide_a_name_a_kind_and_a_number_of_people() {
    let scene = Scene::new().await;
    let wrong = Typed::of(&[("people", "satayksi"), ("held_on", "joskus")]);
    let fields = at_fields(create(&scene, &wrong).await);
    for field in ["guide", "kind", "title", "held_on", "people"] {
        assert!(fields.iter().any(|it| it == field), "{field}: {fields:?}");
    }
    let group = facts("Ryhmä").with("kind", "group");
    assert_eq!(at_fields(create(&scene, &group).await), ["people"]);
    let elsewhere = save(&scene, (scene.cx.id(), None), &facts("Muualla")).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
}

#[tokio::test]
async fn one_that_is_still_to_come_is_planned_until_it_has_notes() {
    let scene = Scene::new().await;
    let ahead = facts("Tuleva").with("held_on", "2027-06-01");
    let id = create(&scene, &ahead).await.unwrap();
    let state = async || {
        open(&scene.cx, scene.round, id)
            .await
            .unwrap()
            .listed
            .interview
            .state
    };
    assert_eq!(state().await, InterviewState::Planned);
    write(&scene, id, NOTES, 1).await.unwrap();
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
    let again = write(&scene, id, NOTES, 1).await.unwrap();
    assert_eq!(again, 2);
    let others = write(&scene, id, "Muuta", 1).await;
    assert!(matches!(others, Err(Error::Conflict)));
    let stale = facts("Uusi nimi").with("revision", "1");
    let facts = save(&scene, (scene.round, Some(id)), &stale).await;
    assert!(matches!(facts, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_coding_says_where_and_what_and_a_quote_that_is_public_has_words() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    let passage = coded_once(&scene, id).await;
    let empty = Typed::of(&[("is_quotable", "true"), ("revision", "1")]);
    let wrong = send(&scene, (id, Some(passage)), &empty).await;
    assert_eq!(at_fields(wrong), ["place", "level", "quote"]);
    let better = coding("partly", "Palautusta ei ole kokeiltu").with("revision", "1");
    send(&scene, (id, Some(passage)), &better).await.unwrap();
    let late = send(&scene, (id, Some(passage)), &better).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let gone = coding("no", "").with("turn", "1");
    let gone = gone.with("excerpt", "Näitä sanoja ei ole");
    let detached = send(&scene, (id, None), &gone).await;
    assert!(is_refused(&detached, "interview.coding.changed"));
}

#[tokio::test]
async fn a_coding_whose_words_have_left_the_notes_stays_and_is_told_apart() {
    let scene = Scene::new().await;
    let id = with_notes(&scene).await;
    coded_once(&scene, id).await;
    let other = "K: Aivan muuta\nV: Niin on\n";
    write(&scene, id, other, 2).await.unwrap();
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
