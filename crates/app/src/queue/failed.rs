//! Jobs that were given up, as the operator sees them: which, when and why; nothing of what is in
//! them.

use domain::JobId;
use jiff::Timestamp;
use store::JobCount;

use super::kind::Reason;
use crate::error::{Error, Outcome};
use crate::world::App;

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedJob {
    /// Id.
    pub id: JobId,
    /// Name.
    pub name: String,
    /// The organisation's name in the operator's language; none for the installation's own jobs.
    pub organisation: Option<domain::organisation::Organisation>,
    /// How often it was begun.
    pub attempts: i64,
    /// When it was given up.
    pub at: Timestamp,
    /// Why.
    pub why: Reason,
    /// Whether it can be tried again. A job about people is erased when it is given up.
    pub may_retry: bool,
}

/// The jobs that were given up, the newest first. For the operator alone.
///
/// # Errors
/// When the store fails.
pub async fn failed(app: &App) -> Outcome<Vec<FailedJob>> {
    let mut site = app.store().site_read().await?;
    let organisations = site.organisations().await?;
    let jobs = site.given_up_jobs().await?;
    Ok(jobs
        .into_iter()
        .map(|job| FailedJob {
            organisation: organisations
                .iter()
                .find(|one| Some(one.id) == job.org)
                .cloned(),
            id: job.id,
            name: job.name,
            attempts: job.attempts,
            at: job.at,
            why: Reason::from_code(&job.why),
            may_retry: job.is_kept,
        })
        .collect())
}

/// How many jobs wait, run and were given up.
///
/// # Errors
/// When the store fails.
pub async fn count(app: &App) -> Outcome<JobCount> {
    Ok(app.store().site_read().await?.count_jobs().await?)
}

/// Puts a job that was given up back in the queue, with all its attempts. For the operator alone.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or when its content has been erased.
pub async fn try_again(app: &App, id: JobId) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    if !site.try_job_again(id, app.now()).await? {
        return Err(Error::NotFound);
    }
    Ok(site.commit().await?)
}

/// Forgets a job that was given up. For the operator alone.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn forget(app: &App, id: JobId) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    if !site.forget_job(id).await? {
        return Err(Error::NotFound);
    }
    Ok(site.commit().await?)
}
