//! The threats, those that concern the municipality first and the likeliest of them on top.

use app::threat::Weighed;
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use super::words;
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::shell::Shell;
use crate::page::Page;

struct Row {
    title: String,
    href: String,
    often: String,
    lasts: String,
    costs: String,
    is_on: bool,
    is_own: bool,
}

/// `GET /{org}/threats`
#[derive(Template)]
#[template(path = "threat/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
}

fn row(org: &Org, one: &Weighed) -> Row {
    let t = org.t();
    Row {
        title: one.threat.title.text(t.locale()).to_owned(),
        href: org.to(link::THREAT, &one.threat.id),
        often: words::often(t, one),
        lasts: one.days.as_ref().map_or_else(
            || t.say("threat.nothing-stops").to_owned(),
            |(_, implied)| words::time(t, implied.median),
        ),
        costs: words::euros(t, one.euros.1.median),
        is_on: one.is_on(),
        is_own: one.own.is_some(),
    }
}

/// `GET /{org}/threats`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let all = app::threat::threats(&org.cx).await?;
    Ok(Page(ListPage {
        shell: org.shell(org.t().say("threat.title"), &[]),
        rows: all.iter().map(|one| row(&org, one)).collect(),
    })
    .into_response())
}
