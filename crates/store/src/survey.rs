//! Surveys as their owner sees them, and what has been released of each. Ballots and rolls are
//! elsewhere: see [`crate::Store::cast`] and [`crate::Store::ballots`].

mod request;

use disclosure::Release;
use domain::survey::{Anonymity, Survey, SurveyState};
use domain::{OrgId, RoundId, SurveyId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::row::{day, day_text, exactly_one, must};
use crate::{OrgStore, SiteStore};

#[derive(FromRow)]
struct SurveyRow {
    id: Uuid,
    round_id: Uuid,
    instrument_id: String,
    title: String,
    level: String,
    state: String,
    minimum_cell: i64,
    invited: i64,
    link_code: String,
    closes_on: Option<String>,
    opened_on: Option<String>,
    closed_on: Option<String>,
    letters: i64,
    keep_days: i64,
    purge_on: Option<String>,
    purged_on: Option<String>,
    revision: i64,
}

impl SurveyRow {
    fn read(self) -> StoreResult<Survey> {
        const TABLE: &str = "survey";
        Ok(Survey {
            id: SurveyId(self.id),
            round: RoundId(self.round_id),
            instrument: self.instrument_id,
            title: self.title,
            anonymity: must(Anonymity::from_code(&self.level), TABLE, "level")?,
            state: must(SurveyState::from_code(&self.state), TABLE, "state")?,
            minimum_cell: self.minimum_cell,
            invited: self.invited,
            link_code: self.link_code,
            closes_on: day(self.closes_on.as_deref(), TABLE)?,
            opened_on: day(self.opened_on.as_deref(), TABLE)?,
            closed_on: day(self.closed_on.as_deref(), TABLE)?,
            letters: self.letters,
            keep_days: self.keep_days,
            purge_on: day(self.purge_on.as_deref(), TABLE)?,
            purged_on: day(self.purged_on.as_deref(), TABLE)?,
            revision: self.revision,
        })
    }
}

impl OrgStore {
    /// Surveys of a round, the newest first.
    pub async fn surveys(&mut self, round: RoundId) -> StoreResult<Vec<Survey>> {
        all!(self.conn, SurveyRow, "survey/surveys", self.org.0, round.0)?
            .into_iter()
            .map(SurveyRow::read)
            .collect()
    }

    /// A survey, if this organisation has it.
    pub async fn survey(&mut self, id: SurveyId) -> StoreResult<Option<Survey>> {
        one!(self.conn, SurveyRow, "survey/survey", self.org.0, id.0)?
            .map(SurveyRow::read)
            .transpose()
    }

    /// Adds a survey.
    ///
    /// # Errors
    /// [`crate::StoreError::Taken`] when the link code is in use.
    pub async fn add_survey(&mut self, new: &Survey, created_at: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "survey/insert",
            self.org.0,
            new.id.0,
            new.round.0,
            &new.instrument,
            &new.title,
            new.anonymity.code(),
            new.state.code(),
            new.minimum_cell,
            new.invited,
            &new.link_code,
            day_text(new.closes_on),
            day_text(new.opened_on),
            day_text(new.closed_on),
            created_at.as_microsecond(),
            new.letters,
            new.keep_days,
            day_text(new.purge_on),
            day_text(new.purged_on),
        )?;
        Ok(())
    }

    /// Writes a survey's facts and state.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone wrote after `changed.revision` was read.
    pub async fn save_survey(&mut self, changed: &Survey) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "survey/update",
            self.org.0,
            changed.id.0,
            &changed.title,
            changed.anonymity.code(),
            changed.state.code(),
            changed.minimum_cell,
            changed.invited,
            day_text(changed.closes_on),
            day_text(changed.opened_on),
            day_text(changed.closed_on),
            &changed.instrument,
            changed.keep_days,
            day_text(changed.purge_on),
            changed.revision,
        )?)
    }

    /// Removes a survey with everything that hangs on it here; its ballots are elsewhere, see
    /// [`crate::Store::erase_survey`].
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when it is gone already.
    pub async fn remove_survey(&mut self, id: SurveyId) -> StoreResult<()> {
        exactly_one(run!(self.conn, "survey/delete", self.org.0, id.0)?)
    }

    /// Notes how many letters a survey has.
    pub async fn count_letters(&mut self, survey: SurveyId, letters: i64) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "survey/letters_count",
            self.org.0,
            survey.0,
            letters
        )?)
    }

    /// Notes that the roll of a survey, on which so many stood, has been erased.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when that has been noted before.
    pub async fn note_purged(
        &mut self,
        survey: SurveyId,
        on: Date,
        invited: i64,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "survey/purged",
            self.org.0,
            survey.0,
            day_text(Some(on)),
            invited
        )?)
    }

    /// What has been released of a survey, in order.
    pub async fn releases(&mut self, survey: SurveyId) -> StoreResult<Vec<Release>> {
        all!(
            self.conn,
            (String,),
            "survey/releases",
            self.org.0,
            survey.0
        )?
        .into_iter()
        .map(|(body,)| must(serde_json::from_str(&body).ok(), "survey_release", "body"))
        .collect()
    }

    /// Writes down what is being released, in the transaction that releases it.
    pub async fn add_release(&mut self, survey: SurveyId, release: &Release) -> StoreResult<()> {
        let body = must(
            serde_json::to_string(release).ok(),
            "survey_release",
            "body",
        )?;
        run!(
            self.conn,
            "survey/release_insert",
            self.org.0,
            survey.0,
            body
        )?;
        Ok(())
    }
}

impl SiteStore {
    /// The closed surveys whose rolls are to be erased by this day: only a job may walk them.
    pub async fn surveys_to_purge(&mut self, by: Date) -> StoreResult<Vec<(OrgId, SurveyId)>> {
        let rows = all!(
            self.conn,
            (Uuid, Uuid),
            "survey/to_purge",
            day_text(Some(by))
        )?;
        Ok(rows
            .into_iter()
            .map(|(org, survey)| (OrgId(org), SurveyId(survey)))
            .collect())
    }

    /// Whose survey an answering link belongs to.
    pub async fn survey_by_link(
        &mut self,
        link_code: &str,
    ) -> StoreResult<Option<(OrgId, SurveyId)>> {
        let row = one!(self.conn, (Uuid, Uuid), "survey/by_link", link_code)?;
        Ok(row.map(|(org, survey)| (OrgId(org), SurveyId(survey))))
    }
}
