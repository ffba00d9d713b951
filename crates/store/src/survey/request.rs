//! Requests for letters that a second person must confirm.

use domain::survey::{LetterRequest, RequestState};
use domain::{LetterRequestId, SurveyId, UserId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, must};

#[derive(FromRow)]
struct RequestRow {
    id: Uuid,
    survey_id: Uuid,
    group_name: String,
    unnamed: i64,
    named: String,
    state: String,
    asked_by: Uuid,
    asked_name: String,
    decided_name: String,
    word: String,
}

impl RequestRow {
    fn read(self) -> StoreResult<LetterRequest> {
        const TABLE: &str = "letter_request";
        Ok(LetterRequest {
            id: LetterRequestId(self.id),
            survey: SurveyId(self.survey_id),
            group: self.group_name,
            unnamed: self.unnamed,
            named: must(serde_json::from_str(&self.named).ok(), TABLE, "named")?,
            state: must(RequestState::from_code(&self.state), TABLE, "state")?,
            asked_by: UserId(self.asked_by),
            asked_name: self.asked_name,
            decided_name: self.decided_name,
            word: self.word,
        })
    }
}

fn names(named: &[String]) -> StoreResult<String> {
    must(serde_json::to_string(named).ok(), "letter_request", "named")
}

impl OrgStore {
    /// The requests for letters of a survey, the oldest first.
    pub async fn letter_requests(&mut self, survey: SurveyId) -> StoreResult<Vec<LetterRequest>> {
        all!(
            self.conn,
            RequestRow,
            "survey/request/list",
            self.org.0,
            survey.0
        )?
        .into_iter()
        .map(RequestRow::read)
        .collect()
    }

    /// Every request that waits to be decided, the oldest first.
    pub async fn waiting_letter_requests(&mut self) -> StoreResult<Vec<LetterRequest>> {
        all!(self.conn, RequestRow, "survey/request/waiting", self.org.0)?
            .into_iter()
            .map(RequestRow::read)
            .collect()
    }

    /// A request for letters, if this survey has it.
    pub async fn letter_request(
        &mut self,
        survey: SurveyId,
        id: LetterRequestId,
    ) -> StoreResult<Option<LetterRequest>> {
        one!(
            self.conn,
            RequestRow,
            "survey/request/one",
            self.org.0,
            survey.0,
            id.0
        )?
        .map(RequestRow::read)
        .transpose()
    }

    /// Adds a request, which then waits.
    pub async fn add_letter_request(
        &mut self,
        new: &LetterRequest,
        stamp: Stamp,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "survey/request/insert",
            self.org.0,
            new.id.0,
            new.survey.0,
            &new.group,
            new.unnamed,
            names(&new.named)?,
            stamp.by.0,
            &new.asked_name,
            stamp.at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Writes what was decided about a request, and how many letters it is for.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when it has been decided or taken back meanwhile.
    pub async fn decide_letter_request(&mut self, decided: &LetterRequest) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "survey/request/decide",
            self.org.0,
            decided.survey.0,
            decided.id.0,
            decided.state.code(),
            &decided.decided_name,
            &decided.word,
            names(&decided.named)?,
            decided.unnamed,
        )?)
    }

    /// Removes a request as it was read, with everybody's name in it.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when it has been decided or removed meanwhile.
    pub async fn remove_letter_request(&mut self, read: &LetterRequest) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "survey/request/remove",
            self.org.0,
            read.survey.0,
            read.id.0,
            read.state.code(),
        )?)
    }

    /// Removes every request of a survey.
    pub async fn remove_letter_requests(&mut self, survey: SurveyId) -> StoreResult<()> {
        run!(self.conn, "survey/request/remove_all", self.org.0, survey.0)?;
        Ok(())
    }
}
