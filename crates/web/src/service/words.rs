//! The register in words.

use domain::NodeId;
use domain::service::{Finding, Need, Node, NodeKind, Register, Remark, Weight, in_units};
use i18n::Texts;

use super::link;
use crate::extract::Org;
use crate::kit::part::{Choice, Link};

/// A length of time in words: hours up to two days, then days, then weeks.
pub(super) fn span(t: Texts, hours: i64) -> String {
    let (unit, n) = in_units(hours);
    t.count(&format!("service.span.{unit}"), n)
}

/// A length of time with a dash where nobody has said.
pub(super) fn maybe_span(t: Texts, hours: Option<i64>) -> String {
    hours.map_or_else(|| "–".to_owned(), |hours| span(t, hours))
}

/// A count as the texts take it.
pub(super) fn n(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The name of a kind.
pub(super) fn kind(t: Texts, kind: NodeKind) -> &'static str {
    t.say(&format!("service.kind.{}", kind.code()))
}

/// Things of one kind to choose from.
pub(super) struct Candidates {
    pub(super) label: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// The register to choose from, by kind.
pub(super) fn candidates(
    t: Texts,
    register: &Register,
    kinds: &[NodeKind],
    chosen: &str,
) -> Vec<Candidates> {
    let group = |kind: &NodeKind| Candidates {
        label: t.say(&format!("service.kinds.{}", kind.code())),
        choices: register
            .of_kind(*kind)
            .map(|node| Choice::new(&node.id.to_string(), &node.name).chosen_if(chosen))
            .collect(),
    };
    let groups = kinds.iter().map(group);
    groups.filter(|it| !it.choices.is_empty()).collect()
}

/// The months as choices.
pub(super) fn months(t: Texts, chosen: &[String]) -> Vec<Choice> {
    (1..=12)
        .map(|month: i64| {
            let value = month.to_string();
            Choice {
                chosen: chosen.contains(&value),
                ..Choice::new(&value, t.month(month))
            }
        })
        .collect()
}

/// A thing's name.
pub(super) fn name(register: &Register, id: NodeId) -> &str {
    register.node(id).map_or("", |node| node.name.as_str())
}

fn names(t: Texts, register: &Register, ids: &[NodeId]) -> String {
    let names: Vec<&str> = ids.iter().map(|id| name(register, *id)).collect();
    t.list(&names)
}

/// A link to a thing's page.
pub(super) fn link(org: &Org, node: &Node) -> Link {
    Link::new(&node.name, &org.to(link::NODE, node.id))
}

/// A need: what must stand, and links to what it can depend on.
pub(super) struct NeedLine {
    pub(super) lead: String,
    pub(super) members: Vec<Link>,
}

/// The needs of a thing, as far as they are in the register.
pub(super) fn need_lines(org: &Org, register: &Register, node: &Node) -> Vec<NeedLine> {
    let lines = node.needs.iter().map(|need| NeedLine {
        lead: need_lead(org.t(), register, need),
        members: need
            .members
            .iter()
            .filter_map(|id| register.node(*id))
            .map(|member| link(org, member))
            .collect(),
    });
    lines.filter(|line| !line.members.is_empty()).collect()
}

/// What is said before the members of a need; nothing when all are needed.
fn need_lead(t: Texts, register: &Register, need: &Need) -> String {
    let known = need
        .members
        .iter()
        .filter(|id| register.node(**id).is_some());
    let all = known.count();
    if need.least >= all {
        String::new()
    } else if need.least == 1 {
        t.say("service.need.any").to_owned()
    } else {
        t.with(
            "service.need.some",
            &[("least", &need.least), ("all", &all)],
        )
    }
}

/// A need in one line of text, for tables.
pub(super) fn need_text(t: Texts, register: &Register, node: &Node) -> String {
    let needs = node.needs.iter().filter_map(|need| {
        let known = need.members.iter().filter_map(|id| register.node(*id));
        let names: Vec<&str> = known.map(|member| member.name.as_str()).collect();
        let lead = need_lead(t, register, need);
        match (names.is_empty(), lead.is_empty()) {
            (true, _) => None,
            (_, true) => Some(names.join(", ")),
            _ => Some(format!("{lead} {}", names.join(", "))),
        }
    });
    needs.collect::<Vec<_>>().join("; ")
}

/// A finding as a leader reads it.
pub(super) struct FindingLine {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) says: String,
    pub(super) weight: &'static str,
    pub(super) tag: &'static str,
}

/// The finding in words.
pub(super) fn finding(org: &Org, register: &Register, one: &Finding) -> FindingLine {
    let t = org.t();
    let weight = one.remark.weight();
    FindingLine {
        name: name(register, one.node).to_owned(),
        href: org.to(link::NODE, one.node),
        says: says(t, register, one),
        weight: t.say(&format!("service.weight.{}", weight.code())),
        tag: match weight {
            Weight::Grave => "error",
            Weight::Clear => "warning",
            Weight::Missing => "neutral",
        },
    }
}

/// What was found, in a sentence.
fn says(t: Texts, register: &Register, one: &Finding) -> String {
    let key = format!("service.check.{}", one.remark.code());
    match &one.remark {
        Remark::Cycle { circle } => t.with(&key, &[("names", &names(t, register, circle))]),
        Remark::PromiseTooShort {
            promised,
            below,
            through,
        } => t.with(
            &key,
            &[
                ("promised", &span(t, *promised)),
                ("below", &span(t, *below)),
                ("names", &names(t, register, through)),
            ],
        ),
        Remark::ContractTooSlow {
            tolerance,
            member,
            promised,
        } => t.with(
            &key,
            &[
                ("tolerance", &span(t, *tolerance)),
                ("member", &name(register, *member)),
                ("promised", &span(t, *promised)),
            ],
        ),
        Remark::ToleranceTooShort {
            tolerance, back, ..
        } => t.with(
            &key,
            &[
                ("tolerance", &span(t, *tolerance)),
                ("back", &span(t, *back)),
            ],
        ),
        Remark::SingleSupplier { services } => t.with(
            &key,
            &[
                (
                    "count",
                    &t.count("service.count.services", n(services.len())),
                ),
                ("names", &names(t, register, services)),
            ],
        ),
        Remark::FallbackTooShort { carries, back } => t.with(
            &key,
            &[("carries", &span(t, *carries)), ("back", &span(t, *back))],
        ),
        Remark::FallbackTestOld { tested_on } => t.with(&key, &[("date", &t.date(tested_on))]),
        _ => t.say(&key).to_owned(),
    }
}
