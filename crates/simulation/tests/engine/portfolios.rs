//! What a budget buys, against trying everything.

use simulation::analytic;
use simulation::distribution::Xoshiro256;
use simulation::model::{Alternative, HitMultiplier, Measure, Model, Multiplier};
use simulation::portfolio::{self, MOST_ENUMERATED, NoPortfolio, Tables};

use crate::support::random_draft;

/// A random model with so many measures of every kind.
fn model(seed: u64, measures: usize) -> Model {
    let mut draft = random_draft(seed);
    let mut rng = Xoshiro256::new(seed, 1);
    let mut below = |n: usize| usize::try_from(rng.next_u64() % n as u64).unwrap();
    for at in 0..measures {
        let mut it = Measure {
            name: format!("m{at}"),
            cost: [5_000.0, 12_000.0, 33_300.0, 70_000.0][below(4)],
            overlap: (below(4) == 0).then(|| "same".to_owned()),
            ..Measure::default()
        };
        let factor = [0.2, 0.5, 0.9][below(3)];
        match below(4) {
            0 => it.hit.push(HitMultiplier {
                scenario: below(6),
                node: below(14),
                factor,
            }),
            1 => it.frequency.push(Multiplier {
                target: below(6),
                factor,
            }),
            _ => it.duration.push(Multiplier {
                target: below(14),
                factor,
            }),
        }
        draft.measures.push(it);
    }
    Model::new(draft).unwrap()
}

fn tables(model: &Model) -> Tables {
    portfolio::tables(model).unwrap()
}

#[test]
fn tables_are_the_formulas_of_every_portfolio() {
    for seed in 0..3 {
        let model = model(seed, 6);
        let tables = tables(&model);
        for set in (0..64_u64).step_by(3) {
            let chosen: Vec<usize> = (0..6).filter(|m| set >> m & 1 == 1).collect();
            let figures = analytic::figures(&model.with_measures(&chosen).unwrap());
            let alone: f64 = figures.loss_by_scenario.iter().sum();
            let found = tables.loss(set);
            assert!(
                (found / alone - 1.0).abs() < 2e-4,
                "{seed} {set}: {found} {alone}"
            );
        }
    }
}

#[test]
fn the_frontier_is_that_of_all_portfolios() {
    for (seed, odd) in [(1, 0.0), (2, 0.0), (3, 0.123_456_7), (4, 1.0 / 3.0)] {
        let mut draft = model(seed, 10).draft();
        for it in &mut draft.measures {
            // Costs without a common unit take two passes.
            it.cost += odd;
        }
        let model = Model::new(draft).unwrap();
        let tables = tables(&model);
        let frontier = tables.frontier().unwrap();
        for budget in [0.0, 4_000.0, 17_001.0, 50_000.0, 100_000.0, 1e9] {
            let within = (0..1_u64 << 10).map(|set| tables.portfolio(set));
            let within = within.filter(|it| it.cost <= budget);
            let least = within.map(|it| it.loss).fold(f64::INFINITY, f64::min);
            let found = tables.best(budget);
            assert!(found.gap <= 0.0 && found.best.cost <= budget);
            assert!((found.best.loss - least).abs() < 1e-5, "{seed} {budget}");
            assert!(frontier.iter().any(|it| it.measures == found.best.measures));
        }
        assert!(frontier.is_sorted_by(|a, b| a.cost < b.cost && a.loss > b.loss));
    }
}

#[test]
fn beyond_enumeration_the_gap_is_honest() {
    let mut draft = model(5, MOST_ENUMERATED + 5).draft();
    for (at, it) in draft.measures.iter_mut().enumerate().skip(8) {
        // Tables grow with the measures that act on durations and hits of one scenario.
        it.duration.clear();
        it.hit.clear();
        let factor = 0.95;
        it.frequency.push(Multiplier {
            target: at % 6,
            factor,
        });
    }
    let many = tables(&Model::new(draft).unwrap());
    assert!(many.frontier().is_none());
    for budget in [10_000.0, 60_000.0, 200_000.0] {
        let found = many.best(budget);
        assert!(found.best.cost <= budget && found.gap >= 0.0);
        // No exchange of two helps; nothing that is affordable is better than the gap says.
        let singles = (0..many.measures()).map(|m| many.portfolio(1 << m));
        for it in singles.filter(|it| it.cost <= budget) {
            assert!(it.loss >= found.best.loss - found.gap - 1e-6);
        }
    }
    // Where everything can be tried, the search is not better than the best and within its gap.
    let few = tables(&model(6, 12));
    assert!(few.best(0.0).best.measures == 0);
}

#[test]
fn steps_tell_what_comes_in_and_out_next() {
    let tables = tables(&model(2, 8));
    let set = 0b0101_0110;
    let (ins, outs) = (tables.next_in(set), tables.next_out(set));
    assert_eq!((ins.len(), outs.len()), (4, 4));
    for step in ins {
        assert!(set >> step.measure & 1 == 0 && step.saves >= -1e-9);
        let with = tables.loss(set | 1 << step.measure);
        assert!((step.saves - (tables.loss(set) - with)).abs() < 1e-9);
    }
    let whole = tables.cost_of_postponing(set, 1_000.0);
    assert!((whole - (tables.loss(0) - tables.loss(set))).abs() < 1e-9);
    assert!((tables.cost_of_postponing(set, 500.0) - 0.5 * whole).abs() < 1e-9);
}

#[test]
fn what_cannot_be_weighed_is_refused() {
    assert_eq!(
        portfolio::tables(&model(1, 65)).unwrap_err(),
        NoPortfolio::TooMany(65)
    );
    let mut draft = random_draft(1);
    let node = draft.scenarios[0].effects[0].node;
    let name = draft.scenarios[0].name.clone();
    draft.measures = (0..15)
        .map(|_| Measure {
            duration: vec![Multiplier {
                target: node,
                factor: 0.9,
            }],
            ..Measure::default()
        })
        .collect();
    let refused = portfolio::tables(&Model::new(draft).unwrap()).unwrap_err();
    assert!(
        matches!(refused, NoPortfolio::Entangled { scenario, count: 15, .. } if scenario == name)
    );
}

#[test]
fn two_measures_may_be_worth_something_only_together() {
    let mut draft = random_draft(1);
    draft.nodes.truncate(3);
    draft
        .nodes
        .push(crate::support::service("s", &[(&[0], 1), (&[1], 1)], 1.0));
    let hits = [0, 1].map(|node| crate::support::effect(node, 1.0, crate::support::days(9.0)));
    draft.scenarios = vec![crate::support::scenario("x", 1.0, hits.to_vec())];
    let second = |group| Measure {
        cost: 1_000.0,
        alternatives: vec![Alternative {
            node: 3,
            group,
            member: 2,
        }],
        ..Measure::default()
    };
    draft.measures = vec![second(0), second(1)];
    let tables = tables(&Model::new(draft).unwrap());
    assert!((tables.loss(1) / tables.loss(0) - 1.0).abs() < 1e-9);
    assert!((tables.loss(2) / tables.loss(0) - 1.0).abs() < 1e-9);
    assert!(tables.loss(3).abs() < 1e-9);
    assert_eq!(tables.best(2_000.0).best.measures, 3);
}
