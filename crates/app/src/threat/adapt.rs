//! A workshop's own ranges in place of the shipped ones.

use content::threat::Ask;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::threat::{AdaptedThreat, Range};

use super::{Weighed, shipped};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Fault, Form, Parsed, Walk, maybe, paragraph, parsed, tick, unclear};
use crate::number::typed;
use domain::ThreatId;
use domain::number::decimal;

/// The largest number of a field: beyond it no figure that is computed from it means anything.
const MOST: f64 = 1e12;

/// A field: its name and the key of its label.
type Named = (&'static str, &'static str);

impl Form for AdaptedThreat {
    /// The threat as the municipality sees it now.
    type With = Weighed;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let (t, threat) = (f.t(), f.with().threat);
        let is_on = f.field("is_on", "threat.field.is-on", tick(), |it| it.is_on);
        let question = threat.question.text(t.locale()).to_owned();
        let often = f.group("often", question, |f| {
            let low = ("often_low", "threat.field.often-low");
            let high = ("often_high", "threat.field.often-high");
            let unit = t.say(match threat.ask {
                Ask::HundredMunicipalities => "threat.unit.municipalities",
                Ask::HundredSuppliers => "threat.unit.suppliers",
                Ask::Times => "threat.unit.times",
            });
            range(f, [low, high], unit, |it| Some(it.often))
        });
        f.hint(t.say("threat.field.range-hint"));
        let is_share = threat.ask != Ask::Times;
        let is_below = !is_share || often.is_none_or(|it| it.high < 100.0);
        f.rule(&["often_high"], "threat.error.hundred", is_below);
        let days = threat.duration.map(|_| {
            f.group("days", "threat.field.days", |f| {
                let low = ("days_low", "threat.field.days-low");
                let high = ("days_high", "threat.field.days-high");
                let unit = t.say("threat.unit.days");
                let days = range(f, [low, high], unit, |it| it.days);
                let at = ("days_worst", "threat.field.days-worst");
                (days, worst(f, at, unit, days, |it| it.worst.0))
            })
        });
        let (euros, worst_euros) = f.group("euros", "threat.field.euros", |f| {
            let low = ("euros_low", "threat.field.euros-low");
            let high = ("euros_high", "threat.field.euros-high");
            let euros = range(f, [low, high], "€", |it| Some(it.euros));
            let at = ("euros_worst", "threat.field.euros-worst");
            (euros, worst(f, at, "€", euros, |it| it.worst.1))
        });
        let why = paragraph().or_empty().rows(3);
        let why = f.field("why", "threat.field.why", why, |it| it.why.clone());
        let revision = f.revision(|it| it.revision);
        let (days, worst_days) = match days {
            Some((days, worst)) => (Some(days?), worst?),
            None => (None, None),
        };
        Some(Self {
            threat: threat.id.clone(),
            is_on: is_on?,
            often: often?,
            days,
            euros: euros?,
            worst: (worst_days, worst_euros?),
            why: why?,
            revision,
        })
    }
}

/// A number above zero.
fn positive(unit: &'static str) -> Parsed<f64> {
    let read = |text: &str, key| {
        let number = decimal(text).map_err(|error| unclear(error, text, key))?;
        let is_in = number > 0.0 && number <= MOST;
        is_in.then_some(number).ok_or(Fault::new(key))
    };
    parsed(read, |n, t| typed(*n, t), "threat.error.number").number(unit)
}

/// A range of two fields.
fn range(
    f: &mut Walk<'_, AdaptedThreat>,
    [(low_name, low), (high_name, high)]: [Named; 2],
    unit: &'static str,
    at: fn(&AdaptedThreat) -> Option<Range>,
) -> Option<Range> {
    let low = f.field(low_name, low, positive(unit), |it| at(it).map(|it| it.low));
    let high = f.field(high_name, high, positive(unit), |it| {
        at(it).map(|it| it.high)
    });
    let range = Range::new(low?, high?);
    f.rule(
        &[high_name, low_name],
        "threat.error.order",
        range.is_some(),
    );
    range
}

/// A worst case at or above the upper end of its range.
fn worst(
    f: &mut Walk<'_, AdaptedThreat>,
    (name, label): Named,
    unit: &'static str,
    range: Option<Range>,
    at: fn(&AdaptedThreat) -> Option<f64>,
) -> Option<Option<f64>> {
    let worst = f.field(name, label, maybe(positive(unit)), |it| Some(at(it)))?;
    let both = worst.zip(range);
    let is_above = both.is_none_or(|(worst, range)| worst >= range.high);
    f.rule(&[name], "threat.error.worst", is_above);
    Some(worst)
}

impl Weighed {
    /// The ranges that hold as a workshop edits them: its own, or the shipped ones of two figures.
    pub fn ranges(&self) -> AdaptedThreat {
        let rough = |n: f64| format!("{n:.1e}").parse().unwrap_or(n);
        let shipped = |range: Range| Range {
            low: rough(range.low),
            high: rough(range.high),
        };
        self.own.clone().unwrap_or_else(|| AdaptedThreat {
            threat: self.threat.id.clone(),
            is_on: true,
            often: shipped(self.often.range),
            days: self.days.map(|(range, _)| shipped(range)),
            euros: shipped(self.euros.0),
            worst: (None, None),
            why: String::new(),
            revision: 0,
        })
    }
}

/// Writes the municipality's own ranges.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile, [`Error::NotFound`] when the catalogue has
/// no such threat.
pub async fn adapt(cx: &OrgCx, adapted: &AdaptedThreat) -> Outcome<()> {
    cx.require(Permission::ThreatWrite)?;
    let id = &shipped(&adapted.threat)?.id;
    let mut org = cx.write().await?;
    let saved = org.adapted_threat(id).await?;
    if saved.map_or(0, |one| one.revision) != adapted.revision {
        return Err(Error::Conflict);
    }
    org.save_adapted_threat(adapted, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::ThreatAdapted, id, "adapted"))
        .await?;
    Ok(org.commit().await?)
}

/// Takes the shipped ranges again.
///
/// # Errors
/// [`Error::NotFound`] when they hold already, [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn forget(cx: &OrgCx, id: &ThreatId, revision: i64) -> Outcome<()> {
    cx.require(Permission::ThreatWrite)?;
    let mut org = cx.write().await?;
    if org.adapted_threat(id).await?.is_none() {
        return Err(Error::NotFound);
    }
    org.forget_adapted_threat(id, revision).await?;
    org.audit(&cx.audit(AuditKind::ThreatAdapted, id, "shipped"))
        .await?;
    Ok(org.commit().await?)
}
