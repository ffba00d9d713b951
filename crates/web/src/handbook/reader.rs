//! Addresses of one municipality's handbook in one language.

use domain::Locale;

use super::link;
use crate::extract::Org;
use crate::link::Tail;

/// Whose handbook is read, in which language.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    org: String,
    locale: Locale,
}

impl Reader {
    /// The handbook of the organisation with this word.
    pub(super) fn new(org: &str, locale: Locale) -> Self {
        Self {
            org: org.to_owned(),
            locale,
        }
    }

    /// The member's own organisation's, in the member's language.
    pub(crate) fn of(org: &Org) -> Self {
        Self::new(org.cx.organisation().slug.as_str(), org.cx.locale())
    }

    /// The same in another language.
    pub(super) fn in_language(&self, locale: Locale) -> Self {
        Self::new(&self.org, locale)
    }

    fn at(&self) -> (&str, Locale) {
        (&self.org, self.locale)
    }

    /// The first page.
    pub(super) fn start(&self) -> String {
        link::START.to(self.at())
    }

    /// A card.
    pub(crate) fn card(&self, id: &str) -> String {
        link::CARD.to((self.org.as_str(), self.locale, id))
    }

    /// The chapter behind a card.
    pub(super) fn chapter(&self, id: &str) -> String {
        link::CHAPTER.to((self.org.as_str(), self.locale, id))
    }

    /// The questions to ask.
    pub(super) fn questions(&self) -> String {
        link::QUESTIONS.to(self.at())
    }

    /// The words.
    pub(super) fn glossary(&self) -> String {
        link::GLOSSARY.to(self.at())
    }

    /// The sources.
    pub(super) fn sources(&self) -> String {
        link::SOURCES.to(self.at())
    }

    /// The search.
    pub(super) fn search(&self) -> String {
        link::SEARCH.to(self.at())
    }

    /// A file of the whole handbook.
    pub(super) fn file(&self, name: &str) -> String {
        link::FILE.to((self.org.as_str(), self.locale, name))
    }

    /// The script that keeps the pages on a device.
    pub(super) fn worker(&self) -> String {
        link::WORKER
            .to(self.org.as_str())
            .query(&[("lang", self.locale)])
    }

    /// What that script may answer for: every page of this handbook.
    pub(super) fn scope(&self) -> String {
        link::CHOOSE.to(self.org.as_str()) + "/"
    }
}
