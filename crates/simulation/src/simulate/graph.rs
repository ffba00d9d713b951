//! The dependencies as operations on 64 stretches of time at once: bit i of a word says whether the
//! node is down in stretch i.
#![expect(
    clippy::indexing_slicing,
    reason = "operations name nodes of the same model, for which the words were made"
)]

use super::cone::Dependents;
use crate::model::{Group, Model};

#[derive(Debug, Clone)]
enum Step {
    /// The node depends on one other.
    On { node: u32, other: u32 },
    /// Two alternatives.
    Either { node: u32, a: u32, b: u32 },
    /// At least `missing` of `members[first..last]` must be down to take it down.
    Missing {
        node: u32,
        first: u32,
        last: u32,
        missing: u32,
    },
}

/// Steps that carry outages upward.
#[derive(Debug)]
pub(crate) struct Graph {
    steps: Vec<Step>,
    members: Vec<u32>,
    pub(crate) nodes: usize,
    /// The node of each service.
    pub(crate) services: Vec<u32>,
}

impl Graph {
    /// Only nodes that something can reach are part of it.
    pub(crate) fn new(model: &Model) -> Self {
        let mut graph = Self {
            steps: Vec::new(),
            members: Vec::new(),
            nodes: model.nodes().len(),
            services: model.services().map(|it| it.node as u32).collect(),
        };
        let effects = model.scenarios().iter().flat_map(|it| &it.effects);
        let reached = Dependents::new(model).cone(effects.map(|it| it.node));
        for at in reached {
            let groups = model.nodes().get(at).map_or(&[][..], |it| &it.groups);
            for group in groups {
                graph.add(at as u32, group);
            }
        }
        graph
    }

    fn add(&mut self, node: u32, group: &Group) {
        let missing = group.members.len() - group.needed + 1;
        let members = group.members.iter().map(|it| *it as u32);
        if missing == 1 {
            self.steps
                .extend(members.map(|other| Step::On { node, other }));
        } else if let [a, b] = group.members.as_slice() {
            let (a, b) = (*a as u32, *b as u32);
            self.steps.push(Step::Either { node, a, b });
        } else {
            let first = self.members.len() as u32;
            self.members.extend(members);
            self.steps.push(Step::Missing {
                node,
                first,
                last: self.members.len() as u32,
                missing: missing as u32,
            });
        }
    }

    /// Completes the words of direct outages with everything that they take down.
    pub(crate) fn spread(&self, down: &mut [u64]) {
        for step in &self.steps {
            match step {
                Step::On { node, other } => down[*node as usize] |= down[*other as usize],
                Step::Either { node, a, b } => {
                    down[*node as usize] |= down[*a as usize] & down[*b as usize];
                }
                Step::Missing {
                    node,
                    first,
                    last,
                    missing,
                } => {
                    let members = &self.members[*first as usize..*last as usize];
                    down[*node as usize] |= at_least(down, members, *missing as usize);
                }
            }
        }
    }
}

/// Stretches in which at least `count` members are down: `reached[i]` says "at least i so far".
fn at_least(down: &[u64], members: &[u32], count: usize) -> u64 {
    let mut reached = vec![0_u64; count + 1];
    reached[0] = u64::MAX;
    for member in members {
        let word = down[*member as usize];
        for i in (1..=count).rev() {
            reached[i] |= reached[i - 1] & word;
        }
    }
    reached[count]
}
