//! Rounds, judgements and leadership's own summary text.

use domain::assessment::{Judgement, Round, RoundState};
use domain::survey::Level;
use domain::{CriterionId, Locale, Marked, RoundId, UserId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::error::StoreResult;
use crate::row::{day, day_text, exactly_one, marking, moment, must};

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: UserId,
}

/// What leadership says in the summary of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryWords {
    /// The situation in three sentences; empty means the computed ones.
    pub situation: String,
    /// What happens next.
    pub next_steps: String,
}

impl SummaryWords {
    /// Whether nothing has been written.
    pub fn is_empty(&self) -> bool {
        self.situation.is_empty() && self.next_steps.is_empty()
    }
}

/// Leadership's own words in the summary of a round, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryText {
    /// The words and who may read them.
    pub words: Marked<SummaryWords>,
    /// Revision for optimistic locking; 0 before the first save.
    pub revision: i64,
}

#[derive(FromRow)]
struct RoundRow {
    id: Uuid,
    title: String,
    framework_id: String,
    state: String,
    due_on: Option<String>,
    created_at: i64,
    published_at: Option<i64>,
    revision: i64,
}

impl RoundRow {
    fn read(self) -> StoreResult<Round> {
        const TABLE: &str = "assessment_round";
        Ok(Round {
            id: RoundId(self.id),
            title: self.title,
            framework: self.framework_id,
            state: must(RoundState::from_code(&self.state), TABLE, "state")?,
            due_on: day(self.due_on.as_deref(), TABLE)?,
            created_at: moment(self.created_at, TABLE)?,
            published_at: self.published_at.map(|at| moment(at, TABLE)).transpose()?,
            revision: self.revision,
        })
    }
}

#[derive(FromRow)]
struct JudgementRow {
    criterion_id: String,
    level: String,
    rationale: String,
    publicity: String,
    ground: String,
    revision: i64,
}

impl JudgementRow {
    fn read(self) -> StoreResult<Judgement> {
        const TABLE: &str = "judgement";
        Ok(Judgement {
            criterion: self.criterion_id.into(),
            level: must(Level::from_code(&self.level), TABLE, "level")?,
            rationale: Marked::new(
                self.rationale,
                marking(&self.publicity, &self.ground, TABLE)?,
            ),
            revision: self.revision,
        })
    }
}

#[derive(FromRow)]
struct SummaryRow {
    situation: String,
    next_steps: String,
    publicity: String,
    ground: String,
    revision: i64,
}

impl OrgStore {
    /// Rounds, the newest first.
    pub async fn rounds(&mut self) -> StoreResult<Vec<Round>> {
        all!(self.conn, RoundRow, "assessment/rounds", self.org.0)?
            .into_iter()
            .map(RoundRow::read)
            .collect()
    }

    /// A round, if this organisation has it.
    pub async fn round(&mut self, id: RoundId) -> StoreResult<Option<Round>> {
        one!(self.conn, RoundRow, "assessment/round", self.org.0, id.0)?
            .map(RoundRow::read)
            .transpose()
    }

    /// Adds a round.
    pub async fn add_round(&mut self, new: &Round) -> StoreResult<()> {
        run!(
            self.conn,
            "assessment/round_insert",
            self.org.0,
            new.id.0,
            &new.title,
            &new.framework,
            new.state.code(),
            day_text(new.due_on),
            new.created_at.as_microsecond(),
            new.published_at.map(Timestamp::as_microsecond),
        )?;
        Ok(())
    }

    /// Writes a round's facts and state.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone wrote after `changed.revision` was read.
    pub async fn save_round(&mut self, changed: &Round) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "assessment/round_update",
            self.org.0,
            changed.id.0,
            &changed.title,
            changed.state.code(),
            day_text(changed.due_on),
            changed.published_at.map(Timestamp::as_microsecond),
            changed.revision,
        )?)
    }

    /// Every judgement of a round.
    pub async fn judgements(&mut self, round: RoundId) -> StoreResult<Vec<Judgement>> {
        all!(
            self.conn,
            JudgementRow,
            "assessment/judgements",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(JudgementRow::read)
        .collect()
    }

    /// The level of every judged criterion, without the rationales: for overviews.
    pub async fn judgement_levels(
        &mut self,
        round: RoundId,
    ) -> StoreResult<Vec<(CriterionId, Level)>> {
        all!(
            self.conn,
            (String, String),
            "assessment/judgement_levels",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(|(criterion, level)| {
            Ok((
                CriterionId::from(criterion),
                must(Level::from_code(&level), "judgement", "level")?,
            ))
        })
        .collect()
    }

    /// The judgement of one criterion, if it has been judged.
    pub async fn judgement(
        &mut self,
        round: RoundId,
        criterion: &str,
    ) -> StoreResult<Option<Judgement>> {
        one!(
            self.conn,
            JudgementRow,
            "assessment/judgement",
            self.org.0,
            round.0,
            criterion
        )?
        .map(JudgementRow::read)
        .transpose()
    }

    /// Writes a judgement; revision 0 means that nobody had judged when it was read.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else judged meanwhile.
    pub async fn save_judgement(
        &mut self,
        round: RoundId,
        changed: &Judgement,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let rationale = &changed.rationale;
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "assessment/judgement_save",
            self.org.0,
            round.0,
            changed.criterion.as_str(),
            changed.level.code(),
            rationale.for_member(),
            rationale.publicity().code(),
            rationale.ground().unwrap_or_default(),
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Leadership's own summary text in one language, if any was written.
    pub async fn summary_text(
        &mut self,
        round: RoundId,
        locale: Locale,
    ) -> StoreResult<Option<SummaryText>> {
        let row = one!(
            self.conn,
            SummaryRow,
            "assessment/summary",
            self.org.0,
            round.0,
            locale.code()
        )?;
        row.map(|row| {
            let marking = marking(&row.publicity, &row.ground, "summary_text")?;
            let words = SummaryWords {
                situation: row.situation,
                next_steps: row.next_steps,
            };
            Ok(SummaryText {
                words: Marked::new(words, marking),
                revision: row.revision,
            })
        })
        .transpose()
    }

    /// Writes leadership's own summary text.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_summary_text(
        &mut self,
        round: RoundId,
        locale: Locale,
        changed: &SummaryText,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "assessment/summary_save",
            self.org.0,
            round.0,
            locale.code(),
            &changed.words.for_member().situation,
            &changed.words.for_member().next_steps,
            changed.words.publicity().code(),
            changed.words.ground().unwrap_or_default(),
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }
}
