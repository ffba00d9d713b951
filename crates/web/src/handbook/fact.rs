//! The municipality's facts, one form each.

use app::handbook::{FactDraft, FactRow};
use app::{Error, Invalid};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use content::handbook::Shape;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Fields, Org};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// A fact's form.
struct Row {
    id: String,
    title: String,
    hint: String,
    missing: String,
    value: String,
    error: String,
    rows: usize,
    care: bool,
    is_confirmed: bool,
    state: &'static str,
    mark: &'static str,
    proposal: String,
    revision: i64,
    action: String,
}

/// `GET /{org}/handbook/facts`
#[derive(Template)]
#[template(path = "handbook/facts.html")]
struct FactsPage {
    shell: Shell,
    rows: Vec<Row>,
    conflict: bool,
}

/// What was typed in the one form that was sent and could not be taken.
struct Typed<'a> {
    id: &'a str,
    fields: &'a Fields,
    invalid: &'a Invalid,
}

fn row(org: &Org, one: &FactRow, typed: Option<&Typed<'_>>) -> Row {
    let t = org.t();
    let fact = one.fact;
    let typed = typed.filter(|typed| typed.id == fact.id);
    let (state, mark) = if one.text.is_empty() {
        (t.say("handbook.fact.untold"), "neutral")
    } else if one.is_shown() {
        (t.say("handbook.fact.shown"), "success")
    } else {
        (t.say("handbook.fact.hidden"), "warning")
    };
    Row {
        title: fact.title.text(t.locale()).to_owned(),
        hint: fact.hint.text(t.locale()).to_owned(),
        missing: fact.missing.text(t.locale()).to_owned(),
        value: typed.map_or_else(
            || one.text.clone(),
            |typed| typed.fields.text("text").to_owned(),
        ),
        error: typed
            .and_then(|typed| typed.invalid.of("text"))
            .map_or_else(String::new, |key| t.say(key).to_owned()),
        rows: if fact.shape == Shape::Line { 2 } else { 5 },
        care: fact.care,
        is_confirmed: one.is_confirmed,
        state,
        mark,
        proposal: if one.text.is_empty() {
            one.proposal.clone()
        } else {
            String::new()
        },
        revision: one.revision,
        action: org.to(link::FACT, &fact.id),
        id: fact.id.clone(),
    }
}

async fn page(org: &Org, typed: Option<&Typed<'_>>) -> PageResult<FactsPage> {
    let rows = app::handbook::facts(&org.cx).await?;
    let t = org.t();
    Ok(FactsPage {
        shell: org.shell(
            t.say("handbook.facts"),
            &[(t.say("handbook.title"), org.to(link::OVERVIEW, ()))],
        ),
        rows: rows.iter().map(|one| row(org, one, typed)).collect(),
        conflict: false,
    })
}

/// `GET /{org}/handbook/facts`
pub(super) async fn list(org: Org) -> PageResult<Response> {
    Ok(Page(page(&org, None).await?).into_response())
}

/// `POST /{org}/handbook/facts/{fact}`
pub(super) async fn save(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    let draft = FactDraft {
        text: fields.text("text").to_owned(),
        is_confirmed: fields.is_on("is_confirmed"),
        revision: fields.read("revision").unwrap_or_default(),
    };
    let to = org.to(link::FACTS, ()).fragment(format!("fact-{id}"));
    let (invalid, status) = match app::handbook::save_fact(&org.cx, &id, &draft).await {
        Ok(()) => return Ok(go_with(&to, &Notice::done("handbook.saved"))),
        Err(Error::Invalid(invalid)) => (invalid, StatusCode::UNPROCESSABLE_ENTITY),
        Err(Error::Conflict) => (Invalid::default(), StatusCode::CONFLICT),
        Err(other) => return Err(other.into()),
    };
    let typed = Typed {
        id: &id,
        fields: &fields,
        invalid: &invalid,
    };
    let mut page = page(&org, Some(&typed)).await?;
    page.conflict = status == StatusCode::CONFLICT;
    Ok((status, Page(page)).into_response())
}
