//! Which nodes an event can reach, and what of them is down until when.

use crate::model::{Group, Model};

/// The nodes that depend on others, for walking from what was hit to what it takes down.
#[derive(Debug)]
pub(crate) struct Dependents {
    /// For each node, who depends on it.
    above: Vec<Vec<u32>>,
    /// For each node, its place in the order of the model.
    place: Vec<u32>,
}

impl Dependents {
    pub(crate) fn new(model: &Model) -> Self {
        let mut above = vec![Vec::new(); model.nodes().len()];
        let mut place = vec![0; model.nodes().len()];
        for (at, node) in model.order().iter().zip(0_u32..) {
            if let Some(place) = place.get_mut(*at) {
                *place = node;
            }
        }
        let edges = model.nodes().iter().zip(0_u32..).flat_map(|(node, at)| {
            let members = node.groups.iter().flat_map(|group| &group.members);
            members.map(move |member| (*member, at))
        });
        for (member, at) in edges {
            if let Some(list) = above.get_mut(member) {
                list.push(at);
            }
        }
        Self { above, place }
    }

    /// The nodes of `start` and everything that depends on them, each after what it depends on.
    pub(crate) fn cone(&self, start: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut seen = std::collections::BTreeSet::new();
        let mut open: Vec<usize> = start.collect();
        while let Some(node) = open.pop() {
            let place = self.place.get(node).copied().unwrap_or_default();
            if seen.insert((place, node)) {
                let above = self.above.get(node).map_or(&[][..], |it| it);
                open.extend(above.iter().map(|it| *it as usize));
            }
        }
        seen.into_iter().map(|(_, node)| node).collect()
    }
}

/// Ranks of ends: everything an event takes down starts at once, so a node is down until the end of
/// one of the hit effects. Rank 0 is "never down", rank r the r-th end in time.
#[derive(Debug)]
pub(crate) struct Ranks<'a> {
    model: &'a Model,
    rank: Vec<u16>,
}

impl<'a> Ranks<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        let rank = vec![0; model.nodes().len()];
        Self { model, rank }
    }

    /// Works out the ranks of a cone from those of the nodes that were hit, calls `each` for every
    /// node that goes down, and forgets them again.
    pub(crate) fn spread(
        &mut self,
        hits: impl Iterator<Item = (usize, u16)>,
        cone: &[usize],
        mut each: impl FnMut(usize, u16),
    ) {
        for (node, rank) in hits {
            if let Some(known) = self.rank.get_mut(node) {
                *known = rank.max(*known);
            }
        }
        for &at in cone {
            let groups = self.model.nodes().get(at).map_or(&[][..], |it| &it.groups);
            let through = groups.iter().map(|group| self.group(group)).max();
            let Some(known) = self.rank.get_mut(at) else {
                continue;
            };
            *known = through.unwrap_or(0).max(*known);
            if *known > 0 {
                each(at, *known);
            }
        }
        for at in cone {
            if let Some(known) = self.rank.get_mut(*at) {
                *known = 0;
            }
        }
    }

    /// A group is down until so many members are back that it has what it needs: all but
    /// `needed - 1` may be missing at most.
    fn group(&self, group: &Group) -> u16 {
        let rank = |member: &usize| self.rank.get(*member).copied().unwrap_or(0);
        let missing = group.members.len() - group.needed + 1;
        if missing == 1 {
            return group.members.iter().map(rank).max().unwrap_or(0);
        }
        if missing == group.members.len() {
            return group.members.iter().map(rank).min().unwrap_or(0);
        }
        let mut ranks: Vec<u16> = group.members.iter().map(rank).collect();
        ranks.sort_unstable_by(|a, b| b.cmp(a));
        ranks.get(missing - 1).copied().unwrap_or(0)
    }
}
