//! The files of the packs, embedded in the program.

use std::borrow::Cow;
use std::collections::BTreeMap;

macro_rules! embedded {
    ($($path:literal)*) => {
        /// Path under `content/`, and text.
        const EMBEDDED: &[(&str, &str)] =
            &[$(($path, include_str!(concat!("../../../content/", $path)))),*];
    };
}

embedded! {
    "demo/esimerkkila-aiempi.toml"
    "demo/esimerkkila-haastattelut.toml"
    "demo/esimerkkila.toml"
    "demo/kasikirjat.toml"
    "demo/kuvitelma-haastattelut.toml"
    "demo/kuvitelma.toml"
    "demo/mallijoki-haastattelut.toml"
    "demo/mallijoki.toml"
    "demo/palvelut.toml"
    "demo/world.toml"
    "document/documents.toml"
    "document/en.toml"
    "document/fi.toml"
    "document/sv.toml"
    "framework/en.toml"
    "framework/fi.toml"
    "framework/framework.toml"
    "framework/sv.toml"
    "handbook/cards.toml"
    "handbook/chapters/competence.en.md"
    "handbook/chapters/competence.fi.md"
    "handbook/chapters/competence.sv.md"
    "handbook/chapters/data.en.md"
    "handbook/chapters/data.fi.md"
    "handbook/chapters/data.sv.md"
    "handbook/chapters/incident.en.md"
    "handbook/chapters/incident.fi.md"
    "handbook/chapters/incident.sv.md"
    "handbook/chapters/money.en.md"
    "handbook/chapters/money.fi.md"
    "handbook/chapters/money.sv.md"
    "handbook/chapters/outage.en.md"
    "handbook/chapters/outage.fi.md"
    "handbook/chapters/outage.sv.md"
    "handbook/chapters/reporting.en.md"
    "handbook/chapters/reporting.fi.md"
    "handbook/chapters/reporting.sv.md"
    "handbook/chapters/risks.en.md"
    "handbook/chapters/risks.fi.md"
    "handbook/chapters/risks.sv.md"
    "handbook/chapters/role.en.md"
    "handbook/chapters/role.fi.md"
    "handbook/chapters/role.sv.md"
    "handbook/chapters/self.en.md"
    "handbook/chapters/self.fi.md"
    "handbook/chapters/self.sv.md"
    "handbook/chapters/services.en.md"
    "handbook/chapters/services.fi.md"
    "handbook/chapters/services.sv.md"
    "handbook/chapters/strategy.en.md"
    "handbook/chapters/strategy.fi.md"
    "handbook/chapters/strategy.sv.md"
    "handbook/chapters/suppliers.en.md"
    "handbook/chapters/suppliers.fi.md"
    "handbook/chapters/suppliers.sv.md"
    "handbook/en.toml"
    "handbook/facts.toml"
    "handbook/fi.toml"
    "handbook/glossary.toml"
    "handbook/sources.toml"
    "handbook/sv.toml"
    "interview/en.toml"
    "interview/fi.toml"
    "interview/guides.toml"
    "interview/sv.toml"
    "municipality/municipalities.csv"
    "municipality/source.toml"
    "service/en.toml"
    "service/fi.toml"
    "service/services.toml"
    "service/sv.toml"
    "service/systems.toml"
    "survey/en.toml"
    "survey/fi.toml"
    "survey/instruments.toml"
    "survey/questions.toml"
    "survey/sv.toml"
    "threat/en.toml"
    "threat/fi.toml"
    "threat/measures.toml"
    "threat/sources.toml"
    "threat/sv.toml"
    "threat/threats.toml"
    "training/en.toml"
    "training/fi.toml"
    "training/sv.toml"
    "training/training.toml"
}

/// The texts of the packs by their path under `content/`.
#[derive(Debug, Clone)]
pub struct Files {
    texts: BTreeMap<&'static str, Cow<'static, str>>,
}

impl Files {
    /// The files as shipped.
    pub fn shipped() -> Self {
        Self {
            texts: EMBEDDED
                .iter()
                .map(|(path, text)| (*path, Cow::Borrowed(*text)))
                .collect(),
        }
    }

    /// The same files with another text in one of them; tests plant errors with it.
    #[must_use]
    pub fn with(mut self, path: &'static str, text: impl Into<String>) -> Self {
        self.texts.insert(path, Cow::Owned(text.into()));
        self
    }

    /// The text of a file, empty when there is none.
    pub fn text(&self, path: &str) -> &str {
        self.texts.get(path).map_or("", AsRef::as_ref)
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &'static str> {
        self.texts.keys().copied()
    }
}
