//! Keys of people who can open waiting answers after a power cut.

use anyhow::Context;
use clap::{Args, Subcommand};
use store::{Trustee, TrusteeSecret};

use crate::config::Config;
use crate::world;

/// What is done with keys of trustees.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Makes the two keys of a trustee and prints them. Run it on the trustee's own machine.
    New,
    /// Lets this server open the waiting answers that the trustee can open.
    Open {
        /// File with the trustee's secret key. Remove it afterwards.
        #[arg(long)]
        key: std::path::PathBuf,
    },
}

/// Makes keys, or opens with one.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<()> {
    match &asked.what {
        What::New => {
            let (public, secret) = Trustee::draw(&mut world::seed().rng());
            println!(
                "For the configuration (keys.trustees):\n{}\n",
                public.text()
            );
            println!(
                "For the trustee alone, on paper or in a safe, never on the server:\n{}",
                secret.text()
            );
        }
        What::Open { key } => {
            let text = std::fs::read_to_string(key)
                .with_context(|| format!("cannot read `{}`", key.display()))?;
            let secret = TrusteeSecret::parse(&text)
                .with_context(|| format!("`{}` holds no secret key of a trustee", key.display()))?;
            let app = world::open_existing(config).await?;
            let opened = app.store().recover_keys(&secret, world::seed()).await?;
            app.store().close().await;
            println!(
                "{opened} batches of waiting answers can be opened again; the server counts them within a minute."
            );
        }
    }
    Ok(())
}
