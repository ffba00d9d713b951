//! The register as nodes of the model.

use std::collections::BTreeMap;

use domain::NodeId;
use domain::service::{Need, Node as Told, Register};
use simulation::model::{Group, Node, Service};

/// Hours in a day.
const DAY: f64 = 24.0;

/// A tolerance that no outage of a term exceeds: for services whose owner has told none.
const NEVER: f64 = 100_000.0;

/// The register's things by their places in the model.
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    place: BTreeMap<NodeId, usize>,
    /// Components of more than one: things that depend on each other in a cycle.
    pub(super) circles: usize,
}

impl Graph {
    /// Each thing is a node, services first; a cycle of things is one more node, which is down when
    /// anything that the cycle depends on is.
    pub(super) fn new(register: &Register) -> Self {
        let told = register.nodes();
        let mut graph = Self {
            nodes: Vec::new(),
            place: (0..).zip(told).map(|(at, node)| (node.id, at)).collect(),
            circles: 0,
        };
        let own: BTreeMap<NodeId, usize> = graph.place.clone();
        let components: Vec<Vec<NodeId>> = register
            .components()
            .filter(|component| component.len() > 1)
            .collect();
        for (component, hub) in components.iter().zip(told.len()..) {
            for id in component {
                graph.place.insert(*id, hub);
            }
        }
        graph.circles = components.len();
        for node in told {
            let at = own.get(&node.id).copied().unwrap_or_default();
            let hub = graph.place.get(&node.id).copied().filter(|hub| *hub != at);
            let groups = match hub {
                Some(hub) => vec![all_of(hub)],
                None => graph.groups(&node.needs),
            };
            graph.nodes.push(in_model(node, groups));
        }
        for component in &components {
            let needs = component.iter().filter_map(|id| register.node(*id));
            // What a cycle needs of itself is met as long as nothing else stops it.
            let outer = needs.flat_map(|node| &node.needs).filter(|need| {
                need.members
                    .iter()
                    .all(|member| !component.contains(member))
            });
            let outer: Vec<Need> = outer.cloned().collect();
            graph.nodes.push(Node {
                name: String::new(),
                kind: "circle".to_owned(),
                groups: graph.groups(&outer),
                service: None,
            });
        }
        graph
    }

    /// Where something that happens to a thing strikes.
    pub(super) fn place(&self, id: NodeId) -> Option<usize> {
        self.place.get(&id).copied()
    }

    fn groups(&self, needs: &[Need]) -> Vec<Group> {
        let group = |need: &Need| {
            let mut members: Vec<usize> = need
                .members
                .iter()
                .filter_map(|id| self.place(*id))
                .collect();
            members.sort_unstable();
            members.dedup();
            let needed = need.least.clamp(1, members.len().max(1));
            (!members.is_empty()).then_some(Group { members, needed })
        };
        needs.iter().filter_map(group).collect()
    }
}

/// A need of one thing.
fn all_of(member: usize) -> Group {
    Group {
        members: vec![member],
        needed: 1,
    }
}

fn in_model(node: &Told, groups: Vec<Group>) -> Node {
    Node {
        name: node.name.clone(),
        kind: node.kind.code().to_owned(),
        groups,
        service: node.is_service().then(|| service(node, None)),
    }
}

/// What an outage of a service means, in a month when one is named.
pub(super) fn service(node: &Told, month: Option<i64>) -> Service {
    let tolerance = node.care.tolerance_in(month);
    Service {
        tolerance_days: tolerance.map_or(NEVER, |hours| number(hours) / DAY),
        users: node.care.users.map_or(0.0, number),
        cost_per_day: node.care.cost_per_day.map_or(0.0, number),
    }
}

/// A count as a number; what is counted here is far below 2^52.
#[expect(
    clippy::cast_precision_loss,
    reason = "hours, people and euros of a municipality are far below 2^52"
)]
pub(super) fn number(count: i64) -> f64 {
    count.max(0) as f64
}

#[cfg(test)]
mod tests {
    use domain::service::NodeKind;
    use simulation::model::{Draft, Model};

    use super::*;

    fn id(n: u128) -> NodeId {
        NodeId(uuid::Uuid::from_u128(n))
    }

    fn node(n: u128, kind: NodeKind, needs: &[u128]) -> Told {
        let mut node = Told::new(id(n), kind, &format!("{n}"));
        node.needs = needs.iter().map(|it| Need::of(id(*it))).collect();
        node
    }

    #[test]
    fn a_circle_is_one_node_that_falls_with_what_it_stands_on() {
        let register = Register::new(vec![
            node(1, NodeKind::Service, &[2]),
            node(2, NodeKind::System, &[3]),
            node(3, NodeKind::System, &[2, 4]),
            node(4, NodeKind::Site, &[]),
        ]);
        let graph = Graph::new(&register);
        assert_eq!(graph.circles, 1);
        assert_eq!(graph.place(id(2)), graph.place(id(3)));
        let hub = graph.place(id(2)).unwrap();
        let site = graph.place(id(4)).unwrap();
        assert_eq!(graph.nodes[hub].groups, vec![all_of(site)]);
        assert_eq!(graph.nodes[0].groups, vec![all_of(hub)]);
        let model = Model::new(Draft {
            term_days: 1461.0,
            nodes: graph.nodes,
            ..Draft::default()
        });
        assert_eq!(model.unwrap().services().len(), 1);
    }

    #[test]
    fn an_untold_tolerance_is_never_exceeded() {
        let told = service(&node(1, NodeKind::Service, &[]), None);
        assert!(told.tolerance_days > 1461.0);
        assert!(told.users < f64::EPSILON);
    }
}
