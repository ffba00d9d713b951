//! Assessments of invented municipalities.

mod full;
mod others;
mod round;

use domain::publicity::{Internal, Public};
use domain::{Locale, Publicity};

use crate::Report;

/// Summaries: ordinary, with nothing in it, with far too much in it.
pub fn summaries(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(round::summary::<Public>(locale)),
        Box::new(round::empty_summary::<Public>(locale)),
        Box::new(round::crowded_summary::<Internal>(locale)),
    ]
}

/// Full reports: ordinary in two editions, and one without evidence.
pub(crate) fn full_reports(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(full::full::<Public>(locale)),
        Box::new(full::full::<Internal>(locale)),
        Box::new(full::empty_full::<Public>(locale)),
    ]
}

/// Annexes: with secret entries, with internal ones only, empty.
pub fn annexes(locale: Locale) -> Vec<Box<dyn Report>> {
    let annex = others::annex(locale);
    let mut internal = annex.clone();
    internal
        .entries
        .retain(|entry| entry.publicity == Publicity::Internal);
    let mut empty = annex.clone();
    empty.entries.clear();
    vec![Box::new(annex), Box::new(internal), Box::new(empty)]
}

/// Joint reports over three and over twelve municipalities.
pub(crate) fn joint_reports(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(others::joint(locale, 3)),
        Box::new(others::joint(locale, 12)),
    ]
}
