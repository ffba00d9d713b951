//! What is decided, tolerated and simulated: which states follow which, sums that agree, and lists that
//! do not grow for ever.

use app::measure::{
    Asked, accept, acceptances, decisions, measure, measures, plan, record_decision, remove,
    remove_decision, save,
};
use app::risk::{RunRequest, begin, followed_run, latest_run, stop};
use app::{Error, OrgCx, service};
use domain::identity::Role;
use domain::measure::{Acceptance, CouncilDecision, MeasureStatus, PlannedMeasure};
use domain::risk::{RiskRun, RunState};
use domain::service::{Node, NodeKind};
use domain::{MeasureId, NodeId};
use testkit::TestApp;

use crate::at::{a_decision, a_measure, an_acceptance};
use crate::{Scene, is_refused};

/// A measure of the catalogue.
fn offered() -> MeasureId {
    MeasureId::new("tested-restore")
}

async fn status(cx: &OrgCx, id: &MeasureId) -> MeasureStatus {
    measure(cx, id).await.unwrap().planned.status
}

#[tokio::test]
async fn a_decision_moves_on_what_waits_for_one_and_nothing_else() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    for was in MeasureStatus::ALL {
        let mine = PlannedMeasure {
            status: *was,
            note: "Sovittu".to_owned(),
            ..a_measure(cx)
        };
        save(cx, &mine).await.unwrap();
        let decision = a_decision(cx, vec![mine.id.clone()]);
        record_decision(cx, &decision).await.unwrap();
        let becomes = match was {
            MeasureStatus::Idea | MeasureStatus::Proposed => MeasureStatus::Decided,
            other => *other,
        };
        let now = measure(cx, &mine.id).await.unwrap().planned;
        assert_eq!(now.status, becomes, "{was:?}");
        assert_eq!(now.note, "Sovittu", "nothing else of it changes");
        let is_moved = becomes != *was;
        assert_eq!(now.revision, if is_moved { 2 } else { 1 }, "{was:?}");
        remove_decision(cx, &decision.id, 1).await.unwrap();
        assert_eq!(
            status(cx, &mine.id).await,
            becomes,
            "what was begun goes on"
        );
        remove(cx, &mine.id, now.revision).await.unwrap();
    }
}

#[tokio::test]
async fn a_decision_keeps_the_measures_that_there_are() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let neighbour = scene.test.municipality("Mallijoki").await;
    let theirs = scene.test.member(&neighbour, Role::Coordinator).await;
    let foreign = a_measure(&theirs);
    save(&theirs, &foreign).await.unwrap();
    let made_up = MeasureId::new("no-such-measure");
    let wanted = vec![offered(), foreign.id.clone(), made_up];
    record_decision(cx, &a_decision(cx, wanted)).await.unwrap();
    let kept = decisions(cx).await.unwrap().remove(0);
    assert_eq!(kept.measures, [offered()]);
    assert_eq!(status(&theirs, &foreign.id).await, MeasureStatus::Idea);
    assert_eq!(status(&theirs, &offered()).await, MeasureStatus::Idea);
}

#[tokio::test]
async fn money_is_missing_until_the_budget_has_as_much_as_was_decided() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    for (euros, line, budgeted, lacks) in [
        (60_000, None, None, true),
        (60_000, Some("1420"), None, true),
        (60_000, Some("1420"), Some(59_999), true),
        (60_000, Some("1420"), Some(60_000), false),
        (60_000, Some("1420"), Some(70_000), false),
        (0, None, None, false),
    ] {
        let decision = CouncilDecision {
            euros,
            budget_line: line.map(str::to_owned),
            budgeted,
            ..a_decision(cx, Vec::new())
        };
        record_decision(cx, &decision).await.unwrap();
        let stored = app::measure::decision(cx, &decision.id).await.unwrap();
        assert_eq!(
            stored,
            CouncilDecision {
                revision: 1,
                ..decision
            }
        );
        assert_eq!(stored.lacks_money(), lacks, "{euros} {line:?} {budgeted:?}");
    }
}

#[tokio::test]
async fn lists_of_decisions_and_acceptances_come_in_the_order_of_their_days() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    for (day, until) in [(3, 20), (9, 10), (1, 30)] {
        let on = jiff::civil::date(2027, 5, day);
        let decision = CouncilDecision {
            decided_on: on,
            ..a_decision(cx, Vec::new())
        };
        record_decision(cx, &decision).await.unwrap();
        let until = jiff::civil::date(2027, 12, until);
        accept(
            cx,
            &Acceptance {
                until,
                ..an_acceptance(cx)
            },
        )
        .await
        .unwrap();
    }
    let days: Vec<i8> = decisions(cx)
        .await
        .unwrap()
        .iter()
        .map(|it| it.decided_on.day())
        .collect();
    assert_eq!(days, [9, 3, 1], "the latest first");
    let ends: Vec<i8> = acceptances(cx)
        .await
        .unwrap()
        .iter()
        .map(|it| it.until.day())
        .collect();
    assert_eq!(ends, [10, 20, 30], "what is decided again soonest first");
}

#[tokio::test]
async fn a_risk_is_accepted_for_a_service_of_ones_own() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let node = Node::new(cx.id(), NodeKind::Service, "Kirjasto");
    service::save(cx, &node.clone().into()).await.unwrap();
    let stranger: NodeId = cx.id();
    for (given, kept) in [(node.id, Some(node.id)), (stranger, None)] {
        let new = Acceptance {
            service: Some(given),
            ..an_acceptance(cx)
        };
        accept(cx, &new).await.unwrap();
        let stored = app::measure::acceptance(cx, &new.id).await.unwrap();
        assert_eq!(stored.service, kept);
    }
}

#[tokio::test]
async fn there_are_at_most_twenty_measures_of_ones_own() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let catalogue = content::threats().measures.len();
    let mut last = a_measure(cx);
    for _ in 0..20 {
        last = a_measure(cx);
        save(cx, &last).await.unwrap();
    }
    let full = save(cx, &a_measure(cx)).await;
    assert!(is_refused(&full, "measure.error.full"), "{full:?}");
    assert_eq!(measures(cx).await.unwrap().len(), catalogue + 20);
    let changed = PlannedMeasure {
        cost: Some(1),
        revision: 1,
        ..last.clone()
    };
    save(cx, &changed).await.unwrap();
    remove(cx, &last.id, 2).await.unwrap();
    save(cx, &a_measure(cx)).await.unwrap();
    // The catalogue's own are planned without end.
    let planned = PlannedMeasure {
        cost: Some(7),
        ..PlannedMeasure::new(offered())
    };
    save(cx, &planned).await.unwrap();
    assert_eq!(measure(cx, &offered()).await.unwrap().cost, 7);
}

#[tokio::test]
async fn what_a_budget_buys_costs_what_its_parts_cost_and_never_more_than_there_is() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let services = content::starting_set().services.iter().take(3);
    let services: Vec<_> = services.map(|it| it.id.clone()).collect();
    service::adopt(cx, &services).await.unwrap();
    save(cx, &a_measure(cx)).await.unwrap();
    for euros in [0, 1, 39_999, 40_000, 120_000] {
        let bought = plan(cx, &Asked::Budget(euros)).await.unwrap().unwrap();
        let mut parts = 0;
        for item in bought.chosen() {
            assert!(item.planned.status.is_weighed());
            parts += item.cost;
        }
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let (parts, budget) = (parts as f64, euros as f64);
        assert!(
            (bought.cost - parts).abs() < 1e-6,
            "{} of {parts}",
            bought.cost
        );
        assert!(bought.cost <= budget, "{} for {budget}", bought.cost);
        let mut steps = bought.frontier.windows(2);
        let is_better = steps.all(|it| it[0].0 < it[1].0 && it[0].1 > it[1].1);
        assert!(is_better, "every step up buys something");
    }
}

async fn a_run(cx: &OrgCx) -> String {
    begin(cx, RunRequest { terms: 50, seed: 7 }).await.unwrap()
}

async fn state(cx: &OrgCx) -> (RunState, bool) {
    let found = followed_run(cx).await.unwrap().unwrap();
    (found.run.state, found.is_alive)
}

#[tokio::test]
async fn a_run_waits_is_worked_on_and_is_done_and_one_goes_on_at_a_time() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    assert_eq!(followed_run(cx).await.unwrap(), None);
    stop(cx).await.unwrap();
    a_run(cx).await;
    assert_eq!(state(cx).await, (RunState::Running, true));
    let second = begin(cx, RunRequest { terms: 1, seed: 1 }).await;
    assert!(is_refused(&second, "risk.run.busy"));
    let neighbour = scene.test.municipality("Mallijoki").await;
    let theirs = scene.test.member(&neighbour, Role::Coordinator).await;
    a_run(&theirs).await;
    stop(&theirs).await.unwrap();
    assert_eq!(
        state(cx).await,
        (RunState::Running, true),
        "theirs was stopped, not this"
    );
    assert_eq!(state(&theirs).await, (RunState::Stopping, true));
    scene.test.work().await;
    assert_eq!(state(cx).await, (RunState::Done, false));
    assert_eq!(state(&theirs).await, (RunState::Stopped, false));
    let done = latest_run(cx).await.unwrap().unwrap();
    assert!(done.outcome.is_some() && done.done == 50, "{done:?}");
    assert!(
        latest_run(&theirs)
            .await
            .unwrap()
            .unwrap()
            .outcome
            .is_none()
    );
    stop(cx).await.unwrap();
    assert_eq!(
        state(cx).await,
        (RunState::Done, false),
        "what is done is not stopped"
    );
}

#[tokio::test]
async fn the_same_seed_gives_the_same_figures_and_another_seed_others() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let all = [content::starting_set().services[0].id.clone()];
    service::adopt(cx, &all).await.unwrap();
    let mut outcomes = Vec::new();
    for (minute, seed) in [7, 7, 8].into_iter().enumerate() {
        scene.test.set_time(&format!("2027-05-11T09:0{minute}:00Z"));
        begin(cx, RunRequest { terms: 400, seed }).await.unwrap();
        scene.test.work().await;
        outcomes.push(latest_run(cx).await.unwrap().unwrap().outcome.unwrap());
    }
    assert_eq!(outcomes[0], outcomes[1]);
    assert_ne!(outcomes[0], outcomes[2]);
}

#[tokio::test]
async fn ten_runs_are_kept_and_the_oldest_go() {
    let scene = Scene::new().await;
    let cx = &scene.cx;
    let mut begun = Vec::new();
    for minute in 10..23 {
        scene.test.set_time(&format!("2027-05-11T09:{minute}:00Z"));
        begun.push(a_run(cx).await);
        scene.test.work().await;
    }
    let kept: Vec<RiskRun> = cx.read().await.unwrap().records().await.unwrap();
    let mut kept: Vec<String> = kept.into_iter().map(|run| run.id).collect();
    kept.sort();
    let mut newest = begun.split_off(3);
    newest.sort();
    assert_eq!(kept, newest);
}

#[tokio::test]
async fn a_stopped_run_whose_job_is_gone_lets_another_begin() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let cx = test.member(&org, Role::Coordinator).await;
    let reader = test.member(&org, Role::Leadership).await;
    a_run(&cx).await;
    assert!(matches!(stop(&reader).await, Err(Error::Forbidden)));
    stop(&cx).await.unwrap();
    stop(&cx).await.unwrap();
    let busy = begin(&cx, RunRequest { terms: 1, seed: 1 }).await;
    assert!(
        is_refused(&busy, "risk.run.busy"),
        "until the worker has heard"
    );
    test.work().await;
    assert_eq!(state(&reader).await, (RunState::Stopped, false));
    test.set_time("2027-05-11T10:00:00Z");
    a_run(&cx).await;
    assert_eq!(state(&reader).await, (RunState::Running, true));
}
