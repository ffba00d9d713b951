//! The review of documents.

use domain::document::{DocumentReview, DocumentState};
use domain::text::Title;
use domain::{CriterionId, Marked, RoundId};
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{day, day_text, exactly_one, marking, must, title};

#[derive(FromRow)]
struct DocumentRow {
    round_id: Uuid,
    document_id: String,
    title: String,
    state: String,
    approved_by: String,
    approved_on: Option<String>,
    tested_on: Option<String>,
    criteria: String,
    note: String,
    publicity: String,
    ground: String,
    revision: i64,
}

impl DocumentRow {
    fn read(self) -> StoreResult<DocumentReview> {
        const TABLE: &str = "document_review";
        Ok(DocumentReview {
            round: RoundId(self.round_id),
            document: self.document_id,
            title: own_title(&self.title)?,
            state: must(DocumentState::from_code(&self.state), TABLE, "state")?,
            approved_by: self.approved_by,
            approved_on: day(self.approved_on.as_deref(), TABLE)?,
            tested_on: day(self.tested_on.as_deref(), TABLE)?,
            criteria: self
                .criteria
                .split_whitespace()
                .map(CriterionId::from)
                .collect(),
            note: Marked::new(self.note, marking(&self.publicity, &self.ground, TABLE)?),
            revision: self.revision,
        })
    }
}

/// The name of a document of the municipality's own: stored as empty where there is none.
fn own_title(text: &str) -> StoreResult<Option<Title>> {
    let is_own = !text.is_empty();
    is_own.then(|| title(text, "document_review")).transpose()
}

impl OrgStore {
    /// Every recorded review of a round.
    pub async fn document_reviews(&mut self, round: RoundId) -> StoreResult<Vec<DocumentReview>> {
        all!(self.conn, DocumentRow, "document/list", self.org.0, round.0)?
            .into_iter()
            .map(DocumentRow::read)
            .collect()
    }

    /// The recorded review of one document.
    pub async fn document_review(
        &mut self,
        round: RoundId,
        document: &str,
    ) -> StoreResult<Option<DocumentReview>> {
        one!(
            self.conn,
            DocumentRow,
            "document/one",
            self.org.0,
            round.0,
            document
        )?
        .map(DocumentRow::read)
        .transpose()
    }

    /// Adds (revision 0) or writes a review.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_document_review(
        &mut self,
        changed: &DocumentReview,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let criteria: Vec<&str> = changed.criteria.iter().map(CriterionId::as_str).collect();
        let criteria = criteria.join(" ");
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "document/save",
            self.org.0,
            changed.round.0,
            &changed.document,
            changed.title.as_ref().map_or("", Title::as_str),
            changed.state.code(),
            &changed.approved_by,
            day_text(changed.approved_on),
            day_text(changed.tested_on),
            criteria,
            changed.note.for_member(),
            changed.note.publicity().code(),
            changed.note.ground().unwrap_or_default(),
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes the review of a document of the municipality's own.
    pub async fn remove_document_review(
        &mut self,
        round: RoundId,
        document: &str,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "document/delete",
            self.org.0,
            round.0,
            document
        )?)
    }
}
