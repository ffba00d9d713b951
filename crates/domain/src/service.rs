//! Services as residents and staff know them, and what they depend on: systems, suppliers, networks
//! and sites.

mod care;
mod check;
mod component;
mod graph;
mod hours;
mod layer;
mod plan;
mod reach;

pub use care::{Care, EffectKind, Effects, MOST_EFFECT, Moment};
pub use check::{Finding, Gap, MANY, Remark, Weight, checks, gaps};
pub use graph::Register;
pub use hours::{HoursError, in_units, parse_hours};
pub use plan::{Hit, Impact, RecoveryStep, Stage, Stop, recovery_order, what_if};
pub use reach::Back;

use serde::{Deserialize, Serialize};

use crate::NodeId;
use crate::words::words;

words! {
    /// What something in the register is.
    NodeKind {
        /// What residents or staff know and use.
        Service = "service",
        /// An information system, the municipality's own or bought.
        System = "system",
        /// A company or another organisation that keeps something running.
        Supplier = "supplier",
        /// A connection: data, telephone, electricity.
        Network = "network",
        /// A place: a machine room, a building.
        Site = "site",
    }
}

/// Something that must stand for a thing to stand: so many of these.
///
/// All members are needed when `least` is their number, any of them will do when it is 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    /// How many of the members must stand.
    pub least: usize,
    /// What it can depend on, each once.
    pub members: Vec<NodeId>,
}

impl Need {
    /// A need of so many of these; nothing when there are none.
    ///
    /// What is named twice counts once, and no more can be asked for than there are.
    pub fn new(least: usize, members: impl IntoIterator<Item = NodeId>) -> Option<Self> {
        let mut unique: Vec<NodeId> = Vec::new();
        for member in members {
            if !unique.contains(&member) {
                unique.push(member);
            }
        }
        (!unique.is_empty()).then(|| Self {
            least: least.clamp(1, unique.len()),
            members: unique,
        })
    }

    /// A need of this one thing.
    pub fn of(member: NodeId) -> Self {
        Self {
            least: 1,
            members: vec![member],
        }
    }

    /// Whether something can stand in for a member.
    pub fn has_alternatives(&self) -> bool {
        self.least < self.members.len()
    }
}

/// A service, or something that services depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Id.
    pub id: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// Name.
    pub name: String,
    /// What is good to know of it.
    pub note: String,
    /// In how many hours it is promised to be back once what it depends on is there: by contract, or
    /// as the municipality's own estimate.
    pub promise_hours: Option<i64>,
    /// What it depends on; every need must be met.
    pub needs: Vec<Need>,
    /// Brought in from elsewhere, and nobody has confirmed it yet.
    pub is_proposed: bool,
    /// Where it was brought in from, so that it is not brought in twice; empty when it was typed.
    pub origin: String,
    /// What the owner tells of a service; empty for everything else.
    pub care: Care,
    /// Revision for optimistic locking; 0 before the first save.
    pub revision: i64,
}

impl Node {
    /// A new thing of which nothing is told yet.
    pub fn new(id: NodeId, kind: NodeKind, name: &str) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            note: String::new(),
            promise_hours: None,
            needs: Vec::new(),
            is_proposed: false,
            origin: String::new(),
            care: Care::default(),
            revision: 0,
        }
    }

    /// Whether it is a service.
    pub fn is_service(&self) -> bool {
        self.kind == NodeKind::Service
    }

    /// In how many hours people may count on it being back: a service's recovery objective, anything
    /// else's promise.
    pub fn promised(&self) -> Option<i64> {
        if self.is_service() {
            self.care.rto_hours
        } else {
            self.promise_hours
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> NodeId {
        NodeId(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn a_need_asks_for_no_more_than_there_is() {
        assert_eq!(Need::new(2, []), None);
        let need = Need::new(5, [id(1), id(2), id(1)]).unwrap();
        assert_eq!((need.least, need.members.len()), (2, 2));
        assert!(!need.has_alternatives());
        assert!(Need::new(1, [id(1), id(2)]).unwrap().has_alternatives());
        assert_eq!(Need::new(0, [id(1)]), Some(Need::of(id(1))));
    }

    #[test]
    fn a_service_promises_its_recovery_objective() {
        let mut node = Node::new(id(1), NodeKind::Service, "Kirjasto");
        node.promise_hours = Some(4);
        node.care.rto_hours = Some(24);
        assert_eq!(node.promised(), Some(24));
        node.kind = NodeKind::System;
        assert_eq!(node.promised(), Some(4));
    }
}
