//! A workshop's own ranges in place of the shipped ones.

use content::threat::{Ask, Threat};
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::text::{PARAGRAPH, optional};
use domain::threat::{AdaptedThreat, Range};

use super::shipped;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::number::decimal as number;

/// A threat's form as typed. Numbers may have a comma and spaces.
#[derive(Debug, Clone, Default)]
pub struct ThreatDraft {
    /// Whether it concerns the municipality.
    pub is_on: bool,
    /// How often at least, in the unit of the question.
    pub often_low: String,
    /// How often at most.
    pub often_high: String,
    /// Days at least.
    pub days_low: String,
    /// Days at most.
    pub days_high: String,
    /// The worst case believed, in days; may be empty.
    pub days_worst: String,
    /// Euros at least.
    pub euros_low: String,
    /// Euros at most.
    pub euros_high: String,
    /// The worst case believed, in euros; may be empty.
    pub euros_worst: String,
    /// Why.
    pub why: String,
    /// Revision that was seen; 0 when the shipped ranges held.
    pub revision: i64,
}

/// A range of two fields; what must be mended is noted at the first that is wrong.
fn range(
    invalid: &mut Invalid,
    (low_name, low): (&'static str, &str),
    (high_name, high): (&'static str, &str),
) -> Option<Range> {
    let least = number(low).filter(|n| *n > 0.0);
    let least = invalid.need(low_name, "threat.error.number", least)?;
    let most = invalid.need(high_name, "threat.error.number", number(high))?;
    invalid.need(high_name, "threat.error.order", Range::new(least, most))
}

/// A worst case at or above the upper end of its range.
fn worst(invalid: &mut Invalid, name: &'static str, text: &str, high: f64) -> Option<f64> {
    if text.trim().is_empty() {
        return None;
    }
    let given = invalid.need(name, "threat.error.number", number(text))?;
    invalid.need(
        name,
        "threat.error.worst",
        Some(given).filter(|n| *n >= high),
    )
}

fn read(threat: &Threat, draft: &ThreatDraft) -> Outcome<AdaptedThreat> {
    let mut invalid = Invalid::default();
    let often = range(
        &mut invalid,
        ("often_low", &draft.often_low),
        ("often_high", &draft.often_high),
    );
    if threat.ask != Ask::Times && often.is_some_and(|it| it.high >= 100.0) {
        invalid.add("often_high", "threat.error.hundred");
    }
    let days = threat.duration.and_then(|_| {
        range(
            &mut invalid,
            ("days_low", &draft.days_low),
            ("days_high", &draft.days_high),
        )
    });
    let euros = range(
        &mut invalid,
        ("euros_low", &draft.euros_low),
        ("euros_high", &draft.euros_high),
    );
    let high = |range: Option<Range>| range.map_or(0.0, |it| it.high);
    let worst = (
        worst(&mut invalid, "days_worst", &draft.days_worst, high(days)),
        worst(&mut invalid, "euros_worst", &draft.euros_worst, high(euros)),
    );
    let why = invalid.text("why", optional(&draft.why, PARAGRAPH));
    invalid.check()?;
    let (Some(often), Some(euros), Some(why)) = (often, euros, why) else {
        return Err(Error::NotFound);
    };
    Ok(AdaptedThreat {
        threat: threat.id.clone(),
        is_on: draft.is_on,
        often,
        days,
        euros,
        worst,
        why,
        revision: draft.revision,
    })
}

/// Writes the municipality's own ranges.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::Conflict`] when someone else wrote
/// meanwhile, [`Error::NotFound`] when the catalogue has no such threat.
pub async fn adapt(cx: &OrgCx, id: &str, draft: &ThreatDraft) -> Outcome<()> {
    cx.require(Permission::ThreatWrite)?;
    let adapted = read(shipped(id)?, draft)?;
    let mut org = cx.write().await?;
    let saved = org.adapted_threat(id).await?;
    if saved.map_or(0, |one| one.revision) != draft.revision {
        return Err(Error::Conflict);
    }
    org.save_adapted_threat(&adapted, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::ThreatAdapted, id, "adapted"))
        .await?;
    Ok(org.commit().await?)
}

/// Takes the shipped ranges again.
///
/// # Errors
/// [`Error::NotFound`] when they hold already.
pub async fn forget(cx: &OrgCx, id: &str) -> Outcome<()> {
    cx.require(Permission::ThreatWrite)?;
    let mut org = cx.write().await?;
    if !org.forget_adapted_threat(id).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::ThreatAdapted, id, "shipped"))
        .await?;
    Ok(org.commit().await?)
}
