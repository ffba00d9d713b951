//! Reads `content/training`: sessions for a body, modules to study by oneself, and paths through
//! both.

mod check;
mod entry;

use domain::Localised;
use domain::framework::Duty;
use domain::training::Body;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, structure};
use crate::sheets::Sheets;

pub(crate) const FILE: &str = "training/training.toml";

/// A part of a session: what the trainer says and does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Id within its session.
    pub id: String,
    /// Minutes from the start.
    pub start: u32,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Ids of the slides that are shown.
    pub slides: Vec<String>,
    /// Whether the pairs do the exercise then.
    pub is_exercise: bool,
    /// Name.
    pub title: Localised,
    /// What the trainer says.
    pub script: Localised,
    /// What the trainer minds.
    pub tip: Localised,
}

/// A slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slide {
    /// Id within its session.
    pub id: String,
    /// Title.
    pub title: Localised,
    /// Points.
    pub points: Vec<Localised>,
}

/// What pairs do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    /// Name.
    pub title: Localised,
    /// What to do.
    pub task: Vec<Localised>,
    /// Cards to hand out; none in most exercises.
    pub cards: Vec<Localised>,
    /// What to talk of afterwards.
    pub debrief: Vec<Localised>,
    /// What becomes of it.
    pub result: Localised,
}

/// A session of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Stable id.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Bodies that it suits.
    pub bodies: Vec<Body>,
    /// Ids of the handbook's cards.
    pub cards: Vec<String>,
    /// Duties that it touches.
    pub duties: Vec<Duty>,
    /// Ids of the handbook's sources.
    pub sources: Vec<String>,
    /// Name.
    pub title: Localised,
    /// What participants can do afterwards.
    pub goal: Localised,
    /// What the trainer prepares.
    pub prepare: Vec<Localised>,
    /// Parts in order.
    pub steps: Vec<Step>,
    /// Slides in order.
    pub slides: Vec<Slide>,
    /// The exercise.
    pub exercise: Exercise,
}

/// A screen of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Screen {
    /// Title.
    pub title: Localised,
    /// Text.
    pub text: Localised,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Id within its question.
    pub id: String,
    /// What is chosen.
    pub text: Localised,
    /// Why it is right or not.
    pub why: Localised,
}

/// A question of a knowledge check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Id within its module.
    pub id: String,
    /// Id of the right option.
    pub correct: String,
    /// The question.
    pub text: Localised,
    /// Options.
    pub options: Vec<Choice>,
}

/// A module to study by oneself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Module {
    /// Stable id.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Ids of the handbook's cards.
    pub cards: Vec<String>,
    /// Duties that it touches.
    pub duties: Vec<Duty>,
    /// Ids of the handbook's sources.
    pub sources: Vec<String>,
    /// Name.
    pub title: Localised,
    /// What the reader can do afterwards.
    pub goal: Localised,
    /// Screens in order.
    pub screens: Vec<Screen>,
    /// The knowledge check.
    pub questions: Vec<Question>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    /// Ids of the handbook's cards.
    pub cards: Vec<String>,
    /// Ids of modules.
    pub modules: Vec<String>,
    /// Name.
    pub title: Localised,
    /// What to do.
    pub text: Localised,
}

/// A way through cards and modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Stable id.
    pub id: String,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Name.
    pub title: Localised,
    /// For whom.
    pub lead: Localised,
    /// Steps in order.
    pub steps: Vec<PathStep>,
}

/// The training programme.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingPack {
    /// Title.
    pub title: Localised,
    /// What it is.
    pub lead: Localised,
    /// Who can lead a session.
    pub trainer: Localised,
    /// What is not spoken of in sessions.
    pub rule: Localised,
    /// Sessions in order.
    pub sessions: Vec<Session>,
    /// Modules in order.
    pub modules: Vec<Module>,
    /// Paths, the short one first.
    pub paths: Vec<Path>,
}

impl TrainingPack {
    /// The session with this id.
    pub fn session(&self, id: &str) -> Option<&Session> {
        self.sessions.iter().find(|session| session.id == id)
    }

    /// The module with this id.
    pub fn module(&self, id: &str) -> Option<&Module> {
        self.modules.iter().find(|module| module.id == id)
    }

    /// The path with this id.
    pub fn path(&self, id: &str) -> Option<&Path> {
        self.paths.iter().find(|path| path.id == id)
    }
}

/// Reads the training programme; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> TrainingPack {
    let Some(rows) = structure::<entry::Rows>(files, FILE, problems) else {
        return TrainingPack::default();
    };
    let source = files.text(FILE);
    check_ids(FILE, source, &ids(&rows.session, |it| &it.id), problems);
    check_ids(FILE, source, &ids(&rows.module, |it| &it.id), problems);
    let mut sheets = Sheets::open(files, "training");
    let pack = TrainingPack {
        title: sheets.text(&["training", "title"]),
        lead: sheets.text(&["training", "lead"]),
        trainer: sheets.text(&["training", "trainer"]),
        rule: sheets.text(&["training", "rule"]),
        sessions: rows
            .session
            .into_iter()
            .map(|row| entry::session(row, &mut sheets))
            .collect(),
        modules: rows
            .module
            .into_iter()
            .map(|row| entry::module(row, &mut sheets))
            .collect(),
        paths: entry::paths(rows.path, &mut sheets),
    };
    problems.extend(sheets.close());
    problems.extend(check::all(&pack, source));
    pack
}

pub(crate) use check::between;
