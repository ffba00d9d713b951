//! How long things wait for each other: when each can be back, and by when it must be.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Node;
use super::graph::{Register, change};
use crate::NodeId;

/// When something can be back after all that it depends on has stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// Hours until what it depends on is back.
    pub below: i64,
    /// Hours until it is back itself.
    pub hours: i64,
    /// What holds it up, from the nearest to the last; empty when nothing does.
    pub through: Vec<NodeId>,
    /// Whether something on the way has no promise: then it takes at least this long.
    pub is_least: bool,
}

#[derive(Clone, Copy, Default)]
struct Reach {
    below: i64,
    hours: i64,
    next: Option<usize>,
    is_least: bool,
}

impl Register {
    /// When each can be back after everything has stopped: what it depends on first, then its own
    /// work. Of alternatives those that are back first count. Within a cycle, what depends on itself
    /// is skipped.
    pub fn back(&self) -> BTreeMap<NodeId, Back> {
        let mut reach = vec![Reach::default(); self.nodes.len()];
        for component in &self.components {
            for at in component {
                let own = self.nodes.get(*at).and_then(|node| node.promise_hours);
                let is_service = self.nodes.get(*at).is_some_and(Node::is_service);
                let mut one = self.waits(*at, component, &reach);
                one.hours = one.below.saturating_add(own.unwrap_or(0));
                // A service without an estimate of its own is back when its systems are.
                one.is_least |= own.is_none() && !is_service;
                change(&mut reach, *at, |place| *place = one);
            }
        }
        self.nodes
            .iter()
            .zip(&reach)
            .map(|(node, one)| {
                let back = Back {
                    below: one.below,
                    hours: one.hours,
                    through: self.through(*one, &reach),
                    is_least: one.is_least,
                };
                (node.id, back)
            })
            .collect()
    }

    /// How long it waits for what it depends on.
    fn waits(&self, at: usize, component: &[usize], reach: &[Reach]) -> Reach {
        let mut worst = Reach::default();
        for group in self.groups(at) {
            let outside = group.members.iter().filter(|one| !component.contains(one));
            let mut ready: Vec<(i64, usize, bool)> = outside
                .filter_map(|one| reach.get(*one).map(|it| (it.hours, *one, it.is_least)))
                .collect();
            ready.sort_unstable();
            let needed = ready.get(..group.least.min(ready.len())).unwrap_or(&[]);
            worst.is_least |= needed.iter().any(|(_, _, is_least)| *is_least);
            if let Some((hours, member, _)) = needed.last()
                && *hours > worst.below
            {
                worst.below = *hours;
                worst.next = Some(*member);
            }
        }
        worst
    }

    fn through(&self, from: Reach, reach: &[Reach]) -> Vec<NodeId> {
        let mut way = Vec::new();
        let mut next = from.next;
        while let Some(at) = next {
            way.extend(self.id_at(at));
            next = reach.get(at).and_then(|one| one.next);
        }
        way
    }

    /// How long a thing may be away before what depends on it can no longer tolerate it, and whom that
    /// would touch. Of alternatives, only those that are back first are waited for.
    pub(super) fn needed_by(&self) -> BTreeMap<NodeId, (Option<i64>, Reverse<i64>)> {
        let reach = self.back();
        let hours = |at: &usize| {
            let back = self.id_at(*at).and_then(|id| reach.get(&id));
            (back.map_or(0, |back| back.hours), *at)
        };
        let mut found: Vec<(Option<i64>, Reverse<i64>)> = self
            .nodes
            .iter()
            .map(|node| {
                let users = node.care.users.unwrap_or(0);
                (node.care.tolerance_hours, Reverse(users))
            })
            .collect();
        for at in self.components.iter().rev().flatten() {
            let Some((tolerance, users)) = found.get(*at).copied() else {
                continue;
            };
            // What it depends on must be back earlier by its own work.
            let own = self.nodes.get(*at).and_then(|node| node.promise_hours);
            let before = tolerance.map(|hours| hours.saturating_sub(own.unwrap_or(0)).max(0));
            let mine = (before, users);
            for group in self.groups(*at) {
                let mut members = group.members.clone();
                members.sort_by_key(hours);
                members.truncate(group.least);
                hasten(&mut found, &members, mine);
            }
        }
        self.nodes.iter().map(|node| node.id).zip(found).collect()
    }
}

/// Lets these be needed no later than this.
fn hasten(
    found: &mut [(Option<i64>, Reverse<i64>)],
    members: &[usize],
    mine: (Option<i64>, Reverse<i64>),
) {
    for member in members {
        change(found, *member, |theirs| *theirs = sooner(*theirs, mine));
    }
}

/// The sooner of two times, where one is known, and the more people.
fn sooner(
    one: (Option<i64>, Reverse<i64>),
    other: (Option<i64>, Reverse<i64>),
) -> (Option<i64>, Reverse<i64>) {
    let hours = match (one.0, other.0) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    (hours, one.1.min(other.1))
}
