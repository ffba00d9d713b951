//! Days that stay near the day on which the demo is filled, so that it never looks old.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::Deserialize;

/// A day of the demo: so many days from today, or a day of a year counted from [`Anchor`]'s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Day {
    /// `-40d`, `+14d`.
    FromToday(i64),
    /// `Y-1:05-14`.
    OfYear {
        /// Years after the anchor's, negative before.
        years: i16,
        /// Month.
        month: i8,
        /// Day of the month.
        day: i8,
    },
}

impl Default for Day {
    fn default() -> Self {
        Self::FromToday(0)
    }
}

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        read(&text).ok_or_else(|| format!("`{text}` is no day: write -40d, +14d or Y-1:05-14"))
    }
}

fn read(text: &str) -> Option<Day> {
    if let Some(days) = text.strip_suffix('d') {
        return days.parse().ok().map(Day::FromToday);
    }
    let (years, date) = text.strip_prefix('Y')?.split_once(':')?;
    let (month, day) = date.split_once('-')?;
    let years = if years.is_empty() { "0" } else { years };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // Any leap year: only whether the calendar knows the day.
    Date::new(2028, month, day).ok()?;
    Some(Day::OfYear {
        years: years.parse().ok()?,
        month,
        day,
    })
}

/// The day on which the demo is filled, and the year in which its assessments began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    today: Date,
}

/// The oldest of the rounds that are now under way began so many days ago.
const BEGAN_DAYS_AGO: i64 = 75;

impl Anchor {
    /// Anchors the demo to a day.
    pub const fn new(today: Date) -> Self {
        Self { today }
    }

    /// The year in which the assessments began: `Y` of the files.
    pub fn year(&self) -> i16 {
        self.today.saturating_sub(BEGAN_DAYS_AGO.days()).year()
    }

    /// The calendar day. Nothing happens on a weekend: Saturdays and Sundays become Fridays.
    pub fn day(&self, day: Day) -> Date {
        let date = match day {
            Day::FromToday(days) => self.today.saturating_add(days.days()),
            Day::OfYear { years, month, day } => {
                Date::new(self.year().saturating_add(years), month, day).unwrap_or(self.today)
            }
        };
        let back = match date.weekday() {
            Weekday::Saturday => 1,
            Weekday::Sunday => 2,
            _ => 0,
        };
        date.saturating_sub(back.days())
    }

    /// The text with its years written out: `{Y}`, `{Y-2}`, `{Y+1}`.
    pub fn text(&self, text: &str) -> String {
        (-9_i16..=4).fold(text.to_owned(), |text, years| {
            let year = self.year().saturating_add(years).to_string();
            let mark = match years {
                0 => "{Y}".to_owned(),
                years => format!("{{Y{years:+}}}"),
            };
            text.replace(&mark, &year)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_follow_the_day_of_filling() {
        let anchor = Anchor::new(date(2027, 2, 3));
        assert_eq!(anchor.year(), 2026);
        assert_eq!(anchor.day(read("-2d").unwrap()), date(2027, 2, 1));
        assert_eq!(anchor.day(read("Y+1:05-28").unwrap()), date(2027, 5, 28));
        assert_eq!(anchor.text("{Y}–{Y+1}, {Y-2}"), "2026–2027, 2024");
    }

    #[test]
    fn weekends_become_fridays() {
        let anchor = Anchor::new(date(2026, 11, 22));
        assert_eq!(anchor.day(Day::FromToday(0)), date(2026, 11, 20));
    }

    #[test]
    fn refuses_what_is_no_day() {
        for text in ["", "d", "Y:13-01", "Y:02-30", "2026-01-01", "Y-x:01-01"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
