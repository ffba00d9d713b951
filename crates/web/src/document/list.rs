//! The checklist of a round with the state of each document.

use app::document::{Checklist, Item, Note, StateSheet};
use app::form::Typed;
use app::{Error, Outcome};
use askama::Template;
use domain::document::DocumentState;
use domain::identity::Permission;
use domain::{Publicity, RoundId, ThemeId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::Org;
use crate::form::{Desk, Done, FormView, Loaded, Place};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::Notice;

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
    /// Name of the field of its state.
    field: String,
}

struct Group {
    id: String,
    title: String,
    rows: Vec<Row>,
}

/// `GET /{org}/rounds/{round}/documents`
#[derive(Template)]
#[template(path = "document/list.html")]
pub(super) struct ListPage {
    shell: Shell,
    groups: Vec<Group>,
    tabs: Vec<Tab>,
    progress: String,
    percent: i64,
    next: Option<String>,
    new: String,
    table: String,
    import: String,
    is_empty: bool,
    is_writer: bool,
    may_import: bool,
    form: FormView,
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
    let note = (item.note != Note::Empty).then(|| item.class());
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
        field: app::document::state_field(&item.id),
    }
}

fn tabs(org: &Org, list: &Checklist, filter: &str) -> Vec<Tab> {
    let t = org.t();
    let tab = |code: &str, label: &str| Tab {
        label: label.to_owned(),
        href: filtered(org, list.round.id, code),
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
    let shown = list.items.iter().filter(|item| item.is_under(filter));
    i64::try_from(shown.count()).unwrap_or_default()
}

fn groups(org: &Org, list: &Checklist, sheet: &StateSheet) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for item in sheet.rows.iter().filter_map(|row| list.item(&row.document)) {
        let id = item.theme.as_ref().map_or("own", ThemeId::as_str);
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
        .find(|one| Some(&one.id) == item.theme.as_ref());
    theme.map_or_else(
        || org.t().say("document.own.group").to_owned(),
        |theme| theme.title.text(org.cx.locale()).to_owned(),
    )
}

/// The form of the states.
pub(super) struct States;

impl Desk for States {
    type Form = StateSheet;
    type New = ();
    type Old = RoundId;
    type Page = ListPage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<StateSheet>> {
        let round = *at.old().ok_or(Error::NotFound)?;
        let list = app::document::checklist(&org.cx, round).await?;
        Ok(Loaded {
            was: None,
            with: list,
        })
    }

    fn narrowed(asked: &Typed, loaded: Loaded<StateSheet>) -> Loaded<StateSheet> {
        Loaded {
            was: Some(StateSheet::of(&loaded.with, asked)),
            with: loaded.with,
        }
    }

    async fn save(org: &Org, at: &Place<Self>, value: StateSheet) -> Outcome<Done> {
        let round = *at.old().ok_or(Error::NotFound)?;
        app::document::save_states(&org.cx, round, &value).await?;
        Ok(Done {
            to: filtered(org, round, &value.show),
            notice: Notice::done("document.states-saved"),
        })
    }

    fn subject(_: &Org, _: &Place<Self>) -> Option<String> {
        // Each document is a subject of its own.
        None
    }

    fn subject_of_row(_: &Org, at: &Place<Self>, document: &str) -> Option<String> {
        let round = *at.old()?;
        Some(app::document::review_subject(round, document))
    }

    async fn page(
        org: &Org,
        _: &Place<Self>,
        loaded: &Loaded<StateSheet>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<ListPage> {
        let (t, list) = (org.t(), &loaded.with);
        let sheet = loaded.was.as_ref().ok_or(PageError::NotFound)?;
        let round = list.round.id;
        let crumbs = [(
            list.round.title.as_str(),
            org.to(crate::assessment::link::ROUND, round),
        )];
        let reviewed = i64::try_from(list.reviewed()).unwrap_or_default();
        let all = i64::try_from(list.items.len()).unwrap_or_default();
        let figures = [("reviewed", t.number(reviewed)), ("all", t.number(all))];
        let [(a, reviewed_text), (b, all_text)] = &figures;
        let is_writer = org.cx.may_in(&list.round, Permission::DocumentWrite);
        Ok(ListPage {
            shell: org
                .shell(t.say("document.title"), &crumbs)
                .of_round(&list.round)
                .wide(),
            groups: groups(org, list, sheet),
            tabs: tabs(org, list, &sheet.show),
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
            form: form(org.to(link::LIST, round)),
        })
    }
}

/// The list under a filter.
fn filtered(org: &Org, round: RoundId, show: &str) -> String {
    let query = [("show", show)];
    let query = if show.is_empty() { &[][..] } else { &query[..] };
    org.to(link::LIST, round).query(query)
}
