//! Reads `content/document`: the documents that a municipality is expected to have.

use domain::{CriterionId, Localised, Publicity, ThemeId};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, structure};
use crate::sheets::Sheets;

pub(crate) const FILE: &str = "document/documents.toml";

/// Who usually approves a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Approver {
    /// Valtuusto.
    Council,
    /// Kunnanhallitus.
    Board,
    /// Kunnanjohtaja or the management team.
    Management,
    /// A department or the person responsible.
    Office,
    /// The service provider.
    Supplier,
}

impl Approver {
    /// Every value, the highest first.
    pub const ALL: [Self; 5] = [
        Self::Council,
        Self::Board,
        Self::Management,
        Self::Office,
        Self::Supplier,
    ];

    /// The word in files and message keys (`approver.*`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Board => "board",
            Self::Management => "management",
            Self::Office => "office",
            Self::Supplier => "supplier",
        }
    }
}

/// A document of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedDocument {
    /// Stable id.
    pub id: String,
    /// The theme under which it is listed.
    pub theme: ThemeId,
    /// Criteria that it can evidence, the main one first.
    pub criteria: Vec<CriterionId>,
    /// Who usually approves it.
    pub approver: Approver,
    /// How often it should be reviewed; a recommendation, not a statutory period.
    pub review_months: u32,
    /// How often it should be tested or exercised, if at all.
    pub test_months: Option<u32>,
    /// The usual class of what is noted of it; the municipality decides.
    pub publicity: Publicity,
    /// Name.
    pub title: Localised,
    /// What the reviewer asks of it.
    pub ask: Localised,
    /// What a good one is like.
    pub good: Localised,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Structure {
    #[serde(rename = "version")]
    _version: u32,
    document: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    theme: ThemeId,
    criteria: Vec<CriterionId>,
    approver: Approver,
    review_months: u32,
    test_months: Option<u32>,
    publicity: Publicity,
}

/// Reads the checklist; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> Vec<ExpectedDocument> {
    let Some(structure) = structure::<Structure>(files, FILE, problems) else {
        return Vec::new();
    };
    check_ids(
        FILE,
        files.text(FILE),
        &ids(&structure.document, |it| &it.id),
        problems,
    );
    let mut sheets = Sheets::open(files, "document");
    let documents = structure.document.into_iter().map(|entry| {
        let mut text = |field: &str| sheets.text(&["document", &entry.id, field]);
        ExpectedDocument {
            title: text("title"),
            ask: text("ask"),
            good: text("good"),
            id: entry.id,
            theme: entry.theme,
            criteria: entry.criteria,
            approver: entry.approver,
            review_months: entry.review_months,
            test_months: entry.test_months,
            publicity: entry.publicity,
        }
    });
    let documents = documents.collect();
    problems.extend(sheets.close());
    documents
}
