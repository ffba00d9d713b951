//! Laws that every textbook proves: moments, quantiles, sums of random numbers of random amounts, and
//! trees against counting every case.

use proptest::prelude::*;
use simulation::aggregate::{Aggregate, Count, compound_by_fft, panjer, unbiased};
use simulation::analytic;
use simulation::distribution::special::{
    beta_below, beta_quantile, gamma_below, normal_above, normal_below, normal_quantile,
};
use simulation::distribution::{
    Beta, Distribution, Gamma, Lognormal, Pert, PertTable, Poisson, implied, rate_from_hundred,
    share_of_terms,
};
use simulation::fault_tree::{FaultTree, Gate, Input};
use simulation::model::Model;
use simulation::renewal::{Causes, longer_outage};
use simulation::simulate::{Estimate, Outcome, Plan, simulate};

use crate::support::{days, draft, effect, scenario, service};

fn close(value: f64, expected: f64, relative: f64) {
    let most = relative * expected.abs().max(1e-300);
    assert!(
        (value - expected).abs() <= most,
        "{value} against {expected}"
    );
}

/// Everything that a duration or a cost may be.
fn distributions() -> Vec<Distribution> {
    let lognormal = |low, high| Lognormal::from_interval(low, high).unwrap();
    let pert = |min, mode, max| Distribution::Pert(Pert::new(min, mode, max).unwrap());
    vec![
        Distribution::Lognormal(lognormal(0.5, 3.0)),
        Distribution::Lognormal(lognormal(1.0, 100.0)),
        Distribution::Lognormal(lognormal(1.0, 100.0).capped(60.0).unwrap()),
        Distribution::Lognormal(lognormal(2.0, 5.0).capped(1.0).unwrap()),
        pert(0.0, 1.0, 10.0),
        pert(2.0, 2.0, 30.0),
        pert(1.0, 9.0, 9.0),
    ]
}

/// The integral of a function from zero on, by Simpson's rule on a scale of logarithms.
fn integral(f: impl Fn(f64) -> f64) -> f64 {
    const STEPS: usize = 30_000;
    let (from, to) = (-16.0_f64, 14.0_f64);
    let width = (to - from) / STEPS as f64;
    let at = |step: usize| {
        let x = (from + width * step as f64).exp();
        f(x) * x
    };
    let weight = |step: usize| if step.is_multiple_of(2) { 2.0 } else { 4.0 };
    let inner: f64 = (1..STEPS).map(|step| weight(step) * at(step)).sum();
    width / 3.0 * (at(0) + inner + at(STEPS))
}

#[test]
fn means_and_squares_are_the_integrals_of_what_survives() {
    for it in distributions() {
        // A worst case is a step, which no rule of integration meets exactly.
        close(it.mean(), integral(|x| it.survival(x)), 2e-3);
        close(
            it.second_moment(),
            integral(|x| 2.0 * x * it.survival(x)),
            2e-3,
        );
    }
}

#[test]
fn scores_chances_and_values_tell_the_same() {
    for it in distributions() {
        let mut before = (0.0, 1.0);
        for step in -40..=40 {
            let z = f64::from(step) / 10.0;
            let x = it.at_score(z);
            assert!(
                x >= before.0 && it.survival(x) <= before.1 + 1e-12,
                "{it:?} {z}"
            );
            before = (x, it.survival(x));
            if it.score(x).is_finite() {
                close(it.survival(x), normal_above(z), 1e-6);
                assert!((it.score(x) - z).abs() < 1e-6, "{it:?} {z}");
            }
        }
        let told = implied(&it);
        assert!(told.median <= told.one_in_twenty && told.one_in_twenty <= told.one_in_hundred);
        assert!((it.survival(-1.0) - 1.0).abs() < 1e-12 && it.survival(1e30) < 1e-12);
    }
}

#[test]
fn what_is_shortened_is_the_same_in_another_unit() {
    for it in distributions() {
        for factor in [1.0, 0.5, 0.01] {
            let short = it.scaled(factor);
            close(short.mean(), factor * it.mean(), 1e-9);
            close(
                short.second_moment(),
                factor * factor * it.second_moment(),
                1e-9,
            );
            for x in [0.1, 1.0, 7.0] {
                assert!(
                    (short.survival(factor * x) - it.survival(x)).abs() < 1e-9,
                    "{it:?}"
                );
            }
        }
    }
}

proptest! {
    #[test]
    fn an_interval_holds_nine_cases_of_ten(low in 0.001_f64..1e3, times in 1.001_f64..1e4) {
        let it = Lognormal::from_interval(low, low * times).unwrap();
        prop_assert!((it.survival(low) - 0.95).abs() < 1e-9);
        prop_assert!((it.survival(low * times) - 0.05).abs() < 1e-9);
        let median = Lognormal::from_median(low, low * times).unwrap();
        prop_assert!((median.survival(low) - 0.5).abs() < 1e-9);
        prop_assert!((median.survival(low * times) - 0.05).abs() < 1e-9);
        let mean = Lognormal::from_mean(low, it.sigma()).unwrap();
        prop_assert!((mean.mean() / low - 1.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_turn_chances_back_into_values(p in 0.001_f64..0.999, a in 0.2_f64..50.0, b in 0.2_f64..50.0) {
        let gamma = Gamma::new(a, b).unwrap();
        prop_assert!((gamma.below(gamma.quantile(p)) - p).abs() < 1e-9);
        let beta = Beta::new(a, b).unwrap();
        prop_assert!((beta.below(beta.quantile(p)) - p).abs() < 1e-9);
        prop_assert!((beta_below(a, b, beta_quantile(a, b, p)) - p).abs() < 1e-9);
        prop_assert!((beta_below(a, b, p) + beta_below(b, a, 1.0 - p) - 1.0).abs() < 1e-10);
        prop_assert!((normal_below(normal_quantile(p)) - p).abs() < 1e-12);
    }

    #[test]
    fn events_of_a_term_are_shared_out_and_add_up(mean in 0.0_f64..40.0) {
        let count = Poisson::new(mean).unwrap();
        let chances: Vec<f64> = (0..200).map(|n| count.probability(n)).collect();
        prop_assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let average: f64 = (0..).zip(&chances).map(|(n, p)| f64::from(n) * p).sum();
        prop_assert!((average - mean).abs() < 1e-8);
        let mut sum = 0.0;
        for (n, p) in (0..60).zip(&chances) {
            sum += p;
            prop_assert!((count.at_most(n) - sum).abs() < 1e-9);
        }
        prop_assert!((count.at_least_once() + chances[0] - 1.0).abs() < 1e-12);
    }

    #[test]
    fn what_a_workshop_answers_and_what_is_told_back_is_the_same(share in 0.0_f64..99.9, years in 0.5_f64..20.0) {
        let rate = rate_from_hundred(share, years).unwrap();
        prop_assert!((share_of_terms(rate, years) - share).abs() < 1e-9);
        // A municipality may be hit twice.
        prop_assert!(rate >= share / 100.0 / years - 1e-12);
    }
}

#[test]
fn own_years_draw_a_frequency_to_what_was_seen() {
    let known = Gamma::from_interval(0.05, 0.5).unwrap();
    let quiet = known.updated(0, 10.0);
    let busy = known.updated(9, 10.0);
    assert!(quiet.mean() < known.mean() && known.mean() < busy.mean() && busy.mean() < 0.9);
    assert_eq!(known.updated(0, 0.0), known);
    // More years make the doubt smaller.
    let width = |it: Gamma| it.quantile(0.95) / it.quantile(0.05);
    assert!(width(known.updated(90, 100.0)) < width(busy));
    assert!(gamma_below(3.0, 0.0).abs() < 1e-300 && gamma_below(3.0, 1e4) > 1.0 - 1e-12);
}

#[test]
fn the_quick_table_follows_every_exact_shape() {
    for (min, mode, max) in [(0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (5.0, 6.0, 100.0)] {
        let exact = Pert::new(min, mode, max).unwrap();
        let table = PertTable::new(exact);
        let mut before = min;
        for step in 0..=500 {
            let p = f64::from(step) / 500.0;
            let value = table.quantile(p);
            assert!(
                (value - exact.quantile(p)).abs() < 1e-3 * (max - min),
                "{p}"
            );
            assert!(value >= before && value <= max);
            before = value;
        }
    }
}

/// Mean and variance of what is on the grid.
fn moments(sum: &Aggregate) -> (f64, f64) {
    let values = sum.probability.iter().enumerate();
    let square: f64 = values.map(|(i, p)| (i as f64 * sum.step).powi(2) * p).sum();
    (sum.mean(), square - sum.mean().powi(2))
}

#[test]
fn a_random_sum_has_the_moments_that_wald_gives_it() {
    let amounts = [0.1, 0.4, 0.3, 0.0, 0.2];
    let mean: f64 = (0..).zip(amounts).map(|(x, p)| f64::from(x) * p).sum();
    let square: f64 = (0..).zip(amounts).map(|(x, p)| f64::from(x * x) * p).sum();
    let variance = square - mean * mean;
    for (count, expected, spread) in [
        (Count::Poisson(2.5), 2.5, 2.5),
        (Count::Poisson(0.01), 0.01, 0.01),
        (
            Count::NegativeBinomial {
                size: 3.0,
                chance: 0.4,
            },
            4.5,
            11.25,
        ),
        (
            Count::Binomial {
                trials: 7,
                chance: 0.3,
            },
            2.1,
            1.47,
        ),
        (Count::Given(vec![0.5, 0.0, 0.5]), 1.0, 1.0),
    ] {
        let step = 250.0;
        for sum in [
            panjer(&count, &amounts, step, 512),
            compound_by_fft(&count, &amounts, step, 512),
        ] {
            let (found_mean, found_variance) = moments(&sum);
            close(found_mean, expected * mean * step, 1e-7);
            let wald = expected * variance + spread * mean * mean;
            close(found_variance, wald * step * step, 1e-5);
            assert!((sum.at_most(f64::INFINITY) - 1.0).abs() < 1e-9, "{count:?}");
            for p in [0.1, 0.5, 0.9, 0.99] {
                let value = sum.quantile(p);
                assert!(sum.at_most(value) >= p - 1e-12);
                assert!(value <= 0.0 || sum.at_most(value - step) < p);
                assert!(sum.at_most(value) > 1.0 - 1e-9 || sum.tail_mean(p) > value);
            }
        }
    }
}

#[test]
fn an_amount_put_on_a_grid_keeps_its_mean_and_its_whole() {
    for it in distributions() {
        let limited = |x: f64| match it {
            Distribution::Lognormal(it) if x > 0.0 => it.capped(x.min(it.cap())).unwrap().mean(),
            _ => integral(|u| if u < x { it.survival(u) } else { 0.0 }),
        };
        let cells = if matches!(it, Distribution::Lognormal(_)) {
            2_000
        } else {
            20
        };
        let step = 40.0 / f64::from(cells);
        let cells = usize::try_from(cells).unwrap();
        let reach = step * cells as f64;
        let grid = unbiased(limited, 1.0 - it.survival(reach), step, cells);
        let mean: f64 = grid
            .iter()
            .enumerate()
            .map(|(i, p)| i as f64 * step * p)
            .sum();
        // On the grid is what lies within its reach; what lies beyond is missing.
        let within = limited(reach) - reach * it.survival(reach);
        close(mean, within, 2e-2);
        close(grid.iter().sum(), 1.0 - it.survival(reach), 1e-6);
    }
}

/// A random tree of gates over so many events; gates only name later ones.
fn trees() -> impl Strategy<Value = (Vec<Gate>, Vec<f64>)> {
    let input = (any::<bool>(), 0..6_usize);
    let gate = (0..4_usize, prop::collection::vec(input, 1..5));
    let gates = prop::collection::vec(gate, 1..5);
    (gates, prop::collection::vec(0.0_f64..=1.0, 6)).prop_map(|(drawn, chances)| {
        let all = drawn.len();
        let made = drawn.into_iter().enumerate().map(|(at, (least, inputs))| {
            let later = all - at - 1;
            let input = |(is_gate, to): (bool, usize)| match to.checked_rem(later) {
                Some(rest) if is_gate => Input::Gate(at + 1 + rest),
                _ => Input::Event(to),
            };
            Gate {
                at_least: 1 + least % inputs.len(),
                inputs: inputs.into_iter().map(input).collect(),
            }
        });
        (made.collect(), chances)
    })
}

/// Whether a gate happens when exactly these events do, from its definition.
fn happens(gates: &[Gate], at: usize, events: u32) -> bool {
    let is_true = |input: &&Input| match input {
        Input::Event(event) => events >> event & 1 == 1,
        Input::Gate(gate) => happens(gates, *gate, events),
    };
    gates[at].inputs.iter().filter(is_true).count() >= gates[at].at_least
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// All sixty-four sets of six events are tried.
    #[test]
    fn a_tree_is_what_its_definition_says((gates, chances) in trees()) {
        let tree = FaultTree::new(&gates, 0, &chances).unwrap();
        let tops: Vec<u32> = (0..64).filter(|set| happens(&gates, 0, *set)).collect();
        let weight = |set: u32, chances: &[f64]| -> f64 {
            let each = chances.iter().enumerate();
            each.map(|(at, p)| if set >> at & 1 == 1 { *p } else { 1.0 - p }).product()
        };
        let chance = |chances: &[f64]| -> f64 { tops.iter().map(|set| weight(*set, chances)).sum() };
        prop_assert!((tree.probability() - chance(&chances)).abs() < 1e-12);
        for (at, importance) in tree.importance().iter().enumerate() {
            let mut with = chances.clone();
            let mut given = |p: f64| { with[at] = p; chance(&with) };
            prop_assert!((importance - (given(1.0) - given(0.0))).abs() < 1e-12);
        }
        let is_minimal = |set: &&u32| (0..6).all(|at| *set >> at & 1 == 0 || !happens(&gates, 0, **set & !(1 << at)));
        let events = |set: &u32| (0..6).filter(|at| set >> at & 1 == 1).collect::<Vec<usize>>();
        let mut expected: Vec<Vec<usize>> = tops.iter().filter(is_minimal).map(events).collect();
        expected.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
        prop_assert_eq!(tree.minimal_cut_sets(1_000).unwrap(), expected);
    }
}

#[test]
fn a_tree_as_deep_as_the_limit_is_worked_out_and_a_deeper_one_is_refused() {
    let chain = |gates: usize| -> Vec<Gate> {
        let gate = |at: usize| Gate {
            at_least: 1,
            inputs: if at + 1 < gates {
                vec![Input::Gate(at + 1)]
            } else {
                vec![Input::Event(0)]
            },
        };
        (0..gates).map(gate).collect()
    };
    close(
        FaultTree::new(&chain(5_000), 0, &[0.25])
            .unwrap()
            .probability(),
        0.25,
        1e-12,
    );
    assert!(FaultTree::new(&chain(5_001), 0, &[0.25]).is_err());
}

/// Down at a moment unless nothing that lasts until then has begun: a queue with servers for all.
#[test]
fn outage_days_are_those_of_a_queue_with_any_number_of_servers() {
    for it in distributions() {
        for rate in [0.05, 2.0, 40.0] {
            let struck = vec![scenario("x", rate, vec![effect(0, 1.0, it)])];
            let mut one = draft(vec![service("s", &[], 1.0)], struck);
            one.term_days = 200.0;
            let found = analytic::figures(&Model::new(one).unwrap()).services[0].outage_days;
            // The mean number of events that still last, day by day, in small steps.
            let step = 0.01;
            let (mut lasting, mut days) = (0.0, 0.0);
            for at in 0..20_000 {
                let middle = (f64::from(at) + 0.5) * step;
                let half = it.survival(middle) * step / 2.0;
                let load = rate / 365.25 * (lasting + half);
                days += -(-load).exp_m1() * step;
                lasting += 2.0 * half;
            }
            close(found, days, 2e-4);
        }
    }
}

#[test]
fn a_loss_of_equal_amounts_is_a_poisson_count() {
    for rate in [0.1, 0.5, 1.5] {
        let mut fine = scenario("x", rate, Vec::new());
        fine.response = Some(days(10_000.0));
        let model = Model::new(draft(Vec::new(), vec![fine])).unwrap();
        let curve = analytic::loss_curve(&model);
        let count = Poisson::new(rate * 1_000.0 / 365.25).unwrap();
        let outcome = simulate(&model, Plan::new(40_000, 3)).unwrap();
        for n in 0..6_u32 {
            let between = (f64::from(n) + 0.5) * 10_000.0;
            let exact = 1.0 - count.at_most(n);
            assert!((curve.above(between) - exact).abs() < 2e-3, "{rate} {n}");
            let drawn = outcome.loss_above(between);
            assert!(
                (drawn.value - exact).abs() < 4.5 * drawn.error + 3.0 / 40_000.0,
                "{rate} {n}"
            );
        }
        close(curve.mean(), rate * 1_000.0 / 365.25 * 10_000.0, 1e-3);
    }
}

#[test]
fn the_chance_of_a_long_outage_falls_with_what_is_tolerated() {
    let lasts = |u: f64| (-0.5 * u).exp();
    for per_day in [0.01, 0.2, 1.0] {
        let causes = Causes {
            per_day,
            survival: &lasts,
        };
        let mut before = 1.0;
        for tolerance in [0.0, 0.5, 1.0, 3.0, 8.0, 99.0, 100.0] {
            let chance = longer_outage(&causes, tolerance, 100.0, 0.05);
            assert!(
                (0.0..=1.0).contains(&chance) && chance <= before + 1e-9,
                "{per_day} {tolerance}"
            );
            before = chance;
        }
        assert!(before <= 0.0, "no outage is longer than the term");
    }
}

#[test]
fn estimates_carry_the_error_of_their_size() {
    let share = Estimate::share(25, 100);
    close(share.value, 0.25, 1e-12);
    close(share.error, (0.25 * 0.75 / 100.0_f64).sqrt(), 1e-12);
    let mean = Estimate::mean([1.0, 2.0, 3.0, 4.0].into_iter());
    close(mean.value, 2.5, 1e-12);
    close(mean.error, (5.0 / 3.0 / 4.0_f64).sqrt(), 1e-12);
    close(mean.z(1.5), 1.0 / mean.error, 1e-12);
    for empty in [
        Estimate::mean(std::iter::empty()),
        Estimate::mean([7.0].into_iter()),
    ] {
        assert!(empty.error.abs() < 1e-300 && empty.value.is_finite());
    }
}

#[test]
fn a_quantile_of_simulated_losses_leaves_its_share_above() {
    let model = Model::new(draft(vec![service("s", &[], 1.0)], Vec::new())).unwrap();
    let outcome = simulate(&model, Plan::new(1_000, 1)).unwrap();
    // Every whole number below a thousand once, out of order.
    let losses: Vec<f64> = (0..1_000).map(|at| f64::from(at * 7 % 1_000)).collect();
    let outcome = Outcome { losses, ..outcome };
    let mut before = -1.0;
    for step in 0..=20 {
        let p = f64::from(step) / 20.0;
        let found = outcome.loss_quantile(p);
        assert!(
            found.value >= before && (found.value - p * 1_000.0).abs() <= 1.0,
            "{p}: {found:?}"
        );
        let above = outcome.loss_above(found.value).value;
        assert!(above <= 1.0 - p + 1e-12, "{p}: {above}");
        before = found.value;
    }
    close(outcome.loss_above(-1.0).value, 1.0, 1e-12);
    assert!(outcome.loss_above(999.0).value <= 0.0);
}
