//! What is wrong with a pack, said so that the author of the file can mend it.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::Files;

/// One thing wrong in one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path under `content/`.
    pub file: String,
    /// Line, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty when the message says it.
    pub hint: String,
}

impl Problem {
    /// A problem of a file, without a line.
    pub(crate) fn new(file: &str, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            file: file.to_owned(),
            line: None,
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// The problem with its line.
    #[must_use]
    pub(crate) fn at(mut self, line: Option<usize>) -> Self {
        self.line = line;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "content/{}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

/// The problem that a TOML file cannot be read.
pub(crate) fn unreadable(file: &str, source: &str, error: &toml::de::Error) -> Problem {
    let before = error.span().and_then(|span| source.get(..span.start));
    Problem::new(file, error.message(), "").at(before.map(|text| text.matches('\n').count() + 1))
}

/// Reads the structure file of a pack; a file that cannot be read becomes a problem.
pub(crate) fn structure<T: DeserializeOwned>(
    files: &Files,
    path: &str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let source = files.text(path);
    toml::from_str(source)
        .map_err(|error| problems.push(unreadable(path, source, &error)))
        .ok()
}

/// The line on which a structure file gives this id.
pub(crate) fn line_of_id(source: &str, id: &str) -> Option<usize> {
    let wanted = format!("id = \"{id}\"");
    source
        .lines()
        .position(|line| line.trim() == wanted)
        .map(|at| at + 1)
}

/// Problems with ids: given twice, or not in ASCII kebab-case.
pub(crate) fn check_ids(file: &str, source: &str, ids: &[&str], problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for &id in ids {
        let kebab = id
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !kebab || id.is_empty() || id.starts_with('-') || id.ends_with('-') {
            let message = format!("`{id}` is not an id");
            let hint = "lower-case ASCII words joined with hyphens";
            problems.push(Problem::new(file, message, hint).at(line_of_id(source, id)));
        }
        if !seen.insert(id) {
            let message = format!("id `{id}` is given twice");
            problems.push(Problem::new(file, message, "ids are unique").at(line_of_id(source, id)));
        }
    }
}

/// The ids of some entries.
pub(crate) fn ids<T>(entries: &[T], id: impl Fn(&T) -> &String) -> Vec<&str> {
    entries.iter().map(|entry| id(entry).as_str()).collect()
}
