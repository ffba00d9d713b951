//! Backups as the installation makes them by itself, and what becomes of answers that waited.

use std::path::Path;

use app::backup::{Keys, State, ask, check, make, newest, overview, restore};
use app::job::{End, Reason};
use domain::identity::Role;
use store::{Config, Custody, Seed, Store};
use tempfile::TempDir;
use testkit::TestApp;

use crate::job::answered;

/// The backups of a folder by name.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A product that makes backups, the folder they go to, and the key that opens them.
async fn kept() -> (TestApp, TempDir, Keys) {
    let place = TempDir::new().unwrap();
    let (test, keys) = TestApp::new().await.keeping_backups(place.path());
    (test, place, keys)
}

/// How the turns of the backup ended that a worker found due.
async fn turns(test: &TestApp) -> Vec<End> {
    let ended = test.work().await.into_iter();
    let ended = ended.filter(|(name, _)| name == "backup");
    ended.map(|(_, end)| end).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_backup_a_night_is_made_proven_and_told_to_the_operator() {
    let (test, place, keys) = kept().await;
    test.municipality("Esimerkkilä").await;
    assert_eq!(overview(&test.app, None).await.unwrap().state, State::None);
    test.schedule().await;
    assert_eq!(turns(&test).await, [End::Done]);
    let seen = overview(&test.app, None).await.unwrap();
    assert_eq!(seen.state, State::Good);
    assert_eq!(names(place.path()), ["luotsi-20270511T090000Z"]);
    assert_eq!(seen.proven.unwrap().name, "luotsi-20270511T090000Z");
    // An hour later nothing more is made; the night after, one is.
    test.set_time("2027-05-11T10:00:30Z");
    test.schedule().await;
    assert_eq!(turns(&test).await, [End::Done]);
    assert_eq!(names(place.path()).len(), 1);
    test.set_time("2027-05-11T22:10:00Z");
    test.schedule().await;
    assert_eq!(turns(&test).await, [End::Done]);
    assert_eq!(names(place.path()).len(), 2);
    // What the key of nobody opened here is opened with the custodian's.
    let last = newest(place.path()).unwrap().unwrap();
    let (id, all) = check(&last, &keys, place.path()).await.unwrap();
    assert!(all.iter().all(|one| one.found.is_ok()), "{all:?}");
    assert!(app::backup::opened(&test.app, id).await.unwrap());
    let seen = overview(&test.app, None).await.unwrap().proven.unwrap();
    assert_eq!(seen.opened_at, Some(test.app.now()));
    // A night is left out.
    test.set_time("2027-05-14T00:00:00Z");
    assert_eq!(overview(&test.app, None).await.unwrap().state, State::Old);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_backups_go_by_the_rule_and_nothing_else_does() {
    let (test, place, _keys) = kept().await;
    for name in [
        "luotsi-20240101T000000Z",
        "luotsi-20270511T000000Z",
        "other",
        "luotsi-x",
    ] {
        std::fs::create_dir(place.path().join(name)).unwrap();
    }
    // Fifteen months, one each: twelve are kept, and the newest of the day.
    for month in 1..=12 {
        let name = format!("luotsi-2026{month:02}15T000000Z");
        std::fs::create_dir(place.path().join(name)).unwrap();
    }
    make(&test.app).await.unwrap();
    let left = names(place.path());
    assert!(
        !left.contains(&"luotsi-20240101T000000Z".to_owned()),
        "{left:?}"
    );
    assert!(
        !left.contains(&"luotsi-20270511T000000Z".to_owned()),
        "{left:?}"
    );
    assert!(
        !left.contains(&"luotsi-20260115T000000Z".to_owned()),
        "{left:?}"
    );
    for kept in [
        "luotsi-20270511T090000Z",
        "luotsi-20261215T000000Z",
        "other",
        "luotsi-x",
    ] {
        assert!(left.contains(&kept.to_owned()), "{kept}: {left:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_that_fails_is_tried_again_and_takes_no_older_one_along() {
    let (test, place, _keys) = kept().await;
    make(&test.app).await.unwrap();
    let before = names(place.path());
    test.set_time("2027-05-11T22:10:00Z");
    // What is to be written is there already: the disk says no.
    let blocked: Vec<_> = (0..=60)
        .map(|second| {
            format!(
                "luotsi-20270511T22{:02}{:02}Z.part",
                10 + second / 60,
                second % 60
            )
        })
        .map(|name| place.path().join(name))
        .collect();
    for path in &blocked {
        std::fs::write(path, "in the way").unwrap();
    }
    let operator = test.person("Yrjö Ylläpitäjä", true).await;
    ask(&test.app, &operator).await.unwrap();
    let ended = turns(&test).await;
    assert!(
        matches!(ended[..], [End::Later(_, Reason::Backup)]),
        "{ended:?}"
    );
    let seen = overview(&test.app, None).await.unwrap();
    assert_eq!(
        (seen.state, seen.runs[0].failure.as_str()),
        (State::Failed, "disk")
    );
    assert_eq!(seen.proven.unwrap().name, before[0]);
    for path in &blocked {
        std::fs::remove_file(path).unwrap();
    }
    assert_eq!(names(place.path()), before);
    test.set_time("2027-05-11T22:11:00Z");
    assert_eq!(turns(&test).await, [End::Done]);
    assert_eq!(overview(&test.app, None).await.unwrap().state, State::Good);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_cut_off_at_any_point_leaves_no_backup_behind() {
    let (test, place, keys) = kept().await;
    test.municipality("Esimerkkilä").await;
    for steps in [0, 1, 3, 10, 30, 100] {
        let app = test.app.clone();
        let making = tokio::spawn(async move { make(&app).await.map(drop) });
        for _step in 0..steps {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        making.abort();
        let _cut = making.await;
        // What is unfinished has another name and is no backup; see the test of names.
        for name in names(place.path())
            .iter()
            .filter(|it| !it.contains(".part"))
        {
            // Either it had been finished by then and is whole, or it is not there.
            let (_, all) = check(&place.path().join(name), &keys, place.path())
                .await
                .unwrap();
            assert!(all.iter().all(|one| one.found.is_ok()));
        }
        for name in names(place.path()) {
            std::fs::remove_dir_all(place.path().join(name)).unwrap();
        }
    }
}

/// Answers that waited when the backup was made cannot be opened afterwards by anybody. They are
/// counted as lost, and their codes can be used again.
#[tokio::test(flavor = "multi_thread")]
async fn answers_that_waited_are_counted_as_lost_after_a_restore() {
    let (test, place, keys) = kept().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let survey = answered(&cx, 7).await;
    make(&test.app).await.unwrap();
    let last = newest(place.path()).unwrap().unwrap();
    let data = place.path().join("elsewhere");
    std::fs::create_dir(&data).unwrap();
    let config = Config {
        // The very custody that opens them where they were cast.
        custody: Custody::Folder(test.custody().to_owned()),
        ..Config::in_folder(&data)
    };
    let restored = restore(&config, &last, &keys).await.unwrap();
    assert_eq!(restored.waiting, 7);
    let store = Store::open(config).await.unwrap();
    let (now, seed) = (test.app.now(), || Seed::of([7; 32]));
    store.beat(now, seed()).await.unwrap();
    store.mix_due(now, seed()).await.unwrap();
    assert_eq!(store.lost(org.id, survey).await.unwrap(), 7);
    assert!(store.ballots(org.id, survey).await.unwrap().is_empty());
    store.close().await;
    // Where they were cast they wait as before.
    assert_eq!(test.app.store().lost(org.id, survey).await.unwrap(), 0);
}
