//! Takes jobs, holds them while they run, and ends them: done, put back for later, or given up.

use std::pin::pin;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{Ask, Claim, Hold, Job as Taken};
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::kind::{At, Effect, Failure, Job, Reason, When};
use crate::error::Outcome;
use crate::world::App;

/// How often the end of a job is written when writing fails, before it is left to the lease.
const WRITES: u32 = 3;

/// How often a job of a name that this version does not know is put back: a node of a newer version
/// may take it meanwhile.
const UNKNOWN_ATTEMPTS: i64 = 8;

/// The first wait after a failure; each further one is four times as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(15);

/// The longest wait between two attempts.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_hours(6);

/// The intervals of a worker. The defaults are for an installation; tests use shorter ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// How long a job is held without being extended. When a node has died, its jobs are taken again
    /// after this.
    pub lease: SignedDuration,
    /// How often the lease is extended; several times a lease.
    pub heartbeat: Duration,
    /// How often the queue is looked at while nothing is due.
    pub look: Duration,
    /// How long a job may go on after the worker has been told to stop.
    pub grace: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            lease: SignedDuration::from_mins(1),
            heartbeat: Duration::from_secs(15),
            look: Duration::from_secs(1),
            grace: Duration::from_secs(20),
        }
    }
}

/// Which jobs are taken: long ones wait for each other and not before the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Jobs of seconds.
    Short,
    /// Jobs of minutes.
    Long,
}

/// How a job ended for this worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, and gone from the queue.
    Done,
    /// Put back, to be tried again at a moment.
    Later(Timestamp, Reason),
    /// Given up; the operator sees the reason.
    GivenUp(Reason),
    /// Put back unfinished, because this worker stops.
    Released,
    /// Another worker has it: this one was away for longer than the lease.
    Lost,
}

/// Takes jobs from the queue and does them.
#[derive(Debug, Clone)]
pub struct Worker {
    pub(super) app: App,
    pub(super) id: Uuid,
    pub(super) jobs: &'static [Job],
    pub(super) pace: Pace,
}

/// How running a job went, before it is decided what becomes of it.
enum Ran {
    Ended(Result<(), Failure>),
    Crashed,
    Stopped,
    Lost,
}

impl Worker {
    /// A worker that does the given jobs.
    pub fn of(app: App, jobs: &'static [Job]) -> Self {
        Self {
            id: app.id(),
            app,
            jobs,
            pace: Pace::default(),
        }
    }

    /// The same at another pace.
    #[must_use]
    pub fn at_pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// Does one job that is due, if there is any; its name and how it ended. Dropping this in the
    /// middle is what the death of a node is: the job stays taken until its lease runs out.
    ///
    /// # Errors
    /// When the store fails while looking for a job.
    pub async fn turn(&self, lane: Lane) -> Outcome<Option<(String, End)>> {
        let (_stays, never) = watch::channel(false);
        self.turn_until(lane, never).await
    }

    /// Does one job, and stops in the middle of it when the grace after the signal is over.
    pub(super) async fn turn_until(
        &self,
        lane: Lane,
        stop: watch::Receiver<bool>,
    ) -> Outcome<Option<(String, End)>> {
        let Some(taken) = self.take(lane).await? else {
            return Ok(None);
        };
        let hold = Hold {
            job: taken.id,
            worker: self.id,
            attempt: taken.attempts,
        };
        let found = self.find(&taken.name);
        let end = match found.and_then(queued) {
            _ if taken.is_once && taken.was_interrupted => End::GivenUp(Reason::Interrupted),
            None => self.unknown(&taken),
            Some((job, _)) if taken.attempts > job.policy.attempts => {
                End::GivenUp(Reason::Interrupted)
            }
            Some((job, run)) => {
                let at = At {
                    app: self.app.clone(),
                    job: taken.id,
                    org: taken.org,
                };
                let doing = run(at, taken.payload);
                let ran = self.attend(doing, hold, stop).await;
                self.decide(job, taken.attempts, taken.is_once, ran)
            }
        };
        let end = self.write_end(hold, found, end).await;
        tell(&taken.name, hold, end);
        Ok(Some((taken.name, end)))
    }

    fn find(&self, name: &str) -> Option<&'static Job> {
        self.jobs.iter().find(|job| job.name == name)
    }

    async fn take(&self, lane: Lane) -> Outcome<Option<Taken>> {
        let is_long = lane == Lane::Long;
        loop {
            let now = self.app.now();
            // Reading is cheap; on SQLite whoever writes keeps everybody else from writing.
            let mut site = self.app.store().site_read().await?;
            if !site.is_job_due(is_long, now).await? {
                return Ok(None);
            }
            drop(site);
            let mut site = self.app.store().site_write().await?;
            let ask = Ask {
                worker: self.id,
                is_long,
                now,
                until: self.lease_end(now),
            };
            match site.claim_job(ask).await? {
                Claim::Nothing => return Ok(None),
                Claim::Lost => {}
                Claim::Taken(job) => {
                    site.commit().await?;
                    return Ok(Some(job));
                }
            }
        }
    }

    fn lease_end(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.pace.lease).unwrap_or(now)
    }

    /// Lets a job run, and extends its lease meanwhile. The job is aborted when the lease is lost,
    /// when the grace is over, and when this is dropped.
    async fn attend(
        &self,
        doing: impl Future<Output = Result<(), Failure>> + Send + 'static,
        hold: Hold,
        mut stop: watch::Receiver<bool>,
    ) -> Ran {
        let mut running = JoinSet::new();
        running.spawn(doing);
        let mut grace = pin!(async {
            if stop.wait_for(|stops| *stops).await.is_err() {
                std::future::pending::<()>().await;
            }
            tokio::time::sleep(self.pace.grace).await;
        });
        let mut held_until = self.lease_end(self.app.now());
        let ran = loop {
            tokio::select! {
                ended = running.join_next() => {
                    return match ended {
                        Some(Ok(result)) => Ran::Ended(result),
                        _ => Ran::Crashed,
                    };
                }
                () = tokio::time::sleep(self.pace.heartbeat) => {
                    match self.extend(hold).await {
                        Ok(Some(until)) => held_until = until,
                        // What cannot be extended may go on for as long as it is held.
                        Err(_) if self.app.now() < held_until => {}
                        Ok(None) | Err(_) => break Ran::Lost,
                    }
                }
                () = &mut grace => break Ran::Stopped,
            }
        };
        // Another worker may begin the job as soon as this one has released it.
        running.shutdown().await;
        ran
    }

    /// Until when the job is held from now on; none when another worker has it.
    async fn extend(&self, hold: Hold) -> Outcome<Option<Timestamp>> {
        let until = self.lease_end(self.app.now());
        let mut site = self.app.store().site_write().await?;
        let is_held = site.extend_job(hold, until).await?;
        site.commit().await?;
        Ok(is_held.then_some(until))
    }

    fn decide(&self, job: &Job, attempt: i64, is_once: bool, ran: Ran) -> End {
        let is_once = is_once || job.policy.effect == Effect::AtMostOnce;
        let again = |reason| {
            if attempt >= job.policy.attempts {
                End::GivenUp(reason)
            } else {
                End::Later(later(self.app.now(), attempt), reason)
            }
        };
        match ran {
            Ran::Ended(Ok(())) => End::Done,
            Ran::Ended(Err(Failure::NotYet(reason))) => again(reason),
            Ran::Ended(Err(Failure::Never(reason))) => End::GivenUp(reason),
            Ran::Ended(Err(Failure::Broke(error))) => {
                tracing::error!(job = job.name, %error, "a job failed");
                if is_once {
                    End::GivenUp(Reason::Failed)
                } else {
                    again(Reason::Failed)
                }
            }
            Ran::Crashed | Ran::Stopped if is_once => End::GivenUp(Reason::Interrupted),
            Ran::Crashed => again(Reason::Failed),
            Ran::Stopped => End::Released,
            Ran::Lost => End::Lost,
        }
    }

    /// A job of a newer version waits for a node of that version, but not for ever.
    fn unknown(&self, taken: &Taken) -> End {
        if taken.attempts >= UNKNOWN_ATTEMPTS {
            End::GivenUp(Reason::Unknown)
        } else {
            End::Later(later(self.app.now(), taken.attempts), Reason::Unknown)
        }
    }

    /// Writes how a job ended; what cannot be written is left to the lease.
    async fn write_end(&self, hold: Hold, job: Option<&Job>, end: End) -> End {
        for attempt in 1..=WRITES {
            match self.try_write_end(hold, job, end).await {
                Ok(true) => return end,
                Ok(false) => return End::Lost,
                Err(error) => {
                    tracing::error!(%error, "the end of a job could not be written");
                    tokio::time::sleep(self.pace.look * attempt).await;
                }
            }
        }
        End::Lost
    }

    async fn try_write_end(&self, hold: Hold, job: Option<&Job>, end: End) -> Outcome<bool> {
        let now = self.app.now();
        let mut site = self.app.store().site_write().await?;
        let is_held = match end {
            End::Done => site.finish_job(hold).await?,
            End::Later(at, reason) => site.retry_job(hold, at, reason.code()).await?,
            End::Released => site.release_job(hold, now).await?,
            End::GivenUp(reason) => {
                let is_on_schedule = job.filter(|job| matches!(job.when, When::Every(..)));
                if let Some(job) = is_on_schedule {
                    site.forget_older_jobs(job.name, hold.job).await?;
                }
                site.give_up_job(hold, now, reason.code()).await?
            }
            End::Lost => return Ok(false),
        };
        site.commit().await?;
        Ok(is_held)
    }
}

/// The run function of a job that is queued.
fn queued(job: &'static Job) -> Option<(&'static Job, super::kind::QueuedRun)> {
    match job.when {
        When::Asked(run) | When::Every(_, run, _) => Some((job, run)),
        When::OnEachServer(..) => None,
    }
}

/// When a job is tried again after an attempt, counted from 1: after 15 seconds, a minute, four
/// minutes and so on, at most six hours.
fn later(now: Timestamp, attempt: i64) -> Timestamp {
    let steps = u32::try_from(attempt.saturating_sub(1)).unwrap_or_default();
    let wait = 4_i32
        .checked_pow(steps)
        .and_then(|times| FIRST_WAIT.checked_mul(times))
        .map_or(LONGEST_WAIT, |wait| wait.min(LONGEST_WAIT));
    now.checked_add(wait).unwrap_or(now)
}

/// Tells the log how a job ended, without anything of what is in it.
fn tell(name: &str, hold: Hold, end: End) {
    let id = hold.job.to_string();
    match end {
        End::Done => tracing::debug!(name, id, "a job is done"),
        End::Later(at, reason) => {
            tracing::warn!(name, id, why = reason.code(), %at, "a job is tried again");
        }
        End::GivenUp(reason) => tracing::error!(name, id, why = reason.code(), "a job is given up"),
        End::Released => tracing::info!(name, id, "a job is left to another worker"),
        End::Lost => tracing::warn!(name, id, "a job was lost to another worker"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end_at_six_hours() {
        let now: Timestamp = "2027-05-11T09:00:00Z".parse().unwrap();
        let waits: Vec<i64> = [1, 2, 3, 4, 5, 6, 7, 60]
            .iter()
            .map(|attempt| later(now, *attempt).as_second() - now.as_second())
            .collect();
        assert_eq!(waits, [15, 60, 240, 960, 3_840, 15_360, 21_600, 21_600]);
    }
}
