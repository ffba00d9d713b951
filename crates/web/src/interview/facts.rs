//! A new interview, and the facts of one.

use app::interview::Facts;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::interview::{InterviewKind, InterviewState};
use domain::{InterviewId, RoundId};

use super::frame::{shell_of, shell_under_list, tabs};
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::{Choice, Difference, Tab};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, conflict, mend};

/// `GET /{org}/rounds/{round}/interviews/new`
#[derive(Template)]
#[template(path = "interview/new.html")]
struct NewPage {
    shell: Shell,
    action: String,
    back: String,
    fields: Fields,
    guides: Vec<Choice>,
    kinds: Vec<Choice>,
    problems: Problems,
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/facts`
#[derive(Template)]
#[template(path = "interview/facts.html")]
struct FactsPage {
    shell: Shell,
    tabs: Vec<Tab>,
    action: String,
    back: String,
    toggle: String,
    remove: String,
    is_done: bool,
    fields: Fields,
    kinds: Vec<Choice>,
    problems: Problems,
    differences: Vec<Difference>,
}

fn guides(org: &Org, chosen: &str) -> Vec<Choice> {
    let t = org.t();
    content::guides()
        .iter()
        .map(|guide| {
            let questions = i64::try_from(guide.questions.len()).unwrap_or_default();
            let hint = t.list(&[
                t.say(&format!("interview.kind.{}", guide.kind.code()))
                    .to_owned(),
                t.count("interview.guide.questions", questions),
                t.count("common.minutes", i64::from(guide.minutes)),
            ]);
            Choice::new(&guide.id, guide.title.text(org.cx.locale()))
                .with_hint(&hint)
                .chosen_if(chosen)
        })
        .collect()
}

fn kinds(org: &Org, chosen: &str) -> Vec<Choice> {
    let t = org.t();
    InterviewKind::ALL
        .iter()
        .map(|kind| {
            let label = t.say(&format!("interview.kind.{}", kind.code()));
            Choice::new(kind.code(), label).chosen_if(chosen)
        })
        .collect()
}

fn typed(fields: &Fields) -> Facts {
    Facts {
        guide: fields.text("guide").to_owned(),
        kind: fields.text("kind").to_owned(),
        title: fields.text("title").to_owned(),
        held_on: fields.text("held_on").to_owned(),
        people: fields.text("people").to_owned(),
    }
}

async fn new_page(
    org: &Org,
    round: RoundId,
    fields: Fields,
    invalid: &Invalid,
) -> PageResult<NewPage> {
    let found = app::interview::list(&org.cx, round).await?.round;
    let title = org.t().say("interview.new.title");
    Ok(NewPage {
        shell: shell_under_list(org, &found, title),
        action: org.to(link::LIST, round),
        back: org.to(link::LIST, round),
        guides: guides(org, fields.text("guide")),
        kinds: kinds(org, fields.text("kind")),
        problems: Problems::new(org.t(), invalid),
        fields,
    })
}

/// `GET /{org}/rounds/{round}/interviews/new`
pub(super) async fn new(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let fields = Fields::of(&[("kind", InterviewKind::Individual.code())]);
    Ok(Page(new_page(&org, round, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/interviews`
pub(super) async fn create(
    org: Org,
    At(round): At<RoundId>,
    fields: Fields,
) -> PageResult<Response> {
    match app::interview::create(&org.cx, round, &typed(&fields)).await {
        Ok(id) => Ok(go_with(
            &org.to(link::NOTES, (round, id)),
            &Notice::done("interview.new.done"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(new_page(&org, round, fields, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

type Here = (RoundId, InterviewId);

async fn facts_page(
    org: &Org,
    (round, id): (RoundId, InterviewId),
    fields: Option<Fields>,
    invalid: &Invalid,
) -> PageResult<FactsPage> {
    let opened = app::interview::open(&org.cx, round, id).await?;
    let one = &opened.listed.interview;
    let stored = Fields::of(&[
        ("title", one.title.as_str()),
        ("kind", one.kind.code()),
        (
            "held_on",
            &one.held_on.map_or_else(String::new, |day| day.to_string()),
        ),
        ("people", &one.people.to_string()),
        ("revision", &one.revision.to_string()),
    ]);
    let fields = fields.unwrap_or(stored);
    Ok(FactsPage {
        shell: shell_of(org, &opened),
        tabs: tabs(org, &opened.round, id, link::FACTS),
        action: org.to(link::FACTS, (round, id)),
        back: org.to(link::NOTES, (round, id)),
        is_done: one.state == InterviewState::Done,
        toggle: if one.state == InterviewState::Done {
            org.to(link::REOPEN, (round, id))
        } else {
            org.to(link::DONE, (round, id))
        },
        remove: org.to(link::REMOVE, (round, id)),
        kinds: kinds(org, fields.text("kind")),
        problems: Problems::new(org.t(), invalid),
        differences: Vec::new(),
        fields,
    })
}

/// The page with both versions; the person's own stays in the form and can be saved over the other.
async fn conflict_page(
    org: &Org,
    at: (RoundId, InterviewId),
    mine: Fields,
) -> PageResult<Response> {
    let t = org.t();
    let stored = facts_page(org, at, None, &Invalid::default()).await?.fields;
    let kind = |fields: &Fields| {
        t.say(&format!("interview.kind.{}", fields.text("kind")))
            .to_owned()
    };
    let plain = |name: &str| (mine.text(name).to_owned(), stored.text(name).to_owned());
    let rows = [
        (t.say("interview.name"), plain("title")),
        (t.say("interview.kind.label"), (kind(&mine), kind(&stored))),
        (t.say("interview.day"), plain("held_on")),
        (t.say("interview.people"), plain("people")),
    ];
    let differences = rows
        .into_iter()
        .map(|(label, (mine, saved))| Difference {
            label: label.to_owned(),
            differs: mine != saved,
            mine,
            saved,
        })
        .collect();
    let kept = mine.with("revision", stored.text("revision"));
    let page = facts_page(org, at, Some(kept), &Invalid::default()).await?;
    Ok(conflict(FactsPage {
        differences,
        ..page
    }))
}

/// `GET /{org}/rounds/{round}/interviews/{interview}/facts`
pub(super) async fn edit(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    Ok(Page(facts_page(&org, (round, id), None, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/facts`
pub(super) async fn save(
    org: Org,
    At((round, id)): At<Here>,
    fields: Fields,
) -> PageResult<Response> {
    let revision = fields.read("revision").unwrap_or_default();
    match app::interview::save_facts(&org.cx, round, id, (&typed(&fields), revision)).await {
        Ok(()) => Ok(go_with(
            &org.to(link::NOTES, (round, id)),
            &Notice::done("interview.facts.saved"),
        )),
        Err(Error::Invalid(invalid)) => {
            let page = facts_page(&org, (round, id), Some(fields), &invalid).await?;
            Ok(mend(page))
        }
        Err(Error::Conflict) => conflict_page(&org, (round, id), fields).await,
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/done`
pub(super) async fn done(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    app::interview::set_done(&org.cx, round, id, true).await?;
    let notice = Notice::done("interview.done").with_undo(&org.to(link::REOPEN, (round, id)));
    Ok(go_with(&org.to(link::LIST, round), &notice))
}

/// `POST /{org}/rounds/{round}/interviews/{interview}/reopen`
pub(super) async fn reopen(org: Org, At((round, id)): At<Here>) -> PageResult<Response> {
    app::interview::set_done(&org.cx, round, id, false).await?;
    let notice = Notice::done("interview.reopened");
    Ok(go_with(&org.to(link::TURNS, (round, id)), &notice))
}
