//! The reference city: figures that were worked out elsewhere.

use std::collections::BTreeMap;

use crate::support::{city, fixture, spread};
use simulation::simulate::{Plan, simulate};
use simulation::{Structure, analytic, portfolio, renewal};

/// Expected outage days of each service, by an implementation that is not ours.
fn expected_days() -> Vec<f64> {
    let text = fixture("city-expected-outage-days.json");
    let expected: BTreeMap<usize, f64> = serde_json::from_str(&text).unwrap();
    expected.into_values().collect()
}

#[test]
fn expected_outage_days_of_all_services_are_the_exact_ones() {
    let (city, expected) = (city(), expected_days());
    let figures = analytic::figures(&city);
    assert_eq!((figures.services.len(), expected.len()), (30, 30));
    for (found, days) in figures.services.iter().zip(expected) {
        assert!(found.exact);
        // The other implementation integrates with a step that leaves about one in a million.
        let relative = found.outage_days / days - 1.0;
        assert!(
            relative.abs() < 3e-6,
            "{} against {days}",
            found.outage_days
        );
    }
}

#[test]
fn simulated_outage_days_and_losses_agree_with_the_exact_ones() {
    let (city, expected) = (city(), expected_days());
    let outcome = simulate(&city, Plan::new(1_000_000, 7)).unwrap();
    let pairs = outcome.services.iter().zip(&expected);
    let z: Vec<f64> = pairs.map(|(it, days)| it.outage_days.z(*days)).collect();
    let (most, typical) = spread(&z);
    assert!(
        most < 4.0 && typical < 1.5,
        "z up to {most}, typically {typical}"
    );
    assert!(
        typical > 0.4,
        "the standard errors are too large: {typical}"
    );
    let figures = analytic::figures(&city);
    assert!(outcome.loss.z(figures.loss).abs() < 4.0);
    assert!(outcome.resident_days.z(figures.resident_days).abs() < 4.0);
}

#[test]
fn chances_of_long_outages_are_those_of_the_busy_period() {
    let city = city();
    // Exact solutions for the four services that fail whenever one of their causes comes.
    let published = [0.002_309, 0.002_442, 0.007_362, 0.993_569];
    let structure = Structure::new(&city);
    let exact = renewal::chains(&city, &structure, 0.04);
    let mut found: Vec<f64> = exact.iter().copied().flatten().collect();
    found.sort_by(f64::total_cmp);
    assert_eq!(found.len(), published.len(), "{found:?}");
    for (found, published) in found.iter().zip(published) {
        assert!(
            (found - published).abs() < 1e-6,
            "{found} against {published}"
        );
    }
    let outcome = simulate(&city, Plan::new(1_000_000, 3)).unwrap();
    for (service, exact) in outcome.services.iter().zip(exact) {
        let z = exact.map_or(0.0, |it| service.intolerable.z(it));
        assert!(z.abs() < 4.0, "{}: {z}", service.node);
    }
    let figures = analytic::figures_with(&city, &structure);
    for (drawn, formula) in outcome.services.iter().zip(&figures.services) {
        let apart = drawn.intolerable.value - formula.intolerable;
        assert!(apart.abs() < 0.0045, "{}: {apart}", drawn.node);
    }
}

#[test]
fn quantiles_of_the_loss_agree_with_simulated_ones() {
    let city = city();
    let curve = analytic::loss_curve(&city);
    let outcome = simulate(&city, Plan::new(1_000_000, 5)).unwrap();
    for (p, most) in [(0.5, 4e-3), (0.9, 4e-3), (0.95, 5e-3), (0.99, 1.2e-2)] {
        let drawn = outcome.loss_quantile(p);
        let apart = curve.quantile(p) / drawn.value - 1.0;
        assert!(apart.abs() < most, "{p}: {apart}");
    }
}

#[test]
fn every_budget_finds_its_best_portfolio() {
    let city = city();
    let tables = portfolio::tables(&city).unwrap();
    let frontier = tables.frontier().unwrap();
    assert_eq!(frontier.len(), 74);
    assert!(frontier.is_sorted_by(|a, b| a.cost < b.cost && a.loss > b.loss));
    // What adding up says of all measures together against what they save.
    let all = (1 << tables.measures()) - 1;
    let alone: f64 = tables.next_in(0).iter().map(|it| it.saves).sum();
    let together = tables.loss(0) - tables.loss(all);
    assert!(alone > 1.2 * together, "{alone} against {together}");
}
