//! The review of a municipality's documents.

use jiff::civil::Date;

use crate::publicity::Marked;
use crate::survey::Level;
use crate::text::Title;
use crate::words::words;
use crate::{CriterionId, RoundId};

words! {
    /// What the review found of a document.
    DocumentState {
        /// Not looked at yet.
        Unreviewed = "unreviewed",
        /// Exists and covers what it should.
        Exists = "exists",
        /// Exists in part.
        Partly = "partly",
        /// Exists but is too old to rely on.
        Outdated = "outdated",
        /// Does not exist.
        Missing = "missing",
    }
}

/// The review of one expected document in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentReview {
    /// The round.
    pub round: RoundId,
    /// The expected document's id, or an id of the municipality's own.
    pub document: String,
    /// The name of a document of the municipality's own; documents of the checklist have theirs.
    pub title: Option<Title>,
    /// What was found.
    pub state: DocumentState,
    /// Who approved it, as written there.
    pub approved_by: String,
    /// When it was approved.
    pub approved_on: Option<Date>,
    /// When it was last tested or exercised.
    pub tested_on: Option<Date>,
    /// Criteria that it gives evidence on; empty means those of the checklist.
    pub criteria: Vec<CriterionId>,
    /// The reviewer's note; may be empty.
    pub note: Marked<String>,
    /// Revision for optimistic locking; 0 before the first save.
    pub revision: i64,
}

impl DocumentReview {
    /// What the document says of the criteria it evidences.
    ///
    /// A document that should be tested gives full evidence only when a test is recorded.
    pub const fn evidence(&self, should_be_tested: bool) -> Level {
        match self.state {
            DocumentState::Unreviewed => Level::Unknown,
            DocumentState::Missing => Level::No,
            DocumentState::Partly | DocumentState::Outdated => Level::Partly,
            DocumentState::Exists if should_be_tested && self.tested_on.is_none() => Level::Partly,
            DocumentState::Exists => Level::Yes,
        }
    }
}
