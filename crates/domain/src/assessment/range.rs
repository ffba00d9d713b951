//! A figure of which only bounds may be known.

use crate::survey::Level;

/// What is known of a figure: the least and the greatest that it can be. Where disclosure control shows
/// bands, every figure in between fits what is shown; where it shows everything, both are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    low: f64,
    high: f64,
}

/// Two figures closer than this are one: they differ by how they were added up.
const SAME: f64 = 1e-9;

impl Range {
    /// A figure that is known.
    pub const fn exact(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// A figure that is one of those from `low` to `high`.
    pub const fn between(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    /// The least that it can be.
    pub const fn low(self) -> f64 {
        self.low
    }

    /// The greatest that it can be.
    pub const fn high(self) -> f64 {
        self.high
    }

    /// The figure, when it is known.
    pub fn value(self) -> Option<f64> {
        (self.high - self.low < SAME).then_some(self.low)
    }

    /// The lowest and the highest level that a share can have; the same when it has one for certain.
    pub fn levels(self) -> [Level; 2] {
        [self.low, self.high].map(|share| Level::nearest(Some(share)))
    }

    /// The level that a share has whatever it is.
    pub fn level(self) -> Option<Level> {
        let [low, high] = self.levels();
        (low == high).then_some(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_told_when_every_figure_has_it() {
        assert_eq!(Range::exact(0.5).level(), Some(Level::Partly));
        assert_eq!(Range::between(0.3, 0.7).level(), Some(Level::Partly));
        assert_eq!(Range::between(0.2, 0.3).level(), None);
        assert_eq!(Range::between(0.2, 0.8).levels(), [Level::No, Level::Yes]);
        assert_eq!(Range::between(0.2, 0.3).value(), None);
        assert_eq!(Range::exact(0.2).value(), Some(0.2));
    }
}
