//! The training programme: bodies, council terms, and how far people and bodies are.

use jiff::civil::Date;

use serde::Serialize;

use crate::handbook::Open;
use crate::words::words;
use crate::{HeldId, Locale};

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

/// A module that a person has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// Id of the module.
    pub module: String,
    /// How many answers were right.
    pub correct: i64,
    /// How many questions there were.
    pub asked: i64,
    /// The day.
    pub on: Date,
}

/// A session that a body has held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Id.
    pub id: HeldId,
    /// Id of the session in the programme.
    pub session: String,
    /// Whose it was.
    pub body: Body,
    /// The day.
    pub on: Date,
    /// How many took part.
    pub people: i64,
    /// What was found, in the trainer's words.
    pub findings: String,
}

/// A module in one language, as every output draws it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// Id of the module.
    pub id: String,
    /// Language.
    pub locale: Locale,
    /// How many minutes it takes.
    pub minutes: u32,
    /// Name.
    pub title: Open,
    /// What the reader can do afterwards.
    pub goal: Open,
    /// Title and text of each screen.
    pub screens: Vec<(Open, Open)>,
    /// The knowledge check.
    pub questions: Vec<LessonQuestion>,
}

/// A question of a knowledge check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonQuestion {
    /// Id within its module.
    pub id: String,
    /// The question.
    pub text: Open,
    /// Options in order.
    pub options: Vec<LessonOption>,
}

/// An option of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LessonOption {
    /// Id within its question.
    pub id: String,
    /// What is chosen.
    pub text: Open,
    /// Why it is right or not.
    pub why: Open,
    /// Whether it is right.
    pub is_right: bool,
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
