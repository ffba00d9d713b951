//! Threats: the shipped catalogue, and how the municipality sees each in its own ranges.

mod adapt;
mod weigh;

use content::threat::Threat;
use domain::identity::Permission;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use domain::ThreatId;

pub use adapt::{adapt, forget};
pub use weigh::{Often, Weighed, weighed};

/// Every threat of the catalogue as this municipality sees it, the likeliest first.
pub async fn threats(cx: &OrgCx) -> Outcome<Vec<Weighed>> {
    cx.require(Permission::ThreatRead)?;
    let adapted = cx.read().await?.adapted_threats().await?;
    let mut all: Vec<Weighed> = content::threats()
        .threats
        .iter()
        .map(|threat| {
            let own = adapted.iter().find(|one| one.threat == threat.id);
            weighed(cx.organisation(), threat, own.cloned())
        })
        .collect();
    all.sort_by(|a, b| {
        let order = b.often.middle.total_cmp(&a.often.middle);
        b.is_on().cmp(&a.is_on()).then(order)
    });
    Ok(all)
}

/// One threat as this municipality sees it.
///
/// # Errors
/// [`Error::NotFound`] when the catalogue has no such threat.
pub async fn threat(cx: &OrgCx, id: &ThreatId) -> Outcome<Weighed> {
    cx.require(Permission::ThreatRead)?;
    let threat = shipped(id)?;
    let own = cx.read().await?.adapted_threat(id).await?;
    Ok(weighed(cx.organisation(), threat, own))
}

fn shipped(id: &ThreatId) -> Outcome<&'static Threat> {
    content::threats().threat(id).ok_or(Error::NotFound)
}
