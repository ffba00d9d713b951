//! Checking what is shipped, and looking at what the program runs on.

use std::process::ExitCode;

use crate::config::Config;
use crate::{remark, world};

/// Says what is wrong with the shipped content.
pub(crate) fn check() -> ExitCode {
    let problems = content::check();
    for problem in &problems {
        println!("{problem:?}");
    }
    let framework = content::framework();
    println!(
        "content: {} themes, {} criteria, {} questions, {} documents, {} municipalities; {} problems",
        framework.themes.len(),
        framework.criteria().count(),
        content::questions().len(),
        content::documents().len(),
        content::municipalities().len(),
        problems.len(),
    );
    if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Opens everything once and says what it found.
pub(crate) async fn doctor(config: &Config) -> anyhow::Result<ExitCode> {
    println!("data folder: {}", config.data.display());
    println!("address people use: {}", config.base_url());
    match &config.mail {
        Some(mail) => println!("mail: {mail:?}"),
        None => println!("mail: not set up; invitations show a link to hand over"),
    }
    let app = world::open(config, false).await?;
    println!("databases: {:?}, current", app.store().engine());
    println!("keys of waiting answers: {}", keys(app.store().config()));
    let backups = app::backup::overview(&app, None).await?;
    println!("backups: {}", backed_up(&backups));
    let ready = app::identity::is_set_up(&app).await?;
    println!(
        "set up: {}",
        if ready {
            "yes"
        } else {
            "no; start `luotsi serve` and open /setup"
        }
    );
    let jobs = app::job::count(&app).await?;
    println!(
        "jobs: {} waiting, {} running, {} given up{}",
        jobs.waiting,
        jobs.running,
        jobs.given_up,
        if jobs.given_up > 0 {
            "; the operator sees why on the page /site/jobs"
        } else {
            ""
        }
    );
    for remark in remark::remarks(config, app.settings().is_demo) {
        println!("note: {remark}");
    }
    app.store().close().await;
    Ok(ExitCode::SUCCESS)
}

/// How backups stand, in words.
fn backed_up(backups: &app::backup::Overview) -> String {
    use app::backup::State;
    let proven = backups.proven.as_ref().map(|run| run.made.at.to_string());
    let proven = proven.unwrap_or_else(|| "never".to_owned());
    match backups.state {
        State::NotSetUp => {
            "not set up; name `backup.folder` and `backup.recipients`, `luotsi backup key` makes a key"
                .to_owned()
        }
        State::None => "set up; none has been made yet".to_owned(),
        State::Failed => format!("the last one FAILED; the last proven one is of {proven}"),
        State::Old => format!("TOO OLD; the last proven one is of {proven}"),
        State::Good => format!("the last proven one is of {proven}"),
    }
}

/// Where the keys of waiting answers are, in words.
fn keys(config: &store::Config) -> String {
    let place = match &config.custody {
        store::Custody::Process => {
            "in the memory of the program; a restart loses what waits. Name a folder on tmpfs in \
             `keys.folder`"
                .to_owned()
        }
        store::Custody::Folder(folder) => format!("in `{}`", folder.display()),
    };
    match config.trustees.len() {
        0 => place,
        n => format!("{place}, and sealed to {n} trustees"),
    }
}
