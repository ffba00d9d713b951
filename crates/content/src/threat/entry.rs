//! The rows of the files, and what must hold between them.

use domain::{MeasureId, ThreatId};
use serde::Deserialize;

use super::{
    Added, Ask, Cost, Duration, Effect, Hit, MEASURES, OfferedMeasure, Per, Price, Rate, Source,
    Strength, THREATS, Threat, ThreatPack, Tolerance,
};
use crate::problem::Problem;
use crate::sheets::Sheets;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Threats {
    #[serde(rename = "version")]
    _version: u32,
    pub(super) threat: Vec<ThreatRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThreatRow {
    pub(super) id: String,
    tags: Vec<String>,
    per: Per,
    ask: Ask,
    strength: Strength,
    sources: Vec<String>,
    rate: Rate,
    duration: Option<Duration>,
    cost: Cost,
    rho: f64,
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Measures {
    #[serde(rename = "version")]
    _version: u32,
    pub(super) measure: Vec<MeasureRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasureRow {
    pub(super) id: String,
    cost: Price,
    strength: Strength,
    sources: Vec<String>,
    overlaps: Vec<MeasureId>,
    effects: Vec<Effect>,
    tolerance: Option<Tolerance>,
    #[serde(default)]
    adds: Vec<Added>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sources {
    #[serde(rename = "version")]
    _version: u32,
    pub(super) source: Vec<SourceRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceRow {
    pub(super) id: String,
    #[serde(rename = "title")]
    _title: String,
    publisher: String,
    year: u32,
    url: Vec<String>,
}

pub(super) fn threats(rows: Threats, sheets: &mut Sheets<'_>) -> Vec<Threat> {
    let read = |row: ThreatRow| {
        let id = row.id.as_str();
        Threat {
            title: sheets.text(&["threat", id, "title"]),
            happens: sheets.text(&["threat", id, "happens"]),
            notice: sheets.text(&["threat", id, "notice"]),
            example: sheets.optional(&["threat", id, "example"]),
            reduces: sheets.list(&["threat", id, "reduces"]),
            question: sheets.text(&["threat", id, "question"]),
            uncertain: sheets.text(&["threat", id, "uncertain"]),
            id: ThreatId::new(row.id),
            tags: row.tags,
            per: row.per,
            ask: row.ask,
            strength: row.strength,
            sources: row.sources,
            rate: row.rate,
            duration: row.duration,
            cost: row.cost,
            rho: row.rho,
            hits: row.hits,
        }
    };
    rows.threat.into_iter().map(read).collect()
}

pub(super) fn measures(rows: Measures, sheets: &mut Sheets<'_>) -> Vec<OfferedMeasure> {
    let read = |row: MeasureRow| OfferedMeasure {
        title: sheets.text(&["measure", &row.id, "title"]),
        sentence: sheets.text(&["measure", &row.id, "sentence"]),
        id: MeasureId::new(row.id),
        cost: row.cost,
        strength: row.strength,
        sources: row.sources,
        overlaps: row.overlaps,
        effects: row.effects,
        tolerance: row.tolerance,
        adds: row.adds,
    };
    rows.measure.into_iter().map(read).collect()
}

pub(super) fn sources(rows: Sources, sheets: &mut Sheets<'_>) -> Vec<Source> {
    let read = |row: SourceRow| Source {
        title: sheets.text(&["source", &row.id, "title"]),
        gives: sheets.text(&["source", &row.id, "gives"]),
        id: row.id,
        publisher: row.publisher,
        year: row.year,
        url: row.url,
    };
    rows.source.into_iter().map(read).collect()
}

/// Figures in order, and ids that something has.
pub(super) fn between(pack: &ThreatPack) -> Vec<Problem> {
    let mut found = Vec::new();
    for threat in &pack.threats {
        let mut wrong = |what: &str| {
            let message = format!("`{}` {what}", threat.id);
            found.push(Problem::new(THREATS, message, "see the head of the file"));
        };
        let rate = threat.rate;
        if !(0.0 < rate.low && rate.low < rate.mean && rate.mean < rate.high) {
            wrong("has a rate out of order");
        }
        let ordered = |it: Duration| {
            0.0 < it.low && it.low < it.median && it.median < it.high && it.high < it.cap
        };
        if threat.duration.is_some_and(|it| !ordered(it)) {
            wrong("has a duration out of order");
        }
        if threat.duration.is_none() && !threat.hits.is_empty() {
            wrong("hits something and has no duration");
        }
        if !(0.0..=1.0).contains(&threat.rho) {
            wrong("has a correlation out of range");
        }
        if threat.hits.iter().any(|hit| !(0.0..=1.0).contains(&hit.p)) {
            wrong("has a probability out of range");
        }
        if threat.sources.iter().any(|id| pack.source(id).is_none()) {
            wrong("names a source that is not there");
        }
    }
    for measure in &pack.measures {
        let mut wrong = |what: &str| {
            let message = format!("`{}` {what}", measure.id);
            found.push(Problem::new(MEASURES, message, "see the head of the file"));
        };
        let factor = |one: &Effect| 0.0 < one.low && one.low <= one.times && one.high <= 1.0;
        if !measure.effects.iter().all(factor) {
            wrong("has an effect out of order");
        }
        if measure
            .effects
            .iter()
            .any(|one| pack.threat(&one.threat).is_none())
        {
            wrong("acts on a threat that is not there");
        }
        if measure.overlaps.iter().any(|id| pack.measure(id).is_none()) {
            wrong("overlaps a measure that is not there");
        }
    }
    found
}
