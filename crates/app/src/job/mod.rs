//! Work that is done after the answer has been given, or by itself: mails, reminders, long
//! simulations.
//!
//! A job is a line in [`JOBS`]. Its payload, a plain struct with its name, its policy and its run
//! function, stands in the file of its feature. A use case puts it in the queue within its own
//! transaction; any node's worker takes it, holds it by a lease while it runs, and removes it. Which
//! promises hold when a node dies is told in `docs/adr` (jobs).

mod expiry;
mod failed;
pub(crate) mod kind;
pub(crate) mod queue;
mod run;
mod schedule;
mod worker;

pub use failed::{FailedJob, count, failed, forget, try_again};
pub use kind::{At, Beat, Effect, Failure, Job, Payload, Policy, Reason};
pub use worker::{End, Lane, Pace, Worker};

use expiry::Expiry;

use crate::mail::Mail;
use crate::risk::Simulation;
use crate::survey;
use crate::training::DueReminders;
use crate::world::App;

/// Every job. A test walks the list: names are unique, payloads survive JSON, each runs once.
pub const JOBS: &[Job] = &[
    Job::asked::<Mail>(),
    Job::asked::<Simulation>(),
    Job::every::<DueReminders>(1),
    Job::every::<Expiry>(15),
    Job::on_each_server("ballots", 1, survey::tend),
];

/// A worker for every job.
pub fn worker(app: App) -> Worker {
    Worker::of(app, JOBS)
}

/// Does what each node that serves the site does for itself, until told to stop.
pub async fn on_this_server(app: App, stop: impl Future<Output = ()>) {
    run::beat(app, JOBS, stop).await;
}
