//! Organisations: entering one, creating one from the list of Finland's municipalities.

use domain::audit::AuditKind;
use domain::organisation::{Kind, Organisation, Slug};
use domain::text::{Title, folded};
use domain::{Locale, Localised, OrgId};
use store::{Audit, OrgStore, StoreError, User};

use crate::cx::{Actor, OrgCx};
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Walk, offers, pick, title};
use crate::world::App;

/// The organisation as this person sees it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such organisation or the person has no role in it: an
/// outsider cannot tell the two apart.
pub async fn enter(app: &App, user: &User, slug: &str) -> Outcome<OrgCx> {
    let slug = Slug::parse(slug).ok_or(Error::NotFound)?;
    let mut site = app.store().site_read().await?;
    let organisation = site
        .organisation_by_slug(&slug)
        .await?
        .ok_or(Error::NotFound)?;
    let roles = site.roles(organisation.id, user.id, app.today()).await?;
    if roles.is_empty() {
        return Err(Error::NotFound);
    }
    let actor = Actor {
        id: user.id,
        name: user.name.clone(),
    };
    Ok(OrgCx::of_member(
        app.clone(),
        organisation,
        actor,
        roles,
        user.locale,
    ))
}

/// The organisations in which a person has a role today.
pub async fn mine(app: &App, user: &User) -> Outcome<Vec<Organisation>> {
    let mut site = app.store().site_read().await?;
    Ok(site.organisations_of(user.id, app.today()).await?)
}

/// The organisation with this slug or official code, for the command line.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(app: &App, name: &str) -> Outcome<Organisation> {
    let mut site = app.store().site_read().await?;
    let all = site.organisations().await?;
    let wanted = folded(name);
    all.into_iter()
        .find(|org| {
            org.slug.as_str() == wanted
                || org.code.as_deref() == Some(name)
                || [&org.name.fi, &org.name.sv, &org.name.en]
                    .iter()
                    .any(|one| folded(one) == wanted)
        })
        .ok_or(Error::NotFound)
}

/// Every organisation's name, for the operator. Names are all that the operator sees.
pub async fn all(app: &App) -> Outcome<Vec<Organisation>> {
    Ok(app.store().site_read().await?.organisations().await?)
}

/// What an organisation is made from.
#[derive(Debug, Clone)]
pub enum NewOrganisation {
    /// One of Finland's municipalities, by its official code.
    Municipality(String),
    /// A partner or a network host with a name of its own.
    Other(Kind, Title),
}

impl NewOrganisation {
    /// The field of its form from which its address comes.
    const fn field(&self) -> &'static str {
        match self {
            Self::Municipality(_) => "municipality",
            Self::Other(..) => "organisation",
        }
    }
}

/// Finland's municipalities: their codes, and their names in this language, by name.
pub fn municipalities(locale: Locale) -> Vec<(&'static str, &'static str)> {
    let all = content::municipalities().iter();
    let mut all: Vec<_> = all
        .map(|one| (one.code.as_str(), one.name.text(locale)))
        .collect();
    all.sort_unstable_by_key(|(code, name)| (*name, *code));
    all
}

/// The field of an organisation of this kind: a municipality is chosen, others have a name.
pub(crate) fn new_organisation<F: Form>(
    f: &mut Walk<'_, F>,
    kind: Kind,
) -> Option<NewOrganisation> {
    if kind == Kind::Municipality {
        let all = municipalities(f.t().locale()).into_iter();
        let all = all.map(|(code, name)| (code.to_owned(), code, name));
        let code = pick(offers(all)).empty("common.choose");
        let label = "organisation.kind.municipality";
        let code = f.field("municipality", label, code, |_| None::<String>)?;
        return Some(NewOrganisation::Municipality(code));
    }
    let name = f.field("organisation", "organisation.name", title(), |_| {
        None::<Title>
    })?;
    Some(NewOrganisation::Other(kind, name))
}

/// Makes the organisation's facts.
///
/// # Errors
/// [`Error::Invalid`] when the code is not on the list or the name gives no address.
pub fn describe(app: &App, new: &NewOrganisation) -> Outcome<Organisation> {
    let at = new.field();
    let organisation = match new {
        NewOrganisation::Municipality(code) => {
            let unlisted = || Invalid::field(at, "error.form.choose");
            let listed = content::municipality(code).ok_or_else(unlisted)?;
            Organisation {
                id: app.id::<OrgId>(),
                kind: Kind::Municipality,
                slug: Slug::from_name(&listed.name.fi).ok_or_else(unlisted)?,
                name: listed.name.clone(),
                code: Some(listed.code.clone()),
                languages: listed.languages.clone(),
                population: listed.population,
                fictitious: false,
            }
        }
        NewOrganisation::Other(kind, name) => Organisation {
            id: app.id::<OrgId>(),
            kind: *kind,
            slug: Slug::from_name(name.as_str())
                .ok_or(Invalid::field(at, "error.form.name-address"))?,
            name: Localised::same(name.as_str()),
            code: None,
            languages: Locale::ALL.to_vec(),
            population: None,
            fictitious: false,
        },
    };
    Ok(organisation)
}

/// Adds an organisation with the first entry of its log, in a transaction that is still open.
///
/// # Errors
/// [`Error::Invalid`] when it exists already, or as [`describe`].
pub(crate) async fn add(
    app: &App,
    by: Option<&User>,
    new: &NewOrganisation,
) -> Outcome<(OrgStore, Organisation)> {
    let organisation = describe(app, new)?;
    let mut site = app.store().site_write().await?;
    site.add_organisation(&organisation)
        .await
        .map_err(|error| match error {
            StoreError::Taken => Invalid::field(new.field(), "error.organisation.taken").into(),
            other => Error::Store(other),
        })?;
    let mut org = site.enter(organisation.id).await?;
    org.audit(&Audit {
        kind: AuditKind::OrganisationCreated,
        subject: organisation.slug.to_string(),
        detail: String::new(),
        actor: by.map(|user| user.id),
        at: app.now(),
    })
    .await?;
    Ok((org, organisation))
}
