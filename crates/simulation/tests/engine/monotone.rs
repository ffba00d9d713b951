//! What must go up when something gets worse, what only changes its unit, and where the limits of a model
//! lie.

use std::num::NonZeroUsize;

use simulation::analytic::{self, Figures};
use simulation::distribution::{Distribution, Lognormal, Pert};
use simulation::model::{Draft, Measure, Model, ModelError, Multiplier};
use simulation::portfolio;
use simulation::simulate::{Plan, compare, simulate};
use simulation::uncertainty;

use crate::support::{days, draft, effect, node, random_draft, scenario, service};

const SEEDS: std::ops::Range<u64> = 0..10;

fn figures(draft: &Draft) -> Figures {
    analytic::figures(&Model::new(draft.clone()).unwrap())
}

/// The figures before and after a change to random models.
fn changed(change: impl Fn(&mut Draft), compare: impl Fn(u64, &Figures, &Figures)) {
    for seed in SEEDS {
        let before = random_draft(seed);
        let mut after = before.clone();
        change(&mut after);
        compare(seed, &figures(&before), &figures(&after));
    }
}

/// That no figure of any service has become smaller.
fn is_no_better(seed: u64, before: &Figures, after: &Figures) {
    for (before, after) in before.services.iter().zip(&after.services) {
        let (one, other) = (before.outage_days, after.outage_days);
        assert!(other >= one - 1e-9, "{seed}: {one} to {other} days");
        let (one, other) = (before.intolerable, after.intolerable);
        assert!(other >= one - 1e-9, "{seed}: {one} to {other}");
    }
    assert!(after.loss >= before.loss - 1e-6 && after.resident_days >= before.resident_days - 1e-6);
}

#[test]
fn more_longer_and_surer_events_make_nothing_better() {
    changed(
        |it| {
            it.scenarios
                .iter_mut()
                .for_each(|it| it.rate_per_year *= 1.5);
        },
        is_no_better,
    );
    changed(
        |it| {
            for effect in it.scenarios.iter_mut().flat_map(|it| &mut it.effects) {
                effect.duration = lengthened(effect.duration);
            }
        },
        is_no_better,
    );
    changed(
        |it| {
            for effect in it.scenarios.iter_mut().flat_map(|it| &mut it.effects) {
                effect.probability = (effect.probability * 1.3).min(1.0);
            }
        },
        is_no_better,
    );
}

/// The same distribution of days, each twice as long.
fn lengthened(it: Distribution) -> Distribution {
    match it {
        Distribution::Lognormal(it) => {
            let longer = Lognormal::new(it.mu() + 2.0_f64.ln(), it.sigma());
            Distribution::Lognormal(longer.unwrap())
        }
        Distribution::Pert(it) => {
            let longer = Pert::new(2.0 * it.min(), 2.0 * it.mode(), 2.0 * it.max());
            Distribution::Pert(longer.unwrap())
        }
    }
}

#[test]
fn who_bears_less_is_hit_more_often_and_is_down_as_long() {
    changed(
        |it| {
            for service in it.nodes.iter_mut().filter_map(|it| it.service.as_mut()) {
                service.tolerance_days *= 0.5;
            }
        },
        |seed, before, after| {
            is_no_better(seed, before, after);
            for (before, after) in before.services.iter().zip(&after.services) {
                assert!(
                    (before.outage_days - after.outage_days).abs() < 1e-12,
                    "{seed}"
                );
            }
        },
    );
}

#[test]
fn one_more_that_can_stand_in_makes_nothing_worse() {
    changed(
        |it| {
            let spare = it.nodes.len();
            it.nodes.push(node("spare", &[]));
            for group in it.nodes.iter_mut().flat_map(|it| &mut it.groups) {
                group.members.push(spare);
            }
        },
        |seed, before, after| is_no_better(seed, after, before),
    );
}

#[test]
fn euros_and_people_scale_and_change_nothing_else() {
    changed(
        |it| {
            for service in it.nodes.iter_mut().filter_map(|it| it.service.as_mut()) {
                service.cost_per_day *= 3.0;
                service.users *= 5.0;
            }
        },
        |seed, before, after| {
            let outages = |it: &Figures| it.loss - it.response;
            assert!(
                (outages(after) - 3.0 * outages(before)).abs() < 1e-6,
                "{seed}"
            );
            assert!(
                (after.resident_days - 5.0 * before.resident_days).abs() < 1e-6,
                "{seed}"
            );
            for (before, after) in before.services.iter().zip(&after.services) {
                assert!(
                    (before.outage_days - after.outage_days).abs() < 1e-12,
                    "{seed}"
                );
                assert!(
                    (before.intolerable - after.intolerable).abs() < 1e-12,
                    "{seed}"
                );
            }
        },
    );
}

/// The same world with its clock running at half speed.
#[test]
fn a_model_in_another_unit_of_time_is_the_same_model() {
    changed(
        |it| {
            it.term_days *= 2.0;
            for service in it.nodes.iter_mut().filter_map(|it| it.service.as_mut()) {
                service.tolerance_days *= 2.0;
            }
            for scenario in &mut it.scenarios {
                scenario.rate_per_year *= 0.5;
                for effect in &mut scenario.effects {
                    effect.duration = lengthened(effect.duration);
                }
            }
        },
        |seed, before, after| {
            for (before, after) in before.services.iter().zip(&after.services) {
                let apart = after.outage_days - 2.0 * before.outage_days;
                assert!(
                    apart.abs() < 1e-3 * before.outage_days.max(1e-6),
                    "{seed}: {apart}"
                );
                let apart = after.intolerable - before.intolerable;
                assert!(
                    apart.abs() < 1e-3 * before.intolerable.max(1e-6),
                    "{seed}: {apart}"
                );
            }
            assert!((after.events - before.events).abs() < 1e-9, "{seed}");
        },
    );
}

#[test]
fn a_scenario_that_touches_nothing_else_adds_its_own_part() {
    for seed in SEEDS {
        let before = random_draft(seed);
        let mut after = before.clone();
        let at = after.nodes.len();
        after.nodes.push(service("own", &[], 1.0));
        after
            .scenarios
            .push(scenario("own", 1.0, vec![effect(at, 1.0, days(2.0))]));
        let (before, after) = (figures(&before), figures(&after));
        let last = after.services.last().unwrap();
        assert!(
            (after.loss - before.loss - 100.0 * last.outage_days).abs() < 1e-4,
            "{seed}"
        );
        for (one, other) in before.services.iter().zip(&after.services) {
            // What lasts two days exactly is a point more to integrate over, for all.
            let apart = (one.outage_days - other.outage_days).abs();
            assert!(apart < 1e-7, "{seed}: {apart}");
        }
    }
}

#[test]
fn the_parts_of_a_loss_are_the_loss_of_the_curve() {
    for seed in SEEDS {
        let model = Model::new(random_draft(seed)).unwrap();
        let parts: f64 = analytic::figures(&model).loss_by_scenario.iter().sum();
        let curve = analytic::loss_curve(&model);
        assert!(
            (curve.mean() / parts - 1.0).abs() < 0.02,
            "{seed}: {} {parts}",
            curve.mean()
        );
        let mut before = 1.0;
        for step in 0..60 {
            let above = curve.above(curve.mean() * f64::from(step) / 10.0);
            assert!(
                (-1e-9..=1.0).contains(&above) && above <= before + 1e-9,
                "{seed}"
            );
            before = above;
        }
        for p in [0.3, 0.5, 0.9, 0.99] {
            let value = curve.quantile(p);
            assert!(
                value <= 0.0 || (curve.above(value) - (1.0 - p)).abs() < 1e-6,
                "{seed} {p}"
            );
            assert!(value <= curve.quantile(p + 0.005), "{seed} {p}");
        }
        assert!((curve.above(-1.0) - 1.0).abs() < 1e-12);
    }
}

#[test]
fn a_shorter_period_loses_its_share() {
    for seed in 0..4 {
        let model = Model::new(random_draft(seed)).unwrap();
        let whole = analytic::loss_curve(&model).mean();
        let half = analytic::loss_curve_over(&model, 500.0).mean();
        assert!((half / whole - 0.5).abs() < 1e-6, "{seed}");
    }
}

#[test]
fn as_many_events_are_drawn_as_come() {
    for seed in 0..6 {
        let model = Model::new(random_draft(seed)).unwrap();
        let expected = analytic::figures(&model).events * 5_000.0;
        let outcome = simulate(&model, Plan::new(5_000, seed)).unwrap();
        let z = (outcome.events as f64 - expected) / expected.sqrt();
        assert!(z.abs() < 4.5, "{seed}: {z}");
        let sums = [&outcome.services_intolerable, &outcome.services_at_once];
        for shares in sums {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{seed}");
        }
        assert!(outcome.affected_at_least.value <= outcome.affected_at_most.value + 1e-9);
    }
}

fn with_measures(seed: u64) -> Model {
    let mut draft = random_draft(seed);
    let at = |target, factor| vec![Multiplier { target, factor }];
    let measure = |name: &str, cost| Measure {
        name: name.to_owned(),
        cost,
        ..Measure::default()
    };
    draft.measures = vec![
        Measure {
            frequency: at(0, 0.5),
            ..measure("a", 1_000.0)
        },
        Measure {
            duration: at(2, 0.3),
            ..measure("b", 2_500.0)
        },
        Measure {
            response: at(1, 0.2),
            ..measure("c", 700.0)
        },
        Measure {
            tolerance: at(9, 4.0),
            ..measure("d", 100.0)
        },
        Measure {
            frequency: at(0, 0.7),
            overlap: Some("w".to_owned()),
            ..measure("e", 400.0)
        },
        Measure {
            frequency: at(0, 0.8),
            overlap: Some("w".to_owned()),
            ..measure("f", 300.0)
        },
    ];
    Model::new(draft).unwrap()
}

#[test]
fn a_measure_more_costs_its_price_and_leaves_no_more_loss() {
    for seed in SEEDS {
        let tables = portfolio::tables(&with_measures(seed)).unwrap();
        for set in 0..64_u64 {
            for measure in (0..6).filter(|m| set >> m & 1 == 0) {
                let more = set | 1 << measure;
                assert!(
                    tables.loss(more) <= tables.loss(set) * (1.0 + 1e-9),
                    "{seed} {set:b} {measure}"
                );
                let price = tables.cost(more) - tables.cost(set);
                assert!((price - tables.cost(1 << measure)).abs() < 1e-9);
            }
        }
        let mut before = f64::INFINITY;
        for budget in [0.0, 100.0, 700.0, 1_500.0, 5_000.0, 1e9] {
            let best = tables.best(budget).best;
            assert!(
                best.cost <= budget && best.loss <= before,
                "{seed} {budget}"
            );
            assert!((best.total() - best.cost - best.loss).abs() < 1e-9);
            before = best.loss;
        }
    }
}

#[test]
fn measures_compared_on_any_number_of_threads_save_the_same() {
    let model = with_measures(3);
    let plan = Plan::new(9_000, 5);
    let one = compare(&model, &[vec![0], vec![1, 2]], plan).unwrap();
    let three = plan.on(NonZeroUsize::new(3).unwrap());
    assert_eq!(one, compare(&model, &[vec![0], vec![1, 2]], three).unwrap());
}

#[test]
fn more_doubt_about_the_inputs_is_more_doubt_about_the_figures() {
    let with = |times: f64| {
        let mut draft = random_draft(3);
        for scenario in &mut draft.scenarios {
            let rate = scenario.rate_per_year;
            scenario.rate_interval = Some((rate / times, rate * times));
        }
        uncertainty::bands(&Model::new(draft).unwrap(), 60, 1).loss
    };
    let (narrow, wide) = (with(1.2), with(4.0));
    assert!(
        wide.high - wide.low > 2.0 * (narrow.high - narrow.low),
        "{narrow:?} {wide:?}"
    );
    for band in [narrow, wide] {
        assert!(band.low > 0.0 && band.low < band.headline && band.headline < band.high);
    }
}

/// The right model with one number put to the edge of what it may be, and beyond.
#[test]
fn the_limits_of_every_number_are_taken_and_what_lies_beyond_is_named() {
    type Put = fn(&mut Draft, f64);
    let places: [(&str, Put, f64, f64); 7] = [
        ("term_days", |it, x| it.term_days = x, 0.001, 3_653.0),
        ("residents", |it, x| it.residents = Some(x), 0.0, 1e9),
        (
            "nodes[0].tolerance_days",
            |it, x| it.nodes[0].service.as_mut().unwrap().tolerance_days = x,
            0.0,
            1e6,
        ),
        (
            "nodes[0].users",
            |it, x| it.nodes[0].service.as_mut().unwrap().users = x,
            0.0,
            1e9,
        ),
        (
            "nodes[0].cost_per_day",
            |it, x| it.nodes[0].service.as_mut().unwrap().cost_per_day = x,
            0.0,
            1e12,
        ),
        (
            "scenarios[0].rho",
            |it, x| it.scenarios[0].rho = x,
            0.0,
            1.0,
        ),
        (
            "scenarios[0].effects[0].probability",
            |it, x| it.scenarios[0].effects[0].probability = x,
            0.0,
            1.0,
        ),
    ];
    let right = || {
        draft(
            vec![service("s", &[], 1.0)],
            vec![scenario("x", 1.0, vec![effect(0, 1.0, days(1.0))])],
        )
    };
    for (place, put, low, high) in places {
        let made = |value: f64| {
            let mut draft = right();
            put(&mut draft, value);
            Model::new(draft)
        };
        assert!(made(low).is_ok() && made(high).is_ok(), "{place}");
        for beyond in [low - 1e-6, high * 1.000_01, -1.0, f64::NAN] {
            match made(beyond) {
                Err(ModelError::Field { at, hint, .. }) => {
                    assert_eq!(at, place, "{beyond}");
                    assert!(hint.contains(&high.to_string()), "{hint}");
                }
                other => panic!("{place} = {beyond} gave {other:?}"),
            }
        }
    }
}

#[test]
fn as_many_things_as_the_limit_are_taken_and_one_more_is_not() {
    let with = |nodes: usize, scenarios: usize, measures: usize| {
        let mut draft = draft(
            vec![node("n", &[]); nodes],
            vec![scenario("s", 0.0, Vec::new()); scenarios],
        );
        draft.measures = vec![Measure::default(); measures];
        match Model::new(draft) {
            Err(ModelError::TooMany { what, count, most }) => Some((what, count, most)),
            _ => None,
        }
    };
    assert_eq!(with(1, 1, 1_000), None);
    assert_eq!(with(1, 1, 1_001), Some(("measures", 1_001, 1_000)));
    assert_eq!(with(1, 50_001, 0), Some(("scenarios", 50_001, 50_000)));
    assert_eq!(with(200_001, 0, 0), Some(("nodes", 200_001, 200_000)));
}
