//! The outputs of an assessment round: summary, full report, annex, joint report.

mod annex;
mod chapter;
mod full;
mod joint;
mod method;
pub(crate) mod parts;
mod readings;
#[cfg(any(test, feature = "sample"))]
pub(crate) mod sample;
mod summary;

use domain::{Cleared, Edition, Publicity};
use i18n::Texts;
use jiff::civil::Date;

pub use self::annex::{Annex, AnnexEntry, AnnexPart};
pub use self::full::{
    CriterionRow, Finding, Full, ProposedAction, Quote, SurveyAnswer, SurveyQuestion, ThemeChapter,
};
pub use self::joint::{CommonPoint, Joint, Municipality, MunicipalityTheme};
pub use self::method::{Audience, Method, Withheld};
pub use self::readings::SourceReading;
pub use self::summary::{Proposal, Summary, ThemeOverview, Worry};
use crate::document::{Document, Layout, Marking};

/// What every output of a round says first.
#[derive(Debug, Clone)]
pub struct Header<E: Edition> {
    /// The organisation, or the programme of a joint report.
    pub organisation: Cleared<E>,
    /// The assessment round.
    pub round: Cleared<E>,
    /// The date on the output.
    pub date: Date,
    /// Who prepared it.
    pub prepared_by: Cleared<E>,
    /// Whether the organisation is invented; then every page says so.
    pub fictitious: bool,
}

impl<E: Edition> Header<E> {
    /// An empty document with this header.
    fn document(&self, id: &'static str, title: String, texts: Texts) -> Document {
        let date = texts.date(self.date);
        let byline = texts.with(
            "report.byline",
            &[
                ("round", &self.round),
                ("date", &date),
                ("author", &self.prepared_by),
            ],
        );
        Document {
            id,
            title,
            organisation: self.organisation.to_string(),
            byline,
            author: self.prepared_by.to_string(),
            date: self.date,
            locale: texts.locale(),
            layout: Layout::Brief,
            marking: self.marking(texts),
            blocks: Vec::new(),
        }
    }

    fn marking(&self, texts: Texts) -> Marking {
        let class = publicity_word(E::CLEARANCE, texts);
        let text = if self.fictitious {
            format!("{class} · {}", texts.say("report.fictitious"))
        } else {
            class.to_owned()
        };
        Marking {
            text,
            restricted: E::CLEARANCE != Publicity::Public,
        }
    }
}

/// The publicity class in words.
pub(crate) fn publicity_word(class: Publicity, texts: Texts) -> &'static str {
    texts.say(match class {
        Publicity::Public => "publicity.public",
        Publicity::Internal => "publicity.internal",
        Publicity::Secret => "publicity.secret",
    })
}
