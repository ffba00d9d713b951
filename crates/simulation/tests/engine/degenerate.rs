//! Models at the edge: nothing, certainties, ties, next to nothing and far too much.

use simulation::analytic;
use simulation::distribution::{Distribution, Pert};
use simulation::model::{Draft, Model};
use simulation::portfolio;
use simulation::simulate::{Outcome, Plan, simulate};

use crate::support::{days, draft, effect, node, scenario, service};

fn model(draft: Draft) -> Model {
    Model::new(draft).unwrap()
}

/// Simulates and requires numbers everywhere.
fn run(model: &Model, terms: u64) -> Outcome {
    let outcome = simulate(model, Plan::new(terms, 1)).unwrap();
    let estimates = outcome
        .services
        .iter()
        .flat_map(|it| [it.outage_days, it.intolerable]);
    for it in estimates.chain([outcome.loss, outcome.resident_days, outcome.peak_residents]) {
        assert!(it.value.is_finite() && it.error.is_finite(), "{it:?}");
    }
    assert!(outcome.losses.iter().all(|it| it.is_finite()));
    outcome
}

/// A service on one node that something strikes.
fn struck(rate: f64, probability: f64, duration: Distribution) -> Model {
    let nodes = vec![node("a", &[]), service("s", &[(&[0], 1)], 2.0)];
    model(draft(
        nodes,
        vec![scenario("x", rate, vec![effect(0, probability, duration)])],
    ))
}

#[test]
fn nothing_at_all_costs_nothing() {
    let empty = [
        draft(Vec::new(), Vec::new()),
        draft(vec![node("a", &[])], Vec::new()),
        draft(vec![service("s", &[], 1.0)], Vec::new()),
        draft(
            vec![service("s", &[], 1.0)],
            vec![scenario("x", 0.0, Vec::new())],
        ),
        draft(Vec::new(), vec![scenario("x", 5.0, Vec::new())]),
    ];
    for draft in empty {
        let model = model(draft);
        let (outcome, figures) = (run(&model, 5_000), analytic::figures(&model));
        assert!(outcome.loss.value.abs() < 1e-30 && figures.loss.abs() < 1e-30);
        assert!(
            outcome
                .services
                .iter()
                .all(|it| it.outage_days.value <= 0.0)
        );
        let curve = analytic::loss_curve(&model);
        assert!(curve.mean().abs() < 1e-30 && curve.above(1.0) < 1e-9);
        assert!(curve.quantile(0.99) < 1e-6);
        assert!(portfolio::tables(&model).unwrap().loss(0).abs() < 1e-30);
    }
}

#[test]
fn rates_and_probabilities_of_zero_never_happen() {
    for model in [struck(0.0, 1.0, days(9.0)), struck(50.0, 0.0, days(9.0))] {
        let (outcome, figures) = (run(&model, 20_000), analytic::figures(&model));
        assert!(outcome.services[0].outage_days.value <= 0.0);
        assert!(outcome.services[0].intolerable.value <= 0.0);
        assert!(figures.services[0].outage_days.abs() < 1e-12);
        assert!(figures.services[0].intolerable.abs() < 1e-12);
    }
}

#[test]
fn certain_hits_of_known_length_are_counted_by_hand() {
    // Three a year for three days: down unless no event began in the last three days.
    let found = struck(3.0, 1.0, days(3.0));
    let (outcome, figures) = (run(&found, 100_000), analytic::figures(&found));
    let per_day: f64 = 3.0 / 365.25;
    let full = -(-per_day * 3.0).exp_m1() * 997.0;
    let first = 3.0 - (1.0 - (-per_day * 3.0).exp()) / per_day;
    let expected = full + first;
    let exact = figures.services[0].outage_days;
    assert!(
        (exact / expected - 1.0).abs() < 1e-5,
        "{exact} against {expected}"
    );
    assert!(outcome.services[0].outage_days.z(expected).abs() < 4.0);
    // Each is longer than the two tolerable days, unless it begins in the last two.
    let long = -(-per_day * 998.0).exp_m1();
    assert!(outcome.services[0].intolerable.z(long).abs() < 4.0);
    assert!((figures.services[0].intolerable - long).abs() < 1e-9);
    assert!(outcome.peak_residents.value <= 1_000.0);
}

#[test]
fn an_outage_of_exactly_the_tolerance_is_tolerable() {
    for days_long in [2.0, 0.25, 3.0, 7.0, 0.1] {
        let mut draft = struck(0.05, 1.0, days(days_long)).draft();
        draft.nodes[1].service.as_mut().unwrap().tolerance_days = days_long;
        let model = model(draft);
        // What is left are events that meet.
        let found = run(&model, 20_000).services[0].intolerable.value;
        assert!(found < 2e-3, "{days_long}: {found}");
        assert!(analytic::figures(&model).services[0].intolerable < 1e-9);
    }
}

#[test]
fn next_to_no_time_is_no_outage() {
    let short = struck(100.0, 1.0, days(1e-9));
    let found = run(&short, 20_000).services[0];
    assert!(found.outage_days.value < 1e-5 && found.intolerable.value <= 0.0);
    assert!(analytic::figures(&short).services[0].outage_days < 1e-5);
    // A measure may shorten to nothing.
    let zero = days(5.0).scaled(0.0);
    let found = run(&struck(10.0, 1.0, zero), 5_000).services[0];
    assert!(found.outage_days.value < 1e-6, "{found:?}");
    let zero = Distribution::Pert(Pert::new(0.0, 0.0, 1.0).unwrap()).scaled(0.0);
    let found = run(&struck(10.0, 1.0, zero), 5_000).services[0];
    assert!(found.outage_days.value < 1e-6, "{found:?}");
}

#[test]
fn outages_end_with_the_term() {
    let lasting = struck(10.0, 1.0, days(1e6));
    let (outcome, figures) = (run(&lasting, 50_000), analytic::figures(&lasting));
    // Down from the first event on.
    let per_day = 10.0 / 365.25;
    let expected = 1_000.0 - -(-per_day * 1_000.0_f64).exp_m1() / per_day;
    assert!((figures.services[0].outage_days / expected - 1.0).abs() < 1e-6);
    assert!(outcome.services[0].outage_days.z(expected).abs() < 4.0);
    assert!(
        outcome
            .losses
            .iter()
            .all(|it| *it <= 100.0 * 1_000.0 * (1.0 + 1e-6))
    );
}

#[test]
fn enormous_rates_keep_the_service_down() {
    // About 27,000 events a term, each meeting dozens of others.
    let busy = struck(10_000.0, 1.0, days(2.0));
    let outcome = run(&busy, 20);
    let found = outcome.services[0];
    assert!(found.outage_days.value > 999.0 && found.outage_days.value <= 1_000.0);
    assert!(found.intolerable.value >= 1.0 && outcome.overlap_share > 0.99);
    assert!(
        (analytic::figures(&busy).services[0].outage_days - found.outage_days.value).abs() < 0.1
    );
}

#[test]
fn clusters_of_many_events_are_exact() {
    // One after the other, each longer than the gap: hundreds of stretches in one piece.
    let mut busy = struck(150.0, 1.0, days(30.0)).draft();
    busy.term_days = 200.0;
    busy.nodes.push(service("t", &[], 2.0));
    busy.scenarios
        .push(scenario("y", 150.0, vec![effect(2, 0.5, days(0.01))]));
    let busy = model(busy);
    let (outcome, figures) = (run(&busy, 5_000), analytic::figures(&busy));
    for (drawn, exact) in outcome.services.iter().zip(&figures.services) {
        // Days of one service come in few long pieces: their own spread, not that of single events.
        let apart = drawn.outage_days.value / exact.outage_days - 1.0;
        assert!(apart.abs() < 0.02, "{}: {apart}", exact.node);
    }
}

/// Nodes that one scenario may strike all at once; a service needs all of them, another any.
fn worm(count: usize, probability: f64) -> Model {
    let mut nodes: Vec<_> = (0..count).map(|at| node(&format!("n{at}"), &[])).collect();
    let all: Vec<usize> = (0..count).collect();
    nodes.push(service("all", &[(&all, count)], 1.5));
    nodes.push(service("any", &[(&all, 1)], 1.5));
    let hits = all.iter().map(|at| effect(*at, probability, days(1.0)));
    model(draft(nodes, vec![scenario("worm", 2.0, hits.collect())]))
}

#[test]
fn what_strikes_many_at_once_takes_the_general_way() {
    let wide = worm(12, 0.7);
    let (outcome, figures) = (run(&wide, 50_000), analytic::figures(&wide));
    for (drawn, formula) in outcome.services.iter().zip(&figures.services) {
        assert!(formula.exact && formula.outage_days > 0.01);
        let z = drawn.outage_days.z(formula.outage_days);
        assert!(z.abs() < 4.0, "{drawn:?} {formula:?}");
    }
}

#[test]
fn where_formulas_give_up_they_say_so() {
    // Twenty alternatives are a sum over a million sets.
    let wide = worm(20, 0.9);
    let (outcome, figures) = (run(&wide, 50_000), analytic::figures(&wide));
    assert!(figures.services[0].exact && !figures.services[1].exact);
    let expected = 2.0 / 365.25 * 1_000.0 * 0.9_f64.powi(20);
    let apart = outcome.services[1].outage_days.value / expected - 1.0;
    assert!(apart.abs() < 0.03, "{apart}");
}

#[test]
fn more_services_than_a_word_has_bits_are_all_told() {
    let mut nodes = vec![node("root", &[])];
    nodes.extend((0..130).map(|at| service(&format!("s{at}"), &[(&[0], 1)], f64::from(at) / 10.0)));
    let many = model(draft(
        nodes,
        vec![scenario("x", 0.5, vec![effect(0, 1.0, days(5.05))])],
    ));
    let (outcome, figures) = (run(&many, 20_000), analytic::figures(&many));
    assert_eq!(outcome.services.len(), 130);
    for (at, (drawn, formula)) in outcome.services.iter().zip(&figures.services).enumerate() {
        let found = drawn.intolerable;
        // Two events that meet may pass any tolerance.
        assert!(found.value - formula.intolerable < 0.03, "{at}");
        assert!(at > 50 || found.value > 0.7, "{at}: {found:?}");
        assert!(drawn.outage_days.z(formula.outage_days).abs() < 4.0, "{at}");
    }
    assert!((outcome.services_at_once[130] - (1.0 - outcome.services_at_once[0])).abs() < 1e-12);
}

#[test]
fn what_only_coincidence_brings_is_told_as_such() {
    let nodes = vec![
        node("a", &[]),
        node("b", &[]),
        service("s", &[(&[0, 1], 1)], 1.0),
    ];
    let each = |name: &str, node| scenario(name, 10.0, vec![effect(node, 1.0, days(5.0))]);
    let both = model(draft(nodes, vec![each("x", 0), each("y", 1)]));
    let found = &analytic::figures(&both).services[0];
    assert!(found.needs_coincidence && found.intolerable <= 0.0 && found.outage_days > 1.0);
    let outcome = run(&both, 50_000);
    assert!(outcome.services[0].intolerable.value > 0.5);
    let apart = outcome.services[0].outage_days.value / found.outage_days - 1.0;
    assert!(apart.abs() < 0.02, "{apart}");
}

#[test]
fn residents_are_not_counted_twice() {
    let mut nodes = vec![node("root", &[])];
    nodes.extend((0..10).map(|at| service(&format!("s{at}"), &[(&[0], 1)], 1.0)));
    let mut draft = draft(
        nodes,
        vec![scenario("x", 400.0, vec![effect(0, 1.0, days(3.0))])],
    );
    draft.residents = Some(4_000.0);
    let outcome = run(&model(draft), 2_000);
    assert!((outcome.peak_residents.value - 4_000.0).abs() < 1e-9);
    assert!((outcome.affected_at_most.value - 4_000.0).abs() < 1e-9);
    assert!((outcome.affected_at_least.value - 1_000.0).abs() < 1e-9);
}

#[test]
fn a_severity_shared_by_all_makes_all_long_or_all_short() {
    let lasting = |mu| {
        let it = simulation::distribution::Lognormal::new(mu, 1.0).unwrap();
        Distribution::Lognormal(it)
    };
    let with = |rho| {
        let nodes = vec![
            node("a", &[]),
            node("b", &[]),
            service("s", &[(&[0, 1], 1)], 3.0),
        ];
        let mut it = scenario(
            "x",
            2.0,
            vec![effect(0, 1.0, lasting(0.0)), effect(1, 1.0, lasting(0.0))],
        );
        it.rho = rho;
        model(draft(nodes, vec![it]))
    };
    let mut before = 0.0;
    for rho in [0.0, 0.5, 1.0] {
        let model = with(rho);
        let (outcome, figures) = (run(&model, 50_000), analytic::figures(&model));
        let found = figures.services[0].outage_days;
        assert!(
            outcome.services[0].outage_days.z(found).abs() < 4.0,
            "{rho}"
        );
        assert!(
            found > before,
            "the shorter of two is longest when both are one"
        );
        before = found;
    }
}
