//! Invitations: a link that makes a person a member.

use domain::audit::AuditKind;
use domain::identity::{Email, Permission, Role, check_password};
use domain::text::Title;
use domain::{InvitationId, Locale, UserId};
use jiff::SignedDuration;
use store::{Invitation, NewUser, User};

use crate::address;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Walk, email};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::{login, member, password};
use crate::mail::Mail;
use crate::queue::enqueue;
use crate::world::{App, Token};

/// How many days an invitation can be used.
const DAYS: i64 = 14;

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

/// An invitation that was made.
#[derive(Clone)]
pub struct Invited {
    /// The link, shown once to whoever invited.
    pub link: String,
    /// Whether it is sent by mail, too.
    pub is_mailed: bool,
    /// To whom.
    pub email: Email,
}

impl std::fmt::Debug for Invited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invited")
            .field("is_mailed", &self.is_mailed)
            .finish_non_exhaustive()
    }
}

/// Invites a person. The link is mailed when mail is set up, and shown once in any case.
pub async fn invite(cx: &OrgCx, invite: &Invite) -> Outcome<Invited> {
    cx.require(Permission::MemberManage)?;
    let Invite { email, roles } = invite.clone();
    let token = cx.app().token();
    let now = cx.now();
    let invitation = Invitation {
        org: cx.organisation().id,
        id: cx.id::<InvitationId>(),
        email: email.clone(),
        roles: roles.clone(),
        created_at: now,
        expires_at: now
            .checked_add(SignedDuration::from_hours(24 * DAYS))
            .unwrap_or(now),
    };
    let link = address::INVITATION.whole(cx.app().settings(), [&token.text()]);
    let mut org = cx.write().await?;
    org.add_invitation(&invitation, token.hash()).await?;
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    org.audit(&cx.audit(AuditKind::MemberInvited, invitation.id, codes.join(" ")))
        .await?;
    let is_mailed = cx.app().has_mail();
    if is_mailed {
        enqueue(cx.app(), &mut org, &letter(cx, &email, &link)).await?;
    }
    org.commit().await?;
    Ok(Invited {
        link,
        is_mailed,
        email,
    })
}

/// The mail with the link.
fn letter(cx: &OrgCx, email: &Email, link: &str) -> Mail {
    let t = cx.texts();
    let name = cx.organisation().name.text(cx.locale());
    Mail {
        to: email.to_string(),
        subject: t.with("mail.invitation.subject", &[("organisation", &name)]),
        text: t.with(
            "mail.invitation.text",
            &[("organisation", &name), ("link", &link)],
        ),
    }
}

/// Invitations that wait.
pub async fn pending(cx: &OrgCx) -> Outcome<Vec<Invitation>> {
    cx.require(Permission::MemberManage)?;
    Ok(cx.read().await?.invitations().await?)
}

/// Takes an invitation back.
///
/// # Errors
/// [`Error::NotFound`] when there is no such invitation, or it has been taken back already.
pub async fn withdraw(cx: &OrgCx, id: InvitationId) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    if !org.withdraw_invitation(id).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::MemberRemoved, id, "invitation"))
        .await?;
    Ok(org.commit().await?)
}

/// The invitation behind a link with the organisation's name, and whether the person has an account.
pub async fn preview(
    app: &App,
    token: Token,
) -> Outcome<(Invitation, domain::organisation::Organisation, bool)> {
    let mut site = app.store().site_read().await?;
    let invitation = site
        .invitation_by_token(token.hash(), app.now())
        .await?
        .ok_or(Error::NotFound)?;
    let organisation = site
        .organisation(invitation.org)
        .await?
        .ok_or(Error::NotFound)?;
    let has_account = site.credentials(&invitation.email).await?.is_some();
    Ok((invitation, organisation, has_account))
}

/// What an invited person fills in; an existing account needs only its password.
#[derive(Clone)]
pub struct Accept {
    /// Name; unused for an existing account.
    pub name: String,
    /// New password, or the existing one.
    pub password: String,
    /// Language of a new account.
    pub locale: Locale,
}

impl std::fmt::Debug for Accept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accept")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

/// Makes the invited person a member and begins a session.
///
/// # Errors
/// [`Error::NotFound`] when the link is used or over, [`Error::Invalid`] for what must be corrected.
pub async fn accept(app: &App, token: Token, filled: &Accept, from: Origin) -> Outcome<Token> {
    let (invitation, _, _) = preview(app, token).await?;
    let existing = app
        .store()
        .site_read()
        .await?
        .credentials(&invitation.email)
        .await?;
    let (user, new) = if let Some(found) = existing {
        let Some(knock) = knock(app, Door::Account(&invitation.email), from).await? else {
            return Err(Invalid::field("password", "identity.sign-in.too-many").into());
        };
        if !password::verify(&filled.password, found.password_hash).await? {
            return Err(Invalid::field("password", "error.password.current").into());
        }
        knock.opened(app).await?;
        (found.user, None)
    } else {
        let new = new_user(app, &invitation, filled).await?;
        (new.user.clone(), Some(new))
    };
    let mut site = app.store().site_write().await?;
    if let Some(new) = &new {
        site.add_user(new).await?;
    }
    let mut org = site.enter(invitation.org).await?;
    if !org.accept_invitation(invitation.id, app.now()).await? {
        return Err(Error::NotFound);
    }
    join(app, &mut org, &user, &invitation).await?;
    org.commit().await?;
    login::begin(app, user.id).await
}

async fn join(
    app: &App,
    org: &mut store::OrgStore,
    user: &User,
    invitation: &Invitation,
) -> Outcome<()> {
    let members = org.members().await?;
    let mut roles: Vec<Role> = members
        .into_iter()
        .find(|member| member.user == user.id)
        .map(|member| member.roles)
        .unwrap_or_default();
    roles.extend(invitation.roles.iter().copied());
    roles.sort();
    roles.dedup();
    org.set_roles(user.id, &roles).await?;
    org.audit(&store::Audit {
        kind: AuditKind::MemberJoined,
        subject: user.id.to_string(),
        detail: String::new(),
        actor: Some(user.id),
        at: app.now(),
    })
    .await?;
    Ok(())
}

async fn new_user(app: &App, invitation: &Invitation, filled: &Accept) -> Outcome<NewUser> {
    let mut invalid = Invalid::default();
    let name = invalid.text("name", Title::parse(&filled.name));
    if let Err(refused) = check_password(&filled.password, Some(&invitation.email)) {
        invalid.add("password", member::password_key(refused));
    }
    let Some(name) = name else {
        return Err(invalid.into());
    };
    invalid.check()?;
    let user = User {
        id: app.id::<UserId>(),
        email: invitation.email.clone(),
        name: name.to_string(),
        locale: filled.locale,
        is_operator: false,
    };
    let password_hash = Some(password::hash(app, &filled.password).await?);
    Ok(NewUser {
        user,
        password_hash,
        created_at: app.now(),
    })
}
