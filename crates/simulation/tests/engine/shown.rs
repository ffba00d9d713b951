//! Random models of thirty nodes with redundancy, long outages and high rates, and how far what is shown of
//! them is from a simulation of other terms.

use simulation::analytic;
use simulation::distribution::{Distribution, Lognormal, Pert, Xoshiro256};
use simulation::model::{
    Draft, Effect, Group, HitMultiplier, Measure, Model, Multiplier, Node, Scenario, Service,
};
use simulation::simulate::{Estimate, Outcome, Plan, simulate};

/// Draws that are the same on every machine.
struct Dice(Xoshiro256);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.0.next_u64() % n as u64).unwrap_or(0)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn nodes(&mut self) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        for at in 0..30 {
            let count = if at < 8 { 0 } else { 1 + self.below(2) };
            let mut groups = Vec::new();
            for _ in 0..count {
                let mut members: Vec<usize> = (0..=self.below(3)).map(|_| self.below(at)).collect();
                members.sort_unstable();
                members.dedup();
                let needed = 1 + self.below(members.len());
                groups.push(Group { members, needed });
            }
            let tolerance_days = self.one(&[0.2, 1.0, 3.0, 10.0, 40.0]);
            let service = Service {
                tolerance_days,
                users: 1_000.0,
                cost_per_day: self.one(&[0.0, 100.0, 2_500.0]),
            };
            nodes.push(Node {
                name: format!("n{at}"),
                kind: "system".to_owned(),
                groups,
                service: (at >= 18).then_some(service),
            });
        }
        nodes
    }

    fn duration(&mut self) -> Distribution {
        let median = self.one(&[0.1, 0.5, 2.0, 3.0, 10.0, 30.0, 90.0]);
        match self.below(4) {
            0 => Distribution::pert(0.3 * median, median, 4.0 * median).unwrap(),
            1 => Distribution::pert(median, median, median).unwrap(),
            2 => {
                let it = Lognormal::from_median(median, 9.0 * median).unwrap();
                Distribution::Lognormal(it.capped(20.0 * median).unwrap())
            }
            _ => Distribution::Lognormal(Lognormal::from_median(median, 3.0 * median).unwrap()),
        }
    }

    fn scenario(&mut self, at: usize) -> Scenario {
        let mut hit: Vec<usize> = (0..=self.below(5)).map(|_| self.below(24)).collect();
        hit.sort_unstable();
        hit.dedup();
        let effect = |node| Effect {
            node,
            probability: self.one(&[1.0, 0.6, 0.1]),
            probability_interval: None,
            duration: self.duration(),
            duration_interval: None,
        };
        let effects = hit.into_iter().map(effect).collect();
        Scenario {
            name: format!("s{at}"),
            rate_per_year: self.one(&[0.0001, 0.003, 0.05, 0.5, 2.0, 12.0]),
            rate_interval: None,
            effects,
            response: at
                .is_multiple_of(3)
                .then(|| Distribution::Pert(Pert::new(0.0, 5e3, 4e4).unwrap())),
            response_interval: None,
            rho: self.one(&[0.0, 0.0, 0.6, 0.9]),
        }
    }
}

/// A model of thirty nodes, a dozen of them services, and twelve scenarios; its one measure makes some of
/// them rarer, shorter and less likely to hit.
pub(crate) fn busy(seed: u64) -> Draft {
    let mut dice = Dice(Xoshiro256::new(seed, 77));
    let nodes = dice.nodes();
    let scenarios: Vec<Scenario> = (0..12).map(|at| dice.scenario(at)).collect();
    let times = |target, factor| Multiplier { target, factor };
    let hit = HitMultiplier {
        scenario: 4,
        node: scenarios[4].effects[0].node,
        factor: 0.3,
    };
    let measure = Measure {
        name: "all".to_owned(),
        cost: 1.0,
        frequency: (0..12).step_by(2).map(|at| times(at, 0.2)).collect(),
        duration: (0..30).step_by(3).map(|at| times(at, 0.4)).collect(),
        hit: vec![hit],
        tolerance: vec![times(20, 2.0)],
        ..Measure::default()
    };
    Draft {
        term_days: 1_461.0,
        residents: None,
        nodes,
        scenarios,
        measures: vec![measure],
    }
}

/// A figure that is shown and the same of other terms.
#[derive(Debug)]
pub(crate) struct Figure {
    /// What it is.
    pub(crate) what: String,
    /// Whether a formula gave it.
    pub(crate) by_formula: bool,
    /// How many standard errors it is away.
    pub(crate) z: f64,
}

/// How far what is shown is from other terms: that of the formula where it knows, otherwise that of simulated
/// terms.
fn figure(what: String, formula: Option<f64>, [drawn, referee]: [Estimate; 2]) -> Figure {
    let exact = |value| Estimate { value, error: 0.0 };
    let shown = formula.map_or(drawn, exact);
    let apart = shown.value - referee.value;
    let error = (shown.error * shown.error + referee.error * referee.error).sqrt();
    // What is too rare to have been seen a few times has no error that means anything; durations are drawn in
    // single precision.
    let is_rare = shown.value.max(referee.value) < 4.0 * error || referee.value < 1e-4;
    let is_same = apart.abs() <= 2e-5 * referee.value.abs();
    let z = if is_rare && apart.abs() < 1e-3 || is_same {
        0.0
    } else {
        apart / error.max(f64::MIN_POSITIVE)
    };
    Figure {
        what,
        by_formula: formula.is_some(),
        z,
    }
}

/// Every figure that is shown of a model, against other terms: those that a page simulates, and those of the
/// referee.
pub(crate) fn shown(model: &Model, plans: [Plan; 2]) -> Vec<Figure> {
    let figures = analytic::figures(model);
    let curve = analytic::loss_curve(model);
    let outcomes = plans.map(|plan| simulate(model, plan).unwrap());
    let both = |of: &dyn Fn(&Outcome) -> Estimate| outcomes.each_ref().map(of);
    let exact = |value: f64, is_exact: bool| Some(value).filter(|_| is_exact);
    let mut all = Vec::new();
    for (at, it) in figures.services.iter().enumerate() {
        let days = exact(it.outage_days, it.exact);
        let drawn = both(&|outcome| outcome.services[at].outage_days);
        all.push(figure(format!("days of {}", it.node), days, drawn));
        let chance = exact(it.intolerable, it.is_chance_known());
        let drawn = both(&|outcome| outcome.services[at].intolerable);
        all.push(figure(format!("chance of {}", it.node), chance, drawn));
    }
    let loss = exact(figures.loss, figures.exact);
    all.push(figure("loss".to_owned(), loss, both(&|it| it.loss)));
    let days = exact(figures.resident_days, figures.exact);
    let drawn = both(&|it| it.resident_days);
    all.push(figure("resident days".to_owned(), days, drawn));
    for p in [0.5, 0.9, 0.99] {
        let loss = exact(curve.quantile(p), curve.is_known_at(p));
        let drawn = both(&|it| it.loss_quantile(p));
        all.push(figure(format!("loss at {p}"), loss, drawn));
    }
    all
}
