//! Work that is done after the answer has been given, or by itself: mails, reminders, long
//! simulations.
//!
//! A job is a line in [`JOBS`]. Its payload, a plain struct with its name, its policy and its run
//! function, is in the file of its feature, or in a file of its own beside this one. A use case puts
//! it in the queue within its own transaction; any node's worker takes it, holds it by a lease while
//! it runs, and removes it. How that is done is in `queue`; which promises hold when a node dies is
//! told in `docs/adr` (jobs).

mod expiry;

use expiry::Expiry;

use crate::backup::Backup;
use crate::identity::{Forgotten, Refused};
use crate::mail::Mail;
use crate::queue::beat;
pub use crate::queue::{
    At, Beat, Effect, End, FailedJob, Failure, Job, Lane, Pace, Payload, Policy, Reason, Worker,
    count, failed, forget, try_again,
};
use crate::risk::Simulation;
use crate::survey::{self, RollPurge};
use crate::training::DueReminders;
use crate::world::App;

/// Every job. A test walks the list: names are unique, payloads survive JSON, each runs once.
pub const JOBS: &[Job] = &[
    Job::asked::<Mail>(),
    Job::asked::<Forgotten>(),
    Job::asked::<Refused>(),
    Job::asked::<Simulation>(),
    Job::every::<DueReminders>(1),
    Job::every::<Expiry>(15),
    Job::every::<RollPurge>(15),
    Job::every::<Backup>(60),
    Job::on_each_server("ballots", 1, survey::tend),
];

/// A worker for every job.
pub fn worker(app: App) -> Worker {
    Worker::of(app, JOBS)
}

/// Does what each node that serves the site does for itself, until told to stop.
pub async fn on_this_server(app: App, stop: impl Future<Output = ()>) {
    beat(app, JOBS, stop).await;
}
