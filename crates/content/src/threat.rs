//! Reads `content/threat`: threat scenarios, the measures against them, and where the figures come
//! from.

use domain::{Localised, MeasureId, ServiceId, ThreatId};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, check_ids, ids, structure};
use crate::sheets::Sheets;

pub(crate) const THREATS: &str = "threat/threats.toml";
pub(crate) const MEASURES: &str = "threat/measures.toml";
pub(crate) const SOURCES: &str = "threat/sources.toml";

/// What has its own stream of events of a threat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// The municipality: one event may hit several targets together.
    Municipality,
    /// Each supplier by itself.
    Supplier,
    /// Each system by itself.
    System,
}

/// What the workshop question counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ask {
    /// In how many of a hundred municipalities in four years.
    HundredMunicipalities,
    /// At how many of a hundred suppliers in four years.
    HundredSuppliers,
    /// How many times in four years.
    Times,
}

impl Ask {
    /// The word in files and message keys (`threat.ask.*`).
    pub const fn code(self) -> &'static str {
        match self {
            Self::HundredMunicipalities => "hundred-municipalities",
            Self::HundredSuppliers => "hundred-suppliers",
            Self::Times => "times",
        }
    }
}

/// How strong the evidence behind a figure is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Counted, with a known denominator.
    Measured,
    /// Counted or reported data, then judgement.
    Estimated,
    /// No data were found.
    Judgement,
}

impl Strength {
    /// Every value, the strongest first.
    pub const ALL: [Self; 3] = [Self::Measured, Self::Estimated, Self::Judgement];

    /// The word in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Estimated => "estimated",
            Self::Judgement => "judgement",
        }
    }
}

/// Events a year: mean and 90 % interval of what is not known about it.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rate {
    /// Mean.
    pub mean: f64,
    /// 5 %.
    pub low: f64,
    /// 95 %.
    pub high: f64,
}

/// Days that a target is down: a lognormal, cut at the worst case believed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duration {
    /// Median.
    pub median: f64,
    /// 5 %.
    pub low: f64,
    /// 95 %.
    pub high: f64,
    /// The worst case.
    pub cap: f64,
}

/// Euros of one event beside the outages: a lognormal, cut at the worst case believed.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Whether the figures are euros, or euros per resident.
    pub basis: Basis,
    /// Median.
    pub median: f64,
    /// 5 %.
    pub low: f64,
    /// 95 %.
    pub high: f64,
    /// The worst case.
    pub cap: f64,
    /// The least euros of an event, whatever the number of residents.
    #[serde(default)]
    pub floor: f64,
}

/// What the figures of a cost are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Euros.
    Fixed,
    /// Euros per resident.
    PerResident,
}

/// One target of a threat.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hit {
    /// Id of a system, supplier or service of the starting set.
    pub target: String,
    /// The chance that an event stops it.
    pub p: f64,
    /// How long it is down compared with the threat's duration.
    #[serde(default = "once")]
    pub times: f64,
}

const fn once() -> f64 {
    1.0
}

/// A threat scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Threat {
    /// Stable id.
    pub id: ThreatId,
    /// What it touches: `availability`, `confidentiality`, `integrity`.
    pub tags: Vec<String>,
    /// What has its own stream of events.
    pub per: Per,
    /// What the workshop question counts.
    pub ask: Ask,
    /// How strong the evidence is.
    pub strength: Strength,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// How often.
    pub rate: Rate,
    /// How long; nothing where nothing stops.
    pub duration: Option<Duration>,
    /// What an event costs beside the outages.
    pub cost: Cost,
    /// How much the durations and the cost of one event go together, 0 to 1.
    pub rho: f64,
    /// What it hits.
    pub hits: Vec<Hit>,
    /// Name in leadership language.
    pub title: Localised,
    /// What happens.
    pub happens: Localised,
    /// What residents notice.
    pub notice: Localised,
    /// A case that happened, with its source.
    pub example: Option<Localised>,
    /// What reduces it.
    pub reduces: Vec<Localised>,
    /// The workshop question.
    pub question: Localised,
    /// Why the figure is uncertain.
    pub uncertain: Localised,
}

/// What a measure changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// How often.
    Rate,
    /// The chance that an event stops a target.
    Hit,
    /// How long.
    Duration,
    /// What an event costs.
    Cost,
}

/// One effect of a measure.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Effect {
    /// Id of the threat.
    pub threat: ThreatId,
    /// What changes.
    pub on: On,
    /// The factor, at most 1.
    pub times: f64,
    /// The factor when it works well.
    pub low: f64,
    /// The factor when it works badly.
    pub high: f64,
    /// The targets it is limited to; empty for all.
    #[serde(default)]
    pub only: Vec<String>,
}

/// Euros over four years for a municipality of about 6,000 residents.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// Least.
    pub low: f64,
    /// Most.
    pub high: f64,
}

/// A measure that lets services cope longer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tolerance {
    /// The factor on the maximum tolerable outage.
    pub times: f64,
    /// When it works badly.
    pub low: f64,
    /// When it works well.
    pub high: f64,
    /// Ids of services.
    pub services: Vec<ServiceId>,
}

/// A measure that gives something an alternative to depend on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Added {
    /// What gets it.
    pub target: String,
    /// What it depends on now.
    pub beside: String,
    /// What it can depend on as well.
    pub alternative: String,
}

/// A typical measure.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferedMeasure {
    /// Stable id.
    pub id: MeasureId,
    /// What it costs.
    pub cost: Price,
    /// How strong the evidence for its effects is.
    pub strength: Strength,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// Measures that do part of the same.
    pub overlaps: Vec<MeasureId>,
    /// What it does.
    pub effects: Vec<Effect>,
    /// Services that cope longer with it.
    pub tolerance: Option<Tolerance>,
    /// Alternatives that it adds.
    pub adds: Vec<Added>,
    /// Name in leadership language.
    pub title: Localised,
    /// What it does, in a sentence.
    pub sentence: Localised,
}

/// Where a figure or a case comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// Who published it.
    pub publisher: String,
    /// Year of the case or of the data.
    pub year: u32,
    /// Addresses, where there are any.
    pub url: Vec<String>,
    /// What it is.
    pub title: Localised,
    /// What was taken from it.
    pub gives: Localised,
}

/// The catalogue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThreatPack {
    /// Threats.
    pub threats: Vec<Threat>,
    /// Measures.
    pub measures: Vec<OfferedMeasure>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Name and meaning of each strength of evidence, in the order of [`Strength::ALL`].
    pub strengths: Vec<(Localised, Localised)>,
}

impl ThreatPack {
    /// The threat with this id.
    pub fn threat(&self, id: &ThreatId) -> Option<&Threat> {
        self.threats.iter().find(|one| one.id == *id)
    }

    /// The measure with this id.
    pub fn measure(&self, id: &MeasureId) -> Option<&OfferedMeasure> {
        self.measures.iter().find(|one| one.id == *id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|one| one.id == id)
    }
}

mod entry;

/// Reads the catalogue; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> ThreatPack {
    let (Some(threats), Some(measures), Some(sources)) = (
        structure::<entry::Threats>(files, THREATS, problems),
        structure::<entry::Measures>(files, MEASURES, problems),
        structure::<entry::Sources>(files, SOURCES, problems),
    ) else {
        return ThreatPack::default();
    };
    let named = [
        (THREATS, ids(&threats.threat, |it| &it.id)),
        (MEASURES, ids(&measures.measure, |it| &it.id)),
        (SOURCES, ids(&sources.source, |it| &it.id)),
    ];
    for (file, found) in &named {
        check_ids(file, files.text(file), found, problems);
    }
    let mut sheets = Sheets::open(files, "threat");
    let pack = ThreatPack {
        threats: entry::threats(threats, &mut sheets),
        measures: entry::measures(measures, &mut sheets),
        sources: entry::sources(sources, &mut sheets),
        strengths: Strength::ALL
            .iter()
            .map(|one| {
                (
                    sheets.text(&["strength", one.code(), "title"]),
                    sheets.text(&["strength", one.code(), "about"]),
                )
            })
            .collect(),
    };
    problems.extend(sheets.close());
    problems.extend(entry::between(&pack));
    pack
}
