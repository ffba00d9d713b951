//! Formulas against simulation, and both against counting by hand, on random models.

use simulation::analytic;
use simulation::model::{Draft, Group, Model};
use simulation::simulate::{Plan, simulate};

use crate::support::{days, draft, effect, node, random_draft, scenario, service, spread};

#[test]
fn outage_days_of_random_models_agree() {
    let (mut z, mut losses) = (Vec::new(), Vec::new());
    for seed in 0..16 {
        let model = Model::new(random_draft(seed)).unwrap();
        let figures = analytic::figures(&model);
        let outcome = simulate(&model, Plan::new(40_000, seed)).unwrap();
        losses.push(outcome.loss.z(figures.loss));
        for (drawn, formula) in outcome.services.iter().zip(&figures.services) {
            assert!(formula.exact);
            if formula.outage_days > 1e-3 {
                z.push(drawn.outage_days.z(formula.outage_days));
            } else if formula.outage_days <= 0.0 {
                assert!(drawn.outage_days.value <= 0.0);
            }
        }
    }
    let (most, typical) = spread(&z);
    assert!(
        z.len() > 80 && most < 4.5 && (0.6..1.25).contains(&typical),
        "{most} {typical}"
    );
    let (most, typical) = spread(&losses);
    assert!(
        most < 4.0 && (0.6..1.4).contains(&typical),
        "{most} {typical}"
    );
}

#[test]
fn chances_of_long_outages_agree_where_events_are_rare() {
    let mut z = Vec::new();
    for seed in 0..25 {
        let mut draft = random_draft(seed);
        for scenario in &mut draft.scenarios {
            // So rare that events hardly ever meet; the formula counts them one by one.
            scenario.rate_per_year *= 0.02;
        }
        let model = Model::new(draft).unwrap();
        let figures = analytic::figures(&model);
        let outcome = simulate(&model, Plan::new(100_000, seed)).unwrap();
        let pairs = outcome.services.iter().zip(&figures.services);
        let often = pairs.filter(|(_, it)| it.intolerable > 1e-3);
        z.extend(often.map(|(drawn, it)| drawn.intolerable.z(it.intolerable)));
    }
    let (most, typical) = spread(&z);
    assert!(
        z.len() > 50 && most < 4.5 && (0.6..1.25).contains(&typical),
        "{most} {typical}"
    );
}

/// Whether a node is down when exactly these are out of order, straight from the definition.
fn is_down(draft: &Draft, node: usize, out: u32) -> bool {
    let too_few = |group: &Group| {
        let up = group.members.iter().filter(|it| !is_down(draft, **it, out));
        up.count() < group.needed
    };
    out >> node & 1 == 1 || draft.nodes[node].groups.iter().any(too_few)
}

/// Events with certain hits of one day: what is down is down for one day an event.
#[test]
fn every_structure_is_that_of_its_definition() {
    for seed in 0..60 {
        let random = random_draft(seed);
        let hit: Vec<usize> = random.scenarios[0]
            .effects
            .iter()
            .map(|it| it.node)
            .collect();
        let hits = hit.iter().map(|node| effect(*node, 1.0, days(1.0)));
        let mut one = draft(
            random.nodes.clone(),
            vec![scenario("s", 1e-3, hits.collect())],
        );
        one.term_days = 3_650.0;
        let model = Model::new(one).unwrap();
        let out = hit.iter().fold(0, |out, node| out | 1 << node);
        let per_event = 1e-3 * 3_650.0 / 365.25;
        let outcome = simulate(&model, Plan::new(20_000, seed)).unwrap();
        let figures = analytic::figures(&model);
        for (drawn, formula) in outcome.services.iter().zip(&figures.services) {
            if is_down(&random, formula.node, out) {
                assert!(
                    (formula.outage_days / per_event - 1.0).abs() < 1e-3,
                    "{seed}"
                );
                assert!(
                    drawn.outage_days.z(formula.outage_days).abs() < 4.5,
                    "{seed}"
                );
            } else {
                assert!(formula.outage_days.abs() < 1e-12, "{seed}");
                assert!(drawn.outage_days.value <= 0.0, "{seed}");
            }
        }
    }
}

#[test]
fn the_order_of_nodes_does_not_matter() {
    for seed in 0..10 {
        let plain = random_draft(seed);
        let count = plain.nodes.len();
        let moved = |at: usize| count - 1 - at;
        let mut turned = plain.clone();
        turned.nodes.reverse();
        let groups = turned.nodes.iter_mut().flat_map(|it| &mut it.groups);
        for member in groups.flat_map(|it| &mut it.members) {
            *member = moved(*member);
        }
        for effect in turned.scenarios.iter_mut().flat_map(|it| &mut it.effects) {
            effect.node = moved(effect.node);
        }
        let (plain, turned) = (Model::new(plain).unwrap(), Model::new(turned).unwrap());
        let (a, b) = (analytic::figures(&plain), analytic::figures(&turned));
        for (a, b) in a.services.iter().zip(b.services.iter().rev()) {
            assert_eq!(a.node, moved(b.node));
            assert!((a.outage_days - b.outage_days).abs() < 1e-9, "{seed}");
            assert!((a.intolerable - b.intolerable).abs() < 1e-9, "{seed}");
        }
        let run = |model: &Model| simulate(model, Plan::new(5_000, 1)).unwrap();
        let (a, b) = (run(&plain), run(&turned));
        for (a, b) in a.losses.iter().zip(&b.losses) {
            assert!((a - b).abs() <= 1e-5 * a.abs(), "{seed}: {a} {b}");
        }
    }
}

/// Down while fewer than k of five are up, each out of order for a day with probability 0.3.
#[test]
fn any_number_of_alternatives_is_counted() {
    let members: [usize; 5] = [0, 1, 2, 3, 4];
    for needed in 1..=5 {
        let mut nodes: Vec<_> = members
            .iter()
            .map(|at| node(&format!("m{at}"), &[]))
            .collect();
        nodes.push(service("s", &[(&members, needed)], 0.5));
        let hits = members
            .iter()
            .map(|at| effect(*at, 0.3, days(1.0)))
            .collect();
        let model = Model::new(draft(nodes, vec![scenario("s", 0.5, hits)])).unwrap();
        // Of 32 sets of hits, those that leave too few.
        let ways = [1.0, 5.0, 10.0, 10.0, 5.0, 1.0];
        let too_many = (0..).zip(ways).skip(6 - needed);
        let chance: f64 = too_many
            .map(|(hit, ways)| ways * 0.3_f64.powi(hit) * 0.7_f64.powi(5 - hit))
            .sum();
        let found = &analytic::figures(&model).services[0];
        // Events begin anywhere in the 1,000 days but for the last half.
        let count = 0.5 / 365.25 * 999.5 * chance;
        assert!(
            (found.intolerable_outages / count - 1.0).abs() < 1e-6,
            "{needed}"
        );
        let outcome = simulate(&model, Plan::new(100_000, 1)).unwrap();
        assert!(
            outcome.services[0].outage_days.z(found.outage_days).abs() < 4.0,
            "{needed}"
        );
    }
}
