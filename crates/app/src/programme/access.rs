//! Who of other organisations sees a municipality's data, and letting them in.
//!
//! Taking part in a programme shows nobody anything of a municipality: each partner and each host is
//! let in by that municipality alone, whoever invited them, and can be shut out at any time.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::organisation::Organisation;
use domain::programme::Part;
use domain::{Localised, OrgId, ProgrammeId};
use jiff::Timestamp;

use super::{View, load};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// A partner or host, as a municipality that may let it in sees it.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The organisation.
    pub organisation: Organisation,
    /// Its part, which decides what its people see.
    pub part: Part,
    /// When this municipality let it in; none while it waits.
    pub let_in_at: Option<Timestamp>,
    /// The people who see the data when it is let in.
    pub people: Vec<String>,
}

/// The partners and hosts of a programme, those that wait included; none for who is no municipality.
///
/// # Errors
/// [`Error::NotFound`] when this organisation does not take part.
pub async fn guests(cx: &OrgCx, id: ProgrammeId) -> Outcome<Vec<Guest>> {
    cx.require(Permission::ProgrammeRead)?;
    let mut org = cx.read().await?;
    let view = load(cx, &mut org, id).await?;
    if view.part != Part::Municipality {
        return Ok(Vec::new());
    }
    let visitors = org.programme_visitors(id).await?;
    let people = |of: OrgId| {
        let theirs = visitors.iter().filter(|one| one.partner == of);
        theirs.map(|one| one.name.clone()).collect()
    };
    let others = view.members.into_iter();
    let others = others.filter(|one| one.part != Part::Municipality);
    Ok(others
        .map(|one| Guest {
            people: people(one.organisation.id),
            part: one.part,
            let_in_at: one.let_in_at,
            organisation: one.organisation,
        })
        .collect())
}

/// Lets the people of a partner or host see this municipality's data while the programme lasts.
///
/// # Errors
/// [`Error::NotFound`] when this organisation takes no part as a municipality, or the other none.
pub async fn let_in(cx: &OrgCx, id: ProgrammeId, partner: OrgId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let guest = guest(&load(cx, &mut org, id).await?, partner)?;
    if org.let_in(id, partner, cx.now()).await? {
        org.audit(&cx.audit(AuditKind::PartnerLetIn, id, guest.slug.to_string()))
            .await?;
    }
    Ok(org.commit().await?)
}

/// Ends the access of a partner or host, at once.
///
/// # Errors
/// As [`let_in`].
pub async fn shut_out(cx: &OrgCx, id: ProgrammeId, partner: OrgId) -> Outcome<()> {
    cx.require(Permission::ProgrammeDecide)?;
    let mut org = cx.write().await?;
    let guest = guest(&load(cx, &mut org, id).await?, partner)?;
    if org.shut_out(id, partner).await? {
        org.audit(&cx.audit(AuditKind::PartnerShutOut, id, guest.slug.to_string()))
            .await?;
    }
    Ok(org.commit().await?)
}

/// Something of a programme that waits for this organisation's decision.
#[derive(Debug, Clone)]
pub enum Waiting {
    /// An invitation to the programme of this title.
    Invitation(String),
    /// A partner or host that is not let in, in a programme that is going on or will.
    Guest(ProgrammeId, Localised),
}

/// What waits for this person's decision; nothing for those who do not decide.
pub async fn waiting(cx: &OrgCx) -> Outcome<Vec<Waiting>> {
    if !cx.may(Permission::ProgrammeDecide) {
        return Ok(Vec::new());
    }
    let mut org = cx.read().await?;
    let invitations = org.programme_invitations().await?.into_iter();
    let mut found: Vec<Waiting> = invitations
        .map(|one| Waiting::Invitation(one.programme.title))
        .collect();
    for one in org.programmes().await? {
        let view = load(cx, &mut org, one.id).await?;
        if view.part != Part::Municipality || view.access_ends_on() < view.today {
            continue;
        }
        let guests = view.members.into_iter();
        let guests = guests.filter(|it| it.part != Part::Municipality && it.let_in_at.is_none());
        found.extend(guests.map(|it| Waiting::Guest(one.id, it.organisation.name)));
    }
    Ok(found)
}

fn guest(view: &View, partner: OrgId) -> Outcome<Organisation> {
    let is_guest = |one: &&store::ProgrammeMember| {
        one.organisation.id == partner && one.part != Part::Municipality
    };
    let found = view.members.iter().find(is_guest);
    let found = found.filter(|_| view.part == Part::Municipality);
    found
        .map(|one| one.organisation.clone())
        .ok_or(Error::NotFound)
}
