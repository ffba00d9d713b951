//! A module: its screens, its knowledge check, and what the answers were worth. Plain HTML.

use std::collections::BTreeMap;

use app::training::Answered;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::handbook::Open;
use domain::training::Lesson;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::handbook::reader::Reader;
use crate::kit::shell::Shell;
use crate::page::{Page, mend};

/// An option of a question.
struct OptionRow {
    id: String,
    text: Open,
    /// Why it is right or not; empty before the answers.
    why: String,
    is_right: bool,
    is_chosen: bool,
}

/// A question with its options.
struct QuestionRow {
    id: String,
    text: Open,
    options: Vec<OptionRow>,
}

/// `GET /{org}/training/modules/{module}`
#[derive(Template)]
#[template(path = "training/module.html")]
struct ModulePage {
    shell: Shell,
    goal: String,
    screens: Vec<(Open, Open)>,
    questions: Vec<QuestionRow>,
    /// Cards of the handbook: title and address.
    cards: Vec<(String, String)>,
    sources: Vec<&'static content::handbook::Source>,
    /// How it went; empty before the answers.
    result: String,
    problems: Problems,
    action: String,
    back: String,
}

fn page(org: &Org, lesson: Lesson, fields: &Fields, answered: Option<&Answered>) -> ModulePage {
    let t = org.t();
    let crumbs = [(t.say("training.title"), org.to(link::MINE, ()))];
    let questions = lesson.questions.into_iter().map(|question| QuestionRow {
        options: question
            .options
            .into_iter()
            .map(|option| OptionRow {
                is_chosen: fields.text(&question.id) == option.id,
                why: match answered {
                    Some(_) => option.why.to_string(),
                    None => String::new(),
                },
                id: option.id,
                text: option.text,
                is_right: option.is_right,
            })
            .collect(),
        id: question.id,
        text: question.text,
    });
    ModulePage {
        shell: org.shell(lesson.title.as_str(), &crumbs),
        questions: questions.collect(),
        goal: lesson.goal.to_string(),
        screens: lesson.screens,
        result: answered.map_or_else(String::new, |answered| {
            let values: [(&str, &dyn std::fmt::Display); 2] = [
                ("correct", &answered.right()),
                ("asked", &answered.verdicts.len()),
            ];
            t.with("training.result", &values)
        }),
        cards: cards(org, &lesson.id),
        sources: sources(&lesson.id),
        problems: Problems::default(),
        action: org.to(link::MODULE, &lesson.id),
        back: org.to(link::MINE, ()),
    }
}

/// The cards behind a module.
fn cards(org: &Org, id: &str) -> Vec<(String, String)> {
    let locale = org.cx.locale();
    let handbook = Reader::of(org);
    let module = content::training().module(id);
    let ids = module.iter().flat_map(|module| &module.cards);
    ids.filter_map(|id| content::handbook().card(id))
        .map(|card| (card.title.text(locale).to_owned(), handbook.card(&card.id)))
        .collect()
}

/// Where the facts of a module come from.
fn sources(id: &str) -> Vec<&'static content::handbook::Source> {
    let module = content::training().module(id);
    let ids = module.into_iter().flat_map(|module| &module.sources);
    ids.filter_map(|id| content::handbook().source(id))
        .collect()
}

fn lesson(org: &Org, id: &str) -> PageResult<Lesson> {
    app::training::lesson(id, org.cx.locale()).ok_or(PageError::NotFound)
}

/// `GET /{org}/training/modules/{module}`
pub(super) async fn show(org: Org, At(id): At<String>) -> PageResult<Response> {
    let lesson = lesson(&org, &id)?;
    Ok(Page(page(&org, lesson, &Fields::default(), None)).into_response())
}

/// `POST /{org}/training/modules/{module}`
pub(super) async fn answer(org: Org, At(id): At<String>, fields: Fields) -> PageResult<Response> {
    let lesson = lesson(&org, &id)?;
    let chosen: BTreeMap<String, String> = fields
        .iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    match app::training::answer(&org.cx, &id, &chosen).await {
        Ok(answered) => Ok(Page(page(&org, lesson, &fields, Some(&answered))).into_response()),
        Err(Error::Invalid(invalid)) => Ok(unanswered(&org, lesson, &fields, &invalid)),
        Err(other) => Err(other.into()),
    }
}

/// What was chosen stays; nothing has been checked yet.
fn unanswered(org: &Org, lesson: Lesson, fields: &Fields, invalid: &Invalid) -> Response {
    let mut page = page(org, lesson, fields, None);
    page.problems = Problems::new(org.t(), invalid);
    mend(page)
}
