//! Ranges in words: natural frequencies, hours and days, euros of two figures.

use app::threat::{Often, Weighed};
use content::threat::Ask;
use domain::threat::Range;
use i18n::Texts;

/// A number of two figures as people write it.
pub(super) fn two(t: Texts, value: f64) -> String {
    t.rough(value)
}

/// Euros of two figures.
pub(super) fn euros(t: Texts, value: f64) -> String {
    t.with("threat.euros", &[("n", &two(t, value))])
}

/// A time: hours below two days, else days.
pub(super) fn time(t: Texts, days: f64) -> String {
    if days < 2.0 {
        t.with("threat.hours", &[("n", &two(t, days * 24.0))])
    } else {
        t.with("threat.days", &[("n", &two(t, days))])
    }
}

/// A range of times.
pub(super) fn times(t: Texts, range: Range) -> String {
    format!("{} – {}", time(t, range.low), time(t, range.high))
}

/// How often, in a sentence with a fixed denominator.
pub(super) fn often(t: Texts, threat: &Weighed) -> String {
    let Often { range, middle } = threat.often;
    let is_rare = threat.threat.ask != Ask::Times && middle < 1.0;
    let scale = if is_rare { 10.0 } else { 1.0 };
    let key = match (threat.threat.ask, is_rare) {
        (Ask::HundredMunicipalities, false) => "threat.often.municipalities",
        (Ask::HundredMunicipalities, true) => "threat.often.municipalities-rare",
        (Ask::HundredSuppliers, false) => "threat.often.suppliers",
        (Ask::HundredSuppliers, true) => "threat.often.suppliers-rare",
        (Ask::Times, _) => "threat.often.times",
    };
    let figure = |value: f64| two(t, value * scale);
    t.with(
        key,
        &[
            ("n", &figure(middle)),
            ("low", &figure(range.low)),
            ("high", &figure(range.high)),
        ],
    )
}

/// A number for a field: as few digits as say the same.
pub(super) fn typed(t: Texts, value: f64) -> String {
    two(t, value).replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

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
}
