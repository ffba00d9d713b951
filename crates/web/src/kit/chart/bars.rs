//! Horizontal bars with their figures beside them.

use askama::Template;

use super::frame::{Heading, percent};

/// Is one bar.
#[derive(Clone, Debug)]
pub struct Bar {
    /// What it measures.
    pub label: String,
    /// Length as a share 0..1 of the axis.
    pub share: f64,
    /// The value, formatted.
    pub text: String,
    /// A value to compare with, such as the last round: length and text.
    pub before: Option<(f64, String)>,
}

/// Draws horizontal bars, each with its value.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/bars.html")]
pub struct Bars {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table: what is measured, the value, the value compared with (may be empty).
    pub heads: [String; 3],
    /// One bar each.
    pub rows: Vec<Bar>,
}

impl Bars {
    fn compares(&self) -> bool {
        self.rows.iter().any(|row| row.before.is_some())
    }

    fn table_heads(&self) -> Vec<&str> {
        let shown = if self.compares() { 3 } else { 2 };
        self.heads.iter().take(shown).map(String::as_str).collect()
    }

    fn length(share: f64) -> String {
        percent(share)
    }

    fn length_before(row: &Bar) -> Option<String> {
        row.before.as_ref().map(|(share, _)| percent(*share))
    }
}
