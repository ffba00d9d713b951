//! What is wrong or missing in the register, as findings.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::graph::Register;
use super::reach::Back;
use super::{Node, NodeKind};
use crate::NodeId;

/// From how many services on a supplier is one under many.
pub const MANY: usize = 3;

/// After how many months a test of a fallback is old.
const TEST_MONTHS: i64 = 12;

/// How much a finding weighs for whoever leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A promise that will not hold, or a service that cannot be brought back in time.
    Grave,
    /// Something that makes a stop longer or worse.
    Clear,
    /// Something that has not been told or confirmed.
    Missing,
}

impl Weight {
    /// Every value, the most serious first.
    pub const ALL: [Self; 3] = [Self::Grave, Self::Clear, Self::Missing];

    /// The last part of message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Grave => "grave",
            Self::Clear => "clear",
            Self::Missing => "missing",
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// These depend on each other in a cycle.
    Cycle {
        /// The cycle, each depending on the next and the last on the first.
        circle: Vec<NodeId>,
    },
    /// It is promised back sooner than what it depends on can be there.
    PromiseTooShort {
        /// Promised, in hours.
        promised: i64,
        /// What it depends on takes this long.
        below: i64,
        /// What it waits for, from the nearest to the last.
        through: Vec<NodeId>,
    },
    /// A single contract is slower than the service can bear.
    ContractTooSlow {
        /// What the service can bear, in hours.
        tolerance: i64,
        /// What is promised too slowly.
        member: NodeId,
        /// Its promise, in hours.
        promised: i64,
    },
    /// The service comes back later than it can be tolerated.
    ToleranceTooShort {
        /// What can be tolerated, in hours.
        tolerance: i64,
        /// When it is back.
        back: i64,
        /// Whether the service's own objective is that slow; else the chain below it.
        is_objective: bool,
    },
    /// Many services stop with one supplier.
    SingleSupplier {
        /// The services, by name.
        services: Vec<NodeId>,
    },
    /// The fallback ends before the service is back.
    FallbackTooShort {
        /// How long it carries, in hours.
        carries: i64,
        /// When the service is back.
        back: i64,
    },
    /// There is no fallback.
    NoFallback,
    /// The fallback has never been tried.
    FallbackUntested,
    /// The fallback was last tried too long ago.
    FallbackTestOld {
        /// When.
        tested_on: Date,
    },
    /// Nobody answers for the service.
    NoOwner,
    /// Nobody stands in for the owner.
    NoDeputy,
    /// Nobody has said how long a stop can be tolerated.
    NoTolerance,
    /// Nobody has said what it depends on.
    NoNeeds,
    /// No contract or estimate tells when it is back.
    NoPromise,
    /// It was brought in from elsewhere and waits to be confirmed.
    Unconfirmed,
}

impl Remark {
    /// The last part of message keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Cycle { .. } => "cycle",
            Self::PromiseTooShort { .. } => "promise-too-short",
            Self::ContractTooSlow { .. } => "contract-too-slow",
            Self::ToleranceTooShort { .. } => "tolerance-too-short",
            Self::SingleSupplier { .. } => "single-supplier",
            Self::FallbackTooShort { .. } => "fallback-too-short",
            Self::NoFallback => "no-fallback",
            Self::FallbackUntested => "fallback-untested",
            Self::FallbackTestOld { .. } => "fallback-test-old",
            Self::NoOwner => "no-owner",
            Self::NoDeputy => "no-deputy",
            Self::NoTolerance => "no-tolerance",
            Self::NoNeeds => "no-needs",
            Self::NoPromise => "no-promise",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// How much it weighs.
    pub const fn weight(&self) -> Weight {
        match self {
            Self::Cycle { .. }
            | Self::PromiseTooShort { .. }
            | Self::ContractTooSlow { .. }
            | Self::ToleranceTooShort { .. } => Weight::Grave,
            Self::SingleSupplier { .. }
            | Self::FallbackTooShort { .. }
            | Self::NoFallback
            | Self::FallbackUntested
            | Self::FallbackTestOld { .. }
            | Self::NoOwner => Weight::Clear,
            Self::NoDeputy
            | Self::NoTolerance
            | Self::NoNeeds
            | Self::NoPromise
            | Self::Unconfirmed => Weight::Missing,
        }
    }
}

/// A finding about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it is about.
    pub node: NodeId,
    /// What was found.
    pub remark: Remark,
}

/// What an owner has not told yet, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// What it gives, and to how many.
    Facts,
    /// Owner or deputy.
    People,
    /// What happens when it stops.
    Effects,
    /// How long that can be tolerated, and when it should be back.
    Tolerance,
    /// How the work is done meanwhile.
    Fallback,
    /// What it depends on.
    Needs,
}

impl Gap {
    /// The last part of message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::People => "people",
            Self::Effects => "effects",
            Self::Tolerance => "tolerance",
            Self::Fallback => "fallback",
            Self::Needs => "needs",
        }
    }
}

/// What has not been told of a service.
pub fn gaps(node: &Node) -> Vec<Gap> {
    let care = &node.care;
    let has_no_words = care.happens.values().all(String::is_empty);
    [
        (Gap::Facts, care.gives.is_empty() || care.users.is_none()),
        (Gap::People, care.owner.is_empty() || care.deputy.is_empty()),
        (Gap::Effects, care.effects.is_empty() || has_no_words),
        (
            Gap::Tolerance,
            care.tolerance_hours.is_none() || care.rto_hours.is_none(),
        ),
        (
            Gap::Fallback,
            care.fallback.is_empty() || care.fallback_hours.is_none(),
        ),
        (Gap::Needs, node.needs.is_empty()),
    ]
    .into_iter()
    .filter_map(|(gap, is_open)| is_open.then_some(gap))
    .collect()
}

/// Everything that the register shows to be wrong or missing, the most serious first.
pub fn checks(register: &Register, today: Date) -> Vec<Finding> {
    let back = register.back();
    let mut found: Vec<Finding> = register
        .cycles()
        .into_iter()
        .filter_map(|circle| {
            let node = *circle.first()?;
            let remark = Remark::Cycle { circle };
            Some(Finding { node, remark })
        })
        .collect();
    for node in register.nodes() {
        let mut remarks = Vec::new();
        if let Some(one) = back.get(&node.id) {
            chain(register, (node, one), &mut remarks);
        }
        if node.is_service() {
            told(node, today, &mut remarks);
        } else {
            support(register, node, &mut remarks);
        }
        if node.is_proposed {
            remarks.push(Remark::Unconfirmed);
        }
        found.extend(remarks.into_iter().map(|remark| Finding {
            node: node.id,
            remark,
        }));
    }
    let users = users(register);
    found.sort_by_key(|one| {
        let users = users.get(&one.node).copied().unwrap_or(0);
        (one.remark.weight(), std::cmp::Reverse(users))
    });
    found
}

/// How many people each thing touches: a service's own, of anything else those of the services that
/// stop with it.
fn users(register: &Register) -> BTreeMap<NodeId, i64> {
    register
        .nodes()
        .iter()
        .map(|node| {
            let services = register.services_down(node.id);
            let users = services.iter().filter_map(|one| one.care.users).max();
            (node.id, users.unwrap_or(0))
        })
        .collect()
}

/// What the promises along the chain say.
fn chain(register: &Register, (node, back): (&Node, &Back), remarks: &mut Vec<Remark>) {
    if let Some(promised) = node.promised().filter(|hours| *hours < back.below) {
        remarks.push(Remark::PromiseTooShort {
            promised,
            below: back.below,
            through: back.through.clone(),
        });
    }
    if !node.is_service() {
        return;
    }
    let objective = node.care.rto_hours.unwrap_or(0);
    let (carries, returns) = (node.care.carried_hours(), back.hours.max(objective));
    if !node.care.fallback.is_empty() && carries < returns {
        remarks.push(Remark::FallbackTooShort {
            carries,
            back: returns,
        });
    }
    let Some(tolerance) = node.care.tolerance_hours else {
        return;
    };
    let slow = back.through.iter().find_map(|id| {
        let member = register.node(*id)?;
        let promised = member.promise_hours.filter(|hours| *hours > tolerance)?;
        Some((member.id, promised))
    });
    if let Some((member, promised)) = slow {
        remarks.push(Remark::ContractTooSlow {
            tolerance,
            member,
            promised,
        });
    } else if returns > tolerance {
        remarks.push(Remark::ToleranceTooShort {
            tolerance,
            back: returns,
            is_objective: objective >= back.hours,
        });
    }
}

/// What the owner has not told or tried.
fn told(node: &Node, today: Date, remarks: &mut Vec<Remark>) {
    let care = &node.care;
    if care.owner.is_empty() {
        remarks.push(Remark::NoOwner);
    } else if care.deputy.is_empty() {
        remarks.push(Remark::NoDeputy);
    }
    if care.fallback.is_empty() {
        remarks.push(Remark::NoFallback);
    } else {
        match care.fallback_tested_on {
            None => remarks.push(Remark::FallbackUntested),
            Some(tested_on) if is_old(tested_on, today) => {
                remarks.push(Remark::FallbackTestOld { tested_on });
            }
            Some(_) => {}
        }
    }
    if care.tolerance_hours.is_none() {
        remarks.push(Remark::NoTolerance);
    }
    if node.needs.is_empty() {
        remarks.push(Remark::NoNeeds);
    }
}

fn is_old(tested_on: Date, today: Date) -> bool {
    tested_on
        .checked_add(TEST_MONTHS.months())
        .is_ok_and(|due| due < today)
}

/// What services depend on.
fn support(register: &Register, node: &Node, remarks: &mut Vec<Remark>) {
    if node.kind == NodeKind::Supplier {
        let services = register.services_down(node.id);
        if services.len() >= MANY {
            let services = services.iter().map(|one| one.id).collect();
            remarks.push(Remark::SingleSupplier { services });
        }
    }
    if node.promise_hours.is_none() && !register.above(node.id).is_empty() {
        remarks.push(Remark::NoPromise);
    }
}
