//! What a municipality has made its own in the handbook.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Open, PictureName};
use crate::words::words;
use crate::{Classified, Locale, Publicity};

words! {
    /// What a part of the handbook is.
    PartKind {
        /// The introduction by the chair.
        Intro = "intro",
        /// A card.
        Card = "card",
        /// A chapter.
        Chapter = "chapter",
        /// A fact of the municipality.
        Fact = "fact",
    }
}

words! {
    /// A field of a part.
    Field {
        /// Heading.
        Title = "title",
        /// Who says it.
        Author = "author",
        /// Running text, or the lines of a fact.
        Body = "body",
        /// What a card is about.
        About = "about",
        /// Why it is a matter of the council.
        Why = "why",
        /// What to ask, one a line.
        Ask = "ask",
        /// What a good answer sounds like.
        Good = "good",
        /// What a worrying answer sounds like.
        Warning = "warning",
        /// What the reader's own duty is.
        Duty = "duty",
    }
}

impl PartKind {
    /// The fields of such a part, in the order of its form.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Intro => &[Field::Title, Field::Author, Field::Body],
            Self::Card => &[
                Field::Title,
                Field::About,
                Field::Why,
                Field::Ask,
                Field::Good,
                Field::Warning,
                Field::Duty,
            ],
            Self::Chapter | Self::Fact => &[Field::Body],
        }
    }
}

/// Which part: `card:role`, `chapter:role`, `fact:support`, `intro:main`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartKey {
    /// What it is.
    pub kind: PartKind,
    /// Id within its kind.
    pub id: String,
}

impl PartKey {
    /// The part of this kind with this id.
    pub fn new(kind: PartKind, id: &str) -> Self {
        Self {
            kind,
            id: id.to_owned(),
        }
    }
}

impl fmt::Display for PartKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind.code(), self.id)
    }
}

/// The text names no part.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no part of the handbook")]
pub struct NoPart(String);

impl FromStr for PartKey {
    type Err = NoPart;

    fn from_str(text: &str) -> Result<Self, NoPart> {
        let is_id = |id: &str| {
            (1..=80).contains(&id.len())
                && id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        };
        text.split_once(':')
            .and_then(|(kind, id)| Some((PartKind::from_code(kind)?, id)))
            .filter(|(_, id)| is_id(id))
            .map(|(kind, id)| Self::new(kind, id))
            .ok_or_else(|| NoPart(text.to_owned()))
    }
}

/// A part in the municipality's own words, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPart {
    /// Which part.
    pub key: PartKey,
    /// Language.
    pub locale: Locale,
    /// The words by field.
    pub fields: BTreeMap<Field, String>,
    /// The shipped words that these were written on, so that a later change of them can be shown.
    /// Empty for what is not shipped.
    pub basis: BTreeMap<Field, String>,
    /// Who may read it. What has not been confirmed to be public stays internal and is not shown.
    pub publicity: Publicity,
    /// Revision for optimistic editing; 0 for a new one.
    pub revision: i64,
}

impl OwnPart {
    /// The words of a field for the public handbook; nothing when they are not public.
    pub fn open(&self, field: Field) -> Option<Open> {
        let text = self.fields.get(&field)?;
        Classified::new(text.as_str(), self.publicity).cleared()
    }

    /// The words of a field for those who edit it, empty when there are none.
    pub fn text(&self, field: Field) -> &str {
        self.fields.get(&field).map_or("", String::as_str)
    }

    /// Whether its running text names a picture.
    pub fn names(&self, picture: &PictureName) -> bool {
        let is_running = matches!(self.key.kind, PartKind::Intro | PartKind::Chapter);
        is_running && picture.is_in(self.text(Field::Body))
    }

    /// Whether the shipped words have changed since these were written on them.
    pub fn is_behind(&self, shipped: &BTreeMap<Field, String>) -> bool {
        !self.basis.is_empty() && self.basis != *shipped
    }
}

/// What holds for the whole handbook of a municipality.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Whether anyone can read it at its public address.
    pub is_open: bool,
    /// Parts that are left out, by key.
    pub off: BTreeSet<String>,
    /// Revision for optimistic editing; 0 while nothing was chosen.
    pub revision: i64,
}

impl Settings {
    /// Whether a part is shown.
    pub fn shows(&self, key: &PartKey) -> bool {
        !self.off.contains(&key.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_their_text_and_nothing_else_is_one() {
        let key = PartKey::new(PartKind::Card, "role");
        assert_eq!(key.to_string().parse(), Ok(key));
        for bad in [
            "card",
            "card:",
            "poem:role",
            "card:Role",
            "card:a/b",
            "card:a:b",
        ] {
            assert!(bad.parse::<PartKey>().is_err(), "{bad}");
        }
    }

    #[test]
    fn what_is_not_public_has_no_open_words() {
        for publicity in Publicity::ALL {
            let part = OwnPart {
                key: PartKey::new(PartKind::Fact, "support"),
                locale: Locale::Fi,
                fields: BTreeMap::from([(Field::Body, "canary".to_owned())]),
                basis: BTreeMap::new(),
                publicity,
                revision: 0,
            };
            assert_eq!(
                part.open(Field::Body).is_some(),
                publicity == Publicity::Public
            );
        }
    }
}
