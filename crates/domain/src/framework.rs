//! Assessment frameworks: themes, criteria and what they refer to.
//!
//! The same types hold the shipped framework and those loaded from OSCAL catalogs or CISO
//! Assistant libraries, so that one workspace serves them all.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::{Cleared, CriterionId, Edition, Locale, Localised, ThemeId};

/// A framework: an ordered set of themes, each with its criteria.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framework {
    /// Stable id, such as `luotsi` or `nist-csf-2.0`.
    pub id: String,
    /// Version as its publisher writes it.
    pub version: String,
    /// Name.
    pub title: Localised,
    /// Publisher and licence or copyright statement, shown wherever the texts are.
    #[serde(default)]
    pub provenance: String,
    /// Themes in order.
    pub themes: Vec<Theme>,
}

/// A theme: what leaders would call one subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    /// Stable id, unique within the framework.
    pub id: ThemeId,
    /// Name.
    pub title: Localised,
    /// The one question a leader would ask; empty in loaded frameworks that have none.
    #[serde(default)]
    pub question: Localised,
    /// Criteria in order.
    pub criteria: Vec<Criterion>,
}

/// A criterion: one thing that is in order, partly in order, or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Stable id, unique within the framework, never used again for another meaning.
    pub id: CriterionId,
    /// Name.
    pub title: Localised,
    /// What it means to a councillor, in one sentence; in loaded frameworks the requirement's text.
    pub meaning: Localised,
    /// Official area, where the framework states one.
    #[serde(default)]
    pub area: Option<Area>,
    /// Leadership duty, where the framework states one.
    #[serde(default)]
    pub duty: Option<Duty>,
    /// Which sources may feed it. Empty means all three.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// Laws and other frameworks it depends on.
    #[serde(default)]
    pub references: Vec<Reference>,
    /// Sentences that leadership outputs are made of; absent in loaded frameworks.
    #[serde(default)]
    pub leadership: Option<LeadershipText>,
}

/// The sentences that make leadership language of a criterion.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadershipText {
    /// What partly in order looks like.
    pub partly: Localised,
    /// What in order looks like.
    pub fully: Localised,
    /// A clause stating that the thing is in order, without `that`.
    pub claim: Localised,
    /// The documentary evidence as a noun phrase, in the case that "documents lack …" wants.
    pub trace: Localised,
    /// The proposed measure when it is not in order.
    pub action: Localised,
    /// What may follow for residents and services when it is not in order.
    pub worry: Localised,
}

/// A reference from a criterion to a law section or to another framework's item.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// Which law or framework: `tihl`, `nist-csf-2.0`, …
    pub framework: String,
    /// The section or item there.
    pub id: String,
}

words! {
    /// The five areas of digital security as Finnish authorities define them (Kuntaliitto 2021).
    Area {
        /// Riskienhallinta.
        RiskManagement = "risk-management",
        /// Toiminnan jatkuvuus ja varautuminen.
        Continuity = "continuity",
        /// Tietoturvallisuus.
        InformationSecurity = "information-security",
        /// Tietosuoja.
        DataProtection = "data-protection",
        /// Kyberturvallisuus.
        CyberSecurity = "cyber-security",
    }
}

words! {
    /// The four things that leaders decide (Kuntaliitto 2021).
    Duty {
        /// Risks are recognised.
        Risks = "risks",
        /// Ways of working and culture are safe.
        Culture = "culture",
        /// Competence suffices.
        Competence = "competence",
        /// Resources exist.
        Resources = "resources",
    }
}

words! {
    /// Where evidence comes from.
    Source {
        /// The anonymous survey.
        Survey = "survey",
        /// Interviews.
        Interview = "interview",
        /// The review of documents.
        Document = "document",
    }
}

impl Framework {
    /// Every criterion with its theme, in order.
    pub fn criteria(&self) -> impl Iterator<Item = (&Theme, &Criterion)> {
        self.themes.iter().flat_map(|theme| {
            theme
                .criteria
                .iter()
                .map(move |criterion| (theme, criterion))
        })
    }

    /// The criteria by id.
    pub fn index(&self) -> BTreeMap<&str, &Criterion> {
        self.criteria()
            .map(|(_, criterion)| (criterion.id.as_str(), criterion))
            .collect()
    }
}

/// What of a framework is public: all its texts, whether it was shipped or loaded, for it is published
/// material and says nothing of a municipality.
impl Framework {
    /// Title.
    pub fn open_name<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(self.title.text(locale))
    }

    /// Title and version.
    pub fn open_title<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(format!("{} {}", self.title.text(locale), self.version))
    }

    /// Where it comes from, when it says so.
    pub fn open_provenance<E: Edition>(&self) -> Option<Cleared<E>> {
        (!self.provenance.is_empty()).then(|| Cleared::made(self.provenance.as_str()))
    }
}

impl Theme {
    /// Title.
    pub fn open_title<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(self.title.text(locale))
    }

    /// What it asks, when it asks something.
    pub fn open_question<E: Edition>(&self, locale: Locale) -> Option<Cleared<E>> {
        let question = self.question.text(locale);
        (!question.is_empty()).then(|| Cleared::made(question))
    }
}

impl Criterion {
    /// Title.
    pub fn open_title<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(self.title.text(locale))
    }

    /// What it means.
    pub fn open_meaning<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        Cleared::made(self.meaning.text(locale))
    }

    /// What may follow for residents and services; loaded frameworks say only what is asked.
    pub fn open_consequence<E: Edition>(&self, locale: Locale) -> Cleared<E> {
        let own = self.leadership.as_ref().map(|text| text.worry.text(locale));
        let said = own.filter(|worry| !worry.is_empty());
        said.map_or_else(|| self.open_meaning(locale), Cleared::made)
    }

    /// What is proposed when it is not in order, when the framework proposes something.
    pub fn open_action<E: Edition>(&self, locale: Locale) -> Option<Cleared<E>> {
        let action = self.leadership.as_ref()?.action.text(locale);
        (!action.is_empty()).then(|| Cleared::made(action))
    }
}

impl Criterion {
    /// Whether this source may give evidence on the criterion.
    pub fn is_fed_by(&self, source: Source) -> bool {
        self.sources.is_empty() || self.sources.contains(&source)
    }
}
