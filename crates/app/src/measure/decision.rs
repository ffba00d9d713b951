//! What bodies have decided.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::{CouncilDecision, PlannedMeasure};

use super::{MOST_EUROS, MeasureView, SHORT};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Offers, Walk, choose, day, line, maybe, offers, paragraph, title, whole};
use domain::MeasureId;

impl Form for CouncilDecision {
    /// The measures that can be chosen.
    type With = Vec<MeasureView>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let euros = || {
            whole(0..=MOST_EUROS)
                .unit("€")
                .or("risk.decision.error-euros")
        };
        let held = day().until(f.today(), "risk.decision.error-day");
        let (short, any) = (line(SHORT).width("short"), choose(offered(f.with())));
        let title = f.field("title", "risk.decision.title", title(), |it| {
            it.title.clone()
        });
        let body = f.field("body", "risk.decision.body", line(SHORT), |it| {
            it.body.clone()
        });
        let decided_on = f.field("decided_on", "risk.decision.on", held, |it| it.decided_on);
        let section = f.field("section", "risk.decision.section", short, |it| {
            it.section.clone()
        });
        let sum = f.field("euros", "risk.decision.euros", euros(), |it| it.euros);
        let measures = f.field("measure", "risk.decision.measures", any, |it| {
            it.measures.clone()
        });
        let words = paragraph().or_empty().rows(3);
        let text = f.field("text", "risk.decision.text", words, |it| it.text.clone());
        let (line, budgeted) = f.group("follow", "risk.decision.follow", |f| {
            let kind = maybe(line(SHORT));
            let line = f.field("budget_line", "risk.decision.line", kind, |it| {
                it.budget_line.clone()
            });
            let kind = maybe(euros());
            let budgeted = f.field("budgeted", "risk.decision.budgeted", kind, |it| it.budgeted);
            (line, budgeted)
        });
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.word(|it| it.id.clone()),
            title: title?,
            body: body?,
            decided_on: decided_on?,
            section: section?,
            measures: measures?,
            euros: sum?,
            budget_line: line?,
            budgeted: budgeted?,
            text: text?,
            revision,
        })
    }
}

fn offered(measures: &[MeasureView]) -> Offers<MeasureId> {
    let offer = |it: &MeasureView| (it.id.clone(), it.id.clone(), it.title.clone());
    offers(measures.iter().map(offer))
}

/// Recorded decisions, the latest first.
pub async fn decisions(cx: &OrgCx) -> Outcome<Vec<CouncilDecision>> {
    cx.require(Permission::MeasureRead)?;
    let mut all: Vec<CouncilDecision> = cx.read().await?.records().await?;
    all.sort_by_key(|one| std::cmp::Reverse(one.decided_on));
    Ok(all)
}

/// A recorded decision.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn decision(cx: &OrgCx, id: &str) -> Outcome<CouncilDecision> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.record(id).await?;
    found.ok_or(Error::NotFound)
}

/// Records a decision, new or changed. A measure that was only an idea or proposed is decided from
/// then on.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn record_decision(cx: &OrgCx, changed: &CouncilDecision) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    let planned: Vec<PlannedMeasure> = org.records().await?;
    let mut changed = changed.clone();
    changed.measures.retain(|id| super::is_known(&planned, id));
    org.save_record(&changed, cx.stamp()).await?;
    super::decided(cx, &mut org, &changed.measures).await?;
    org.audit(&cx.audit(AuditKind::DecisionRecorded, &changed.id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Removes a decision that was recorded by mistake; it can be brought back for a day.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn remove_decision(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.remove_record::<CouncilDecision>(id, revision, cx.now())
        .await?;
    org.audit(&cx.audit(AuditKind::DecisionRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Brings a removed decision back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or was removed too long ago.
pub async fn restore_decision(cx: &OrgCx, id: &str) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    super::bring_back::<CouncilDecision>(cx, id, AuditKind::DecisionRecorded).await
}
