//! What one measure does, in words: which threats, how surely, and what overlaps.

use app::measure::MeasureView;
use content::threat::{Effect, On};
use domain::measure::{MeasureEffect, OwnEffect};
use domain::{MeasureId, ServiceId, ThreatId};
use i18n::Texts;

use super::link;
use crate::evidence::{self, Source};
use crate::extract::Org;
use crate::kit::part::Link;

/// What a measure does to a threat.
pub(super) struct Does {
    pub(super) threat: Link,
    pub(super) says: String,
}

fn threat(org: &Org, id: &ThreatId) -> Option<Link> {
    let found = content::threats().threat(id)?;
    let title = found.title.text(org.cx.locale());
    Some(Link::new(title, &org.to(crate::threat::link::THREAT, id)))
}

/// A part of a hundred that is left, as so many per cent less.
fn less(t: Texts, times: f64) -> String {
    t.decimal((1.0 - times) * 100.0, 0)
}

fn offered(org: &Org, effect: &Effect) -> Option<Does> {
    let t = org.t();
    let key = match effect.on {
        On::Rate => "measure.does.rate",
        On::Hit => "measure.does.hit",
        On::Duration => "measure.does.duration",
        On::Cost => "measure.does.cost",
    };
    let range = t.with(
        "measure.does.range",
        &[
            ("low", &less(t, effect.high)),
            ("high", &less(t, effect.low)),
        ],
    );
    let says = t.with(key, &[("n", &less(t, effect.times))]);
    let only: Vec<&str> = effect
        .only
        .iter()
        .filter_map(|id| name(org, id.as_str()))
        .collect();
    let only = if only.is_empty() {
        String::new()
    } else {
        let names = t.list(&only);
        format!(" {}", t.with("measure.does.only", &[("names", &names)]))
    };
    Some(Does {
        threat: threat(org, &effect.threat)?,
        says: format!("{says} {range}{only}"),
    })
}

/// The name of something of the starting set.
fn name(org: &Org, id: &str) -> Option<&'static str> {
    let (set, locale) = (content::starting_set(), org.cx.locale());
    let service = set
        .service(&ServiceId::new(id))
        .map(|it| it.title.text(locale));
    service.or_else(|| set.support(id).map(|it| it.name.text(locale)))
}

fn own(org: &Org, effect: &OwnEffect) -> Option<Does> {
    let t = org.t();
    let key = match effect.on {
        MeasureEffect::Rate => "measure.does.rate",
        MeasureEffect::Duration => "measure.does.duration",
        MeasureEffect::Cost => "measure.does.cost",
    };
    Some(Does {
        threat: threat(org, &effect.threat)?,
        says: t.with(key, &[("n", &less(t, effect.times))]),
    })
}

/// What a measure does to threats.
pub(super) fn does(org: &Org, view: &MeasureView) -> Vec<Does> {
    if let Some(measure) = view.offered {
        let effects = measure.effects.iter();
        effects.filter_map(|it| offered(org, it)).collect()
    } else {
        let told = view.planned.own.as_ref();
        let effects = told.map_or(&[][..], |it| &it.effects).iter();
        effects.filter_map(|it| own(org, it)).collect()
    }
}

/// What a measure does to services besides: they cope longer, or have something else to depend on.
pub(super) fn besides(org: &Org, view: &MeasureView) -> Vec<String> {
    let t = org.t();
    let Some(measure) = view.offered else {
        return Vec::new();
    };
    let mut all = Vec::new();
    if let Some(longer) = &measure.tolerance {
        let names = longer
            .services
            .iter()
            .filter_map(|id| name(org, id.as_str()));
        let names = t.list(&names.collect::<Vec<_>>());
        let n = t.rough(longer.times);
        all.push(t.with("measure.does.tolerance", &[("n", &n), ("names", &names)]));
    }
    for added in &measure.adds {
        if let (Some(target), Some(beside)) = (name(org, &added.target), name(org, &added.beside)) {
            all.push(t.with(
                "measure.does.adds",
                &[("target", &target), ("beside", &beside)],
            ));
        }
    }
    all
}

/// Measures that do part of the same.
pub(super) fn overlaps(org: &Org, view: &MeasureView) -> Vec<Link> {
    let overlaps = view.offered.map_or(&[][..], |it| &it.overlaps);
    let link = |id: &MeasureId| {
        let other = content::threats().measure(id)?;
        Some(Link::new(
            other.title.text(org.cx.locale()),
            &org.to(link::MEASURE, id),
        ))
    };
    overlaps.iter().filter_map(link).collect()
}

/// Name and meaning of how strong the evidence is; what the municipality itself judged says so.
pub(super) fn strength(org: &Org, view: &MeasureView) -> (String, String) {
    let (t, locale) = (org.t(), org.cx.locale());
    if view.offered.is_none() {
        let say = |key: &str| t.say(key).to_owned();
        return (
            say("measure.own-judgement"),
            say("measure.own-judgement-text"),
        );
    }
    evidence::strength(locale, view.strength)
}

/// Where the figures come from.
pub(super) fn sources(org: &Org, view: &MeasureView) -> Vec<Source> {
    let ids = view.offered.map_or(&[][..], |it| &it.sources);
    evidence::sources(org.cx.locale(), ids)
}
