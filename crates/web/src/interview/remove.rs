//! Removing an interview for good.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{InterviewId, RoundId};

use super::{href, round_href, shell_of};
use crate::error::PageResult;
use crate::extract::{Org, Path};
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

type Here = (String, RoundId, InterviewId);

/// `GET /{org}/rounds/{round}/interviews/{interview}/remove`
pub(super) async fn ask(org: Org, Path((_, round, id)): Path<Here>) -> PageResult<Response> {
    let opened = app::interview::open(&org.cx, round, id).await?;
    let t = org.t();
    let codings = i64::try_from(opened.listed.codings).unwrap_or_default();
    let title = &opened.listed.interview.title;
    Ok(Page(RemovePage {
        question: t.with("interview.remove.question", &[("title", title)]),
        explain: t.count("interview.remove.explain", codings),
        action: href(&org, round, id, "remove"),
        back: href(&org, round, id, "facts"),
        shell: shell_of(&org, &opened),
    })
    .into_response())
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/remove`
pub(super) async fn remove(org: Org, Path((_, round, id)): Path<Here>) -> PageResult<Response> {
    app::interview::remove(&org.cx, round, id).await?;
    Ok(go_with(
        &round_href(&org, round, ""),
        &Notice::done("interview.remove.done"),
    ))
}
