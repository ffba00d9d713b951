//! Everything that can be said of a file: codes, severities and arguments, without sentences.

use crate::{Place, Problem};

/// How much a problem costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing can be taken from the file.
    Fatal,
    /// This row or item was left out; the rest can be taken.
    Row,
    /// This cell was left out; the rest of its row can be taken.
    Cell,
    /// Nothing was left out that the file meant to give; the person should know all the same.
    Note,
}

impl Severity {
    /// The word in messages and interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Row => "row",
            Self::Cell => "cell",
            Self::Note => "note",
        }
    }
}

/// Builds the enum of everything that can be said of a file, its codes, severities and arguments.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$fdoc:meta])* $field:ident: $type:ty),* $(,)? })? = $code:literal, $severity:ident;)*) => {
        /// Everything that can be said of a file, without sentences.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ProblemKind { $($(#[$doc])* $name $({ $($(#[$fdoc])* $field: $type),* })?,)* }

        impl ProblemKind {
            /// Every code with the names of its arguments: the list the message files must cover.
            pub const CODES: &'static [(&'static str, &'static [&'static str])] =
                &[$(($code, &[$($(stringify!($field)),*)?])),*];

            /// The code, the last part of the message key.
            pub const fn code(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),* })? => $code),* }
            }

            /// What it costs.
            pub const fn severity(&self) -> Severity {
                match self { $(Self::$name $({ $($field: _),* })? => Severity::$severity),* }
            }

            /// The arguments of the message, by name.
            pub fn args(&self) -> Vec<(&'static str, String)> {
                match self { $(Self::$name $({ $($field),* })? => vec![$($((stringify!($field), $field.to_string())),*)?]),* }
            }
        }
    };
}

kinds! {
    // The file as a whole.
    /// The file is larger than the importer takes.
    TooLarge { /// Largest size taken, in megabytes.
        limit: usize, /// Size of this file, in megabytes.
        found: usize } = "too-large", Fatal;
    /// The file has no content.
    EmptyFile = "empty-file", Fatal;
    /// The file is of another type than the importer reads.
    WrongType { /// Code of the type it is, see [`crate::kind::FileKind::code`].
        found: &'static str, /// Code of what is read here: `table`, `notes` or `framework`.
        expected: &'static str } = "wrong-type", Fatal;
    /// The file is protected with a password.
    Encrypted = "encrypted", Fatal;
    /// The workbook cannot be opened.
    BrokenWorkbook = "broken-workbook", Fatal;
    /// The text document cannot be opened.
    BrokenDocument = "broken-document", Fatal;
    /// The packed file holds more parts than any real one.
    TooManyParts { /// Most parts taken.
        limit: usize } = "too-many-parts", Fatal;
    /// The packed file opens to an unreasonable size.
    Expands { /// Most megabytes taken.
        limit: usize } = "expands", Fatal;
    /// The file has more rows than are taken.
    TooManyRows { /// Most rows taken.
        limit: usize } = "too-many-rows", Fatal;
    /// The file has more columns than are taken.
    TooManyColumns { /// Most columns taken.
        limit: usize } = "too-many-columns", Fatal;
    /// The file has more cells than are taken.
    TooManyCells { /// Most cells taken.
        limit: usize } = "too-many-cells", Fatal;
    /// The file gives more text than is taken, what is repeated counted each time.
    TooMuchText { /// Most characters taken, in millions.
        limit: usize } = "too-much-text", Fatal;
    /// The file has no table with headers.
    NoTable = "no-table", Fatal;
    /// The file's structure is nested deeper than any real one.
    TooDeep { /// Most levels taken.
        limit: usize } = "too-deep", Fatal;
    /// The file repeats its parts by reference beyond reason.
    TooManyReferences { /// Most values taken.
        limit: usize } = "too-many-references", Fatal;
    /// The file does not follow its format's grammar.
    Syntax { /// Line.
        line: usize, /// Character in the line.
        character: usize } = "syntax", Fatal;

    // Tables.
    /// A cell holds more text than is taken; the text was cut.
    CellCut { /// Most characters taken.
        limit: usize } = "cell-cut", Note;
    /// The file has more answers than are taken.
    TooManyAnswers { /// Most answers taken.
        limit: usize } = "too-many-answers", Fatal;
    /// The row has more cells than there are headers.
    ExtraCells { /// How many.
        count: usize } = "extra-cells", Note;
    /// Rows that the tool hides were read like the others.
    HiddenRows { /// How many.
        count: usize, /// The first of them.
        rows: String } = "hidden-rows", Note;
    /// A formula has no value in the file: it was never worked out. The cell was read as empty.
    FormulaUnworked = "formula-unworked", Note;
    /// A quotation mark does not close, or closes before its cell ends; the cell was read as it
    /// stands.
    StrayQuote = "stray-quote", Note;
    /// The character encoding was inferred, because the file does not say it.
    EncodingGuessed { /// Name of the encoding.
        encoding: &'static str } = "encoding-guessed", Note;
    /// Lines of the file are in different encodings.
    EncodingMixed { /// How many lines were read as Windows-1252.
        count: usize } = "encoding-mixed", Note;
    /// Text seems to have been spoilt before it came here.
    Garbled = "garbled", Note;
    /// The workbook has other sheets with content, which were not read.
    SheetsNotRead { /// Their names.
        names: String } = "sheets-not-read", Note;

    // Survey answers.
    /// No column is one of the survey's questions.
    NoQuestions = "no-questions", Fatal;
    /// A column is neither a known question nor a known technical column; it was not read.
    ColumnUnknown = "column-unknown", Note;
    /// The column matches a question by similarity only; it was not read, as nobody confirmed it.
    ColumnUnconfirmed { /// The question's id.
        question: String } = "column-unconfirmed", Note;
    /// The column was dropped so that answers stay anonymous.
    ColumnDropped { /// Code of the reason, see [`crate::answers::DropReason::code`].
        reason: &'static str } = "column-dropped", Note;
    /// Another column already gives this question; this one was not read.
    QuestionTwice { /// The question's id.
        question: String } = "question-twice", Note;
    /// The question has no column in the file.
    QuestionMissing { /// The question's id.
        question: String } = "question-missing", Note;
    /// The value is not on the answer scale.
    OffScale { /// The question's id.
        question: String } = "off-scale", Row;
    /// The value is not one of the question's options.
    NotAnOption { /// The question's id.
        question: String } = "not-an-option", Row;
    /// The answer is longer than is taken.
    AnswerTooLong { /// Most characters taken.
        limit: usize } = "answer-too-long", Row;
    /// The same respondent already gave an earlier row.
    RespondentTwice { /// The earlier row.
        row: usize } = "respondent-twice", Row;
    /// A column should tell respondents apart, but says the same of many; it was not used for that.
    RespondentsNotTold = "respondents-not-told", Note;
    /// Answers say that the question does not concern who answers; they count as none.
    NotConcerned { /// How many.
        count: usize } = "not-concerned", Note;
    /// The respondent did not submit the answers.
    NotSubmitted = "not-submitted", Row;
    /// Rows without a single answer were skipped.
    RowsWithoutAnswers { /// How many.
        count: usize } = "rows-without-answers", Note;
    /// Rows that sum up the others, such as averages, were skipped.
    SummaryRows { /// How many.
        count: usize, /// Which ones.
        rows: String } = "summary-rows", Note;
    /// Some rows are the same in every column; they were kept.
    IdenticalRows { /// How many repeat an earlier one.
        count: usize, /// The first of them.
        rows: String } = "identical-rows", Note;

    // Documents.
    /// No column names the documents.
    NoDocumentColumn = "no-document-column", Fatal;
    /// No column gives the documents' states.
    NoStateColumn = "no-state-column", Fatal;
    /// The row names no document.
    DocumentMissing = "document-missing", Row;
    /// The checklist has no such document.
    DocumentUnknown = "document-unknown", Row;
    /// The checklist has no such document, but one much like it.
    DocumentSimilar { /// Title of the one much like it.
        title: String } = "document-similar", Row;
    /// An earlier row already gave this document.
    DocumentTwice { /// The earlier row.
        row: usize } = "document-twice", Row;
    /// The state is none of those known.
    StateUnknown = "state-unknown", Row;
    /// The state is empty; the document was left as it is.
    StateMissing = "state-missing", Note;
    /// The date is not a date; the cell was left out.
    DateUnknown = "date-unknown", Cell;
    /// The publicity class is none of those known.
    PublicityUnknown = "publicity-unknown", Row;

    // Services.
    /// No column names the services.
    NoServiceColumn = "no-service-column", Fatal;
    /// The file is JSON, but holds no service of the Suomi.fi service catalogue.
    NotACatalogue = "not-a-catalogue", Fatal;
    /// The file has services, but none of them is published.
    NothingPublished = "nothing-published", Fatal;
    /// The file is one page of results; the services of the others are not in it.
    OtherPages { /// Which page it is.
        page: u64, /// How many there are.
        pages: u64 } = "other-pages", Note;
    /// The service is not published.
    NotPublished { /// Code of what it is: `draft`, `modified`, `deleted` or `old-published`.
        status: &'static str } = "not-published", Row;
    /// The row or item has no name.
    NameMissing = "name-missing", Row;
    /// The kind is none of those known.
    KindUnknown = "kind-unknown", Row;
    /// The length of time is none.
    HoursUnknown = "hours-unknown", Row;
    /// The time is not of whole hours; it was rounded to the careful side.
    HoursRounded { /// The hours taken.
        hours: i64 } = "hours-rounded", Note;
    /// The number is none.
    NumberUnknown = "number-unknown", Row;
    /// The number may be either of two.
    NumberTwofold { /// With the mark read as that of decimals.
        less: String, /// With the mark read as one between thousands.
        more: String } = "number-twofold", Row;
    /// An earlier row already gave this one.
    ServiceTwice { /// The earlier row.
        row: usize } = "service-twice", Row;
    /// The file names channels of a service without saying what they are.
    ChannelsUnknown { /// How many.
        count: usize } = "channels-unknown", Note;

    // Frameworks.
    /// The file is a library without a framework.
    NoFramework { /// What it holds.
        found: String } = "no-framework", Fatal;
    /// The file is an OSCAL document of another kind than a catalog.
    OtherOscal { /// Which kind.
        found: String } = "other-oscal", Fatal;
    /// The file is neither a library nor a catalog.
    NotAFramework = "not-a-framework", Fatal;
    /// The framework has nothing to assess.
    NoCriteria = "no-criteria", Fatal;
    /// The framework has more criteria than are taken.
    TooManyCriteria { /// Most criteria taken.
        limit: usize } = "too-many-criteria", Fatal;
    /// The file holds other frameworks, which were not read.
    FrameworksNotRead { /// Their names.
        names: String } = "frameworks-not-read", Note;
    /// A field that the product has no use for was skipped.
    FieldNotUsed { /// Name of the field.
        field: String, /// How many times it occurs.
        count: usize } = "field-not-used", Note;
    /// A field occurs twice in one place; the last one was taken.
    FieldTwice { /// Name of the field.
        field: String } = "field-twice", Note;
    /// The item is not of the expected shape and was left out.
    ItemNotUnderstood = "item-not-understood", Row;
    /// The item has no id; one was made for it.
    IdDerived { /// The id made.
        id: String } = "id-derived", Note;
    /// The id occurs earlier; a unique one was made.
    IdTwice { /// The id made.
        id: String } = "id-twice", Note;
    /// The item has no text at all.
    TextMissing = "text-missing", Note;
    /// The parent named does not exist; the item was placed at the top.
    ParentMissing = "parent-missing", Note;
    /// The item is among its own ancestors; it was placed at the top.
    ParentLoops = "parent-loops", Note;
    /// Nothing says what is to be assessed; the innermost items were taken.
    AssessableMissing = "assessable-missing", Note;
    /// Explanatory items with nothing to assess under them were left out.
    ExplanationsLeftOut { /// How many.
        count: usize } = "explanations-left-out", Note;
    /// Controls that are no longer in force were left out.
    Withdrawn { /// How many.
        count: usize, /// Ids of the first of them.
        ids: String } = "withdrawn", Note;
    /// A parameter in the text has no value or label; its id stands in the text.
    ParameterUnknown { /// Its id.
        parameter: String } = "parameter-unknown", Note;
    /// The texts are in a language that the product does not speak; they are shown as they are.
    LanguageUnknown { /// Its code.
        language: String } = "language-unknown", Note;
}

impl ProblemKind {
    /// The key of the message in the interface texts.
    pub fn message_key(&self) -> String {
        format!("import.problem.{}", self.code())
    }

    /// The problem at a place, without a value.
    pub fn at(self, place: Place) -> Problem {
        Problem {
            place,
            kind: self,
            value: String::new(),
        }
    }
}

impl From<ProblemKind> for Problem {
    /// A problem of the file as a whole.
    fn from(kind: ProblemKind) -> Self {
        kind.at(Place::default())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn codes_are_unique_and_kebab_case() {
        let codes: BTreeSet<_> = ProblemKind::CODES.iter().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), ProblemKind::CODES.len());
        assert!(
            codes
                .iter()
                .all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        );
    }

    #[test]
    fn arguments_carry_their_names() {
        let kind = ProblemKind::TooLarge {
            limit: 20,
            found: 100,
        };
        assert_eq!(
            kind.args(),
            vec![("limit", "20".to_owned()), ("found", "100".to_owned())]
        );
        assert_eq!(kind.message_key(), "import.problem.too-large");
    }
}
