//! Backups and restoring: `luotsi backup`, `luotsi backup check`, `luotsi backup key`, `luotsi restore`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use app::backup::{Checked, Fault, Keys, check, newest, opened};
use clap::{Args, Subcommand};

use crate::config::Config;
use crate::world;

/// What is done with backups.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Makes a backup now and proves it; the same as without a word.
    Now,
    /// Opens a backup with the custodians' keys, restores it for a moment and counts it.
    Check {
        /// File with secret keys; more than one when the three files have different custodians.
        #[arg(long, required = true)]
        identity: Vec<PathBuf>,
        /// The folder of the backup; the newest one when none is named.
        folder: Option<PathBuf>,
    },
    /// Makes the two keys of a custodian and prints them. Run it on the custodian's own machine.
    Key,
}

/// Which backup is restored.
#[derive(Debug, Args)]
pub(crate) struct Restoring {
    /// File with secret keys; more than one when the three files have different custodians. Remove them
    /// from this machine afterwards.
    #[arg(long, required = true)]
    identity: Vec<PathBuf>,
    /// The folder of the backup: the one with `manifest.json`.
    folder: PathBuf,
}

/// Makes or checks a backup, or makes keys.
pub(crate) async fn run(config: &Config, asked: &Asked) -> anyhow::Result<ExitCode> {
    match &asked.what {
        None | Some(What::Now) => now(config).await,
        Some(What::Check { identity, folder }) => {
            looked_at(config, identity, folder.as_deref()).await
        }
        Some(What::Key) => {
            let (public, secret) = Keys::draw();
            println!("For the configuration (backup.recipients):\n{public:?}\n");
            println!(
                "For the custodian alone, on paper or in a safe, never on the server. Without it no \
                 backup can be opened:\n{secret}"
            );
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn now(config: &Config) -> anyhow::Result<ExitCode> {
    let plan = config.backup_plan()?;
    let plan = plan.context(
        "backups are not set up: name `backup.folder` and `backup.recipients` in the configuration; \
         `luotsi backup key` makes a key",
    )?;
    let app = world::open_existing(config).await?;
    let made = app::backup::make(&app).await;
    app.store().close().await;
    let run = made.context("the backup was not made; the earlier ones are as they were")?;
    println!(
        "backup: `{}`, {} bytes; restored elsewhere and counted",
        plan.folder.join(&run.name).display(),
        run.bytes
    );
    Ok(ExitCode::SUCCESS)
}

/// Reads all files of keys.
fn keys(files: &[PathBuf]) -> anyhow::Result<Keys> {
    let mut all: Option<Keys> = None;
    for file in files {
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read `{}`", file.display()))?;
        let keys = Keys::parse(&text).with_context(|| {
            format!(
                "`{}` holds no secret key of a custodian; one begins with AGE-SECRET-KEY-1",
                file.display()
            )
        })?;
        all = Some(match all {
            None => keys,
            Some(before) => before.and(keys),
        });
    }
    all.context("no file of keys is named")
}

async fn looked_at(
    config: &Config,
    identity: &[PathBuf],
    folder: Option<&Path>,
) -> anyhow::Result<ExitCode> {
    let keys = keys(identity)?;
    let folder = if let Some(folder) = folder {
        folder.to_owned()
    } else {
        let plan = config.backup_plan()?;
        let plan = plan.context("backups are not set up: name the folder of the backup")?;
        newest(&plan.folder)?.context("there is no backup yet")?
    };
    println!("backup: `{}`", folder.display());
    let (id, all) = check(&folder, &keys, &std::env::temp_dir()).await?;
    let is_whole = all.iter().all(told);
    // Where the databases are beside, the operator's page tells that the keys open.
    if is_whole && (config.data.join("luotsi.db").exists() || config.postgres.is_some()) {
        let app = world::open(config, false).await?;
        let is_known = opened(&app, id).await?;
        app.store().close().await;
        if is_known {
            println!("written down: the operator sees on the page /site/backups that it opens");
        }
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Says what one file holds; whether it could be told.
fn told(checked: &Checked) -> bool {
    let part = checked.part.name();
    match &checked.found {
        Ok(loaded) => {
            let tables = loaded.tables.len();
            println!(
                "{part}: opens and is whole; {} rows in {tables} tables",
                loaded.rows()
            );
            true
        }
        Err(fault) => {
            println!("{part}: {}", said(fault));
            false
        }
    }
}

/// A fault with what is behind it.
fn said(fault: &Fault) -> String {
    let mut text = fault.to_string();
    let mut cause = std::error::Error::source(fault);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

/// Restores a backup into empty databases and brings them to the version of this program.
pub(crate) async fn restore(config: &Config, asked: &Restoring) -> anyhow::Result<()> {
    let keys = keys(&asked.identity)?;
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder `{}`", config.data.display()))?;
    let restored = app::backup::restore(&config.store()?, &asked.folder, &keys).await;
    let restored = restored.map_err(|fault| {
        let hint = hint(&fault);
        anyhow::Error::new(fault).context(format!("nothing was restored{hint}"))
    })?;
    let app = world::open(config, false).await?;
    app.store().close().await;
    println!("restored: the backup of {}", restored.made.at);
    for (part, rows) in &restored.rows {
        println!("{}: {rows} rows, the same as were backed up", part.name());
    }
    if restored.waiting > 0 {
        println!(
            "{} answers waited to be counted when the backup was made. Their keys are in no backup: the \
             server counts them as lost, the surveys' pages say so, and their codes can be used again.",
            restored.waiting
        );
    }
    println!("Everybody signs in again. Remove the secret keys from this machine.");
    Ok(())
}

/// What to do about it.
const fn hint(fault: &Fault) -> &'static str {
    match fault {
        Fault::NotEmpty(_) | Fault::Taken(_) => {
            "; restore into a new data folder (--data) or into new, empty databases"
        }
        Fault::Locked(_) => "; give the keys of all three files, each with --identity",
        Fault::Broken(_) => "; take an earlier backup, or another copy of this one",
        _ => "",
    }
}
