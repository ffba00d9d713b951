//! Reading a filled checklist.

use std::collections::BTreeMap;

use super::dates::Decision;
use super::{CLASSES, Column, FIELDS, ImportedDocument, KnownDocument, STATES, Word, dates};
use crate::account::{Log, shortened};
use crate::table::{Row, Table};
use crate::words::{bare_id, normalised, pairs, similarity, without_number};
use crate::{Account, Problem, ProblemKind, limits};
use domain::Locale;

/// Least likeness, in per cent, at which another document is offered.
const LIKE_ENOUGH: u8 = 60;

/// How many columns of the checklist a table has, for choosing among sheets.
pub fn best_fit(table: &Table) -> usize {
    columns(table).len()
}

/// Reads what each row says of a document.
///
/// A row with anything that is not understood is left out and named, a cell that should hold a day and
/// does not is left out alone, and rows whose state is empty leave their document as it is.
pub fn read(table: &Table, known: &[KnownDocument]) -> Account<Vec<ImportedDocument>> {
    let mut log = Log::default();
    let columns = columns(table);
    if !columns.contains_key(&Column::Id) && !columns.contains_key(&Column::Title) {
        return log.account(Err(ProblemKind::NoDocumentColumn));
    }
    if !columns.contains_key(&Column::State) {
        return log.account(Err(ProblemKind::NoStateColumn));
    }
    for (index, header) in table.headers.iter().enumerate() {
        if !header.is_empty() && !columns.values().any(|column| *column == index) {
            log.add(
                ProblemKind::ColumnUnknown
                    .at(table.header_place(index))
                    .with_value(header),
            );
        }
    }
    table.note_extra(table.headers.len(), 0, &mut log);
    let reader = Reader {
        table,
        columns,
        known,
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut documents = Vec::new();
    for row in &table.rows {
        let mut notes = Vec::new();
        match reader.document(row, &mut notes) {
            Ok(Some(document)) => {
                if let Some(first) = seen.get(&document.id) {
                    let kind = ProblemKind::DocumentTwice { row: *first };
                    log.add(kind.at(table.place(row)).with_value(reader.name(row)));
                    continue;
                }
                seen.insert(document.id.clone(), row.number);
                log.extend(notes);
                documents.push(document);
            }
            Ok(None) => {
                log.add(
                    ProblemKind::StateMissing
                        .at(table.place(row))
                        .with_value(reader.name(row)),
                );
            }
            Err(problems) => log.extend(problems.into_iter().chain(notes)),
        }
    }
    log.account(Ok(documents))
}

/// Which column of the table is which column of the checklist.
fn columns(table: &Table) -> BTreeMap<Column, usize> {
    let mut columns = BTreeMap::new();
    for (index, header) in table.headers.iter().enumerate() {
        let bare = normalised(header);
        let names = |field: &&super::Field| {
            [field.fi, field.sv, field.en]
                .iter()
                .any(|name| normalised(name) == bare)
        };
        let field = FIELDS.iter().find(names).or_else(|| {
            FIELDS
                .iter()
                .find(|field| field.also.contains(&bare.as_str()))
        });
        if let Some(field) = field.filter(|_| !bare.is_empty()) {
            columns.entry(field.column).or_insert(index);
        }
    }
    columns
}

struct Reader<'a> {
    table: &'a Table,
    columns: BTreeMap<Column, usize>,
    known: &'a [KnownDocument],
}

impl Reader<'_> {
    fn value<'r>(&self, row: &'r Row, column: Column) -> &'r str {
        self.columns
            .get(&column)
            .map_or("", |index| row.cell(*index))
    }

    /// What the row calls its document.
    fn name<'r>(&self, row: &'r Row) -> &'r str {
        match self.value(row, Column::Title) {
            "" => self.value(row, Column::Id),
            title => title,
        }
    }

    fn problem(&self, row: &Row, column: Column, kind: ProblemKind) -> Problem {
        let index = self.columns.get(&column).copied();
        let place = index.map_or_else(
            || self.table.place(row),
            |index| self.table.cell_place(row, index),
        );
        kind.at(place).with_value(self.value(row, column))
    }

    /// Reads a row; nothing when it gives no state. Cells that are left out of it are noted.
    fn document(
        &self,
        row: &Row,
        notes: &mut Vec<Problem>,
    ) -> Result<Option<ImportedDocument>, Vec<Problem>> {
        let mut problems = Vec::new();
        let id = self
            .id(row)
            .map_err(|problem| problems.push(*problem))
            .unwrap_or_default();
        let state_text = self.value(row, Column::State);
        if state_text.is_empty() && problems.is_empty() {
            return Ok(None);
        }
        let state = word(&STATES, state_text);
        if state.is_none() {
            problems.push(self.problem(row, Column::State, ProblemKind::StateUnknown));
        }
        let approved = self.date(row, Column::ApprovedOn, dates::decision, notes);
        let tested_on = self.date(row, Column::TestedOn, dates::parse, notes);
        let class = self.value(row, Column::Publicity);
        let publicity = word(&CLASSES, class);
        if publicity.is_none() && !class.is_empty() {
            problems.push(self.problem(row, Column::Publicity, ProblemKind::PublicityUnknown));
        }
        let note = self.value(row, Column::Note);
        if note.chars().count() > limits::ANSWER_CHARS {
            let kind = ProblemKind::AnswerTooLong {
                limit: limits::ANSWER_CHARS,
            };
            problems.push(self.problem(row, Column::Note, kind));
        }
        match state {
            Some(state) if problems.is_empty() => Ok(Some(ImportedDocument {
                row: row.number,
                id,
                state,
                approved_by: approver(self.value(row, Column::ApprovedBy), approved.as_ref()),
                approved_on: approved.map(|decision| decision.day),
                tested_on,
                note: note.to_owned(),
                publicity,
            })),
            _ => Err(problems),
        }
    }

    /// The day in a cell; signs such as a dash mean that there is none. What is no day is left out
    /// without the rest of its row.
    fn date<T>(
        &self,
        row: &Row,
        column: Column,
        read: fn(&str) -> Option<T>,
        notes: &mut Vec<Problem>,
    ) -> Option<T> {
        let text = self.value(row, column);
        if normalised(text).is_empty() {
            return None;
        }
        let date = read(text);
        if date.is_none() {
            notes.push(self.problem(row, column, ProblemKind::DateUnknown));
        }
        date
    }

    /// The id of the row's document: by id, else by title in any language.
    fn id(&self, row: &Row) -> Result<String, Box<Problem>> {
        let id = bare_id(self.value(row, Column::Id));
        let title = normalised(without_number(self.value(row, Column::Title)));
        if id.is_empty() && title.is_empty() {
            return Err(Box::new(
                ProblemKind::DocumentMissing.at(self.table.place(row)),
            ));
        }
        let titled = |document: &&KnownDocument| {
            Locale::ALL.into_iter().any(|locale| {
                let known = document.title.exact(locale);
                !known.is_empty() && normalised(without_number(known)) == title
            })
        };
        let by_id = self
            .known
            .iter()
            .find(|document| !id.is_empty() && bare_id(&document.id) == id);
        let by_title = || {
            self.known
                .iter()
                .find(|one| !title.is_empty() && titled(one))
        };
        if let Some(document) = by_id.or_else(by_title) {
            return Ok(document.id.clone());
        }
        let kind = match self.alike(&title) {
            Some(title) => ProblemKind::DocumentSimilar { title },
            None => ProblemKind::DocumentUnknown,
        };
        let column = if title.is_empty() {
            Column::Id
        } else {
            Column::Title
        };
        Err(Box::new(self.problem(row, column, kind)))
    }

    /// The title of the document most like this one, when it is alike enough.
    fn alike(&self, title: &str) -> Option<String> {
        let wanted = pairs(title);
        let titles = self.known.iter().flat_map(|document| {
            Locale::ALL
                .into_iter()
                .map(|locale| document.title.exact(locale))
                .filter(|text| !text.is_empty())
        });
        let likeness = |text: &str| similarity(&wanted, &pairs(&normalised(text)));
        let (likeness, best) = titles.map(|text| (likeness(text), text)).max()?;
        (likeness >= LIKE_ENOUGH).then(|| best.to_owned())
    }
}

/// Who approved, with the section that stands beside the day: `Kunnanhallitus § 43`.
fn approver(named: &str, decision: Option<&Decision>) -> String {
    let (body, section) = decision.map_or(("", ""), |it| (it.body.as_str(), it.section.as_str()));
    let who = if named.is_empty() { body } else { named };
    let section = if who.contains('§') { "" } else { section };
    shortened(&format!("{who} {section}"), 200)
}

/// The value that a word means.
fn word<T: Copy>(words: &[Word<T>], text: &str) -> Option<T> {
    let bare = normalised(text);
    if bare.is_empty() {
        return None;
    }
    let is_meant = |word: &&Word<T>| {
        [word.fi, word.sv, word.en]
            .iter()
            .any(|name| normalised(name) == bare)
            || word.also.contains(&bare.as_str())
    };
    words.iter().find(is_meant).map(|word| word.value)
}
