//! Rounds: the list and a round's own page.

use app::assessment::{Comparison, Progress};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::assessment::{Round, RoundState};
use domain::survey::Level;

use super::steps::{Next, due, next, steps};
use super::{link, words};
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::part::Step;
use crate::kit::shell::Shell;
use crate::page::Page;

/// One round in the list.
struct Row {
    title: String,
    href: String,
    state: &'static str,
    is_published: bool,
    due: String,
    published: String,
}

/// `GET /{org}/rounds`
#[derive(Template)]
#[template(path = "assessment/rounds.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    /// Where a new round is created; empty when this member may not.
    new: String,
    /// The frameworks; empty when this member may not see them.
    frameworks: String,
}

fn state_word(org: &Org, state: RoundState) -> &'static str {
    match state {
        RoundState::Open => org.t().say("assessment.round.state-open"),
        RoundState::Published => org.t().say("assessment.round.state-published"),
    }
}

fn row(org: &Org, round: &Round) -> Row {
    let t = org.t();
    let to = if org.may(link::ROUND) {
        link::ROUND
    } else {
        crate::leadership::link::RESULT
    };
    Row {
        title: round.title.clone(),
        href: org.to(to, round.id),
        state: state_word(org, round.state),
        is_published: round.state == RoundState::Published,
        due: round.due_on.map(|day| t.date(day)).unwrap_or_default(),
        published: round
            .published_at
            .map(|at| t.date(i18n::format::day(at)))
            .unwrap_or_default(),
    }
}

/// `GET /{org}/rounds`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    let rounds = app::assessment::rounds(&org.cx).await?;
    let to = |link| org.to_if_may(link, ()).unwrap_or_default();
    Ok(Page(ListPage {
        shell: org.shell(org.t().say("assessment.round.list"), &[]),
        rows: rounds.iter().map(|round| row(&org, round)).collect(),
        new: to(link::NEW_ROUND),
        frameworks: to(crate::framework::link::LIST),
    })
    .into_response())
}

/// One theme's change since the round before.
struct ChangeRow {
    title: String,
    before: Option<Level>,
    now: Option<Level>,
    change: &'static str,
}

/// `GET /{org}/rounds/{round}`
#[derive(Template)]
#[template(path = "assessment/round.html")]
struct RoundPage {
    shell: Shell,
    title: String,
    state: &'static str,
    is_published: bool,
    due: String,
    is_late: bool,
    framework: String,
    framework_href: String,
    revision: i64,
    steps: Vec<Step>,
    next: Vec<Next>,
    /// These are empty when this member may not.
    edit: String,
    publish: String,
    reopen: String,
    earlier: String,
    changes: Vec<ChangeRow>,
}

/// `GET /{org}/rounds/{round}`
pub(super) async fn show(org: Org, At(id): At<RoundId>) -> PageResult<Response> {
    let progress = app::assessment::progress(&org.cx, id).await?;
    let (earlier, changes) = comparison(&org, &progress).await?;
    Ok(Page(round_page(&org, &progress, earlier, changes)).into_response())
}

fn round_page(
    org: &Org,
    progress: &Progress,
    earlier: String,
    changes: Vec<ChangeRow>,
) -> RoundPage {
    let t = org.t();
    let round = &progress.round;
    let is_published = progress.is_published();
    let to = |link, applies: bool| {
        let to = org.to_if_may(link, round.id);
        to.filter(|_| applies).unwrap_or_default()
    };
    let crumbs = [(t.say("assessment.round.list"), org.to(link::ROUNDS, ()))];
    RoundPage {
        shell: org.shell(&round.title, &crumbs).of_round(round),
        title: round.title.clone(),
        state: state_word(org, round.state),
        is_published,
        due: due(t, progress),
        is_late: !is_published && round.due_on.is_some_and(|day| day < org.cx.today()),
        framework: progress.framework.clone(),
        framework_href: org.to(crate::framework::link::FRAMEWORK, &round.framework),
        revision: round.revision,
        steps: steps(org, progress),
        next: next(org, progress),
        edit: to(link::EDIT_ROUND, true),
        publish: to(link::PUBLISH, !is_published),
        reopen: to(link::REOPEN, is_published),
        earlier,
        changes,
    }
}

async fn comparison(org: &Org, progress: &Progress) -> PageResult<(String, Vec<ChangeRow>)> {
    let Some((earlier, comparison)) =
        app::assessment::compare_rounds(&org.cx, progress.round.id).await?
    else {
        return Ok((String::new(), Vec::new()));
    };
    let framework = app::assessment::framework(&org.cx, &progress.round.framework).await?;
    let rows = framework
        .themes
        .iter()
        .filter_map(|theme| change_row(org, theme, &comparison))
        .collect();
    Ok((earlier.title, rows))
}

fn change_row(
    org: &Org,
    theme: &domain::framework::Theme,
    comparison: &Comparison,
) -> Option<ChangeRow> {
    let t = org.t();
    let change = comparison.themes.get(&theme.id)?;
    let level = |share: Option<f64>| share.map(|share| Level::nearest(Some(share)));
    let words = match change.difference() {
        None => t.say("assessment.change.none"),
        Some(difference) if difference > words::NOTICEABLE => t.say("assessment.change.better"),
        Some(difference) if difference < -words::NOTICEABLE => t.say("assessment.change.worse"),
        Some(_) => t.say("assessment.change.same"),
    };
    Some(ChangeRow {
        title: theme.title.text(org.cx.locale()).to_owned(),
        before: level(change.before),
        now: level(change.now),
        change: words,
    })
}
