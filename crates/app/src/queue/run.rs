//! The loops of a running node: workers that look at the queue, and what each server does for itself.

use std::time::Duration;

use jiff::civil::Date;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::kind::{Beat, Doing, Job, When};
use super::worker::{Lane, Worker};
use crate::error::Outcome;
use crate::world::App;

/// How many short jobs a node does at a time: most of them wait for a mail server.
const SHORT_LANES: usize = 4;

/// How often a node looks at the schedules. They are a minute and longer.
const SCHEDULES: Duration = Duration::from_secs(5);

impl Worker {
    /// Does jobs until told to stop. Then no more are taken, those that run get the grace of the
    /// worker's pace to finish, and what is left is put back for other workers or, if its effect
    /// may not repeat, given up.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (tell, told) = watch::channel(false);
        let mut lanes = JoinSet::new();
        for _ in 0..SHORT_LANES {
            lanes.spawn(self.clone().lane(Lane::Short, told.clone()));
        }
        lanes.spawn(self.clone().lane(Lane::Long, told.clone()));
        lanes.spawn(self.schedules(told));
        stop.await;
        tell.send_replace(true);
        while lanes.join_next().await.is_some() {}
    }

    async fn lane(self, lane: Lane, mut told: watch::Receiver<bool>) {
        while !*told.borrow() {
            match self.turn_until(lane, told.clone()).await {
                Ok(Some(_)) => continue,
                Ok(None) => {}
                Err(error) => tracing::error!(%error, "the queue of jobs could not be read"),
            }
            rest(self.pace.look, &mut told).await;
        }
    }

    async fn schedules(self, mut told: watch::Receiver<bool>) {
        while !*told.borrow() {
            if let Err(error) = self.look_at_schedules().await {
                tracing::error!(%error, "the schedules of jobs could not be looked at");
            }
            rest(SCHEDULES.min(self.pace.look * 5), &mut told).await;
        }
    }
}

/// Waits, but not longer than until the signal to stop.
async fn rest(time: Duration, told: &mut watch::Receiver<bool>) {
    let _either = tokio::time::timeout(time, told.wait_for(|stops| *stops)).await;
}

/// Does what each server does for itself, until told to stop; what is under way is finished.
pub(crate) async fn beat(app: App, jobs: &'static [Job], stop: impl Future<Output = ()>) {
    let (tell, told) = watch::channel(false);
    let mut beating = JoinSet::new();
    for job in jobs {
        if let When::OnEachServer(period, run) = job.when {
            beating.spawn(beat_one(app.clone(), job.name, period, run, told.clone()));
        }
    }
    stop.await;
    tell.send_replace(true);
    while beating.join_next().await.is_some() {}
}

async fn beat_one(
    app: App,
    name: &'static str,
    period: Duration,
    run: fn(App, Beat) -> Doing<Outcome<()>>,
    mut told: watch::Receiver<bool>,
) {
    let mut every = tokio::time::interval(period);
    // A late beat is not made up for: two that follow each other at once would tell what was done
    // between them.
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut day = app.today();
    loop {
        tokio::select! {
            _ = every.tick() => {}
            _ = told.wait_for(|stops| *stops) => return,
        }
        let beat = next_beat(&mut day, app.today());
        if let Err(error) = run(app.clone(), beat).await {
            tracing::error!(job = name, %error, "a server's own job failed; it is tried again");
        }
    }
}

/// The beat of a day, after one of `day`.
fn next_beat(day: &mut Date, today: Date) -> Beat {
    let is_new_day = *day != today;
    *day = today;
    Beat { is_new_day }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_the_first_beat_of_a_later_day_is_of_a_new_day() {
        let mut day = date(2027, 5, 11);
        let beats = [11, 11, 12, 12, 13].map(|at| next_beat(&mut day, date(2027, 5, at)));
        assert_eq!(
            beats.map(|beat| beat.is_new_day),
            [false, false, true, false, true]
        );
    }
}
