//! Figures of small models in which outages merge or only coincide: pages and budgets show what is right.

use std::sync::Arc;

use domain::NodeId;
use domain::service::Register;
use simulation::analytic::figures;
use simulation::model::Model;

use super::build::{Built, Gaps};
use super::change::change;
use super::computed::Numbers;
use super::worth::remains;

/// Two servers stand in for each other; a measure shortens what stops the first of them, another makes
/// what stops the service itself rarer.
const PAIR: &str = r#"{
  "nodes": [
    { "name": "A" }, { "name": "B" },
    { "name": "S", "needs": [{ "of": ["A", "B"], "at_least": 1 }],
      "service": { "tolerance_days": 1, "users": 100, "cost_per_day": 5000 } }
  ],
  "scenarios": [
    { "name": "a", "rate_per_year": 3, "effects": [{ "node": "A", "duration": { "median": 20, "high": 60 } }] },
    { "name": "b", "rate_per_year": 3, "effects": [{ "node": "B", "duration": { "median": 20, "high": 60 } }] },
    { "name": "c", "rate_per_year": 0.2, "effects": [{ "node": "S", "duration": { "median": 2, "high": 8 } }] }
  ],
  "measures": [
    { "name": "restore", "cost": 9000, "duration": [{ "node": "A", "factor": 0.2 }] },
    { "name": "care", "cost": 500, "frequency": [{ "scenario": "c", "factor": 0.5 }] }
  ]
}"#;

fn built(text: &str) -> Built {
    let model = Model::from_json(text).unwrap();
    let count = model.services().len();
    let id: NodeId = "0d0e0a0d-0000-4000-8000-000000000001".parse().unwrap();
    Built {
        in_season: model.clone(),
        season: vec![0.0; count],
        services: vec![id; count],
        streams: Vec::new(),
        measures: Vec::new(),
        gaps: Gaps::default(),
        register: Arc::new(Register::new(Vec::new())),
        model,
    }
}

fn case(name: &str) -> Built {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/cases/risk/");
    built(&std::fs::read_to_string(format!("{folder}{name}")).unwrap())
}

#[test]
fn pages_show_the_simulation_where_the_formula_does_not_know() {
    for (name, chance) in [
        ("redundancy-with-a-rare-scenario.json", 0.136),
        ("outages-that-merge.json", 0.985),
    ] {
        let built = case(name);
        let numbers = Numbers::of(&built).unwrap();
        let service = numbers.services[0];
        assert!(service.is_simulated, "{name}");
        for shown in [
            service.chance.headline,
            numbers.figures.services[0].intolerable,
        ] {
            assert!((shown - chance).abs() < 0.005, "{name}: {shown}");
        }
        assert!((numbers.any_intolerable() - chance).abs() < 0.005, "{name}");
        // Nothing is uncertain of these inputs.
        let width = service.chance.high - service.chance.low;
        assert!(width.abs() < 1e-9, "{name}: {:?}", service.chance);
        let again = Numbers::of(&built).unwrap();
        assert_eq!(again.services, numbers.services, "{name}");
    }
}

#[test]
fn the_curve_of_losses_holds_no_more_than_a_term() {
    let text = r#"{ "term_days": 1000,
      "nodes": [{ "name": "S", "service": { "tolerance_days": 3, "cost_per_day": 2 } }],
      "scenarios": [{ "rate_per_year": 40, "effects": [{ "node": "S", "duration": { "constant": 30 } }] }] }"#;
    let numbers = Numbers::of(&built(text)).unwrap();
    for share in [0.5, 0.99, 0.9999] {
        let loss = numbers.curve.quantile(share);
        assert!(loss > 1_800.0 && loss <= 2_000.1, "{share}: {loss}");
    }
    assert!(numbers.dots.iter().all(|it| *it <= 2_000.1));
    let mean = numbers.curve.mean();
    assert!((mean / numbers.loss.headline - 1.0).abs() < 0.005, "{mean}");
}

#[test]
fn a_budget_counts_what_only_coincidence_costs() {
    let built = built(PAIR);
    let numbers = Numbers::of(&built).unwrap();
    let tables = numbers.tables.as_ref().unwrap();
    let exact = figures(&built.model);
    // Each event alone costs little: nearly all of the loss is of both servers at once.
    assert!(tables.loss(0) < 0.3 * exact.loss);
    let worth = numbers.worth.unwrap();
    let frontier = numbers.frontier.as_ref().unwrap();
    for portfolio in frontier {
        let model = built.model.with_measures(&portfolio.indices()).unwrap();
        let loss = figures(&model).loss;
        assert!((portfolio.loss / loss - 1.0).abs() < 1e-9, "{portfolio:?}");
    }
    assert!(frontier.is_sorted_by(|a, b| a.cost < b.cost && a.loss > b.loss));
    let (without, with) = worth.losses(&built, tables, 1).unwrap();
    assert!((without / exact.loss - 1.0).abs() < 1e-9);
    // The tables see nothing in what shortens the outages of one server of two.
    assert!((tables.loss(0) - tables.loss(1)).abs() < 1e-6);
    assert!(with < 0.7 * without, "{with} {without}");
    let steps = worth.steps(&built, 0, tables.next_in(0), true).unwrap();
    let restore = steps.iter().find(|it| it.measure == 0).unwrap();
    assert!((restore.saves - (without - with)).abs() < 1e-6);
}

#[test]
fn what_a_choice_changes_is_simulated_without_and_with_it() {
    let built = built(PAIR);
    let found = change(&built, &[0], 9_000.0).unwrap();
    let [(without, with)] = found.chances[..] else {
        panic!("one service");
    };
    let model = built.model.with_measures(&[0]).unwrap();
    let plan = simulation::simulate::Plan::new(200_000, 9);
    for (model, shown) in [(&built.model, without), (&model, with)] {
        let drawn = simulation::simulate::simulate(model, plan).unwrap();
        let drawn = drawn.services[0].intolerable;
        assert!((shown - drawn.value).abs() < 0.006, "{shown} {drawn:?}");
        assert!(!figures(model).services[0].is_chance_known());
    }
    assert!(found.pays_back.value > 0.5);
    let [left] = &remains(&built, &[1]).unwrap()[..] else {
        panic!("one set");
    };
    assert!(left.loss > 0.0 && left.days.len() == 1);
}
