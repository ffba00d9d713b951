//! Records kept whole, one kind after another: what a municipality decides and computes with.

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::FromRow;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, kept_since, must};

/// A record of one kind, kept whole.
pub trait Record: Serialize + DeserializeOwned + Send + Sync {
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
        $(impl $crate::record::Record for $record {
            const KIND: &'static str = $kind;

            fn id(&self) -> &str {
                use std::borrow::Borrow;
                self.id.borrow()
            }

            fn revision(&self) -> i64 {
                self.revision
            }

            fn stored(self, id: String, revision: i64) -> Self {
                Self { id: id.into(), revision, ..self }
            }
        })*
    };
}

pub(crate) use records;

#[derive(FromRow)]
struct RecordRow {
    record_id: String,
    body: String,
    revision: i64,
}

impl RecordRow {
    fn read<R: Record>(self) -> StoreResult<R> {
        let body: Option<R> = serde_json::from_str(&self.body).ok();
        let body = must(body, "risk_record", "body")?;
        Ok(body.stored(self.record_id, self.revision))
    }
}

impl OrgStore {
    /// Every record of a kind, by id.
    pub async fn records<R: Record>(&mut self) -> StoreResult<Vec<R>> {
        all!(self.conn, RecordRow, "record/list", self.org.0, R::KIND)?
            .into_iter()
            .map(RecordRow::read)
            .collect()
    }

    /// One of them.
    pub async fn record<R: Record>(&mut self, id: &str) -> StoreResult<Option<R>> {
        one!(self.conn, RecordRow, "record/one", self.org.0, R::KIND, id)?
            .map(RecordRow::read)
            .transpose()
    }

    /// Adds a record (revision 0) or changes it.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile or removed it.
    pub async fn save_record<R: Record>(&mut self, changed: &R, stamp: Stamp) -> StoreResult<()> {
        let body = must(serde_json::to_string(changed).ok(), "risk_record", "body")?;
        exactly_one(run!(
            self.conn,
            "record/save",
            self.org.0,
            R::KIND,
            changed.id(),
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision(),
        )?)
    }

    /// Removes a record of which this revision was seen; it can be brought back for a day. What was
    /// removed earlier goes for good.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile or removed it.
    pub async fn remove_record<R: Record>(
        &mut self,
        id: &str,
        revision: i64,
        at: Timestamp,
    ) -> StoreResult<()> {
        run!(self.conn, "record/purge", self.org.0, kept_since(at))?;
        exactly_one(run!(
            self.conn,
            "record/delete",
            self.org.0,
            R::KIND,
            id,
            revision,
            at.as_microsecond(),
        )?)
    }

    /// Brings a removed record back; false when there is none to bring back.
    pub async fn restore_record<R: Record>(
        &mut self,
        id: &str,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let since = kept_since(at);
        let restored = run!(self.conn, "record/restore", self.org.0, R::KIND, id, since)?;
        Ok(restored == 1)
    }

    /// Removes a record for good: one that makes room, and that nobody would bring back.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile or removed it.
    pub async fn drop_record<R: Record>(&mut self, id: &str, revision: i64) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "record/drop",
            self.org.0,
            R::KIND,
            id,
            revision
        )?)
    }
}
