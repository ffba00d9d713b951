//! The threats as streams of events on the nodes of the model.

use content::threat::{Hit, Per, Strength};
use domain::NodeId;
use domain::service::{Node, NodeKind, Register};
use simulation::distribution::{Distribution, Lognormal};
use simulation::model::{Effect, Scenario};

use super::build::Stream;
use super::graph::Graph;
use crate::threat::Weighed;

/// What a thing counts as when it came from elsewhere than the starting set: a typical system,
/// supplier and network. Sites and services are hit only as what they are.
const STAND_INS: [(NodeKind, &str); 3] = [
    (NodeKind::System, "case-management"),
    (NodeKind::Supplier, "saas-supplier"),
    (NodeKind::Network, "network"),
];

/// Whether a thing counts as this target of the catalogue.
pub(super) fn is_target(node: &Node, target: &str) -> bool {
    match node.origin.strip_prefix("start:") {
        // A supplier of one system only carries the system's id after its own.
        Some(origin) => origin.split(':').next() == Some(target),
        None => STAND_INS.contains(&(node.kind, target)),
    }
}

/// Whether a thing is only taken for a typical one of its kind.
pub(super) fn is_stand_in(node: &Node) -> bool {
    let has_kind = STAND_INS.iter().any(|(kind, _)| *kind == node.kind);
    has_kind && !node.origin.starts_with("start:")
}

/// How far off the middle of a duration or cost may be, up or down, in nine cases of ten. Published
/// data give how events differ, not how wrong their middle is: these three are the makers' judgement.
fn doubt(strength: Strength) -> f64 {
    match strength {
        Strength::Measured => 1.25,
        Strength::Estimated => 1.5,
        Strength::Judgement => 2.0,
    }
}

/// The streams of one threat: one for the municipality, or one for each target.
pub(super) fn streams(
    register: &Register,
    graph: &Graph,
    weighed: &Weighed,
    title: &str,
) -> Vec<(Stream, Scenario)> {
    let threat = weighed.threat;
    let hits = || threat.hits.iter().flat_map(|hit| struck(register, hit));
    let effect = |(node, hit): (&Node, &Hit), probability: f64| {
        let days = weighed.days_distribution()?;
        let at = graph.place(node.id)?;
        Some(effect(
            at,
            probability,
            days.scaled(hit.times),
            threat.strength,
        ))
    };
    let (mean, interval) = weighed.per_year();
    let blank = blank(weighed);
    let scenario = |name: String, share: f64, effects: Vec<Effect>| Scenario {
        name,
        rate_per_year: mean * share,
        rate_interval: Some((interval.0 * share, interval.1 * share)),
        effects,
        ..blank.clone()
    };
    let stream = |target: Option<NodeId>| Stream { threat, target };
    if threat.per == Per::Municipality {
        let effects = hits().filter_map(|pair| effect(pair, pair.1.p)).collect();
        return vec![(stream(None), scenario(title.to_owned(), 1.0, effects))];
    }
    // An event that stops nothing is not noticed: a stream is of those that stop its target.
    hits()
        .filter(|(_, hit)| hit.p > 0.0)
        .filter_map(|pair| {
            let (node, hit) = pair;
            let name = format!("{title}: {}", node.name);
            let effects = vec![effect(pair, 1.0)?];
            Some((stream(Some(node.id)), scenario(name, hit.p, effects)))
        })
        .collect()
}

/// The things of the register that a hit of the catalogue means.
fn struck<'a>(
    register: &'a Register,
    hit: &'a Hit,
) -> impl Iterator<Item = (&'a Node, &'a Hit)> + use<'a> {
    let nodes = register.nodes().iter();
    nodes
        .filter(|node| is_target(node, &hit.target))
        .map(move |node| (node, hit))
}

fn blank(weighed: &Weighed) -> Scenario {
    let euros = weighed.euros_distribution();
    let middle = euros.map(|it| it.at_score(0.0));
    Scenario {
        name: String::new(),
        rate_per_year: 0.0,
        rate_interval: None,
        effects: Vec::new(),
        response: euros.map(Distribution::Lognormal),
        response_interval: middle.map(|it| around(it, weighed.threat.strength)),
        rho: weighed.threat.rho,
    }
}

fn effect(node: usize, probability: f64, days: Lognormal, strength: Strength) -> Effect {
    Effect {
        node,
        probability,
        probability_interval: None,
        duration_interval: Some(around(days.at_score(0.0), strength)),
        duration: Distribution::Lognormal(days),
    }
}

fn around(middle: f64, strength: Strength) -> (f64, f64) {
    let factor = doubt(strength);
    (middle / factor, middle * factor)
}
