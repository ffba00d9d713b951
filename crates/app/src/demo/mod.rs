//! The demo: fills an empty installation with three openly fictitious municipalities.
//!
//! The data is in `content/demo`; here it becomes rows through the same store functions that the
//! use cases call. Everything of the main database is one transaction, so a demo that was
//! interrupted is filled again.

mod gathered;
mod handbook;
mod judged;
mod people;
mod register;
mod story;
mod survey;

use content::demo::{Anchor, Handbook, Register, Round, World};
use domain::identity::Role;
use domain::{Locale, OrgId};
use rand::SeedableRng;
use rand::rngs::StdRng;
use store::SiteStore;

use crate::address;
use crate::error::{Error, Outcome};
use crate::world::App;
use judged::Filling;
use people::{Organisations, Users};
use story::Story;

/// A login of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogin {
    /// The roles held; none for the operator of the installation.
    pub roles: Vec<Role>,
    /// The organisation's name; empty for the operator.
    pub organisation: String,
    /// Address to log in with.
    pub email: String,
    /// Password, the same for everyone.
    pub password: String,
    /// The page on which this person begins.
    pub url: String,
}

/// Fills the demo. The same seed draws the same survey answers.
///
/// # Errors
/// [`Error::Refused`] when the installation already has people: the demo is filled once, and never
/// into somebody's own data.
pub async fn fill(app: &App, seed: u64) -> Outcome<Vec<DemoLogin>> {
    let demo = content::demo::demo();
    let anchor = Anchor::new(app.today());
    let password_hash = Some(crate::identity::hash_password(app, &demo.world.password).await?);
    let mut site = app.store().site_write().await?;
    if site.user_count().await? > 0 {
        return Err(Error::Refused("error.demo.filled"));
    }
    let cast = Cast {
        app,
        anchor,
        users: people::add(app, &mut site, &demo.world, password_hash).await?,
        organisations: people::found(app, &mut site, &demo.world, anchor).await?,
    };
    let site = people::join(site, &demo.world, &cast).await?;
    let mut answers = StdRng::seed_from_u64(seed);
    let site = rounds(site, &cast, &demo.rounds, &mut answers).await?;
    let site = registers(site, &cast, &demo.registers, &demo.world).await?;
    let site = handbooks(site, &cast, &demo.handbooks).await?;
    site.commit().await?;
    Ok(logins(app))
}

/// Who and where: the people and the organisations of the demo, once they are there.
struct Cast<'a> {
    app: &'a App,
    anchor: Anchor,
    users: Users,
    organisations: Organisations,
}

impl<'a> Cast<'a> {
    /// The organisation, and the story of the person who fills something in it.
    fn enter(&self, organisation: &str, by: &str) -> Option<(OrgId, Story<'a>)> {
        let organisation = self.organisations.get(organisation)?;
        let by = self.users.get(by)?;
        let story = Story::new(self.app, self.anchor, by.id);
        Some((organisation.id, story))
    }
}

async fn rounds(
    mut site: SiteStore,
    cast: &Cast<'_>,
    all: &[Round],
    answers: &mut StdRng,
) -> Outcome<SiteStore> {
    for round in all {
        let Some((id, mut story)) = cast.enter(&round.organisation, &round.by) else {
            continue;
        };
        let mut org = site.enter(id).await?;
        let mut filling = Filling {
            id: cast.app.id(),
            story: &mut story,
            org: &mut org,
            written: round,
        };
        judged::round(&mut filling).await?;
        gathered::documents(&mut filling).await?;
        gathered::interviews(&mut filling).await?;
        survey::all(&mut filling, answers).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    Ok(site)
}

async fn registers(
    mut site: SiteStore,
    cast: &Cast<'_>,
    all: &[Register],
    world: &World,
) -> Outcome<SiteStore> {
    for one in all {
        let Some((id, mut story)) = cast.enter(&one.organisation, &one.by) else {
            continue;
        };
        let mut org = site.enter(id).await?;
        register::fill(&mut story, &mut org, one, world).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    Ok(site)
}

async fn handbooks(mut site: SiteStore, cast: &Cast<'_>, all: &[Handbook]) -> Outcome<SiteStore> {
    for own in all {
        let Some((id, mut story)) = cast.enter(&own.organisation, &own.by) else {
            continue;
        };
        let mut org = site.enter(id).await?;
        handbook::fill(&mut story, &mut org, own).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    Ok(site)
}

/// The address at which anyone can try answering, once the demo has been filled.
pub fn answering_link(app: &App) -> Option<String> {
    let rounds = content::demo::demo().rounds.iter();
    let mut surveys = rounds.flat_map(|round| &round.surveys);
    let named = surveys.find(|survey| !survey.link.is_empty())?;
    Some(address::SURVEY.whole(app.settings(), [&named.link]))
}

/// Where to log in, once the demo has been filled; the same for every start.
pub fn logins(app: &App) -> Vec<DemoLogin> {
    let world = &content::demo::demo().world;
    let settings = app.settings();
    let login = |person: &content::demo::Person| {
        let home = world
            .organisations
            .iter()
            .find(|organisation| organisation.key == person.organisation);
        let name = |it: &content::demo::Organisation| it.name.text(Locale::Fi).to_owned();
        DemoLogin {
            roles: person.roles.clone(),
            organisation: home.map(name).unwrap_or_default(),
            email: person.email.clone(),
            password: world.password.clone(),
            url: home.map_or_else(
                || address::SITE.whole(settings, []),
                |it| address::HOME.whole(settings, [&it.key]),
            ),
        }
    };
    world.people.iter().map(login).collect()
}
