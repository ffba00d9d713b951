//! Giving a round's result to leadership, and opening it again.

use app::Error;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/rounds/{round}/publish`
#[derive(Template)]
#[template(path = "assessment/publish.html")]
struct AskPage {
    shell: Shell,
    /// What is still missing, in sentences.
    missing: Vec<String>,
    action: String,
    revision: i64,
    back: String,
}

/// `GET /{org}/rounds/{round}/publish`: asks, and tells what is still missing.
pub(super) async fn ask(org: Org, At(id): At<RoundId>) -> PageResult<Response> {
    let t = org.t();
    let progress = app::assessment::progress(&org.cx, id).await?;
    let mut missing = Vec::new();
    let left = progress.tally.criteria - progress.tally.judged();
    if left > 0 {
        missing.push(t.count("assessment.publish.unjudged", left));
    }
    if progress.surveys.open > 0 {
        missing.push(t.say("assessment.publish.survey-open").to_owned());
    }
    if progress.decisions == 0 {
        missing.push(t.say("assessment.publish.no-decisions").to_owned());
    }
    let crumbs = [
        (t.say("assessment.round.list"), org.to(link::ROUNDS, ())),
        (progress.round.title.as_str(), org.to(link::ROUND, id)),
    ];
    Ok(Page(AskPage {
        shell: org.shell(t.say("assessment.publish.title"), &crumbs),
        missing,
        action: org.to(link::PUBLISH, id),
        revision: progress.round.revision,
        back: org.to(link::ROUND, id),
    })
    .into_response())
}

fn answer(
    org: &Org,
    id: RoundId,
    done: Result<(), Error>,
    key: &'static str,
) -> PageResult<Response> {
    let notice = match done {
        Ok(()) => Notice::done(key),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(Error::Conflict) => Notice::refused("assessment.publish.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::ROUND, id), &notice))
}

/// `POST /{org}/rounds/{round}/publish`
pub(super) async fn publish(org: Org, At(id): At<RoundId>, fields: Fields) -> PageResult<Response> {
    let seen = fields.read("revision").unwrap_or_default();
    let done = app::assessment::publish(&org.cx, id, seen).await;
    answer(&org, id, done, "assessment.publish.done")
}

/// `POST /{org}/rounds/{round}/reopen`
pub(super) async fn reopen(org: Org, At(id): At<RoundId>, fields: Fields) -> PageResult<Response> {
    let seen = fields.read("revision").unwrap_or_default();
    let done = app::assessment::reopen(&org.cx, id, seen).await;
    answer(&org, id, done, "assessment.publish.reopened")
}
