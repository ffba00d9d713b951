//! Where the figures of threats and measures come from, and how surely they are known.

use content::threat::Strength;
use domain::Locale;

/// Where a figure comes from; drawn by `templates/threat/evidence.html`.
pub(crate) struct Source {
    pub(crate) title: &'static str,
    pub(crate) publisher: &'static str,
    pub(crate) year: u32,
    pub(crate) gives: &'static str,
    pub(crate) url: &'static [String],
}

/// The sources of these ids.
pub(crate) fn sources(locale: Locale, ids: &[String]) -> Vec<Source> {
    let found = ids.iter().filter_map(|id| content::threats().source(id));
    found
        .map(|source| Source {
            title: source.title.text(locale),
            publisher: &source.publisher,
            year: source.year,
            gives: source.gives.text(locale),
            url: &source.url,
        })
        .collect()
}

/// Name and meaning of how strong the evidence is.
pub(crate) fn strength(locale: Locale, strength: Strength) -> (String, String) {
    let mut all = Strength::ALL.iter().zip(&content::threats().strengths);
    let found = all.find(|(one, _)| **one == strength);
    found.map_or_else(Default::default, |(_, (title, about))| {
        (title.text(locale).to_owned(), about.text(locale).to_owned())
    })
}
