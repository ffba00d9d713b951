//! What is tolerated, what is accepted until a day, what bodies have decided.

use domain::NodeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::risk::{Acceptance, Appetite, CouncilDecision, LossLimit, PlannedMeasure};
use domain::text::{PARAGRAPH, Title, optional, parse};
use store::{OrgStore, RiskRecord};
use uuid::Uuid;

use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};
use crate::form::{Form, Walk, maybe, whole};
use crate::number;

/// The most characters of a short answer: a body, a post, a section, a budget line.
const SHORT: usize = 160;

/// The most limits that a council sets.
const LIMITS: usize = 3;

/// The largest loss of a limit.
const MOST_EUROS: i64 = 1_000_000_000_000;

/// What the council tolerates; no limits while nobody has decided.
pub async fn appetite(cx: &OrgCx) -> Outcome<Appetite> {
    cx.require(Permission::ThreatRead)?;
    let mut all: Vec<Appetite> = cx.read().await?.risk_records().await?;
    Ok(all.pop().unwrap_or_default())
}

/// Saves what the council tolerates.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn set_appetite(cx: &OrgCx, appetite: &Appetite) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.save_risk_record(appetite, cx.stamp()).await?;
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

/// An acceptance's form as typed.
#[derive(Debug, Clone, Default)]
pub struct AcceptanceDraft {
    /// The one to change; empty for a new one.
    pub id: String,
    /// What is accepted.
    pub subject: String,
    /// Id of the service it concerns; may be empty.
    pub service: String,
    /// Who accepts.
    pub accepted_by: String,
    /// On which day.
    pub accepted_on: String,
    /// Until when.
    pub until: String,
    /// Why.
    pub reason: String,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
}

/// Accepted risks, those that must be decided again soonest first.
pub async fn acceptances(cx: &OrgCx) -> Outcome<Vec<Acceptance>> {
    cx.require(Permission::MeasureRead)?;
    let mut all: Vec<Acceptance> = cx.read().await?.risk_records().await?;
    all.sort_by_key(|one| one.until);
    Ok(all)
}

/// Writes an acceptance; its id.
///
/// # Errors
/// [`Error::Invalid`] for what must be mended, [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn accept(cx: &OrgCx, draft: &AcceptanceDraft) -> Outcome<String> {
    cx.require(Permission::RiskDecide)?;
    let mut invalid = Invalid::default();
    let subject = invalid.text("subject", Title::parse(&draft.subject));
    let by = invalid.text("accepted_by", parse(&draft.accepted_by, SHORT));
    let reason = invalid.text("reason", parse(&draft.reason, PARAGRAPH));
    let on = day::parse(&draft.accepted_on).filter(|day| *day <= cx.today());
    let on = invalid.need("accepted_on", "risk.accept.error-day", on);
    let until = invalid.need("until", "error.field.date", day::parse(&draft.until));
    if on.zip(until).is_some_and(|(on, until)| until <= on) {
        invalid.add("until", "risk.accept.error-until");
    }
    invalid.check()?;
    let (Some(subject), Some(by), Some(reason), Some(on), Some(until)) =
        (subject, by, reason, on, until)
    else {
        return Err(Error::NotFound);
    };
    let mut org = cx.write().await?;
    must_exist::<Acceptance>(&mut org, &draft.id).await?;
    let service: Option<Uuid> = draft.service.parse().ok();
    let known = match service {
        Some(id) => org.node(NodeId(id)).await?.is_some(),
        None => false,
    };
    let id = existing_or_new(cx, &draft.id);
    let changed = Acceptance {
        id: id.clone(),
        subject: subject.as_str().to_owned(),
        service: service
            .filter(|_| known)
            .map_or_else(String::new, |id| id.to_string()),
        accepted_by: by,
        accepted_on: on,
        until,
        reason,
        revision: draft.revision,
    };
    org.save_risk_record(&changed, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::RiskAccepted, &id, ""))
        .await?;
    org.commit().await?;
    Ok(id)
}

/// A record that is changed is there; a new one has no id yet.
async fn must_exist<R: RiskRecord>(org: &mut OrgStore, id: &str) -> Outcome<()> {
    let is_there = id.is_empty() || org.risk_record::<R>(id).await?.is_some();
    is_there.then_some(()).ok_or(Error::NotFound)
}

fn existing_or_new(cx: &OrgCx, id: &str) -> String {
    if id.is_empty() {
        cx.id::<Uuid>().to_string()
    } else {
        id.to_owned()
    }
}

/// Removes an acceptance that was recorded by mistake.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn remove_acceptance(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.remove_risk_record::<Acceptance>((id, revision)).await?;
    org.audit(&cx.audit(AuditKind::AcceptanceRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}

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
    let mut all: Vec<CouncilDecision> = cx.read().await?.risk_records().await?;
    all.sort_by_key(|one| std::cmp::Reverse(one.decided_on));
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is none such.
pub async fn acceptance(cx: &OrgCx, id: &str) -> Outcome<Acceptance> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.risk_record(id).await?;
    found.ok_or(Error::NotFound)
}

/// A recorded decision.
///
/// # Errors
/// [`Error::NotFound`] when there is none such.
pub async fn decision(cx: &OrgCx, id: &str) -> Outcome<CouncilDecision> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.risk_record(id).await?;
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
    let planned: Vec<PlannedMeasure> = org.risk_records().await?;
    read.measures
        .retain(|id| crate::measure::is_known(&planned, id));
    org.save_risk_record(&read, cx.stamp()).await?;
    crate::measure::decided(cx, &mut org, &read.measures).await?;
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
    org.remove_risk_record::<CouncilDecision>((id, revision))
        .await?;
    org.audit(&cx.audit(AuditKind::DecisionRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}
