//! What findings and proposed measures have in common: a place in the framework, a class of
//! publicity, a revision, and a day in which what was removed can be brought back.

use std::fmt::Display;

use domain::assessment::{Action, Finding};
use domain::audit::AuditKind;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::{ActionId, FindingId, Publicity, RoundId};
use jiff::Timestamp;
use store::{OrgStore, StoreResult};

use crate::assessment::framework_in;
use crate::assessment::texts::may_read;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::round::open_round;

/// The id of a finding or of a proposed measure, with how its kind is kept.
pub trait Proposal: Copy + Display + Send + Sync + 'static {
    /// What the id stands for.
    type Written: Send;
    /// The audit entry of writing and of bringing back.
    const SAVED: AuditKind;
    /// The audit entry of removing.
    const REMOVED: AuditKind;

    /// The class of its texts.
    fn publicity(written: &Self::Written) -> Publicity;

    /// Its revision.
    fn revision(written: &Self::Written) -> i64;

    /// Reads it.
    fn load(
        self,
        org: &mut OrgStore,
        round: RoundId,
    ) -> impl Future<Output = StoreResult<Option<Self::Written>>> + Send;

    /// Removes it.
    fn remove(
        self,
        org: &mut OrgStore,
        round: RoundId,
        at: Timestamp,
    ) -> impl Future<Output = StoreResult<()>> + Send;

    /// Brings it back; false when there is nothing to bring back.
    fn restore(
        self,
        org: &mut OrgStore,
        round: RoundId,
    ) -> impl Future<Output = StoreResult<bool>> + Send;
}

impl Proposal for FindingId {
    type Written = Finding;
    const SAVED: AuditKind = AuditKind::FindingSaved;
    const REMOVED: AuditKind = AuditKind::FindingRemoved;

    fn publicity(written: &Finding) -> Publicity {
        written.title.publicity()
    }

    fn revision(written: &Finding) -> i64 {
        written.revision
    }

    async fn load(self, org: &mut OrgStore, round: RoundId) -> StoreResult<Option<Finding>> {
        org.finding(round, self).await
    }

    async fn remove(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<()> {
        org.remove_finding(round, self, at).await
    }

    async fn restore(self, org: &mut OrgStore, round: RoundId) -> StoreResult<bool> {
        org.restore_finding(round, self).await
    }
}

impl Proposal for ActionId {
    type Written = Action;
    const SAVED: AuditKind = AuditKind::ActionSaved;
    const REMOVED: AuditKind = AuditKind::ActionRemoved;

    fn publicity(written: &Action) -> Publicity {
        written.title.publicity()
    }

    fn revision(written: &Action) -> i64 {
        written.revision
    }

    async fn load(self, org: &mut OrgStore, round: RoundId) -> StoreResult<Option<Action>> {
        org.action(round, self).await
    }

    async fn remove(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<()> {
        org.remove_action(round, self, at).await
    }

    async fn restore(self, org: &mut OrgStore, round: RoundId) -> StoreResult<bool> {
        org.restore_action(round, self).await
    }
}

/// One finding or measure.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Forbidden`] when the member may not read it.
pub async fn proposal<P: Proposal>(cx: &OrgCx, round: RoundId, id: P) -> Outcome<P::Written> {
    cx.require(Permission::AssessmentRead)?;
    readable(cx, &mut cx.read().await?, round, id).await
}

async fn readable<P: Proposal>(
    cx: &OrgCx,
    org: &mut OrgStore,
    round: RoundId,
    id: P,
) -> Outcome<P::Written> {
    let found = id.load(org, round).await?.ok_or(Error::NotFound)?;
    if may_read(cx, P::publicity(&found)) {
        Ok(found)
    } else {
        Err(Error::Forbidden)
    }
}

/// Opens the round for writing what was typed on a theme (and criterion, or at large when empty).
/// `changed` is the one to be changed with the revision that was seen; nothing for a new one.
///
/// # Errors
/// [`Error::Refused`] once the round is published, [`Error::NotFound`] when the framework has no such
/// place, [`Error::Conflict`] when someone else changed it meanwhile.
pub(crate) async fn begin<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    (theme, criterion): (&str, &str),
    changed: Option<(P, i64)>,
) -> Outcome<OrgStore> {
    let mut org = cx.write().await?;
    let opened = open_round(&mut org, round).await?;
    let framework = framework_in(cx, &mut org, &opened.framework).await?;
    if !is_place(&framework, theme, criterion) {
        return Err(Error::NotFound);
    }
    if let Some((id, seen)) = changed {
        let saved = readable(cx, &mut org, round, id).await?;
        if P::revision(&saved) != seen {
            return Err(Error::Conflict);
        }
    }
    Ok(org)
}

/// Whether the framework has this theme and, in it, this criterion (empty for the theme at large).
fn is_place(framework: &Framework, theme: &str, criterion: &str) -> bool {
    framework.themes.iter().any(|one| {
        one.id == theme
            && (criterion.is_empty() || one.criteria.iter().any(|one| one.id == criterion))
    })
}

/// Notes in the audit log what was written, and ends the transaction.
pub(crate) async fn end<P: Proposal>(cx: &OrgCx, mut org: OrgStore, id: P) -> Outcome<P> {
    org.audit(&cx.audit(P::SAVED, id, "")).await?;
    org.commit().await?;
    Ok(id)
}

/// Removes a finding or measure; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Refused`] once the round is published.
pub async fn remove_proposal<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    id: P,
) -> Outcome<P::Written> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let found = readable(cx, &mut org, round, id).await?;
    id.remove(&mut org, round, cx.now()).await?;
    org.audit(&cx.audit(P::REMOVED, id, "")).await?;
    org.commit().await?;
    Ok(found)
}

/// Brings back what was removed.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing to bring back, [`Error::Refused`] once the round is
/// published.
pub async fn restore_proposal<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    id: P,
) -> Outcome<P::Written> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    if !id.restore(&mut org, round).await? {
        return Err(Error::NotFound);
    }
    let found = readable(cx, &mut org, round, id).await?;
    org.audit(&cx.audit(P::SAVED, id, "restored")).await?;
    org.commit().await?;
    Ok(found)
}
