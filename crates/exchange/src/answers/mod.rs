//! Survey answers as survey tools export them: one row per respondent.
//!
//! Two steps, so that a person decides in between. [`propose`] tells for each column which question
//! it is, or why it is dropped, and which values it does not understand. The person changes the
//! [`Mapping`] where needed, and [`read`] reads the answers with it.
//!
//! Whatever could tell who answered, or when, is dropped: ids, names, addresses, times. An id is
//! used for one thing before it goes: to notice that the same respondent stands in the file twice.

mod columns;
mod headers;
mod reading;
mod values;

use std::collections::BTreeMap;

use domain::Localised;
use domain::survey::Level;

pub use columns::{best_fit, propose};
pub use reading::read;

/// The questions that answers are sought for, and the words of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codebook {
    /// Questions in order.
    pub questions: Vec<Question>,
    /// The scale's labels as this survey words them; the usual wordings are known besides.
    pub scale: Vec<(Level, Localised)>,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Id within the instrument.
    pub id: String,
    /// The question or statement, in the languages it was asked in.
    pub text: Localised,
    /// How it is answered.
    pub kind: QuestionKind,
}

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// On the scale yes, partly, no, don't know.
    Scale,
    /// With one of these options.
    Choice(Vec<Choice>),
    /// In one's own words.
    Text,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Code within the question.
    pub code: String,
    /// Label.
    pub label: Localised,
}

/// Which column is which question: what [`propose`] proposes and a person confirms.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// One for each column of the table, in order.
    pub columns: Vec<ColumnMapping>,
    /// Rows under the headers that belong to them: 1 where statements stand under their question.
    pub header_rows: usize,
    /// Levels of values that are no labels, such as `A1` or `5`, as the person declared them.
    pub levels: BTreeMap<String, Level>,
    /// Values of scale questions that nobody has declared yet, the commonest first.
    pub undeclared: Vec<Undeclared>,
}

/// What one column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnMapping {
    /// The header; with the question above it where headers have two rows.
    pub header: String,
    /// What is done with it.
    pub target: Target,
    /// How that was found.
    pub matched: Matched,
    /// Codes of values that are no labels of a choice question, as the person declared them.
    pub options: BTreeMap<String, String>,
}

/// What is done with a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Its values answer the question of this id.
    Question(String),
    /// It is dropped.
    Dropped(DropReason),
    /// Nobody knows what it is; it is not read.
    Unknown,
}

/// How a column's target was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matched {
    /// The header is the question's id, as such or as a survey tool can write it.
    Id,
    /// The header is the question's text.
    Text,
    /// The header is the question's text but for case, punctuation, numbering or mark-up.
    Nearly,
    /// The header is like the question's text, by so many per cent. A person must confirm.
    Similar(u8),
    /// A person said so.
    Confirmed,
    /// The header is one that survey tools add.
    Technical,
    /// Nothing was found.
    Nothing,
}

/// Why a column is dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropReason {
    /// It numbers or names the respondents.
    Respondent,
    /// It gives contact details or names.
    Person,
    /// It gives times.
    Time,
    /// It gives network addresses or devices.
    Network,
    /// It gives access codes.
    Token,
    /// It gives the language that was answered in.
    Language,
    /// It gives how far the respondent came, or other workings of the tool.
    Progress,
    /// It gives comments beside a question of fixed answers.
    Comment,
    /// It is empty.
    Empty,
    /// A person chose not to take it.
    Chosen,
}

impl DropReason {
    /// Every reason.
    pub const ALL: [Self; 10] = [
        Self::Respondent,
        Self::Person,
        Self::Time,
        Self::Network,
        Self::Token,
        Self::Language,
        Self::Progress,
        Self::Comment,
        Self::Empty,
        Self::Chosen,
    ];

    /// The word in messages, a key part such as `import.drop.respondent`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Respondent => "respondent",
            Self::Person => "person",
            Self::Time => "time",
            Self::Network => "network",
            Self::Token => "token",
            Self::Language => "language",
            Self::Progress => "progress",
            Self::Comment => "comment",
            Self::Empty => "empty",
            Self::Chosen => "chosen",
        }
    }
}

/// A value of scale questions that is no label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undeclared {
    /// The value.
    pub value: String,
    /// How many cells hold it.
    pub count: usize,
    /// What it may be, for the person to confirm; only where codes leave little doubt.
    pub suggestion: Option<Level>,
}

/// One respondent's answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedBallot {
    /// Row of the file, for the account only: never to be stored with the answers.
    pub row: usize,
    /// Answers by question id; questions left unanswered are not there.
    pub answers: BTreeMap<String, ImportedAnswer>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedAnswer {
    /// To a scale question.
    Level(Level),
    /// Code of the option chosen.
    Choice(String),
    /// In the respondent's own words.
    Text(String),
}

impl Codebook {
    /// The question of an id.
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }
}

impl Mapping {
    /// Says that a column is this question, or is not taken when there is none.
    pub fn confirm(&mut self, column: usize, question: Option<&str>) {
        if let Some(column) = self.columns.get_mut(column) {
            column.matched = Matched::Confirmed;
            column.target = match question {
                Some(id) => Target::Question(id.to_owned()),
                None => Target::Dropped(DropReason::Chosen),
            };
        }
    }

    /// Confirms every column that was found by similarity.
    pub fn confirm_similar(&mut self) {
        for column in &mut self.columns {
            if matches!(column.matched, Matched::Similar(_)) {
                column.matched = Matched::Confirmed;
            }
        }
    }

    /// Takes every suggestion for values that nobody has declared.
    pub fn accept_suggestions(&mut self) {
        let suggested = self
            .undeclared
            .iter()
            .filter_map(|one| Some((one.value.clone(), one.suggestion?)));
        self.levels.extend(suggested);
    }

    /// Whether a person must look at it before answers are read.
    pub fn needs_a_person(&self) -> bool {
        self.columns
            .iter()
            .any(|column| matches!(column.matched, Matched::Similar(_)))
            || self
                .undeclared
                .iter()
                .any(|one| !self.levels.contains_key(&one.value))
    }
}

impl ColumnMapping {
    /// The question whose answers are read from the column; none while only similarity speaks for it.
    pub fn question(&self) -> Option<&str> {
        match (&self.target, self.matched) {
            (Target::Question(_), Matched::Similar(_)) => None,
            (Target::Question(id), _) => Some(id),
            _ => None,
        }
    }
}
