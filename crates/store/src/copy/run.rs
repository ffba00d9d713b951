//! Which backups were made, for the operator and for the rule by which old ones go.

use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use super::dump::Made;
use crate::SiteStore;
use crate::error::StoreResult;
use crate::row::moment;

/// A backup that was made or tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupRun {
    /// Which, and of when.
    pub made: Made,
    /// The name of its folder.
    pub name: String,
    /// When it was restored elsewhere and counted.
    pub proven_at: Option<Timestamp>,
    /// When it was last opened with the custodians' own key.
    pub opened_at: Option<Timestamp>,
    /// When the rule removed it.
    pub removed_at: Option<Timestamp>,
    /// How large its files are.
    pub bytes: i64,
    /// The word of what failed; empty when nothing did.
    pub failure: String,
}

#[derive(FromRow)]
struct RunRow {
    id: Uuid,
    name: String,
    made_at: i64,
    proven_at: Option<i64>,
    opened_at: Option<i64>,
    removed_at: Option<i64>,
    bytes: i64,
    failure: String,
}

impl RunRow {
    fn read(self) -> StoreResult<BackupRun> {
        const TABLE: &str = "backup_run";
        let maybe = |at: Option<i64>| at.map(|at| moment(at, TABLE)).transpose();
        Ok(BackupRun {
            made: Made {
                id: self.id,
                at: moment(self.made_at, TABLE)?,
            },
            name: self.name,
            proven_at: maybe(self.proven_at)?,
            opened_at: maybe(self.opened_at)?,
            removed_at: maybe(self.removed_at)?,
            bytes: self.bytes,
            failure: self.failure,
        })
    }
}

impl SiteStore {
    /// Writes down a backup that has ended.
    pub async fn add_backup(&mut self, run: &BackupRun) -> StoreResult<()> {
        run!(
            self.conn,
            "backup/insert",
            run.made.id,
            &run.name,
            run.made.at.as_microsecond(),
            run.proven_at.map(Timestamp::as_microsecond),
            run.bytes,
            &run.failure,
        )?;
        Ok(())
    }

    /// The backups that were made or tried, the newest first, at most 500.
    pub async fn backups(&mut self) -> StoreResult<Vec<BackupRun>> {
        let rows = all!(self.conn, RunRow, "backup/list")?;
        rows.into_iter().map(RunRow::read).collect()
    }

    /// Writes down that a backup was opened with the custodians' key; false when it is not known here.
    pub async fn backup_opened(&mut self, id: Uuid, at: Timestamp) -> StoreResult<bool> {
        Ok(run!(self.conn, "backup/opened", id, at.as_microsecond())? == 1)
    }

    /// Writes down that a backup was removed.
    pub async fn backup_removed(&mut self, name: &str, at: Timestamp) -> StoreResult<()> {
        run!(self.conn, "backup/removed", name, at.as_microsecond())?;
        Ok(())
    }

    /// Forgets what failed or was removed and is older than this.
    pub async fn forget_backups(&mut self, before: Timestamp) -> StoreResult<()> {
        run!(self.conn, "backup/forget", before.as_microsecond())?;
        Ok(())
    }
}
