//! Telling of services and what they stand on.

use domain::NodeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::service::{Need, Node, NodeKind};
use domain::text::Title;
use store::OrgStore;

use super::MOST;
use super::draft::{Draft, Step};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// Adds a service or something that services stand on; its id.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended, [`Error::Refused`] when the register is full.
pub async fn add(cx: &OrgCx, draft: &Draft) -> Outcome<NodeId> {
    cx.require(Permission::ServiceWrite)?;
    let blank = Node::new(cx.id(), NodeKind::Service, "");
    let new = Node {
        revision: 0,
        ..draft.applied(Step::Facts, blank)?
    };
    let mut org = cx.write().await?;
    let count = org.nodes().await?.len();
    has_room(count, 1)?;
    record(cx, &mut org, &new, "").await?;
    org.commit().await?;
    Ok(new.id)
}

/// Refuses what would not fit.
pub(crate) fn has_room(count: usize, more: usize) -> Outcome<()> {
    if count.saturating_add(more) > MOST {
        Err(Error::Refused("service.error.full"))
    } else {
        Ok(())
    }
}

/// Saves a step of the form; with `confirms` it also says that everything told is right.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended, [`Error::NotFound`] when there is no such thing,
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save(
    cx: &OrgCx,
    id: NodeId,
    step: Step,
    (draft, confirms): (&Draft, bool),
) -> Outcome<()> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    let before = org.node(id).await?.ok_or(Error::NotFound)?;
    if before.revision != draft.revision {
        return Err(Error::Conflict);
    }
    let mut changed = draft.applied(step, before)?;
    if step == Step::Needs {
        stand(cx, &mut org, (draft, &mut changed)).await?;
    }
    changed.is_proposed &= !confirms;
    let detail = if confirms { "confirmed" } else { "" };
    record(cx, &mut org, &changed, detail).await?;
    Ok(org.commit().await?)
}

/// Keeps what is in the register, and adds what was typed as new.
async fn stand(
    cx: &OrgCx,
    org: &mut OrgStore,
    (draft, changed): (&Draft, &mut Node),
) -> Outcome<()> {
    let nodes = org.nodes().await?;
    let is_known = |id: &NodeId| nodes.iter().any(|node| node.id == *id);
    changed.needs = changed
        .needs
        .iter()
        .filter_map(|need| Need::new(need.least, need.members.iter().copied().filter(is_known)))
        .collect();
    if draft.new_name.trim().is_empty() {
        return Ok(());
    }
    let mut invalid = Invalid::default();
    let name = invalid.text("new_name", Title::parse(&draft.new_name));
    let kind = NodeKind::from_code(&draft.new_kind);
    let kind = invalid.need("new_kind", "error.field.choose", kind);
    invalid.check()?;
    let (Some(name), Some(kind)) = (name, kind) else {
        return Err(Error::NotFound);
    };
    // The same name is the same thing: two owners who type it mean one system.
    let same = |node: &&Node| node.kind == kind && is_same(&node.name, name.as_str());
    let id = if let Some(known) = nodes.iter().find(same) {
        known.id
    } else {
        has_room(nodes.len(), 1)?;
        let new = Node::new(cx.id(), kind, name.as_str());
        record(cx, org, &new, "").await?;
        new.id
    };
    if id != changed.id {
        changed.needs.push(Need::of(id));
    }
    Ok(())
}

/// Whether two names mean the same thing.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Says that everything told of a thing that was brought in is right.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn confirm(cx: &OrgCx, id: NodeId, revision: i64) -> Outcome<()> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    let before = org.node(id).await?.ok_or(Error::NotFound)?;
    let changed = Node {
        is_proposed: false,
        revision,
        ..before
    };
    record(cx, &mut org, &changed, "confirmed").await?;
    Ok(org.commit().await?)
}

/// Removes a service or what services stand on; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn remove(cx: &OrgCx, id: NodeId, revision: i64) -> Outcome<()> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    org.node(id).await?.ok_or(Error::NotFound)?;
    org.remove_node(id, revision, cx.now()).await?;
    org.audit(&cx.audit(AuditKind::ServiceRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Brings back what was removed.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or too long ago.
pub async fn restore(cx: &OrgCx, id: NodeId) -> Outcome<()> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    if !org.restore_node(id, cx.now()).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::ServiceSaved, id, "restored"))
        .await?;
    Ok(org.commit().await?)
}

pub(crate) async fn record(
    cx: &OrgCx,
    org: &mut OrgStore,
    changed: &Node,
    detail: &str,
) -> Outcome<()> {
    org.save_node(changed, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::ServiceSaved, changed.id, detail);
    Ok(org.audit(&entry).await?)
}
