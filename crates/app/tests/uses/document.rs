//! The document checklist: what is reviewed, what is the municipality's own, what is undone.

use app::document::{
    StateSheet, add_own, checklist, remove_own, restore_own, save, save_states, state_field,
};
use app::form::Typed;
use app::{Error, OrgCx, Outcome};
use domain::RoundId;
use domain::document::DocumentReview;
use domain::identity::Role;

use crate::{Scene, at_fields, is_refused};

fn typed(title: &str) -> Typed {
    Typed::of(&[
        ("title", title),
        ("state", "exists"),
        ("publicity", "internal"),
    ])
}

/// Reads the form of a document, or of a new one of the municipality's own.
async fn read(
    cx: &OrgCx,
    round: RoundId,
    document: Option<&str>,
    typed: &Typed,
) -> Outcome<DocumentReview> {
    let list = checklist(cx, round).await?;
    let was = document.map(|id| list.review(id).ok_or(Error::NotFound));
    let was = was.transpose()?;
    let read = app::form::read(cx, &list, was.as_ref(), typed)?;
    Ok(read.review)
}

async fn record(scene: &Scene, document: &str, typed: &Typed) -> Outcome<()> {
    let review = read(&scene.cx, scene.round, Some(document), typed).await?;
    save(&scene.cx, &review).await
}

async fn add(scene: &Scene, title: &str) -> Outcome<String> {
    let review = read(&scene.cx, scene.round, None, &typed(title)).await?;
    add_own(&scene.cx, &review).await
}

/// The form of states as a page of the whole list sends it, with these states chosen.
async fn states(cx: &OrgCx, round: RoundId, chosen: &[(&str, &str)]) -> Typed {
    let list = checklist(cx, round).await.unwrap();
    let all = StateSheet::of(&list, &Typed::default());
    let mut sent = app::form::shown(cx, &list, Some(&all)).values;
    for (document, state) in chosen {
        sent.put(&state_field(document), vec![(*state).to_owned()]);
    }
    sent
}

async fn send_states(cx: &OrgCx, round: RoundId, sent: &Typed) -> Outcome<()> {
    let list = checklist(cx, round).await?;
    let was = StateSheet::of(&list, sent);
    let sheet = app::form::read(cx, &list, Some(&was), sent)?;
    save_states(cx, round, &sheet).await
}

fn expected() -> &'static str {
    &content::documents()[0].id
}

#[tokio::test]
async fn a_review_is_counted_and_an_old_revision_changes_nothing() {
    let scene = Scene::new().await;
    let before = checklist(&scene.cx, scene.round).await.unwrap().reviewed();
    let seen = states(&scene.cx, scene.round, &[(expected(), "missing")]).await;
    let first = typed("").with("revision", "0");
    record(&scene, expected(), &first).await.unwrap();
    let list = checklist(&scene.cx, scene.round).await.unwrap();
    assert_eq!((before, list.reviewed()), (0, 1));
    let next = list.next_unreviewed(expected()).unwrap();
    assert_ne!(next.id, expected());
    let late = record(&scene, expected(), &first).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let late = send_states(&scene.cx, scene.round, &seen).await;
    assert!(matches!(late, Err(Error::Conflict)));
}

#[tokio::test]
async fn states_are_saved_at_once_and_only_those_that_were_changed() {
    let scene = Scene::new().await;
    let all = content::documents();
    let (one, two, other) = (&*all[0].id, &*all[1].id, &*all[2].id);
    let seen = states(&scene.cx, scene.round, &[(one, "exists"), (two, "partly")]).await;
    // What someone else does to a document that this person did not touch stands in no one's way.
    let theirs = states(&scene.cx, scene.round, &[(other, "missing")]).await;
    send_states(&scene.cx, scene.round, &theirs).await.unwrap();
    send_states(&scene.cx, scene.round, &seen).await.unwrap();
    let list = checklist(&scene.cx, scene.round).await.unwrap();
    let found = [one, two, other].map(|id| {
        let review = &list.item(id).unwrap().review;
        (review.state.code(), review.revision)
    });
    assert_eq!(found, [("exists", 1), ("partly", 1), ("missing", 1)]);
    assert_eq!(list.reviewed(), 3);
}

#[tokio::test]
async fn a_changed_state_of_a_removed_document_is_told_and_an_untouched_one_is_not() {
    let scene = Scene::new().await;
    let id = add(&scene, "Varautumisen liite").await.unwrap();
    let touched = states(
        &scene.cx,
        scene.round,
        &[(&id, "missing"), (expected(), "partly")],
    )
    .await;
    let untouched = states(&scene.cx, scene.round, &[(expected(), "partly")]).await;
    remove_own(&scene.cx, scene.round, &id, 1).await.unwrap();
    let told = send_states(&scene.cx, scene.round, &touched).await;
    assert!(is_refused(&told, "document.gone"), "{told:?}");
    let list = checklist(&scene.cx, scene.round).await.unwrap();
    assert_eq!(list.reviewed(), 0);
    send_states(&scene.cx, scene.round, &untouched)
        .await
        .unwrap();
    let list = checklist(&scene.cx, scene.round).await.unwrap();
    assert!(list.item(&id).is_none());
    assert_eq!(list.reviewed(), 1);
}

#[tokio::test]
async fn a_secret_note_needs_its_ground_and_days_must_be_days() {
    let scene = Scene::new().await;
    let wrong = typed("")
        .with("publicity", "secret")
        .with("note", "Salainen huomio")
        .with("approved_on", "eilen");
    let fields = at_fields(record(&scene, expected(), &wrong).await);
    assert!(
        ["ground", "approved_on"]
            .iter()
            .all(|it| fields.iter().any(|field| field == it)),
        "{fields:?}"
    );
    // Without a note there is nothing to keep secret.
    let bare = typed("").with("publicity", "secret");
    record(&scene, expected(), &bare).await.unwrap();
    let unknown = record(&scene, "ei-tunneta", &typed("")).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_own_document_is_added_removed_and_brought_back_once() {
    let scene = Scene::new().await;
    assert_eq!(at_fields(add(&scene, "").await), ["title"]);
    let id = add(&scene, "Varautumisen liite").await.unwrap();
    let has = async || {
        let list = checklist(&scene.cx, scene.round).await.unwrap();
        list.items
            .iter()
            .any(|item| item.title.fi == "Varautumisen liite")
    };
    assert!(has().await);
    let stale = remove_own(&scene.cx, scene.round, &id, 0).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    remove_own(&scene.cx, scene.round, &id, 1).await.unwrap();
    assert!(!has().await);
    // What was removed is brought back by whoever removed it.
    let other = scene.member(Role::Assessor).await;
    assert!(matches!(
        restore_own(&other, scene.round, &id).await,
        Err(Error::NotFound)
    ));
    restore_own(&scene.cx, scene.round, &id).await.unwrap();
    assert!(has().await);
    let again = restore_own(&scene.cx, scene.round, &id).await;
    assert!(matches!(again, Err(Error::NotFound)));
    // What is expected of every municipality is not removed.
    let shipped = remove_own(&scene.cx, scene.round, expected(), 0).await;
    assert!(matches!(shipped, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_was_removed_can_be_brought_back_for_a_day() {
    let scene = Scene::new().await;
    let id = add(&scene, "Liite").await.unwrap();
    remove_own(&scene.cx, scene.round, &id, 1).await.unwrap();
    scene.test.set_time("2027-05-12T10:00:00Z");
    // Old bytes go when the next ones come.
    let other = add(&scene, "Toinen").await.unwrap();
    remove_own(&scene.cx, scene.round, &other, 1).await.unwrap();
    let late = restore_own(&scene.cx, scene.round, &id).await;
    assert!(matches!(late, Err(Error::NotFound)));
}

#[tokio::test]
async fn leadership_reads_and_does_not_write() {
    let scene = Scene::new().await;
    let cx = scene.member(Role::Leadership).await;
    let review = read(&cx, scene.round, Some(expected()), &typed("")).await;
    let review = review.unwrap();
    let sent = states(&cx, scene.round, &[(expected(), "exists")]).await;
    let outcomes = [
        save(&cx, &review).await,
        send_states(&cx, scene.round, &sent).await,
        add_own(&cx, &review).await.map(|_| ()),
        remove_own(&cx, scene.round, "own-x", 1).await,
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(Error::Forbidden)));
    }
}

#[tokio::test]
async fn who_reviewed_a_document_is_told_of_its_own_round() {
    let scene = Scene::new().await;
    let id = content::documents()[0].id.clone();
    let other = scene.member(Role::Assessor).await;
    let facts = app::assessment::RoundFacts {
        new: None,
        title: domain::text::Title::parse("Toinen kierros").unwrap(),
        framework: content::framework().id.clone(),
        due_on: None,
        revision: 0,
    };
    let second = app::assessment::create_round(&scene.cx, &facts)
        .await
        .unwrap();
    let review = |round| crate::at::a_review(round, id.clone());
    save(&scene.cx, &review(scene.round)).await.unwrap();
    save(&other, &review(second)).await.unwrap();
    for (round, is_own) in [(scene.round, true), (second, false)] {
        let subject = app::document::review_subject(round, &id);
        let last = app::audit::last_change(&scene.cx, &[subject])
            .await
            .unwrap();
        assert_eq!(last.map(|it| it.is_own), Some(is_own));
    }
}
