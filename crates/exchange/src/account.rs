//! What was taken from a file, what was not, and why.

use std::collections::BTreeSet;
use std::fmt;

use crate::limits;
use crate::problem::{ProblemKind, Severity};

/// What an importer gives back: the values, and everything the person should know about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account<T> {
    /// What was taken; nothing when a problem was fatal.
    pub taken: Option<T>,
    /// What was wrong or noteworthy, in the order of the file; at most [`limits::PROBLEMS`].
    pub problems: Vec<Problem>,
    /// What there was more than is listed.
    pub unlisted: Unlisted,
}

/// Problems that are only counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unlisted {
    /// How many.
    pub all: usize,
    /// How many rows or items are left out because of them that no listed problem leaves out.
    pub rows: usize,
    /// How many cells are left out because of them.
    pub cells: usize,
}

/// One thing that was wrong or noteworthy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands in the file.
    pub place: Place,
    /// What it is.
    pub kind: ProblemKind,
    /// The value in question, shortened; empty when there is none or it must not be shown.
    pub value: String,
}

/// Where something stands in a file, in the words of the tool the person looks at it with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row as the tool numbers it: the first is 1, and the header row counts.
    pub row: Option<usize>,
    /// Column.
    pub column: Option<Column>,
    /// Position in a nested file, such as `framework.requirement_nodes[12].ref_id`.
    pub path: Option<String>,
}

/// A column by letter and header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// `A`, `B`, … `AA`.
    pub letter: String,
    /// The header text, shortened.
    pub header: String,
}

impl Problem {
    /// Adds the value in question, shortened.
    #[must_use]
    pub fn with_value(mut self, value: &str) -> Self {
        self.value = shortened(value, limits::SHOWN_CHARS);
        self
    }
}

impl Place {
    /// A row of the file.
    pub fn row(row: usize) -> Self {
        Self {
            row: Some(row),
            ..Self::default()
        }
    }

    /// A position in a nested file.
    pub fn path(path: impl Into<String>) -> Self {
        Self {
            path: Some(path.into()),
            ..Self::default()
        }
    }
}

impl Column {
    /// The column at a zero-based index.
    pub fn new(index: usize, header: &str) -> Self {
        Self {
            letter: letter(index),
            header: shortened(header, limits::SHOWN_CHARS),
        }
    }
}

impl fmt::Display for Place {
    /// Writes the place for logs and tests; the interface has sentences of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}!")?;
        }
        if let Some(column) = &self.column {
            f.write_str(&column.letter)?;
        }
        if let Some(row) = self.row {
            write!(f, "{row}")?;
        }
        f.write_str(self.path.as_deref().unwrap_or_default())
    }
}

impl<T> Account<T> {
    /// Nothing was taken, for one reason.
    pub fn refused(problem: impl Into<Problem>) -> Self {
        Self {
            taken: None,
            problems: vec![problem.into()],
            unlisted: Unlisted::default(),
        }
    }

    /// Whether nothing can be taken.
    pub const fn is_refused(&self) -> bool {
        self.taken.is_none()
    }

    /// Whether rows, items or cells were left out.
    pub fn left_something_out(&self) -> bool {
        let Unlisted { rows, cells, .. } = self.unlisted;
        let mut listed = self.of(Severity::Row).chain(self.of(Severity::Cell));
        rows + cells > 0 || listed.next().is_some()
    }

    /// The problems of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Problem> {
        self.problems
            .iter()
            .filter(move |problem| problem.kind.severity() == severity)
    }

    /// Makes something else of what was taken.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Account<U> {
        Account {
            taken: self.taken.map(make),
            problems: self.problems,
            unlisted: self.unlisted,
        }
    }

    /// Reads on from what was taken, and keeps both lists of problems.
    pub fn and_then<U>(self, read: impl FnOnce(T) -> Account<U>) -> Account<U> {
        let mut log = Log::default();
        self.problems
            .into_iter()
            .for_each(|problem| log.add(problem));
        log.unlisted = self.unlisted;
        let nothing = Account {
            taken: None,
            problems: Vec::new(),
            unlisted: Unlisted::default(),
        };
        let next = self.taken.map_or(nothing, read);
        next.problems
            .into_iter()
            .for_each(|problem| log.add(problem));
        log.unlisted.all += next.unlisted.all;
        log.unlisted.rows += next.unlisted.rows;
        log.unlisted.cells += next.unlisted.cells;
        Account {
            taken: next.taken,
            problems: log.problems,
            unlisted: log.unlisted,
        }
    }
}

/// Collects problems up to the limit, and counts the rest.
#[derive(Debug, Default)]
pub(crate) struct Log {
    problems: Vec<Problem>,
    unlisted: Unlisted,
    /// Rows that some problem leaves out: two bad cells leave out one row.
    rows: BTreeSet<usize>,
}

impl Log {
    /// Adds a problem.
    pub(crate) fn add(&mut self, problem: impl Into<Problem>) {
        let problem = problem.into();
        let severity = problem.kind.severity();
        let is_new = match problem.place.row {
            Some(row) if severity == Severity::Row => self.rows.insert(row),
            _ => severity == Severity::Row,
        };
        if self.problems.len() < limits::PROBLEMS {
            self.problems.push(problem);
        } else {
            self.unlisted.all += 1;
            self.unlisted.rows += usize::from(is_new);
            self.unlisted.cells += usize::from(severity == Severity::Cell);
        }
    }

    /// Adds several problems.
    pub(crate) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        for problem in problems {
            self.add(problem);
        }
    }

    /// Ends the account: with the values, or with the problem that stopped everything.
    pub(crate) fn account<T>(mut self, taken: Result<T, ProblemKind>) -> Account<T> {
        let taken = match taken {
            Ok(value) => Some(value),
            Err(fatal) => {
                self.problems.insert(0, fatal.into());
                None
            }
        };
        Account {
            taken,
            problems: self.problems,
            unlisted: self.unlisted,
        }
    }
}

/// Numbers of rows for a sentence: the first ten.
pub(crate) fn numbers(rows: &[usize]) -> String {
    let shown: Vec<String> = rows.iter().take(10).map(ToString::to_string).collect();
    shown.join(", ")
}

/// The letter of a zero-based column: `A` … `Z`, `AA`, …
pub fn letter(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index;
    loop {
        letters.push(u8::try_from(rest % 26).map_or('?', |digit| char::from(b'A' + digit)));
        if rest < 26 {
            break;
        }
        rest = rest / 26 - 1;
    }
    letters.into_iter().rev().collect()
}

/// The text on one line and at most so many characters long.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let line: String = text
        .split_whitespace()
        .flat_map(|word| [" ", word])
        .skip(1)
        .flat_map(str::chars)
        .take(most.saturating_add(1))
        .collect();
    if line.chars().count() <= most {
        return line;
    }
    let mut cut: String = line.chars().take(most.saturating_sub(1)).collect();
    cut.truncate(cut.trim_end().len());
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_a_spreadsheet() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(letter);
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn shortens_on_one_line() {
        assert_eq!(shortened(" a\n b ", 10), "a b");
        assert_eq!(shortened("abcdef", 4), "abc…");
        assert_eq!(shortened("ääkköset", 8), "ääkköset");
    }

    #[test]
    fn counts_what_it_does_not_list() {
        let mut log = Log::default();
        for row in 0..limits::PROBLEMS + 5 {
            log.add(ProblemKind::NotSubmitted.at(Place::row(row)));
        }
        let account = log.account(Ok(()));
        assert_eq!(
            (account.problems.len(), account.unlisted),
            (
                limits::PROBLEMS,
                Unlisted {
                    all: 5,
                    rows: 5,
                    cells: 0
                }
            )
        );
    }

    #[test]
    fn counts_rows_that_are_left_out_once_and_notes_never() {
        let mut log = Log::default();
        for row in 0..limits::PROBLEMS {
            log.add(ProblemKind::NotSubmitted.at(Place::row(row)));
        }
        log.add(ProblemKind::NotSubmitted.at(Place::row(0)));
        log.add(ProblemKind::NameMissing.at(Place::row(5_000)));
        log.add(ProblemKind::HoursUnknown.at(Place::row(5_000)));
        log.add(ProblemKind::DateUnknown.at(Place::row(5_001)));
        log.add(ProblemKind::StrayQuote.at(Place::row(5_002)));
        let (all, rows, cells) = (5, 1, 1);
        let unlisted = log
            .account(Ok(()))
            .and_then(|()| Log::default().account(Ok(())))
            .unlisted;
        assert_eq!(unlisted, Unlisted { all, rows, cells });
    }
}
