//! Interviews and their coded passages.

use domain::interview::{Interview, InterviewKind, InterviewState, Passage};
use domain::survey::Level;
use domain::{InterviewId, PassageId, RoundId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{day, day_text, exactly_one, must, place, place_columns};

#[derive(FromRow)]
struct InterviewRow {
    id: Uuid,
    round_id: Uuid,
    guide_id: String,
    kind: String,
    title: String,
    held_on: Option<String>,
    people: i64,
    state: String,
    notes: String,
    revision: i64,
}

impl InterviewRow {
    fn read(self) -> StoreResult<Interview> {
        const TABLE: &str = "interview";
        Ok(Interview {
            id: InterviewId(self.id),
            round: RoundId(self.round_id),
            guide: self.guide_id,
            kind: must(InterviewKind::from_code(&self.kind), TABLE, "kind")?,
            title: self.title,
            held_on: day(self.held_on.as_deref(), TABLE)?,
            people: self.people,
            state: must(InterviewState::from_code(&self.state), TABLE, "state")?,
            notes: self.notes,
            revision: self.revision,
        })
    }
}

#[derive(FromRow)]
struct PassageRow {
    id: Uuid,
    interview_id: Uuid,
    turn: i64,
    speaker: String,
    excerpt: String,
    theme_id: String,
    criterion_id: String,
    level: String,
    quote: String,
    is_quotable: bool,
    revision: i64,
}

impl PassageRow {
    fn read(self) -> StoreResult<Passage> {
        Ok(Passage {
            id: PassageId(self.id),
            interview: InterviewId(self.interview_id),
            turn: self.turn,
            speaker: self.speaker,
            excerpt: self.excerpt,
            place: place(self.theme_id, self.criterion_id),
            level: must(Level::from_code(&self.level), "passage", "level")?,
            quote: self.quote,
            is_quotable: self.is_quotable,
            revision: self.revision,
        })
    }
}

impl OrgStore {
    /// Interviews of a round, in the order they were or will be held.
    pub async fn interviews(&mut self, round: RoundId) -> StoreResult<Vec<Interview>> {
        all!(
            self.conn,
            InterviewRow,
            "interview/list",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(InterviewRow::read)
        .collect()
    }

    /// One interview.
    pub async fn interview(&mut self, id: InterviewId) -> StoreResult<Option<Interview>> {
        one!(self.conn, InterviewRow, "interview/one", self.org.0, id.0)?
            .map(InterviewRow::read)
            .transpose()
    }

    /// Adds (revision 0) or writes an interview.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_interview(&mut self, changed: &Interview, stamp: Stamp) -> StoreResult<()> {
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "interview/save",
            self.org.0,
            changed.id.0,
            changed.round.0,
            &changed.guide,
            changed.kind.code(),
            &changed.title,
            day_text(changed.held_on),
            changed.people,
            changed.state.code(),
            &changed.notes,
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes an interview with its codings.
    pub async fn remove_interview(&mut self, id: InterviewId) -> StoreResult<()> {
        exactly_one(run!(self.conn, "interview/delete", self.org.0, id.0)?)
    }

    /// Coded passages of one interview.
    pub async fn passages(&mut self, interview: InterviewId) -> StoreResult<Vec<Passage>> {
        all!(
            self.conn,
            PassageRow,
            "interview/passages",
            self.org.0,
            interview.0
        )?
        .into_iter()
        .map(PassageRow::read)
        .collect()
    }

    /// Coded passages of every interview of a round.
    pub async fn passages_of_round(&mut self, round: RoundId) -> StoreResult<Vec<Passage>> {
        all!(
            self.conn,
            PassageRow,
            "interview/passages_of_round",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(PassageRow::read)
        .collect()
    }

    /// One coded passage.
    pub async fn passage(
        &mut self,
        interview: InterviewId,
        id: PassageId,
    ) -> StoreResult<Option<Passage>> {
        one!(
            self.conn,
            PassageRow,
            "interview/passage",
            self.org.0,
            interview.0,
            id.0
        )?
        .map(PassageRow::read)
        .transpose()
    }

    /// Adds (revision 0) or writes a coding.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_passage(&mut self, changed: &Passage, stamp: Stamp) -> StoreResult<()> {
        let (theme, criterion) = place_columns(&changed.place);
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "interview/passage_save",
            self.org.0,
            changed.interview.0,
            changed.id.0,
            changed.turn,
            &changed.speaker,
            &changed.excerpt,
            theme,
            criterion,
            changed.level.code(),
            &changed.quote,
            changed.is_quotable,
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Writes the words of a coding again: after names were replaced in the notes.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_passage_words(&mut self, changed: &Passage, stamp: Stamp) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "interview/passage_words",
            self.org.0,
            changed.interview.0,
            changed.id.0,
            &changed.speaker,
            &changed.excerpt,
            &changed.quote,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes a coding.
    pub async fn remove_passage(
        &mut self,
        interview: InterviewId,
        id: PassageId,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "interview/passage_delete",
            self.org.0,
            interview.0,
            id.0
        )?)
    }
}
