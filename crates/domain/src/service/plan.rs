//! What follows when something stops, and in which order things must come back.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::graph::Register;
use super::{Care, Node};
use crate::NodeId;

/// What stops, for how long, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// What stops.
    pub node: NodeId,
    /// For how many hours.
    pub hours: i64,
    /// In which month, 1 to 12; none for a usual one.
    pub month: Option<i64>,
}

/// How far a stop gets in a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Longer than can be tolerated.
    Unbearable,
    /// The fallback no longer carries.
    Hurts,
    /// Nobody has said how long it can be tolerated, and the fallback no longer carries.
    Unknown,
    /// The fallback carries all the while.
    Carried,
}

impl Stage {
    /// The last part of message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unbearable => "unbearable",
            Self::Hurts => "hurts",
            Self::Unknown => "unknown",
            Self::Carried => "carried",
        }
    }
}

/// What a stop does to a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The service.
    pub service: NodeId,
    /// How far it gets.
    pub stage: Stage,
    /// In how many hours it begins to hurt: when the fallback no longer carries.
    pub hurts_from: i64,
    /// In how many hours it can no longer be tolerated.
    pub unbearable_from: Option<i64>,
    /// How many people it touches, where that is known.
    pub users: Option<i64>,
    /// Whether the fallback that carries has ever been tried.
    pub is_tested: bool,
}

impl Hit {
    /// How long the service bears without its fallback: what the tolerance leaves after it.
    pub fn left(&self) -> Option<i64> {
        self.unbearable_from
            .map(|hours| hours.saturating_sub(self.hurts_from).max(0))
    }
}

/// What a stop does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impact {
    /// Services that stop, the most serious first.
    pub hits: Vec<Hit>,
    /// Other things that stop with it, by kind and name.
    pub others: Vec<NodeId>,
    /// The euros that the stop costs, as far as they have been told.
    pub cost: i64,
}

impl Impact {
    /// People of the services that get to this stage or further: of the service with the most, as the
    /// same people use many.
    pub fn people(&self, stage: Stage) -> i64 {
        let reached = self.hits.iter().filter(|hit| hit.stage <= stage);
        reached.filter_map(|hit| hit.users).max().unwrap_or(0)
    }

    /// How many services get exactly to this stage.
    pub fn count(&self, stage: Stage) -> usize {
        self.hits.iter().filter(|hit| hit.stage == stage).count()
    }
}

/// What follows when something is down for a time.
pub fn what_if(register: &Register, stop: Stop) -> Impact {
    let down = register.down(&BTreeSet::from([stop.node]));
    let is_down = |node: &&Node| down.contains(&node.id);
    let mut hits: Vec<Hit> = register
        .services()
        .filter(is_down)
        .map(|node| hit(node, stop))
        .collect();
    hits.sort_by_key(|hit| {
        let limit = hit.unbearable_from.unwrap_or(i64::MAX);
        (hit.stage, limit, Reverse(hit.users), hit.service)
    });
    let cost = register
        .services()
        .filter(is_down)
        .map(|node| node.care.cost_per_day.unwrap_or(0))
        .fold(0_i64, i64::saturating_add)
        .saturating_mul(stop.hours)
        / 24;
    let others = register
        .nodes()
        .iter()
        .filter(|node| !node.is_service() && node.id != stop.node)
        .filter(is_down)
        .map(|node| node.id)
        .collect();
    Impact { hits, others, cost }
}

fn hit(node: &Node, stop: Stop) -> Hit {
    let care: &Care = &node.care;
    let unbearable_from = care.tolerance_in(stop.month);
    let carried = care.carried_hours();
    // A fallback cannot carry longer than the stop can be tolerated.
    let hurts_from = unbearable_from.map_or(carried, |limit| carried.min(limit));
    let stage = match unbearable_from {
        Some(limit) if stop.hours > limit => Stage::Unbearable,
        _ if stop.hours <= hurts_from => Stage::Carried,
        Some(_) => Stage::Hurts,
        None => Stage::Unknown,
    };
    Hit {
        service: node.id,
        stage,
        hurts_from,
        unbearable_from,
        users: care.users,
        is_tested: care.fallback_tested_on.is_some(),
    }
}

/// One thing in the order of recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryStep {
    /// What comes back.
    pub node: NodeId,
    /// In how many hours it must be there; none when nobody has said.
    pub by: Option<i64>,
    /// In how many hours it can be there, everything having stopped; at least.
    pub can: i64,
    /// Services that wait for it, by name.
    pub services: Vec<NodeId>,
    /// Whether it depends on something that comes after it: a cycle had to be cut.
    pub is_cut: bool,
}

impl RecoveryStep {
    /// Whether it comes too late.
    pub fn is_late(&self) -> bool {
        self.by.is_some_and(|by| self.can > by)
    }
}

/// The order in which things must come back after everything has stopped: the sooner it can no longer
/// be tolerated, the earlier, and nothing before what it depends on. Of alternatives, those that can be
/// back first come first.
pub fn recovery_order(register: &Register) -> Vec<RecoveryStep> {
    let needed = register.needed_by();
    let back = register.back();
    let urgency = |id: NodeId| {
        let (by, people) = needed.get(&id).copied().unwrap_or((None, Reverse(0)));
        (by.unwrap_or(i64::MAX), people)
    };
    let mut rest: Vec<NodeId> = register.nodes().iter().map(|node| node.id).collect();
    rest.sort_by_key(|id| urgency(*id));
    let mut steps = Vec::new();
    let mut up: BTreeSet<NodeId> = BTreeSet::new();
    let waiting = waiting(register);
    while !rest.is_empty() {
        let ready = rest.iter().position(|id| stands(register, *id, &up));
        let id = rest.remove(ready.unwrap_or(0));
        up.insert(id);
        steps.push(RecoveryStep {
            node: id,
            by: needed.get(&id).and_then(|(by, _)| *by),
            can: back.get(&id).map_or(0, |back| back.hours),
            services: waiting.get(&id).cloned().unwrap_or_default(),
            is_cut: ready.is_none(),
        });
    }
    steps
}

/// Whether enough of what it depends on is up.
fn stands(register: &Register, id: NodeId, up: &BTreeSet<NodeId>) -> bool {
    let Some(node) = register.node(id) else {
        return true;
    };
    node.needs.iter().all(|need| {
        let known: BTreeSet<NodeId> = need
            .members
            .iter()
            .copied()
            .filter(|member| register.node(*member).is_some())
            .collect();
        let ready = known.iter().filter(|member| up.contains(member)).count();
        ready >= need.least.min(known.len())
    })
}

/// The services that stop with each thing.
fn waiting(register: &Register) -> BTreeMap<NodeId, Vec<NodeId>> {
    register
        .nodes()
        .iter()
        .map(|node| {
            let services = register.services_down(node.id);
            let others = services.iter().map(|one| one.id);
            (node.id, others.filter(|id| *id != node.id).collect())
        })
        .collect()
}
