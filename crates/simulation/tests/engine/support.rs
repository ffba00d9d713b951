//! Small models, the reference city where its files are available, and what tests compare.

use std::path::PathBuf;

use simulation::distribution::{Distribution, Lognormal, Xoshiro256};
use simulation::model::{Draft, Effect, Group, Model, Node, Scenario, Service};

/// A file of the reference city.
pub(crate) fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/fixtures/risk")
        .join(name);
    std::fs::read_to_string(&path).expect("the shared fixtures lie beside the project")
}

/// A small model that once failed.
pub(crate) fn case(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/cases/risk")
        .join(name);
    std::fs::read_to_string(&path).expect("the shared cases lie beside the project")
}

/// The reference city.
pub(crate) fn city() -> Model {
    Model::from_json(&fixture("city.json")).unwrap()
}

/// A node that depends on groups of (members, needed).
pub(crate) fn node(name: &str, groups: &[(&[usize], usize)]) -> Node {
    let group = |(members, needed): &(&[usize], usize)| Group {
        members: members.to_vec(),
        needed: *needed,
    };
    Node {
        name: name.to_owned(),
        kind: "system".to_owned(),
        groups: groups.iter().map(group).collect(),
        service: None,
    }
}

/// The same as a service of 1,000 users and 100 euros a day.
pub(crate) fn service(name: &str, groups: &[(&[usize], usize)], tolerance_days: f64) -> Node {
    Node {
        service: Some(Service {
            tolerance_days,
            users: 1_000.0,
            cost_per_day: 100.0,
        }),
        ..node(name, groups)
    }
}

/// So many days exactly.
pub(crate) fn days(days: f64) -> Distribution {
    Distribution::Lognormal(Lognormal::from_interval(days, days).unwrap())
}

/// A hit with a probability.
pub(crate) fn effect(node: usize, probability: f64, duration: Distribution) -> Effect {
    Effect {
        node,
        probability,
        probability_interval: None,
        duration,
        duration_interval: None,
    }
}

/// Something that happens so many times a year.
pub(crate) fn scenario(name: &str, rate_per_year: f64, effects: Vec<Effect>) -> Scenario {
    Scenario {
        name: name.to_owned(),
        rate_per_year,
        rate_interval: None,
        effects,
        response: None,
        response_interval: None,
        rho: 0.0,
    }
}

/// A term of 1,000 days.
pub(crate) fn draft(nodes: Vec<Node>, scenarios: Vec<Scenario>) -> Draft {
    Draft {
        term_days: 1_000.0,
        residents: None,
        nodes,
        scenarios,
        measures: Vec::new(),
    }
}

/// A random model: layers of nodes with groups of any kind, scenarios of up to seven effects.
pub(crate) fn random_draft(seed: u64) -> Draft {
    let mut rng = Xoshiro256::new(seed, 0);
    let mut below = |n: usize| usize::try_from(rng.next_u64() % n as u64).unwrap();
    let mut nodes: Vec<Node> = Vec::new();
    for at in 0..14 {
        let mut groups = Vec::new();
        for _ in 0..below(3) {
            let mut members: Vec<usize> = (0..=below(3)).map(|_| below(at.max(1))).collect();
            members.sort_unstable();
            members.dedup();
            let needed = 1 + below(members.len());
            groups.push(Group { members, needed });
        }
        if at < 4 {
            groups.clear();
        }
        let mut made = service(&format!("n{at}"), &[], [0.5, 2.0, 7.0][below(3)]);
        made.groups = groups;
        made.service = made.service.filter(|_| at >= 8);
        nodes.push(made);
    }
    let scenarios = (0..6).map(|at| {
        let mut hit: Vec<usize> = (0..=below(7)).map(|_| below(14)).collect();
        hit.sort_unstable();
        hit.dedup();
        let effects = hit.iter().map(|node| {
            let mu = below(30) as f64 / 10.0 - 1.5;
            let duration = Lognormal::new(mu, 0.3 + below(10) as f64 / 10.0).unwrap();
            let probability = [1.0, 0.7, 0.2][below(3)];
            effect(*node, probability, Distribution::Lognormal(duration))
        });
        let effects = effects.collect();
        let mut made = scenario(&format!("s{at}"), 0.2 + below(20) as f64 / 10.0, effects);
        made.rho = [0.0, 0.0, 0.6][below(3)];
        made.response = Some(days(1_000.0));
        made
    });
    let scenarios = scenarios.collect();
    draft(nodes, scenarios)
}

/// The largest and the root mean square of z-scores.
pub(crate) fn spread(z: &[f64]) -> (f64, f64) {
    let most = z.iter().fold(0.0_f64, |most, z| most.max(z.abs()));
    let squares: f64 = z.iter().map(|z| z * z).sum();
    (most, (squares / z.len() as f64).sqrt())
}
