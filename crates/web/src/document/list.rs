//! The checklist of a round with the state of each document.

use app::Error;
use app::document::{Checklist, Item, Note};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::document::DocumentState;
use domain::identity::Permission;
use domain::{Publicity, RoundId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Query};
use crate::kit::part::{Choice, Tab};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

struct Row {
    id: String,
    title: String,
    href: String,
    state: &'static str,
    kind: &'static str,
    approved: String,
    tested: String,
    late: Vec<String>,
    note: Option<Publicity>,
    action: String,
    revision: i64,
    states: Vec<Choice>,
}

struct Group {
    id: String,
    title: String,
    rows: Vec<Row>,
}

/// `GET /{org}/rounds/{round}/documents`
#[derive(Template)]
#[template(path = "document/list.html")]
struct ListPage {
    shell: Shell,
    groups: Vec<Group>,
    tabs: Vec<Tab>,
    filter: String,
    progress: String,
    percent: i64,
    next: Option<String>,
    new: String,
    table: String,
    import: String,
    is_empty: bool,
    is_writer: bool,
    may_import: bool,
}

/// The colour of a state's tag.
pub(super) const fn kind(state: DocumentState) -> &'static str {
    match state {
        DocumentState::Unreviewed => "neutral",
        DocumentState::Exists => "success",
        DocumentState::Partly | DocumentState::Outdated => "warning",
        DocumentState::Missing => "error",
    }
}

/// The choices of a state field.
pub(super) fn states(org: &Org, chosen: &str) -> Vec<Choice> {
    DocumentState::ALL
        .iter()
        .map(|state| {
            let label = org.t().say(&format!("document.state.{}", state.code()));
            Choice::new(state.code(), label).chosen_if(chosen)
        })
        .collect()
}

/// What is late, in words.
pub(super) fn late(org: &Org, item: &Item) -> Vec<String> {
    let t = org.t();
    let mut late = Vec::new();
    if let Some(day) = item.due.review {
        late.push(t.with("document.late.review", &[("date", &t.date(day))]));
    }
    if let Some(day) = item.due.test {
        late.push(t.with("document.late.test", &[("date", &t.date(day))]));
    }
    if item.due.is_untested {
        late.push(t.say("document.late.untested").to_owned());
    }
    late
}

fn row(org: &Org, round: RoundId, item: &Item) -> Row {
    let t = org.t();
    let review = &item.review;
    let dash = || "–".to_owned();
    let day = review.approved_on.map(|day| t.date(day));
    let approved: Vec<String> = [Some(review.approved_by.clone()), day]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let note = match item.note {
        Note::Empty => None,
        Note::Shown(_) => Some(review.publicity),
        Note::Withheld => Some(Publicity::Secret),
    };
    Row {
        id: item.id.clone(),
        title: item.title.text(org.cx.locale()).to_owned(),
        href: org.to(link::DOCUMENT, (round, &item.id)),
        state: t.say(&format!("document.state.{}", review.state.code())),
        kind: kind(review.state),
        approved: if approved.is_empty() {
            dash()
        } else {
            approved.join(", ")
        },
        tested: review.tested_on.map_or_else(dash, |day| t.date(day)),
        late: late(org, item),
        note,
        action: org.to(link::STATE, (round, &item.id)),
        revision: review.revision,
        states: states(org, review.state.code()),
    }
}

/// Whether the filter shows the document; an unknown filter shows all.
fn is_shown(item: &Item, filter: &str) -> bool {
    match (filter, DocumentState::from_code(filter)) {
        ("late", _) => item.due.is_late(),
        (_, Some(state)) => item.review.state == state,
        _ => true,
    }
}

fn tabs(org: &Org, list: &Checklist, filter: &str) -> Vec<Tab> {
    let t = org.t();
    let here = org.to(link::LIST, list.round.id);
    let tab = |code: &str, label: &str| Tab {
        label: label.to_owned(),
        href: if code.is_empty() {
            here.clone()
        } else {
            org.to(link::LIST, list.round.id).query(&[("show", code)])
        },
        current: code == filter,
        count: t.number(count(list, code)),
    };
    let mut tabs = vec![tab("", t.say("common.all"))];
    tabs.extend(DocumentState::ALL.iter().map(|state| {
        tab(
            state.code(),
            t.say(&format!("document.state.{}", state.code())),
        )
    }));
    tabs.push(tab("late", t.say("document.late.tab")));
    tabs
}

fn count(list: &Checklist, filter: &str) -> i64 {
    let shown = list.items.iter().filter(|item| is_shown(item, filter));
    i64::try_from(shown.count()).unwrap_or_default()
}

fn groups(org: &Org, list: &Checklist, filter: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in list.items.iter().filter(|item| is_shown(item, filter)) {
        let id = if item.theme.is_empty() {
            "own"
        } else {
            &item.theme
        };
        let row = row(org, list.round.id, item);
        match groups.last_mut().filter(|group| group.id == id) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                title: group_title(org, list, item),
                id: id.to_owned(),
                rows: vec![row],
            }),
        }
    }
    groups
}

fn group_title(org: &Org, list: &Checklist, item: &Item) -> String {
    let theme = list
        .framework
        .themes
        .iter()
        .find(|one| one.id == item.theme);
    theme.map_or_else(
        || org.t().say("document.own.group").to_owned(),
        |theme| theme.title.text(org.cx.locale()).to_owned(),
    )
}

/// `GET /{org}/rounds/{round}/documents?show=…`
pub(super) async fn show(
    org: Org,
    At(round): At<RoundId>,
    Query(query): Query,
) -> PageResult<Response> {
    let list = app::document::checklist(&org.cx, round).await?;
    let t = org.t();
    let filter = query.text("show");
    let crumbs = [(
        list.round.title.as_str(),
        org.to(crate::assessment::link::ROUND, round),
    )];
    let reviewed = i64::try_from(list.reviewed()).unwrap_or_default();
    let all = i64::try_from(list.items.len()).unwrap_or_default();
    let figures = [("reviewed", t.number(reviewed)), ("all", t.number(all))];
    let [(a, reviewed_text), (b, all_text)] = &figures;
    let is_writer = org.cx.may_in(&list.round, Permission::DocumentWrite);
    Ok(Page(ListPage {
        shell: org
            .shell(t.say("document.title"), &crumbs)
            .of_round(&list.round)
            .wide(),
        groups: groups(&org, &list, filter),
        tabs: tabs(&org, &list, filter),
        filter: filter.to_owned(),
        progress: t.with("document.progress", &[(a, reviewed_text), (b, all_text)]),
        percent: (reviewed * 100).checked_div(all).unwrap_or_default(),
        next: list
            .next_unreviewed("")
            .filter(|_| is_writer)
            .map(|item| org.to(link::DOCUMENT, (round, &item.id))),
        new: if is_writer {
            org.to(link::NEW, round)
        } else {
            String::new()
        },
        table: org.to(link::TABLE, round),
        import: org.to(link::IMPORT, round),
        is_empty: list.items.is_empty(),
        is_writer,
        may_import: org.cx.may_in(&list.round, Permission::Import),
    })
    .into_response())
}

/// `POST /{org}/rounds/{round}/documents/{document}/state`
pub(super) async fn set_state(
    org: Org,
    At((round, document)): At<(RoundId, String)>,
    fields: Fields,
) -> PageResult<Response> {
    let state = DocumentState::from_code(fields.text("state")).ok_or(PageError::Unreadable)?;
    let revision = fields.read("revision").unwrap_or_default();
    let saved = app::document::set_state(&org.cx, round, &document, (state, revision)).await;
    let notice = match saved {
        Ok(()) => Notice::done("document.saved"),
        Err(Error::Conflict) => Notice::refused("document.changed"),
        Err(other) => return Err(PageError::from(other)),
    };
    // The filter is one of our own words; anything else goes back to the whole list.
    let show = fields.text("show");
    let is_known = show == "late" || DocumentState::from_code(show).is_some();
    let kept = [("show", show)];
    let kept = if is_known { &kept[..] } else { &[] };
    let to = org.to(link::LIST, round).query(kept).fragment(document);
    Ok(go_with(&to, &notice))
}
