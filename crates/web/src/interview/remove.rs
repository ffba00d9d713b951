//! Removing an interview for good.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{InterviewId, RoundId};

use super::frame::shell_of;
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/rounds/{round}/interviews/{interview}/remove`
#[derive(Template)]
#[template(path = "interview/remove.html")]
struct RemovePage {
    shell: Shell,
    question: String,
    explain: String,
    action: String,
    back: String,
}

type Here = (RoundId, InterviewId);

/// `GET /{org}/rounds/{round}/interviews/{interview}/remove`
pub(super) async fn ask(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    let opened = app::interview::open(&org.cx, round, id).await?;
    let t = org.t();
    let codings = i64::try_from(opened.listed.codings).unwrap_or_default();
    let title = &opened.listed.interview.title;
    Ok(Page(RemovePage {
        question: t.with("interview.remove.question", &[("title", title)]),
        explain: t.count("interview.remove.explain", codings),
        action: org.to(link::REMOVE, (round, id)),
        back: org.to(link::FACTS, (round, id)),
        shell: shell_of(&org, &opened),
    })
    .into_response())
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/remove`
pub(super) async fn remove(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    app::interview::remove(&org.cx, round, id).await?;
    Ok(go_with(
        &org.to(link::LIST, round),
        &Notice::done("interview.remove.done"),
    ))
}
