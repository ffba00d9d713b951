//! Openly fictitious data for every kind of report, in every language.

mod assessment;
mod content;
mod handbook;
mod measure;
mod others;
mod printed;
mod round;
mod words;

use domain::Locale;
use domain::publicity::{Internal, Public};

pub use handbook::{book, handbook, lesson};

use crate::Report;
use crate::handbook::Paper;

/// Summaries: ordinary, with nothing in it, with far too much in it.
pub fn summaries(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(round::summary::<Public>(locale)),
        Box::new(round::empty_summary::<Public>(locale)),
        Box::new(round::crowded_summary::<Internal>(locale)),
    ]
}

/// Full reports: ordinary in two editions, and one without evidence.
pub fn full_reports(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(assessment::full::<Public>(locale)),
        Box::new(assessment::full::<Internal>(locale)),
        Box::new(assessment::empty_full::<Public>(locale)),
    ]
}

/// Annexes: with secret entries, with internal ones only, empty.
pub fn annexes(locale: Locale) -> Vec<Box<dyn Report>> {
    let annex = others::annex(locale);
    let mut internal = annex.clone();
    internal
        .entries
        .retain(|entry| entry.publicity == domain::Publicity::Internal);
    let mut empty = annex.clone();
    empty.entries.clear();
    vec![Box::new(annex), Box::new(internal), Box::new(empty)]
}

/// Joint reports over three and over twelve municipalities.
pub fn joint_reports(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(others::joint(locale, 3)),
        Box::new(others::joint(locale, 12)),
    ]
}

/// Proposals to the council: ordinary, and one that chooses nothing.
pub fn council_proposals(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(measure::proposal(locale)),
        Box::new(measure::empty_proposal(locale)),
    ]
}

/// Their secret annexes.
pub fn council_annexes(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(measure::annex(locale))]
}

/// Letters with and without an address.
pub fn letters(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(printed::letters(locale))]
}

/// A poster.
pub fn posters(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(printed::poster(locale))]
}

/// Handbooks on paper and on a phone.
pub fn handbooks(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(book(locale, Paper::A4)),
        Box::new(book(locale, Paper::Phone)),
    ]
}

/// Slides of a session.
pub fn slides(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(handbook::slides(locale))]
}

/// A certificate.
pub fn certificates(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(handbook::certificate(locale))]
}
