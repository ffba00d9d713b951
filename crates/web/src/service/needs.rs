//! What a thing stands on, as fields.

use domain::NodeId;
use domain::service::{NodeKind, Register};

use super::fields::{need_name, needs};
use crate::extract::{Fields, Org};
use crate::kit::part::Choice;

/// One need as fields.
pub(super) struct NeedField {
    pub(super) legend: String,
    pub(super) member: String,
    pub(super) least: String,
    pub(super) add: String,
    pub(super) members: Vec<Choice>,
    pub(super) counts: Vec<Choice>,
}

/// Things of one kind to choose from.
pub(super) struct Candidates {
    pub(super) label: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// The needs of the form.
pub(super) fn need_fields(org: &Org, register: &Register, fields: &Fields) -> Vec<NeedField> {
    let t = org.t();
    needs(fields)
        .into_iter()
        .enumerate()
        .map(|(at, need)| {
            let known = need.members.iter().filter_map(|id| register.node(*id));
            let members: Vec<Choice> = known
                .map(|node| Choice {
                    chosen: true,
                    ..Choice::new(&node.id.to_string(), &node.name)
                })
                .collect();
            let least = need.least.trim().parse::<usize>().unwrap_or(1);
            let counts = (1..=members.len()).map(|count| {
                let value = count.to_string();
                Choice {
                    chosen: count == least,
                    ..Choice::new(&value, &value)
                }
            });
            NeedField {
                legend: t.with("service.need.legend", &[("n", &(at + 1))]),
                member: need_name(at, "member"),
                least: need_name(at, "least"),
                add: need_name(at, "add"),
                counts: counts.collect(),
                members,
            }
        })
        .collect()
}

/// Everything else in the register, by kind: services stand more often on systems than on services.
pub(super) fn candidates(org: &Org, register: &Register, id: NodeId) -> Vec<Candidates> {
    let kinds = [
        NodeKind::System,
        NodeKind::Supplier,
        NodeKind::Network,
        NodeKind::Site,
        NodeKind::Service,
    ];
    kinds
        .into_iter()
        .map(|kind| Candidates {
            label: org.t().say(&format!("service.kinds.{}", kind.code())),
            choices: register
                .of_kind(kind)
                .filter(|node| node.id != id)
                .map(|node| Choice::new(&node.id.to_string(), &node.name))
                .collect(),
        })
        .filter(|group| !group.choices.is_empty())
        .collect()
}
