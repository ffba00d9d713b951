//! The rows of the file.

use std::collections::BTreeMap;

use domain::framework::Duty;
use domain::training::Body;
use serde::Deserialize;

use super::{Choice, Exercise, Module, Path, PathStep, Question, Screen, Session, Slide, Step};
use crate::sheets::Sheets;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    #[serde(rename = "duties")]
    _duties: Vec<Duty>,
    pub(super) session: Vec<SessionRow>,
    pub(super) module: Vec<ModuleRow>,
    pub(super) path: BTreeMap<String, PathRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SessionRow {
    pub(super) id: String,
    minutes: u32,
    bodies: Vec<Body>,
    cards: Vec<String>,
    duties: Vec<Duty>,
    sources: Vec<String>,
    blocks: Vec<StepRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepRow {
    id: String,
    start: u32,
    minutes: u32,
    slides: Vec<String>,
    #[serde(default)]
    exercise: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModuleRow {
    pub(super) id: String,
    minutes: u32,
    cards: Vec<String>,
    duties: Vec<Duty>,
    sources: Vec<String>,
    screens: Vec<String>,
    questions: Vec<QuestionRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionRow {
    id: String,
    options: Vec<String>,
    correct: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PathRow {
    minutes: u32,
    steps: Vec<PathStepRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PathStepRow {
    id: String,
    cards: Vec<String>,
    modules: Vec<String>,
}

pub(super) fn session(row: SessionRow, sheets: &mut Sheets<'_>) -> Session {
    let id = row.id.as_str();
    let mut slides: Vec<Slide> = Vec::new();
    for slide in row.blocks.iter().flat_map(|step| &step.slides) {
        if slides.iter().all(|known| known.id != *slide) {
            slides.push(Slide {
                title: sheets.text(&["session", id, "slide", slide, "title"]),
                points: sheets.list(&["session", id, "slide", slide, "points"]),
                id: slide.clone(),
            });
        }
    }
    let exercise = |word| ["session", id, "exercise", word];
    let has_cards = sheets.has(&exercise("cards"));
    let exercise = Exercise {
        title: sheets.text(&exercise("title")),
        task: sheets.list(&exercise("task")),
        cards: if has_cards {
            sheets.list(&exercise("cards"))
        } else {
            Vec::new()
        },
        debrief: sheets.list(&exercise("debrief")),
        result: sheets.text(&exercise("result")),
    };
    Session {
        title: sheets.text(&["session", id, "title"]),
        goal: sheets.text(&["session", id, "goal"]),
        prepare: sheets.list(&["session", id, "prepare"]),
        steps: row
            .blocks
            .into_iter()
            .map(|step| read_step(id, step, sheets))
            .collect(),
        slides,
        exercise,
        minutes: row.minutes,
        bodies: row.bodies,
        cards: row.cards,
        duties: row.duties,
        sources: row.sources,
        id: row.id,
    }
}

fn read_step(session: &str, row: StepRow, sheets: &mut Sheets<'_>) -> Step {
    let at = |word| ["session", session, "block", row.id.as_str(), word];
    Step {
        title: sheets.text(&at("title")),
        script: sheets.text(&at("script")),
        tip: sheets.text(&at("tip")),
        start: row.start,
        minutes: row.minutes,
        slides: row.slides,
        is_exercise: row.exercise,
        id: row.id,
    }
}

pub(super) fn module(row: ModuleRow, sheets: &mut Sheets<'_>) -> Module {
    let id = row.id.as_str();
    Module {
        title: sheets.text(&["module", id, "title"]),
        goal: sheets.text(&["module", id, "goal"]),
        screens: row
            .screens
            .iter()
            .map(|screen| Screen {
                title: sheets.text(&["module", id, "screen", screen, "title"]),
                text: sheets.text(&["module", id, "screen", screen, "text"]),
            })
            .collect(),
        questions: row
            .questions
            .into_iter()
            .map(|one| question(id, one, sheets))
            .collect(),
        minutes: row.minutes,
        cards: row.cards,
        duties: row.duties,
        sources: row.sources,
        id: row.id,
    }
}

fn question(module: &str, row: QuestionRow, sheets: &mut Sheets<'_>) -> Question {
    let at = ["module", module, "question", row.id.as_str()];
    let mut text = |rest: &[&str]| {
        let path: Vec<&str> = at.iter().chain(rest).copied().collect();
        sheets.text(&path)
    };
    Question {
        text: text(&["text"]),
        options: row
            .options
            .into_iter()
            .map(|option| Choice {
                text: text(&["option", &option, "text"]),
                why: text(&["option", &option, "why"]),
                id: option,
            })
            .collect(),
        correct: row.correct,
        id: row.id,
    }
}

pub(super) fn paths(rows: BTreeMap<String, PathRow>, sheets: &mut Sheets<'_>) -> Vec<Path> {
    let mut all: Vec<Path> = rows
        .into_iter()
        .map(|(id, row)| Path {
            title: sheets.text(&["path", &id, "title"]),
            lead: sheets.text(&["path", &id, "lead"]),
            steps: row
                .steps
                .into_iter()
                .map(|step| PathStep {
                    title: sheets.text(&["path", &id, "step", &step.id, "title"]),
                    text: sheets.text(&["path", &id, "step", &step.id, "text"]),
                    cards: step.cards,
                    modules: step.modules,
                })
                .collect(),
            minutes: row.minutes,
            id,
        })
        .collect();
    all.sort_by_key(|path| path.minutes);
    all
}
