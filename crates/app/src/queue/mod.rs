//! The machinery of jobs: a queue in the main database, workers that hold jobs by leases, schedules.
//! It knows no job but mail; the list of jobs is given to the workers.

mod enqueue;
mod failed;
mod kind;
mod mail;
mod run;
mod schedule;
mod worker;

pub(crate) use enqueue::{enqueue, enqueue_as, enqueue_site};
pub use failed::{FailedJob, count, failed, forget, try_again};
pub(crate) use kind::Doing;
pub use kind::{At, Beat, Effect, Failure, Job, Payload, Policy, Reason};
pub(crate) use run::beat;
pub use worker::{End, Lane, Pace, Worker};
