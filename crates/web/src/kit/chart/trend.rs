//! A small trend line over a few moments.

use askama::Template;

use super::frame::{Heading, percent, place};

/// Is one point of a trend.
#[derive(Clone, Debug)]
pub struct TrendPoint {
    /// When: a round or a year.
    pub label: String,
    /// Value, for the drawing.
    pub value: f64,
    /// The same, formatted.
    pub text: String,
}

/// Draws a small line: how a figure has changed.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/trend.html")]
pub struct Trend {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table: when, value.
    pub heads: [String; 2],
    /// Lowest value of the scale.
    pub min: f64,
    /// Highest value of the scale.
    pub max: f64,
    /// Points from the oldest to the newest.
    pub points: Vec<TrendPoint>,
}

/// Is a drawn point.
struct Spot {
    x: String,
    y: String,
    last: bool,
}

const HEIGHT: f64 = 64.0;
const MARGIN: f64 = 10.0;

impl Trend {
    fn spots(&self) -> Vec<Spot> {
        let count = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        let last = count.saturating_sub(1);
        (0..count)
            .zip(&self.points)
            .map(|(i, point)| {
                let along = place(f64::from(i), 0.0, f64::from(last));
                let up = place(point.value, self.min, self.max);
                Spot {
                    x: percent(0.03 + 0.94 * along),
                    y: format!("{:.1}", MARGIN + (1.0 - up) * (HEIGHT - 2.0 * MARGIN)),
                    last: i == last,
                }
            })
            .collect()
    }

    fn lines(&self) -> Vec<(Spot, Spot)> {
        let spots = self.spots();
        spots
            .into_iter()
            .zip(self.spots().into_iter().skip(1))
            .collect()
    }

    fn in_words(&self) -> String {
        let words: Vec<_> = self
            .points
            .iter()
            .map(|point| format!("{} {}", point.label, point.text))
            .collect();
        words.join(", ")
    }
}
