//! What depends on what: small registers told in words, and random ones against counting everything.

use std::collections::{BTreeMap, BTreeSet};

use domain::NodeId;
use domain::service::{
    Need, Node, NodeKind, Register, Remark, Stage, Stop, Weight, checks, gaps, recovery_order,
    what_if,
};
use jiff::civil::Date;
use proptest::prelude::*;
use uuid::Uuid;

const TODAY: Date = Date::constant(2027, 5, 11);

fn id(n: usize) -> NodeId {
    NodeId(Uuid::from_u128(n as u128))
}

fn node(n: usize, kind: NodeKind, needs: &[(usize, &[usize])]) -> Node {
    Node {
        needs: needs
            .iter()
            .filter_map(|(least, members)| Need::new(*least, members.iter().map(|m| id(*m))))
            .collect(),
        ..Node::new(id(n), kind, &format!("solmu {n:03}"))
    }
}

fn promising(hours: i64, node: Node) -> Node {
    Node {
        promise_hours: Some(hours),
        ..node
    }
}

fn bearing(hours: i64, mut node: Node) -> Node {
    node.care.tolerance_hours = Some(hours);
    node
}

fn told(mut node: Node) -> Node {
    node.care.owner = "Rehtori".to_owned();
    node.care.deputy = "Apulaisrehtori".to_owned();
    node.care.fallback = "Paperilla".to_owned();
    node.care.fallback_hours = Some(1_000);
    node.care.fallback_tested_on = Some(Date::constant(2027, 1, 1));
    node
}

fn codes(register: &Register, n: usize) -> Vec<&'static str> {
    checks(register, TODAY)
        .iter()
        .filter(|one| one.node == id(n))
        .map(|one| one.remark.code())
        .collect()
}

/// School on student administration, that on a supplier; a phone stands in for mail.
fn school() -> Register {
    Register::new(vec![
        bearing(
            72,
            told(node(1, NodeKind::Service, &[(1, &[2]), (1, &[3, 4])])),
        ),
        promising(8, node(2, NodeKind::System, &[(1, &[5])])),
        promising(4, node(3, NodeKind::System, &[])),
        promising(2, node(4, NodeKind::Network, &[])),
        promising(24, node(5, NodeKind::Supplier, &[])),
    ])
}

#[test]
fn an_alternative_keeps_a_service_up_until_the_last_one_is_gone() {
    let register = school();
    let down = |stopped: &[usize]| register.down(&stopped.iter().map(|n| id(*n)).collect());
    assert!(!down(&[3]).contains(&id(1)));
    assert!(down(&[3, 4]).contains(&id(1)));
    assert_eq!(down(&[5]), [id(1), id(2), id(5)].into());
}

#[test]
fn a_promise_is_held_against_everything_below_it() {
    let register = school();
    let back = register.back();
    assert_eq!((back[&id(2)].below, back[&id(2)].hours), (24, 32));
    assert_eq!(back[&id(1)].through, [id(2), id(5)]);
    assert!(!back[&id(1)].is_least);
    // Eight hours are promised by what waits a day for its supplier.
    assert_eq!(codes(&register, 2), ["promise-too-short"]);
    assert!(codes(&register, 1).is_empty());
}

#[test]
fn a_service_that_cannot_wait_for_its_contract_says_which() {
    let mut nodes = school().nodes().to_vec();
    for one in &mut nodes {
        if one.is_service() {
            one.care.tolerance_hours = Some(12);
        }
    }
    let register = Register::new(nodes);
    let found = checks(&register, TODAY);
    let slow = Remark::ContractTooSlow {
        tolerance: 12,
        member: id(5),
        promised: 24,
    };
    assert!(found.iter().any(|one| one.remark == slow));
    assert_eq!(found[0].remark.weight(), Weight::Grave);
}

#[test]
fn serial_work_adds_up_to_more_than_any_single_promise() {
    let register = Register::new(vec![
        bearing(20, told(node(1, NodeKind::Service, &[(1, &[2])]))),
        promising(15, node(2, NodeKind::System, &[(1, &[3])])),
        promising(10, node(3, NodeKind::Site, &[])),
    ]);
    assert_eq!(codes(&register, 1), ["tolerance-too-short"]);
}

#[test]
fn what_nobody_has_told_is_found() {
    let register = Register::new(vec![node(1, NodeKind::Service, &[])]);
    assert_eq!(
        codes(&register, 1),
        ["no-owner", "no-fallback", "no-tolerance", "no-needs"]
    );
    assert_eq!(gaps(register.node(id(1)).unwrap()).len(), 6);
}

#[test]
fn a_fallback_must_carry_and_have_been_tried() {
    let mut service = told(node(1, NodeKind::Service, &[(1, &[2])]));
    service.care.fallback_hours = Some(6);
    service.care.fallback_tested_on = Some(Date::constant(2025, 1, 1));
    let below = promising(10, node(2, NodeKind::System, &[]));
    let register = Register::new(vec![service, below]);
    assert_eq!(
        codes(&register, 1),
        ["fallback-too-short", "fallback-test-old", "no-tolerance"]
    );
}

#[test]
fn a_supplier_under_three_services_is_one_under_many() {
    let services = [1, 2, 3].map(|n| told(node(n, NodeKind::Service, &[(1, &[9])])));
    let mut nodes = services.to_vec();
    nodes.push(promising(4, node(9, NodeKind::Supplier, &[])));
    assert_eq!(codes(&Register::new(nodes), 9), ["single-supplier"]);
}

#[test]
fn a_circle_is_named_once() {
    let register = Register::new(vec![
        node(1, NodeKind::System, &[(1, &[2])]),
        node(2, NodeKind::System, &[(1, &[3])]),
        node(3, NodeKind::System, &[(1, &[1])]),
        node(4, NodeKind::System, &[(1, &[1])]),
    ]);
    assert_eq!(register.cycles(), [vec![id(1), id(2), id(3)]]);
    // Nothing has stopped, so the cycle stands.
    assert!(register.down(&BTreeSet::new()).is_empty());
}

#[test]
fn a_stop_is_told_in_services_people_and_hours() {
    let mut nodes = school().nodes().to_vec();
    for one in nodes.iter_mut().filter(|one| one.is_service()) {
        one.care.fallback_hours = Some(48);
        one.care.users = Some(1_500);
        one.care.cost_per_day = Some(600);
    }
    let register = Register::new(nodes);
    let stop = |hours| {
        let stop = Stop {
            node: id(5),
            hours,
            month: None,
        };
        what_if(&register, stop)
    };
    let short = stop(24);
    assert_eq!(short.hits[0].stage, Stage::Carried);
    assert_eq!((short.people(Stage::Hurts), short.cost), (0, 600));
    assert_eq!(short.others, [id(2)]);
    let middle = stop(49);
    assert_eq!(middle.hits[0].stage, Stage::Hurts);
    assert_eq!(
        (middle.hits[0].hurts_from, middle.hits[0].left()),
        (48, Some(24))
    );
    assert_eq!(stop(73).hits[0].stage, Stage::Unbearable);
    assert_eq!(stop(73).people(Stage::Unbearable), 1_500);
}

#[test]
fn what_is_needed_first_comes_back_first_and_stands_on_what_came_before() {
    let register = Register::new(vec![
        bearing(100, node(1, NodeKind::Service, &[(1, &[10])])),
        bearing(4, node(2, NodeKind::Service, &[(1, &[11])])),
        promising(1, node(10, NodeKind::System, &[(1, &[20])])),
        promising(1, node(11, NodeKind::System, &[(1, &[20])])),
        promising(5, node(20, NodeKind::Supplier, &[])),
    ]);
    let steps = recovery_order(&register);
    let order: Vec<NodeId> = steps.iter().map(|step| step.node).collect();
    assert_eq!(order, [20, 11, 2, 10, 1].map(id));
    // The system must be there for the service's four hours, its supplier an hour before.
    assert_eq!(steps[0].by, Some(3));
    assert!(steps[0].is_late());
    assert_eq!(steps[0].services.len(), 2);
}

#[test]
fn layers_never_put_anything_above_what_stands_on_it() {
    let layers = school().layers();
    assert_eq!(layers.len(), 3);
    assert_eq!(layers[0], [id(1)]);
    assert_eq!(layers[2], [id(5)]);
}

/// A register of up to nine things with random needs; with `acyclic`, only on later ones.
fn registers(acyclic: bool) -> impl Strategy<Value = Vec<Node>> {
    let needs = prop::collection::vec((1_usize..3, prop::collection::vec(0_usize..9, 0..4)), 0..3);
    let one = (0_usize..5, needs, prop::option::of(0_i64..50));
    prop::collection::vec(one, 1..9).prop_map(move |drawn| {
        let all = drawn.len();
        let made = drawn.into_iter().enumerate();
        made.map(|(n, one)| {
            let least = usize::from(acyclic) * (n + 1);
            random(n, one, least..all)
        })
        .collect()
    })
}

type Drawn = (usize, Vec<(usize, Vec<usize>)>, Option<i64>);

/// A thing as drawn, standing only on things of this range.
fn random(n: usize, (kind, needs, hours): Drawn, known: std::ops::Range<usize>) -> Node {
    let mut made = node(n, NodeKind::ALL[kind], &[]);
    for (least, members) in needs {
        let members = members.into_iter().filter(|m| known.contains(m)).map(id);
        made.needs.extend(Need::new(least, members));
    }
    made.promise_hours = hours;
    made.care.tolerance_hours = hours.map(|hours| hours * 2);
    made
}

/// By trying again and again until nothing more falls.
fn down_by_counting(nodes: &[Node], stopped: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
    let mut down = stopped.clone();
    loop {
        let up = |need: &Need| need.members.iter().filter(|m| !down.contains(m)).count();
        let falls = |one: &&Node| one.needs.iter().any(|need| up(need) < need.least);
        let fallen: Vec<NodeId> = nodes.iter().filter(falls).map(|one| one.id).collect();
        let before = down.len();
        down.extend(fallen);
        if down.len() == before {
            return down;
        }
    }
}

/// By trying every choice of enough members.
fn back_by_choosing(nodes: &BTreeMap<NodeId, Node>, at: NodeId) -> i64 {
    let one = &nodes[&at];
    let below = one.needs.iter().map(|need| {
        let times: Vec<i64> = need
            .members
            .iter()
            .map(|member| back_by_choosing(nodes, *member))
            .collect();
        (0_u32..1 << times.len())
            .filter(|chosen| chosen.count_ones() as usize == need.least)
            .map(|chosen| {
                let picked = times
                    .iter()
                    .enumerate()
                    .filter(|(n, _)| chosen >> n & 1 == 1);
                picked.map(|(_, hours)| *hours).max().unwrap_or(0)
            })
            .min()
            .unwrap_or(0)
    });
    below.max().unwrap_or(0) + one.promise_hours.unwrap_or(0)
}

/// Which things reach which, by squaring.
fn reached(nodes: &[Node]) -> BTreeSet<(NodeId, NodeId)> {
    let direct = nodes.iter().flat_map(|one| {
        let members = one.needs.iter().flat_map(|need| need.members.iter());
        members.map(|member| (one.id, *member))
    });
    let mut all: BTreeSet<(NodeId, NodeId)> = direct.collect();
    loop {
        let more: Vec<_> = all
            .iter()
            .flat_map(|(a, b)| {
                all.iter()
                    .filter(move |(c, _)| c == b)
                    .map(|(_, d)| (*a, *d))
            })
            .collect();
        let before = all.len();
        all.extend(more);
        if all.len() == before {
            return all;
        }
    }
}

proptest! {
    #[test]
    fn what_falls_is_what_counting_says(
        nodes in registers(false),
        stopped in prop::collection::btree_set(0_usize..9, 0..4),
    ) {
        let register = Register::new(nodes.clone());
        let known = stopped.into_iter().filter(|n| *n < nodes.len());
        let stopped: BTreeSet<NodeId> = known.map(id).collect();
        prop_assert_eq!(register.down(&stopped), down_by_counting(&nodes, &stopped));
    }

    #[test]
    fn what_is_back_is_the_best_of_all_choices(nodes in registers(true)) {
        let by_id: BTreeMap<NodeId, Node> = nodes.iter().map(|n| (n.id, n.clone())).collect();
        for (at, back) in Register::new(nodes).back() {
            prop_assert_eq!(back.hours, back_by_choosing(&by_id, at));
        }
    }

    #[test]
    fn circles_are_those_that_reach_themselves(nodes in registers(false)) {
        let reached = reached(&nodes);
        let on_itself: BTreeSet<NodeId> =
            nodes.iter().map(|n| n.id).filter(|n| reached.contains(&(*n, *n))).collect();
        let mut components: BTreeSet<BTreeSet<NodeId>> = BTreeSet::new();
        for one in &on_itself {
            let both = |o: &&NodeId| reached.contains(&(*one, **o)) && reached.contains(&(**o, *one));
            components.insert(on_itself.iter().filter(both).copied().collect());
        }
        let register = Register::new(nodes);
        let cycles = register.cycles();
        prop_assert_eq!(cycles.len(), components.len());
        for circle in cycles {
            for (n, at) in circle.iter().enumerate() {
                let next = circle[(n + 1) % circle.len()];
                let below = register.below(*at);
                prop_assert!(below.iter().any(|member| member.id == next));
            }
        }
    }

    #[test]
    fn near_and_far_is_what_the_closure_says(nodes in registers(false)) {
        let reached = reached(&nodes);
        let register = Register::new(nodes.clone());
        for at in nodes.iter().map(|node| node.id) {
            let beneath = reached.iter().filter(|(a, _)| *a == at).map(|(_, b)| *b);
            prop_assert_eq!(register.beneath(at), beneath.collect());
            let upon = reached.iter().filter(|(_, b)| *b == at).map(|(a, _)| *a);
            prop_assert_eq!(register.upon(at), upon.collect());
        }
    }

    #[test]
    fn recovery_takes_everything_once_and_cuts_only_circles(nodes in registers(false)) {
        let register = Register::new(nodes.clone());
        let steps = recovery_order(&register);
        let mut up = BTreeSet::new();
        for step in &steps {
            let one = nodes.iter().find(|n| n.id == step.node).unwrap();
            let met = one.needs.iter().all(|need| {
                need.members.iter().filter(|m| up.contains(*m)).count() >= need.least
            });
            prop_assert_eq!(met, !step.is_cut);
            up.insert(step.node);
        }
        prop_assert_eq!(up.len(), nodes.len());
        if register.cycles().is_empty() {
            prop_assert!(steps.iter().all(|step| !step.is_cut));
        }
    }

    #[test]
    fn layers_hold_everything_once_and_point_down(nodes in registers(true)) {
        let register = Register::new(nodes.clone());
        let layers = register.layers();
        let place: BTreeMap<NodeId, usize> = layers
            .iter()
            .enumerate()
            .flat_map(|(n, layer)| layer.iter().map(move |id| (*id, n)))
            .collect();
        prop_assert_eq!(place.len(), nodes.len());
        for one in &nodes {
            for member in one.needs.iter().flat_map(|need| &need.members) {
                prop_assert!(place[member] > place[&one.id]);
            }
        }
    }

    #[test]
    fn checks_say_nothing_of_what_is_not_there(nodes in registers(false)) {
        let known: BTreeSet<NodeId> = nodes.iter().map(|n| n.id).collect();
        for finding in checks(&Register::new(nodes), TODAY) {
            prop_assert!(known.contains(&finding.node));
        }
    }
}
