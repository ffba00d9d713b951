//! The jobs that were given up: which, when and why, never what is in them.

use app::job::FailedJob;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::JobId;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Visitor};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// One job that was given up.
struct Row {
    name: String,
    organisation: String,
    at: String,
    attempts: String,
    why: &'static str,
    again: String,
    forget: String,
}

/// `GET /site/jobs`
#[derive(Template)]
#[template(path = "site/jobs.html")]
struct JobsPage {
    shell: Shell,
    now: String,
    rows: Vec<Row>,
    back: String,
}

/// `GET /site/jobs`
pub(super) async fn list(visitor: Visitor) -> PageResult<Response> {
    let t = visitor.t();
    let app = &visitor.web().app;
    let count = app::job::count(app).await?;
    let jobs = app::job::failed(app).await?;
    let (waiting, running) = (t.number(count.waiting), t.number(count.running));
    let counts: [(&str, &dyn std::fmt::Display); 2] =
        [("waiting", &waiting), ("running", &running)];
    Ok(Page(JobsPage {
        shell: visitor.shell(t.say("site.job.title")),
        now: t.with("site.job.now", &counts),
        rows: jobs.iter().map(|job| row(&visitor, job)).collect(),
        back: link::SITE.to(()),
    })
    .into_response())
}

fn row(visitor: &Visitor, job: &FailedJob) -> Row {
    let t = visitor.t();
    let key = format!("site.job.name.{}", job.name);
    // A job of another version has no text here; its name is a word of the program's own.
    let name = if t.has(&key) {
        t.say(&key)
    } else {
        job.name.as_str()
    };
    let own = || t.say("site.job.own");
    let organisation = job.organisation.as_ref();
    Row {
        name: name.to_owned(),
        organisation: organisation
            .map_or_else(own, |org| org.name.text(visitor.locale()))
            .to_owned(),
        at: t.datetime(job.at),
        attempts: t.number(job.attempts),
        why: t.say(&format!("site.job.reason.{}", job.why.code())),
        again: if job.may_retry {
            link::JOB_AGAIN.to(job.id)
        } else {
            String::new()
        },
        forget: link::JOB_FORGET.to(job.id),
    }
}

/// `POST /site/jobs/{job}/again`
pub(super) async fn again(visitor: Visitor, At(id): At<JobId>) -> PageResult<Response> {
    app::job::try_again(&visitor.web().app, id).await?;
    Ok(go_with(
        &link::JOBS.to(()),
        &Notice::done("site.job.again-done"),
    ))
}

/// `POST /site/jobs/{job}/forget`
pub(super) async fn forget(visitor: Visitor, At(id): At<JobId>) -> PageResult<Response> {
    app::job::forget(&visitor.web().app, id).await?;
    Ok(go_with(
        &link::JOBS.to(()),
        &Notice::done("site.job.forget-done"),
    ))
}
