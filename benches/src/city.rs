//! The model that the risk benches run: the reference city where its file is available, otherwise one
//! of the same size made here.

use std::path::PathBuf;

use anyhow::Context as _;
use simulation::distribution::{Distribution, Lognormal, Pert, Xoshiro256};
use simulation::model::{
    Draft, Effect, Group, Measure, Model, Multiplier, Node, Scenario, Service,
};

const INFRASTRUCTURE: usize = 25;
const SYSTEMS: usize = 60;
const SERVICES: usize = 30;
const SCENARIOS: usize = 40;
const MEASURES: usize = 20;

/// The model, and a remark when it is not the reference city.
pub(crate) fn city() -> anyhow::Result<(Model, &'static str)> {
    let path =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/fixtures/risk/city.json");
    match std::fs::read_to_string(path) {
        Ok(text) => Ok((Model::from_json(&text).context("city.json")?, "")),
        Err(_) => Ok((Model::new(similar())?, ", a made-up city of the same size")),
    }
}

/// Numbers below a bound, always the same.
struct Dice(Xoshiro256);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        let wide = u128::from(self.0.next_u64()) * bound as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.0.uniform()
    }
}

fn similar() -> Draft {
    let mut dice = Dice(Xoshiro256::new(25, 60));
    let mut draft = Draft {
        term_days: 1_461.0,
        ..Draft::default()
    };
    for at in 0..INFRASTRUCTURE + SYSTEMS + SERVICES {
        draft.nodes.push(node(&mut dice, at));
    }
    for at in 0..SCENARIOS {
        draft.scenarios.push(scenario(&mut dice, at));
    }
    for at in 0..MEASURES {
        let cost = [4_000.0, 8_000.0, 12_400.0, 33_600.0].get(at % 4).copied();
        let mut some = |count: usize, of: usize| -> Vec<Multiplier> {
            let one = |_| Multiplier {
                target: dice.below(of),
                factor: dice.between(0.4, 0.9),
            };
            (0..count).map(one).collect()
        };
        draft.measures.push(Measure {
            name: format!("measure {at}"),
            frequency: some(4, SCENARIOS),
            duration: some(4, INFRASTRUCTURE + SYSTEMS),
            cost: cost.unwrap_or(1_000.0),
            ..Measure::default()
        });
    }
    draft
}

/// Two or three groups on layers below, one in four of them with an alternative.
fn node(dice: &mut Dice, at: usize) -> Node {
    let below = match at {
        ..10 => 0,
        10..INFRASTRUCTURE => 10,
        _ if at < INFRASTRUCTURE + SYSTEMS => INFRASTRUCTURE,
        _ => INFRASTRUCTURE + SYSTEMS,
    };
    let mut groups = Vec::new();
    for _ in 0..below.min(1 + dice.below(3)) {
        let mut members = vec![dice.below(below)];
        let other = dice.below(below);
        if dice.below(4) == 0 && !members.contains(&other) {
            members.push(other);
        }
        groups.push(Group { members, needed: 1 });
    }
    let service = (at >= INFRASTRUCTURE + SYSTEMS).then(|| Service {
        tolerance_days: [0.25, 1.0, 3.0, 7.0, 14.0]
            .get(dice.below(5))
            .copied()
            .unwrap_or(1.0),
        users: dice.between(100.0, 50_000.0),
        cost_per_day: dice.between(500.0, 20_000.0),
    });
    Node {
        name: format!("node {at}"),
        kind: "system".to_owned(),
        groups,
        service,
    }
}

/// About 0.18 events a year with one to five hits, half of them certain.
fn scenario(dice: &mut Dice, at: usize) -> Scenario {
    let hits = [1, 1, 1, 2, 2, 3, 5]
        .get(dice.below(7))
        .copied()
        .unwrap_or(1);
    let effects = (0..hits).map(|hit| Effect {
        node: (dice.below(17) * hits + hit) % (INFRASTRUCTURE + SYSTEMS),
        probability: if dice.below(2) == 0 { 1.0 } else { 0.5 },
        probability_interval: None,
        duration: duration(dice),
        duration_interval: None,
    });
    let effects = effects.collect();
    Scenario {
        name: format!("scenario {at}"),
        rate_per_year: dice.between(0.02, 0.35),
        rate_interval: None,
        effects,
        response: Lognormal::new(8.5, 1.2).ok().map(Distribution::Lognormal),
        response_interval: None,
        rho: 0.0,
    }
}

fn duration(dice: &mut Dice) -> Distribution {
    let median = dice.between(0.2, 3.0);
    if dice.below(2) == 0
        && let Ok(pert) = Pert::new(0.1 * median, median, 8.0 * median)
    {
        return Distribution::Pert(pert);
    }
    let lognormal = Lognormal::from_interval(0.2 * median, 5.0 * median);
    // The numbers above are in range.
    lognormal.map_or_else(|_| duration(dice), Distribution::Lognormal)
}
