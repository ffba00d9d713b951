//! The queue of jobs: work that is done after the answer has been given.

use domain::{JobId, OrgId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::{OrgStore, SiteStore};

/// A job in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// Whose, none for the installation's own.
    pub org: Option<OrgId>,
    /// Which of the registered jobs.
    pub name: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// How often it has been begun.
    pub attempts: i64,
}

#[derive(FromRow)]
struct JobRow {
    id: Uuid,
    org_id: Option<Uuid>,
    name: String,
    payload: String,
    attempts: i64,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        Self {
            id: JobId(row.id),
            org: row.org_id.map(OrgId),
            name: row.name,
            payload: row.payload,
            attempts: row.attempts,
        }
    }
}

impl OrgStore {
    /// Puts a job of this organisation in the queue, in the transaction of the change.
    pub async fn enqueue(
        &mut self,
        id: JobId,
        name: &str,
        payload: &str,
        run_at: Timestamp,
    ) -> StoreResult<()> {
        let org = Some(self.org.0);
        run!(
            self.conn,
            "job/insert",
            id.0,
            org,
            name,
            payload,
            run_at.as_microsecond()
        )?;
        Ok(())
    }
}

impl SiteStore {
    /// Takes the next due job, so that no other worker does. A job taken before `stale` and not
    /// finished is taken again: its worker has died.
    pub async fn take_job(&mut self, now: Timestamp, stale: Timestamp) -> StoreResult<Option<Job>> {
        let row = one!(
            self.conn,
            JobRow,
            "job/due",
            now.as_microsecond(),
            stale.as_microsecond()
        )?;
        let Some(job) = row.map(Job::from) else {
            return Ok(None);
        };
        let touched = run!(
            self.conn,
            "job/take",
            job.id.0,
            now.as_microsecond(),
            job.attempts
        )?;
        Ok((touched == 1).then_some(job))
    }

    /// Removes a finished job.
    pub async fn finish_job(&mut self, id: JobId) -> StoreResult<()> {
        run!(self.conn, "job/done", id.0)?;
        Ok(())
    }

    /// Puts a failed job back for later.
    pub async fn retry_job(&mut self, id: JobId, at: Timestamp, why: &str) -> StoreResult<()> {
        run!(self.conn, "job/retry", id.0, at.as_microsecond(), why)?;
        Ok(())
    }
}
