//! Putting jobs in the queue, in the transaction of the change that asks for them: a job is there if
//! and only if the change is.

use domain::JobId;
use store::{NewJob, OrgStore};

use super::kind::{Payload, kept};
use crate::error::{Error, Outcome};
use crate::world::App;

/// Puts a job of the organisation in the queue. It runs once the caller has committed.
///
/// # Errors
/// When the store fails.
pub(crate) async fn enqueue<P: Payload>(
    app: &App,
    org: &mut OrgStore,
    payload: &P,
) -> Outcome<JobId> {
    let id = app.id();
    enqueue_as(app, org, id, payload).await?;
    Ok(id)
}

/// Puts a job in the queue under an id by which its caller finds it.
pub(crate) async fn enqueue_as<P: Payload>(
    app: &App,
    org: &mut OrgStore,
    id: JobId,
    payload: &P,
) -> Outcome<()> {
    Ok(org.enqueue(&new(app, id, payload)?).await?)
}

/// Puts a job of the installation's own in the queue.
pub(crate) async fn enqueue_site<P: Payload>(app: &App, payload: &P) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.enqueue(&new(app, app.id(), payload)?).await?;
    Ok(site.commit().await?)
}

fn new<P: Payload>(app: &App, id: JobId, payload: &P) -> Outcome<NewJob> {
    Ok(NewJob {
        id,
        name: P::NAME.to_owned(),
        // A plain struct always becomes JSON.
        payload: kept(payload).ok_or(Error::NotFound)?,
        run_at: app.now(),
        care: P::POLICY.care(),
    })
}
