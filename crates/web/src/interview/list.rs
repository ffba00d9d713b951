//! The interviews of a round.

use app::interview::{Listed, Waits};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::identity::Permission;
use domain::interview::InterviewState;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::page::Page;

struct Row {
    title: String,
    href: String,
    guide: String,
    day: String,
    people: String,
    state: &'static str,
    kind: &'static str,
    codings: String,
    waits: &'static str,
}

/// `GET /{org}/rounds/{round}/interviews`
#[derive(Template)]
#[template(path = "interview/list.html")]
struct ListPage {
    shell: Shell,
    rows: Vec<Row>,
    guides: Vec<Link>,
    new: String,
    summary: String,
    is_writer: bool,
}

fn row(org: &Org, listed: Listed) -> Row {
    let t = org.t();
    let interview = listed.interview;
    let guide = content::guide(&interview.guide);
    // A reader goes on with what waits: coding when there are notes, else the notes.
    let page = match listed.waits {
        Waits::Coding | Waits::Finishing => link::TURNS,
        Waits::Day | Waits::Notes | Waits::Nothing => link::NOTES,
    };
    Row {
        href: org.to(page, (interview.round, interview.id)),
        guide: guide.map_or_else(String::new, |one| {
            one.title.text(org.cx.locale()).to_owned()
        }),
        day: interview
            .held_on
            .map_or_else(|| "–".to_owned(), |day| t.date(day)),
        people: t.number(interview.people),
        state: t.say(&format!("interview.state.{}", interview.state.code())),
        kind: match interview.state {
            InterviewState::Done => "success",
            InterviewState::Open => "info",
            InterviewState::Planned => "neutral",
        },
        codings: t.number(i64::try_from(listed.codings).unwrap_or_default()),
        waits: t.say(&format!("interview.waits.{}", listed.waits.code())),
        title: interview.title,
    }
}

/// `GET /{org}/rounds/{round}/interviews`
pub(super) async fn show(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let found = app::interview::list(&org.cx, round).await?;
    let t = org.t();
    let crumbs = [(
        found.round.title.as_str(),
        org.to(crate::assessment::link::ROUND, round),
    )];
    let guides = content::guides().iter().map(|guide| {
        let to = org.to(link::GUIDE, (round, &guide.id));
        Link::new(guide.title.text(org.cx.locale()), &to)
    });
    let is_writer = org.cx.may_in(&found.round, Permission::InterviewWrite);
    Ok(Page(ListPage {
        shell: org
            .shell(t.say("interview.title"), &crumbs)
            .of_round(&found.round),
        guides: guides.collect(),
        new: if is_writer {
            org.to(link::NEW, round)
        } else {
            String::new()
        },
        summary: org.to(link::SUMMARY, round),
        is_writer,
        rows: found.list.into_iter().map(|one| row(&org, one)).collect(),
    })
    .into_response())
}
