//! An organisation's first page: what is going on, and what this member could do next.

use app::assessment::progress;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;

use crate::assessment::place;
use crate::assessment::steps::{Next, next, steps};
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::part::{Link, Step};
use crate::kit::shell::Shell;
use crate::page::Page;

/// The round that is going on, as those who work on it see it.
struct Work {
    title: String,
    href: String,
    due: String,
    is_late: bool,
    steps: Vec<Step>,
    next: Vec<Next>,
}

/// `GET /{org}`
#[derive(Template)]
#[template(path = "organisation/home.html")]
struct HomePage {
    shell: Shell,
    work: Option<Work>,
    /// Results that leadership and elected officials read, the newest first.
    results: Vec<Link>,
    /// Where a first round is created; empty when this member may not.
    create: String,
    /// Whether this member works on rounds at all.
    works: bool,
}

/// `GET /{org}`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let t = org.t();
    let name = org.cx.organisation().name.text(org.cx.locale()).to_owned();
    let rounds = app::assessment::rounds(&org.cx).await?;
    let results = rounds
        .iter()
        .filter_map(|round| {
            let day = i18n::format::day(round.published_at?);
            let label = format!("{} ({})", round.title, t.date(day));
            Some(Link::new(&label, &place::round(&org, round.id, "results")))
        })
        .collect();
    let works = org.cx.may(Permission::AssessmentRead);
    let create = if rounds.is_empty() && org.cx.may(Permission::RoundManage) {
        org.href("rounds/new")
    } else {
        String::new()
    };
    Ok(Page(HomePage {
        shell: org.shell(&name, &[]),
        work: if works { work(&org).await? } else { None },
        results,
        create,
        works,
    })
    .into_response())
}

/// The current round, when there is one.
async fn work(org: &Org) -> PageResult<Option<Work>> {
    let t = org.t();
    let Some(round) = app::assessment::current_round(&org.cx).await? else {
        return Ok(None);
    };
    let progress = progress(&org.cx, round.id).await?;
    Ok(Some(Work {
        href: place::round(org, round.id, ""),
        due: round.due_on.map(|day| t.date_long(day)).unwrap_or_default(),
        is_late: !progress.is_published() && round.due_on.is_some_and(|day| day < org.cx.today()),
        steps: steps(org, &progress),
        next: next(org, &progress),
        title: round.title,
    }))
}
