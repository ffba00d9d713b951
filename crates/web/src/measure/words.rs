//! Costs, chances and states in words.

use domain::risk::MeasureStatus;
use i18n::Texts;
use jiff::civil::Date;

use crate::extract::Fields;
use crate::kit::part::Difference;

/// An estimate in euros, of two figures.
pub(super) fn euros(t: Texts, value: f64) -> String {
    t.with("measure.euros", &[("n", &t.rough(value))])
}

/// A sum that somebody named, to the euro.
pub(super) fn exact(t: Texts, value: f64) -> String {
    t.with("measure.euros", &[("n", &t.decimal(value, 0))])
}

/// So many of a hundred; a chance that rounds to none is said to be less than one.
pub(super) fn of_hundred(t: Texts, share: f64) -> String {
    let n = share * 100.0;
    if n > 0.0 && n < 1.0 {
        t.say("measure.below-one").to_owned()
    } else {
        t.decimal(n, 0)
    }
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

/// What was typed beside what is stored; a field that is empty in both is left out.
pub(super) fn differences(
    t: Texts,
    names: &[(&str, &str)],
    (typed, saved): (&Fields, &Fields),
) -> Vec<Difference> {
    let difference = |(label, name): &(&str, &str)| {
        let (mine, saved) = (typed.text(name).trim(), saved.text(name));
        Difference {
            label: t.say(label).to_owned(),
            mine: told(mine),
            saved: told(saved),
            differs: mine != saved,
        }
    };
    let all = names.iter().map(difference);
    all.filter(|it| it.mine != "–" || it.saved != "–").collect()
}

#[cfg(test)]
mod tests {
    use domain::Locale;

    use super::*;

    #[test]
    fn chances_are_whole_numbers_of_a_hundred() {
        let t = Texts::new(Locale::Fi);
        assert_eq!(of_hundred(t, 0.274), "27");
        assert_eq!(of_hundred(t, 0.0), "0");
        assert_eq!(of_hundred(t, 0.004), "alle 1");
        assert_eq!(euros(t, 412_345.0), "410\u{a0}000 euroa");
        assert_eq!(exact(t, 18_500.0), "18\u{a0}500 euroa");
    }
}
