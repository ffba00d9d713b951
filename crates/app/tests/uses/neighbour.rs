//! What belongs to another municipality is not there, whoever asks and whatever the id.

use app::{Error, OrgCx};
use domain::identity::Role;
use domain::organisation::Organisation;
use testkit::{Row, TestApp};

use crate::table::{At, CASES};

/// Two municipalities, the first with one of everything.
async fn two() -> (TestApp, [Organisation; 2], At) {
    let test = TestApp::new().await;
    let first = test.municipality("Esimerkkilä").await;
    let second = test.municipality("Mallijoki").await;
    let cx = test.member(&first, Role::Coordinator).await;
    let at = At::planted(&test, &cx).await;
    (test, [first, second], at)
}

/// Calls every use case that is about something of the first municipality, and fails unless the
/// caller is told that there is no such thing and nothing has changed.
async fn knock(test: &TestApp, cx: &OrgCx, at: &At) {
    let before = test.rows().await;
    for case in CASES.iter().filter(|case| case.is_about) {
        let outcome = (case.call)(cx, at).await;
        // A record that is gone and one that never was look the same to whoever saves it.
        let is_nowhere = matches!(outcome, Err(Error::NotFound | Error::Conflict));
        assert!(is_nowhere, "{}: {outcome:?}", case.name);
        assert_eq!(test.rows().await, before, "{} changed something", case.name);
    }
}

#[tokio::test]
async fn a_coordinator_next_door_finds_nothing_and_changes_nothing() {
    let (test, [_, second], at) = two().await;
    let cx = test.member(&second, Role::Coordinator).await;
    let at = At {
        helper: cx.clone(),
        ..at
    };
    knock(&test, &cx, &at).await;
}

#[tokio::test]
async fn a_file_that_waits_is_there_for_nobody_but_whoever_brought_it() {
    let (test, [first, second], at) = two().await;
    let id = at.staged(&at.helper).await;
    let before = test.rows().await;
    let colleague = test.member(&first, Role::Coordinator).await;
    let stranger = test.member(&second, Role::Coordinator).await;
    let plan = app::import::AnswersPlan::of("elected");
    for cx in [colleague, stranger] {
        let outcomes = [
            app::import::staged(&cx, id).await.map(drop),
            app::import::take(&cx, id, &plan).await.map(drop),
            app::import::discard(&cx, id).await.map(drop),
        ];
        for outcome in outcomes {
            assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
        }
    }
    let uploads = |rows: &[Row]| -> Vec<Row> {
        let all = rows.iter().filter(|row| row.table == "main.upload");
        all.cloned().collect()
    };
    assert_eq!(uploads(&test.rows().await), uploads(&before));
    assert!(app::import::staged(&at.helper, id).await.is_ok());
}

#[tokio::test]
async fn lists_of_one_municipality_hold_nothing_of_another() {
    let (test, [_, second], at) = two().await;
    let cx = test.member(&second, Role::Coordinator).await;
    assert!(app::assessment::rounds(&cx).await.unwrap().is_empty());
    assert!(app::survey::all(&cx).await.unwrap().is_empty());
    assert!(app::identity::pending(&cx).await.unwrap().is_empty());
    assert_eq!(app::identity::members(&cx).await.unwrap().len(), 1);
    assert!(app::measure::decisions(&cx).await.unwrap().is_empty());
    assert!(app::measure::acceptances(&cx).await.unwrap().is_empty());
    let measures = app::measure::measures(&cx).await.unwrap();
    assert!(measures.iter().all(|one| one.id != at.measure.id));
    let register = app::service::register(&cx).await.unwrap();
    assert!(register.nodes().is_empty());
    assert!(app::handbook::pictures(&cx).await.unwrap().is_empty());
    let frameworks = app::assessment::frameworks(&cx).await.unwrap();
    assert!(frameworks.iter().all(|one| one.is_shipped));
    let (own, invited) = app::programme::programmes(&cx).await.unwrap();
    assert!(own.is_empty() && invited.is_empty());
    assert!(app::training::overview(&cx).await.unwrap().held.is_empty());
    assert!(app::audit::page(&cx, None).await.unwrap().is_empty());
    let facts = app::handbook::facts(&cx).await.unwrap();
    assert!(facts.iter().all(|row| row.proposal.is_empty()));
}
