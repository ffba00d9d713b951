//! A use case that is cut off anywhere - a closed browser, a node that stops - leaves all of its change
//! or nothing of it.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::task::Poll;

use app::import::Extent;
use app::{OrgCx, Outcome};
use domain::identity::Role;
use domain::service::{Node, NodeKind};
use domain::survey::{Anonymity, Level, Survey};
use jiff::SignedDuration;
use testkit::{Row, TestApp};

use crate::at::{a_decision, a_finding, a_measure, a_programme, a_survey};
use crate::table::{At, Called, judged};

/// Polls a future so many times at most, and drops it when it is not ready by then.
async fn cut<T>(
    mut future: Called<'_>,
    polls: usize,
    ready: impl Fn(Outcome<()>) -> T,
) -> Option<T> {
    let mut left = polls;
    poll_fn(move |context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(|it| Some(ready(it)))
    })
    .await
}

/// How many rows of each table are there that were not there before.
fn changes(before: &[Row], after: &[Row]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for row in after.iter().filter(|row| !before.contains(row)) {
        *found.entry(row.table.clone()).or_default() += 1;
    }
    found
}

type Act = for<'a> fn(&'a OrgCx, &'a At) -> Called<'a>;

macro_rules! acts {
    ($($name:literal: |$cx:ident, $at:ident| $call:expr;)*) => {
        &[$(($name, |$cx, $at| Box::pin(async move { $call.await.map(drop) }))),*]
    };
}

/// Changes of several rows or tables. Each can be done again and again.
const ACTS: &[(&str, Act)] = acts! {
    "a round": |cx, at| app::assessment::create_round(cx, &at.facts);
    "a finding": |cx, at| async { app::assessment::save_proposal::<domain::FindingId>(cx, at.round, &a_finding(cx)).await };
    "a judgement of a new round": |cx, at| async {
        let round = app::assessment::create_round(cx, &at.facts).await?;
        app::assessment::judge(cx, round, &judged(Level::No, 0)).await
    };
    "a service with a new dependency": |cx, _at| async {
        let mut edit = app::service::NodeEdit::from(Node::new(cx.id(), NodeKind::Service, "Uusi"));
        let name: uuid::Uuid = cx.id();
        edit.new = Some((name.to_string(), NodeKind::System));
        app::service::save(cx, &edit).await
    };
    "a decision that decides a measure": |cx, _at| async {
        let measure = a_measure(cx);
        let id = measure.id.clone();
        app::measure::save(cx, &measure).await?;
        app::measure::record_decision(cx, &a_decision(cx, vec![id.clone()])).await?;
        app::measure::remove(cx, &id, 2).await
    };
    "a programme": |cx, _at| async { app::programme::create(cx, &a_programme(cx)).await };
    "an invitation with its mail": |cx, _at| async {
        // A second invitation to one address would take back the first.
        let name: uuid::Uuid = cx.id();
        app::identity::invite(cx, &testkit::invite(&format!("{name}@example.fi"), &[Role::Owner])).await
    };
    "reminders with their mails": |cx, _at| app::training::remind(cx);
    "services from a table": |cx, _at| async {
        let name: uuid::Uuid = cx.id();
        let table = format!("Nimi;Laji;Minkä varassa\n{name};palvelu;Järjestelmä {name}\n");
        app::import::take_services(cx, table.as_bytes(), Extent::Whole).await
    };
    "letters that wait for a second person": |cx, at| async {
        let new = app::survey::NewLetters { group: String::new(), unnamed: 3, named: Vec::new(), is_file: false };
        app::survey::letters(cx, at.survey.id, &new).await
    };
    "letters of a survey": |cx, at| async {
        let new = app::survey::NewLetters { group: String::new(), unnamed: 20, named: Vec::new(), is_file: false };
        app::survey::letters(cx, at.survey.id, &new).await
    };
};

/// Use cases of several transactions, each of which is whole by itself.
const IN_STEPS: &[&str] = &[
    "a judgement of a new round",
    "a decision that decides a measure",
];

async fn setting() -> (TestApp, OrgCx, At) {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    test.member(&org, Role::Elected).await;
    test.member(&org, Role::Elected).await;
    let mut at = At::planted(&test, &cx).await;
    at.survey = Survey {
        anonymity: Anonymity::Split,
        invited: 27,
        ..a_survey(&cx, at.round)
    };
    let id = app::survey::create(&cx, &at.survey).await.unwrap();
    app::survey::open(&cx, id).await.unwrap();
    (test, cx, at)
}

/// Every row, a second after what was done last: what is written again is then seen to be.
async fn later(test: &TestApp) -> Vec<Row> {
    let next = test.app.now() + SignedDuration::from_secs(1);
    test.set_time(&next.to_string());
    test.rows().await
}

/// What a change that was not cut off does to each table.
async fn whole(test: &TestApp, cx: &OrgCx, at: &At, act: Act) -> BTreeMap<String, usize> {
    let before = later(test).await;
    act(cx, at).await.unwrap();
    changes(&before, &test.rows().await)
}

/// Cuts a change off at its first point, at its second, and so on until it is done; `check` is told
/// where, what has changed, and whether it was done.
async fn at_every_point(
    (test, cx, at): (&TestApp, &OrgCx, &At),
    act: Act,
    check: impl Fn(usize, &BTreeMap<String, usize>, bool),
) {
    for polls in 1.. {
        let before = later(test).await;
        let done = cut(act(cx, at), polls, |it| it.unwrap()).await;
        let changed = changes(&before, &test.rows().await);
        check(polls, &changed, done.is_some());
        if done.is_some() {
            break;
        }
    }
}

#[tokio::test]
async fn a_change_that_is_cut_off_is_done_whole_or_not_at_all() {
    let (test, cx, at) = setting().await;
    for (name, act) in ACTS.iter().filter(|(name, _)| !IN_STEPS.contains(name)) {
        let full = whole(&test, &cx, &at, *act).await;
        assert!(full.contains_key("main.audit_entry"), "{name}: {full:?}");
        // Letters are in the roll, which is another database than the log.
        let is_two = full.keys().any(|table| table.starts_with("roll."));
        at_every_point((&test, &cx, &at), *act, |polls, changed, is_done| {
            let is_whole = changed.is_empty() || *changed == full || (is_two && !is_done);
            assert!(is_whole, "{name} cut at {polls}: {changed:?} of {full:?}");
            assert!(!is_done || *changed == full, "{name}: {changed:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn what_is_done_in_steps_is_logged_in_steps() {
    let (test, cx, at) = setting().await;
    for (name, act) in ACTS.iter().filter(|(name, _)| IN_STEPS.contains(name)) {
        at_every_point((&test, &cx, &at), *act, |polls, changed, _is_done| {
            let is_logged = changed.contains_key("main.audit_entry");
            let is_silent = changed.is_empty();
            assert!(is_logged != is_silent, "{name} cut at {polls}: {changed:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn the_store_is_as_usable_after_a_hundred_cuts_as_before() {
    let (test, cx, at) = setting().await;
    let before = app::assessment::rounds(&cx).await.unwrap().len();
    let (_, act) = &ACTS[0];
    let mut done = 0;
    for polls in 0..100 {
        let cut = cut(act(&cx, &at), polls % 7, |it| it.unwrap()).await;
        done += usize::from(cut.is_some());
    }
    act(&cx, &at).await.unwrap();
    let rounds = app::assessment::rounds(&cx).await.unwrap().len();
    assert!(rounds > before + done, "{rounds} after {done}");
    drop(test);
}
