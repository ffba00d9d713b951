//! The steps of the owner's form.

use domain::service::{Moment, NodeKind};

/// A step of the owner's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Name, what it gives, to whom, who answers for it.
    Facts,
    /// What happens at a moment of a stop.
    Moment(Moment),
    /// How long a stop can be tolerated.
    Tolerance,
    /// How the work is done meanwhile.
    Fallback,
    /// What it depends on.
    Needs,
}

impl Step {
    /// The steps of a service's form, in order.
    pub const OF_SERVICE: [Self; 7] = [
        Self::Facts,
        Self::Moment(Moment::Hour1),
        Self::Moment(Moment::Day3),
        Self::Moment(Moment::Week3),
        Self::Tolerance,
        Self::Fallback,
        Self::Needs,
    ];

    /// The steps of the form of what services depend on.
    pub const OF_SUPPORT: [Self; 2] = [Self::Facts, Self::Needs];

    /// The steps of this kind's form.
    pub const fn of(kind: NodeKind) -> &'static [Self] {
        match kind {
            NodeKind::Service => &Self::OF_SERVICE,
            _ => &Self::OF_SUPPORT,
        }
    }

    /// The word in addresses and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Moment(moment) => moment.code(),
            Self::Tolerance => "tolerance",
            Self::Fallback => "fallback",
            Self::Needs => "needs",
        }
    }

    /// The step after this one; none after the last.
    pub fn next(self, kind: NodeKind) -> Option<Self> {
        let steps = Self::of(kind);
        let at = steps.iter().position(|step| *step == self)?;
        steps.get(at + 1).copied()
    }
}
