//! One question's answers as they may be shown.

use domain::survey::{Distribution, Level, ratio};

use crate::Rule;

/// A count as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Exactly so many.
    Count(i64),
    /// At least `low` and at most `high`.
    Between {
        /// The least it can be.
        low: i64,
        /// The most it can be.
        high: i64,
    },
}

impl Cell {
    /// The least and the most it can be.
    pub const fn bounds(self) -> (i64, i64) {
        match self {
            Self::Count(count) => (count, count),
            Self::Between { low, high } => (low, high),
        }
    }
}

/// A small group's answers: none and one, and all and all but one, look the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// How many answered.
    pub n: i64,
    /// Yes.
    pub yes: Cell,
    /// Partly.
    pub partly: Cell,
    /// No.
    pub no: Cell,
    /// Don't know.
    pub unknown: Cell,
}

/// What may be shown of a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tally {
    /// Nothing: too few answers, or hidden so that others cannot be worked out.
    Hidden,
    /// A small group in bands.
    Banded(Bands),
    /// Everything.
    Exact(Distribution),
}

impl Tally {
    /// What may be shown of one distribution on its own. For several that add up to a total, use
    /// [`crate::Crosstab`].
    pub fn of(distribution: Distribution, rule: Rule) -> Self {
        match distribution.n() {
            n if n < rule.minimum() => Self::Hidden,
            n if n < rule.small() => Self::Banded(band(distribution)),
            _ => Self::Exact(distribution),
        }
    }

    /// The same in bands, for a group that must not be shown exactly for the sake of another.
    pub(crate) fn coarsened(self) -> Self {
        match self {
            Self::Exact(distribution) => Self::Banded(band(distribution)),
            other => other,
        }
    }

    /// How many answered, if it may be shown.
    pub fn n(&self) -> Option<i64> {
        match self {
            Self::Hidden => None,
            Self::Banded(bands) => Some(bands.n),
            Self::Exact(distribution) => Some(distribution.n()),
        }
    }

    /// How many gave one answer, as far as it may be shown.
    pub const fn cell(&self, level: Level) -> Option<Cell> {
        match self {
            Self::Hidden => None,
            Self::Banded(bands) => Some(match level {
                Level::Yes => bands.yes,
                Level::Partly => bands.partly,
                Level::No => bands.no,
                Level::Unknown => bands.unknown,
            }),
            Self::Exact(distribution) => Some(Cell::Count(distribution.count(level))),
        }
    }

    /// The mean, if all is shown that it is made of: a mean of 1 would show that a small group was
    /// unanimous.
    pub fn mean(&self) -> Option<f64> {
        self.exact()?.mean()
    }

    /// The standard deviation, under the same condition.
    pub fn spread(&self) -> Option<f64> {
        self.exact()?.spread()
    }

    /// The share of "don't know", under the same condition.
    pub fn unknown_share(&self) -> Option<f64> {
        self.exact()?.unknown_share()
    }

    /// The least and the greatest share of one answer, 0 to 1, as far as it may be shown.
    pub fn share(&self, level: Level) -> Option<(f64, f64)> {
        let (low, high) = self.cell(level)?.bounds();
        let n = self.n().filter(|n| *n > 0)?;
        Some((ratio(low, n), ratio(high, n)))
    }

    /// The distribution, if it is shown whole.
    pub const fn exact(&self) -> Option<Distribution> {
        match self {
            Self::Exact(distribution) => Some(*distribution),
            Self::Hidden | Self::Banded(_) => None,
        }
    }
}

/// Three bands: next to nobody, some, next to everybody.
///
/// Three cells of "some" fill a group of six with at least two each, and the fourth would be known
/// to be empty; a group of six therefore only shows which answer more than half gave.
fn band(distribution: Distribution) -> Bands {
    let n = distribution.n();
    let (few, many) = if n == 6 { (3, 4) } else { (1, n - 1) };
    let cell = |count: i64| {
        let (low, high) = match count {
            count if count <= few => (0, few),
            count if count >= many => (many, n),
            _ => (few + 1, many - 1),
        };
        Cell::Between { low, high }
    };
    Bands {
        n,
        yes: cell(distribution.yes),
        partly: cell(distribution.partly),
        no: cell(distribution.no),
        unknown: cell(distribution.unknown),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn distribution(yes: i64, partly: i64, no: i64, unknown: i64) -> Distribution {
        Distribution {
            yes,
            partly,
            no,
            unknown,
        }
    }

    #[test]
    fn few_answers_show_nothing_and_many_everything() {
        let rule = Rule::new(5);
        assert_eq!(Tally::of(distribution(4, 0, 0, 0), rule), Tally::Hidden);
        let all = Tally::of(distribution(10, 0, 0, 0), rule);
        assert_eq!((all.n(), all.mean()), (Some(10), Some(1.0)));
        assert_eq!(Tally::Hidden.mean(), None);
    }

    #[test]
    fn a_small_unanimous_group_looks_like_one_with_a_dissenter() {
        let rule = Rule::new(5);
        let unanimous = Tally::of(distribution(7, 0, 0, 0), rule);
        assert_eq!(unanimous, Tally::of(distribution(6, 0, 1, 0), rule));
        assert_eq!(unanimous.mean(), None);
        assert_eq!(
            unanimous.cell(Level::Yes),
            Some(Cell::Between { low: 6, high: 7 })
        );
        assert_eq!(unanimous.share(Level::No), Some((0.0, 1.0 / 7.0)));
    }

    #[test]
    fn a_minimum_of_its_own_can_only_be_higher() {
        assert_eq!(Rule::new(1).minimum(), 5);
        assert_eq!(
            Tally::of(distribution(4, 4, 0, 0), Rule::new(9)),
            Tally::Hidden
        );
    }

    proptest! {
        /// Whoever knows the rules tries every distribution that would have looked the same.
        #[test]
        fn no_cell_of_a_small_group_is_known_to_be_nobody_or_everybody(
            more in 0..9_i64, cuts in (0..=16_i64, 0..=16_i64, 0..=16_i64), minimum in 5..9_i64,
        ) {
            let rule = Rule::new(minimum);
            let n = minimum + more % minimum;
            let mut cuts = [cuts.0 % (n + 1), cuts.1 % (n + 1), cuts.2 % (n + 1)];
            cuts.sort_unstable();
            let [a, b, c] = cuts;
            let truth = distribution(a, b - a, c - b, n - c);
            let shown = Tally::of(truth, rule);
            let mut same = Vec::new();
            for a in 0..=n {
                for b in 0..=(n - a) {
                    for c in 0..=(n - a - b) {
                        let guess = distribution(a, b, c, n - a - b - c);
                        if Tally::of(guess, rule) == shown {
                            same.push(guess);
                        }
                    }
                }
            }
            prop_assert!(same.contains(&truth));
            for level in Level::ALL {
                let nobody = same.iter().all(|guess| guess.count(*level) == 0);
                let everybody = same.iter().all(|guess| guess.count(*level) == n);
                prop_assert!(!nobody && !everybody, "{shown:?} is {level:?} for certain");
            }
            prop_assert_eq!(shown.mean(), None);
        }
    }
}
