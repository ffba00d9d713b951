//! Services and what they depend on: told by their owners, checked, and tried out.

mod adopt;
mod edit;
mod form;
mod needs;
mod step;

pub(crate) use adopt::Taking;
pub use adopt::{Offer, adopt, offers};
pub(crate) use edit::has_room;
pub use edit::{confirm, remove, restore, save};
pub use form::{AtStep, NodeEdit, Then};
pub use step::Step;

use std::sync::Arc;

use domain::NodeId;
use domain::identity::Permission;
use domain::service::{Finding, Impact, Node, RecoveryStep, Register, Stop};

use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use store::OrgStore;

/// The most things in a register: a large city's, several times over.
pub const MOST: usize = 2_000;

/// The longest stop that is tried out, in hours: a year.
pub const LONGEST_STOP: i64 = 8_760;

/// The register.
pub async fn register(cx: &OrgCx) -> Outcome<Arc<Register>> {
    cx.require(Permission::ServiceRead)?;
    let mut org = cx.read().await?;
    register_in(cx, &mut org).await
}

impl Kept for Register {
    fn bytes(&self) -> usize {
        let texts = |node: &Node| {
            let care = &node.care;
            let moments: usize = care.happens.values().map(String::len).sum();
            node.name.len() + node.note.len() + care.gives.len() + care.fallback.len() + moments
        };
        // Beside its texts: the node itself, its place in the graph and what it depends on.
        let each = self.nodes().iter().map(|node| 1_500 + texts(node));
        each.sum()
    }
}

/// The register as the store has it, which every page of the services asks for: read again only when
/// it has changed, on whichever node.
pub(crate) async fn register_in(cx: &OrgCx, org: &mut OrgStore) -> Outcome<Arc<Register>> {
    let state = org.register_state().await?;
    let key = format!("{} {state:?}", cx.organisation().id);
    let read = async { Ok(Register::new(org.nodes().await?)) };
    cx.app().cache().get(key, read).await
}

/// One service, or one thing that services depend on.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn node(cx: &OrgCx, id: NodeId) -> Outcome<Node> {
    cx.require(Permission::ServiceRead)?;
    let found = cx.read().await?.node(id).await?;
    found.ok_or(Error::NotFound)
}

/// The register with everything that it shows to be wrong or missing, the most serious first.
pub async fn checks(cx: &OrgCx) -> Outcome<(Arc<Register>, Vec<Finding>)> {
    let register = register(cx).await?;
    let found = domain::service::checks(&register, cx.today());
    Ok((register, found))
}

/// The register with what would follow if something stopped for a time.
///
/// # Errors
/// [`Error::NotFound`] when there is no such thing.
pub async fn what_if(cx: &OrgCx, stop: Stop) -> Outcome<(Arc<Register>, Impact)> {
    let register = register(cx).await?;
    if register.node(stop.node).is_none() {
        return Err(Error::NotFound);
    }
    let stop = Stop {
        hours: stop.hours.clamp(1, LONGEST_STOP),
        ..stop
    };
    let impact = domain::service::what_if(&register, stop);
    Ok((register, impact))
}

/// The register with the order in which things must come back after everything has stopped.
pub async fn recovery(cx: &OrgCx) -> Outcome<(Arc<Register>, Vec<RecoveryStep>)> {
    let register = register(cx).await?;
    let steps = domain::service::recovery_order(&register);
    Ok((register, steps))
}
