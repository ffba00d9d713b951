//! Bytes that wait for a decision: an uploaded file between its account and its taking, and what was
//! removed until its removal can no longer be undone.

use domain::{UploadId, UserId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::exactly_one;
use crate::{OrgStore, SiteStore};

/// Bytes that wait for a decision of the person who brought them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Id.
    pub id: UploadId,
    /// What it is: a word of the use case that keeps it.
    pub kind: String,
    /// What it is for, in the words of that use case.
    pub target: String,
    /// The file's name as given.
    pub file_name: String,
    /// The bytes.
    pub body: Vec<u8>,
}

#[derive(FromRow)]
struct UploadRow {
    id: Uuid,
    kind: String,
    target: String,
    file_name: String,
    body: Vec<u8>,
}

impl OrgStore {
    /// Keeps bytes for the person who brought them.
    pub async fn add_upload(&mut self, new: &Upload, stamp: Stamp) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "upload/insert",
            self.org.0,
            new.id.0,
            &new.kind,
            &new.target,
            &new.file_name,
            &new.body,
            stamp.by.0,
            stamp.at.as_microsecond(),
        )?)
    }

    /// Removes all but so many of the files that a person has brought to be taken in, the oldest first.
    /// The one with this id stays.
    pub async fn keep_newest_uploads(
        &mut self,
        by: UserId,
        newest: UploadId,
        others: i64,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "upload/delete_older",
            self.org.0,
            by.0,
            newest.0,
            others
        )?;
        Ok(())
    }

    /// Bytes that this person brought since a moment; older ones and those of others are not there.
    pub async fn upload(
        &mut self,
        id: UploadId,
        (by, since): (UserId, Timestamp),
    ) -> StoreResult<Option<Upload>> {
        let since = since.as_microsecond();
        let found = one!(
            self.conn,
            UploadRow,
            "upload/one",
            self.org.0,
            id.0,
            by.0,
            since
        )?;
        Ok(found.map(|row| Upload {
            id: UploadId(row.id),
            kind: row.kind,
            target: row.target,
            file_name: row.file_name,
            body: row.body,
        }))
    }

    /// Removes bytes that have been decided on; false when somebody has decided already.
    pub async fn remove_upload(&mut self, id: UploadId) -> StoreResult<bool> {
        Ok(run!(self.conn, "upload/delete", self.org.0, id.0)? == 1)
    }

    /// Removes everything of a kind that is for the same thing, whoever brought it.
    pub async fn remove_uploads_for(&mut self, kind: &str, target: &str) -> StoreResult<()> {
        run!(self.conn, "upload/delete_of", self.org.0, kind, target)?;
        Ok(())
    }
}

impl SiteStore {
    /// Removes bytes that nobody decided on since a moment, in every organisation.
    pub async fn expire_uploads(&mut self, before: Timestamp) -> StoreResult<()> {
        run!(self.conn, "upload/expire", before.as_microsecond())?;
        Ok(())
    }
}
