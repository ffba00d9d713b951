//! Texts that people type, checked once at the door.

use serde::{Deserialize, Serialize};

/// Why a typed text was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space.
    #[error("text is empty")]
    Empty,
    /// More characters than the field holds.
    #[error("text has {length} characters, at most {most} fit")]
    TooLong {
        /// How many there are.
        length: usize,
        /// How many fit.
        most: usize,
    },
}

/// Trims a text, normalises line ends to LF and drops control characters, and checks its length.
pub fn parse(text: &str, most: usize) -> Result<String, TextError> {
    let clean = optional(text, most)?;
    if clean.is_empty() {
        Err(TextError::Empty)
    } else {
        Ok(clean)
    }
}

/// The same as [`parse`] for a field that may stay empty.
pub fn optional(text: &str, most: usize) -> Result<String, TextError> {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = unified
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let clean = clean.trim();
    let length = clean.chars().count();
    if length > most {
        Err(TextError::TooLong { length, most })
    } else {
        Ok(clean.to_owned())
    }
}

/// A short one-line name: of a round, a finding, a measure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Title(String);

impl Title {
    /// The most characters a title holds.
    pub const MOST: usize = 200;

    /// Takes a title; line breaks become spaces.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        parse(&text.replace(['\r', '\n'], " "), Self::MOST).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Title {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Title {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The most characters of a paragraph-long field: rationale, finding, note.
pub const PARAGRAPH: usize = 8_000;

/// The most characters of a transcript: a two-hour group interview is about 120,000.
pub const TRANSCRIPT: usize = 600_000;

/// Reads an optional value that earlier versions wrote as an empty text when there was none.
///
/// # Errors
/// When the text is not empty and cannot be read.
pub fn none_if_empty<'de, D, T>(from: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    let text: Option<String> = Option::deserialize(from)?;
    let text = text.filter(|it| !it.is_empty());
    let read = |it: String| T::deserialize(serde::de::value::StringDeserializer::new(it));
    text.map(read).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_and_unifies() {
        assert_eq!(parse("  a\r\nb\u{7} ", 10).as_deref(), Ok("a\nb"));
        assert_eq!(parse(" \n ", 10), Err(TextError::Empty));
        assert_eq!(
            parse("abc", 2),
            Err(TextError::TooLong { length: 3, most: 2 })
        );
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(
            Title::parse("a\nb").map(|t| t.to_string()),
            Ok("a b".to_owned())
        );
    }
}
