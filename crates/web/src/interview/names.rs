//! Looking for names in the notes, and replacing them.

use app::Error;
use app::interview::{Replacement, SuspectKind, suspects};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{InterviewId, RoundId};

use super::frame::{shell_of, tabs};
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

struct Row {
    word: String,
    kind: &'static str,
    count: String,
    mark: String,
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/names`
#[derive(Template)]
#[template(path = "interview/names.html")]
struct NamesPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    action: String,
    notes: String,
    revision: i64,
}

type Here = (RoundId, InterviewId);

/// `GET /{org}/rounds/{round}/interviews/{interview}/names`
pub(super) async fn show(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    let opened = app::interview::open(&org.cx, round, id).await?;
    let t = org.t();
    let rows = suspects(&opened.listed.interview.notes)
        .into_iter()
        .map(|one| Row {
            kind: t.say(&format!("interview.names.kind.{}", one.kind.code())),
            count: t.number(i64::try_from(one.count).unwrap_or_default()),
            mark: match one.kind {
                SuspectKind::Email => t.say("interview.names.mark.email"),
                SuspectKind::Phone => t.say("interview.names.mark.phone"),
                SuspectKind::Name => t.say("interview.names.mark.name"),
            }
            .to_owned(),
            word: one.text,
        });
    Ok(Page(NamesPage {
        rows: rows.collect(),
        shell: shell_of(&org, &opened),
        tabs: tabs(&org, &opened.round, id, link::NAMES),
        action: org.to(link::NAMES, (round, id)),
        notes: org.to(link::NOTES, (round, id)),
        revision: opened.listed.interview.revision,
    })
    .into_response())
}

/// Rows of the form: each has a word, its mark, and a check box that names the row.
fn chosen(fields: &Fields) -> Vec<Replacement> {
    let words = fields.all("word").iter().zip(fields.all("mark"));
    words
        .enumerate()
        .filter(|(row, _)| {
            fields
                .all("take")
                .iter()
                .any(|taken| *taken == row.to_string())
        })
        .map(|(_, (word, mark))| Replacement {
            word: word.clone(),
            mark: mark.trim().to_owned(),
        })
        .collect()
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/names`
pub(super) async fn replace(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let words = chosen(&fields);
    let revision = fields.read("revision").unwrap_or_default();
    let result = app::interview::replace_words(&org.cx, round, id, &words, revision).await;
    let notice = match result {
        Ok(0) => Notice::refused("interview.names.nothing"),
        Ok(_) => Notice::done("interview.names.done"),
        Err(Error::Conflict) => Notice::refused("interview.names.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::NAMES, (round, id)), &notice))
}
