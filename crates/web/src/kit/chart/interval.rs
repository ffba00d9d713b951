//! Means with the interval they may lie in.

use askama::Template;

use super::frame::{Heading, percent, place};

/// Shows one mean with its spread.
#[derive(Clone, Debug)]
pub struct IntervalRow {
    /// What was measured.
    pub label: String,
    /// The mean and the ends of its spread, for the drawing.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// The mean, formatted.
    pub mean_text: String,
    /// The spread, formatted.
    pub spread_text: String,
    /// How many answered, formatted.
    pub n: String,
    /// Why nothing is shown, when nothing may be; else empty.
    pub withheld: String,
}

/// Draws means as dots on a band that shows their spread.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/interval.html")]
pub struct IntervalChart {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table: what was measured, mean, spread, number of answers.
    pub heads: [String; 4],
    /// Texts under the axis, evenly from its start to its end; at least two.
    pub axis: Vec<String>,
    /// Value where the axis starts.
    pub min: f64,
    /// Value where the axis ends.
    pub max: f64,
    /// One dot each.
    pub rows: Vec<IntervalRow>,
}

impl IntervalChart {
    fn at(&self, value: f64) -> String {
        // The dot's own radius stays inside the drawing.
        percent(0.015 + 0.97 * place(value, self.min, self.max))
    }

    fn ticks(&self) -> Vec<String> {
        let last = u32::try_from(self.axis.len())
            .unwrap_or(2)
            .saturating_sub(1)
            .max(1);
        (0..=last)
            .map(|i| percent(0.015 + 0.97 * f64::from(i) / f64::from(last)))
            .collect()
    }
}
