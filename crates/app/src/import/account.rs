//! The account of a file.

use domain::Localised;
use exchange::{Problem, Severity};
use i18n::Texts;

/// How much is taken of a file in which something was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Everything that can be taken.
    Rest,
    /// All or nothing.
    Whole,
}

/// Something that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Row of the file, where the file has rows.
    pub row: Option<usize>,
    /// What it is.
    pub label: Localised,
    /// What is taken of it: a message key, or the words themselves when no text has that key.
    pub detail: String,
}

/// Something that is not taken, or that the person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// What it costs.
    pub severity: Severity,
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Row as the tool numbers it.
    pub row: Option<usize>,
    /// Column: letter and header.
    pub column: Option<(String, String)>,
    /// The value in question; empty when there is none.
    pub value: String,
    /// Key of the sentence that says why.
    pub key: String,
    /// What the sentence names.
    pub args: Vec<(&'static str, String)>,
}

impl Left {
    /// A row that is left out for a reason of ours.
    pub(crate) fn row(row: usize, value: &str, key: &str) -> Self {
        Self {
            severity: Severity::Row,
            sheet: None,
            row: Some(row),
            column: None,
            value: value.to_owned(),
            key: key.to_owned(),
            args: Vec::new(),
        }
    }
}

impl Left {
    /// The sentence that says why, in the reader's language.
    pub fn sentence(&self, t: Texts) -> String {
        let mut args: Vec<(&'static str, String)> = Vec::new();
        for (name, value) in &self.args {
            // Codes have words of their own; what has none is shown as it stands in the file.
            let key = match *name {
                "reason" => format!("import.drop.{value}"),
                "found" => format!("import.kind.{value}"),
                "expected" => format!("import.expected.{value}"),
                _ => String::new(),
            };
            let text = if t.has(&key) {
                t.say(&key).to_owned()
            } else {
                value.clone()
            };
            args.push((*name, text));
        }
        let values: Vec<(&str, &dyn std::fmt::Display)> = args
            .iter()
            .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
            .collect();
        t.with(&self.key, &values)
    }
}

impl From<Problem> for Left {
    fn from(problem: Problem) -> Self {
        Self {
            severity: problem.kind.severity(),
            key: problem.kind.message_key(),
            args: problem.kind.args(),
            sheet: problem.place.sheet,
            row: problem.place.row,
            column: problem
                .place
                .column
                .map(|column| (column.letter, column.header)),
            value: problem.value,
        }
    }
}

/// What is taken from a file, what is not, where it stands and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Account {
    /// What is or would be taken.
    pub taken: Vec<Taken>,
    /// How many: documents, turns, respondents.
    pub count: usize,
    /// What is not, and what should be known, in the order of the file.
    pub left: Vec<Left>,
    /// How many more there were than are listed.
    pub unlisted: usize,
}

impl Account {
    pub(crate) fn of<T>(read: exchange::Account<T>) -> (Option<T>, Self) {
        let account = Self {
            taken: Vec::new(),
            count: 0,
            left: read.problems.into_iter().map(Left::from).collect(),
            unlisted: read.unlisted,
        };
        (read.taken, account)
    }

    /// Whether nothing can be taken.
    pub const fn is_refused(&self) -> bool {
        self.taken.is_empty()
    }

    /// How many rows are left out.
    pub fn left_out(&self) -> usize {
        let rows = self.left.iter().filter(|one| one.severity == Severity::Row);
        rows.count() + self.unlisted
    }

    /// Whether this much of the file may be taken.
    pub fn allows(&self, extent: Extent) -> bool {
        !self.is_refused() && (extent == Extent::Rest || self.left_out() == 0)
    }
}
