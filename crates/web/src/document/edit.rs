//! One document: what to look for, what was found.

use app::document::{Checklist, Draft, Item, Note};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::{Publicity, RoundId};

use super::criteria::{Criteria, criteria, typed};
use super::frame::shell_under_list;
use super::link;
use super::list::{kind, late, states};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Link};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

/// What the shipped checklist says of a document.
pub(super) struct Expected {
    ask: String,
    good: String,
    approver: &'static str,
    review: String,
    test: Option<String>,
}

/// The form of a review.
pub(super) struct Form {
    pub(super) action: String,
    pub(super) back: String,
    pub(super) is_own: bool,
    pub(super) is_withheld: bool,
    pub(super) fields: Fields,
    pub(super) states: Vec<Choice>,
    pub(super) classes: Vec<Choice>,
    pub(super) criteria: Criteria,
    pub(super) criteria_hint: &'static str,
    pub(super) problems: Problems,
}

/// `GET /{org}/rounds/{round}/documents/{document}`
#[derive(Template)]
#[template(path = "document/edit.html")]
struct EditPage {
    shell: Shell,
    expected: Option<Expected>,
    evidences: Vec<Link>,
    state: &'static str,
    kind: &'static str,
    late: Vec<String>,
    note: Note,
    publicity: Publicity,
    ground: String,
    facts: Vec<(&'static str, String)>,
    is_writer: bool,
    form: Form,
    remove: String,
    next: Option<String>,
    differences: Vec<Difference>,
}

/// The fields of a review as stored.
fn stored(item: &Item) -> Fields {
    let review = &item.review;
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let note = match &item.note {
        Note::Shown(text) => text.as_str(),
        Note::Empty | Note::Withheld => "",
    };
    // Before anything is written the usual class of this document is proposed.
    let publicity = match (&item.note, item.expected) {
        (Note::Empty, Some(expected)) => expected.publicity,
        _ => review.publicity,
    };
    let (approved_on, tested_on) = (day(review.approved_on), day(review.tested_on));
    let revision = review.revision.to_string();
    let mut pairs = vec![
        ("title", review.title.as_str()),
        ("state", review.state.code()),
        ("approved_by", &review.approved_by),
        ("approved_on", &approved_on),
        ("tested_on", &tested_on),
        ("note", note),
        ("publicity", publicity.code()),
        ("ground", &review.ground),
        ("revision", &revision),
    ];
    pairs.extend(item.criteria.iter().map(|id| ("criteria", id.as_str())));
    Fields::of(&pairs)
}

/// The draft of a sent form.
pub(super) fn draft(fields: &Fields) -> Draft {
    let text = |name: &str| fields.text(name).to_owned();
    Draft {
        title: text("title"),
        state: text("state"),
        approved_by: text("approved_by"),
        approved_on: text("approved_on"),
        tested_on: text("tested_on"),
        criteria: typed(fields),
        note: text("note"),
        publicity: text("publicity"),
        ground: text("ground"),
        revision: fields.read("revision").unwrap_or_default(),
    }
}

/// The publicity classes as choices.
pub(super) fn classes(org: &Org, chosen: &str) -> Vec<Choice> {
    let t = org.t();
    Publicity::ALL
        .iter()
        .map(|class| {
            Choice::new(class.code(), t.say(&format!("publicity.{}", class.code())))
                .chosen_if(chosen)
        })
        .collect()
}

fn expected(org: &Org, item: &Item) -> Option<Expected> {
    let (t, locale) = (org.t(), org.cx.locale());
    let months = |n: u32| t.count("document.months", i64::from(n));
    item.expected.map(|one| Expected {
        ask: one.ask.text(locale).to_owned(),
        good: one.good.text(locale).to_owned(),
        approver: t.say(&format!("approver.{}", one.approver.code())),
        review: months(one.review_months),
        test: one.test_months.map(months),
    })
}

/// The criteria it evidences, each leading to its place in the round.
fn evidences(org: &Org, list: &Checklist, item: &Item) -> Vec<Link> {
    let round = list.round.id;
    list.framework
        .criteria()
        .filter(|(_, one)| item.criteria.contains(&one.id))
        .map(|(theme, one)| {
            let place = (round, &theme.id, &one.id);
            let to = org.to(crate::assessment::link::CRITERION, place);
            Link::new(one.title.text(org.cx.locale()), &to)
        })
        .collect()
}

/// What is recorded, for those who only read.
fn facts(org: &Org, item: &Item) -> Vec<(&'static str, String)> {
    let t = org.t();
    let review = &item.review;
    let day = |day: Option<jiff::civil::Date>| day.map(|day| t.date(day)).unwrap_or_default();
    let all = [
        (t.say("document.approved-by"), review.approved_by.clone()),
        (t.say("document.approved-on"), day(review.approved_on)),
        (t.say("document.tested-on"), day(review.tested_on)),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

async fn edit_page(
    org: &Org,
    (round, document): (RoundId, &str),
    fields: Option<Fields>,
    invalid: &Invalid,
) -> PageResult<EditPage> {
    let list = app::document::checklist(&org.cx, round).await?;
    let item = list.item(document).ok_or(PageError::NotFound)?;
    let t = org.t();
    let fields = fields.unwrap_or_else(|| stored(item));
    let title = item.title.text(org.cx.locale());
    Ok(EditPage {
        shell: shell_under_list(org, &list.round, title),
        expected: expected(org, item),
        evidences: evidences(org, &list, item),
        state: t.say(&format!("document.state.{}", item.review.state.code())),
        kind: kind(item.review.state),
        late: late(org, item),
        note: item.note.clone(),
        publicity: item.review.publicity,
        ground: item.review.ground.clone(),
        facts: facts(org, item),
        is_writer: org.cx.may_in(&list.round, Permission::DocumentWrite),
        remove: org.to(link::REMOVE, (round, document)),
        next: list
            .next_unreviewed(document)
            .filter(|next| next.id != document)
            .map(|next| org.to(link::DOCUMENT, (round, &next.id))),
        differences: Vec::new(),
        form: Form {
            action: org.to(link::DOCUMENT, (round, document)),
            back: org.to(link::LIST, round).fragment(document),
            is_own: item.expected.is_none(),
            is_withheld: item.note == Note::Withheld,
            states: states(org, fields.text("state")),
            classes: classes(org, fields.text("publicity")),
            criteria: criteria(org, &list.framework, &fields),
            criteria_hint: t.say(if item.expected.is_none() {
                "document.criteria-hint-own"
            } else {
                "document.criteria-hint"
            }),
            problems: Problems::new(t, invalid),
            fields,
        },
    })
}

type Here = (RoundId, String);

/// `GET /{org}/rounds/{round}/documents/{document}`
pub(super) async fn show(org: Org, At((round, document)): At<Here>) -> PageResult<Response> {
    let page = edit_page(&org, (round, &document), None, &Invalid::default()).await?;
    Ok(Page(page).into_response())
}

/// `POST /{org}/rounds/{round}/documents/{document}`
pub(super) async fn save(
    org: Org,
    At((round, document)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let at = (round, document.as_str());
    if fields.text("do") == "add" {
        // Adding a criterion saves nothing: the form comes back with one box more.
        let more = fields.with_all("criteria", &typed(&fields));
        return Ok(
            Page(edit_page(&org, at, Some(more), &Invalid::default()).await?).into_response(),
        );
    }
    match app::document::save(&org.cx, round, &document, &draft(&fields)).await {
        Ok(()) => saved(&org, at, &fields).await,
        Err(Error::Invalid(invalid)) => {
            Ok(mend(edit_page(&org, at, Some(fields), &invalid).await?))
        }
        Err(Error::Conflict) => both(&org, at, fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

/// Goes to the list, or to the next document nobody has looked at.
async fn saved(
    org: &Org,
    (round, document): (RoundId, &str),
    fields: &Fields,
) -> PageResult<Response> {
    let notice = Notice::done("document.saved");
    if fields.text("do") == "next" {
        let list = app::document::checklist(&org.cx, round).await?;
        if let Some(next) = list.next_unreviewed(document) {
            return Ok(go_with(&org.to(link::DOCUMENT, (round, &next.id)), &notice));
        }
    }
    Ok(go_with(
        &org.to(link::LIST, round).fragment(document),
        &notice,
    ))
}

/// Both versions; the person's own stays in the form and can be saved over the other.
async fn both(org: &Org, at: (RoundId, &str), mine: Fields) -> PageResult<Response> {
    let t = org.t();
    let none = Invalid::default();
    let saved = edit_page(org, at, None, &none).await?.form;
    let word = |fields: &Fields, choices: &[Choice], name: &str| {
        let found = choices.iter().find(|one| one.value == fields.text(name));
        found.map_or_else(String::new, |one| one.label.clone())
    };
    let mut rows: Vec<(&str, String, String)> = vec![
        (
            t.say("document.state.label"),
            word(&mine, &saved.states, "state"),
            word(&saved.fields, &saved.states, "state"),
        ),
        (
            t.say("document.publicity"),
            word(&mine, &saved.classes, "publicity"),
            word(&saved.fields, &saved.classes, "publicity"),
        ),
    ];
    for (label, name) in [
        ("document.approved-by", "approved_by"),
        ("document.approved-on", "approved_on"),
        ("document.tested-on", "tested_on"),
        ("document.note", "note"),
        ("document.ground", "ground"),
    ] {
        let value = |fields: &Fields| fields.text(name).to_owned();
        rows.push((t.say(label), value(&mine), value(&saved.fields)));
    }
    let differences = rows
        .into_iter()
        .map(|(label, mine, saved)| Difference {
            label: label.to_owned(),
            differs: mine != saved,
            mine,
            saved,
        })
        .collect();
    let kept = mine.with("revision", saved.fields.text("revision"));
    let page = edit_page(org, at, Some(kept), &none).await?;
    Ok(conflict(EditPage {
        differences,
        ..page
    }))
}
