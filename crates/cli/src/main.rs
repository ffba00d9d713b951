//! The program `luotsi`: serves the site, fills the demo, imports files, writes reports.
#![expect(
    clippy::print_stdout,
    reason = "the command line speaks to whoever runs it"
)]

mod account;
mod backup;
mod config;
mod demo;
mod doctor;
mod handbook;
mod import;
mod keys;
mod memory;
mod organisation;
mod remark;
mod report;
mod second_step;
mod serve;
mod simulate;
mod terminal;
mod world;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::Config;

/// Luotsi: kunnan johdon ja luottamushenkilöiden väline digiturvan johtamiseen.
#[derive(Debug, Parser)]
#[command(name = "luotsi", version, about)]
struct Arguments {
    /// Configuration file (TOML). Without one, defaults and environment variables hold.
    #[arg(long, global = true, env = "LUOTSI_CONFIG")]
    config: Option<PathBuf>,
    /// Folder of the data; overrides the configuration.
    #[arg(long, global = true, env = "LUOTSI_DATA")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the site; an empty installation is set up in the browser.
    Serve {
        /// Address and port to listen on.
        #[arg(long, env = "LUOTSI_LISTEN")]
        listen: Option<String>,
        /// Leaves mails, reminders and long simulations to `luotsi worker`.
        #[arg(long)]
        no_jobs: bool,
    },
    /// Does the jobs (mails, reminders, long simulations) without serving the site.
    Worker,
    /// Fills three openly fictitious municipalities and serves them.
    Demo {
        /// Address and port to listen on.
        #[arg(long, default_value = "127.0.0.1:8080")]
        listen: String,
    },
    /// Brings the databases to the current version and stops.
    Migrate,
    /// Checks the configuration and the shipped content and stops.
    Check,
    /// Looks at the running environment and says what would stop it from working.
    Doctor,
    /// Takes a file in: answers of a survey, notes of an interview, or a document checklist.
    Import(import::Asked),
    /// Writes a report of an assessment, or the joint report of a programme, to a file.
    Report(report::Asked),
    /// Writes an organisation's handbook for elected officials to a file.
    Handbook(handbook::Asked),
    /// Makes keys for people who can open waiting answers after a power cut, and opens with them.
    Keys(keys::Asked),
    /// Removes the second step of a person who has lost the telephone and the recovery codes.
    ResetSecondStep(second_step::Asked),
    /// Adds an organisation with its first coordinator, or invites the coordinator again.
    Organisation(organisation::Asked),
    /// Prints a link with which somebody chooses a new password, when no other way is left.
    Recover(organisation::Lost),
    /// Makes a backup of all three databases and proves it, checks one, or makes keys for custodians.
    Backup(backup::Asked),
    /// Restores a backup into empty databases: on SQLite or PostgreSQL, whichever it came from.
    Restore(backup::Restoring),
    /// Works out a risk model from a file: outages, chances and losses of a council term.
    Simulate(simulate::Asked),
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments).await {
        Ok(code) => code,
        Err(error) => {
            // An error may name what somebody else wrote into a file.
            println!("{}", terminal::plain(&format!("luotsi: {error:#}")));
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if let Command::Serve { .. } | Command::Worker | Command::Demo { .. } = arguments.command {
        memory::bounded();
    }
    // What this program writes is its owner's alone: databases, keys and files that are asked for.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    let mut config = Config::load(arguments.config.as_deref())?;
    if let Some(data) = arguments.data {
        config.data = data;
    }
    match arguments.command {
        Command::Serve { listen, no_jobs } => {
            config.listen = listen.unwrap_or(config.listen);
            config.jobs &= !no_jobs;
            serve::run(&config, false).await?;
        }
        Command::Worker => serve::worker(&config).await?,
        Command::Demo { listen } => {
            config.listen = listen;
            demo::run(&mut config).await?;
        }
        Command::Migrate => {
            let app = world::open(&config, false).await?;
            app.store().close().await;
            println!("The databases are current.");
        }
        Command::Check => return Ok(doctor::check()),
        Command::Doctor => return doctor::doctor(&config).await,
        Command::Import(asked) => return import::run(&config, &asked).await,
        Command::Report(asked) => report::run(&config, &asked).await?,
        Command::Handbook(asked) => handbook::run(&config, &asked).await?,
        Command::Keys(asked) => keys::run(&config, &asked).await?,
        Command::ResetSecondStep(asked) => second_step::run(&config, &asked).await?,
        Command::Organisation(asked) => organisation::run(&config, &asked).await?,
        Command::Recover(lost) => organisation::recover(&config, &lost).await?,
        Command::Backup(asked) => return backup::run(&config, &asked).await,
        Command::Restore(asked) => backup::restore(&config, &asked).await?,
        Command::Simulate(asked) => simulate::run(&asked)?,
    }
    Ok(ExitCode::SUCCESS)
}
