//! Lengths of time as people type them.

use crate::number::{self, NumberError};

/// The most hours of any field: ten years.
const MOST: f64 = 87_600.0;

/// Hours of a day, a week, a month of thirty days and a year.
const DAY: f64 = 24.0;
const WEEK: f64 = 7.0 * DAY;
const MONTH: f64 = 30.0 * DAY;
const YEAR: f64 = 365.0 * DAY;

/// Why a text gives no whole number of hours.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum HoursError {
    /// It is no length of time, or too long a one.
    #[error("no length of time")]
    None,
    /// It may be either of two numbers: see [`NumberError::Either`]. Of `2 v`, two weeks in Swedish and
    /// two years in Finnish, they are the hours.
    #[error("{less} or {more}")]
    Either {
        /// The lesser.
        less: f64,
        /// The greater.
        more: f64,
    },
    /// It is a length of time, but not of whole hours.
    #[error("between {low} and {high} hours")]
    Between {
        /// The whole hours below it.
        low: i64,
        /// The whole hours above it.
        high: i64,
    },
}

impl From<NumberError> for HoursError {
    fn from(error: NumberError) -> Self {
        match error {
            NumberError::None => Self::None,
            NumberError::Either { less, more } => Self::Either { less, more },
        }
    }
}

/// Reads `24`, `24 h`, `90 min`, `3 pv`, `2 viikkoa`, `1 kk`, `3 dygn`, `2 weeks`, `1 h 30 min` or
/// `36:00` as hours.
///
/// # Errors
/// When it is no length of time, is not of whole hours, or may be either of two.
pub fn parse_hours(text: &str) -> Result<i64, HoursError> {
    let text = text.trim().to_lowercase();
    let hours = match clock(&text) {
        Some(hours) => hours,
        None => spoken(&text)?,
    };
    if !(0.0..=MOST).contains(&hours) {
        return Err(HoursError::None);
    }
    // Twenty minutes are no exact part of an hour in binary digits.
    let nearest = hours.round();
    if (hours - nearest).abs() < 1e-9 {
        return Ok(count(nearest));
    }
    Err(HoursError::Between {
        low: count(hours.floor()),
        high: count(hours.ceil()),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "whole, and at most ten years of hours"
)]
const fn count(whole: f64) -> i64 {
    whole as i64
}

/// Hours, minutes and seconds apart by colons, as spreadsheets write a time.
fn clock(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let hours = natural(parts.next()?)?;
    let minutes = natural(parts.next()?).filter(|it| *it < 60.0)?;
    let seconds = parts.next().map_or(Some(0.0), natural);
    let seconds = seconds.filter(|it| *it < 60.0)?;
    let is_all = parts.next().is_none();
    is_all.then_some(hours + minutes / 60.0 + seconds / 3_600.0)
}

fn natural(text: &str) -> Option<f64> {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

/// Numbers with their units; a number alone is one of hours.
fn spoken(text: &str) -> Result<f64, HoursError> {
    let (mut rest, mut total, mut parts) = (text, 0.0, 0);
    while !rest.is_empty() {
        let is_number = |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, ',' | '.');
        let (written, behind) = split(rest, is_number);
        let (unit, behind) = split(behind, char::is_alphabetic);
        let number = match number::decimal(written) {
            // Both readings in hours, with what was told before.
            Err(NumberError::Either { less, more }) => {
                let each = each(unit).unwrap_or(1.0);
                return Err(HoursError::Either {
                    less: total + less * each,
                    more: total + more * each,
                });
            }
            read => read?,
        };
        if unit == "v" {
            return Err(HoursError::Either {
                less: number * WEEK,
                more: number * YEAR,
            });
        }
        parts += 1;
        let behind = behind.trim_start_matches('.').trim_start();
        let is_alone = parts == 1 && behind.is_empty();
        let each = each(unit).filter(|_| !unit.is_empty() || is_alone);
        total += number * each.ok_or(HoursError::None)?;
        rest = behind;
    }
    if parts == 0 {
        return Err(HoursError::None);
    }
    Ok(total)
}

/// Parts the beginning that is so from the rest.
fn split(text: &str, is_so: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.find(|c| !is_so(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// Hours of a unit.
fn each(unit: &str) -> Option<f64> {
    Some(match unit {
        "" | "h" | "t" | "tunti" | "tuntia" | "tim" | "timme" | "timmar" | "hour" | "hours" => 1.0,
        "min" | "minuutti" | "minuuttia" | "minut" | "minuter" | "minute" | "minutes" => 1.0 / 60.0,
        "pv" | "vrk" | "d" | "päivä" | "päivää" | "vuorokausi" | "vuorokautta" | "dygn" | "dag"
        | "dagar" | "day" | "days" => DAY,
        "vk" | "vko" | "viikko" | "viikkoa" | "vecka" | "veckor" | "w" | "week" | "weeks" => WEEK,
        "kk" | "kuukausi" | "kuukautta" | "mån" | "månad" | "månader" | "month" | "months" => {
            MONTH
        }
        "vuosi" | "vuotta" | "år" | "year" | "years" => YEAR,
        _ => return None,
    })
}

/// The largest unit that people count such a length of time in (`hours`, `days`, `weeks`), and how
/// many of it there are.
pub const fn in_units(hours: i64) -> (&'static str, i64) {
    match hours {
        336.. if hours % 168 == 0 => ("weeks", hours / 168),
        48.. if hours % 24 == 0 => ("days", hours / 24),
        _ => ("hours", hours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_days_weeks_and_months_are_read_in_three_languages() {
        for (text, hours) in [
            ("24", 24),
            (" 4 h ", 4),
            ("4 h.", 4),
            ("1 000", 1_000),
            ("1 000 h", 1_000),
            ("120 min", 2),
            ("60 minuuttia", 1),
            ("1 h 60 min", 2),
            ("1 vrk 12 h", 36),
            ("1,5 vrk", 36),
            ("0.5 d", 12),
            ("3 pv", 72),
            ("3vrk", 72),
            ("2 viikkoa", 336),
            ("3 dygn", 72),
            ("1 week", 168),
            ("1 kk", 720),
            ("2 månader", 1_440),
            ("1 vuosi", 8_760),
            ("36:00", 36),
            ("4:00:00", 4),
            ("0", 0),
        ] {
            assert_eq!(parse_hours(text), Ok(hours), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_of_time_is_none() {
        for text in [
            "",
            "pv",
            "-3",
            "3 x",
            "2-3 h",
            "4 5",
            "1 h 30",
            "1:75",
            "9999999999",
            "99999 vk",
            "alle 4 h",
        ] {
            assert_eq!(parse_hours(text), Err(HoursError::None), "{text}");
        }
    }

    #[test]
    fn parts_of_an_hour_are_told_with_the_hours_around_them() {
        for (text, low, high) in [
            ("15 min", 0, 1),
            ("1,5 h", 1, 2),
            ("1:30", 1, 2),
            ("1 h 20 min", 1, 2),
        ] {
            assert_eq!(
                parse_hours(text),
                Err(HoursError::Between { low, high }),
                "{text}"
            );
        }
        assert_eq!(parse_hours("3 h 20 min 40 min"), Ok(4));
    }

    #[test]
    fn what_may_be_two_lengths_is_asked() {
        let either = |less, more| Err(HoursError::Either { less, more });
        assert_eq!(parse_hours("1.000"), either(1.0, 1000.0));
        assert_eq!(parse_hours("1.500 h"), either(1.5, 1500.0));
        assert_eq!(parse_hours("2 v"), either(336.0, 17_520.0));
        assert_eq!(parse_hours("1.500 pv"), either(36.0, 36_000.0));
        assert_eq!(parse_hours("1 vrk 1.500 h"), either(25.5, 1_524.0));
    }
}
