//! Jobs that were given up, for the operator: which, when and why, never what is in them.

use domain::{JobId, OrgId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use super::Hold;
use crate::SiteStore;
use crate::error::StoreResult;
use crate::row::moment;

/// A job that is no longer tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUpJob {
    /// Id.
    pub id: JobId,
    /// Whose, none for the installation's own.
    pub org: Option<OrgId>,
    /// Which of the registered jobs.
    pub name: String,
    /// How often it was begun.
    pub attempts: i64,
    /// When it was given up.
    pub at: Timestamp,
    /// The word of the reason.
    pub why: String,
    /// Whether it can be tried again: its payload has not been erased.
    pub is_kept: bool,
}

/// How many jobs there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct JobCount {
    /// In the queue, due or to be tried later.
    pub waiting: i64,
    /// Being worked on.
    pub running: i64,
    /// No longer tried.
    pub given_up: i64,
}

#[derive(FromRow)]
struct GivenUpRow {
    id: Uuid,
    org_id: Option<Uuid>,
    name: String,
    attempts: i64,
    given_up_at: i64,
    error: String,
    is_kept: bool,
}

impl SiteStore {
    /// Tries a job no more and keeps the word of the reason. The payload of a private job is erased.
    /// False when this worker no longer holds it.
    pub async fn give_up_job(
        &mut self,
        hold: Hold,
        now: Timestamp,
        why: &str,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "job/give_up",
            hold.job.0,
            hold.worker,
            hold.attempt,
            now.as_microsecond(),
            why
        )?;
        Ok(touched == 1)
    }

    /// Forgets what was given up earlier of a job on a schedule, except for one: the newest tells
    /// enough.
    pub async fn forget_older_jobs(&mut self, name: &str, except: JobId) -> StoreResult<()> {
        run!(self.conn, "job/forget_older", name, except.0)?;
        Ok(())
    }

    /// The jobs that were given up, the newest first, at most 500.
    pub async fn given_up_jobs(&mut self) -> StoreResult<Vec<GivenUpJob>> {
        all!(self.conn, GivenUpRow, "job/given_up")?
            .into_iter()
            .map(|row| {
                Ok(GivenUpJob {
                    id: JobId(row.id),
                    org: row.org_id.map(OrgId),
                    name: row.name,
                    attempts: row.attempts,
                    at: moment(row.given_up_at, "job")?,
                    why: row.error,
                    is_kept: row.is_kept,
                })
            })
            .collect()
    }

    /// How many jobs wait, run and were given up.
    pub async fn count_jobs(&mut self) -> StoreResult<JobCount> {
        Ok(one!(self.conn, JobCount, "job/count")?.unwrap_or_default())
    }

    /// Puts a job that was given up back in the queue, with all its attempts; false when there is
    /// none, or when its payload has been erased.
    pub async fn try_job_again(&mut self, id: JobId, now: Timestamp) -> StoreResult<bool> {
        Ok(run!(self.conn, "job/again", id.0, now.as_microsecond())? == 1)
    }

    /// Removes a job that was given up; false when there is none.
    pub async fn forget_job(&mut self, id: JobId) -> StoreResult<bool> {
        Ok(run!(self.conn, "job/forget", id.0)? == 1)
    }
}
