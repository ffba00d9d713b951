//! Programmes of several organisations: who takes part, how far each is, the joint report.
//!
//! Two things cross from one organisation to another here, and nothing else does: how far a
//! municipality has come, as counts and states (`board`), and the public edition of a published
//! result that the municipality's own leaders have chosen to share (`joint`). Whom a municipality lets
//! in to work on its assessment is its own decision, partner by partner (`access`).

mod access;
mod board;
mod invite;
mod joint;
mod manage;

use domain::identity::Permission;
use domain::organisation::Kind;
use domain::programme::{Part, Programme};
use domain::{OrgId, ProgrammeId};
use jiff::civil::Date;
use store::OrgStore;
pub use store::{ProgrammeInvitation, ProgrammeMember};

pub use access::{Guest, Waiting, guests, let_in, shut_out, waiting};
pub use board::{Board, Counted, Standing, board};
pub use invite::{Invited, accept, candidates, decline, invite, leave};
pub use joint::{joint, joint_page, render_joint, share};
pub use manage::{agree, create, save};

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// A programme as one of its organisations sees it.
#[derive(Debug, Clone)]
pub struct View {
    /// The programme.
    pub programme: Programme,
    /// Who takes part.
    pub members: Vec<ProgrammeMember>,
    /// Who has been invited and has not answered.
    pub invited: Vec<ProgrammeMember>,
    /// This organisation's part.
    pub part: Part,
    /// Whether this organisation shares its published results.
    pub shares: bool,
    /// The last day to which this organisation has agreed.
    pub agreed_until: Date,
    /// The day.
    pub today: Date,
}

impl View {
    /// Whether this organisation may see how far the others are and what they share: municipalities
    /// always, partners and the host while the programme lasts.
    pub fn is_open(&self) -> bool {
        self.part == Part::Municipality || self.programme.is_running(self.today)
    }

    /// Whether the programme has been prolonged and this municipality has not agreed yet: partners
    /// see its data to the day it agreed to, and no longer.
    pub fn waits_for_agreement(&self) -> bool {
        self.part == Part::Municipality && self.agreed_until < self.programme.ends_on
    }

    /// The last day on which partners see this organisation's data.
    pub fn access_ends_on(&self) -> Date {
        self.agreed_until.min(self.programme.ends_on)
    }
}

/// The programmes this organisation takes part in, the newest first, and its invitations.
pub async fn programmes(cx: &OrgCx) -> Outcome<(Vec<Programme>, Vec<ProgrammeInvitation>)> {
    cx.require(Permission::ProgrammeRead)?;
    let mut org = cx.read().await?;
    Ok((org.programmes().await?, org.programme_invitations().await?))
}

/// A programme this organisation takes part in.
///
/// # Errors
/// [`Error::NotFound`] when it does not take part.
pub async fn programme(cx: &OrgCx, id: ProgrammeId) -> Outcome<View> {
    cx.require(Permission::ProgrammeRead)?;
    let mut org = cx.read().await?;
    load(cx, &mut org, id).await
}

async fn load(cx: &OrgCx, org: &mut OrgStore, id: ProgrammeId) -> Outcome<View> {
    let programme = org.programme(id).await?.ok_or(Error::NotFound)?;
    let members = org.programme_members(id).await?;
    let own = own(&members, cx.organisation().id).ok_or(Error::NotFound)?;
    Ok(View {
        part: own.part,
        shares: own.shares,
        agreed_until: own.agreed_until,
        invited: org.programme_invited(id).await?,
        programme,
        members,
        today: cx.today(),
    })
}

fn own(members: &[ProgrammeMember], org: OrgId) -> Option<&ProgrammeMember> {
    members.iter().find(|one| one.organisation.id == org)
}

/// Whether the person may create programmes, change their facts and invite: coordinators of a
/// municipality and the network host's own people. A host who visits a municipality, or a partner,
/// does not decide who else gets in.
pub fn may_manage(cx: &OrgCx) -> bool {
    cx.may(Permission::ProgrammeManage)
        && match cx.organisation().kind {
            Kind::Municipality => cx.may(Permission::ProgrammeDecide),
            Kind::Host => true,
            Kind::Partner => false,
        }
}

/// For those who have the right but not here, the thing does not exist.
fn require_manage(cx: &OrgCx) -> Outcome<()> {
    cx.require(Permission::ProgrammeManage)?;
    if may_manage(cx) {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// The part an organisation of this kind takes.
const fn part_of(kind: Kind) -> Part {
    match kind {
        Kind::Municipality => Part::Municipality,
        Kind::Partner => Part::Partner,
        Kind::Host => Part::Host,
    }
}
