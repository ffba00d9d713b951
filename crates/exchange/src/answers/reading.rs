//! Reading the answers with a mapping.

use std::collections::{BTreeMap, BTreeSet};

use domain::survey::Level;

use super::headers::technical_readings;
use super::values::{NotGiven, Scale, is_nobody, not_given, option};
use super::{
    Codebook, ColumnMapping, DropReason, ImportedAnswer, ImportedBallot, Mapping, Matched,
    Question, QuestionKind, Target,
};
use crate::account::{Log, numbers};
use crate::table::{Row, Table};
use crate::words::normalised;
use crate::{Account, Place, Problem, ProblemKind, limits};

/// Headers of the column that is filled when answers are submitted, normalised.
const SUBMITTED: [&str; 6] = [
    "submitdate",
    "datum inskickat",
    "datum skickat",
    "date submitted",
    "lähetyspäivä",
    "inskickningsdatum",
];

/// Words at the beginning of a row that sums up the others, normalised.
const SUMMARY: [&str; 22] = [
    "keskiarvo",
    "mediaani",
    "keskihajonta",
    "yhteensä",
    "summa",
    "lukumäärä",
    "vastaajien määrä",
    "vastauksia",
    "minimi",
    "maksimi",
    "average",
    "mean",
    "median",
    "standard deviation",
    "total",
    "sum",
    "count",
    "medelvärde",
    "medeltal",
    "standardavvikelse",
    "totalt",
    "antal",
];

/// Whether a row sums up the others: its first text says so, in a column that is no question.
pub(super) fn is_summary(row: &Row, mapping: &Mapping) -> bool {
    let first = row.cells().position(|cell| !cell.is_empty());
    let Some((place, column)) = first.zip(first.and_then(|place| mapping.columns.get(place)))
    else {
        return false;
    };
    !matches!(column.target, Target::Question(_))
        && SUMMARY.contains(&normalised(row.cell(place)).as_str())
}

/// Reads the answers of every row.
///
/// A row with a value that is not understood is left out and named, as is the second row of a
/// respondent and a row that was never submitted; the rest are taken. An empty cell is a question
/// left unanswered.
pub fn read(table: &Table, mapping: &Mapping, codebook: &Codebook) -> Account<Vec<ImportedBallot>> {
    let mut log = Log::default();
    let questions = questions(table, mapping, codebook, &mut log);
    if questions.is_empty() {
        return log.account(Err(ProblemKind::NoQuestions));
    }
    let mut reader = Reader {
        table,
        mapping,
        questions,
        scale: Scale::of(codebook),
        respondent: respondent(table, mapping, &mut log),
        submitted: submitted(table, mapping),
        seen: BTreeMap::new(),
        levels: BTreeMap::new(),
        empty: 0,
        not_concerned: 0,
    };
    table.note_extra(mapping.columns.len(), mapping.header_rows, &mut log);
    let mut ballots = Vec::new();
    let mut answers = 0;
    let mut summaries = Vec::new();
    for row in table.rows.iter().skip(mapping.header_rows) {
        if is_summary(row, mapping) {
            summaries.push(row.number);
            continue;
        }
        match reader.ballot(row) {
            Ok(Some(ballot)) => {
                answers += ballot.answers.len();
                ballots.push(ballot);
            }
            Ok(None) => reader.empty += 1,
            Err(problems) => problems.into_iter().for_each(|problem| log.add(problem)),
        }
        if answers > limits::ANSWERS {
            return log.account(Err(ProblemKind::TooManyAnswers {
                limit: limits::ANSWERS,
            }));
        }
    }
    if let Some(first) = summaries.first() {
        let kind = ProblemKind::SummaryRows {
            count: summaries.len(),
            rows: numbers(&summaries),
        };
        log.add(kind.at(Place {
            sheet: table.sheet.clone(),
            ..Place::row(*first)
        }));
    }
    reader.note_unanswered(&mut log);
    note_identical(table, mapping, &mut log);
    log.account(Ok(ballots))
}

/// The column of each question; says in the log what becomes of the other columns.
fn questions<'a>(
    table: &Table,
    mapping: &'a Mapping,
    codebook: &'a Codebook,
    log: &mut Log,
) -> Vec<(usize, &'a Question, &'a ColumnMapping)> {
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    let mut questions = Vec::new();
    for (index, column) in mapping.columns.iter().enumerate() {
        let mut place = table.header_place(index);
        place.column = Some(crate::account::Column::new(index, &column.header));
        let kind = match (&column.target, column.matched) {
            (Target::Question(id), Matched::Similar(_)) => ProblemKind::ColumnUnconfirmed {
                question: id.clone(),
            },
            (Target::Question(id), _) => match codebook.question(id) {
                Some(question) if taken.insert(&question.id) => {
                    questions.push((index, question, column));
                    continue;
                }
                Some(_) => ProblemKind::QuestionTwice {
                    question: id.clone(),
                },
                None => ProblemKind::ColumnUnknown,
            },
            (Target::Dropped(DropReason::Empty), _) if column.header.is_empty() => continue,
            (Target::Dropped(reason), _) => ProblemKind::ColumnDropped {
                reason: reason.code(),
            },
            (Target::Unknown, _) => ProblemKind::ColumnUnknown,
        };
        log.add(kind.at(place).with_value(&column.header));
    }
    for question in codebook
        .questions
        .iter()
        .filter(|question| !taken.contains(question.id.as_str()))
    {
        log.add(ProblemKind::QuestionMissing {
            question: question.id.clone(),
        });
    }
    questions
}

/// The column that tells respondents apart: the first that numbers or names them and has a value of
/// its own for most rows. One that says the same of everybody, as `Anonyymi`, is told of in the log.
fn respondent(table: &Table, mapping: &Mapping, log: &mut Log) -> Option<usize> {
    let named = mapping.columns.iter().enumerate().filter(|(_, column)| {
        column.target == Target::Dropped(DropReason::Respondent)
            && column.matched == Matched::Technical
    });
    let named: Vec<usize> = named.map(|(index, _)| index).collect();
    let found = named.iter().find(|index| is_key(table, mapping, **index));
    if let (None, Some(first)) = (found, named.first()) {
        let mut values = rows(table, mapping).map(|row| row.cell(*first));
        if values.any(|value| not_given(value).is_none()) {
            log.add(ProblemKind::RespondentsNotTold.at(table.header_place(*first)));
        }
    }
    found.copied()
}

/// The rows of answers.
fn rows<'a>(table: &'a Table, mapping: &Mapping) -> impl Iterator<Item = &'a Row> {
    table.rows.iter().skip(mapping.header_rows)
}

/// Whether the values of a column can tell respondents apart. A respondent may stand in a file twice
/// or, when files were pasted together, a few times; what stands in more rows is no respondent.
fn is_key(table: &Table, mapping: &Mapping, column: usize) -> bool {
    const TIMES: usize = 3;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let values = rows(table, mapping).map(|row| row.cell(column));
    for value in values.filter(|value| !is_nobody(value)) {
        *counts.entry(value).or_default() += 1;
    }
    let filled: usize = counts.values().sum();
    let is_one_for_all = counts.len() == 1 && filled > 1;
    filled > 0 && !is_one_for_all && filled <= TIMES * counts.len()
}

/// The column that tells that a row was submitted, unless the tool fills it for nobody.
fn submitted(table: &Table, mapping: &Mapping) -> Option<usize> {
    let column = mapping.columns.iter().position(|column| {
        column.target == Target::Dropped(DropReason::Time)
            && technical_readings(&column.header)
                .iter()
                .any(|bare| SUBMITTED.contains(&bare.as_str()))
    })?;
    let is_used = table
        .rows
        .iter()
        .skip(mapping.header_rows)
        .any(|row| not_given(row.cell(column)).is_none());
    is_used.then_some(column)
}

struct Reader<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    questions: Vec<(usize, &'a Question, &'a ColumnMapping)>,
    scale: Scale,
    respondent: Option<usize>,
    submitted: Option<usize>,
    /// Respondents seen, with their row.
    seen: BTreeMap<&'a str, usize>,
    /// What values of the scale mean, so that each is understood once.
    levels: BTreeMap<&'a str, Option<Level>>,
    empty: usize,
    /// Answers that say that the question does not concern who answers.
    not_concerned: usize,
}

impl<'a> Reader<'a> {
    /// Says what was left unanswered.
    fn note_unanswered(&self, log: &mut Log) {
        if self.empty > 0 {
            log.add(ProblemKind::RowsWithoutAnswers { count: self.empty });
        }
        if self.not_concerned > 0 {
            let count = self.not_concerned;
            log.add(ProblemKind::NotConcerned { count });
        }
    }

    /// Reads a row: a ballot, nothing when there are no answers, or why it is left out.
    fn ballot(&mut self, row: &'a Row) -> Result<Option<ImportedBallot>, Vec<Problem>> {
        let mut answers = BTreeMap::new();
        let mut problems = Vec::new();
        for at in 0..self.questions.len() {
            let Some((column, question, mapping)) = self.questions.get(at).copied() else {
                break;
            };
            let value = row.cell(column);
            if value.is_empty() {
                continue;
            }
            match self.answer(value, question, mapping) {
                Ok(Some(answer)) => drop(answers.insert(question.id.clone(), answer)),
                Ok(None) => {}
                Err(kind) => {
                    let place = self.table.cell_place(row, column);
                    problems.push(kind.at(place).with_value(value));
                }
            }
        }
        if answers.is_empty() && problems.is_empty() {
            return Ok(None);
        }
        if self
            .submitted
            .is_some_and(|column| not_given(row.cell(column)).is_some())
        {
            return Err(vec![ProblemKind::NotSubmitted.at(self.table.place(row))]);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        if let Some(column) = self
            .respondent
            .filter(|column| !is_nobody(row.cell(*column)))
        {
            if let Some(first) = self.seen.get(row.cell(column)) {
                // The id itself is not shown: it could tell who answered.
                let kind = ProblemKind::RespondentTwice { row: *first };
                return Err(vec![kind.at(self.table.cell_place(row, column))]);
            }
            self.seen.insert(row.cell(column), row.number);
        }
        Ok(Some(ImportedBallot {
            row: row.number,
            answers,
        }))
    }

    /// What a value means on the scale.
    fn level(&mut self, value: &'a str) -> Option<Level> {
        if let Some(known) = self.levels.get(value) {
            return *known;
        }
        let level = self.scale.level(value, self.mapping);
        if self.levels.len() < 1_000 {
            self.levels.insert(value, level);
        }
        level
    }

    fn answer(
        &mut self,
        value: &'a str,
        question: &Question,
        column: &ColumnMapping,
    ) -> Result<Option<ImportedAnswer>, ProblemKind> {
        let id = || question.id.clone();
        let found = match &question.kind {
            QuestionKind::Scale => self.level(value).map(ImportedAnswer::Level),
            QuestionKind::Choice(choices) => option(value, choices, &column.options)
                .map(|code| ImportedAnswer::Choice(code.to_owned())),
            QuestionKind::Text if value.chars().count() > limits::ANSWER_CHARS => {
                let limit = limits::ANSWER_CHARS;
                return Err(ProblemKind::AnswerTooLong { limit });
            }
            QuestionKind::Text => not_given(value)
                .is_none()
                .then(|| ImportedAnswer::Text(value.to_owned())),
        };
        if found.is_some() {
            return Ok(found);
        }
        let why = not_given(value).ok_or_else(|| match &question.kind {
            QuestionKind::Scale => ProblemKind::OffScale { question: id() },
            _ => ProblemKind::NotAnOption { question: id() },
        })?;
        self.not_concerned += usize::from(why == NotGiven::NotConcerned);
        Ok(None)
    }
}
/// Says how many rows repeat an earlier one in every column. Few questions make equal answers
/// likely, so this alone makes nobody a duplicate.
fn note_identical(table: &Table, mapping: &Mapping, log: &mut Log) {
    let mut seen = BTreeSet::new();
    let rows = table.rows.iter().skip(mapping.header_rows);
    let repeated: Vec<usize> = rows
        .filter(|row| !seen.insert(row.content()))
        .map(|row| row.number)
        .collect();
    if let Some(first) = repeated.first() {
        let rows = numbers(&repeated);
        let place = Place {
            sheet: table.sheet.clone(),
            ..Place::row(*first)
        };
        log.add(
            ProblemKind::IdenticalRows {
                count: repeated.len(),
                rows,
            }
            .at(place),
        );
    }
}
