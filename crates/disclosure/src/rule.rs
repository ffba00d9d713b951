//! The two thresholds.

use domain::survey::MINIMUM_CELL;

/// How many answers stand behind whatever is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    minimum: i64,
}

impl Rule {
    /// The rule with a minimum of its own; never below the product's.
    pub const fn new(minimum: i64) -> Self {
        Self {
            minimum: if minimum > MINIMUM_CELL {
                minimum
            } else {
                MINIMUM_CELL
            },
        }
    }

    /// The least number of answers behind any shown figure.
    pub const fn minimum(self) -> i64 {
        self.minimum
    }

    /// Below this a group is small: it does not show whether it was unanimous.
    pub const fn small(self) -> i64 {
        2 * self.minimum
    }
}

impl Default for Rule {
    fn default() -> Self {
        Self::new(MINIMUM_CELL)
    }
}
