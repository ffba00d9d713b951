//! What depends on what.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::component::components;
use super::{Need, Node, NodeKind};
use crate::NodeId;

/// Everything in a municipality's register, with what depends on what.
///
/// A need names what it can depend on by id; what is not in the register any more is skipped.
#[derive(Debug, Clone)]
pub struct Register {
    pub(super) nodes: Vec<Node>,
    place: BTreeMap<NodeId, usize>,
    needs: Vec<Vec<Group>>,
    /// Who depends on it, by place.
    pub(super) above: Vec<Vec<usize>>,
    /// Components of things that depend on each other, mostly of one; what they depend on comes before.
    pub(super) components: Vec<Vec<usize>>,
}

/// A need by places.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) least: usize,
    pub(super) members: Vec<usize>,
}

impl Register {
    /// Puts the register together, in the order of kinds and names.
    pub fn new(mut nodes: Vec<Node>) -> Self {
        nodes.sort_by(|a, b| (a.kind, &a.name, a.id).cmp(&(b.kind, &b.name, b.id)));
        nodes.dedup_by_key(|node| node.id);
        let place: BTreeMap<NodeId, usize> = (0..).zip(&nodes).map(|(at, n)| (n.id, at)).collect();
        let group = |need: &Need| {
            let members: BTreeSet<usize> = need
                .members
                .iter()
                .filter_map(|id| place.get(id).copied())
                .collect();
            (!members.is_empty()).then(|| Group {
                least: need.least.clamp(1, members.len()),
                members: members.into_iter().collect(),
            })
        };
        let needs: Vec<Vec<Group>> = nodes
            .iter()
            .map(|node| node.needs.iter().filter_map(group).collect())
            .collect();
        let above = above(&needs);
        let mut register = Self {
            nodes,
            place,
            needs,
            above,
            components: Vec::new(),
        };
        register.components = components(register.nodes.len(), |at| register.members(at).collect());
        register
    }

    /// Everything, in the order of kinds and names.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// One of them.
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(*self.place.get(&id)?)
    }

    /// Those of one kind, by name.
    pub fn of_kind(&self, kind: NodeKind) -> impl Iterator<Item = &Node> {
        self.nodes.iter().filter(move |node| node.kind == kind)
    }

    /// The services, by name.
    pub fn services(&self) -> impl Iterator<Item = &Node> {
        self.of_kind(NodeKind::Service)
    }

    /// Components of things that depend on each other in a cycle, mostly of one; what they depend on comes
    /// before them.
    pub fn components(&self) -> impl Iterator<Item = Vec<NodeId>> {
        self.components
            .iter()
            .map(|component| component.iter().filter_map(|at| self.id_at(*at)).collect())
    }

    /// What stands directly on it.
    pub fn above(&self, id: NodeId) -> Vec<&Node> {
        let at = self.place.get(&id);
        let above = at.and_then(|at| self.above.get(*at));
        self.at_all(above.map_or(&[], Vec::as_slice))
    }

    /// What it stands directly on, as far as it is in the register.
    pub fn below(&self, id: NodeId) -> Vec<&Node> {
        let at = self.place.get(&id).copied();
        let places: BTreeSet<usize> = at.map(|at| self.members(at).collect()).unwrap_or_default();
        self.at_all(&places.into_iter().collect::<Vec<_>>())
    }

    /// Everything that depends on it, near or far; in a cycle itself, too.
    pub fn upon(&self, id: NodeId) -> BTreeSet<NodeId> {
        far(id, |at| self.above(at))
    }

    /// Everything that it depends on, near or far; in a cycle itself, too.
    pub fn beneath(&self, id: NodeId) -> BTreeSet<NodeId> {
        far(id, |at| self.below(at))
    }

    fn at_all(&self, places: &[usize]) -> Vec<&Node> {
        places.iter().filter_map(|at| self.nodes.get(*at)).collect()
    }

    pub(super) fn groups(&self, at: usize) -> &[Group] {
        self.needs.get(at).map_or(&[], Vec::as_slice)
    }

    pub(super) fn members(&self, at: usize) -> impl Iterator<Item = usize> {
        self.groups(at)
            .iter()
            .flat_map(|group| group.members.iter().copied())
    }

    pub(super) fn id_at(&self, at: usize) -> Option<NodeId> {
        self.nodes.get(at).map(|node| node.id)
    }

    /// What is down when these are: they, and whatever has a need that is no longer met.
    ///
    /// Things that depend on each other in a cycle are up as long as nothing else stops them.
    pub fn down(&self, stopped: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
        let mut down: BTreeSet<usize> = BTreeSet::new();
        let mut next: Vec<usize> = stopped
            .iter()
            .filter_map(|id| self.place.get(id).copied())
            .collect();
        while let Some(at) = next.pop() {
            if !down.insert(at) {
                continue;
            }
            let above = self.above.get(at).map_or(&[][..], Vec::as_slice);
            let falls = |one: &&usize| !down.contains(one) && !self.stands(**one, &down);
            next.extend(above.iter().filter(falls));
        }
        down.iter().filter_map(|at| self.id_at(*at)).collect()
    }

    /// Whether every need of a place is met while these are down.
    fn stands(&self, at: usize, down: &BTreeSet<usize>) -> bool {
        self.groups(at).iter().all(|group| {
            let up = group.members.iter().filter(|one| !down.contains(one));
            up.count() >= group.least
        })
    }

    /// Services that are down when this alone is, by name.
    pub fn services_down(&self, stopped: NodeId) -> Vec<&Node> {
        let down = self.down(&BTreeSet::from([stopped]));
        self.services()
            .filter(|node| down.contains(&node.id))
            .collect()
    }

    /// Things that depend on each other in a cycle: each cycle once, in the order in which one
    /// depends on the next.
    pub fn cycles(&self) -> Vec<Vec<NodeId>> {
        let mut cycles: Vec<Vec<NodeId>> = self
            .components
            .iter()
            .filter_map(|component| self.circle(component))
            .map(|circle| circle.iter().filter_map(|at| self.id_at(*at)).collect())
            .collect();
        cycles.sort();
        cycles
    }

    /// A shortest cycle through the first of a component; none when it does not depend on itself.
    fn circle(&self, component: &[usize]) -> Option<Vec<usize>> {
        let inside: BTreeSet<usize> = component.iter().copied().collect();
        let first = *inside.first()?;
        let mut from: BTreeMap<usize, usize> = BTreeMap::new();
        let mut front = VecDeque::from([first]);
        while let Some(at) = front.pop_front() {
            let inside: Vec<usize> = self.members(at).filter(|it| inside.contains(it)).collect();
            if inside.contains(&first) {
                return Some(walked(first, at, &from));
            }
            for member in inside {
                front.extend((!from.contains_key(&member)).then_some(member));
                from.entry(member).or_insert(at);
            }
        }
        None
    }
}

/// Changes what is at a place, where there is such a place.
pub(super) fn change<T>(all: &mut [T], at: usize, make: impl FnOnce(&mut T)) {
    if let Some(place) = all.get_mut(at) {
        make(place);
    }
}

/// Everything that is reached from a thing by going on from what is near.
fn far<'a>(id: NodeId, near: impl Fn(NodeId) -> Vec<&'a Node>) -> BTreeSet<NodeId> {
    let mut seen = BTreeSet::new();
    let mut next = vec![id];
    while let Some(at) = next.pop() {
        let new = near(at).into_iter().filter(|node| seen.insert(node.id));
        next.extend(new.map(|node| node.id));
    }
    seen
}

/// Who depends on each place.
fn above(needs: &[Vec<Group>]) -> Vec<Vec<usize>> {
    let mut above = vec![BTreeSet::new(); needs.len()];
    for (at, groups) in needs.iter().enumerate() {
        for member in groups.iter().flat_map(|group| &group.members) {
            change(&mut above, *member, |place: &mut BTreeSet<usize>| {
                place.insert(at);
            });
        }
    }
    above
        .into_iter()
        .map(|one| one.into_iter().collect())
        .collect()
}

/// The way from the first to the last, by where each was come from.
fn walked(first: usize, last: usize, from: &BTreeMap<usize, usize>) -> Vec<usize> {
    let mut way = vec![last];
    let mut at = last;
    while at != first {
        let Some(before) = from.get(&at) else { break };
        way.push(*before);
        at = *before;
    }
    way.reverse();
    way
}
