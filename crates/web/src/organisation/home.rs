//! An organisation's first page: what is going on, and what this member could do next.

use app::assessment::progress;
use app::leadership::document::Block;
use app::programme::Waiting;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessment::Round;
use domain::identity::Permission;
use domain::survey::LetterRequest;

use crate::assessment::steps::{Next, due, next, steps};
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::part::{Link, Step};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;

/// The newest result, as whoever has five minutes reads it.
struct Latest {
    title: String,
    href: String,
    decide: String,
    situation: Vec<String>,
    /// Each proposal, with where it is recorded as decided; nowhere for those who may not.
    decisions: Vec<Link>,
}

/// The round that is going on, as those who work on it see it.
struct Work {
    title: String,
    href: String,
    due: String,
    is_late: bool,
    is_published: bool,
    steps: Vec<Step>,
    next: Vec<Next>,
}

/// `GET /{org}`
#[derive(Template)]
#[template(path = "organisation/home.html")]
struct HomePage {
    shell: Shell,
    /// What waits for this member's decision.
    waiting: Vec<Link>,
    latest: Option<Latest>,
    work: Option<Work>,
    /// Other results that leadership and elected officials read, the newest first.
    results: Vec<Link>,
    /// Where a first round is created; empty when this member may not.
    create: String,
    /// Whether this member works on rounds at all.
    works: bool,
}

/// `GET /{org}`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let name = org.cx.organisation().name.text(org.cx.locale()).to_owned();
    let rounds = app::assessment::rounds(&org.cx).await?;
    let works = org.cx.may(Permission::AssessmentRead);
    let work = if works { work(&org).await? } else { None };
    let published: Vec<&Round> = rounds
        .iter()
        .filter(|round| round.published_at.is_some())
        .collect();
    // What is going on comes before what was found last time.
    let is_going_on = work.as_ref().is_some_and(|work| !work.is_published);
    let (latest, others) = match published.as_slice() {
        [first, rest @ ..] if !is_going_on => (Some(latest(&org, first).await?), rest),
        all => (None, all),
    };
    let create = if rounds.is_empty() && org.cx.may(Permission::RoundManage) {
        org.to(crate::assessment::link::NEW_ROUND, ())
    } else {
        String::new()
    };
    Ok(Page(HomePage {
        shell: org.shell(&name, &[]),
        waiting: waiting(&org).await?,
        latest,
        work,
        results: others.iter().map(|round| link(&org, round)).collect(),
        create,
        works,
    })
    .into_response())
}

async fn waiting(org: &Org) -> PageResult<Vec<Link>> {
    let t = org.t();
    let all = app::programme::waiting(&org.cx).await?.into_iter();
    let link = |one| match one {
        Waiting::Invitation(programme) => Link::new(
            &t.with("programme.invited.title", &[("programme", &programme)]),
            &org.to(crate::programme::link::LIST, ()),
        ),
        Waiting::Guest(id, name) => Link::new(
            &t.with("programme.guest.ask", &[("name", &name.text(t.locale()))]),
            &org.to(crate::programme::link::PROGRAMME, id)
                .fragment("guests"),
        ),
    };
    Ok(all.map(link).chain(letters(org).await?).collect())
}

/// Letters that wait for a second person.
async fn letters(org: &Org) -> PageResult<Option<Link>> {
    if !org.cx.may(Permission::SurveyConfirm) {
        return Ok(None);
    }
    let all = app::survey::letters_to_confirm(&org.cx).await?;
    let number = i64::try_from(all.len()).unwrap_or(i64::MAX);
    let told = org.t().count("survey.request.waiting-for-you", number);
    let to = |first: &LetterRequest| org.to(crate::survey::link::REQUEST, (first.survey, first.id));
    Ok(all.first().map(|first| Link::new(&told, &to(first))))
}

fn link(org: &Org, round: &Round) -> Link {
    let label = match round.published_at {
        Some(at) => format!("{} ({})", round.title, org.t().date(i18n::format::day(at))),
        None => round.title.clone(),
    };
    Link::new(&label, &org.to(crate::leadership::link::RESULT, round.id))
}

/// The situation and the proposed decisions of the public summary.
async fn latest(org: &Org, round: &Round) -> PageResult<Latest> {
    let summary = app::leadership::summary_page(&org.cx, round.id, false).await?;
    let mut found = Latest {
        title: link(org, round).label,
        href: org.to(crate::leadership::link::RESULT, round.id),
        decide: org
            .to(crate::leadership::link::RESULT, round.id)
            .fragment("decisions"),
        situation: Vec::new(),
        decisions: Vec::new(),
    };
    for block in summary.blocks {
        match block {
            Block::Callout { sentences, .. } => found.situation.extend(sentences),
            Block::Decisions { items } => {
                let record = |text: String| {
                    let to = org.to_if_may(crate::measure::link::NEW_DECISION, ());
                    let to = to.map(|to| to.query(&[("proposal", &text)]));
                    Link::new(&text, &to.unwrap_or_default())
                };
                let all = items.into_iter().map(|one| record(one.text));
                found.decisions.extend(all);
            }
            _ => {}
        }
    }
    Ok(found)
}

/// The current round, when there is one.
async fn work(org: &Org) -> PageResult<Option<Work>> {
    let t = org.t();
    let Some(round) = app::assessment::current_round(&org.cx).await? else {
        return Ok(None);
    };
    let progress = progress(&org.cx, round.id).await?;
    Ok(Some(Work {
        href: org.to(crate::assessment::link::ROUND, round.id),
        due: due(t, &progress),
        is_late: !progress.is_published() && round.due_on.is_some_and(|day| day < org.cx.today()),
        is_published: progress.is_published(),
        steps: steps(org, &progress),
        next: next(org, &progress),
        title: round.title,
    }))
}
