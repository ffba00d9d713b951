//! Programmes (hanke): municipalities, partners and a host that work together for a time.

use jiff::civil::Date;

use crate::ProgrammeId;
use crate::words::words;

words! {
    /// An organisation's part in a programme.
    Part {
        /// A municipality that is assessed.
        Municipality = "municipality",
        /// A partner that assesses; its assessors may work in the municipalities while it lasts.
        Partner = "partner",
        /// The network host; sees joint results.
        Host = "host",
    }
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    /// Id.
    pub id: ProgrammeId,
    /// Name.
    pub title: String,
    /// What it wants to achieve, in a sentence or two.
    pub goal: String,
    /// First day.
    pub starts_on: Date,
    /// Last day; partner access ends with it.
    pub ends_on: Date,
    /// Revision for optimistic locking.
    pub revision: i64,
}

impl Programme {
    /// Whether partners have access on this day.
    pub fn is_running(&self, today: Date) -> bool {
        self.starts_on <= today && today <= self.ends_on
    }
}
