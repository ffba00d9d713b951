//! What must hold in the training programme, and between it and the handbook.

use std::collections::BTreeSet;

use super::{FILE, Module, Session, TrainingPack};
use crate::handbook::HandbookPack;
use crate::problem::{Problem, line_of_id};

/// How long a session is.
const SESSION_MINUTES: u32 = 45;

/// The most words of a screen in Finnish: seven minutes are four screens and a few questions.
const MOST_SCREEN_WORDS: usize = 80;

/// Everything wrong in the programme by itself.
pub(super) fn all(pack: &TrainingPack, source: &str) -> Vec<Problem> {
    let mut found: Vec<Problem> = pack
        .sessions
        .iter()
        .flat_map(|session| of_session(session, source))
        .collect();
    found.extend(pack.modules.iter().flat_map(|one| of_module(one, source)));
    for path in &pack.paths {
        for id in path.steps.iter().flat_map(|step| &step.modules) {
            if pack.module(id).is_none() {
                let message = format!("path `{}` names the unknown module `{id}`", path.id);
                found.push(Problem::new(FILE, message, ""));
            }
        }
    }
    found
}

fn of_session(session: &Session, source: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut tell = |message: &str| {
        let message = format!("session `{}` {message}", session.id);
        let problem = Problem::new(FILE, message, "see the head of the file");
        found.push(problem.at(line_of_id(source, &session.id)));
    };
    let mut at = 0;
    for step in &session.steps {
        if step.start != at {
            tell(&format!("has a gap before `{}`", step.id));
        }
        at = step.start + step.minutes;
    }
    if at != session.minutes || session.minutes != SESSION_MINUTES {
        tell("does not take 45 minutes");
    }
    if !session.steps.iter().any(|step| step.is_exercise) {
        tell("has no exercise");
    }
    if session.bodies.is_empty() {
        tell("suits no body");
    }
    let full = |slide: &super::Slide| slide.points.is_empty() || slide.points.len() > 4;
    if session.slides.iter().any(full) {
        tell("has a slide without points or with more than four");
    }
    found
}

fn of_module(module: &Module, source: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut tell = |message: &str| {
        let message = format!("module `{}` {message}", module.id);
        let problem = Problem::new(FILE, message, "see the head of the file");
        found.push(problem.at(line_of_id(source, &module.id)));
    };
    for question in &module.questions {
        let ids: BTreeSet<&str> = question.options.iter().map(|it| it.id.as_str()).collect();
        if ids.len() != question.options.len() || ids.len() < 2 {
            tell(&format!(
                "has too few options, or one twice, in `{}`",
                question.id
            ));
        }
        if !ids.contains(question.correct.as_str()) {
            tell(&format!("has no right option in `{}`", question.id));
        }
    }
    if module.questions.is_empty() || module.screens.is_empty() {
        tell("has no screens or no questions");
    }
    for screen in &module.screens {
        let words = crate::handbook::count_words(&screen.text.fi);
        if words > MOST_SCREEN_WORDS {
            tell(&format!("has a screen of {words} words"));
        }
    }
    found
}

/// Everything wrong between the programme and the handbook.
pub(crate) fn between(pack: &TrainingPack, handbook: &HandbookPack) -> Vec<Problem> {
    let sessions = pack
        .sessions
        .iter()
        .map(|it| (it.id.as_str(), &it.cards, &it.sources));
    let modules = pack
        .modules
        .iter()
        .map(|it| (it.id.as_str(), &it.cards, &it.sources));
    let none = Vec::new();
    let steps = pack.paths.iter().flat_map(|path| {
        path.steps
            .iter()
            .map(|step| (path.id.as_str(), &step.cards, &none))
    });
    let mut found = Vec::new();
    for (id, cards, sources) in sessions.chain(modules).chain(steps) {
        for card in cards.iter().filter(|card| handbook.card(card).is_none()) {
            let message = format!("`{id}` names the unknown card `{card}`");
            found.push(Problem::new(FILE, message, crate::handbook::CARDS));
        }
        for one in sources.iter().filter(|one| handbook.source(one).is_none()) {
            let message = format!("`{id}` names the unknown source `{one}`");
            found.push(Problem::new(FILE, message, crate::handbook::SOURCES));
        }
    }
    found
}
