//! Costs, chances and states in words.

use domain::measure::MeasureStatus;
use i18n::Texts;
use jiff::civil::Date;

pub(super) use crate::figures::{euros, of_hundred};

/// A sum that somebody named, to the euro.
pub(super) fn exact(t: Texts, value: f64) -> String {
    t.with("figure.euros", &[("n", &t.decimal(value, 0))])
}

/// How far a measure is.
pub(super) fn status(t: Texts, status: MeasureStatus) -> &'static str {
    t.say(&format!("measure.status.{}", status.code()))
}

/// The kind of tag for it.
pub(super) fn tag(status: MeasureStatus) -> &'static str {
    match status {
        MeasureStatus::Idea | MeasureStatus::Rejected => "neutral",
        MeasureStatus::Proposed | MeasureStatus::Decided | MeasureStatus::Underway => "info",
        MeasureStatus::Done => "success",
    }
}

/// A day or a dash.
pub(super) fn day(t: Texts, day: Option<Date>) -> String {
    day.map_or_else(|| "–".to_owned(), |day| t.date(day))
}

/// What was told, or a dash.
pub(super) fn told(text: &str) -> String {
    if text.is_empty() { "–" } else { text }.to_owned()
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    #[test]
    fn estimates_are_rough_and_named_sums_exact() {
        let t = Texts::new(Locale::Fi);
        assert_eq!(euros(t, 412_345.0), "410\u{a0}000 euroa");
        assert_eq!(exact(t, 18_500.0), "18\u{a0}500 euroa");
    }
}
