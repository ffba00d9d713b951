//! Taking up an invitation: with a new account by its link, or with the account that the person has.
//!
//! A link never takes the password of an account that exists: whoever has one signs in first, where
//! tries are counted, and then joins by pressing a button.

use domain::audit::AuditKind;
use domain::identity::{Email, Role, check_password};
use domain::organisation::Organisation;
use domain::text::Title;
use domain::{InvitationId, Locale, UserId};
use store::{Invitation, NewUser, OrgStore, User};

use crate::error::{Error, Invalid, Outcome};
use crate::identity::limit::Origin;
use crate::identity::{login, member, password};
use crate::world::{App, Token};

/// What the link of an invitation leads to.
#[derive(Debug, Clone)]
pub enum Preview {
    /// It can be used.
    Open(Box<Opened>),
    /// It is over.
    Over(Over),
}

/// An invitation that can be used.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The invitation.
    pub invitation: Invitation,
    /// The organisation.
    pub organisation: Organisation,
    /// What the person before the page does next.
    pub next: Next,
}

/// What the person before the page of an invitation does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Makes an account.
    New,
    /// Signs in: there is an account with the address.
    SignIn,
    /// Joins: the person has signed in.
    Join,
    /// Signs out: the person has signed in with another address than the invited one.
    SignOut(Email),
}

/// Why an invitation can no longer be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Somebody has joined with it.
    Used,
    /// It was taken back, or a newer one has taken its place.
    Withdrawn,
    /// Its time is over.
    Expired,
}

impl Over {
    /// Every reason.
    pub const ALL: &[Self] = &[Self::Used, Self::Withdrawn, Self::Expired];

    /// The last part of its message key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    fn of(app: &App, invitation: &Invitation) -> Option<Self> {
        if invitation.accepted_at.is_some() {
            Some(Self::Used)
        } else if invitation.withdrawn_at.is_some() {
            Some(Self::Withdrawn)
        } else if invitation.expires_at <= app.now() {
            Some(Self::Expired)
        } else {
            None
        }
    }
}

/// The invitation behind a link, for whoever is before the page.
///
/// # Errors
/// [`Error::NotFound`] when there is no such invitation.
pub async fn preview(app: &App, token: Token, user: Option<&User>) -> Outcome<Preview> {
    let mut site = app.store().site_read().await?;
    let found = site.invitation_by_token(token.hash()).await?;
    let invitation = found.ok_or(Error::NotFound)?;
    if let Some(over) = Over::of(app, &invitation) {
        return Ok(Preview::Over(over));
    }
    let organisation = site.organisation(invitation.org).await?;
    let next = match user {
        Some(user) if user.email == invitation.email => Next::Join,
        Some(user) => Next::SignOut(user.email.clone()),
        None if site.credentials(&invitation.email).await?.is_some() => Next::SignIn,
        None => Next::New,
    };
    Ok(Preview::Open(Box::new(Opened {
        organisation: organisation.ok_or(Error::NotFound)?,
        invitation,
        next,
    })))
}

/// The invitation behind a link, if it can be used.
async fn usable(app: &App, token: Token) -> Outcome<Invitation> {
    let mut site = app.store().site_read().await?;
    let found = site.invitation_by_token(token.hash()).await?;
    let invitation = found.ok_or(Error::NotFound)?;
    match Over::of(app, &invitation) {
        None => Ok(invitation),
        Some(_) => Err(Error::Conflict),
    }
}

/// What an invited person fills in to make an account.
#[derive(Clone)]
pub struct Accept {
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
    /// Language.
    pub locale: Locale,
}

impl std::fmt::Debug for Accept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accept")
            .field("locale", &self.locale)
            .finish_non_exhaustive()
    }
}

/// Makes an account for the invited person, who becomes a member, and begins a session.
///
/// # Errors
/// [`Error::NotFound`] when there is no such invitation, [`Error::Conflict`] when it is over or there
/// is an account with the address, [`Error::Invalid`] for what must be corrected.
pub async fn accept(app: &App, token: Token, filled: &Accept, from: Origin) -> Outcome<Token> {
    let invitation = usable(app, token).await?;
    let mut site = app.store().site_read().await?;
    if site.credentials(&invitation.email).await?.is_some() {
        return Err(Error::Conflict);
    }
    drop(site);
    let new = new_user(app, &invitation, filled).await?;
    let mut org = app.store().write(invitation.org).await?;
    // Of many at once one uses it up, and only that one goes on.
    if !org.accept_invitation(invitation.id, app.now()).await? {
        return Err(Error::Conflict);
    }
    let mut site = org.leave();
    site.add_user(&new).await?;
    let org = site.enter(invitation.org).await?;
    let org = become_member(app, org, &new.user, &invitation).await?;
    prove(app, org, &new.user, &invitation).await?;
    login::begin(app, &new.user, from).await
}

/// Makes the person, who has signed in, a member by a link. Gives the organisation.
///
/// # Errors
/// [`Error::NotFound`] when there is no such invitation, [`Error::Conflict`] when it is over or was
/// sent to another address.
pub async fn join(app: &App, token: Token, user: &User) -> Outcome<Organisation> {
    let invitation = usable(app, token).await?;
    if invitation.email != user.email {
        return Err(Error::Conflict);
    }
    let org = enter(app, user, &invitation).await?;
    prove(app, org, user, &invitation).await?;
    organisation(app, &invitation).await
}

/// The invitations that wait for a person who has signed in, with their organisations.
///
/// Whose address nobody has proven sees only those of organisations that have let the person in
/// before: otherwise whoever took somebody's address first would be let in everywhere.
pub async fn waiting(app: &App, user: &User) -> Outcome<Vec<(Invitation, Organisation)>> {
    let mut site = app.store().site_read().await?;
    let is_proven = site.is_proven(user.id).await?;
    let all = site.invitations_to(&user.email, app.now(), is_proven);
    let mut found = Vec::new();
    for invitation in all.await? {
        if let Some(organisation) = site.organisation(invitation.org).await? {
            found.push((invitation, organisation));
        }
    }
    Ok(found)
}

/// Makes a person a member by an invitation that waits in the account. Gives the organisation.
///
/// # Errors
/// [`Error::NotFound`] when it does not wait for this person, [`Error::Conflict`] when it was used or
/// taken back at the same moment.
pub async fn join_waiting(app: &App, user: &User, id: InvitationId) -> Outcome<Organisation> {
    let all = waiting(app, user).await?;
    let found = all.into_iter().find(|(it, _)| it.id == id);
    let (invitation, organisation) = found.ok_or(Error::NotFound)?;
    let org = enter(app, user, &invitation).await?;
    org.commit().await?;
    Ok(organisation)
}

async fn organisation(app: &App, invitation: &Invitation) -> Outcome<Organisation> {
    let mut site = app.store().site_read().await?;
    let found = site.organisation(invitation.org).await?;
    found.ok_or(Error::NotFound)
}

/// Uses the invitation up and makes the person a member, in a transaction that is still open.
async fn enter(app: &App, user: &User, invitation: &Invitation) -> Outcome<OrgStore> {
    let mut org = app.store().write(invitation.org).await?;
    if !org.accept_invitation(invitation.id, app.now()).await? {
        return Err(Error::Conflict);
    }
    become_member(app, org, user, invitation).await
}

/// Ends the transaction; whoever came by a link that was only mailed has shown to have the address.
async fn prove(app: &App, org: OrgStore, user: &User, invitation: &Invitation) -> Outcome<()> {
    let mut site = org.leave();
    if invitation.is_mailed {
        site.prove(user.id, app.now()).await?;
    }
    Ok(site.commit().await?)
}

async fn become_member(
    app: &App,
    mut org: OrgStore,
    user: &User,
    invitation: &Invitation,
) -> Outcome<OrgStore> {
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
    Ok(org)
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
