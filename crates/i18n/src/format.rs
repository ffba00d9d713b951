//! Numbers, dates and lists as each language writes them.
//!
//! Spaces inside a number, and between a number and its sign, do not break over lines. Moments are
//! shown in Finnish time, whatever the clock of the server.

use std::sync::OnceLock;

use domain::Locale;
use jiff::Timestamp;
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

const NBSP: char = '\u{a0}';
const MINUS: char = '\u{2212}';
/// Shown for a number that is none.
const NOTHING: &str = "–";

/// A whole number with its thousands apart.
pub fn number(locale: Locale, n: i64) -> String {
    let digits = grouped(locale, &n.unsigned_abs().to_string());
    if n < 0 {
        format!("{MINUS}{digits}")
    } else {
        digits
    }
}

/// A number with this many decimals, rounded.
pub fn decimal(locale: Locale, value: f64, digits: usize) -> String {
    if !value.is_finite() {
        return NOTHING.to_owned();
    }
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut shown = grouped(locale, whole);
    if !fraction.is_empty() {
        shown.push(if locale == Locale::En { '.' } else { ',' });
        shown.push_str(fraction);
    }
    let rounds_to_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    if value < 0.0 && !rounds_to_zero {
        format!("{MINUS}{shown}")
    } else {
        shown
    }
}

/// The power of ten at or below a positive number.
pub fn power_of_ten(value: f64) -> f64 {
    libm::pow(10.0, libm::log10(value).floor())
}

/// A number of two figures: all that is known of an estimate.
pub fn rough(locale: Locale, value: f64) -> String {
    if value <= 0.0 {
        return number(locale, 0);
    }
    let unit = power_of_ten(value) / 10.0;
    let rounded = (value / unit).round() * unit;
    let digits = match rounded {
        it if it >= 10.0 => 0,
        it if it >= 1.0 => 1,
        // One more for every nought before the first figure.
        it => {
            2 + (1..20)
                .take_while(|n| it < libm::pow(0.1, f64::from(*n)))
                .count()
        }
    };
    let is_whole = (rounded - rounded.round()).abs() < 1e-9;
    decimal(locale, rounded, if is_whole { 0 } else { digits })
}

/// A share between 0 and 1 as whole per cent.
pub fn percent(locale: Locale, share: f64) -> String {
    let number = decimal(locale, share * 100.0, 0);
    match locale {
        Locale::Fi | Locale::Sv => format!("{number}{NBSP}%"),
        Locale::En => format!("{number}%"),
    }
}

/// An amount of whole euros.
pub fn euros(locale: Locale, amount: i64) -> String {
    match locale {
        Locale::Fi | Locale::Sv => format!("{}{NBSP}€", number(locale, amount)),
        Locale::En => {
            let sign = if amount < 0 { "\u{2212}" } else { "" };
            format!(
                "{sign}€{}",
                grouped(locale, &amount.unsigned_abs().to_string())
            )
        }
    }
}

/// A day, as short as the language allows without doubt about the month.
pub fn date(locale: Locale, date: Date) -> String {
    match locale {
        Locale::Fi | Locale::Sv => format!("{}.{}.{}", date.day(), date.month(), date.year()),
        Locale::En => date_long(locale, date),
    }
}

/// A day with its month written out.
pub fn date_long(locale: Locale, date: Date) -> String {
    let (day, year, month) = (date.day(), date.year(), month(locale, date.month().into()));
    match locale {
        Locale::Fi => format!("{day}. {month}ta {year}"),
        Locale::Sv | Locale::En => format!("{day} {month} {year}"),
    }
}

/// A time of day, to the minute.
pub fn time(locale: Locale, time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    match locale {
        Locale::Fi | Locale::Sv => format!("{hour}.{minute:02}"),
        Locale::En => format!("{hour:02}:{minute:02}"),
    }
}

/// A moment as clocks in Finland show it.
pub fn datetime(locale: Locale, at: Timestamp) -> String {
    let local = at.to_zoned(finland()).datetime();
    let (day, clock) = (date(locale, local.date()), time(locale, local.time()));
    match locale {
        Locale::Fi => format!("{day} klo {clock}"),
        Locale::Sv => format!("{day} kl. {clock}"),
        Locale::En => format!("{day} at {clock}"),
    }
}

/// The day that a calendar in Finland shows at a moment.
pub fn day(at: Timestamp) -> Date {
    at.to_zoned(finland()).date()
}

/// The time zone of Finland.
pub fn finland() -> TimeZone {
    static ZONE: OnceLock<TimeZone> = OnceLock::new();
    let read = || TimeZoneDatabase::bundled().get("Europe/Helsinki");
    // The bundled zones hold Helsinki (see the test); winter time is the nearest to it without them.
    ZONE.get_or_init(|| read().unwrap_or_else(|_| TimeZone::fixed(Offset::constant(2))))
        .clone()
}

/// The name of a month, 1 to 12.
pub fn month(locale: Locale, number: i64) -> &'static str {
    let names: [&str; 12] = match locale {
        Locale::Fi => [
            "tammikuu",
            "helmikuu",
            "maaliskuu",
            "huhtikuu",
            "toukokuu",
            "kesäkuu",
            "heinäkuu",
            "elokuu",
            "syyskuu",
            "lokakuu",
            "marraskuu",
            "joulukuu",
        ],
        Locale::Sv => [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
        Locale::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    };
    usize::try_from(number - 1)
        .ok()
        .and_then(|at| names.get(at))
        .copied()
        .unwrap_or(NOTHING)
}

/// The name of a date's day of the week.
pub fn weekday(locale: Locale, date: Date) -> &'static str {
    let (fi, sv, en) = match date.weekday() {
        Weekday::Monday => ("maanantai", "måndag", "Monday"),
        Weekday::Tuesday => ("tiistai", "tisdag", "Tuesday"),
        Weekday::Wednesday => ("keskiviikko", "onsdag", "Wednesday"),
        Weekday::Thursday => ("torstai", "torsdag", "Thursday"),
        Weekday::Friday => ("perjantai", "fredag", "Friday"),
        Weekday::Saturday => ("lauantai", "lördag", "Saturday"),
        Weekday::Sunday => ("sunnuntai", "söndag", "Sunday"),
    };
    match locale {
        Locale::Fi => fi,
        Locale::Sv => sv,
        Locale::En => en,
    }
}

/// Names in a row, the last one joined with a word.
pub fn list<S: AsRef<str>>(locale: Locale, items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{}{}{}", first.join(", "), and(locale), last.as_ref())
        }
    }
}

/// What stands before the last of names in a row.
pub(crate) const fn and(locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => " ja ",
        Locale::Sv => " och ",
        Locale::En => " and ",
    }
}

/// Digits in groups of three from the right.
fn grouped(locale: Locale, digits: &str) -> String {
    let separator = if locale == Locale::En { ',' } else { NBSP };
    let mut shown = String::with_capacity(digits.len() + digits.len() / 3 * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(show: impl Fn(Locale) -> String) -> [String; 3] {
        Locale::ALL.map(|locale| show(locale).replace(NBSP, "_"))
    }

    #[test]
    fn writes_numbers() {
        assert_eq!(
            all(|l| number(l, 1_234_567)),
            ["1_234_567", "1_234_567", "1,234,567"]
        );
        assert_eq!(all(|l| number(l, -999)), ["−999", "−999", "−999"]);
        assert_eq!(
            all(|l| number(l, i64::MIN))[2],
            "−9,223,372,036,854,775,808"
        );
        assert_eq!(
            all(|l| decimal(l, 1234.56, 1)),
            ["1_234,6", "1_234,6", "1,234.6"]
        );
        assert_eq!(all(|l| decimal(l, -0.04, 1)), ["0,0", "0,0", "0.0"]);
        assert_eq!(all(|l| decimal(l, f64::NAN, 1)), ["–", "–", "–"]);
        assert_eq!(all(|l| percent(l, 0.45)), ["45_%", "45_%", "45%"]);
        assert_eq!(
            all(|l| euros(l, -12_500)),
            ["−12_500_€", "−12_500_€", "−€12,500"]
        );
    }

    #[test]
    fn writes_days() {
        let day = jiff::civil::date(2026, 11, 22);
        assert_eq!(
            all(|l| date(l, day)),
            ["22.11.2026", "22.11.2026", "22 November 2026"]
        );
        assert_eq!(
            all(|l| date_long(l, day)),
            [
                "22. marraskuuta 2026",
                "22 november 2026",
                "22 November 2026"
            ]
        );
        assert_eq!(
            all(|l| weekday(l, day).to_owned()),
            ["sunnuntai", "söndag", "Sunday"]
        );
        assert_eq!(month(Locale::Fi, 0), "–");
        assert_eq!(month(Locale::Fi, 13), "–");
    }

    #[test]
    fn shows_moments_in_finnish_time_summer_and_winter() {
        let summer: Timestamp = "2026-07-01T21:05:00Z".parse().expect("a moment");
        let winter: Timestamp = "2026-01-01T21:05:00Z".parse().expect("a moment");
        assert_eq!(
            all(|l| datetime(l, summer)),
            [
                "2.7.2026 klo 0.05",
                "2.7.2026 kl. 0.05",
                "2 July 2026 at 00:05"
            ]
        );
        assert_eq!(datetime(Locale::Fi, winter), "1.1.2026 klo 23.05");
        assert_eq!(day(summer), jiff::civil::date(2026, 7, 2));
    }

    #[test]
    fn joins_names() {
        assert_eq!(all(|l| list::<&str>(l, &[])), ["", "", ""]);
        assert_eq!(all(|l| list(l, &["a"])), ["a", "a", "a"]);
        assert_eq!(
            all(|l| list(l, &["a", "b"])),
            ["a ja b", "a och b", "a and b"]
        );
        assert_eq!(
            all(|l| list(l, &["a", "b", "c"])),
            ["a, b ja c", "a, b och c", "a, b and c"]
        );
    }

    /// Numbers of every length and both signs.
    fn numbers() -> impl Iterator<Item = i64> {
        let edges = (0..19).flat_map(|power| {
            let one = 10_i64.pow(power);
            [one - 1, one, one + 1, one.saturating_mul(9)]
        });
        let both = edges.flat_map(|n| [n, -n]);
        both.chain([i64::MAX, i64::MIN, i64::MIN + 1])
    }

    #[test]
    fn a_number_without_its_spaces_is_the_same_number() {
        for locale in Locale::ALL {
            for n in numbers() {
                let shown = number(locale, n);
                let plain = shown.replace([NBSP, ','], "").replace(MINUS, "-");
                assert_eq!(plain.parse(), Ok(n), "{locale}: {shown}");
                let groups: Vec<&str> =
                    shown.trim_start_matches(MINUS).split([NBSP, ',']).collect();
                assert!((1..=3).contains(&groups[0].len()), "{shown}");
                assert!(groups[1..].iter().all(|group| group.len() == 3), "{shown}");
            }
        }
    }

    #[test]
    #[expect(
        clippy::cast_precision_loss,
        reason = "how a number looks, not which it is"
    )]
    fn nothing_of_a_number_breaks_over_a_line() {
        let day = jiff::civil::date(2026, 11, 22);
        let breaks = |shown: &String| shown.contains([' ', '\n', '-']);
        for locale in Locale::ALL {
            for n in numbers() {
                let value = n as f64;
                let shown = [
                    number(locale, n),
                    euros(locale, n),
                    decimal(locale, value, 2),
                    percent(locale, value),
                    rough(locale, value),
                ];
                assert!(!shown.iter().any(breaks), "{locale}: {shown:?}");
            }
            assert!(!time(locale, jiff::civil::time(9, 5, 0, 0)).contains(' '));
            assert!(
                date(Locale::Fi, day)
                    .chars()
                    .all(|c| c.is_ascii_digit() || c == '.')
            );
        }
    }

    #[test]
    fn decimals_are_rounded_and_never_show_a_negative_nothing() {
        for (value, digits, fi) in [
            (0.0, 0, "0"),
            (-0.0, 0, "0"),
            (-0.0, 2, "0,00"),
            (-0.4, 0, "0"),
            (-0.6, 0, "−1"),
            (0.96, 1, "1,0"),
            (999.5, 0, "1_000"),
            (-999.96, 1, "−1_000,0"),
            (1e15, 0, "1_000_000_000_000_000"),
            (f64::MIN_POSITIVE, 3, "0,000"),
        ] {
            let shown = decimal(Locale::Fi, value, digits).replace(NBSP, "_");
            assert_eq!(shown, fi, "{value} {digits}");
            let english = decimal(Locale::En, value, digits);
            let swapped = fi.replace(',', ".").replace('_', ",");
            assert_eq!(english, swapped, "{value} {digits}");
        }
        for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            for locale in Locale::ALL {
                assert_eq!(decimal(locale, none, 1), NOTHING);
                assert!(percent(locale, none).starts_with(NOTHING));
                assert_eq!(rough(locale, none.abs()), NOTHING);
            }
        }
    }

    #[test]
    fn an_estimate_shows_two_figures_and_no_more() {
        for (value, fi) in [
            (412_345.0, "410_000"),
            (995_000.0, "1_000_000"),
            (99.4, "99"),
            (99.6, "100"),
            (12.4, "12"),
            (9.96, "10"),
            (9.94, "9,9"),
            (3.12, "3,1"),
            (1.0, "1"),
            (0.996, "1"),
            (0.52, "0,52"),
            (0.099_6, "0,10"),
            (0.034, "0,034"),
            (0.0, "0"),
            (-3.0, "0"),
        ] {
            assert_eq!(rough(Locale::Fi, value).replace(NBSP, "_"), fi, "{value}");
        }
    }

    #[test]
    fn what_is_a_little_is_not_shown_as_nothing() {
        for power in 1..9 {
            let value = 3.4 / libm::pow(10.0, f64::from(power));
            let shown = rough(Locale::En, value);
            let read: f64 = shown.parse().expect("a number");
            assert!((read / value - 1.0).abs() < 0.05, "{value}: {shown}");
        }
    }

    #[test]
    fn shares_are_whole_per_cent_at_both_ends() {
        for (share, fi, en) in [
            (0.0, "0_%", "0%"),
            (0.004, "0_%", "0%"),
            (0.996, "100_%", "100%"),
            (1.0, "100_%", "100%"),
            (-0.25, "−25_%", "−25%"),
            (12.0, "1_200_%", "1,200%"),
        ] {
            let [finnish, swedish, english] = all(|l| percent(l, share));
            assert_eq!((finnish.as_str(), english.as_str()), (fi, en), "{share}");
            assert_eq!(finnish, swedish);
        }
    }

    #[test]
    fn every_month_and_day_of_the_week_has_a_name_of_its_own() {
        for locale in Locale::ALL {
            let months: std::collections::BTreeSet<&str> =
                (1..=12).map(|n| month(locale, n)).collect();
            assert_eq!(months.len(), 12);
            for (at, none) in [
                (0, NOTHING),
                (13, NOTHING),
                (-1, NOTHING),
                (i64::MAX, NOTHING),
            ] {
                assert_eq!(month(locale, at), none);
            }
            let monday = jiff::civil::date(2026, 11, 23);
            let days =
                (0..7).map(|n| weekday(locale, monday.saturating_add(jiff::Span::new().days(n))));
            assert_eq!(days.collect::<std::collections::BTreeSet<_>>().len(), 7);
        }
        assert_eq!(
            all(|l| weekday(l, jiff::civil::date(2026, 11, 23)).to_owned())[0],
            "maanantai"
        );
        // Finnish months take an ending in a day that is written out.
        for n in 1..=12 {
            let long = date_long(Locale::Fi, jiff::civil::date(2026, n, 1));
            assert!(
                long.contains(&format!("{}ta ", month(Locale::Fi, n.into()))),
                "{long}"
            );
        }
    }

    #[test]
    fn clocks_are_turned_when_finland_turns_them() {
        for (utc, fi) in [
            // The hours about the turn in spring and in autumn, and midnight between two days.
            ("2027-03-28T00:59:59Z", "28.3.2027 klo 2.59"),
            ("2027-03-28T01:00:00Z", "28.3.2027 klo 4.00"),
            ("2027-10-31T00:59:00Z", "31.10.2027 klo 3.59"),
            ("2027-10-31T01:00:00Z", "31.10.2027 klo 3.00"),
            ("2026-12-31T21:59:59Z", "31.12.2026 klo 23.59"),
            ("2026-12-31T22:00:00Z", "1.1.2027 klo 0.00"),
        ] {
            let at: Timestamp = utc.parse().expect("a moment");
            assert_eq!(datetime(Locale::Fi, at), fi, "{utc}");
            assert!(datetime(Locale::En, at).starts_with(&date(Locale::En, day(at))));
        }
    }

    #[test]
    fn names_in_a_row_are_all_there_in_order() {
        let names: Vec<String> = (0..30).map(|n| format!("kunta {n}")).collect();
        for locale in Locale::ALL {
            let row = list(locale, &names);
            let parts: Vec<&str> = row
                .split(", ")
                .flat_map(|part| part.split(and(locale)))
                .collect();
            assert_eq!(parts, names);
            assert_eq!(row.matches(and(locale)).count(), 1);
        }
    }
}
