//! What a municipality does about its risks: measures it plans, what it accepts, what its bodies have
//! decided.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{Title, none_if_empty};
use crate::words::words;
use crate::{MeasureId, NodeId, ThreatId};

words! {
    /// How far a planned measure is.
    MeasureStatus {
        /// Weighed with the others.
        Idea = "idea",
        /// Proposed to a body for decision.
        Proposed = "proposed",
        /// Decided, not begun.
        Decided = "decided",
        /// Under way.
        Underway = "underway",
        /// In place: its effect is in the present state.
        Done = "done",
        /// Not for this municipality.
        Rejected = "rejected",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the macro that makes the words takes no attributes on them"
)]
impl Default for MeasureStatus {
    fn default() -> Self {
        Self::Idea
    }
}

impl MeasureStatus {
    /// Whether its effect belongs to the present state.
    pub fn is_in_place(self) -> bool {
        self == Self::Done
    }

    /// Whether a budget may still choose it.
    pub fn is_weighed(self) -> bool {
        !matches!(self, Self::Done | Self::Rejected)
    }
}

words! {
    /// What a measure of the municipality's own changes.
    MeasureEffect {
        /// How often it happens.
        Rate = "rate",
        /// How long things are down.
        Duration = "duration",
        /// What an event costs beside the outages.
        Cost = "cost",
    }
}

/// What a measure of the municipality's own does to a threat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnEffect {
    /// Id of the threat in the catalogue.
    pub threat: ThreatId,
    /// What changes.
    pub on: MeasureEffect,
    /// What is left of it: more than 0, less than 1.
    pub times: f64,
}

/// What a measure of the municipality's own is and does: for one of the catalogue, the catalogue says.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnMeasure {
    /// Name.
    pub title: Title,
    /// What it does, in a sentence; may be empty.
    pub sentence: String,
    /// What it changes.
    pub effects: Vec<OwnEffect>,
}

/// A measure as the municipality plans it: one of the catalogue with its own facts, or one of its
/// own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct PlannedMeasure {
    /// Id in the catalogue, or of the municipality's own measure.
    pub id: MeasureId,
    /// What it is and does, when it is the municipality's own.
    pub own: Option<OwnMeasure>,
    /// Euros over a council term, own work included; nothing while the default holds.
    pub cost: Option<i64>,
    /// Who answers for it: a post, not a person's name.
    pub owner: String,
    /// By when.
    pub due_on: Option<Date>,
    /// How far it is.
    pub status: MeasureStatus,
    /// What is good to know; internal.
    pub note: String,
    /// Revision for optimistic editing; 0 for a new one.
    pub revision: i64,
}

impl PlannedMeasure {
    /// A measure of which nothing has been planned yet.
    pub fn new(id: MeasureId) -> Self {
        Self {
            id,
            ..Stored::default().into()
        }
    }
}

/// How a planned measure is stored: without id and revision, which have columns of their own.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    /// Empty for one of the catalogue.
    title: String,
    sentence: String,
    cost: Option<i64>,
    owner: String,
    due_on: Option<Date>,
    status: MeasureStatus,
    note: String,
    effects: Vec<OwnEffect>,
}

impl From<Stored> for PlannedMeasure {
    fn from(stored: Stored) -> Self {
        let title = Title::parse(&stored.title).ok();
        Self {
            id: MeasureId::new(""),
            own: title.map(|title| OwnMeasure {
                title,
                sentence: stored.sentence,
                effects: stored.effects,
            }),
            cost: stored.cost,
            owner: stored.owner,
            due_on: stored.due_on,
            status: stored.status,
            note: stored.note,
            revision: 0,
        }
    }
}

impl From<PlannedMeasure> for Stored {
    fn from(planned: PlannedMeasure) -> Self {
        let own = planned.own.map_or_else(Default::default, |own| {
            (own.title.to_string(), own.sentence, own.effects)
        });
        Self {
            title: own.0,
            sentence: own.1,
            effects: own.2,
            cost: planned.cost,
            owner: planned.owner,
            due_on: planned.due_on,
            status: planned.status,
            note: planned.note,
        }
    }
}

/// A risk that somebody bears knowingly until a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// What is accepted, in words.
    pub subject: Title,
    /// The service it concerns, if it is one.
    #[serde(default, deserialize_with = "none_if_empty")]
    pub service: Option<NodeId>,
    /// Who accepts: name and post, or the body.
    pub accepted_by: String,
    /// On which day it was accepted.
    pub accepted_on: Date,
    /// Until when; then it is decided again.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl Acceptance {
    /// Whether it must be decided again.
    pub fn is_over(&self, today: Date) -> bool {
        self.until < today
    }
}

/// What a body has decided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CouncilDecision {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// What the matter was called.
    pub title: Title,
    /// The body: council, board, committee.
    pub body: String,
    /// The day of the meeting.
    pub decided_on: Date,
    /// Section of the minutes.
    pub section: String,
    /// Ids of the measures decided.
    pub measures: Vec<MeasureId>,
    /// Euros over the term that were decided.
    pub euros: i64,
    /// The budget line, once there is one.
    #[serde(default, deserialize_with = "none_if_empty")]
    pub budget_line: Option<String>,
    /// Euros on that line so far.
    pub budgeted: Option<i64>,
    /// What was decided, in words.
    pub text: String,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl CouncilDecision {
    /// A decision of which nothing more is known than what was decided, by whom and when.
    pub fn new(id: String, title: Title, body: &str, decided_on: Date) -> Self {
        Self {
            id,
            title,
            body: body.to_owned(),
            decided_on,
            section: String::new(),
            measures: Vec::new(),
            euros: 0,
            budget_line: None,
            budgeted: None,
            text: String::new(),
            revision: 0,
        }
    }

    /// Whether the money decided has not yet been found in the budget; what costs nothing lacks none.
    pub fn lacks_money(&self) -> bool {
        let is_found = self.budget_line.is_some() && self.budgeted.unwrap_or(0) >= self.euros;
        self.euros > 0 && !is_found
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_acceptance_holds_on_its_last_day() {
        let acceptance = Acceptance {
            id: String::new(),
            subject: Title::parse("Vara-avaimet").unwrap(),
            service: None,
            accepted_by: "Kunnanjohtaja".to_owned(),
            accepted_on: date(2026, 11, 1),
            until: date(2026, 12, 31),
            reason: String::new(),
            revision: 0,
        };
        assert!(!acceptance.is_over(date(2026, 12, 31)));
        assert!(acceptance.is_over(date(2027, 1, 1)));
    }

    #[test]
    fn rows_of_earlier_versions_are_read() {
        let old = r#"{"subject":"a","service":"","accepted_by":"b","accepted_on":"2026-11-01","until":"2026-12-31","reason":"c"}"#;
        let read: Acceptance = serde_json::from_str(old).unwrap();
        assert_eq!(read.service, None);
        let id = "0d0e0a0d-0000-4000-8000-00000000beef";
        let named = old.replace(r#""service":"""#, &format!(r#""service":"{id}""#));
        let read: Acceptance = serde_json::from_str(&named).unwrap();
        assert_eq!(read.service, Some(NodeId(id.parse().unwrap())));
        let again = serde_json::to_string(&read).unwrap();
        assert_eq!(serde_json::from_str::<Acceptance>(&again).unwrap(), read);
    }

    #[test]
    fn what_is_in_place_is_not_bought_again() {
        for status in MeasureStatus::ALL {
            assert!(!(status.is_in_place() && status.is_weighed()));
        }
        assert!(!MeasureStatus::Rejected.is_weighed());
    }
}
