//! The account of a file.

use std::collections::BTreeSet;

use domain::Localised;
use exchange::{Problem, Severity, Unlisted};
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
        sentence(t, &self.key, &self.args)
    }

    /// The words of one of the codes that the sentence names; empty when it names none.
    pub(super) fn word(&self, t: Texts, name: &str) -> String {
        let arg = self.args.iter().find(|(known, _)| *known == name);
        arg.map_or_else(String::new, |(_, value)| words(t, name, value))
    }
}

/// The sentence of a key, with the codes that it names put into words.
pub fn sentence<N: AsRef<str>>(t: Texts, key: &str, args: &[(N, String)]) -> String {
    let args: Vec<(&str, String)> = args
        .iter()
        .map(|(name, value)| (name.as_ref(), words(t, name.as_ref(), value)))
        .collect();
    let values: Vec<(&str, &dyn std::fmt::Display)> = args
        .iter()
        .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
        .collect();
    t.with(key, &values)
}

/// The words of a code. What has none is a word of the file itself, and is told as that.
fn words(t: Texts, name: &str, value: &str) -> String {
    let groups: &[&str] = match name {
        "reason" => &["import.drop."],
        "found" => &["import.kind.", "import.oscal.", "import.field."],
        "expected" => &["import.expected."],
        "field" => &["import.field."],
        "status" => &["import.status."],
        _ => return value.to_owned(),
    };
    let word = |code: &str| {
        // The place of a field in the file says nothing to whoever reads the sentence.
        let last = code.rsplit('.').next().unwrap_or(code).replace('_', "-");
        let keys = groups.iter().map(|group| format!("{group}{last}"));
        let known = keys.into_iter().find(|key| t.has(key));
        match known {
            Some(key) => t.say(&key).to_owned(),
            None if code.bytes().all(|it| it.is_ascii_digit()) => code.to_owned(),
            None => t.with("import.field.unknown", &[("field", &code)]),
        }
    };
    let several: Vec<String> = value.split(", ").map(word).collect();
    several.join(", ")
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
    /// What there was more than is listed.
    pub unlisted: Unlisted,
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

    /// Says that nothing of the file can be taken, for a reason that is not in the file.
    pub(crate) fn refuse(&mut self, key: &str) {
        self.taken.clear();
        self.count = 0;
        let why = Left {
            severity: Severity::Fatal,
            row: None,
            ..Left::row(0, "", key)
        };
        self.left.insert(0, why);
    }

    /// Whether nothing can be taken.
    pub const fn is_refused(&self) -> bool {
        self.taken.is_empty()
    }

    /// How many rows are left out.
    pub fn left_out(&self) -> usize {
        let left = self.left.iter().filter(|one| one.severity == Severity::Row);
        // A row with two bad cells is one row; what stands in no row counts by itself. Of what is not
        // listed only what leaves out another row counts.
        let rows: BTreeSet<_> = left
            .clone()
            .filter_map(|one| Some((&one.sheet, one.row?)))
            .collect();
        rows.len() + left.filter(|one| one.row.is_none()).count() + self.unlisted.rows
    }

    /// Whether cells are left out of rows that are taken.
    fn leaves_cells(&self) -> bool {
        let is_cell = |one: &Left| one.severity == Severity::Cell;
        self.unlisted.cells > 0 || self.left.iter().any(is_cell)
    }

    /// Whether this much of the file may be taken.
    pub fn allows(&self, extent: Extent) -> bool {
        let is_whole = self.left_out() == 0 && !self.leaves_cells();
        !self.is_refused() && (extent == Extent::Rest || is_whole)
    }
}
