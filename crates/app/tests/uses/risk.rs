//! The risk model as use cases on a real store.

use std::collections::BTreeSet;

use app::form::{self, Typed};
use app::risk::{self, Computed};
use app::service;
use app::threat;
use app::{Error, OrgCx, Outcome};
use domain::NodeId;
use domain::identity::Role;
use domain::risk::{Appetite, RunState};
use domain::service::{Care, Need, Node, NodeKind};
use domain::threat::AdaptedThreat;
use simulation::analytic::figures;
use simulation::model::Model;
use testkit::TestApp;

async fn coordinator(test: &TestApp) -> OrgCx {
    let org = test.municipality("Esimerkkilä").await;
    test.member(&org, Role::Coordinator).await
}

/// A municipality with the whole starting set.
async fn started(test: &TestApp) -> OrgCx {
    let cx = coordinator(test).await;
    let all = content::starting_set().services.iter();
    let all: Vec<domain::ServiceId> = all.map(|one| one.id.clone()).collect();
    service::adopt(&cx, &all).await.unwrap();
    cx
}

fn by_origin(computed: &Computed, origin: &str) -> NodeId {
    let nodes = computed.built.register.nodes().iter();
    let found = nodes.clone().find(|node| node.origin == origin);
    found.unwrap().id
}

#[tokio::test]
async fn the_model_is_a_file_that_reads_as_the_same_model() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let file = risk::model_file(&cx).await.unwrap();
    let read = Model::from_json(std::str::from_utf8(&file).unwrap()).unwrap();
    let computed = risk::computed(&cx).await.unwrap();
    let (loss, shown) = (figures(&read).loss, computed.numbers.figures.loss);
    assert!(
        loss > 0.0 && (loss / shown - 1.0).abs() < 1e-9,
        "{loss} {shown}"
    );
    assert_eq!(read.measures().len(), computed.built.measures.len());
}

#[tokio::test]
async fn the_starting_set_has_credible_figures() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let computed = risk::computed(&cx).await.unwrap();
    let numbers = &computed.numbers;
    for (id, one) in computed.by_chance() {
        let name = &computed.built.register.node(id).unwrap().name;
        let (chance, days) = (one.chance, one.days);
        assert!(
            chance.low <= chance.headline && chance.headline <= chance.high,
            "{name}"
        );
        // Nothing is down for too long in almost every term, and nothing for months on end.
        assert!(chance.headline < 0.75, "{name}: {chance:?}");
        assert!(
            days.headline > 0.0 && days.headline < 30.0,
            "{name}: {days:?}"
        );
    }
    // A few per cent of a small municipality's yearly spending would not be believed.
    let loss = numbers.loss;
    assert!(loss.low > 50_000.0 && loss.high < 3_000_000.0, "{loss:?}");
    let causes = computed.causes_of_loss();
    let shares: f64 = causes.iter().map(|it| it.share).sum();
    assert!((shares - 1.0).abs() < 1e-9 && causes[0].share < 0.5);
    assert_eq!(numbers.dots.len(), 50);
    assert!(computed.built.gaps.never_down.is_empty());
    // Formulas and simulation agree on what one may expect.
    let z = numbers.joint.loss.z(numbers.figures.loss);
    assert!(z.abs() < 5.0, "{z}");
}

#[tokio::test]
async fn a_threat_that_is_off_is_left_out() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let before = risk::computed(&cx).await.unwrap();
    let one = threat::threat(&cx, &domain::ThreatId::new("ransomware-own"))
        .await
        .unwrap();
    let off = AdaptedThreat {
        is_on: false,
        ..one.ranges()
    };
    threat::adapt(&cx, &off).await.unwrap();
    let after = risk::computed(&cx).await.unwrap();
    assert!(after.numbers.figures.loss < before.numbers.figures.loss);
    let causes = after.causes_of_loss();
    assert!(causes.iter().all(|it| it.threat.id != "ransomware-own"));
}

#[tokio::test]
async fn an_own_system_is_taken_for_a_typical_one_and_that_is_said() {
    let test = TestApp::new().await;
    let cx = coordinator(&test).await;
    let named = async |kind, name| {
        let node = Node::new(cx.id(), kind, name);
        service::save(&cx, &node.clone().into()).await.unwrap();
        node.id
    };
    let system = named(NodeKind::System, "Oma järjestelmä").await;
    let own = named(NodeKind::Service, "Oma palvelu").await;
    let alone = risk::computed(&cx).await.unwrap();
    assert_eq!(alone.built.gaps.never_down, [own]);
    assert_eq!(alone.built.gaps.stand_ins, [system]);
    assert_eq!(alone.built.gaps.no_tolerance, [own]);
    let mut needing = service::node(&cx, own).await.unwrap();
    needing.needs = vec![Need::of(system)];
    service::save(&cx, &needing.into()).await.unwrap();
    let standing = risk::computed(&cx).await.unwrap();
    assert!(standing.built.gaps.never_down.is_empty());
    assert!(standing.numbers.services[0].days.headline > 0.0);
    // Nobody has said how long is too long.
    assert!(standing.numbers.services[0].chance.headline < 1e-9);
}

#[tokio::test]
async fn a_shorter_tolerance_is_exceeded_more_often_and_most_in_a_hard_season() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let before = risk::computed(&cx).await.unwrap();
    let id = by_origin(&before, "start:salary-payment");
    let chance = |computed: &Computed| {
        let at = computed.place(id).unwrap();
        computed.numbers.services[at].chance.headline
    };
    let mut node = service::node(&cx, id).await.unwrap();
    node.care = Care {
        tolerance_hours: Some(240),
        season_tolerance_hours: None,
        months: BTreeSet::new(),
        cost_per_day: Some(100),
        ..node.care
    };
    service::save(&cx, &node.clone().into()).await.unwrap();
    let calm = chance(&risk::computed(&cx).await.unwrap());
    node.care.season_tolerance_hours = Some(4);
    node.care.months = BTreeSet::from([6, 12]);
    node.revision += 1;
    service::save(&cx, &node.into()).await.unwrap();
    let hard = chance(&risk::computed(&cx).await.unwrap());
    assert!(hard > calm, "{hard} {calm}");
}

/// The form of the limits as it is sent: euros and share of each row.
fn limits(rows: [(&str, &str); 3]) -> Typed {
    let mut typed = Typed::default();
    for (n, (euros, share)) in rows.into_iter().enumerate() {
        typed.put(&format!("euros-{n}"), vec![euros.to_owned()]);
        typed.put(&format!("share-{n}"), vec![share.to_owned()]);
    }
    typed
}

#[tokio::test]
async fn what_is_tolerated_is_in_order_and_not_the_assessor_s_to_decide() {
    let test = TestApp::new().await;
    let org = test.municipality("Esimerkkilä").await;
    let leader = test.member(&org, Role::Leadership).await;
    let typed = |rows| form::read::<Appetite>(&leader, &(), None, &limits(rows));
    let wrong = typed([("100 000", "5"), ("1 000 000", "10"), ("", "")]);
    assert!(matches!(wrong, Err(Error::Invalid(it)) if it.of("limit-0").is_some()));
    let half = typed([("100 000", ""), ("", ""), ("", "")]);
    assert!(matches!(half, Err(Error::Invalid(it)) if it.of("share-0").is_some()));
    let right = typed([("1 000 000", "1"), ("100 000", "10"), ("", "")]).unwrap();
    risk::set_appetite(&leader, &right).await.unwrap();
    let told = risk::appetite(&leader).await.unwrap();
    assert_eq!(told.limits.len(), 2);
    assert_eq!((told.limits[0].euros, told.revision), (100_000, 1));
    let stale = risk::set_appetite(&leader, &right).await;
    assert!(matches!(stale, Err(Error::Conflict)));
    let assessor = test.member(&org, Role::Assessor).await;
    let none = Appetite {
        limits: Vec::new(),
        revision: 1,
    };
    let refused = risk::set_appetite(&assessor, &none).await;
    assert!(matches!(refused, Err(Error::Forbidden)));
}

async fn finished(cx: &OrgCx) -> domain::risk::RiskRun {
    for _ in 0..600 {
        let run = risk::latest_run(cx).await.unwrap().unwrap();
        if matches!(run.state, RunState::Done | RunState::Stopped) {
            return run;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the run does not end");
}

async fn begin(cx: &OrgCx, terms: &str) -> Outcome<String> {
    let typed = Typed::of(&[("terms", terms), ("seed", "7")]);
    risk::begin(cx, form::read(cx, &(), None, &typed)?).await
}

#[tokio::test]
async fn a_run_goes_on_by_itself_and_agrees_with_the_formulas() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let wrong = begin(&cx, "nolla").await;
    assert!(matches!(wrong, Err(Error::Invalid(_))));
    begin(&cx, "20 000").await.unwrap();
    let _worker = test.working();
    let run = finished(&cx).await;
    assert_eq!((run.state, run.done), (RunState::Done, 20_000));
    let outcome = run.outcome.unwrap();
    let computed = risk::computed(&cx).await.unwrap();
    let error = (outcome.loss.value - computed.numbers.figures.loss).abs();
    assert!(error < 5.0 * outcome.loss.error);
    assert_eq!(outcome.services.len(), computed.built.services.len());
}

#[tokio::test]
async fn a_run_can_be_stopped() {
    let test = TestApp::new().await;
    let cx = started(&test).await;
    let _worker = test.working();
    begin(&cx, "20000000").await.unwrap();
    let second = begin(&cx, "10").await;
    assert!(matches!(second, Err(Error::Refused("risk.run.busy"))));
    risk::stop(&cx).await.unwrap();
    let run = finished(&cx).await;
    assert_eq!(run.state, RunState::Stopped);
    assert!(run.outcome.is_none() && run.done < run.terms);
}
