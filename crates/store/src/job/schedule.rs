//! Jobs on a schedule: one node at a time looks what is due, and each turn is taken once.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

use super::NewJob;
use crate::SiteStore;
use crate::error::StoreResult;

/// A turn of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn<'a> {
    /// The job's name.
    pub name: &'a str,
    /// When it was due, in microseconds since 1970; 0 for the first.
    pub due: i64,
    /// When the next is due.
    pub next: Timestamp,
}

impl SiteStore {
    /// When each schedule is due next, in microseconds since 1970. One that has never run is absent.
    pub async fn job_schedules(&mut self) -> StoreResult<BTreeMap<String, i64>> {
        let rows = all!(self.conn, (String, i64), "job/schedules")?;
        Ok(rows.into_iter().collect())
    }

    /// Takes or keeps the right to look at the schedules, from a moment until another; false while
    /// another node holds it. A lease that ends after `beyond` was taken by a wrong clock.
    pub async fn lease_schedules(
        &mut self,
        node: Uuid,
        now: Timestamp,
        until: Timestamp,
        beyond: Timestamp,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "job/lease",
            "schedules",
            node,
            now.as_microsecond(),
            until.as_microsecond(),
            beyond.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Takes a turn of a schedule; false when it has been taken already.
    pub async fn take_turn(&mut self, turn: Turn<'_>) -> StoreResult<bool> {
        run!(self.conn, "job/schedule_add", turn.name)?;
        let touched = run!(
            self.conn,
            "job/schedule_move",
            turn.name,
            turn.due,
            turn.next.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Puts a job of a schedule in the queue, unless an earlier one is still there.
    pub async fn enqueue_scheduled(&mut self, new: &NewJob) -> StoreResult<()> {
        run!(
            self.conn,
            "job/insert_scheduled",
            new.id.0,
            &new.name,
            &new.payload,
            new.run_at.as_microsecond(),
            new.care.is_once,
            new.care.is_private,
            new.care.is_long,
        )?;
        Ok(())
    }

    /// Makes due what a clock that ran ahead has put or holds beyond any moment that is ever chosen.
    pub async fn mend_jobs(&mut self, now: Timestamp, beyond: Timestamp) -> StoreResult<u64> {
        let (now, beyond) = (now.as_microsecond(), beyond.as_microsecond());
        let waiting = run!(self.conn, "job/mend_waiting", now, beyond)?;
        let taken = run!(self.conn, "job/mend_taken", now, beyond)?;
        Ok(waiting + taken)
    }
}
