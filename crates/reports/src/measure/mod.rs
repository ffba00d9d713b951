//! Papers for the decision on measures: the public proposal to the council, and its secret annex.
//!
//! The proposal holds numbers of the whole municipality and texts of the shipped catalogue. What
//! names a service, a supplier or a threat stands in the annex only.

mod annex;
mod proposal;
#[cfg(any(test, feature = "sample"))]
pub(crate) mod sample;

use domain::{Cleared, Edition, Publicity};
use i18n::Texts;
use jiff::civil::Date;

pub use self::annex::{CouncilAnnex, ServiceLine, ThreatLine};
pub use self::proposal::{Alternative, CouncilProposal, Figures, Proposed, Standing, Unknowns};
use crate::assessment::publicity_word;
use crate::document::{Document, Layout, Marking};

/// What both papers say first.
#[derive(Debug, Clone)]
pub struct PaperHeader<E: Edition> {
    /// The municipality.
    pub organisation: Cleared<E>,
    /// The date on the paper.
    pub date: Date,
    /// Whether the municipality is invented; then every page says so.
    pub fictitious: bool,
}

impl<E: Edition> PaperHeader<E> {
    /// An empty document with this header.
    fn document(&self, id: &'static str, title: String, texts: Texts) -> Document {
        let date = texts.date(self.date);
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("date", &date), ("author", &self.organisation)];
        Document {
            id,
            title,
            organisation: self.organisation.to_string(),
            byline: texts.with("report.proposal.byline", &values),
            author: self.organisation.to_string(),
            date: self.date,
            locale: texts.locale(),
            layout: Layout::Brief,
            marking: self.marking(texts),
            blocks: Vec::new(),
        }
    }

    fn marking(&self, texts: Texts) -> Marking {
        let word = publicity_word(E::CLEARANCE, texts);
        let restricted = E::CLEARANCE != Publicity::Public;
        let class = if restricted {
            word.to_uppercase()
        } else {
            word.to_owned()
        };
        let text = if self.fictitious {
            format!("{class} · {}", texts.say("report.fictitious"))
        } else {
            class
        };
        Marking { text, restricted }
    }
}

/// So many of a hundred terms; a chance that rounds to none is said to be less than one.
pub(crate) fn of_hundred(share: f64, texts: Texts) -> String {
    let n = share * 100.0;
    if n > 0.0 && n < 1.0 {
        texts.say("report.proposal.below-one").to_owned()
    } else {
        texts.decimal(n, 0)
    }
}
