//! What the interviews of a round say, theme by theme.

use app::interview::{Quote, ThemeSummary};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;
use domain::survey::Level;

use super::frame::shell_under_list;
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::part::KeyFigure;
use crate::kit::shell::Shell;
use crate::page::Page;

struct Said {
    text: String,
    source: String,
    level: Level,
    is_quotable: bool,
}

struct Theme {
    title: String,
    interviews: String,
    counts: Vec<(Level, String)>,
    quotes: Vec<Said>,
    is_silent: bool,
}

/// `GET /{org}/rounds/{round}/interviews/summary`
#[derive(Template)]
#[template(path = "interview/summary.html")]
struct SummaryPage {
    shell: Shell,
    figures: Vec<KeyFigure>,
    themes: Vec<Theme>,
    back: String,
}

fn said(org: &Org, quote: Quote) -> Said {
    let guide = content::guide(&quote.guide);
    Said {
        source: guide.map_or_else(String::new, |one| {
            one.title.text(org.cx.locale()).to_owned()
        }),
        text: quote.text,
        level: quote.level,
        is_quotable: quote.is_quotable,
    }
}

fn theme(org: &Org, summary: ThemeSummary) -> Theme {
    let t = org.t();
    let count = summary.count;
    let counts = [
        (Level::Yes, count.yes),
        (Level::Partly, count.partly),
        (Level::No, count.no),
        (Level::Unknown, count.unknown),
    ];
    let interviews = i64::try_from(summary.interviews).unwrap_or_default();
    Theme {
        title: summary.theme.title.text(org.cx.locale()).to_owned(),
        is_silent: summary.interviews == 0,
        interviews: t.number(interviews),
        counts: counts
            .into_iter()
            .map(|(level, n)| (level, t.number(n)))
            .collect(),
        quotes: summary
            .quotes
            .into_iter()
            .map(|one| said(org, one))
            .collect(),
    }
}

/// `GET /{org}/rounds/{round}/interviews/summary`
pub(super) async fn show(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let found = app::interview::summary(&org.cx, round).await?;
    let t = org.t();
    let figure = |n: i64, label: &str| KeyFigure {
        value: t.number(n),
        label: t.say(label).to_owned(),
        note: String::new(),
    };
    let interviews = i64::try_from(found.interviews).unwrap_or_default();
    let title = t.say("interview.summary.title");
    Ok(Page(SummaryPage {
        shell: shell_under_list(&org, &found.round, title),
        figures: vec![
            figure(interviews, "interview.summary.held"),
            figure(found.people, "interview.summary.people"),
        ],
        themes: found
            .themes
            .into_iter()
            .map(|one| theme(&org, one))
            .collect(),
        back: org.to(link::LIST, round),
    })
    .into_response())
}
