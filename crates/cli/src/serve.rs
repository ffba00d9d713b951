//! Serving the site until told to stop.

use anyhow::Context;
use app::App;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing::Level;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use web::{Bounds, Web};

use crate::config::Config;
use crate::{remark, world};

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
    for remark in remark::remarks(config, app.settings().is_demo) {
        tracing::warn!("{remark}");
    }
    // Workers hear of the stop themselves, so that they stop taking jobs while requests finish.
    let own = tokio::spawn(app::job::on_this_server(app.clone(), told_to_stop()));
    let worker = config
        .jobs
        .then(|| tokio::spawn(app::job::worker(app.clone()).run(told_to_stop())));
    web::serve(listener, site, Bounds::of_files(files()), told_to_stop()).await;
    own.await?;
    if let Some(worker) = worker {
        worker.await?;
    }
    app.store().close().await;
    Ok(())
}

/// How many files this process may have open: as many as it is let, up to what it can use.
fn files() -> usize {
    const WANTED: u64 = 8_192;
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(WANTED, |most| most.min(WANTED));
    if limit.current.is_some_and(|now| now < most) {
        let raised = Rlimit {
            current: Some(most),
            ..limit
        };
        // Where that is forbidden, what there is must do.
        let _forbidden = setrlimit(Resource::Nofile, raised);
    }
    let now = getrlimit(Resource::Nofile).current.unwrap_or(WANTED);
    usize::try_from(now).unwrap_or(usize::MAX)
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

/// Logs as JSON lines, without personal data; `RUST_LOG` chooses how much of what [`may_tell`] lets
/// through.
fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_unset| tracing_subscriber::EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(std::io::stderr);
    let lines = lines.with_filter(filter_fn(|it| may_tell(it.target(), *it.level())));
    let subscriber = tracing_subscriber::registry().with(filter).with(lines);
    // A second call in one process keeps the first logger, which is as good.
    let _already = subscriber.try_init();
}

/// What may be logged whatever `RUST_LOG` asks for. The libraries would tell the microsecond at which
/// a ballot came: the database never logs anything, the others only warnings. Our own parts log
/// nothing on answering routes.
fn may_tell(target: &str, level: Level) -> bool {
    const OWN: &[&str] = &["app", "cli", "luotsi", "store", "web"];
    let part = target.split("::").next().unwrap_or(target);
    if part.starts_with("sqlx") {
        return false;
    }
    OWN.contains(&part) || level <= Level::WARN
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_makes_the_log_tell_when_a_ballot_came() {
        for target in ["sqlx::query", "sqlx_sqlite::connection", "sqlx"] {
            assert!(!may_tell(target, Level::ERROR), "{target}");
        }
        for target in [
            "hyper::proto::h1",
            "tokio::net",
            "tower_http::trace",
            "apple",
        ] {
            assert!(!may_tell(target, Level::INFO) && !may_tell(target, Level::TRACE));
            assert!(may_tell(target, Level::WARN) && may_tell(target, Level::ERROR));
        }
        for target in ["app::job", "web::server", "store", "luotsi"] {
            assert!(may_tell(target, Level::DEBUG), "{target}");
        }
    }
}
