//! Assessment: rounds, judgements, findings, measures, and the matrix of themes and sources.

mod matrix;

pub use matrix::{
    Disagreement, Evidence, Matrix, NOTABLE, SourceView, ThemeRow, disagreements, view_of,
};

use jiff::civil::Date;

use crate::publicity::{Classified, Publicity};
use crate::survey::Level;
use crate::words::words;
use crate::{ActionId, FindingId, RoundId};

words! {
    /// The life of a round.
    RoundState {
        /// Sources are being gathered and judged.
        Open = "open",
        /// Results are given to leadership; judgements stand.
        Published = "published",
    }
}

/// An assessment round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// Name, such as `Nykytila-arviointi 2026`.
    pub title: String,
    /// The framework it is judged by.
    pub framework: String,
    /// Where in its life it is.
    pub state: RoundState,
    /// When the result should be ready.
    pub due_on: Option<Date>,
    /// When the result was given to leadership.
    pub published_at: Option<jiff::Timestamp>,
    /// When it was created.
    pub created_at: jiff::Timestamp,
    /// Revision for optimistic locking.
    pub revision: i64,
}

impl Round {
    /// Whether it may still be worked on: nothing of a published round changes.
    pub fn is_open(&self) -> bool {
        self.state == RoundState::Open
    }
}

/// The publicity of a written text with its legal ground.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// The class.
    pub publicity: Publicity,
    /// Why it is secret, with the provision; empty for other classes.
    pub ground: String,
}

/// Why a marking was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a secret text needs its legal ground")]
pub struct GroundMissing;

impl Marking {
    /// Makes a marking: secrecy always stands on a written ground, other classes never carry one.
    pub fn new(publicity: Publicity, ground: &str) -> Result<Self, GroundMissing> {
        let ground = ground.trim();
        match publicity {
            Publicity::Secret if ground.is_empty() => Err(GroundMissing),
            Publicity::Secret => Ok(Self {
                publicity,
                ground: ground.to_owned(),
            }),
            Publicity::Public | Publicity::Internal => Ok(Self {
                publicity,
                ground: String::new(),
            }),
        }
    }
}

/// The assessor's judgement of one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The criterion.
    pub criterion: String,
    /// How it is.
    pub level: Level,
    /// Why the assessor thinks so.
    pub rationale: Classified<String>,
    /// Legal ground when the rationale is secret.
    pub ground: String,
    /// Revision for optimistic locking; 0 before the first save.
    pub revision: i64,
}

/// A finding: what was seen that leadership should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id.
    pub id: FindingId,
    /// Theme.
    pub theme: String,
    /// Criterion, empty when it concerns the theme at large.
    pub criterion: String,
    /// In a few words.
    pub title: Classified<String>,
    /// In full.
    pub body: Classified<String>,
    /// Legal ground when secret.
    pub ground: String,
    /// Revision for optimistic locking.
    pub revision: i64,
}

words! {
    /// How much work a measure asks for.
    Effort {
        /// Days.
        Small = "small",
        /// Weeks.
        Medium = "medium",
        /// Months or money.
        Large = "large",
    }
}

words! {
    /// How much a measure helps.
    Effect {
        /// Some.
        Low = "low",
        /// Clearly.
        Medium = "medium",
        /// Decisively.
        High = "high",
    }
}

words! {
    /// Who decides a measure.
    Body {
        /// The council.
        Council = "council",
        /// The municipal board.
        Board = "board",
        /// The management team.
        Management = "management",
        /// A committee.
        Committee = "committee",
        /// An office holder.
        OfficeHolder = "office-holder",
    }
}

/// A proposed measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Id.
    pub id: ActionId,
    /// Theme.
    pub theme: String,
    /// Criterion, empty when it concerns the theme at large.
    pub criterion: String,
    /// What is to be done.
    pub title: Classified<String>,
    /// Explanation.
    pub body: Classified<String>,
    /// Who does it: a post or a unit, not a person's name.
    pub owner: String,
    /// Who decides it.
    pub decided_by: Body,
    /// Work.
    pub effort: Effort,
    /// Help.
    pub effect: Effect,
    /// By when.
    pub due_on: Option<Date>,
    /// Whether it is put before leadership as a decision in the summary.
    pub is_decision: bool,
    /// Legal ground when secret.
    pub ground: String,
    /// Revision for optimistic locking.
    pub revision: i64,
}

impl Action {
    /// Order for leaders: most help first, then least work, then earliest; without a day last.
    pub fn rank(&self) -> (std::cmp::Reverse<Effect>, Effort, bool, Option<Date>) {
        let effect = std::cmp::Reverse(self.effect);
        (effect, self.effort, self.due_on.is_none(), self.due_on)
    }
}
