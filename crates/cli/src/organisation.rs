//! Adding an organisation with its first coordinator, and the way back in when a password is lost.

use anyhow::Context;
use app::identity::{Delivery, FirstCoordinator, Founding, Invited};
use app::organisation::NewOrganisation;
use app::{App, Error};
use clap::{Args, Subcommand};
use domain::Locale;
use domain::identity::Email;
use domain::organisation::Kind;
use domain::text::{Title, folded};
use i18n::Texts;

use crate::account::quoted;
use crate::config::Config;
use crate::world;

/// What is done with organisations.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Adds an organisation and invites its first coordinator.
    Add {
        #[command(flatten)]
        organisation: New,
        #[command(flatten)]
        coordinator: Whom,
    },
    /// Invites the first coordinator again, as long as nobody has joined.
    Invite {
        /// The organisation: its name, its word in addresses, or its official code.
        #[arg(long)]
        organisation: String,
        #[command(flatten)]
        coordinator: Whom,
    },
}

/// Which organisation is added.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct New {
    /// A municipality of Finland: its name or its official code.
    #[arg(long)]
    municipality: Option<String>,
    /// Name of a partner that assesses.
    #[arg(long)]
    partner: Option<String>,
    /// Name of a network host.
    #[arg(long)]
    host: Option<String>,
}

/// Who is invited.
#[derive(Debug, Args)]
struct Whom {
    /// Name of the coordinator.
    #[arg(long)]
    coordinator: String,
    /// E-mail address of the coordinator.
    #[arg(long)]
    email: String,
    /// Language of the mail: fi, sv or en.
    #[arg(long, default_value = "fi")]
    language: Locale,
}

/// Adds or invites, and says how the invitation reaches the coordinator.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let app = world::open(config, false).await?;
    let invited = invite(&app, &asked.what).await;
    app.store().close().await;
    println!("{}", told(&invited?));
    Ok(())
}

async fn invite(app: &App, what: &What) -> anyhow::Result<Invited> {
    match what {
        What::Add {
            organisation,
            coordinator,
        } => {
            let founding = Founding {
                organisation: organisation.read()?,
                coordinator: coordinator.read()?,
            };
            let made = app::identity::found(app, None, &founding, coordinator.language).await;
            Ok(made.map_err(explained)?.1)
        }
        What::Invite {
            organisation,
            coordinator,
        } => {
            let found = app::organisation::find(app, organisation).await;
            let found =
                found.with_context(|| format!("no organisation is called `{organisation}`"))?;
            let first = coordinator.read()?;
            let asked = (found.id, &first);
            app::identity::invite_first(app, None, asked, coordinator.language)
                .await
                .map_err(explained)
        }
    }
}

impl New {
    fn read(&self) -> anyhow::Result<NewOrganisation> {
        if let Some(wanted) = &self.municipality {
            let listed = |locale| app::organisation::municipalities(locale).into_iter();
            let mut all = Locale::ALL.into_iter().flat_map(listed);
            let found = all.find(|(code, name)| *code == wanted || folded(name) == folded(wanted));
            let (code, _) = found
                .with_context(|| format!("no municipality of Finland is called `{wanted}`"))?;
            return Ok(NewOrganisation::Municipality(code.to_owned()));
        }
        let (kind, name) = match (&self.partner, &self.host) {
            (Some(name), _) => (Kind::Partner, name),
            (None, Some(name)) => (Kind::Host, name),
            (None, None) => anyhow::bail!("name a municipality, a partner or a host"),
        };
        let name = Title::parse(name).map_err(|_refused| too_long_or_empty(name))?;
        Ok(NewOrganisation::Other(kind, name))
    }
}

fn too_long_or_empty(name: &str) -> anyhow::Error {
    anyhow::anyhow!("`{name}` is no name: it is empty or too long")
}

impl Whom {
    fn read(&self) -> anyhow::Result<FirstCoordinator> {
        let name = &self.coordinator;
        Ok(FirstCoordinator {
            name: Title::parse(name).map_err(|_refused| too_long_or_empty(name))?,
            email: address(&self.email)?,
        })
    }
}

fn address(text: &str) -> anyhow::Result<Email> {
    Email::parse(text).with_context(|| format!("`{text}` is no e-mail address"))
}

/// How the invitation reaches the coordinator.
fn told(invited: &Invited) -> String {
    let email = &invited.email;
    match &invited.delivery {
        Delivery::Mailed => format!("The invitation is mailed to {email} by the running server."),
        Delivery::Shown(link) => format!(
            "Mail has not been set up. Hand this link over to the person with the address {email}; \
             it works for two weeks:\n{link}"
        ),
        Delivery::Account => {
            format!(
                "There is an account with {email}: the invitation waits there after signing in."
            )
        }
        Delivery::Unproven => format!(
            "There is an account with {email}, but nothing shows that it belongs to the owner of the \
             address. Let the person choose a new password with `luotsi recover --email {}`; the \
             invitation waits there after signing in.",
            quoted(email.as_str())
        ),
    }
}

/// What went wrong, for whoever runs the command.
fn explained(error: Error) -> anyhow::Error {
    let t = Texts::new(Locale::En);
    match error {
        Error::Invalid(invalid) => {
            let said = invalid.fields.iter().map(|(field, key)| {
                let text = t.with(key, &[("field", field)]);
                format!("{field}: {text}")
            });
            anyhow::anyhow!("{}", said.collect::<Vec<_>>().join("; "))
        }
        Error::Refused(why) => anyhow::anyhow!("{}", t.say(why)),
        other => other.into(),
    }
}

/// Who has lost the password.
#[derive(Debug, Args)]
pub(crate) struct Lost {
    /// E-mail address of the account.
    #[arg(long)]
    email: String,
}

/// Prints a link to a new password.
pub(crate) async fn recover(config: &Config, lost: &Lost) -> anyhow::Result<()> {
    let email = address(&lost.email)?;
    let app = world::open_existing(config).await?;
    let link = app::identity::recover_by_operator(&app, &email).await;
    app.store().close().await;
    let link = link.map_err(|error| match error {
        Error::NotFound => anyhow::anyhow!("nobody has an account with `{email}`"),
        other => other.into(),
    })?;
    println!(
        "Make sure that {email} is the person's own address, and hand this link over in person. It \
         works once, for an hour:\n{link}"
    );
    Ok(())
}
