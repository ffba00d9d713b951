//! Charts as inline SVG: each has a title, a description and the same numbers as a table.
//!
//! Text comes in formatted and translated; `f64` values are geometry only. Labels are HTML beside
//! the drawing, so that long words wrap and hyphenate and nothing is cut at any width. A page
//! shows a chart with `{{ chart|safe }}`.

mod bars;
mod curve;
mod distribution;
mod dots;
mod frame;
mod frontier;
mod icons;
mod interval;
mod matrix;
mod trend;

pub use bars::{Bar, Bars};
pub use curve::{Curve, CurveLimit, CurvePoint};
pub use distribution::{Distribution, DistributionRow, Slice, Tone};
pub use dots::{DotMark, Dots};
pub use frame::Heading;
pub use frontier::{Frontier, FrontierPoint};
pub use icons::IconArray;
pub use interval::{IntervalChart, IntervalRow};
pub use matrix::{Cell, Deviation, Matrix, MatrixRow};
pub use trend::{Trend, TrendPoint};

#[cfg(test)]
mod tests;
