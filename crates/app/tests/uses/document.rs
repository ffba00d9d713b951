//! The document checklist: what is reviewed, what is the municipality's own, what is undone.

use app::Error;
use app::document::{Draft, add_own, checklist, remove_own, restore_own, save, set_state};
use domain::document::DocumentState;
use domain::identity::Role;

use crate::{Scene, at_fields};

fn draft(title: &str) -> Draft {
    Draft {
        title: title.into(),
        state: "exists".into(),
        publicity: "internal".into(),
        ..Draft::default()
    }
}

fn expected() -> &'static str {
    &content::documents()[0].id
}

#[tokio::test]
async fn a_review_is_counted_and_an_old_revision_changes_nothing() {
    let scene = Scene::new().await;
    let before = checklist(&scene.cx, scene.round).await.unwrap().reviewed();
    save(&scene.cx, scene.round, expected(), &draft(""))
        .await
        .unwrap();
    let list = checklist(&scene.cx, scene.round).await.unwrap();
    assert_eq!((before, list.reviewed()), (0, 1));
    let next = list.next_unreviewed(expected()).unwrap();
    assert_ne!(next.id, expected());
    let late = save(&scene.cx, scene.round, expected(), &draft("")).await;
    assert!(matches!(late, Err(Error::Conflict)));
    let late = set_state(
        &scene.cx,
        scene.round,
        expected(),
        (DocumentState::Missing, 0),
    )
    .await;
    assert!(matches!(late, Err(Error::Conflict)));
}

#[tokio::test]
async fn a_secret_note_needs_its_ground_and_days_must_be_days() {
    let scene = Scene::new().await;
    let wrong = Draft {
        publicity: "secret".into(),
        note: "Salainen huomio".into(),
        approved_on: "eilen".into(),
        ..draft("")
    };
    let fields = at_fields(save(&scene.cx, scene.round, expected(), &wrong).await);
    assert!(
        ["ground", "approved_on"]
            .iter()
            .all(|it| fields.iter().any(|field| field == it)),
        "{fields:?}"
    );
    let unknown = save(&scene.cx, scene.round, "ei-tunneta", &draft("")).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_own_document_is_added_removed_and_brought_back_once() {
    let scene = Scene::new().await;
    assert_eq!(
        at_fields(add_own(&scene.cx, scene.round, &draft("")).await),
        ["title"]
    );
    let id = add_own(&scene.cx, scene.round, &draft("Varautumisen liite"))
        .await
        .unwrap();
    let has = async || {
        let list = checklist(&scene.cx, scene.round).await.unwrap();
        list.items
            .iter()
            .any(|item| item.title.fi == "Varautumisen liite")
    };
    assert!(has().await);
    let kept = remove_own(&scene.cx, scene.round, &id).await.unwrap();
    assert!(!has().await);
    // What was removed is brought back by whoever removed it.
    let other = scene.member(Role::Assessor).await;
    assert!(matches!(
        restore_own(&other, scene.round, kept).await,
        Err(Error::NotFound)
    ));
    restore_own(&scene.cx, scene.round, kept).await.unwrap();
    assert!(has().await);
    let again = restore_own(&scene.cx, scene.round, kept).await;
    assert!(matches!(again, Err(Error::NotFound)));
    // What is expected of every municipality is not removed.
    let shipped = remove_own(&scene.cx, scene.round, expected()).await;
    assert!(matches!(shipped, Err(Error::NotFound)));
}

#[tokio::test]
async fn what_was_removed_can_be_brought_back_for_a_day() {
    let scene = Scene::new().await;
    let id = add_own(&scene.cx, scene.round, &draft("Liite"))
        .await
        .unwrap();
    let kept = remove_own(&scene.cx, scene.round, &id).await.unwrap();
    scene.test.set_time("2027-05-12T10:00:00Z");
    // Old bytes go when the next ones come.
    let other = add_own(&scene.cx, scene.round, &draft("Toinen"))
        .await
        .unwrap();
    remove_own(&scene.cx, scene.round, &other).await.unwrap();
    let late = restore_own(&scene.cx, scene.round, kept).await;
    assert!(matches!(late, Err(Error::NotFound)));
}

#[tokio::test]
async fn leadership_reads_and_does_not_write() {
    let scene = Scene::new().await;
    let cx = scene.member(Role::Leadership).await;
    assert!(checklist(&cx, scene.round).await.is_ok());
    let outcomes = [
        save(&cx, scene.round, expected(), &draft("")).await,
        set_state(&cx, scene.round, expected(), (DocumentState::Exists, 0)).await,
        add_own(&cx, scene.round, &draft("Oma")).await.map(|_| ()),
        remove_own(&cx, scene.round, "own-x").await.map(|_| ()),
    ];
    for outcome in outcomes {
        assert!(matches!(outcome, Err(Error::Forbidden)));
    }
}
