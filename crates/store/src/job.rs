//! The queue of jobs: work that is done after the answer has been given, by whichever node takes it.
//!
//! A job is held by one worker until a moment, its lease. The worker extends the lease while it
//! works; when it has died, the lease runs out and another worker takes the job. Every change of a
//! taken job names its [`Hold`], so a worker that has lost its job can no longer touch it.

mod failed;
mod schedule;

use domain::{JobId, OrgId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::conn::Conn;
use crate::error::StoreResult;
use crate::{OrgStore, SiteStore};

pub use failed::{GivenUpJob, JobCount};
pub use schedule::Turn;

/// A job to be put in the queue.
#[derive(Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Id.
    pub id: JobId,
    /// Which of the registered jobs.
    pub name: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// Not before this moment.
    pub run_at: Timestamp,
    /// How the queue treats it.
    pub care: Care,
}

impl std::fmt::Debug for NewJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewJob")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("run_at", &self.run_at)
            .field("care", &self.care)
            .finish_non_exhaustive()
    }
}

/// How the queue treats a job, kept with it: a node of another version may not know the name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Care {
    /// Begun at most once: when its worker dies it is given up, never begun again.
    pub is_once: bool,
    /// The payload is erased when the job is given up.
    pub is_private: bool,
    /// Takes minutes; apart from the others, so that they do not wait for it.
    pub is_long: bool,
}

/// A job that a worker has taken.
#[derive(Clone, PartialEq, Eq)]
pub struct Job {
    /// Id.
    pub id: JobId,
    /// Whose, none for the installation's own.
    pub org: Option<OrgId>,
    /// Which of the registered jobs.
    pub name: String,
    /// Its parameters as JSON.
    pub payload: String,
    /// How often it has been begun, this time included.
    pub attempts: i64,
    /// Begun at most once.
    pub is_once: bool,
    /// An earlier worker took it and died before it was done.
    pub was_interrupted: bool,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job")
            .field("id", &self.id)
            .field("org", &self.org)
            .field("name", &self.name)
            .field("attempts", &self.attempts)
            .field("is_once", &self.is_once)
            .field("was_interrupted", &self.was_interrupted)
            .finish_non_exhaustive()
    }
}

/// Which taking of a job a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// The job.
    pub job: JobId,
    /// The worker that took it.
    pub worker: Uuid,
    /// The attempt for which it was taken.
    pub attempt: i64,
}

/// What a worker found in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// Nothing is due.
    Nothing,
    /// Another worker was faster; look again.
    Lost,
    /// A job, taken.
    Taken(Job),
}

/// What a worker asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// Who asks.
    pub worker: Uuid,
    /// Long jobs, or the others.
    pub is_long: bool,
    /// The moment.
    pub now: Timestamp,
    /// Until when the job is held.
    pub until: Timestamp,
}

#[derive(FromRow)]
struct JobRow {
    id: Uuid,
    org_id: Option<Uuid>,
    name: String,
    payload: String,
    attempts: i64,
    is_once: bool,
    taken_by: Option<Uuid>,
}

impl JobRow {
    fn taken(self) -> Job {
        Job {
            id: JobId(self.id),
            org: self.org_id.map(OrgId),
            name: self.name,
            payload: self.payload,
            attempts: self.attempts + 1,
            is_once: self.is_once,
            was_interrupted: self.taken_by.is_some(),
        }
    }
}

async fn insert(conn: &mut Conn, org: Option<OrgId>, new: &NewJob) -> StoreResult<()> {
    run!(
        *conn,
        "job/insert",
        new.id.0,
        org.map(|org| org.0),
        &new.name,
        &new.payload,
        new.run_at.as_microsecond(),
        new.care.is_once,
        new.care.is_private,
        new.care.is_long,
    )?;
    Ok(())
}

impl OrgStore {
    /// Puts a job of this organisation in the queue, in the transaction of the change.
    pub async fn enqueue(&mut self, new: &NewJob) -> StoreResult<()> {
        insert(&mut self.conn, Some(self.org), new).await
    }

    /// Whether a job of this organisation waits or is being worked on.
    pub async fn is_job_alive(&mut self, id: JobId) -> StoreResult<bool> {
        let row = one!(self.conn, (String,), "job/alive", self.org.0, id.0)?;
        Ok(row.is_some())
    }
}

impl SiteStore {
    /// Puts a job of the installation's own in the queue.
    pub async fn enqueue(&mut self, new: &NewJob) -> StoreResult<()> {
        insert(&mut self.conn, None, new).await
    }

    /// Whether a job is due that nobody holds.
    pub async fn is_job_due(&mut self, is_long: bool, now: Timestamp) -> StoreResult<bool> {
        let due = one!(self.conn, JobRow, "job/due", is_long, now.as_microsecond())?;
        Ok(due.is_some())
    }

    /// Takes the next job that is due and that nobody holds. It is taken when this is committed.
    pub async fn claim_job(&mut self, ask: Ask) -> StoreResult<Claim> {
        let now = ask.now.as_microsecond();
        let Some(due) = one!(self.conn, JobRow, "job/due", ask.is_long, now)? else {
            return Ok(Claim::Nothing);
        };
        // The number of attempts is compared again: on PostgreSQL another worker may have taken the
        // job since it was read.
        let touched = run!(
            self.conn,
            "job/take",
            due.id,
            ask.worker,
            now,
            ask.until.as_microsecond(),
            due.attempts
        )?;
        Ok(if touched == 1 {
            Claim::Taken(due.taken())
        } else {
            Claim::Lost
        })
    }

    /// Holds a job for longer; false when this worker no longer holds it and must stop.
    pub async fn extend_job(&mut self, hold: Hold, until: Timestamp) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "job/extend",
            hold.job.0,
            hold.worker,
            hold.attempt,
            until.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Removes a finished job and its payload; false when this worker no longer holds it.
    pub async fn finish_job(&mut self, hold: Hold) -> StoreResult<bool> {
        let touched = run!(self.conn, "job/done", hold.job.0, hold.worker, hold.attempt)?;
        Ok(touched == 1)
    }

    /// Puts a failed job back for later, with the reason; false when this worker no longer holds it.
    pub async fn retry_job(&mut self, hold: Hold, at: Timestamp, why: &str) -> StoreResult<bool> {
        self.put_back(hold, at, hold.attempt, why).await
    }

    /// Puts a job back that this worker will not finish, as if it had not been begun.
    pub async fn release_job(&mut self, hold: Hold, now: Timestamp) -> StoreResult<bool> {
        self.put_back(hold, now, hold.attempt - 1, "").await
    }

    async fn put_back(
        &mut self,
        hold: Hold,
        at: Timestamp,
        attempts: i64,
        why: &str,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "job/put_back",
            hold.job.0,
            hold.worker,
            hold.attempt,
            at.as_microsecond(),
            attempts,
            why
        )?;
        Ok(touched == 1)
    }
}
