//! How the handbook stands: whether it is public, each part, what waits.

use app::handbook::{Overview, PartRow, PartState};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::handbook::{PartKey, PartKind};
use domain::identity::Permission;

use super::link;
use super::reader::Reader;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// A part as a line of the list.
struct Row {
    key: String,
    title: String,
    kind: &'static str,
    href: String,
    state: String,
    mark: &'static str,
    is_shown: bool,
}

/// Where the page leads and what its forms post to.
struct Places {
    facts: String,
    pictures: String,
    cards: String,
    open: String,
    shown: String,
}

/// `GET /{org}/handbook`
#[derive(Template)]
#[template(path = "handbook/overview.html")]
struct OverviewPage {
    shell: Shell,
    address: String,
    /// The first page in the person's language.
    reader: String,
    /// Empty for those who do not take part in the training.
    training: String,
    is_open: bool,
    revision: i64,
    may_write: bool,
    rows: Vec<Row>,
    behind: usize,
    facts: String,
    at: Places,
}

fn row(org: &Org, part: &PartRow, title: &str) -> Row {
    let t = org.t();
    let (state, mark) = match part.state {
        PartState::Shipped => (t.say("handbook.state.shipped").to_owned(), "neutral"),
        PartState::Own => (t.say("handbook.state.own").to_owned(), "success"),
        PartState::Behind => (t.say("handbook.state.behind").to_owned(), "warning"),
        PartState::Missing => (t.say("handbook.state.missing").to_owned(), "neutral"),
        PartState::Elsewhere(locale) => {
            let language = t.say(&format!("language.{locale}"));
            let text = t.with("handbook.state.elsewhere", &[("language", &language)]);
            (text, "warning")
        }
    };
    Row {
        href: org.to(link::PART, &part.key),
        key: part.key.to_string(),
        title: title.to_owned(),
        kind: match part.key.kind {
            PartKind::Chapter => t.say("handbook.kind.chapter"),
            PartKind::Intro => t.say("handbook.kind.intro"),
            PartKind::Card | PartKind::Fact => t.say("handbook.kind.card"),
        },
        state,
        mark,
        is_shown: part.is_shown,
    }
}

fn rows(org: &Org, all: &Overview) -> Vec<Row> {
    let intro = row(org, &all.intro, org.t().say("handbook.kind.intro"));
    let cards = all
        .cards
        .iter()
        .flat_map(|(card, chapter)| [row(org, card, &card.title), row(org, chapter, &card.title)]);
    std::iter::once(intro).chain(cards).collect()
}

/// `GET /{org}/handbook`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let all = app::handbook::overview(&org.cx).await?;
    let t = org.t();
    let (facts, told) = all.facts;
    let parts = all.cards.iter().flat_map(|(card, chapter)| [card, chapter]);
    Ok(Page(OverviewPage {
        shell: org.shell(t.say("handbook.title"), &[]),
        is_open: all.settings.is_open,
        revision: all.settings.revision,
        may_write: org.cx.may(Permission::HandbookWrite),
        behind: parts.filter(|part| part.state == PartState::Behind).count(),
        facts: t.with("handbook.facts-told", &[("told", &told), ("all", &facts)]),
        at: Places {
            facts: org.to(link::FACTS, ()),
            pictures: org.to(link::PICTURES, ()),
            cards: org.to(link::NEW_CARD, ()),
            open: org.to(link::OPEN, ()),
            shown: org.to(link::SHOWN, ()),
        },
        reader: Reader::of(&org).start(),
        training: org
            .to_if_may(crate::training::link::MINE, ())
            .unwrap_or_default(),
        rows: rows(&org, &all),
        address: all.address,
    })
    .into_response())
}

/// `POST /{org}/handbook/open`: opens the handbook to anyone, or closes it.
pub(super) async fn open(org: Org, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").ok_or(PageError::Unreadable)?;
    let is_open = fields.is_on("is_open");
    app::handbook::set_open(&org.cx, is_open, revision).await?;
    let key = if is_open {
        "handbook.opened"
    } else {
        "handbook.closed"
    };
    Ok(go_with(&org.to(link::OVERVIEW, ()), &Notice::done(key)))
}

/// `POST /{org}/handbook/shown`: shows a part or leaves it out.
pub(super) async fn shown(org: Org, fields: Fields) -> PageResult<Response> {
    let revision = fields.read("revision").ok_or(PageError::Unreadable)?;
    let key: PartKey = fields.read("part").ok_or(PageError::Unreadable)?;
    app::handbook::set_shown(&org.cx, &key, fields.is_on("is_shown"), revision).await?;
    Ok(go_with(
        &org.to(link::OVERVIEW, ()),
        &Notice::done("handbook.saved"),
    ))
}
