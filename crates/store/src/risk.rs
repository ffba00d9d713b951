//! What a municipality decides about its risks, one kind of record after another.

use domain::risk::{Acceptance, Appetite, CouncilDecision, PlannedMeasure, RiskRun};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, must};

/// A record of one kind, kept whole.
pub trait RiskRecord: Serialize + DeserializeOwned + Send + Sync {
    /// The kind, as stored.
    const KIND: &'static str;

    /// Its id within the kind.
    fn id(&self) -> &str;

    /// The revision that was seen; 0 for a new one.
    fn revision(&self) -> i64;

    /// The same as it was stored.
    #[must_use]
    fn stored(self, id: String, revision: i64) -> Self;
}

macro_rules! records {
    ($($record:ty = $kind:literal),* $(,)?) => {
        $(impl RiskRecord for $record {
            const KIND: &'static str = $kind;

            fn id(&self) -> &str {
                &self.id
            }

            fn revision(&self) -> i64 {
                self.revision
            }

            fn stored(self, id: String, revision: i64) -> Self {
                Self { id, revision, ..self }
            }
        })*
    };
}

records! {
    PlannedMeasure = "measure",
    Acceptance = "acceptance",
    CouncilDecision = "decision",
    RiskRun = "run",
}

/// There is one a municipality.
impl RiskRecord for Appetite {
    const KIND: &'static str = "appetite";

    fn id(&self) -> &'static str {
        "council"
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn stored(self, _id: String, revision: i64) -> Self {
        Self { revision, ..self }
    }
}

#[derive(FromRow)]
struct RecordRow {
    record_id: String,
    body: String,
    revision: i64,
}

impl RecordRow {
    fn read<R: RiskRecord>(self) -> StoreResult<R> {
        let body: Option<R> = serde_json::from_str(&self.body).ok();
        let body = must(body, "risk_record", "body")?;
        Ok(body.stored(self.record_id, self.revision))
    }
}

impl OrgStore {
    /// Every record of a kind, by id.
    pub async fn risk_records<R: RiskRecord>(&mut self) -> StoreResult<Vec<R>> {
        all!(self.conn, RecordRow, "risk/list", self.org.0, R::KIND)?
            .into_iter()
            .map(RecordRow::read)
            .collect()
    }

    /// One of them.
    pub async fn risk_record<R: RiskRecord>(&mut self, id: &str) -> StoreResult<Option<R>> {
        one!(self.conn, RecordRow, "risk/one", self.org.0, R::KIND, id)?
            .map(RecordRow::read)
            .transpose()
    }

    /// Adds a record (revision 0) or changes it.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_risk_record<R: RiskRecord>(
        &mut self,
        changed: &R,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let body = must(serde_json::to_string(changed).ok(), "risk_record", "body")?;
        exactly_one(run!(
            self.conn,
            "risk/save",
            self.org.0,
            R::KIND,
            changed.id(),
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision(),
        )?)
    }

    /// Removes a record of which this revision was seen.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile or removed it.
    pub async fn remove_risk_record<R: RiskRecord>(
        &mut self,
        (id, revision): (&str, i64),
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "risk/delete",
            self.org.0,
            R::KIND,
            id,
            revision
        )?)
    }
}
