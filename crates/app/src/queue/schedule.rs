//! Jobs on a schedule: whichever node looks first puts them in the queue, once for all nodes.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{NewJob, SiteStore, Turn};

use super::kind::{Job, When};
use super::worker::Worker;
use crate::error::Outcome;

/// How long one node keeps the others from looking at the schedules.
const LEASE: SignedDuration = SignedDuration::from_secs(5);

/// A lease that ends later than this from now was taken by a clock that ran ahead.
const LEASE_BEYOND: SignedDuration = SignedDuration::from_mins(1);

/// No job waits and no lease lasts for this long; whatever does was written by a clock that ran
/// ahead, and is due.
const BEYOND: SignedDuration = SignedDuration::from_hours(24);

/// A job on a schedule: how often, and with what payload.
type Scheduled = (&'static Job, Duration, fn() -> Option<String>);

impl Worker {
    fn scheduled(&self) -> impl Iterator<Item = Scheduled> {
        self.jobs.iter().filter_map(|job| match job.when {
            When::Every(period, _, payload) => Some((job, period, payload)),
            When::Asked(_) | When::OnEachServer(..) => None,
        })
    }

    /// Puts the jobs in the queue whose schedule is due. Any number of nodes may call it at any
    /// time: each turn is taken once.
    ///
    /// # Errors
    /// When the store fails; the next call does what was left.
    pub async fn look_at_schedules(&self) -> Outcome<()> {
        let now = self.app.now();
        let known = self.app.store().site_read().await?.job_schedules().await?;
        let last = |job: &Job| known.get(job.name).copied().unwrap_or_default();
        let due: Vec<(Scheduled, i64)> = self
            .scheduled()
            .map(|one| (one, last(one.0)))
            .filter(|((_, period, _), next)| is_due(now, *period, *next))
            .collect();
        if due.is_empty() {
            return Ok(());
        }
        let mut site = self.app.store().site_write().await?;
        let (until, beyond) = (after(now, LEASE), after(now, LEASE_BEYOND));
        if !site.lease_schedules(self.id, now, until, beyond).await? {
            return Ok(());
        }
        let mended = site.mend_jobs(now, after(now, BEYOND)).await?;
        if mended > 0 {
            tracing::warn!(mended, "the clock has been set back; jobs were made due");
        }
        for (one, due) in due {
            self.take_turn(&mut site, one, due, now).await?;
        }
        Ok(site.commit().await?)
    }

    async fn take_turn(
        &self,
        site: &mut SiteStore,
        (job, period, payload): Scheduled,
        due: i64,
        now: Timestamp,
    ) -> Outcome<()> {
        let next = after(now, SignedDuration::try_from(period).unwrap_or(BEYOND));
        let turn = Turn {
            name: job.name,
            due,
            next,
        };
        let Some(payload) = payload() else {
            return Ok(());
        };
        if site.take_turn(turn).await? {
            let new = NewJob {
                id: self.app.id(),
                name: job.name.to_owned(),
                payload,
                run_at: now,
                care: job.policy.care(),
            };
            site.enqueue_scheduled(&new).await?;
        }
        Ok(())
    }
}

fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}

/// Whether a turn is due: its moment has come, or lies so far ahead that a clock must have been set
/// back since it was chosen.
fn is_due(now: Timestamp, period: Duration, next: i64) -> bool {
    let period = i64::try_from(period.as_micros()).unwrap_or(i64::MAX);
    let now = now.as_microsecond();
    next <= now || next.saturating_sub(now) > period.saturating_mul(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_a_schedule() {
        let minute = Duration::from_mins(1);
        let at = |second: i64| Timestamp::from_second(second).unwrap();
        let next = at(1_060).as_microsecond();
        assert!(!is_due(at(1_059), minute, next));
        assert!(is_due(at(1_060), minute, next));
        assert!(!is_due(at(990), minute, next), "a minute back");
        assert!(is_due(at(0), minute, next), "a quarter of an hour back");
        assert!(is_due(at(0), minute, 0), "never run");
    }
}
