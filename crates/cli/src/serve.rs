//! Serving the site until told to stop.

use std::time::Duration;

use anyhow::Context;
use app::App;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use web::Web;

use crate::config::Config;
use crate::world;

/// Serves until SIGTERM or Ctrl-C, lets requests under way finish, and closes the databases.
pub(crate) async fn run(config: &Config, is_demo: bool) -> anyhow::Result<()> {
    let app = world::open(config, is_demo).await?;
    if !app::identity::is_set_up(&app).await? {
        let code = app::identity::setup_code(&app).await?;
        println!(
            "Open {}/setup and type the code {code} to begin.",
            config.base_url()
        );
    }
    site(config, app).await
}

/// Serves an opened product.
pub(crate) async fn site(config: &Config, app: App) -> anyhow::Result<()> {
    log_to_stderr();
    let listener = TcpListener::bind(&config.listen).await.with_context(|| {
        format!(
            "cannot listen on `{}`; choose another with --listen",
            config.listen
        )
    })?;
    let is_secure = config.base_url().starts_with("https://");
    let site = Web {
        app: app.clone(),
        is_secure,
    };
    println!("Luotsi: {}", config.base_url());
    let rounds = tokio::spawn(rounds(app.clone()));
    let reminders = tokio::spawn(reminders(app.clone()));
    web::serve(listener, site, told_to_stop()).await?;
    rounds.abort();
    reminders.abort();
    app.store().close().await;
    Ok(())
}

/// What the program does by itself: every minute it mixes the ballots that are due, and once a
/// night, at another time than any mixing, it marks who has answered.
async fn rounds(app: App) {
    let mut every_minute = tokio::time::interval(Duration::from_mins(1));
    let mut marked_on = app.today();
    loop {
        every_minute.tick().await;
        let done = if app.today() == marked_on {
            app::survey::tick(&app).await
        } else {
            marked_on = app.today();
            app::survey::tick_nightly(&app).await
        };
        if let Err(error) = done {
            tracing::error!(%error, "the ballot box could not be tended; it is tried again");
        }
    }
}

/// Sends the training reminders that are due. A task of its own: a mail server that answers slowly
/// must not keep the ballots waiting.
async fn reminders(app: App) {
    let mut every_minute = tokio::time::interval(Duration::from_mins(1));
    loop {
        every_minute.tick().await;
        if let Err(error) = app::training::tick(&app).await {
            tracing::error!(%error, "training reminders could not be looked up; it is tried again");
        }
    }
}

/// Logs as JSON lines, without personal data; `RUST_LOG` chooses how much.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second call in one process keeps the first logger, which is as good.
    let _already = subscriber.try_init();
}

async fn told_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
