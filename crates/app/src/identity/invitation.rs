//! Invitations: who is invited to what, how the invitation reaches the person, and taking it back.

use domain::audit::AuditKind;
use domain::identity::{Email, Permission, Role};
use domain::organisation::Organisation;
use domain::{InvitationId, Locale};
use i18n::Texts;
use jiff::{SignedDuration, Timestamp};
use store::{Invitation, OrgStore};

use crate::address;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Walk, email};
use crate::identity::member;
use crate::identity::recovery::after;
use crate::mail::Mail;
use crate::queue::enqueue;
use crate::world::App;

/// How many days an invitation can be used.
const DAYS: i64 = 14;

/// How many days an invitation that nobody used is remembered after its end, so that its link can say
/// that it is over.
const REMEMBERED_DAYS: i64 = 90;

/// Who is invited, and as what.
#[derive(Debug, Clone)]
pub struct Invite {
    /// Where the link is sent.
    pub email: Email,
    /// The roles that the person will have; at least one.
    pub roles: Vec<Role>,
}

impl Form for Invite {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let email = f.field("email", "identity.email", email(), |it| it.email.clone());
        let roles = member::roles(f, |it| it.roles.clone());
        Some(Self {
            email: email?,
            roles: roles?,
        })
    }
}

/// How an invitation reaches the person.
#[derive(Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Its link is mailed, and nobody but the owner of the address sees it.
    Mailed,
    /// Mail has not been set up and nobody has an account with the address: the link is shown once
    /// to whoever invited, to be handed over.
    Shown(String),
    /// Mail has not been set up and the person has an account: the invitation waits there.
    Account,
    /// The same, but nothing has proven that the account belongs to whoever has the address. It waits
    /// until the operator has given the person a new password.
    Unproven,
}

impl std::fmt::Debug for Delivery {
    /// Never shows the link.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Mailed => "Mailed",
            Self::Shown(_) => "Shown(…)",
            Self::Account => "Account",
            Self::Unproven => "Unproven",
        })
    }
}

/// An invitation that was made.
#[derive(Clone)]
pub struct Invited {
    /// How it reaches the person.
    pub delivery: Delivery,
    /// To whom.
    pub email: Email,
}

impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited")
            .field("delivery", &self.delivery)
            .finish_non_exhaustive()
    }
}

impl Invited {
    /// The link, where it may be shown.
    pub fn link(&self) -> Option<&str> {
        match &self.delivery {
            Delivery::Shown(link) => Some(link),
            Delivery::Mailed | Delivery::Account | Delivery::Unproven => None,
        }
    }
}

/// What an invitation is made of.
pub(super) struct New<'a> {
    pub(super) organisation: &'a Organisation,
    pub(super) email: &'a Email,
    pub(super) name: &'a str,
    pub(super) roles: &'a [Role],
    pub(super) locale: Locale,
}

/// Invites a person. An earlier invitation to the address that waits is taken back.
///
/// Where mail has been set up, the answer does not tell whether anybody has an account with the
/// address.
///
/// # Errors
/// [`Error::Invalid`] when the person is a member already.
pub async fn invite(cx: &OrgCx, invite: &Invite) -> Outcome<Invited> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    let members = org.members().await?;
    if members.iter().any(|it| it.email == invite.email.as_str()) {
        return Err(Invalid::field("email", "identity.invitation.member").into());
    }
    let new = New {
        organisation: cx.organisation(),
        email: &invite.email,
        name: "",
        roles: &invite.roles,
        locale: cx.locale(),
    };
    let (mut org, id, invited) = add(cx.app(), org, &new).await?;
    let codes: Vec<&str> = invite.roles.iter().map(|role| role.code()).collect();
    org.audit(&cx.audit(AuditKind::MemberInvited, id, codes.join(" ")))
        .await?;
    org.commit().await?;
    Ok(invited)
}

/// Adds an invitation, with its mail where there is mail.
pub(super) async fn add(
    app: &App,
    org: OrgStore,
    new: &New<'_>,
) -> Outcome<(OrgStore, InvitationId, Invited)> {
    let token = app.token();
    let now = app.now();
    let link = address::INVITATION.whole(app.settings(), [&token.text()]);
    let (mut org, delivery) = delivery(app, org, new, &link).await?;
    let invitation = Invitation {
        org: org.org(),
        id: app.id(),
        email: new.email.clone(),
        name: new.name.to_owned(),
        roles: new.roles.to_vec(),
        is_mailed: delivery == Delivery::Mailed,
        created_at: now,
        expires_at: after(now, SignedDuration::from_hours(24 * DAYS)),
        accepted_at: None,
        withdrawn_at: None,
    };
    // Two links to one place would let somebody in again who has been removed since.
    org.withdraw_invitations_to(new.email.as_str(), now).await?;
    org.add_invitation(&invitation, token.hash()).await?;
    if invitation.is_mailed {
        enqueue(app, &mut org, &letter(new, &link)).await?;
    }
    let email = new.email.clone();
    Ok((org, invitation.id, Invited { delivery, email }))
}

async fn delivery(
    app: &App,
    mut org: OrgStore,
    new: &New<'_>,
    link: &str,
) -> Outcome<(OrgStore, Delivery)> {
    if app.has_mail() {
        return Ok((org, Delivery::Mailed));
    }
    let is_known_here = org.has_accepted(new.email).await?;
    let id = org.org();
    let mut site = org.leave();
    let delivery = match site.credentials(new.email).await? {
        None => Delivery::Shown(link.to_owned()),
        Some(_) if is_known_here => Delivery::Account,
        Some(found) if site.is_proven(found.user.id).await? => Delivery::Account,
        Some(_) => Delivery::Unproven,
    };
    Ok((site.enter(id).await?, delivery))
}

/// Before when an invitation must have ended to be forgotten.
pub(crate) fn remembered_since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * REMEMBERED_DAYS))
        .unwrap_or(now)
}

/// The mail with the link.
fn letter(new: &New<'_>, link: &str) -> Mail {
    let t = Texts::new(new.locale);
    let name = new.organisation.name.text(new.locale);
    Mail {
        to: new.email.to_string(),
        subject: t.with("mail.invitation.subject", &[("organisation", &name)]),
        text: t.with(
            "mail.invitation.text",
            &[("organisation", &name), ("link", &link)],
        ),
    }
}

/// Invitations that were neither used nor taken back, those whose time is over included.
pub async fn pending(cx: &OrgCx) -> Outcome<Vec<Invitation>> {
    cx.require(Permission::MemberManage)?;
    Ok(cx.read().await?.invitations().await?)
}

/// Takes an invitation back.
///
/// # Errors
/// [`Error::NotFound`] when the organisation has made no such invitation, [`Error::Refused`] when it
/// has been used or taken back before.
pub async fn withdraw(cx: &OrgCx, id: InvitationId) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    let found = org.invitation(id).await?.ok_or(Error::NotFound)?;
    if !org.withdraw_invitation(id, cx.now()).await? {
        return Err(Error::Refused(if found.accepted_at.is_some() {
            "identity.invitation.used-before"
        } else {
            "identity.invitation.withdrawn-before"
        }));
    }
    org.audit(&cx.audit(AuditKind::InvitationWithdrawn, id, ""))
        .await?;
    Ok(org.commit().await?)
}
