//! What stops with what, and in which order things come back, against following every way by hand.

use std::collections::{BTreeMap, BTreeSet};

use domain::NodeId;
use domain::service::{
    Impact, MANY, Need, Node, NodeKind, Register, Remark, Stage, Stop, checks, recovery_order,
    what_if,
};
use jiff::ToSpan as _;
use jiff::civil::Date;
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = Date::constant(2027, 5, 11);

fn id(n: usize) -> NodeId {
    NodeId(Uuid::from_u128(n as u128 + 1))
}

/// As drawn: what it is, on what of those after it it depends, its promise and its tolerance.
type Drawn = (usize, BTreeSet<usize>, Option<i64>, Option<i64>);

/// Registers in which everything that is needed is needed.
fn registers() -> impl Strategy<Value = Vec<Node>> {
    let below = prop::collection::btree_set(0..8_usize, 0..3);
    let hours = || prop::option::of(0..40_i64);
    let one = (0..5_usize, below, hours(), hours());
    prop::collection::vec(one, 1..8).prop_map(|drawn| {
        let all = drawn.len();
        let made = drawn.into_iter().enumerate();
        made.map(|(at, one)| node(at, one, all)).collect()
    })
}

fn node(at: usize, (kind, below, promise, tolerance): Drawn, all: usize) -> Node {
    let below = below.into_iter().filter(|it| (at + 1..all).contains(it));
    let mut made = Node::new(id(at), NodeKind::ALL[kind], &format!("solmu {at}"));
    made.needs = below.map(|it| Need::of(id(it))).collect();
    made.promise_hours = promise;
    made.care.tolerance_hours = tolerance;
    made
}

/// The least time over every way from a thing up to whatever cannot bear its absence.
fn deadline(nodes: &[Node], at: NodeId) -> Option<i64> {
    let depends = |one: &&Node| one.needs.iter().any(|need| need.members.contains(&at));
    let own = nodes.iter().find(|one| one.id == at);
    let own = own.and_then(|one| one.care.tolerance_hours);
    let through = nodes.iter().filter(depends).filter_map(|above| {
        let work = above.promise_hours.unwrap_or(0);
        deadline(nodes, above.id).map(|hours| (hours - work).max(0))
    });
    own.into_iter().chain(through).min()
}

proptest! {
    #[test]
    fn a_deadline_is_the_tightest_of_every_way_up(nodes in registers()) {
        for step in recovery_order(&Register::new(nodes.clone())) {
            prop_assert_eq!(step.by, deadline(&nodes, step.node));
            prop_assert_eq!(step.is_late(), step.by.is_some_and(|by| by < step.can));
            prop_assert!(!step.is_cut);
        }
    }

    #[test]
    fn at_every_step_the_most_urgent_that_can_come_does(nodes in registers()) {
        let steps = recovery_order(&Register::new(nodes.clone()));
        let by = |id: NodeId| steps.iter().find(|it| it.node == id).and_then(|it| it.by);
        let urgency = |id: NodeId| by(id).unwrap_or(i64::MAX);
        let mut up: BTreeSet<NodeId> = BTreeSet::new();
        for step in &steps {
            let ready = nodes.iter().filter(|one| {
                !up.contains(&one.id) && one.needs.iter().all(|need| up.contains(&need.members[0]))
            });
            let most = ready.map(|one| urgency(one.id)).min();
            prop_assert_eq!(Some(urgency(step.node)), most);
            up.insert(step.node);
        }
    }

    #[test]
    fn whom_a_thing_keeps_waiting_is_whoever_stops_with_it(nodes in registers()) {
        let register = Register::new(nodes.clone());
        for step in recovery_order(&register) {
            let above = register.upon(step.node);
            let services: BTreeSet<NodeId> =
                nodes.iter().filter(|it| it.is_service() && above.contains(&it.id)).map(|it| it.id).collect();
            prop_assert_eq!(step.services.iter().copied().collect::<BTreeSet<_>>(), services);
        }
    }

    #[test]
    fn the_order_in_which_things_were_entered_changes_nothing(nodes in registers()) {
        let mut turned = nodes.clone();
        turned.reverse();
        let (one, other) = (Register::new(nodes), Register::new(turned));
        prop_assert_eq!(recovery_order(&one), recovery_order(&other));
        prop_assert_eq!(one.layers(), other.layers());
        prop_assert_eq!(checks(&one, TODAY), checks(&other, TODAY));
    }
}

/// A service with a fallback and a shorter patience in August, on one supplier.
fn school(tolerance: Option<i64>, season: Option<i64>, carries: Option<i64>) -> Register {
    let mut service = Node::new(id(0), NodeKind::Service, "Koulu");
    service.needs = vec![Need::of(id(1))];
    service.care.tolerance_hours = tolerance;
    service.care.season_tolerance_hours = season;
    service.care.months = BTreeSet::from([8]);
    service.care.users = Some(900);
    service.care.cost_per_day = Some(240);
    if let Some(hours) = carries {
        service.care.fallback = "Paperilla".to_owned();
        service.care.fallback_hours = Some(hours);
    }
    Register::new(vec![service, Node::new(id(1), NodeKind::Supplier, "Yhtiö")])
}

fn stopped(register: &Register, hours: i64, month: Option<i64>) -> Impact {
    let stop = Stop {
        node: id(1),
        hours,
        month,
    };
    what_if(register, stop)
}

proptest! {
    #[test]
    fn a_longer_stop_is_never_told_as_a_milder_one(
        tolerance in prop::option::of(0..60_i64), season in prop::option::of(0..60_i64),
        carries in prop::option::of(0..60_i64), hours in 0..80_i64, more in 0..40_i64,
    ) {
        let register = school(tolerance, season, carries);
        for month in [None, Some(1), Some(8)] {
            let (short, long) = (stopped(&register, hours, month), stopped(&register, hours + more, month));
            prop_assert!(long.hits[0].stage <= short.hits[0].stage, "{short:?} {long:?}");
            prop_assert_eq!(short.cost, 10 * hours);
            // The season can only make it worse.
            let usual = stopped(&register, hours, None);
            prop_assert!(short.hits[0].stage <= usual.hits[0].stage || tolerance.is_none());
            let hit = &short.hits[0];
            prop_assert!(hit.unbearable_from.is_none_or(|limit| hit.hurts_from <= limit));
            prop_assert_eq!(hit.stage == Stage::Unbearable, hit.unbearable_from.is_some_and(|limit| hours > limit));
        }
    }
}

#[test]
fn what_is_not_in_the_register_stops_nothing() {
    let register = school(Some(1), None, None);
    let stop = Stop {
        node: id(9),
        hours: 100,
        month: None,
    };
    let impact = what_if(&register, stop);
    assert!(impact.hits.is_empty() && impact.others.is_empty());
    assert_eq!((impact.cost, impact.people(Stage::Carried)), (0, 0));
    assert!(register.node(id(9)).is_none() && register.above(id(9)).is_empty());
    assert!(register.upon(id(9)).is_empty() && register.beneath(id(9)).is_empty());
}

#[test]
fn a_need_of_what_was_removed_asks_for_what_is_left() {
    let mut service = Node::new(id(0), NodeKind::Service, "Koulu");
    service.needs = vec![
        Need::new(2, [id(1), id(2), id(7)]).unwrap(),
        Need::of(id(8)),
    ];
    let nodes = vec![
        service,
        Node::new(id(1), NodeKind::System, "a"),
        Node::new(id(2), NodeKind::System, "b"),
    ];
    let register = Register::new(nodes);
    let below: Vec<NodeId> = register.below(id(0)).iter().map(|it| it.id).collect();
    assert_eq!(below, [id(1), id(2)]);
    assert!(
        register.down(&BTreeSet::new()).is_empty(),
        "what is not there does not stop it"
    );
    assert_eq!(
        register.down(&BTreeSet::from([id(1)])),
        BTreeSet::from([id(0), id(1)])
    );
    assert!(recovery_order(&register).iter().all(|step| !step.is_cut));
}

#[test]
fn costs_and_hours_that_are_beyond_counting_stay_numbers() {
    let mut service = Node::new(id(0), NodeKind::Service, "Koulu");
    service.needs = vec![Need::of(id(1))];
    service.care.cost_per_day = Some(i64::MAX);
    service.care.tolerance_hours = Some(i64::MIN);
    let mut supplier = Node::new(id(1), NodeKind::Supplier, "Yhtiö");
    supplier.promise_hours = Some(i64::MAX);
    let register = Register::new(vec![service, supplier]);
    assert!(stopped(&register, i64::MAX, None).cost > 0);
    let steps = recovery_order(&register);
    assert_eq!((steps[0].node, steps[0].can), (id(1), i64::MAX));
    assert!(!checks(&register, TODAY).is_empty());
}

#[test]
fn a_supplier_is_one_under_many_from_the_third_service_on() {
    for count in 1..=MANY + 1 {
        let mut nodes: Vec<Node> = (0..count)
            .map(|at| Node::new(id(at), NodeKind::Service, &format!("p{at}")))
            .collect();
        for one in &mut nodes {
            one.needs = vec![Need::of(id(50))];
        }
        nodes.push(Node::new(id(50), NodeKind::Supplier, "Yhtiö"));
        let found = checks(&Register::new(nodes), TODAY);
        let told = found.iter().any(|it| matches!(&it.remark, Remark::SingleSupplier { services } if services.len() == count));
        assert_eq!(told, count >= MANY, "{count}");
    }
}

#[test]
fn a_test_of_a_fallback_is_old_the_day_after_a_year() {
    let told = |tested_on: Date| {
        let mut service = Node::new(id(0), NodeKind::Service, "Koulu");
        service.care.fallback = "Paperilla".to_owned();
        service.care.fallback_tested_on = Some(tested_on);
        let found = checks(&Register::new(vec![service]), TODAY);
        found
            .iter()
            .any(|it| it.remark == Remark::FallbackTestOld { tested_on })
    };
    let year = TODAY.checked_sub(12.months()).unwrap();
    assert!(!told(year) && !told(TODAY) && told(year.yesterday().unwrap()));
    assert!(
        !told(TODAY.tomorrow().unwrap()),
        "a slip of the pen is not old"
    );
}

#[test]
fn findings_come_with_the_most_serious_first_and_each_has_a_word() {
    let mut nodes = school(Some(1), None, Some(2)).nodes().to_vec();
    nodes[0].is_proposed = true;
    let mut big = Node::new(id(5), NodeKind::Service, "Vesi");
    big.care.users = Some(20_000);
    nodes.push(big);
    let found = checks(&Register::new(nodes), TODAY);
    assert!(found.is_sorted_by(|a, b| a.remark.weight() <= b.remark.weight()));
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &found {
        *codes.entry(one.remark.code()).or_default() += 1;
    }
    assert!(codes.contains_key("unconfirmed") && codes.contains_key("no-owner"));
    // Of two that weigh the same, the one that touches more people comes first.
    let owners: Vec<NodeId> = found
        .iter()
        .filter(|it| it.remark == Remark::NoOwner)
        .map(|it| it.node)
        .collect();
    assert_eq!(owners, [id(5), id(0)]);
}

/// An import may bring a chain longer than the machine's stack.
#[test]
fn a_chain_of_any_length_is_followed() {
    const LONG: usize = 20_000;
    let nodes = (0..LONG).map(|at| {
        let mut one = Node::new(id(at), NodeKind::System, &format!("{at:06}"));
        one.needs = vec![Need::of(id(at + 1))];
        one
    });
    let register = Register::new(nodes.collect());
    assert_eq!(register.components().count(), LONG);
    assert!(register.cycles().is_empty());
    assert_eq!(register.down(&BTreeSet::from([id(LONG - 1)])).len(), LONG);
}
