//! Who is in the demo: organisations, people, the programme.

use std::collections::BTreeMap;

use content::demo::{Anchor, Day, World};
use domain::audit::AuditKind;
use domain::identity::Email;
use domain::organisation::{Organisation, Slug};
use domain::programme::{Part, Programme};
use domain::{OrgId, ProgrammeId, UserId};
use jiff::Timestamp;
use store::{Audit, NewUser, SiteStore, User};

use super::Cast;
use super::story::moment;
use crate::error::{Error, Outcome};
use crate::world::App;

/// People by address.
pub(super) type Users = BTreeMap<String, User>;

/// An organisation that was founded.
pub(super) struct Founded {
    pub(super) id: OrgId,
    programme: ProgrammeId,
    at: Timestamp,
}

/// Organisations by key.
pub(super) type Organisations = BTreeMap<String, Founded>;

/// Adds everyone who can log in. One hash serves all: the password is printed anyway.
pub(super) async fn add(
    app: &App,
    site: &mut SiteStore,
    world: &World,
    password_hash: Option<String>,
) -> Outcome<Users> {
    let mut users = Users::new();
    for person in &world.people {
        let Ok(email) = Email::parse(&person.email) else {
            continue;
        };
        let user = User {
            id: app.id::<UserId>(),
            email,
            name: person.name.clone(),
            locale: person.locale,
            is_operator: person.operator,
        };
        site.add_user(&NewUser {
            user: user.clone(),
            password_hash: password_hash.clone(),
            created_at: app.now(),
        })
        .await?;
        users.insert(person.email.clone(), user);
    }
    Ok(users)
}

/// Adds the organisations and their programme.
pub(super) async fn found(
    app: &App,
    site: &mut SiteStore,
    world: &World,
    anchor: Anchor,
) -> Outcome<Organisations> {
    let programme = app.id::<ProgrammeId>();
    site.add_programme(&programme_of(programme, world, anchor))
        .await?;
    // The earlier round must not be older than its municipality.
    let at = moment(anchor.day(Day::FromToday(-830))).min(app.now());
    let mut organisations = Organisations::new();
    for one in &world.organisations {
        let id = app.id::<OrgId>();
        site.add_organisation(&Organisation {
            id,
            kind: one.kind,
            slug: Slug::parse(&one.key).ok_or(Error::NotFound)?,
            name: one.name.clone(),
            code: None,
            languages: one.languages.clone(),
            population: one.population,
            fictitious: true,
        })
        .await?;
        let founded = Founded { id, programme, at };
        organisations.insert(one.key.clone(), founded);
    }
    Ok(organisations)
}

/// Gives people their roles and organisations their part in the programme.
pub(super) async fn join(
    mut site: SiteStore,
    world: &World,
    cast: &Cast<'_>,
) -> Outcome<SiteStore> {
    for one in &world.organisations {
        let Some(founded) = cast.organisations.get(&one.key) else {
            continue;
        };
        let mut org = site.enter(founded.id).await?;
        org.join_programme(founded.programme, one.part, one.shares)
            .await?;
        let entry = |kind, subject: String, actor| Audit {
            kind,
            subject,
            detail: String::new(),
            actor,
            at: founded.at,
        };
        org.audit(&entry(
            AuditKind::OrganisationCreated,
            one.key.clone(),
            None,
        ))
        .await?;
        for person in world.people.iter().filter(|it| it.organisation == one.key) {
            let Some(user) = cast.users.get(&person.email) else {
                continue;
            };
            org.set_roles(user.id, &person.roles).await?;
            let subject = user.id.to_string();
            org.audit(&entry(AuditKind::MemberJoined, subject, Some(user.id)))
                .await?;
        }
        site = org.leave();
    }
    let_partners_in(site, world, cast).await
}

/// Every municipality of the demo has let every partner and host in.
async fn let_partners_in(
    mut site: SiteStore,
    world: &World,
    cast: &Cast<'_>,
) -> Outcome<SiteStore> {
    let all = world.organisations.iter();
    let (towns, others): (Vec<_>, Vec<_>) = all.partition(|one| one.part == Part::Municipality);
    for town in towns {
        let Some(founded) = cast.organisations.get(&town.key) else {
            continue;
        };
        let mut org = site.enter(founded.id).await?;
        for other in &others {
            if let Some(guest) = cast.organisations.get(&other.key) {
                org.let_in(founded.programme, guest.id, founded.at).await?;
            }
        }
        site = org.leave();
    }
    Ok(site)
}

fn programme_of(id: ProgrammeId, world: &World, anchor: Anchor) -> Programme {
    let written = &world.programme;
    let year = anchor.year();
    // The first and the last day are what they are, weekend or not.
    let exact = |day: Day| match day {
        Day::OfYear { years, month, day } => {
            jiff::civil::Date::new(year.saturating_add(years), month, day)
                .unwrap_or_else(|_| anchor.day(Day::default()))
        }
        Day::FromToday(_) => anchor.day(day),
    };
    Programme {
        id,
        title: anchor.text(&written.title),
        goal: anchor.text(&written.goal),
        starts_on: exact(written.starts),
        ends_on: exact(written.ends),
        revision: 1,
    }
}
