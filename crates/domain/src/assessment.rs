//! Assessment: rounds, judgements, findings, actions, and the matrix of themes and sources.

mod matrix;
mod range;

pub use matrix::{
    Disagreement, Evidence, Matrix, NOTABLE, SourceView, ThemeRow, disagreements, view_of,
};
pub use range::Range;

use jiff::civil::Date;

use crate::framework::Framework;
use crate::publicity::{Classified, Marked};
use crate::survey::Level;
use crate::text::Title;
use crate::words::words;
use crate::{ActionId, CriterionId, FindingId, RoundId, ThemeId};

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

/// Where in a framework a text belongs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The theme.
    pub theme: ThemeId,
    /// The criterion; none when the text concerns the theme at large.
    pub criterion: Option<CriterionId>,
}

impl Place {
    /// Whether the framework has this theme and, in it, this criterion.
    pub fn is_in_framework(&self, framework: &Framework) -> bool {
        let theme = framework.themes.iter().find(|one| one.id == self.theme);
        theme.is_some_and(|theme| match &self.criterion {
            Some(wanted) => theme.criteria.iter().any(|one| one.id == *wanted),
            None => true,
        })
    }

    /// Whether it is in this criterion.
    pub fn is_in(&self, criterion: &CriterionId) -> bool {
        self.criterion.as_ref() == Some(criterion)
    }
}

/// A title and what is said under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// In a few words.
    pub title: Title,
    /// In full; may be empty.
    pub body: String,
}

impl Marked<Written> {
    /// The title with its class.
    pub fn title(&self) -> Classified<&str> {
        self.part(|it| it.title.as_str())
    }

    /// The body with its class.
    pub fn body(&self) -> Classified<&str> {
        self.part(|it| it.body.as_str())
    }
}

/// The assessor's judgement of one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The criterion.
    pub criterion: CriterionId,
    /// How it is.
    pub level: Level,
    /// Why the assessor thinks so; may be empty.
    pub rationale: Marked<String>,
    /// Revision for optimistic locking; 0 before the first save.
    pub revision: i64,
}

/// A finding: what was seen that leadership should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Id.
    pub id: FindingId,
    /// What it is about.
    pub place: Place,
    /// What was seen.
    pub text: Marked<Written>,
    /// Revision for optimistic locking.
    pub revision: i64,
}

words! {
    /// How much work an action asks for.
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
    /// How much an action helps.
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
    /// Who decides an action.
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

/// A proposed action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Id.
    pub id: ActionId,
    /// What it is about.
    pub place: Place,
    /// What is to be done, and why.
    pub text: Marked<Written>,
    /// Who does it: a post or a unit, not a person's name.
    pub owner: Option<String>,
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
