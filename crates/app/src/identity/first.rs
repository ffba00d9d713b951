//! The first coordinator of an organisation: invited when the operator adds it, and again for as long
//! as nobody has joined.

use domain::audit::AuditKind;
use domain::identity::{Email, Role};
use domain::organisation::{Kind, Organisation};
use domain::text::Title;
use domain::{InvitationId, Locale, OrgId};
use store::{Audit, Invitation, OrgStore, User};

use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, email, title};
use crate::identity::invitation::{self, Invited, New};
use crate::organisation::{self, NewOrganisation, new_organisation};
use crate::world::App;

/// Why the operator invites nobody where somebody has joined.
const JOINED: &str = "site.organisation.has-members";

/// Who is the first to be invited to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstCoordinator {
    /// Name, which stands ready on the page of the invitation.
    pub name: Title,
    /// Address.
    pub email: Email,
}

impl Form for FirstCoordinator {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        coordinator(f, |it| Some(it.clone()))
    }
}

fn coordinator<F: Form>(
    f: &mut Walk<'_, F>,
    stored: impl Fn(&F) -> Option<FirstCoordinator>,
) -> Option<FirstCoordinator> {
    let name = f.field("name", "site.organisation.coordinator", title(), |it| {
        stored(it).map(|it| it.name)
    });
    let email = f.field("email", "site.organisation.email", email(), |it| {
        stored(it).map(|it| it.email)
    });
    Some(FirstCoordinator {
        name: name?,
        email: email?,
    })
}

/// An organisation to be added, with whom to invite.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The organisation.
    pub organisation: NewOrganisation,
    /// Its first coordinator.
    pub coordinator: FirstCoordinator,
}

impl Form for Founding {
    /// What kind of organisation is added.
    type With = Kind;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let kind = *f.with();
        let organisation = new_organisation(f, kind);
        let coordinator = coordinator(f, |_| None);
        Some(Self {
            organisation: organisation?,
            coordinator: coordinator?,
        })
    }
}

/// An organisation as the operator sees it: its name, and whether anybody has joined.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The organisation.
    pub organisation: Organisation,
    /// Whether it has a member.
    pub is_joined: bool,
    /// The invitation that was made last, while nobody has joined.
    pub invited: Option<Invitation>,
}

/// Whether whoever asks runs the installation: nobody is named on the machine's own command line.
pub(crate) fn require_operator(by: Option<&User>) -> Outcome<()> {
    match by {
        Some(user) if !user.is_operator => Err(Error::Forbidden),
        _ => Ok(()),
    }
}

/// Every organisation of the installation, for the operator; nobody is named on the machine's own
/// command line. Names are all that is seen of those that somebody has joined.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator.
pub async fn organisations(app: &App, by: Option<&User>) -> Outcome<Vec<Standing>> {
    require_operator(by)?;
    let mut site = app.store().site_read().await?;
    let all = site.organisations().await?;
    let joined = site.joined().await?;
    drop(site);
    let mut standings = Vec::with_capacity(all.len());
    for organisation in all {
        let is_joined = joined.contains(&organisation.id);
        let invited = if is_joined {
            None
        } else {
            last_invitation(app, organisation.id).await?
        };
        standings.push(Standing {
            organisation,
            is_joined,
            invited,
        });
    }
    Ok(standings)
}

async fn last_invitation(app: &App, org: OrgId) -> Outcome<Option<Invitation>> {
    let waiting = app.store().read(org).await?.invitations().await?;
    Ok(waiting.into_iter().next_back())
}

/// Adds an organisation and invites its first coordinator. It gives the operator no right to its
/// content. `by` is the operator, nobody on the command line.
///
/// # Errors
/// [`Error::Forbidden`] for anyone else, [`Error::Invalid`] when the organisation exists already.
pub async fn found(
    app: &App,
    by: Option<&User>,
    founding: &Founding,
    locale: Locale,
) -> Outcome<(Organisation, Invited)> {
    require_operator(by)?;
    let (org, organisation) = organisation::add(app, by, &founding.organisation).await?;
    let asked = Asked {
        by,
        organisation: &organisation,
        coordinator: &founding.coordinator,
        locale,
    };
    let invited = send(app, org, &asked).await?;
    Ok((organisation, invited))
}

/// Whom to invite where nobody has joined, as it was asked last; and the organisation.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator, [`Error::NotFound`] when there is no such
/// organisation, [`Error::Refused`] when somebody has joined: whom it invites then is its own matter.
pub async fn first_coordinator(
    app: &App,
    by: &User,
    id: OrgId,
) -> Outcome<(Organisation, Option<FirstCoordinator>)> {
    require_operator(Some(by))?;
    let mut site = app.store().site_read().await?;
    let organisation = site.organisation(id).await?.ok_or(Error::NotFound)?;
    if site.joined().await?.contains(&id) {
        return Err(Error::Refused(JOINED));
    }
    drop(site);
    let last = last_invitation(app, id).await?.and_then(|it| {
        Some(FirstCoordinator {
            name: Title::parse(&it.name).ok()?,
            email: it.email,
        })
    });
    Ok((organisation, last))
}

/// Invites the first coordinator of an organisation again; what was sent before no longer works.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator, [`Error::NotFound`] when there is no such
/// organisation, [`Error::Refused`] when somebody has joined.
pub async fn invite_first(
    app: &App,
    by: Option<&User>,
    (id, coordinator): (OrgId, &FirstCoordinator),
    locale: Locale,
) -> Outcome<Invited> {
    require_operator(by)?;
    let found = app.store().site_read().await?.organisation(id).await?;
    let organisation = found.ok_or(Error::NotFound)?;
    let mut org = app.store().write(id).await?;
    if !org.members().await?.is_empty() {
        return Err(Error::Refused(JOINED));
    }
    for earlier in org.invitations().await? {
        org.withdraw_invitation(earlier.id, app.now()).await?;
    }
    let asked = Asked {
        by,
        organisation: &organisation,
        coordinator,
        locale,
    };
    send(app, org, &asked).await
}

/// Who asks for whom.
struct Asked<'a> {
    by: Option<&'a User>,
    organisation: &'a Organisation,
    coordinator: &'a FirstCoordinator,
    locale: Locale,
}

/// Invites the coordinator and ends the transaction.
async fn send(app: &App, org: OrgStore, asked: &Asked<'_>) -> Outcome<Invited> {
    let roles = [Role::Coordinator];
    let new = New {
        organisation: asked.organisation,
        email: &asked.coordinator.email,
        name: asked.coordinator.name.as_str(),
        roles: &roles,
        locale: asked.locale,
    };
    let (mut org, id, invited) = invitation::add(app, org, &new).await?;
    org.audit(&entry(app, asked.by, id)).await?;
    org.commit().await?;
    Ok(invited)
}

fn entry(app: &App, by: Option<&User>, id: InvitationId) -> Audit {
    Audit {
        kind: AuditKind::MemberInvited,
        subject: id.to_string(),
        detail: Role::Coordinator.code().to_owned(),
        actor: by.map(|user| user.id),
        at: app.now(),
    }
}
