//! Reads `content/interview`: guides for individual and group interviews.

use std::collections::BTreeSet;

use domain::interview::InterviewKind;
use domain::{Localised, ThemeId};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, line_of_id, structure};
use crate::sheets::Sheets;

pub(crate) const FILE: &str = "interview/guides.toml";

/// A guide: what is asked of one group of people, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guide {
    /// Stable id.
    pub id: String,
    /// One person or several.
    pub kind: InterviewKind,
    /// How long it takes.
    pub minutes: u32,
    /// Whom it is for.
    pub title: Localised,
    /// Why it is held and what becomes of the notes; given to the interviewed beforehand.
    pub purpose: Localised,
    /// What the interviewer says first.
    pub opening: Localised,
    /// What the interviewer says last.
    pub closing: Localised,
    /// Questions in the order they are asked.
    pub questions: Vec<GuideQuestion>,
}

/// A question of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideQuestion {
    /// Stable id, unique among all guides.
    pub id: String,
    /// Themes it touches, the main one first.
    pub themes: Vec<ThemeId>,
    /// The question.
    pub text: Localised,
    /// What to ask further.
    pub probes: Vec<Localised>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    #[serde(rename = "version")]
    _version: u32,
    guide: Vec<GuideEntry>,
    question: Vec<QuestionEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideEntry {
    id: String,
    kind: InterviewKind,
    minutes: u32,
    questions: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuestionEntry {
    id: String,
    guide: String,
    themes: Vec<ThemeId>,
}

/// Reads the guides; their problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Vec<Guide> {
    let Some(structure) = structure::<Structure>(files, FILE, problems) else {
        return Vec::new();
    };
    check_structure(&structure, files.text(FILE), problems);
    let mut sheets = Sheets::open(files, "interview");
    let guides = structure
        .guide
        .iter()
        .map(|entry| guide(entry, &structure.question, &mut sheets))
        .collect();
    problems.extend(sheets.close());
    guides
}

fn guide(entry: &GuideEntry, bank: &[QuestionEntry], sheets: &mut Sheets<'_>) -> Guide {
    let mut text = |field: &str| sheets.text(&["guide", &entry.id, field]);
    let (title, purpose) = (text("title"), text("purpose"));
    let (opening, closing) = (text("opening"), text("closing"));
    let questions = entry
        .questions
        .iter()
        .filter_map(|id| bank.iter().find(|question| question.id == *id))
        .map(|question| GuideQuestion {
            id: question.id.clone(),
            themes: question.themes.clone(),
            text: sheets.text(&["question", &question.id, "text"]),
            probes: sheets.list(&["question", &question.id, "probes"]),
        })
        .collect();
    let (id, kind, minutes) = (entry.id.clone(), entry.kind, entry.minutes);
    Guide {
        id,
        kind,
        minutes,
        title,
        purpose,
        opening,
        closing,
        questions,
    }
}

fn check_structure(structure: &Structure, source: &str, problems: &mut Vec<Problem>) {
    check_ids(FILE, source, &ids(&structure.guide, |it| &it.id), problems);
    check_ids(
        FILE,
        source,
        &ids(&structure.question, |it| &it.id),
        problems,
    );
    let listed: Vec<(&GuideEntry, &String)> = structure
        .guide
        .iter()
        .flat_map(|guide| std::iter::repeat(guide).zip(&guide.questions))
        .collect();
    let mut seen = BTreeSet::new();
    for (guide, id) in listed {
        let known = structure
            .question
            .iter()
            .any(|entry| entry.id == *id && entry.guide == guide.id);
        if !known || !seen.insert(id) {
            let message = format!(
                "guide `{}` lists `{id}`, which is no question of it",
                guide.id
            );
            let hint = "or lists it twice";
            problems.push(Problem::new(FILE, message, hint).at(line_of_id(source, &guide.id)));
        }
    }
    for entry in structure
        .question
        .iter()
        .filter(|entry| !seen.contains(&entry.id))
    {
        let message = format!("question `{}` is in no guide's list", entry.id);
        problems.push(Problem::new(FILE, message, "").at(line_of_id(source, &entry.id)));
    }
}
