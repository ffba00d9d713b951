//! Texts that people type, checked once at the door.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

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

/// Whether a sign ends a line in some tool: vertical tab and form feed of word processors, and the
/// line ends of Unicode, beside the usual ones.
pub const fn ends_line(sign: char) -> bool {
    matches!(
        sign,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The text with each letter as one sign (NFC): a Mac writes `ä` as `a` and two dots, which looks the
/// same and is another text.
pub fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return text.into();
    }
    text.nfc().collect::<String>().into()
}

/// The text with each letter as one sign, and with LF wherever some tool would end a line.
pub fn unified(text: &str) -> Cow<'_, str> {
    let composed = composed(text);
    if !composed.contains(|c| c != '\n' && ends_line(c)) {
        return composed;
    }
    let lines = composed.replace("\r\n", "\n");
    lines.replace(|c| c != '\n' && ends_line(c), "\n").into()
}

/// What a name is compared by: letters as one sign each, in lower case, words apart by one space.
pub fn folded(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    composed(&composed(&words.join(" ")).to_lowercase()).into_owned()
}

/// Trims a text, makes letters one sign each, normalises line ends to LF and drops control characters, and checks its length.
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
    let clean: String = unified(text)
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
        parse(&unified(text).replace('\n', " "), Self::MOST).map(Self)
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
    fn letters_that_look_the_same_are_the_same() {
        let (mac, other) = ("Pysa\u{308}ko\u{308}inti A\u{30a}bo", "Pysäköinti Åbo");
        assert_eq!(parse(mac, 20).as_deref(), Ok(other));
        assert_eq!(
            Title::parse(mac).map(|t| t.to_string()).as_deref(),
            Ok(other)
        );
        assert_eq!(folded(&format!(" {mac} ")), folded(&other.to_uppercase()));
        assert_eq!(folded("Kunnan\u{a0} palvelu"), "kunnan palvelu");
        // What is longer in two signs fits when it fits in one.
        assert!(parse("a\u{308}a\u{308}", 2).is_ok());
    }

    #[test]
    fn every_tools_line_end_ends_a_line() {
        for end in [
            "\r\n", "\r", "\u{b}", "\u{c}", "\u{85}", "\u{2028}", "\u{2029}",
        ] {
            let text = format!("a{end}b");
            assert_eq!(parse(&text, 10).as_deref(), Ok("a\nb"), "{end:?}");
            let title = Title::parse(&text).map(|title| title.to_string());
            assert_eq!(title.as_deref(), Ok("a b"), "{end:?}");
        }
    }

    #[test]
    fn a_title_is_one_line() {
        assert_eq!(
            Title::parse("a\nb").map(|t| t.to_string()),
            Ok("a b".to_owned())
        );
    }
}
