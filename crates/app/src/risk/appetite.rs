//! What the council tolerates.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::risk::{Appetite, LossLimit};

use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::form::{Form, Walk, maybe, whole};

/// The most limits that a council sets.
const LIMITS: usize = 3;

/// The largest loss of a limit.
const MOST_EUROS: i64 = 1_000_000_000_000;

/// What the council tolerates; no limits while nobody has decided.
pub async fn appetite(cx: &OrgCx) -> Outcome<Appetite> {
    cx.require(Permission::ThreatRead)?;
    let mut all: Vec<Appetite> = cx.read().await?.records().await?;
    Ok(all.pop().unwrap_or_default())
}

/// Saves what the council tolerates.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn set_appetite(cx: &OrgCx, appetite: &Appetite) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.save_record(appetite, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::AppetiteSaved, APPETITE, "");
    org.audit(&entry).await?;
    Ok(org.commit().await?)
}

/// How the audit log names what the council tolerates.
pub const APPETITE: &str = "council";

impl Form for Appetite {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let rows: Vec<Option<Option<LossLimit>>> = (0..LIMITS).map(|n| limit(f, n)).collect();
        let rows: Option<Vec<Option<LossLimit>>> = rows.into_iter().collect();
        let limits = rows.map(|rows| Self::ordered(rows.into_iter().flatten().collect()));
        let is_ordered = limits.as_ref().is_none_or(Option::is_some);
        f.rule(&["limit-0"], "risk.appetite.error-order", is_ordered);
        let revision = f.revision(|it| it.revision);
        Some(Self {
            limits: limits??,
            revision,
        })
    }
}

/// One limit; a row left empty is none.
fn limit(f: &mut Walk<'_, Appetite>, n: usize) -> Option<Option<LossLimit>> {
    let (a, b) = (format!("euros-{n}"), format!("share-{n}"));
    let legend = f.t().with("risk.limit.row", &[("n", &(n + 1))]);
    let (euros, of_hundred) = f.group(format!("limit-{n}"), legend, |f| {
        let kind = whole(1..=MOST_EUROS)
            .unit("€")
            .or("risk.appetite.error-euros");
        let at = |it: &Appetite| it.limits.get(n).map(|it| Some(it.euros));
        let euros = f.field(a.clone(), "risk.limit.euros", maybe(kind), at);
        let unit = f.t().say("risk.limit.of-hundred");
        let kind = whole(0..=99).unit(unit).or("risk.appetite.error-share");
        let at = |it: &Appetite| it.limits.get(n).map(|it| Some(it.of_hundred));
        let share = f.field(b.clone(), "risk.limit.share", maybe(kind), at);
        (euros, share)
    });
    let (euros, of_hundred) = (euros?, of_hundred?);
    f.rule(
        &[&a, &b],
        "risk.appetite.error-euros",
        euros.is_some() || of_hundred.is_none(),
    );
    f.rule(
        &[&b, &a],
        "risk.appetite.error-share",
        of_hundred.is_some() || euros.is_none(),
    );
    let both = euros.zip(of_hundred);
    Some(both.map(|(euros, of_hundred)| LossLimit { euros, of_hundred }))
}
