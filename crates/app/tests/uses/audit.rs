//! The log: one chain, in order, readable by coordinators alone.

use app::Error;
use app::audit::{PAGE, chain, export, page};
use domain::identity::Role;

use crate::{Scene, invite, log_of};

#[tokio::test]
async fn the_log_is_read_page_by_page_without_gaps_or_repeats() {
    let scene = Scene::new().await;
    for number in 0..70 {
        let email = format!("uusi{number}@example.fi");
        invite(&scene.cx, &email, &[Role::Owner]).await.unwrap();
    }
    let first = page(&scene.cx, None).await.unwrap();
    assert_eq!(i64::try_from(first.len()).unwrap(), PAGE);
    let oldest = first.last().unwrap().sequence;
    let second = page(&scene.cx, Some(oldest)).await.unwrap();
    let all: Vec<i64> = first
        .iter()
        .chain(&second)
        .map(|one| one.sequence)
        .collect();
    assert!(all.windows(2).all(|pair| pair[0] == pair[1] + 1), "{all:?}");
    assert_eq!(all.last(), Some(&1));
    let csv = log_of(&scene.cx).await;
    assert_eq!(csv.lines().count(), all.len() + 1);
    let id = scene.cx.organisation().id;
    assert!(csv.lines().nth(1).unwrap().starts_with(&format!("{id};1;")));
}

#[tokio::test]
async fn the_chain_is_followed_from_its_first_entry_to_its_last() {
    let scene = Scene::new().await;
    for number in 0..5 {
        let email = format!("uusi{number}@example.fi");
        invite(&scene.cx, &email, &[Role::Owner]).await.unwrap();
    }
    let whole = chain(&scene.cx).await.unwrap();
    let newest = page(&scene.cx, None).await.unwrap().remove(0);
    assert!(whole.is_intact(), "{whole:?}");
    assert_eq!(
        (whole.entries, &whole.head),
        (newest.sequence, &newest.hash)
    );
    let assessor = scene.member(Role::Assessor).await;
    assert!(matches!(chain(&assessor).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn entries_name_what_was_done_and_by_whom_and_never_the_content() {
    let scene = Scene::new().await;
    invite(&scene.cx, "salainen@example.fi", &[Role::Owner])
        .await
        .unwrap();
    let csv = log_of(&scene.cx).await;
    assert!(csv.contains(";member.invited;") && csv.contains(";round.created;"));
    assert!(!csv.contains("salainen@example.fi") && !csv.contains("Nykytila 2027"));
}

#[tokio::test]
async fn what_fails_leaves_no_entry() {
    let scene = Scene::new().await;
    let before = page(&scene.cx, None).await.unwrap().len();
    invite(&scene.cx, "ei osoite", &[Role::Owner])
        .await
        .unwrap_err();
    let unknown = scene.cx.id();
    app::identity::withdraw(&scene.cx, unknown)
        .await
        .unwrap_err();
    app::assessment::publish(&scene.cx, scene.round, 1)
        .await
        .unwrap_err();
    app::assessment::publish(&scene.cx, scene.cx.id(), 1)
        .await
        .unwrap_err();
    assert_eq!(page(&scene.cx, None).await.unwrap().len(), before);
}

#[tokio::test]
async fn only_a_coordinator_reads_the_log() {
    let scene = Scene::new().await;
    for role in Role::ALL.iter().filter(|role| **role != Role::Coordinator) {
        let cx = scene.member(*role).await;
        assert!(
            matches!(page(&cx, None).await, Err(Error::Forbidden)),
            "{role:?}"
        );
        assert!(
            matches!(export(&cx).await, Err(Error::Forbidden)),
            "{role:?}"
        );
    }
}
