//! Outages that merge, and what only coincidence brings: what is shown is right, its error too, and formulas
//! say where they do not know.

use simulation::analytic;
use simulation::model::Model;
use simulation::simulate::{Plan, affordable, simulate};

use crate::shown::{busy, shown};
use crate::support::{case, days, draft, effect, node, scenario, service, spread};

#[test]
fn figures_that_failed_are_not_given_by_formula_and_right_when_simulated() {
    for (name, chance) in [
        ("redundancy-with-a-rare-scenario.json", 0.136),
        ("outages-that-merge.json", 0.985),
    ] {
        let model = Model::from_json(&case(name)).unwrap();
        let found = &analytic::figures(&model).services[0];
        assert!(!found.is_chance_known(), "{name}: {found:?}");
        let drawn = simulate(&model, Plan::new(400_000, 1)).unwrap().services[0].intolerable;
        assert!((drawn.value - chance).abs() < 0.002, "{name}: {drawn:?}");
        let between = found.intolerable..=found.intolerable + found.missing;
        assert!(
            between.contains(&drawn.value),
            "{name}: {drawn:?} in {between:?}"
        );
    }
}

#[test]
fn formulas_speak_where_events_hardly_ever_meet() {
    let nodes = vec![node("a", &[]), service("s", &[(&[0], 1)], 1.0)];
    let rare = vec![scenario("x", 0.01, vec![effect(0, 1.0, days(0.02))])];
    let long = vec![scenario("x", 0.0001, vec![effect(0, 1.0, days(5.0))])];
    for scenarios in [rare, long] {
        let model = Model::new(draft(nodes.clone(), scenarios)).unwrap();
        let found = &analytic::figures(&model).services[0];
        assert!(found.is_chance_known(), "{found:?}");
        assert!(found.missing < 1e-4);
    }
}

#[test]
fn what_is_shown_of_random_models_is_what_happens() {
    let (mut z, mut by_formula) = (Vec::new(), 0);
    let plans = [Plan::new(20_000, 1), Plan::new(40_000, 2)];
    for seed in 0..6 {
        let model = Model::new(busy(seed)).unwrap();
        for chosen in [&[][..], &[0]] {
            for figure in shown(&model.with_measures(chosen).unwrap(), plans) {
                let what = &figure.what;
                assert!(
                    figure.z.abs() < 5.0,
                    "{what} of {seed} {chosen:?}: {figure:?}"
                );
                by_formula += usize::from(figure.by_formula);
                z.push(figure.z);
            }
        }
    }
    let beyond = z.iter().filter(|z| z.abs() > 3.0).count();
    let (_, typical) = spread(&z);
    assert!(
        z.len() > 300 && by_formula > 100,
        "{} {by_formula}",
        z.len()
    );
    // By chance alone it is three of a thousand.
    assert!(
        beyond * 100 <= z.len() && typical < 1.1,
        "{beyond} {typical}"
    );
}

#[test]
fn a_chance_lies_between_what_single_events_bring_and_what_may_be_missing() {
    for seed in 0..6 {
        let model = Model::new(busy(seed)).unwrap();
        let figures = analytic::figures(&model);
        let outcome = simulate(&model, Plan::new(40_000, 3)).unwrap();
        for (found, drawn) in figures.services.iter().zip(&outcome.services) {
            let (low, drawn) = (found.intolerable, drawn.intolerable);
            assert!(
                drawn.value > low - 5.0 * drawn.error,
                "{seed}: {low} {drawn:?}"
            );
            let high = low + found.missing;
            assert!(
                drawn.value < high + 5.0 * drawn.error,
                "{seed}: {high} {drawn:?}"
            );
        }
    }
}

#[test]
fn errors_are_those_of_runs_with_other_seeds_also_where_outages_merge() {
    let nodes = vec![node("a", &[]), service("s", &[(&[0], 1)], 3.0)];
    // Rare, often, nearly always down, and down but for moments.
    for (rate, long) in [
        (0.05, 3.0),
        (12.0, 3.0),
        (12.0, 40.0),
        (60.0, 40.0),
        (400.0, 9.0),
    ] {
        let hit = vec![effect(0, 1.0, days(long))];
        let model = Model::new(draft(nodes.clone(), vec![scenario("x", rate, hit)])).unwrap();
        let runs: Vec<_> = (0..200)
            .map(|seed| simulate(&model, Plan::new(300, seed)).unwrap().services[0].outage_days)
            .collect();
        let n = runs.len() as f64;
        let mean = runs.iter().map(|it| it.value).sum::<f64>() / n;
        let squares: f64 = runs.iter().map(|it| (it.value - mean).powi(2)).sum();
        let empirical = (squares / (n - 1.0)).sqrt();
        let told = (runs.iter().map(|it| it.error.powi(2)).sum::<f64>() / n).sqrt();
        let ratio = told / empirical;
        assert!(
            (0.85..1.18).contains(&ratio),
            "{rate} {long}: {told} {empirical}"
        );
    }
}

#[test]
fn no_quantile_is_above_what_a_term_can_hold() {
    let nodes = vec![node("a", &[]), service("s", &[(&[0], 1)], 3.0)];
    for (rate, long) in [(12.0, 3.0), (50.0, 30.0), (2.0, 2_000.0)] {
        let hit = vec![effect(0, 1.0, days(long))];
        let model = Model::new(draft(nodes.clone(), vec![scenario("x", rate, hit)])).unwrap();
        let curve = analytic::loss_curve(&model);
        let outcome = simulate(&model, Plan::new(5_000, 1)).unwrap();
        for p in [0.5, 0.9, 0.99, 0.999_999] {
            let most = 100.0 * 1_000.0 * (1.0 + 1e-5);
            assert!(curve.quantile(p) <= most, "{rate}: {}", curve.quantile(p));
            assert!(outcome.loss_quantile(p).value <= most);
        }
        assert!(curve.above(100_001.0) <= 0.0);
    }
}

#[test]
fn the_same_work_is_as_many_terms_as_it_affords() {
    let nodes = vec![node("a", &[]), service("s", &[(&[0], 1)], 3.0)];
    let with = |rate: f64| {
        let hit = vec![effect(0, 1.0, days(30.0))];
        Model::new(draft(nodes.clone(), vec![scenario("x", rate, hit)])).unwrap()
    };
    assert_eq!(affordable(&with(1.0), 4e9, 100_000), 100_000);
    let busy = affordable(&with(10_000.0), 4e9, 100_000);
    assert!((100..5_000).contains(&busy), "{busy}");
    assert_eq!(affordable(&with(10_000.0), 1.0, 100_000), 1);
    // Thirty thousand events a term, most of them while hundreds of others last.
    let outcome = simulate(&with(10_000.0), Plan::new(20, 1)).unwrap();
    assert!(outcome.services[0].outage_days.value > 990.0);
}

#[test]
fn what_does_not_fit_the_memory_is_refused() {
    let mut all = draft(vec![service("s", &[], 1.0)], Vec::new());
    let hit = || vec![effect(0, 1.0, days(1.0))];
    all.scenarios = (0..200)
        .map(|at| scenario(&format!("{at}"), 10_000.0, hit()))
        .collect();
    let refused = simulate(&Model::new(all).unwrap(), Plan::new(1, 1)).unwrap_err();
    assert!(refused.to_string().contains("events"), "{refused}");
}
