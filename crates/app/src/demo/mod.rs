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

use content::demo::Anchor;
use domain::Locale;
use domain::identity::Role;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::error::{Error, Outcome};
use crate::world::App;
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
    let password_hash = crate::identity::hash_password(app, &demo.world.password).await;
    let mut site = app.store().site_write().await?;
    if site.user_count().await? > 0 {
        return Err(Error::Refused("error.demo.filled"));
    }
    let users = people::add(app, &mut site, &demo.world, password_hash).await?;
    let organisations = people::found(app, &mut site, &demo.world, anchor).await?;
    let mut site = people::join(site, &demo.world, (&users, &organisations)).await?;
    let mut answers = StdRng::seed_from_u64(seed);
    for round in &demo.rounds {
        let (Some(organisation), Some(by)) =
            (organisations.get(&round.organisation), users.get(&round.by))
        else {
            continue;
        };
        let mut story = Story::new(app, anchor, by.id);
        let mut org = site.enter(organisation.id);
        let id = judged::round(&mut story, &mut org, round).await?;
        gathered::documents(&mut story, &mut org, (id, round)).await?;
        gathered::interviews(&mut story, &mut org, (id, round)).await?;
        survey::all(&mut story, &mut org, (id, round), &mut answers).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    for register in &demo.registers {
        let (Some(organisation), Some(by)) = (
            organisations.get(&register.organisation),
            users.get(&register.by),
        ) else {
            continue;
        };
        let mut story = Story::new(app, anchor, by.id);
        let mut org = site.enter(organisation.id);
        register::fill(&mut story, &mut org, (register, &demo.world)).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    for own in &demo.handbooks {
        let (Some(organisation), Some(by)) =
            (organisations.get(&own.organisation), users.get(&own.by))
        else {
            continue;
        };
        let mut story = Story::new(app, anchor, by.id);
        let mut org = site.enter(organisation.id);
        handbook::fill(&mut story, &mut org, own).await?;
        story.tell(&mut org).await?;
        site = org.leave();
    }
    site.commit().await?;
    Ok(logins(app))
}

/// The address at which anyone can try answering, once the demo has been filled.
pub fn answering_link(app: &App) -> Option<String> {
    let rounds = content::demo::demo().rounds.iter();
    let mut surveys = rounds.flat_map(|round| &round.surveys);
    let named = surveys.find(|survey| !survey.link.is_empty())?;
    let base = &app.settings().base_url;
    Some(format!("{base}/survey/{}", named.link))
}

/// Where to log in, once the demo has been filled; the same for every start.
pub fn logins(app: &App) -> Vec<DemoLogin> {
    let world = &content::demo::demo().world;
    let base = &app.settings().base_url;
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
            url: home.map_or_else(|| format!("{base}/site"), |it| format!("{base}/{}", it.key)),
        }
    };
    world.people.iter().map(login).collect()
}
