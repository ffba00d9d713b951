//! Figures that others published, each with its source; those of compound distributions, intervals
//! and small trees stand beside the functions.

use std::collections::BTreeMap;

use crate::support::{draft, effect, node, scenario, service};
use simulation::analytic;
use simulation::distribution::{Distribution, Lognormal};
use simulation::fault_tree::{FaultTree, Gate, Input};
use simulation::model::Model;
use simulation::simulate::{Plan, simulate};

/// A tree as text: a gate a line (name, how many of its inputs it takes, inputs; the first is the
/// top), then `event = probability`; events without a line have the probability given.
fn tree(text: &str, probability: f64) -> FaultTree {
    let lines: Vec<Vec<&str>> = text.lines().map(|it| it.split(' ').collect()).collect();
    let (gates, given): (Vec<_>, Vec<_>) = lines.iter().partition(|words| words[1] != "=");
    let gate_at = |name: &str| gates.iter().position(|words| words[0] == name);
    let mut events: BTreeMap<&str, usize> = BTreeMap::new();
    let mut made = Vec::new();
    for words in &gates {
        let mut inputs = Vec::new();
        for name in &words[2..] {
            let known = events.len();
            inputs.push(match gate_at(name) {
                Some(gate) => Input::Gate(gate),
                None => Input::Event(*events.entry(*name).or_insert(known)),
            });
        }
        let at_least = words[1].parse().unwrap();
        made.push(Gate { at_least, inputs });
    }
    let mut probabilities = vec![probability; events.len()];
    for words in given {
        probabilities[events[words[0]]] = words[2].parse().unwrap();
    }
    FaultTree::new(&made, 0, &probabilities).unwrap()
}

/// Example of the program `OpenFTA`, as tested in SCRAM (`bench_three_motor_tests`).
#[test]
fn three_motors_of_openfta_come_out() {
    // Its three timers are reset for certain: gate g12 holds the second of them.
    let text = include_str!("trees/three-motor.txt").to_owned() + "KT2 = 1";
    let found = tree(&text, 0.02).probability();
    assert!((found - 0.021_153_8).abs() < 1e-7, "{found}");
}

/// The "Chinese tree" of the Aralia benchmarks, 392 cut sets, as tested in SCRAM.
#[test]
fn the_chinese_tree_comes_out() {
    let tree = tree(include_str!("trees/chinese.txt"), 0.02);
    let found = tree.probability();
    // The figure in the test is rounded and may be off by 1e-5 there.
    assert!((found - 0.004_569_1).abs() < 5e-7, "{found}");
    assert_eq!(tree.minimal_cut_sets(1_000).unwrap().len(), 392);
}

/// "Baobab 1" of the Aralia benchmarks: 61 events and 46,188 cut sets, as tested in SCRAM.
#[test]
fn the_first_baobab_comes_out() {
    let found = tree(include_str!("trees/baobab1.txt"), 0.0).probability();
    assert!((found / 1.2823e-6 - 1.0).abs() < 1e-4, "{found}");
}

/// SCRAM's example of common causes by beta factors: three trains of pump and valve, each fails with
/// 0.1, a fifth of it for a cause that all pumps or all valves share.
#[test]
fn common_causes_by_beta_factors_come_out() {
    let text = "top 3 a b c\n\
        a 1 pump-a pumps valve-a valves\n\
        b 1 pump-b pumps valve-b valves\n\
        c 1 pump-c pumps valve-c valves\n\
        pumps = 0.02\nvalves = 0.02";
    let found = tree(text, 0.08).probability();
    assert!((found - 0.043_08).abs() < 1e-5, "{found}");
}

/// Trivedi, Probability and Statistics with Reliability, chapter 6: units that run for 100 h and are
/// repaired in 5 h, in series and in parallel.
#[test]
fn units_in_series_and_in_parallel_come_out() {
    let up: f64 = 100.0 / 105.0;
    for n in 1..=6_i32 {
        let inputs: Vec<Input> = (0..n)
            .map(|at| Input::Event(at.unsigned_abs() as usize))
            .collect();
        let down = |at_least: i32| {
            let at_least = at_least.unsigned_abs() as usize;
            let gate = Gate {
                at_least,
                inputs: inputs.clone(),
            };
            FaultTree::new(&[gate], 0, &vec![1.0 - up; inputs.len()])
                .unwrap()
                .probability()
        };
        assert!((1.0 - down(1) - up.powi(n)).abs() < 1e-12, "{n} in series");
        assert!(
            (down(n) - (1.0 - up).powi(n)).abs() < 1e-12,
            "{n} in parallel"
        );
    }
}

/// A server farm is up at t with exp(-rate times the integral of the survival function to t): Takacs,
/// Introduction to the Theory of Queues (1962). Integrated here step by step, without our formulas.
#[test]
fn outage_days_of_a_single_node_are_those_of_an_infinite_queue() {
    let lasts = Distribution::Lognormal(Lognormal::new(0.5, 1.2).unwrap());
    let it = scenario("fault", 6.0, vec![effect(0, 1.0, lasts)]);
    let model = Model::new(draft(vec![service("a", &[], 3.0)], vec![it])).unwrap();
    let (steps, mut touched, mut down) = (400_000, 0.0, 0.0);
    let step = 1_000.0 / f64::from(steps);
    for i in 0..steps {
        let begun = touched;
        touched += step * lasts.survival((f64::from(i) + 0.5) * step);
        down += step * -(-6.0 / 365.25 * f64::midpoint(begun, touched)).exp_m1();
    }
    let found = analytic::figures(&model).services[0].outage_days;
    assert!((found / down - 1.0).abs() < 1e-6, "{found} against {down}");
}

/// One year of 0.1 events with 90 % interval 100,000 to 1,000,000: riskquant's example (README), with
/// its tail by Fourier transform.
#[test]
fn the_loss_of_a_year_has_the_exact_tail() {
    let mut it = scenario("loss", 0.1, Vec::new());
    it.response = Some(Distribution::Lognormal(
        Lognormal::from_interval(1e5, 1e6).unwrap(),
    ));
    let mut draft = draft(vec![node("a", &[])], vec![it]);
    draft.term_days = 365.25;
    let model = Model::new(draft).unwrap();
    let curve = analytic::loss_curve(&model);
    let outcome = simulate(&model, Plan::new(1_000_000, 11)).unwrap();
    assert!(
        (curve.mean() / 40_400.0 - 1.0).abs() < 1e-3,
        "{}",
        curve.mean()
    );
    for (euros, exact) in [
        (0.0, 0.095_16),
        (1e5, 0.090_6),
        (5e5, 0.026_7),
        (1e6, 0.005_7),
    ] {
        let (formula, drawn) = (curve.above(euros), outcome.loss_above(euros));
        assert!((formula - exact).abs() < 6e-5, "{euros}: {formula}");
        // The published figures have three or four decimals.
        let z = drawn.z(formula);
        assert!(z.abs() < 4.0, "{euros}: {z}");
    }
    assert!(
        (curve.quantile(0.99) / 810e3 - 1.0).abs() < 2e-3,
        "{}",
        curve.quantile(0.99)
    );
}
