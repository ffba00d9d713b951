//! The languages of the product, and texts that exist in all or some of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language of the interface, the content and the outputs.
///
/// Finnish is the source language; the other two are complete as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// Finnish, the source language.
    Fi,
    /// Swedish as written in Finland.
    Sv,
    /// British English.
    En,
}

impl Locale {
    /// Every language, the source first.
    pub const ALL: [Self; 3] = [Self::Fi, Self::Sv, Self::En];

    /// The ISO 639-1 code, as used in `lang` attributes, addresses and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fi => "Suomi",
            Self::Sv => "Svenska",
            Self::En => "English",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of a language the product speaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown language `{0}`")]
pub struct UnknownLocale(pub String);

impl FromStr for Locale {
    type Err = UnknownLocale;

    /// Reads `fi`, `sv` or `en`; a region such as `sv-FI` is accepted and ignored.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let primary = text
            .split(['-', '_'])
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        Self::ALL
            .into_iter()
            .find(|locale| locale.code() == primary)
            .ok_or_else(|| UnknownLocale(text.to_owned()))
    }
}

/// A text in one or more of the product's languages.
///
/// Shipped content has all three; what came from a foreign file or was typed by a municipality may
/// have fewer, and then [`Localised::text`] shows the language that exists.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Localised {
    /// Finnish, empty when missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fi: String,
    /// Swedish, empty when missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sv: String,
    /// English, empty when missing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
}

impl Localised {
    /// The same text in every language: names, codes and texts whose language is not known.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self {
            fi: text.clone(),
            sv: text.clone(),
            en: text,
        }
    }

    /// A text in one language only.
    pub fn only(locale: Locale, text: impl Into<String>) -> Self {
        let mut all = Self::default();
        all.set(locale, text);
        all
    }

    /// The text in exactly this language, empty when missing.
    pub fn exact(&self, locale: Locale) -> &str {
        match locale {
            Locale::Fi => &self.fi,
            Locale::Sv => &self.sv,
            Locale::En => &self.en,
        }
    }

    /// The text in this language, or in the first language that has it.
    pub fn text(&self, locale: Locale) -> &str {
        std::iter::once(locale)
            .chain(Locale::ALL)
            .map(|candidate| self.exact(candidate))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    /// Sets the text of one language.
    pub fn set(&mut self, locale: Locale, text: impl Into<String>) {
        let place = match locale {
            Locale::Fi => &mut self.fi,
            Locale::Sv => &mut self.sv,
            Locale::En => &mut self.en,
        };
        *place = text.into();
    }

    /// Whether no language has a text.
    pub fn is_empty(&self) -> bool {
        Locale::ALL
            .into_iter()
            .all(|locale| self.exact(locale).is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_codes_with_and_without_region() {
        assert_eq!("sv-FI".parse(), Ok(Locale::Sv));
        assert_eq!("EN".parse(), Ok(Locale::En));
        assert!("de".parse::<Locale>().is_err());
    }

    #[test]
    fn shows_the_language_that_exists() {
        let only_swedish = Localised::only(Locale::Sv, "kommun");
        assert_eq!(only_swedish.text(Locale::Fi), "kommun");
        assert_eq!(only_swedish.exact(Locale::Fi), "");
    }
}
