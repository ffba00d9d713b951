//! What findings and proposed actions have in common: a place in the framework, a class of
//! publicity, a revision, and a day in which what was removed can be brought back.

use std::fmt::Display;
use std::sync::Arc;

use domain::assessment::{Action, Finding, Place, Written};
use domain::audit::AuditKind;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::text::Title;
use domain::{ActionId, FindingId, Marked, Marking, Publicity, RoundId};
use jiff::Timestamp;
use store::{OrgStore, Stamp, StoreResult};

use crate::assessment::framework_in;
use crate::assessment::texts::may_read;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk};
use crate::round::open_round;

/// The id of a finding or of a proposed action, with how its kind is kept.
pub trait Proposal: Copy + Display + Send + Sync + 'static {
    /// What the id stands for.
    type Written: Form<With = Arc<Framework>>;
    /// The audit entry of writing and of bringing back.
    const SAVED: AuditKind;
    /// The audit entry of removing.
    const REMOVED: AuditKind;

    /// Its id.
    fn of(written: &Self::Written) -> Self;

    /// What it is about.
    fn place(written: &Self::Written) -> &Place;

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

    /// Writes it, new or changed.
    fn save(
        org: &mut OrgStore,
        round: RoundId,
        written: &Self::Written,
        stamp: Stamp,
    ) -> impl Future<Output = StoreResult<()>> + Send;

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
        at: Timestamp,
    ) -> impl Future<Output = StoreResult<bool>> + Send;
}

impl Proposal for FindingId {
    type Written = Finding;
    const SAVED: AuditKind = AuditKind::FindingSaved;
    const REMOVED: AuditKind = AuditKind::FindingRemoved;

    fn of(written: &Finding) -> Self {
        written.id
    }

    fn place(written: &Finding) -> &Place {
        &written.place
    }

    fn publicity(written: &Finding) -> Publicity {
        written.text.publicity()
    }

    fn revision(written: &Finding) -> i64 {
        written.revision
    }

    async fn load(self, org: &mut OrgStore, round: RoundId) -> StoreResult<Option<Finding>> {
        org.finding(round, self).await
    }

    async fn save(
        org: &mut OrgStore,
        round: RoundId,
        written: &Finding,
        stamp: Stamp,
    ) -> StoreResult<()> {
        org.save_finding(round, written, stamp).await
    }

    async fn remove(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<()> {
        org.remove_finding(round, self, at).await
    }

    async fn restore(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<bool> {
        org.restore_finding(round, self, at).await
    }
}

impl Proposal for ActionId {
    type Written = Action;
    const SAVED: AuditKind = AuditKind::ActionSaved;
    const REMOVED: AuditKind = AuditKind::ActionRemoved;

    fn of(written: &Action) -> Self {
        written.id
    }

    fn place(written: &Action) -> &Place {
        &written.place
    }

    fn publicity(written: &Action) -> Publicity {
        written.text.publicity()
    }

    fn revision(written: &Action) -> i64 {
        written.revision
    }

    async fn load(self, org: &mut OrgStore, round: RoundId) -> StoreResult<Option<Action>> {
        org.action(round, self).await
    }

    async fn save(
        org: &mut OrgStore,
        round: RoundId,
        written: &Action,
        stamp: Stamp,
    ) -> StoreResult<()> {
        org.save_action(round, written, stamp).await
    }

    async fn remove(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<()> {
        org.remove_action(round, self, at).await
    }

    async fn restore(self, org: &mut OrgStore, round: RoundId, at: Timestamp) -> StoreResult<bool> {
        org.restore_action(round, self, at).await
    }
}

/// The place of a proposal: no control shows it, for the page is of that place.
pub(super) fn place<F: Form>(f: &mut Walk<'_, F>, stored: impl Fn(&F) -> &Place) -> Place {
    let theme = f.unseen("theme", |it| stored(it).theme.to_string());
    let criterion = f.unseen("criterion", |it| {
        let criterion = stored(it).criterion.as_ref();
        criterion.map(ToString::to_string).unwrap_or_default()
    });
    Place {
        theme: theme.into(),
        criterion: (!criterion.is_empty()).then(|| criterion.into()),
    }
}

/// The texts of a proposal with their marking, once each is as it should be.
pub(super) fn written(
    title: Option<Title>,
    body: Option<String>,
    marking: Option<Marking>,
) -> Option<Marked<Written>> {
    let text = Written {
        title: title?,
        body: body?,
    };
    Some(Marked::new(text, marking?))
}

/// One finding or action.
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

/// Saves a finding or action, new or changed.
///
/// # Errors
/// [`Error::Refused`] once the round is published, [`Error::NotFound`] when the framework has no such
/// place or it has been removed, [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save_proposal<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    written: &P::Written,
) -> Outcome<()> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    let opened = open_round(&mut org, round).await?;
    let framework = framework_in(cx, &mut org, &opened.framework).await?;
    if !P::place(written).is_in_framework(&framework) {
        return Err(Error::NotFound);
    }
    let (id, seen) = (P::of(written), P::revision(written));
    match id.load(&mut org, round).await? {
        Some(saved) if !may_read(cx, P::publicity(&saved)) => return Err(Error::Forbidden),
        Some(saved) if P::revision(&saved) != seen => return Err(Error::Conflict),
        None if seen != 0 => return Err(Error::NotFound),
        Some(_) | None => {}
    }
    P::save(&mut org, round, written, cx.stamp()).await?;
    org.audit(&cx.audit(P::SAVED, id, "")).await?;
    Ok(org.commit().await?)
}

/// Removes a finding or action; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Refused`] once the round is published,
/// [`Error::Conflict`] when it is not at the revision that was seen.
pub async fn remove_proposal<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    id: P,
    seen: i64,
) -> Outcome<P::Written> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let found = readable(cx, &mut org, round, id).await?;
    if P::revision(&found) != seen {
        return Err(Error::Conflict);
    }
    id.remove(&mut org, round, cx.now()).await?;
    org.audit(&cx.audit(P::REMOVED, id, "")).await?;
    org.commit().await?;
    Ok(found)
}

/// Brings back what was removed.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing to bring back or it was removed too long ago,
/// [`Error::Refused`] once the round is published.
pub async fn restore_proposal<P: Proposal>(
    cx: &OrgCx,
    round: RoundId,
    id: P,
) -> Outcome<P::Written> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    if !id.restore(&mut org, round, cx.now()).await? {
        return Err(Error::NotFound);
    }
    let found = readable(cx, &mut org, round, id).await?;
    org.audit(&cx.audit(P::SAVED, id, "restored")).await?;
    org.commit().await?;
    Ok(found)
}
