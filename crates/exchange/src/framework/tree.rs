//! A nested file as values, whatever its notation.

use std::collections::BTreeMap;

use domain::text::composed;

use crate::{ProblemKind, limits};

/// A value. Scalars keep their spelling, so that `1.10` stays `1.10`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    Null,
    /// An unquoted scalar: a number, a truth value or a word.
    Plain(String),
    Text(String),
    List(Vec<Self>),
    Map(BTreeMap<String, Self>),
}

static NULL: Tree = Tree::Null;

impl Tree {
    /// The value of a field, null when there is none.
    pub(super) fn at(&self, field: &str) -> &Self {
        match self {
            Self::Map(map) => map.get(field).unwrap_or(&NULL),
            _ => &NULL,
        }
    }

    pub(super) const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    pub(super) const fn is_map(&self) -> bool {
        matches!(self, Self::Map(_))
    }

    /// The text of a scalar, trimmed and with single spaces but for its line ends; else empty.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Plain(text) | Self::Text(text) => tidied(text),
            _ => String::new(),
        }
    }

    /// The text of a scalar on one line.
    pub(super) fn line(&self) -> String {
        self.text().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the scalar says yes or no.
    pub(super) fn truth(&self) -> Option<bool> {
        match self.line().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "on" | "1" | "x" => Some(true),
            "false" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    /// The items of a list; a map or scalar on its own counts as a list of one.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            Self::Null => &[],
            one => std::slice::from_ref(one),
        }
    }

    /// The names and values of a map's fields.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&str, &Self)> {
        let map = match self {
            Self::Map(map) => Some(map),
            _ => None,
        };
        map.into_iter()
            .flatten()
            .map(|(name, value)| (name.as_str(), value))
    }
}

/// Takes away control characters and runs of spaces; line ends stay, at most two in a row.
fn tidied(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut empty = 0;
    for line in composed(text).lines() {
        let mut words = line
            .split(|c: char| {
                c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}')
            })
            .filter(|word| !word.is_empty())
            .peekable();
        empty = if words.peek().is_none() { empty + 1 } else { 0 };
        if empty > 1 || (empty == 1 && tidy.is_empty()) {
            continue;
        }
        for (index, word) in words.enumerate() {
            if index > 0 {
                tidy.push(' ');
            }
            tidy.push_str(word);
        }
        tidy.push('\n');
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// Reads JSON.
pub(super) fn json(text: &str) -> Result<Tree, ProblemKind> {
    if depth(text) > limits::DEPTH {
        return Err(ProblemKind::TooDeep {
            limit: limits::DEPTH,
        });
    }
    let values = text
        .bytes()
        .filter(|byte| matches!(byte, b',' | b'[' | b'{'))
        .count();
    if values > limits::VALUES {
        return Err(ProblemKind::TooManyReferences {
            limit: limits::VALUES,
        });
    }
    let value: serde_json::Value =
        serde_json::from_str(text).map_err(|error| ProblemKind::Syntax {
            line: error.line(),
            character: error.column(),
        })?;
    Ok(from_json(value))
}

/// How deep the brackets outside quotation marks go.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest, mut is_text, mut is_escaped) = (0_usize, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b'[' | b'{' if !is_text => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !is_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn from_json(value: serde_json::Value) -> Tree {
    use serde_json::Value;
    match value {
        Value::Null => Tree::Null,
        Value::Bool(is) => Tree::Plain(is.to_string()),
        Value::Number(number) => Tree::Plain(number.to_string()),
        Value::String(text) => Tree::Text(text),
        Value::Array(items) => Tree::List(items.into_iter().map(from_json).collect()),
        Value::Object(map) => Tree::Map(
            map.into_iter()
                .map(|(name, value)| (name, from_json(value)))
                .collect(),
        ),
    }
}
