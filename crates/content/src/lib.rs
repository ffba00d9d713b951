//! The product's knowledge: framework, question bank, interview guides, expected documents and
//! municipalities, read from the packs in `content/`.
//!
//! The packs travel inside the program and are read once. Reading never fails: what is wrong in a
//! pack is left out and becomes a [`Problem`], and a test holds [`check`] empty.
//!
//! # How to add a pack
//!
//! Put the files under `content/<pack>/` (structure in one file, texts in `fi.toml`, `sv.toml` and
//! `en.toml` under the same ids), list them in `files.rs`, write a module here that reads them
//! ([`framework`](mod@framework) is the model), and give [`Library`] a field.
#![warn(missing_docs)]

use std::sync::OnceLock;

use domain::framework::Framework;
use domain::survey::{Anonymity, Level};
use domain::{Locale, Localised, ThemeId};

mod check;
mod files;
mod library;
mod problem;
mod sheets;

pub mod demo;
pub mod document;
pub mod framework;
pub mod handbook;
pub mod interview;
pub mod municipality;
pub mod service;
pub mod survey;
pub mod threat;
pub mod training;

pub use document::{Approver, ExpectedDocument};
pub use files::Files;
pub use interview::{Guide, GuideQuestion};
pub use library::Library;
pub use municipality::{Municipality, Origin};
pub use problem::Problem;
pub use service::{EffectWords, StartingNeed, StartingService, StartingSet, StartingSupport};
pub use survey::{Audience, Choice, Instrument, Kind, Question, Section};

/// Everything that ships, read on first use.
pub fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::read(&Files::shipped()))
}

/// The assessment framework.
pub fn framework() -> &'static Framework {
    &library().framework
}

/// Threats, measures against them and their sources.
pub fn threats() -> &'static threat::ThreatPack {
    &library().threats
}

/// The handbook for elected officials.
pub fn handbook() -> &'static handbook::HandbookPack {
    &library().handbook
}

/// The training programme for elected officials.
pub fn training() -> &'static training::TrainingPack {
    &library().training
}

/// The question bank, in its order.
pub fn questions() -> &'static [Question] {
    &library().survey.questions
}

/// The question with this id.
pub fn question(id: &str) -> Option<&'static Question> {
    questions().iter().find(|question| question.id == id)
}

/// The survey instruments, in order.
pub fn instruments() -> &'static [Instrument] {
    &library().survey.instruments
}

/// The instrument with this id.
pub fn instrument(id: &str) -> Option<&'static Instrument> {
    instruments().iter().find(|instrument| instrument.id == id)
}

/// What respondents read for an answer of the scale.
pub fn answer(level: Level) -> &'static Localised {
    library().survey.answer(level)
}

/// What respondents read of how their answers are kept.
pub fn privacy(anonymity: Anonymity) -> &'static Localised {
    library().survey.privacy(anonymity)
}

/// The interview guides, in order.
pub fn guides() -> &'static [Guide] {
    &library().guides
}

/// The guide with this id.
pub fn guide(id: &str) -> Option<&'static Guide> {
    guides().iter().find(|guide| guide.id == id)
}

/// The documents that a municipality is expected to have, in order.
pub fn documents() -> &'static [ExpectedDocument] {
    &library().documents
}

/// The name of a theme of the shipped framework; empty for one that it does not have.
pub fn theme_title(id: &ThemeId, locale: Locale) -> &'static str {
    let mut themes = framework().themes.iter();
    let found = themes.find(|theme| theme.id == *id);
    found.map_or("", |theme| theme.title.text(locale))
}

/// The expected document with this id.
pub fn document(id: &str) -> Option<&'static ExpectedDocument> {
    documents().iter().find(|document| document.id == id)
}

/// The starting set of services of a typical small municipality, with what they depend on.
pub fn starting_set() -> &'static StartingSet {
    &library().services
}

/// The municipalities of Finland, by code.
pub fn municipalities() -> &'static [Municipality] {
    &library().municipalities
}

/// The municipality with this three-digit code.
pub fn municipality(code: &str) -> Option<&'static Municipality> {
    municipalities()
        .iter()
        .find(|municipality| municipality.code == code)
}

/// Everything wrong with the shipped packs; empty in a release.
pub fn check() -> Vec<Problem> {
    library().problems()
}
