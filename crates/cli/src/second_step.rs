//! Removing the second step of a person who has lost everything that gave it.

use anyhow::{Context, bail};
use app::Error;
use clap::Args;
use domain::identity::Email;

use crate::config::Config;
use crate::world;

/// Whose second step is removed.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The address with which the person logs in. Make sure first that it is the person who asks.
    #[arg(long)]
    email: String,
}

/// Removes it and ends the person's sessions.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    let hint = || format!("`{}` is not an e-mail address", asked.email);
    let email = Email::parse(&asked.email).with_context(hint)?;
    let app = world::open_existing(config).await?;
    let done = app::identity::reset_second_step(&app, &email).await;
    app.store().close().await;
    match done {
        Ok(()) => println!(
            "The second step of {email} is removed and the sessions are ended. The password is as it was."
        ),
        Err(Error::NotFound) => bail!("nobody with the address `{email}` has a second step"),
        Err(other) => return Err(other.into()),
    }
    Ok(())
}
