//! Serving the site until told to stop.

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
    // Workers hear of the stop themselves, so that they stop taking jobs while requests finish.
    let own = tokio::spawn(app::job::on_this_server(app.clone(), told_to_stop()));
    let worker = config
        .jobs
        .then(|| tokio::spawn(app::job::worker(app.clone()).run(told_to_stop())));
    web::serve(listener, site, told_to_stop()).await?;
    own.await?;
    if let Some(worker) = worker {
        worker.await?;
    }
    app.store().close().await;
    Ok(())
}

/// Does jobs until SIGTERM or Ctrl-C, without serving the site.
pub(crate) async fn worker(config: &Config) -> anyhow::Result<()> {
    log_to_stderr();
    let app = world::open(config, false).await?;
    println!("Luotsi: doing jobs");
    app::job::worker(app.clone()).run(told_to_stop()).await;
    app.store().close().await;
    Ok(())
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
