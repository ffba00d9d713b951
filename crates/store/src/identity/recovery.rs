//! Ways to a new password: links, and codes that a coordinator hands over. Only hashes are stored.

use domain::{OrgId, UserId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::row::moment;
use crate::{OrgStore, SiteStore};

/// A way to a new password that waits to be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recovery {
    /// Whose password.
    pub user: UserId,
    /// The organisation whose coordinator hands the code over; none for a link, which was mailed or
    /// given by the operator.
    pub org: Option<OrgId>,
    /// The coordinator.
    pub begun_by: Option<UserId>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// From when it can be used.
    pub usable_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct RecoveryRow {
    user_id: Uuid,
    org_id: Option<Uuid>,
    begun_by: Option<Uuid>,
    created_at: i64,
    usable_at: i64,
    expires_at: i64,
}

impl RecoveryRow {
    fn read(self) -> StoreResult<Recovery> {
        const TABLE: &str = "recovery";
        Ok(Recovery {
            user: UserId(self.user_id),
            org: self.org_id.map(OrgId),
            begun_by: self.begun_by.map(UserId),
            created_at: moment(self.created_at, TABLE)?,
            usable_at: moment(self.usable_at, TABLE)?,
            expires_at: moment(self.expires_at, TABLE)?,
        })
    }
}

impl SiteStore {
    /// Adds a way to a new password under the hash of its secret.
    pub async fn add_recovery(&mut self, new: &Recovery, secret_hash: [u8; 32]) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/recovery_insert",
            secret_hash.as_slice(),
            new.user.0,
            new.org.map(|org| org.0),
            new.begun_by.map(|user| user.0),
            new.created_at.as_microsecond(),
            new.usable_at.as_microsecond(),
            new.expires_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// What a secret opens, if it has not been used and its time is not over.
    pub async fn recovery(
        &mut self,
        secret_hash: [u8; 32],
        now: Timestamp,
    ) -> StoreResult<Option<Recovery>> {
        let row = one!(
            self.conn,
            RecoveryRow,
            "identity/recovery_by_secret",
            secret_hash.as_slice(),
            now.as_microsecond()
        )?;
        row.map(RecoveryRow::read).transpose()
    }

    /// The ways to a new password that wait for a person, the oldest first.
    pub async fn recoveries(&mut self, user: UserId, now: Timestamp) -> StoreResult<Vec<Recovery>> {
        let now = now.as_microsecond();
        let rows = all!(self.conn, RecoveryRow, "identity/recoveries", user.0, now)?;
        rows.into_iter().map(RecoveryRow::read).collect()
    }

    /// Uses a secret up; false when somebody has used it already.
    pub async fn take_recovery(&mut self, secret_hash: [u8; 32]) -> StoreResult<bool> {
        let secret = secret_hash.as_slice();
        Ok(run!(self.conn, "identity/recovery_take", secret)? == 1)
    }

    /// Forgets what coordinators have begun for a person; links that were mailed stay.
    pub async fn forget_begun(&mut self, user: UserId) -> StoreResult<()> {
        run!(self.conn, "identity/recovery_forget_begun", user.0)?;
        Ok(())
    }

    /// Forgets every way to a new password of a person.
    pub async fn forget_recoveries(&mut self, user: UserId) -> StoreResult<()> {
        run!(self.conn, "identity/recovery_forget", user.0)?;
        Ok(())
    }

    /// Forgets ways to a new password whose time is over.
    pub async fn expire_recoveries(&mut self, now: Timestamp) -> StoreResult<()> {
        run!(self.conn, "identity/recovery_expire", now.as_microsecond())?;
        Ok(())
    }
}

impl OrgStore {
    /// Forgets what coordinators of the organisation began for a person; whether there was anything.
    pub async fn stop_recovery(&mut self, user: UserId) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/recovery_stop", self.org.0, user.0)? > 0)
    }
}
