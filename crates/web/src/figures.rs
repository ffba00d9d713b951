//! Figures in words: two digits, natural frequencies with a fixed denominator, hours and days, euros.

use app::risk::Band;
use i18n::Texts;

/// A number of two figures as people write it.
pub(crate) fn two(t: Texts, value: f64) -> String {
    t.rough(value)
}

/// Euros of two figures.
pub(crate) fn euros(t: Texts, value: f64) -> String {
    t.with("figure.euros", &[("n", &two(t, value))])
}

/// A time: hours below two days, else days.
pub(crate) fn time(t: Texts, days: f64) -> String {
    if days < 2.0 {
        t.with("figure.hours", &[("n", &two(t, days * 24.0))])
    } else {
        t.with("figure.days", &[("n", &two(t, days))])
    }
}

/// A time with the range it may lie in, all in one unit: `7,8 päivää (4,6–13)`.
pub(crate) fn time_ranged(t: Texts, band: Band) -> String {
    let scale = if band.headline < 2.0 { 24.0 } else { 1.0 };
    let [low, high] = [band.low, band.high].map(|days| two(t, days * scale));
    let middle = time(t, band.headline);
    if low == high {
        middle
    } else {
        format!("{middle} ({low}–{high})")
    }
}

/// A share as a count of so many.
#[expect(clippy::cast_possible_truncation, reason = "a share times a hundred")]
fn of(share: f64, count: f64) -> i64 {
    (share.clamp(0.0, 1.0) * count).round() as i64
}

/// In how many of a hundred terms, short: for tables.
pub(crate) fn of_hundred(t: Texts, share: f64) -> String {
    match of(share, 100.0) {
        0 => t.say("figure.under-one").to_owned(),
        100 if share < 1.0 => t.number(99),
        n => t.number(n),
    }
}

/// The same with its range: `31 (19–46)`.
pub(crate) fn of_hundred_ranged(t: Texts, band: Band) -> String {
    let [low, high] = [band.low, band.high].map(|share| of(share, 100.0));
    let middle = of_hundred(t, band.headline);
    if low == high {
        middle
    } else {
        format!("{middle} ({low}–{high})")
    }
}

/// In how many terms, in a sentence: of ten where it is often, else of a hundred.
pub(crate) fn in_terms(t: Texts, band: Band) -> String {
    let (count, denominator) = if band.headline >= 0.15 {
        (10.0, "ten")
    } else {
        (100.0, "hundred")
    };
    let [n, low, high] = [band.headline, band.low, band.high].map(|share| of(share, count));
    if n == 0 {
        return t.with("figure.rarely", &[("high", &high.max(1))]);
    }
    let key = if low == high { "exactly" } else { "about" };
    let values: [(&str, &dyn std::fmt::Display); 3] = [("n", &n), ("low", &low), ("high", &high)];
    let used = if low == high { 1 } else { 3 };
    t.with(
        &format!("figure.{key}-{denominator}"),
        values.get(..used).unwrap_or(&values),
    )
}

/// Filled and shaded icons of a hundred.
pub(crate) fn icons(band: Band) -> (u8, u8) {
    let [filled, high] = [band.headline, band.high].map(|share| of(share, 100.0));
    let small = |n: i64| u8::try_from(n.clamp(0, 100)).unwrap_or(100);
    (small(filled), small(high - filled))
}

/// A round end of an axis at or above a value: 1, 2, 2.5 or 5 times a power of ten.
pub(crate) fn axis_end(value: f64) -> f64 {
    let unit = i18n::format::power_of_ten(value.max(1.0));
    let steps = [1.0, 2.0, 2.5, 5.0, 10.0];
    let fits = steps.iter().map(|step| step * unit);
    fits.into_iter().find(|end| *end >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    fn band(low: f64, headline: f64, high: f64) -> Band {
        Band {
            low,
            headline,
            high,
        }
    }

    #[test]
    fn figures_are_two_and_times_are_hours_or_days() {
        let t = Texts::new(Locale::Fi);
        assert_eq!(two(t, 1234.0), "1\u{a0}200");
        assert_eq!(two(t, 0.0345), "0,035");
        assert_eq!(two(t, 3.13), "3,1");
        assert_eq!(two(t, 0.0), "0");
        assert!(time(t, 0.25).starts_with('6'));
        assert!(time(t, 21.0).starts_with("21"));
    }

    #[test]
    fn what_is_often_is_told_of_ten_and_what_is_rare_of_a_hundred() {
        let t = Texts::new(Locale::En);
        let often = in_terms(t, band(0.12, 0.31, 0.46));
        assert!(
            often.contains("3 of 10") && often.contains("1 to 5"),
            "{often}"
        );
        let rare = in_terms(t, band(0.01, 0.04, 0.09));
        assert!(
            rare.contains("4 of 100") && rare.contains("1 to 9"),
            "{rare}"
        );
        let never = in_terms(t, band(0.0, 0.001, 0.02));
        assert!(
            never.contains("fewer than 1") && never.contains('2'),
            "{never}"
        );
        assert_eq!(of_hundred(t, 0.274), "27");
        assert_eq!(of_hundred(t, 0.004), "under 1");
        assert_eq!(of_hundred(t, 0.999), "99");
    }

    #[test]
    fn figures_are_written_as_each_language_writes_them() {
        for (locale, large, small) in [
            (Locale::Fi, "1\u{a0}200\u{a0}000", "0,035"),
            (Locale::Sv, "1\u{a0}200\u{a0}000", "0,035"),
            (Locale::En, "1,200,000", "0.035"),
        ] {
            let t = Texts::new(locale);
            assert_eq!(two(t, 1_234_567.0), large);
            assert_eq!(two(t, 0.0345), small);
            assert!(euros(t, 1_234_567.0).contains(large), "{locale}");
        }
    }

    #[test]
    fn a_range_is_told_in_the_unit_of_its_middle_and_only_when_there_is_one() {
        let t = Texts::new(Locale::Fi);
        let hours = time_ranged(t, band(0.25, 0.5, 3.0));
        assert!(
            hours.starts_with("12") && hours.contains("(6–72)"),
            "{hours}"
        );
        let days = time_ranged(t, band(0.5, 7.8, 13.0));
        assert!(
            days.starts_with("7,8") && days.contains("(0,50–13)"),
            "{days}"
        );
        assert!(!time_ranged(t, band(4.0, 4.0, 4.0)).contains('('));
        assert_eq!(of_hundred_ranged(t, band(0.19, 0.31, 0.46)), "31 (19–46)");
        assert_eq!(of_hundred_ranged(t, band(0.31, 0.31, 0.31)), "31");
    }

    #[test]
    fn nothing_is_told_as_certain_or_as_impossible_that_is_not() {
        for locale in Locale::ALL {
            let t = Texts::new(locale);
            assert_eq!(of_hundred(t, 1.0), "100");
            assert_ne!(of_hundred(t, 0.9999), "100", "{locale}");
            assert_eq!(of_hundred(t, 0.0), t.say("figure.under-one"));
            let rarely = in_terms(t, band(0.0, 0.0, 0.0));
            assert!(rarely.contains('1'), "{locale}: {rarely}");
            for share in [0.0, 0.004, 0.15, 0.5, 0.999, 1.0] {
                assert!(
                    !in_terms(t, band(share, share, share)).contains('{'),
                    "{locale} {share}"
                );
            }
        }
    }

    #[test]
    fn icons_are_never_more_than_a_hundred() {
        assert_eq!(icons(band(0.1, 0.3, 0.5)), (30, 20));
        assert_eq!(icons(band(0.9, 1.0, 1.0)), (100, 0));
    }

    #[test]
    fn axes_end_at_round_figures() {
        for (value, end) in [(1.9e6, 2e6), (2e6, 2e6), (2.2e6, 2.5e6), (7e5, 1e6)] {
            assert!((axis_end(value) - end).abs() < 1.0);
        }
    }
}
