//! The training programme: bodies, council terms, and how far people and bodies are.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::handbook::Open;
use crate::survey::{Distribution, ratio};
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

words! {
    /// The way through the training that a person takes this term. The codes are the ids of the
    /// paths in `content/training`.
    Way {
        /// Everything, from the beginning of the term.
        Full = "full",
        /// The short path of whoever comes in mid-term.
        MidTerm = "mid-term",
    }
}

words! {
    /// How often people are reminded of what they have left.
    Rhythm {
        /// Only when somebody presses the button.
        Off = "off",
        /// Every month.
        Monthly = "monthly",
        /// Every other month.
        EveryOther = "every-other",
        /// Every third month.
        Quarterly = "quarterly",
    }
}

impl Rhythm {
    /// The day of the reminder after one on `from`; nothing when there is none.
    ///
    /// Never on a weekend, nor in July, when municipalities are on holiday.
    pub fn next(self, from: Date) -> Option<Date> {
        let months = match self {
            Self::Off => return None,
            Self::Monthly => 1,
            Self::EveryOther => 2,
            Self::Quarterly => 3,
        };
        let mut day = from.checked_add(months.months()).ok()?;
        while day.month() == 7 || matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            day = day.tomorrow().ok()?;
        }
        Some(day)
    }
}

/// When people are reminded by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reminder {
    /// How often.
    pub rhythm: Rhythm,
    /// When the next leaves.
    pub next_at: Option<Timestamp>,
    /// When the last left, by itself or by the button.
    pub last_at: Option<Timestamp>,
}

words! {
    /// A survey that belongs to the training of a term.
    SurveyPart {
        /// Before the first session.
        Before = "before",
        /// After the last.
        After = "after",
    }
}

/// Where a person trains this term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enrolment {
    /// The body.
    pub body: Body,
    /// The way through the training.
    pub way: Way,
    /// The day on which the person first told.
    pub joined_on: Date,
}

/// What a survey says of one matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The mean, 0 to 1.
    pub mean: f64,
    /// The standard deviation of answers.
    pub spread: f64,
    /// How many people stand behind it, at least.
    pub people: i64,
}

impl Sample {
    /// The level in order, of those who took a stand on these questions.
    ///
    /// One person's answers to several questions are alike, so that they count as one: the number of
    /// people is that of the question on which the fewest took a stand. The interval is then rather
    /// too wide than too narrow.
    pub fn level(questions: &[Distribution]) -> Option<Self> {
        let all = merged(questions);
        Some(Self {
            mean: all.mean()?,
            spread: all.spread()?,
            people: questions.iter().map(Distribution::stands).min()?,
        })
    }

    /// The share of "don't know" in all answers to these questions.
    pub fn unknown(questions: &[Distribution]) -> Option<Self> {
        let share = merged(questions).unknown_share()?;
        Some(Self {
            mean: share,
            spread: (share * (1.0 - share)).sqrt(),
            people: questions.iter().map(Distribution::n).min()?,
        })
    }

    /// Whether so many stand behind it that a comparison means something.
    pub const fn is_enough(&self) -> bool {
        self.people >= LEAST_PEOPLE
    }
}

impl Sample {
    /// The mean and its squared error after adding one person at each end of the scale. Without
    /// them a few people who all agree would seem to be certain for everybody (Agresti and Caffo
    /// 2000, The American Statistician 54:4).
    fn steadied(&self) -> (f64, f64) {
        let people = ratio(self.people, 1);
        let all = people + 2.0;
        let mean = people.mul_add(self.mean, 1.0) / all;
        let square = |value: f64| value * value;
        let own = people * (square(self.spread) + square(self.mean - mean));
        let variance = (own + square(mean) + square(1.0 - mean)) / all;
        (mean, variance / all)
    }
}

fn merged(questions: &[Distribution]) -> Distribution {
    let mut all = Distribution::default();
    for one in questions {
        all.merge(*one);
    }
    all
}

/// The least number of people on both sides; an interval means little with fewer.
pub const LEAST_PEOPLE: i64 = 10;

/// The least difference that is called a change, as a share: ten percentage points.
const LEAST_CHANGE: f64 = 0.10;

/// How many standard errors a difference must be: with 2.58, chance alone makes such a one in fewer
/// than one comparison of a hundred. A page shows some twenty at once, so 1.96 would be too few.
const ERRORS: f64 = 2.58;

words! {
    /// What may be said of a difference between two surveys.
    Change {
        /// Clearly more than before.
        Up = "up",
        /// Clearly less than before.
        Down = "down",
        /// Too small to tell from chance.
        Unclear = "unclear",
        /// Too few answers to compare.
        TooFew = "too-few",
    }
}

impl Change {
    /// Compares two surveys as two independent groups of people. Nobody is led from one to the
    /// other, so that nothing is known of how one person changed.
    pub fn between(before: Option<Sample>, after: Option<Sample>) -> Self {
        let (Some(before), Some(after)) = (before, after) else {
            return Self::TooFew;
        };
        if !before.is_enough() || !after.is_enough() {
            return Self::TooFew;
        }
        let ((low, low_error), (high, high_error)) = (before.steadied(), after.steadied());
        let error = (low_error + high_error).sqrt();
        let difference = after.mean - before.mean;
        if difference.abs() < LEAST_CHANGE || (high - low).abs() < ERRORS * error {
            Self::Unclear
        } else if difference > 0.0 {
            Self::Up
        } else {
            Self::Down
        }
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

    #[test]
    fn a_reminder_leaves_on_a_working_day_and_never_in_july() {
        let monthly = |from| Rhythm::Monthly.next(from).unwrap();
        assert_eq!(monthly(date(2027, 5, 11)), date(2027, 6, 11));
        assert_eq!(monthly(date(2027, 6, 11)), date(2027, 8, 2));
        assert_eq!(monthly(date(2027, 1, 31)), date(2027, 3, 1));
        assert_eq!(Rhythm::Off.next(date(2027, 5, 11)), None);
        let other = Rhythm::EveryOther.next(date(2027, 1, 11));
        assert_eq!(other, Some(date(2027, 3, 11)));
    }

    fn answers(yes: i64, no: i64, unknown: i64) -> Distribution {
        Distribution {
            yes,
            partly: 0,
            no,
            unknown,
        }
    }

    fn change(before: &[Distribution], after: &[Distribution]) -> Change {
        Change::between(Sample::level(before), Sample::level(after))
    }

    #[test]
    fn a_change_is_told_only_when_chance_would_hardly_make_it() {
        assert_eq!(
            change(&[answers(3, 17, 0)], &[answers(16, 4, 0)]),
            Change::Up
        );
        assert_eq!(
            change(&[answers(16, 4, 0)], &[answers(3, 17, 0)]),
            Change::Down
        );
        // Twenty percentage points among twenty people.
        let small = change(&[answers(8, 12, 0)], &[answers(12, 8, 0)]);
        assert_eq!(small, Change::Unclear);
        // All agreed at first; an exact test would find such a difference in one case of twenty.
        let edge = change(&[answers(0, 20, 0)], &[answers(5, 15, 0)]);
        assert_eq!(edge, Change::Unclear);
        // A thousand people who differ by five points: no chance, but no matter either.
        let tiny = change(&[answers(500, 500, 0)], &[answers(550, 450, 0)]);
        assert_eq!(tiny, Change::Unclear);
        assert_eq!(
            change(&[answers(0, 9, 0)], &[answers(9, 0, 0)]),
            Change::TooFew
        );
        assert_eq!(change(&[], &[answers(9, 0, 0)]), Change::TooFew);
    }

    #[test]
    fn several_answers_of_one_person_count_as_one() {
        let many: Vec<Distribution> = (0..10).map(|_| answers(8, 12, 0)).collect();
        assert_eq!(Sample::level(&many).unwrap().people, 20);
        let thin = [answers(8, 12, 0), answers(1, 2, 17)];
        assert!(!Sample::level(&thin).unwrap().is_enough());
        assert!(Sample::unknown(&thin).unwrap().is_enough());
    }
}
