//! Finding out which column is which question.

use std::collections::{BTreeMap, BTreeSet};

use domain::Locale;

use super::headers::{BEFORE, BESIDE, TECHNICAL, is_own_words, readings, technical_readings};
use super::values::{Scale, undeclared};
use super::{Codebook, ColumnMapping, DropReason, Mapping, Matched, Target};
use crate::limits;
use crate::table::Table;
use crate::words::{bare_id, normalised, pairs, similarity, without_number};

/// Least likeness, in per cent, at which a question is proposed.
const LIKE_ENOUGH: u8 = 72;
/// How much likelier the best question must be than the second.
const MARGIN: u8 = 6;

/// How well the table's headers fit the codebook, for choosing among sheets and rows of headers: by
/// the columns that are questions, and where these are equal by those that survey tools add.
pub fn best_fit(codebook: &Codebook) -> impl Fn(&Table) -> usize {
    const QUESTION: usize = limits::COLUMNS + 1;
    let index = Index::of(codebook);
    let fit = move |headers: &[String]| {
        let is_question = |header: &&String| index.exact(header).is_some();
        let questions = headers.iter().filter(is_question).count();
        if questions == 0 {
            return 0;
        }
        let technical = headers
            .iter()
            .filter(|header| index.dropped(header).is_some());
        questions * QUESTION + technical.count()
    };
    move |table| {
        let double = double_headers(table).map_or(0, |double| fit(&double));
        double.max(fit(&table.headers))
    }
}

/// Proposes which column is which question.
pub fn propose(table: &Table, codebook: &Codebook) -> Mapping {
    let index = Index::of(codebook);
    let single: Vec<String> = table.headers.clone();
    let double = double_headers(table);
    let found = |headers: &[String]| {
        headers
            .iter()
            .filter(|header| index.exact(header).is_some())
            .count()
    };
    let is_double = double
        .as_ref()
        .is_some_and(|double| found(double) > found(&single));
    let headers = double.filter(|_| is_double).unwrap_or(single);
    let header_rows = usize::from(is_double);
    let empty = empty_columns(table, headers.len(), header_rows);
    let mut columns: Vec<ColumnMapping> = headers
        .into_iter()
        .enumerate()
        .map(|(place, header)| {
            let (target, matched) = if empty.contains(&place) && index.exact(&header).is_none() {
                (Target::Dropped(DropReason::Empty), Matched::Nothing)
            } else {
                index.find(&header)
            };
            ColumnMapping {
                header,
                target,
                matched,
                options: BTreeMap::new(),
            }
        })
        .collect();
    drop_repeated(&mut columns);
    let mut mapping = Mapping {
        columns,
        header_rows,
        ..Mapping::default()
    };
    mapping.undeclared = undeclared(table, &mapping, codebook, &Scale::of(codebook));
    mapping
}

/// Headers of two rows made one: the question above, carried on to the right, and the statement.
fn double_headers(table: &Table) -> Option<Vec<String>> {
    let below = table
        .rows
        .first()
        .filter(|row| row.number == table.header_row + 1)?;
    let width = table.headers.len().max(below.len());
    let mut above = "";
    let headers = (0..width).map(|column| {
        let header = table.headers.get(column).map_or("", String::as_str);
        if !header.is_empty() {
            above = header;
        }
        match below.cell(column) {
            "" => header.to_owned(),
            statement => format!("{above}: {statement}"),
        }
    });
    Some(headers.collect())
}

fn empty_columns(table: &Table, width: usize, header_rows: usize) -> BTreeSet<usize> {
    let mut empty: BTreeSet<usize> = (0..width).collect();
    for row in table.rows.iter().skip(header_rows) {
        empty.retain(|column| row.cell(*column).is_empty());
        if empty.is_empty() {
            break;
        }
    }
    empty
}

/// Leaves a proposal by similarity out where another column is the question for certain, and one
/// where two are alike.
fn drop_repeated(columns: &mut [ColumnMapping]) {
    let certain: BTreeSet<String> = columns
        .iter()
        .filter_map(|column| column.question().map(str::to_owned))
        .collect();
    let mut best: BTreeMap<String, u8> = BTreeMap::new();
    for column in columns.iter() {
        if let (Target::Question(id), Matched::Similar(likeness)) = (&column.target, column.matched)
        {
            let best = best.entry(id.clone()).or_default();
            *best = (*best).max(likeness);
        }
    }
    for column in columns.iter_mut() {
        if let (Target::Question(id), Matched::Similar(likeness)) = (&column.target, column.matched)
        {
            if certain.contains(id) || best.get(id) != Some(&likeness) {
                column.target = Target::Unknown;
                column.matched = Matched::Nothing;
            } else {
                // The first of two that are equally alike is taken.
                best.insert(id.clone(), u8::MAX);
            }
        }
    }
}

/// The questions by everything a header may say of them. What fits two questions fits none.
struct Index {
    ids: BTreeMap<String, Option<String>>,
    texts: BTreeMap<String, Option<String>>,
    normalised: BTreeMap<String, Option<String>>,
    pairs: Vec<(String, Vec<(char, char)>)>,
    technical: BTreeMap<&'static str, DropReason>,
}

impl Index {
    fn of(codebook: &Codebook) -> Self {
        let mut index = Self {
            ids: BTreeMap::new(),
            texts: BTreeMap::new(),
            normalised: BTreeMap::new(),
            pairs: Vec::new(),
            technical: TECHNICAL
                .iter()
                .flat_map(|(reason, headers)| headers.iter().map(|header| (*header, *reason)))
                .collect(),
        };
        for question in &codebook.questions {
            note(&mut index.ids, bare_id(&question.id), &question.id);
            for locale in Locale::ALL {
                index.note_text(&question.id, question.text.exact(locale).trim());
            }
        }
        index
    }

    fn note_text(&mut self, id: &str, text: &str) {
        let bare = normalised(without_number(text));
        if !bare.is_empty() {
            note(&mut self.texts, text.to_owned(), id);
            self.pairs.push((id.to_owned(), pairs(&bare)));
            note(&mut self.normalised, bare, id);
        }
    }

    /// What a column with this header is.
    fn find(&self, header: &str) -> (Target, Matched) {
        if let Some(reason) = self.beside(header) {
            return (Target::Dropped(reason), Matched::Technical);
        }
        if let Some((id, matched)) = self.exact(header) {
            return (Target::Question(id), matched);
        }
        if let Some(reason) = self.dropped(header) {
            return (Target::Dropped(reason), Matched::Technical);
        }
        match self.alike(header) {
            Some((id, likeness)) => (Target::Question(id.to_owned()), Matched::Similar(likeness)),
            None => (Target::Unknown, Matched::Nothing),
        }
    }

    /// The question that the header names: by its text, its id, or nearly its text.
    fn exact(&self, header: &str) -> Option<(String, Matched)> {
        let readings = readings(header);
        let known =
            |map: &BTreeMap<String, Option<String>>, key: &str| map.get(key).cloned().flatten();
        let by_text = readings
            .iter()
            .find_map(|reading| known(&self.texts, reading));
        if let Some(id) = by_text {
            return Some((id, Matched::Text));
        }
        let words = readings.iter().filter(|reading| !reading.contains(' '));
        if let Some(id) = words
            .into_iter()
            .find_map(|reading| known(&self.ids, &bare_id(reading)))
        {
            return Some((id, Matched::Id));
        }
        let nearly =
            |reading: &String| known(&self.normalised, &normalised(without_number(reading)));
        readings
            .iter()
            .find_map(nearly)
            .map(|id| (id, Matched::Nearly))
    }

    fn dropped(&self, header: &str) -> Option<DropReason> {
        let mut readings = technical_readings(header).into_iter();
        readings.find_map(|bare| self.technical.get(bare.as_str()).copied())
    }

    /// Why a column that stands beside a question is dropped, unless its whole header is a question.
    fn beside(&self, header: &str) -> Option<DropReason> {
        let bare = normalised(without_number(header));
        if self.normalised.contains_key(&bare) {
            return None;
        }
        if let Some(reason) = self.marked(&bare).or_else(|| self.timed(header)) {
            return Some(reason);
        }
        let beside = BESIDE
            .iter()
            .find(|(_, starts)| starts.iter().any(|start| bare.starts_with(start)));
        let bracketed = header
            .trim_end()
            .strip_suffix(']')
            .and_then(|open| open.rsplit_once('['));
        let is_own_words = bracketed.is_some_and(|(_, inner)| is_own_words(inner));
        beside
            .map(|(reason, _)| *reason)
            .or_else(|| is_own_words.then_some(DropReason::Comment))
    }

    /// Why a question is dropped that has a word for marks or remarks before it.
    fn marked(&self, bare: &str) -> Option<DropReason> {
        let (word, question) = bare.split_once(' ')?;
        let known = self.normalised.contains_key(question) || self.ids.contains_key(question);
        let (reason, _) = BEFORE.iter().find(|(_, words)| words.contains(&word))?;
        known.then_some(*reason)
    }

    /// Why a timing is dropped: a question's code with `Time` behind it, or `groupTime` with a number.
    fn timed(&self, header: &str) -> Option<DropReason> {
        let (code, number) = header.trim().rsplit_once("Time")?;
        let is_numbered = number.chars().all(|c| c.is_ascii_digit());
        let is_group = code == "group" && is_numbered;
        let is_question = number.is_empty() && self.ids.contains_key(&bare_id(code));
        (is_group || is_question).then_some(DropReason::Time)
    }

    /// The question whose text is most like the header, when it is alike enough and no other is
    /// nearly as like.
    fn alike(&self, header: &str) -> Option<(&str, u8)> {
        let readings: Vec<_> = readings(header)
            .iter()
            .map(|reading| pairs(&normalised(without_number(reading))))
            .collect();
        let mut best: BTreeMap<&str, u8> = BTreeMap::new();
        for (id, text) in &self.pairs {
            let likeness = readings
                .iter()
                .map(|reading| similarity(reading, text))
                .max()
                .unwrap_or_default();
            let known = best.entry(id).or_default();
            *known = (*known).max(likeness);
        }
        let (id, likeness) = best.iter().max_by_key(|(_, likeness)| **likeness)?;
        let second = best
            .iter()
            .filter(|(other, _)| *other != id)
            .map(|(_, likeness)| *likeness)
            .max();
        let is_clear = second.is_none_or(|second| second + MARGIN <= *likeness);
        (*likeness >= LIKE_ENOUGH && is_clear).then_some((id, *likeness))
    }
}

/// Notes that a key means a question, or that it means nothing when it would mean two.
fn note(map: &mut BTreeMap<String, Option<String>>, key: String, id: &str) {
    map.entry(key)
        .and_modify(|known| {
            if known.as_deref() != Some(id) {
                *known = None;
            }
        })
        .or_insert_with(|| Some(id.to_owned()));
}
