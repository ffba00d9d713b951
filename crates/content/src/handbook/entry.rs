//! The rows of the files.

use domain::framework::Duty;
use domain::{Locale, Localised};
use serde::Deserialize;

use super::{Card, Fact, Origin, Questions, Shape, Source, SourceKind, Term};
use crate::Files;
use crate::sheets::Sheets;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cards {
    pub(super) duties: Vec<Duty>,
    pub(super) card: Vec<CardRow>,
    pub(super) questions: QuestionRows,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CardRow {
    id: String,
    chapter: String,
    questions: Vec<u32>,
    duties: Vec<Duty>,
    sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuestionRows {
    council: Vec<u32>,
    board: Vec<u32>,
    ask: Vec<u32>,
    pub(super) sources: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Facts {
    pub(super) fact: Named<FactRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FactRow {
    shape: Shape,
    source: Origin,
    care: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Terms {
    pub(super) term: Named<TermRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TermRow {
    cards: Vec<String>,
    #[serde(default)]
    avoid: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    pub(super) source: Named<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceRow {
    title: String,
    publisher: String,
    date: String,
    url: String,
    kind: SourceKind,
}

/// Rows by id.
pub(super) type Named<T> = std::collections::BTreeMap<String, T>;

pub(super) fn cards(rows: Vec<CardRow>, files: &Files, sheets: &mut Sheets<'_>) -> Vec<Card> {
    let read = |row: CardRow| {
        let id = row.id.as_str();
        let mut chapter = Localised::default();
        for locale in Locale::ALL {
            chapter.set(locale, files.text(&chapter_path(&row.chapter, locale)));
        }
        Card {
            title: sheets.text(&["card", id, "title"]),
            about: sheets.text(&["card", id, "about"]),
            why: sheets.text(&["card", id, "why"]),
            ask: sheets.list(&["card", id, "ask"]),
            good: sheets.text(&["card", id, "good"]),
            warning: sheets.text(&["card", id, "warning"]),
            duty: sheets.text(&["card", id, "duty"]),
            chapter,
            id: row.id,
            questions: row.questions,
            duties: row.duties,
            sources: row.sources,
        }
    };
    rows.into_iter().map(read).collect()
}

/// Where a chapter lies.
pub(super) fn chapter_path(chapter: &str, locale: Locale) -> String {
    format!("handbook/chapters/{chapter}.{locale}.md")
}

pub(super) fn questions(rows: &QuestionRows, sheets: &mut Sheets<'_>) -> Vec<Questions> {
    [
        ("council", &rows.council),
        ("board", &rows.board),
        ("ask", &rows.ask),
    ]
    .into_iter()
    .map(|(kind, numbers)| Questions {
        title: sheets.text(&["question", "heading", kind]),
        questions: numbers
            .iter()
            .map(|number| {
                let id = format!("q{number:02}");
                (*number, sheets.text(&["question", &id, "text"]))
            })
            .collect(),
    })
    .collect()
}

pub(super) fn facts(rows: Named<FactRow>, sheets: &mut Sheets<'_>) -> Vec<Fact> {
    let read = |(id, row): (String, FactRow)| Fact {
        title: sheets.text(&["fact", &id, "title"]),
        hint: sheets.text(&["fact", &id, "hint"]),
        missing: sheets.text(&["fact", &id, "missing"]),
        id,
        shape: row.shape,
        origin: row.source,
        care: row.care,
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn terms(rows: Named<TermRow>, sheets: &mut Sheets<'_>) -> Vec<Term> {
    let read = |(id, row): (String, TermRow)| Term {
        term: sheets.text(&["term", &id, "term"]),
        text: sheets.text(&["term", &id, "text"]),
        id,
        cards: row.cards,
        avoid: row.avoid,
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn sources(rows: Named<SourceRow>, sheets: &mut Sheets<'_>) -> Vec<Source> {
    let read = |(id, row): (String, SourceRow)| Source {
        gives: sheets.text(&["source", &id, "gives"]),
        id,
        title: row.title,
        publisher: row.publisher,
        date: row.date,
        url: row.url,
        kind: row.kind,
    };
    rows.into_iter().map(read).collect()
}
