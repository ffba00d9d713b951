//! Who does it, in which organisation, with which roles.

use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::{Permission, Role, any_may};
use domain::organisation::Organisation;
use domain::{Locale, OrgId, UserId};
use i18n::Texts;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use store::{Audit, OrgStore, Stamp};
use uuid::Uuid;

use crate::error::{Error, Outcome};
use crate::world::App;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person.
    pub id: UserId,
    /// The person's name.
    pub name: String,
}

/// A person in an organisation: what every use case of an organisation begins with.
///
/// Made by [`crate::organisation::enter`] from a session, or by the command line and jobs with
/// [`OrgCx::of_system`]; never put together by hand.
#[derive(Debug, Clone)]
pub struct OrgCx {
    app: App,
    organisation: Organisation,
    actor: Option<Actor>,
    roles: Vec<Role>,
    locale: Locale,
}

impl OrgCx {
    pub(crate) fn of_member(
        app: App,
        organisation: Organisation,
        actor: Actor,
        roles: Vec<Role>,
        locale: Locale,
    ) -> Self {
        Self {
            app,
            organisation,
            actor: Some(actor),
            roles,
            locale,
        }
    }

    /// The installation itself acts: the command line and jobs, which the operator of the machine
    /// has started. Holds the coordinator's rights and no person's name.
    pub fn of_system(app: App, organisation: Organisation, locale: Locale) -> Self {
        Self {
            app,
            organisation,
            actor: None,
            roles: vec![Role::Coordinator],
            locale,
        }
    }

    /// The installation itself acts in an organisation, in the organisation's first language.
    pub(crate) async fn of_job(app: &App, org: OrgId) -> Outcome<Self> {
        let found = app.store().site_read().await?.organisation(org).await?;
        let organisation = found.ok_or(Error::NotFound)?;
        let first = organisation.languages.first().copied();
        let locale = first.unwrap_or(Locale::Fi);
        Ok(Self::of_system(app.clone(), organisation, locale))
    }

    /// The product.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The organisation.
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// Who acts; none for the system.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// The roles held.
    pub fn roles(&self) -> &[Role] {
        &self.roles
    }

    /// The language of the person.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Texts in the person's language.
    pub fn texts(&self) -> Texts {
        Texts::new(self.locale)
    }

    /// The same in another language: a report in Swedish asked for by a Finnish speaker.
    #[must_use]
    pub fn in_language(&self, locale: Locale) -> Self {
        Self {
            locale,
            ..self.clone()
        }
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// The day in Finland.
    pub fn today(&self) -> Date {
        self.app.today()
    }

    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.app.id()
    }

    /// Whether the person has the right.
    pub fn may(&self, permission: Permission) -> bool {
        any_may(&self.roles, permission)
    }

    /// Whether the person has the right, and the round may still be worked on.
    pub fn may_in(&self, round: &Round, permission: Permission) -> bool {
        round.is_open() && self.may(permission)
    }

    /// Goes on only with the right.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without it.
    pub fn require(&self, permission: Permission) -> Outcome<()> {
        if self.may(permission) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// Who writes, and when.
    pub fn stamp(&self) -> Stamp {
        let by = self
            .actor
            .as_ref()
            .map_or(UserId(Uuid::nil()), |actor| actor.id);
        Stamp { at: self.now(), by }
    }

    /// Whose bytes may still be taken up: this person's, brought within the last day.
    pub(crate) fn waiting(&self) -> (UserId, Timestamp) {
        (self.stamp().by, waits_since(self.now()))
    }

    /// Opens the organisation's data for reading.
    pub async fn read(&self) -> Outcome<OrgStore> {
        Ok(self.app.store().read(self.organisation.id).await?)
    }

    /// Opens the organisation's data for writing. Between the head of a request and its end much may
    /// have happened: whoever has been removed, or shut out, meanwhile writes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when a role with which the person came in is no longer held.
    pub async fn write(&self) -> Outcome<OrgStore> {
        let mut org = self.app.store().write(self.organisation.id).await?;
        if let Some(actor) = &self.actor {
            let held = org.roles_of(actor.id, self.today()).await?;
            if !self.roles.iter().all(|role| held.contains(role)) {
                return Err(Error::NotFound);
            }
        }
        Ok(org)
    }

    /// An audit entry by this person, now.
    pub fn audit(
        &self,
        kind: AuditKind,
        subject: impl std::fmt::Display,
        detail: impl Into<String>,
    ) -> Audit {
        Audit {
            kind,
            subject: subject.to_string(),
            detail: detail.into(),
            actor: self.actor.as_ref().map(|actor| actor.id),
            at: self.now(),
        }
    }
}

/// How many hours bytes wait for a decision: an import to be taken, something removed to be brought
/// back.
const WAIT_HOURS: i64 = 24;

/// Since when bytes wait for a decision; earlier ones are removed by the job of expiry.
pub(crate) fn waits_since(now: Timestamp) -> Timestamp {
    now.checked_sub(WAIT_HOURS.hours()).unwrap_or(now)
}
