//! Changing services and what they depend on.

use domain::NodeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::service::{Need, Node};
use domain::text::folded;
use store::OrgStore;

use super::MOST;
use super::form::{NodeEdit, Then};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// Saves what was edited, new or changed: what it was when the form was opened must be what it is
/// now.
///
/// # Errors
/// [`Error::NotFound`] when it has been removed, [`Error::Conflict`] when someone else changed it
/// meanwhile, [`Error::Refused`] when the register is full.
pub async fn save(cx: &OrgCx, edit: &NodeEdit) -> Outcome<()> {
    cx.require(Permission::ServiceWrite)?;
    let mut org = cx.write().await?;
    let nodes = org.nodes().await?;
    let before = nodes.iter().find(|it| it.id == edit.node.id);
    let is_new = before.is_none() && edit.node.revision == 0;
    match before {
        Some(before) if before.revision != edit.node.revision => return Err(Error::Conflict),
        None if !is_new => return Err(Error::NotFound),
        _ => {}
    }
    let mut changed = edit.node.clone();
    let mut more = usize::from(is_new);
    if let Some((name, kind)) = &edit.new {
        // The same name is the same thing: two owners who type it mean one system.
        let same = |node: &&Node| node.kind == *kind && is_same(&node.name, name);
        let known = nodes.iter().find(same).map(|it| it.id);
        let dependency = known.unwrap_or_else(|| cx.id());
        if known.is_none() {
            more += 1;
            record(cx, &mut org, &Node::new(dependency, *kind, name), "").await?;
        }
        if dependency != changed.id {
            changed.needs.push(Need::of(dependency));
        }
    }
    has_room(nodes.len(), more)?;
    let confirms = edit.then == Then::Confirm;
    changed.is_proposed &= !confirms;
    let detail = if confirms { "confirmed" } else { "" };
    record(cx, &mut org, &changed, detail).await?;
    Ok(org.commit().await?)
}

/// Refuses what would not fit.
pub(crate) fn has_room(count: usize, more: usize) -> Outcome<()> {
    if more > 0 && count.saturating_add(more) > MOST {
        Err(Error::Refused("service.error.full"))
    } else {
        Ok(())
    }
}

/// Whether two names mean the same thing.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    folded(one) == folded(other)
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

/// Removes a service or what services depend on; it can be brought back for a day.
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
