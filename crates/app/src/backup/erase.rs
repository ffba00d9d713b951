//! Erasing an organisation on its request: told first, then done, and written in the installation's log.

use domain::audit::AuditKind;
use domain::organisation::Organisation;
use domain::text::{Title, folded};
use domain::{Locale, OrgId};
use jiff::civil::Date;
use store::{Audit, AuditEntry, Erased, User};

use super::rule::last_gone;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Walk, title};
use crate::identity::{Origin, confirm, require_operator};
use crate::world::App;

/// What is typed to erase an organisation: its name, so that it is never the wrong one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The name.
    pub name: Title,
}

impl Form for Erasure {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let name = f.field("name", "site.erase.name", title(), |_| None::<Title>)?;
        Some(Self { name })
    }
}

/// What would go, for the page that asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The organisation.
    pub organisation: Organisation,
    /// How many people's accounts would go: they are in no other organisation.
    pub people: i64,
    /// By which day the last backup that holds it is removed; nothing when none are made.
    pub last_gone: Option<Date>,
}

/// What would go if this organisation were erased. The operator sees its name and how many accounts,
/// and nothing of its content.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator, [`Error::NotFound`] when there is none.
pub async fn leaving(app: &App, by: &User, id: OrgId) -> Outcome<Leaving> {
    require_operator(Some(by))?;
    let found = app.store().site_read().await?.organisation(id).await?;
    let people = app.store().only_here(id).await?;
    Ok(Leaving {
        organisation: found.ok_or(Error::NotFound)?,
        people: i64::try_from(people.len()).unwrap_or(i64::MAX),
        last_gone: last_gone(app),
    })
}

/// Erases an organisation from all three databases, for good.
///
/// # Errors
/// As [`leaving`]; [`Error::Invalid`] when the typed name is not the organisation's, and at `password`
/// when that is not the operator's own.
pub async fn erase(
    app: &App,
    by: &User,
    (id, typed): (OrgId, &Erasure),
    (password, from): (&str, Origin),
) -> Outcome<Erased> {
    let organisation = leaving(app, by, id).await?.organisation;
    let wanted = folded(typed.name.as_str());
    let is_named = |locale: &Locale| folded(organisation.name.text(*locale)) == wanted;
    if !Locale::ALL.iter().any(is_named) {
        return Err(Invalid::field("name", "error.organisation.other-name").into());
    }
    // A browser that was left open must not be enough.
    confirm(app, by, ("password", password), from).await?;
    let entry = Audit {
        kind: AuditKind::OrganisationErased,
        subject: organisation.name.text(Locale::Fi).to_owned(),
        detail: String::new(),
        actor: Some(by.id),
        at: app.now(),
    };
    Ok(app.store().erase(id, &entry).await?)
}

/// Which organisations were erased, the newest first, at most fifty: the installation's own log.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator.
pub async fn erased(app: &App, by: &User) -> Outcome<Vec<AuditEntry>> {
    require_operator(Some(by))?;
    let mut log = app.store().read(OrgId::INSTALLATION).await?;
    Ok(log.audit_page(i64::MAX, 50).await?)
}
