//! Measures are judged on the same events: no noise of two samples between them.

use simulation::analytic;
use simulation::distribution::{Distribution, Lognormal};
use simulation::model::{Alternative, HitMultiplier, Measure, Model, Multiplier};
use simulation::simulate::{Estimate, Plan, compare, simulate};

use crate::support::{draft, effect, node, random_draft, scenario, service};

/// Two data centres behind a service, each struck by its own fire, and what helps a little.
fn model() -> Model {
    let lasting = |mu| Distribution::Lognormal(Lognormal::new(mu, 1.0).unwrap());
    let mut draft = draft(
        vec![
            node("a", &[]),
            node("b", &[]),
            node("spare", &[]),
            service("payroll", &[(&[0], 1), (&[1], 1)], 2.0),
        ],
        vec![
            scenario(
                "fire",
                3.0,
                vec![effect(0, 0.8, lasting(1.0)), effect(1, 0.3, lasting(0.5))],
            ),
            scenario("flood", 2.0, vec![effect(1, 1.0, lasting(0.0))]),
        ],
    );
    let measure = |name: &str, cost| Measure {
        name: name.to_owned(),
        cost,
        ..Measure::default()
    };
    let half = |target| {
        vec![Multiplier {
            target,
            factor: 0.5,
        }]
    };
    let spared = HitMultiplier {
        scenario: 0,
        node: 0,
        factor: 0.25,
    };
    let spare = Alternative {
        node: 3,
        group: 0,
        member: 2,
    };
    draft.measures = vec![
        Measure {
            frequency: half(0),
            ..measure("watch", 10.0)
        },
        Measure {
            duration: half(1),
            ..measure("restore", 20.0)
        },
        Measure {
            hit: vec![spared],
            ..measure("wall", 30.0)
        },
        Measure {
            alternatives: vec![spare],
            ..measure("second site", 40.0)
        },
    ];
    Model::new(draft).unwrap()
}

#[test]
fn what_measures_save_agrees_with_the_formulas() {
    let model = model();
    let portfolios: Vec<Vec<usize>> = vec![vec![0], vec![1], vec![2], vec![3], vec![0, 1, 2]];
    let compared = compare(&model, &portfolios, Plan::new(100_000, 4)).unwrap();
    let before = analytic::figures(&model).loss;
    assert!(compared.without.loss.z(before).abs() < 4.0);
    for (at, chosen) in portfolios.iter().enumerate() {
        let after = analytic::figures(&model.with_measures(chosen).unwrap()).loss;
        let (saved, with) = (compared.saved(at), &compared.with[at]);
        assert!(saved.z(before - after).abs() < 4.0, "{chosen:?}: {saved:?}");
        assert!(
            with.loss.z(after).abs() < 4.0,
            "{chosen:?}: {:?} {after}",
            with.loss
        );
    }
}

#[test]
fn the_terms_without_measures_are_those_of_a_plain_run() {
    let model = model();
    let compared = compare(&model, &[vec![], vec![1]], Plan::new(9_000, 8)).unwrap();
    assert_eq!(
        compared.without,
        simulate(&model, Plan::new(9_000, 8)).unwrap()
    );
    let nothing = compared.saved(0);
    assert!(
        nothing.value.abs() < 1e-9 && nothing.error < 1e-9,
        "{nothing:?}"
    );
}

#[test]
fn common_events_take_the_noise_away() {
    let model = model();
    let plan = Plan::new(40_000, 2);
    // The second site saves nearly all of what one of two scenarios brings: little is in common.
    for (chosen, least) in [(0, 2.0), (1, 2.0), (2, 2.0), (3, 1.5)] {
        let compared = compare(&model, &[vec![chosen]], plan).unwrap();
        let common = compared.saved(0).error;
        let apart = |it: Estimate| it.error * it.error;
        let independent = (apart(compared.without.loss) + apart(compared.with[0].loss)).sqrt();
        // In terms of trials: the square of it.
        let factor = (independent / common).powi(2);
        assert!(factor > least, "measure {chosen}: {factor}");
    }
}

#[test]
fn no_measure_makes_any_term_worse() {
    let model = model();
    let portfolios = [vec![0], vec![1], vec![2], vec![3], vec![0, 1, 2, 3]];
    let compared = compare(&model, &portfolios, Plan::new(20_000, 6)).unwrap();
    for with in &compared.with {
        let pairs = compared.without.losses.iter().zip(&with.losses);
        let worse = pairs.filter(|(before, after)| **after > **before * (1.0 + 1e-5) + 1e-6);
        assert_eq!(worse.count(), 0);
        for (before, after) in compared.without.services.iter().zip(&with.services) {
            assert!(after.intolerable.value <= before.intolerable.value);
        }
    }
    assert!(compared.pays_back(4, 0.0).value > 0.9);
    assert!(compared.pays_back(4, f64::INFINITY).value <= 0.0);
}

#[test]
fn measures_of_random_models_never_worsen_a_service() {
    for seed in 0..20 {
        let mut draft = random_draft(seed);
        let halve = |target| Multiplier {
            target,
            factor: 0.5,
        };
        draft.measures = vec![Measure {
            frequency: vec![halve(0), halve(3)],
            duration: (0..14).step_by(2).map(halve).collect(),
            hit: vec![HitMultiplier {
                scenario: 1,
                node: 2,
                factor: 0.1,
            }],
            ..Measure::default()
        }];
        let model = Model::new(draft).unwrap();
        let before = analytic::figures(&model);
        let after = analytic::figures(&model.with_measures(&[0]).unwrap());
        for (before, after) in before.services.iter().zip(&after.services) {
            assert!(after.outage_days <= before.outage_days + 1e-9, "{seed}");
            assert!(after.intolerable <= before.intolerable + 1e-9, "{seed}");
        }
    }
}
