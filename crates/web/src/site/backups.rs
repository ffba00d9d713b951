//! How backups stand: whether the last one is proven, and what to do.

use app::backup::{BackupRun, Overview, State};
use askama::Template;
use axum::response::{IntoResponse, Response};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::Visitor;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// One backup that was made or tried.
struct Row {
    made: String,
    result: &'static str,
    size: String,
    opened: String,
}

/// `GET /site/backups`
#[derive(Template)]
#[template(path = "site/backups.html")]
struct BackupsPage {
    shell: Shell,
    /// What is done each night; empty while nothing is.
    lead: &'static str,
    is_good: bool,
    state: &'static str,
    todo: &'static str,
    /// The last proven one, in sentences.
    proven: Vec<String>,
    rows: Vec<Row>,
    /// Where one is asked for; empty while none can be made.
    now: String,
    back: String,
}

const fn word(state: State) -> &'static str {
    match state {
        State::NotSetUp => "not-set-up",
        State::None => "none",
        State::Failed => "failed",
        State::Old => "old",
        State::Good => "good",
    }
}

/// `GET /site/backups`
pub(super) async fn list(visitor: Visitor) -> PageResult<Response> {
    let t = visitor.t();
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let found = app::backup::overview(&visitor.web().app, Some(user)).await?;
    let state = word(found.state);
    Ok(Page(BackupsPage {
        shell: visitor.shell(t.say("site.backup.title")),
        lead: match found.state {
            State::NotSetUp => "",
            _ => t.say("site.backup.lead"),
        },
        is_good: found.state == State::Good,
        state: t.say(&format!("site.backup.state.{state}")),
        todo: t.say(&format!("site.backup.todo.{state}")),
        proven: proven(t, &found),
        rows: found.runs.iter().map(|run| row(t, run)).collect(),
        now: if found.state == State::NotSetUp {
            String::new()
        } else {
            link::BACKUP_NOW.to(())
        },
        back: link::SITE.to(()),
    })
    .into_response())
}

fn proven(t: Texts, found: &Overview) -> Vec<String> {
    let Some(last) = &found.proven else {
        return Vec::new();
    };
    let made = t.datetime(last.made.at);
    let opened = last.opened_at.map_or_else(
        || t.say("site.backup.not-opened").to_owned(),
        |at| t.with("site.backup.opened", &[("at", &t.datetime(at))]),
    );
    vec![t.with("site.backup.proven", &[("at", &made)]), opened]
}

fn row(t: Texts, run: &BackupRun) -> Row {
    let failure = format!("site.backup.failure.{}", run.failure);
    let result = if run.removed_at.is_some() {
        "site.backup.removed"
    } else if run.failure.is_empty() {
        "site.backup.good"
    } else {
        failure.as_str()
    };
    let never = || t.say("site.backup.never").to_owned();
    Row {
        made: t.datetime(run.made.at),
        result: t.say(result),
        size: if run.bytes > 0 {
            format!("{} kB", t.number(run.bytes.div_euclid(1000) + 1))
        } else {
            String::new()
        },
        opened: run.opened_at.map_or_else(never, |at| t.datetime(at)),
    }
}

/// `POST /site/backups/now`
pub(super) async fn now(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    app::backup::ask(&visitor.web().app, user).await?;
    let notice = Notice::done("site.backup.now-done");
    Ok(go_with(&link::BACKUPS.to(()), &notice))
}
