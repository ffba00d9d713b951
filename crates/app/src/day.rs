//! Days as people type them.

use std::ops::RangeInclusive;

use jiff::civil::Date;

/// Years that somebody can mean. A browser sends `0027-05-03` for a year that was typed as `27`.
const YEARS: RangeInclusive<i16> = 1900..=2200;

/// Reads `3.5.2027` or `2027-05-03`; nothing for anything else.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let text = text.trim();
    let date = text.parse().ok().or_else(|| finnish(text));
    date.filter(|it: &Date| YEARS.contains(&it.year()))
}

fn finnish(text: &str) -> Option<Date> {
    let mut parts = text.split('.').map(str::trim);
    let day = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let year = parts.next()?.parse().ok()?;
    let is_all = parts.next().is_none();
    is_all.then(|| Date::new(year, month, day).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_as_typed_and_as_sent() {
        let day = Date::constant(2027, 5, 3);
        assert_eq!(parse("3.5.2027"), Some(day));
        assert_eq!(parse(" 03.05.2027 "), Some(day));
        assert_eq!(parse("2027-05-03"), Some(day));
        assert_eq!(parse("31.2.2027"), None);
        assert_eq!(parse("3.5.27"), None);
        assert_eq!(parse("huomenna"), None);
    }

    #[test]
    fn a_year_that_nobody_means_is_refused_however_it_is_written() {
        for text in [
            "0027-05-03",
            "3.5.0027",
            "1899-12-31",
            "1.1.2201",
            "9999-12-31",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
        for text in ["1900-01-01", "31.12.2200"] {
            assert!(parse(text).is_some(), "{text}");
        }
    }
}
