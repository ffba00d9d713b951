//! How a municipality sees a threat of the catalogue: its own ranges in place of the shipped ones.

use serde::{Deserialize, Serialize};

use crate::ThreatId;

/// A range people can answer: nine of ten cases, or of their doubts, are inside.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// One case in twenty is below.
    pub low: f64,
    /// One case in twenty is above.
    pub high: f64,
}

impl Range {
    /// A range of positive numbers in order; nothing for anything else.
    pub fn new(low: f64, high: f64) -> Option<Self> {
        let is_range = low > 0.0 && low < high && high.is_finite();
        is_range.then_some(Self { low, high })
    }
}

/// A threat as the municipality's own workshop put it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AdaptedThreat {
    /// Id in the catalogue.
    pub threat: ThreatId,
    /// Whether it concerns this municipality.
    pub is_on: bool,
    /// How often, in the unit of the threat's question: municipalities of a hundred in four years,
    /// suppliers of a hundred, or times in four years.
    pub often: Range,
    /// Days that something is down; nothing where nothing stops.
    pub days: Option<Range>,
    /// Euros of one event, beside the outages.
    pub euros: Range,
    /// The worst case believed, in days and euros, at which longer and more expensive ones are cut.
    pub worst: (Option<f64>, Option<f64>),
    /// Why, in the workshop's words.
    pub why: String,
    /// Revision for optimistic editing; 0 for a new one.
    pub revision: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_positive_and_in_order() {
        assert!(Range::new(1.0, 2.0).is_some());
        for (low, high) in [
            (0.0, 1.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, f64::INFINITY),
            (f64::NAN, 1.0),
        ] {
            assert_eq!(Range::new(low, high), None);
        }
    }
}
