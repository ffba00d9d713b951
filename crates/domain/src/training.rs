//! The training programme: bodies, council terms, and how far people and bodies are.

use jiff::civil::Date;

use crate::words::words;

words! {
    /// A body that trains together.
    Body {
        /// The council.
        Council = "council",
        /// The municipal board.
        Board = "board",
        /// A committee.
        Committee = "committee",
    }
}

/// A council term, named by the year in which it begins. Terms begin on 1 June every fourth year,
/// 2021 among them (Municipalities Act 410/2015, section 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Term(i16);

/// A year in which a term began.
const ANCHOR: i16 = 2021;

/// Years of a term.
const YEARS: i16 = 4;

impl Term {
    /// The term of a day.
    pub fn of(day: Date) -> Self {
        let year = if day.month() >= 6 {
            day.year()
        } else {
            day.year() - 1
        };
        Self(year - (year - ANCHOR).rem_euclid(YEARS))
    }

    /// The year in which it begins.
    pub const fn year(self) -> i16 {
        self.0
    }

    /// The year in which it ends.
    pub const fn last_year(self) -> i16 {
        self.0 + YEARS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_term_begins_in_june_every_fourth_year() {
        let begins = |day| Term::of(day).year();
        assert_eq!(begins(date(2025, 5, 31)), 2021);
        assert_eq!(begins(date(2025, 6, 1)), 2025);
        assert_eq!(begins(date(2026, 11, 23)), 2025);
        assert_eq!(begins(date(2029, 5, 31)), 2025);
        assert_eq!(begins(date(2029, 6, 1)), 2029);
    }
}
