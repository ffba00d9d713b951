//! Surveys: the answer scale, anonymity levels, the life of a survey, and counting.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{LetterRequestId, RoundId, SurveyId, UserId};

words! {
    /// The four-step scale of answers and judgements: kyllä, osittain, ei, en osaa sanoa.
    ///
    /// "Partly" and "don't know" are findings, never missing data (Kuntaliitto's own surveys use
    /// the same scale).
    Level {
        /// Yes; in order.
        Yes = "yes",
        /// Partly.
        Partly = "partly",
        /// No; not in order.
        No = "no",
        /// Don't know.
        Unknown = "unknown",
    }
}

impl Level {
    /// The share in order: 1, one half or 0; nothing for "don't know".
    pub const fn share(self) -> Option<f64> {
        match self {
            Self::Yes => Some(1.0),
            Self::Partly => Some(0.5),
            Self::No => Some(0.0),
            Self::Unknown => None,
        }
    }

    /// The level nearest to a share between 0 and 1.
    pub fn nearest(share: Option<f64>) -> Self {
        match share {
            None => Self::Unknown,
            Some(share) if share >= 0.75 => Self::Yes,
            Some(share) if share >= 0.25 => Self::Partly,
            Some(_) => Self::No,
        }
    }
}

words! {
    /// How answers are kept apart from people. Chosen before opening, never changed after.
    Anonymity {
        /// One link for all; no list of invited.
        Open = "open",
        /// One-time links; list and answers in separate stores, answers mixed before storing.
        Split = "split",
    }
}

words! {
    /// The life of a survey.
    SurveyState {
        /// Being prepared; may be previewed and changed.
        Draft = "draft",
        /// Taking answers.
        Open = "open",
        /// Closed for good; results may be read.
        Closed = "closed",
    }
}

/// The least number of answers behind any shown figure.
pub const MINIMUM_CELL: i64 = 5;

/// With fewer people invited than this, a second person confirms that letters are made.
pub const SECOND_PERSON_BELOW: i64 = 20;

/// How many days the roll is kept after closing, unless the survey says otherwise.
pub const KEEP_DAYS: i64 = 30;

/// The most days that the roll may be kept after closing.
pub const KEEP_DAYS_MOST: i64 = 180;

/// A survey of one instrument in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Id.
    pub id: SurveyId,
    /// The assessment round it feeds.
    pub round: RoundId,
    /// Which shipped instrument.
    pub instrument: String,
    /// Name as the municipality gave it.
    pub title: String,
    /// Anonymity, fixed when opened.
    pub anonymity: Anonymity,
    /// Where in its life it is.
    pub state: SurveyState,
    /// The least number behind any figure; may be raised, never lowered below [`MINIMUM_CELL`].
    pub minimum_cell: i64,
    /// How many were invited, 0 when not known.
    pub invited: i64,
    /// The word in the open link's address.
    pub link_code: String,
    /// Last day for answers as told to people.
    pub closes_on: Option<jiff::civil::Date>,
    /// Day of opening.
    pub opened_on: Option<jiff::civil::Date>,
    /// Day of closing.
    pub closed_on: Option<jiff::civil::Date>,
    /// How many letters have been made: everybody whose code is taken. 0 when none were, or when the
    /// survey was made by a version that did not count them.
    pub letters: i64,
    /// How many days the roll and the marks of used codes are kept after closing.
    pub keep_days: i64,
    /// The day on which they are erased; known when the survey has closed.
    pub purge_on: Option<jiff::civil::Date>,
    /// The day on which they were erased.
    pub purged_on: Option<jiff::civil::Date>,
    /// Revision for optimistic locking.
    pub revision: i64,
}

/// Why a survey did not change state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionRefused {
    /// Only a draft can be opened or changed.
    #[error("survey is not a draft")]
    NotDraft,
    /// Only an open survey can be closed.
    #[error("survey is not open")]
    NotOpen,
}

impl Survey {
    /// What stands for a link in a survey whose answers were brought from a file: nobody is ever given
    /// it, and it must be unique.
    pub fn link_of_imported(id: SurveyId) -> String {
        format!("imported-{id}")
    }

    /// Whether its answers were brought from a file.
    pub fn is_imported(&self) -> bool {
        self.link_code == Self::link_of_imported(self.id)
    }

    /// Opens a draft. From here on anonymity and questions stand.
    pub fn open(self, on: jiff::civil::Date) -> Result<Self, TransitionRefused> {
        match self.state {
            SurveyState::Draft => Ok(Self {
                state: SurveyState::Open,
                opened_on: Some(on),
                ..self
            }),
            SurveyState::Open | SurveyState::Closed => Err(TransitionRefused::NotDraft),
        }
    }

    /// Closes an open survey for good.
    pub fn close(self, on: jiff::civil::Date) -> Result<Self, TransitionRefused> {
        match self.state {
            SurveyState::Open => Ok(Self {
                state: SurveyState::Closed,
                closed_on: Some(on),
                purge_on: purge_day(on, self.keep_days),
                ..self
            }),
            SurveyState::Draft | SurveyState::Closed => Err(TransitionRefused::NotOpen),
        }
    }
}

words! {
    /// Where a request for letters is.
    RequestState {
        /// Nobody has decided.
        Waiting = "waiting",
        /// A second person has confirmed it: the letters can be made.
        Confirmed = "confirmed",
        /// A second person has refused it.
        Refused = "refused",
    }
}

/// Letters that somebody has asked for and that a second person must confirm. No code exists yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LetterRequest {
    /// Id.
    pub id: LetterRequestId,
    /// The survey.
    pub survey: SurveyId,
    /// The group of the roll; may be empty.
    pub group: String,
    /// How many letters without a name.
    pub unnamed: i64,
    /// A name or an address for each of the others.
    pub named: Vec<String>,
    /// Where it is.
    pub state: RequestState,
    /// Who asked.
    pub asked_by: UserId,
    /// The name of who asked.
    pub asked_name: String,
    /// The name of who decided; empty while it waits.
    pub decided_name: String,
    /// Why it was refused; empty otherwise.
    pub word: String,
}

impl LetterRequest {
    /// How many letters.
    pub fn number(&self) -> i64 {
        let named = i64::try_from(self.named.len()).unwrap_or(i64::MAX);
        self.unnamed.saturating_add(named)
    }
}

/// The day on which the roll of a survey is erased that closed on this day.
pub fn purge_day(closed_on: jiff::civil::Date, keep_days: i64) -> Option<jiff::civil::Date> {
    let kept = jiff::Span::new().try_days(keep_days).ok()?;
    closed_on.checked_add(kept).ok()
}

/// How many chose each answer of the scale.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// Yes.
    pub yes: i64,
    /// Partly.
    pub partly: i64,
    /// No.
    pub no: i64,
    /// Don't know.
    pub unknown: i64,
}

impl Distribution {
    /// Counts one answer.
    pub const fn add(&mut self, level: Level) {
        match level {
            Level::Yes => self.yes += 1,
            Level::Partly => self.partly += 1,
            Level::No => self.no += 1,
            Level::Unknown => self.unknown += 1,
        }
    }

    /// Adds another count to this one.
    pub const fn merge(&mut self, other: Self) {
        self.yes += other.yes;
        self.partly += other.partly;
        self.no += other.no;
        self.unknown += other.unknown;
    }

    /// The count of one answer.
    pub const fn count(&self, level: Level) -> i64 {
        match level {
            Level::Yes => self.yes,
            Level::Partly => self.partly,
            Level::No => self.no,
            Level::Unknown => self.unknown,
        }
    }

    /// How many answered, "don't know" included.
    pub const fn n(&self) -> i64 {
        self.yes + self.partly + self.no + self.unknown
    }

    /// How many took a stand.
    pub const fn stands(&self) -> i64 {
        self.yes + self.partly + self.no
    }

    /// Mean share in order among those who took a stand, 0 to 1.
    pub fn mean(&self) -> Option<f64> {
        (self.stands() > 0).then(|| ratio(2 * self.yes + self.partly, 2 * self.stands()))
    }

    /// Standard deviation of the share among those who took a stand, 0 to 0.5.
    pub fn spread(&self) -> Option<f64> {
        let mean = self.mean()?;
        let part =
            |count: i64, share: f64| ratio(count, self.stands()) * (share - mean) * (share - mean);
        Some((part(self.yes, 1.0) + part(self.partly, 0.5) + part(self.no, 0.0)).sqrt())
    }

    /// Share of "don't know" among all answers.
    pub fn unknown_share(&self) -> Option<f64> {
        (self.n() > 0).then(|| ratio(self.unknown, self.n()))
    }
}

/// Divides two counts.
#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn ratio(part: i64, whole: i64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_knows_its_mean_spread_and_dont_know_share() {
        let d = Distribution {
            yes: 2,
            partly: 1,
            no: 1,
            unknown: 4,
        };
        assert_eq!(d.mean(), Some(0.625));
        assert!((d.spread().unwrap() - 0.414_578_098).abs() < 1e-6);
        assert_eq!(d.unknown_share(), Some(0.5));
        assert_eq!(Distribution::default().mean(), None);
    }

    #[test]
    fn levels_round_to_the_nearest() {
        for level in Level::ALL {
            assert_eq!(Level::nearest(level.share()), *level);
        }
    }
}
