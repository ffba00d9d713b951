//! A falling curve: in how large a share of cases something is more than so much.

use askama::Template;

use super::frame::{Heading, percent, place};

/// A point of the curve.
#[derive(Clone, Debug)]
pub struct CurvePoint {
    /// Along the axis, in its unit.
    pub x: f64,
    /// Share of cases above, 0 to 1.
    pub share: f64,
    /// The same in words, for the table: how much, in how many cases.
    pub words: (String, String),
}

/// A limit: at most this share of cases may be above.
#[derive(Clone, Debug)]
pub struct CurveLimit {
    /// Along the axis.
    pub x: f64,
    /// The share allowed, 0 to 1.
    pub share: f64,
    /// What it is, and whether it holds.
    pub label: String,
    /// Whether it holds.
    pub holds: bool,
}

/// Draws how often a loss is exceeded, with the limits that were decided.
#[derive(Clone, Debug, Template)]
#[template(path = "kit/chart/curve.html")]
pub struct Curve {
    /// What it shows.
    pub heading: Heading,
    /// Heads of the table: how much, in how many cases.
    pub heads: [String; 2],
    /// Points, ascending along the axis.
    pub points: Vec<CurvePoint>,
    /// Where the axis ends.
    pub max: f64,
    /// Texts under the axis, evenly from 0 to its end; at least two.
    pub axis: Vec<String>,
    /// Texts beside the drawing, from the top (all cases) to the bottom (none).
    pub scale: [String; 3],
    /// Limits.
    pub limits: Vec<CurveLimit>,
}

/// Units of the drawing.
const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 200.0;

impl Curve {
    fn at(&self, x: f64, share: f64) -> (f64, f64) {
        let along = place(x, 0.0, self.max) * WIDTH;
        let down = (1.0 - share.clamp(0.0, 1.0)) * HEIGHT;
        (along, down)
    }

    fn path(&self) -> String {
        let inside = self.points.iter().filter(|it| it.x <= self.max);
        let step = |(n, point): (usize, &CurvePoint)| {
            let (x, y) = self.at(point.x, point.share);
            let step = if n == 0 { 'M' } else { 'L' };
            format!("{step}{x:.1} {y:.1}")
        };
        inside.enumerate().map(step).collect()
    }

    fn spots(&self) -> Vec<(String, String, bool)> {
        let spot = |limit: &CurveLimit| {
            let (x, y) = self.at(limit.x, limit.share);
            (percent(x / WIDTH), percent(y / HEIGHT), limit.holds)
        };
        self.limits.iter().map(spot).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curve_begins_at_the_top_and_ends_inside() {
        let point = |x: f64, share: f64| CurvePoint {
            x,
            share,
            words: (String::new(), String::new()),
        };
        let curve = Curve {
            heading: Heading::default(),
            heads: [String::new(), String::new()],
            points: vec![point(0.0, 1.0), point(50.0, 0.5), point(900.0, 0.0)],
            max: 100.0,
            axis: Vec::new(),
            scale: [String::new(), String::new(), String::new()],
            limits: Vec::new(),
        };
        assert_eq!(curve.path(), "M0.0 0.0L200.0 100.0");
    }
}
