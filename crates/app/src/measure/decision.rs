//! What bodies have decided.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::{CouncilDecision, PlannedMeasure};
use domain::text::{PARAGRAPH, Title, optional, parse};

use super::{SHORT, existing_or_new, must_exist};
use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
use crate::number;

/// A decision's form as typed.
#[derive(Debug, Clone, Default)]
pub struct DecisionDraft {
    /// The one to change; empty for a new one.
    pub id: String,
    /// What the matter was called.
    pub title: String,
    /// The body.
    pub body: String,
    /// The day of the meeting.
    pub decided_on: String,
    /// Section of the minutes.
    pub section: String,
    /// Ids of the measures decided.
    pub measures: Vec<String>,
    /// Euros over the term.
    pub euros: String,
    /// The budget line; may be empty.
    pub budget_line: String,
    /// Euros on it; may be empty.
    pub budgeted: String,
    /// What was decided, in words; may be empty.
    pub text: String,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
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
/// [`Error::NotFound`] when there is none such.
pub async fn decision(cx: &OrgCx, id: &str) -> Outcome<CouncilDecision> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.record(id).await?;
    found.ok_or(Error::NotFound)
}

/// Records a decision; its id. A measure that was only an idea or proposed is decided from then on.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended, [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn record_decision(cx: &OrgCx, draft: &DecisionDraft) -> Outcome<String> {
    cx.require(Permission::RiskDecide)?;
    let mut read = read_decision(cx, draft)?;
    let mut org = cx.write().await?;
    must_exist::<CouncilDecision>(&mut org, &draft.id).await?;
    let planned: Vec<PlannedMeasure> = org.records().await?;
    read.measures.retain(|id| super::is_known(&planned, id));
    org.save_record(&read, cx.stamp()).await?;
    super::decided(cx, &mut org, &read.measures).await?;
    org.audit(&cx.audit(AuditKind::DecisionRecorded, &read.id, ""))
        .await?;
    org.commit().await?;
    Ok(read.id)
}

fn read_decision(cx: &OrgCx, draft: &DecisionDraft) -> Outcome<CouncilDecision> {
    let mut invalid = Invalid::default();
    let title = invalid.text("title", Title::parse(&draft.title));
    let body = invalid.text("body", parse(&draft.body, SHORT));
    let on = day::parse(&draft.decided_on).filter(|day| *day <= cx.today());
    let on = invalid.need("decided_on", "risk.decision.error-day", on);
    let section = invalid.text("section", parse(&draft.section, SHORT));
    let euros = number::whole(&draft.euros).filter(|n| *n >= 0);
    let euros = invalid.need("euros", "risk.decision.error-euros", euros);
    let budget_line = invalid.text("budget_line", optional(&draft.budget_line, SHORT));
    let budgeted = if draft.budgeted.trim().is_empty() {
        None
    } else {
        let budgeted = number::whole(&draft.budgeted).filter(|n| *n >= 0);
        invalid.need("budgeted", "risk.decision.error-euros", budgeted)
    };
    let text = invalid.text("text", optional(&draft.text, PARAGRAPH));
    invalid.check()?;
    let (Some(title), Some(body), Some(decided_on), Some(section)) = (title, body, on, section)
    else {
        return Err(Error::NotFound);
    };
    Ok(CouncilDecision {
        id: existing_or_new(cx, &draft.id),
        title: title.as_str().to_owned(),
        body,
        decided_on,
        section,
        measures: draft.measures.clone(),
        euros: euros.unwrap_or_default(),
        budget_line: budget_line.unwrap_or_default(),
        budgeted,
        text: text.unwrap_or_default(),
        revision: draft.revision,
    })
}

/// Removes a decision that was recorded by mistake.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn remove_decision(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.remove_record::<CouncilDecision>((id, revision)).await?;
    org.audit(&cx.audit(AuditKind::DecisionRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}
