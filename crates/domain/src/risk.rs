//! What a municipality decides about its risks: measures it plans, the loss it tolerates, what it
//! accepts, what its bodies have decided, and the simulations it has run.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::words::words;

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
    pub threat: String,
    /// What changes.
    pub on: MeasureEffect,
    /// What is left of it: more than 0, less than 1.
    pub times: f64,
}

/// A measure as the municipality plans it: one of the catalogue with its own facts, or one of its
/// own.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlannedMeasure {
    /// Id in the catalogue, or of the municipality's own measure.
    #[serde(skip)]
    pub id: String,
    /// Name of an own measure; empty for one of the catalogue.
    pub title: String,
    /// What an own measure does, in a sentence.
    pub sentence: String,
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
    /// What an own measure does.
    pub effects: Vec<OwnEffect>,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

/// The council's tolerance: a loss above so many euros in at most so many of a hundred terms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LossLimit {
    /// Euros in a council term.
    pub euros: i64,
    /// In at most so many of a hundred terms, 0 to 99.
    pub of_hundred: i64,
}

/// What the council tolerates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appetite {
    /// The line, the smallest loss first; empty while nobody has decided.
    pub limits: Vec<LossLimit>,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl Appetite {
    /// The limits in order: where a loss is larger, it may happen no more often.
    ///
    /// Nothing when two limits name the same loss, or a larger loss is allowed more often.
    pub fn ordered(mut limits: Vec<LossLimit>) -> Option<Vec<LossLimit>> {
        limits.sort_by_key(|limit| limit.euros);
        let in_order = limits.windows(2).all(
            |pair| matches!(pair, [a, b] if a.euros < b.euros && a.of_hundred >= b.of_hundred),
        );
        in_order.then_some(limits)
    }
}

/// A risk that somebody bears knowingly until a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acceptance {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// What is accepted, in words.
    pub subject: String,
    /// Id of the service that it concerns; empty when it concerns none alone.
    pub service: String,
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
    pub title: String,
    /// The body: council, board, committee.
    pub body: String,
    /// The day of the meeting.
    pub decided_on: Date,
    /// Section of the minutes.
    pub section: String,
    /// Ids of the measures decided.
    pub measures: Vec<String>,
    /// Euros over the term that were decided.
    pub euros: i64,
    /// The budget line on which the money stands; empty until it does.
    pub budget_line: String,
    /// Euros on that line so far.
    pub budgeted: Option<i64>,
    /// What was decided, in words.
    pub text: String,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl CouncilDecision {
    /// Whether the money decided has not yet been found in the budget.
    pub fn lacks_money(&self) -> bool {
        self.budget_line.is_empty() || self.budgeted.unwrap_or(0) < self.euros
    }
}

words! {
    /// How far a simulation is.
    RunState {
        /// Being worked on.
        Running = "running",
        /// Somebody asked it to stop.
        Stopping = "stopping",
        /// Stopped before it was done.
        Stopped = "stopped",
        /// Done.
        Done = "done",
    }
}

/// A simulation: what was asked, how far it is, what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskRun {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// Fingerprint of the model: SHA-256, hexadecimal.
    pub fingerprint: String,
    /// The program's version.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Terms to simulate.
    pub terms: u64,
    /// Terms done.
    pub done: u64,
    /// How far it is.
    pub state: RunState,
    /// When it was begun.
    pub begun: Timestamp,
    /// When it last told of itself.
    pub told: Timestamp,
    /// What came out; nothing until it is done.
    pub outcome: Option<RunOutcome>,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl RiskRun {
    /// Whether it is being worked on and has told of itself within a minute; otherwise whoever
    /// worked on it is gone.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        let working = matches!(self.state, RunState::Running | RunState::Stopping);
        working && now.as_second() - self.told.as_second() < 60
    }
}

/// A figure and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// What came out of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunOutcome {
    /// By service, in the order of the model: outage days of a term, and the share of terms with an
    /// outage longer than tolerable.
    pub services: Vec<(Estimated, Estimated)>,
    /// Loss of a term in euros.
    pub loss: Estimated,
    /// Shares and the losses that they do not exceed.
    pub quantiles: Vec<(f64, Estimated)>,
    /// Residents who meet an intolerable outage in a term: at least and at most.
    pub affected: (Estimated, Estimated),
    /// Share of terms by how many services have an intolerable outage; the last is all.
    pub services_intolerable: Vec<f64>,
    /// Share of events that met another one.
    pub overlap: f64,
    /// Events simulated.
    pub events: u64,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn limit(euros: i64, of_hundred: i64) -> LossLimit {
        LossLimit { euros, of_hundred }
    }

    #[test]
    fn a_larger_loss_is_tolerated_no_more_often() {
        let ordered = Appetite::ordered(vec![limit(500, 1), limit(100, 10)]).unwrap();
        assert_eq!(ordered, [limit(100, 10), limit(500, 1)]);
        assert_eq!(Appetite::ordered(vec![limit(100, 1), limit(500, 10)]), None);
        assert_eq!(Appetite::ordered(vec![limit(100, 1), limit(100, 1)]), None);
        assert_eq!(Appetite::ordered(Vec::new()), Some(Vec::new()));
    }

    #[test]
    fn an_acceptance_holds_on_its_last_day() {
        let acceptance = Acceptance {
            id: String::new(),
            subject: "Vara-avaimet".to_owned(),
            service: String::new(),
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
    fn a_run_that_has_been_silent_for_a_minute_is_dead() {
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).unwrap();
        let run = RiskRun {
            id: String::new(),
            fingerprint: String::new(),
            version: String::new(),
            seed: 1,
            terms: 10,
            done: 0,
            state: RunState::Running,
            begun: at(0),
            told: at(5),
            outcome: None,
            revision: 1,
        };
        assert!(run.is_alive(at(64)));
        assert!(!run.is_alive(at(65)));
        let stopped = RiskRun {
            state: RunState::Stopped,
            ..run
        };
        assert!(!stopped.is_alive(at(6)));
    }

    #[test]
    fn what_is_in_place_is_not_bought_again() {
        for status in MeasureStatus::ALL {
            assert!(!(status.is_in_place() && status.is_weighed()));
        }
        assert!(!MeasureStatus::Rejected.is_weighed());
    }
}
