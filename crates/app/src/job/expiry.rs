//! What is over is removed by itself: sessions, devices that nobody uses any more, counted failures of
//! signing in, ways to a new password, invitations that nobody used, and files that nobody decided on.

use serde::{Deserialize, Serialize};

use crate::cx::waits_since;
use crate::identity::{devices_since, failures_since, idle_since, remembered_since};
use crate::queue::{At, Failure, Payload, Policy};

/// The job that removes what is over, in every organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Expiry {}

impl Payload for Expiry {
    const NAME: &'static str = "expiry";
    const POLICY: Policy = Policy::repeatable(5);

    fn sample() -> Self {
        Self {}
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let now = at.app.now();
        let mut site = at.app.store().site_write().await?;
        site.forget_expired(now, failures_since(now)).await?;
        site.forget_unused(idle_since(now), devices_since(now))
            .await?;
        site.expire_recoveries(now).await?;
        site.forget_invitations(remembered_since(now)).await?;
        site.expire_uploads(waits_since(now)).await?;
        Ok(site.commit().await?)
    }
}
