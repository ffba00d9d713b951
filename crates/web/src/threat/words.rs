//! Ranges in words: natural frequencies, hours and days, euros of two figures.

use app::threat::{Often, Weighed};
use content::threat::Ask;
use domain::threat::Range;
use i18n::Texts;

use crate::figures::two;
pub(super) use crate::figures::{euros, time};

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
