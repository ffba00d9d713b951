//! Inviting organisations, and answering an invitation.
//!
//! An invited organisation is not in the programme before its own leaders or coordinator accept.
//! Joining shows nobody anything: whom a municipality lets in, it decides afterwards.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::organisation::Organisation;
use domain::{OrgId, ProgrammeId};

use super::{load, part_of, require_manage};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Offer, Walk, choose};

/// Organisations that are invited together.
#[derive(Debug, Clone)]
pub struct Invited(pub Vec<OrgId>);

impl Form for Invited {
    /// Who can be invited.
    type With = Vec<Organisation>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let t = f.t();
        let offer = |one: &Organisation| {
            let kind = t.say(&format!("organisation.kind.{}", one.kind.code()));
            let name = one.name.text(t.locale());
            (one.id, Offer::new(one.id, name).hint(kind))
        };
        let all = choose(f.with().iter().map(offer).collect()).at_least_one();
        let chosen = f.field("organisations", "programme.invite.whom", all, |it| {
            it.0.clone()
        });
        chosen.map(Self)
    }
}

/// Organisations of the installation that could be invited: names and kinds only.
///
/// # Errors
/// [`Error::NotFound`] when this organisation does not take part.
pub async fn candidates(cx: &OrgCx, id: ProgrammeId) -> Outcome<Vec<Organisation>> {
    require_manage(cx)?;
    let mut org = cx.read().await?;
    let view = load(cx, &mut org, id).await?;
    let taken: Vec<OrgId> = view
        .members
        .iter()
        .chain(&view.invited)
        .map(|one| one.organisation.id)
        .collect();
    let mut all = org.leave().organisations().await?;
    all.retain(|one| !taken.contains(&one.id));
    Ok(all)
}

/// Invites organisations. Nothing of theirs is seen before they accept.
///
/// # Errors
/// [`Error::Invalid`] when none was chosen.
pub async fn invite(cx: &OrgCx, id: ProgrammeId, chosen: &[OrgId]) -> Outcome<()> {
    require_manage(cx)?;
    let open: Vec<Organisation> = candidates(cx, id)
        .await?
        .into_iter()
        .filter(|one| chosen.contains(&one.id))
        .collect();
    if open.is_empty() {
        return Err(Invalid::field("organisations", "error.form.choose").into());
    }
    let mut org = cx.write().await?;
    for one in &open {
        org.invite_to_programme(id, one.id, part_of(one.kind))
            .await?;
        let detail = format!("invited {}", one.slug);
        org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, detail))
            .await?;
    }
    Ok(org.commit().await?)
}

/// Accepts an invitation. Nobody is let in by it, and results are shared only when chosen.
///
/// # Errors
/// [`Error::NotFound`] when there is no invitation (any more).
pub async fn accept(cx: &OrgCx, id: ProgrammeId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let invitation = org
        .programme_invitations()
        .await?
        .into_iter()
        .find(|one| one.programme.id == id)
        .ok_or(Error::NotFound)?;
    org.end_programme_invitation(id).await?;
    org.join_programme(id, invitation.part, false).await?;
    org.audit(&cx.audit(AuditKind::ProgrammeJoined, id, invitation.part.code()))
        .await?;
    Ok(org.commit().await?)
}

/// Declines an invitation.
///
/// # Errors
/// [`Error::NotFound`] when there is no invitation (any more).
pub async fn decline(cx: &OrgCx, id: ProgrammeId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let invitations = org.programme_invitations().await?;
    if !invitations.iter().any(|one| one.programme.id == id) {
        return Err(Error::NotFound);
    }
    org.end_programme_invitation(id).await?;
    org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, "declined"))
        .await?;
    Ok(org.commit().await?)
}

/// Leaves a programme: partners' access to this organisation ends at once, and its results are no
/// longer in the joint report.
///
/// # Errors
/// [`Error::NotFound`] when it does not take part, [`Error::Refused`] when it is the last one.
pub async fn leave(cx: &OrgCx, id: ProgrammeId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let view = load(cx, &mut org, id).await?;
    if view.members.len() < 2 {
        return Err(Error::Refused("programme.error.last"));
    }
    org.leave_programme(id).await?;
    org.audit(&cx.audit(AuditKind::ProgrammeChanged, id, "left"))
        .await?;
    Ok(org.commit().await?)
}
