//! What is accepted until a day.

use domain::NodeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::Acceptance;
use domain::text::{PARAGRAPH, Title, parse};
use uuid::Uuid;

use super::{SHORT, existing_or_new, must_exist};
use crate::cx::OrgCx;
use crate::day;
use crate::error::{Error, Invalid, Outcome};

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
    let mut all: Vec<Acceptance> = cx.read().await?.records().await?;
    all.sort_by_key(|one| one.until);
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`] when there is none such.
pub async fn acceptance(cx: &OrgCx, id: &str) -> Outcome<Acceptance> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.record(id).await?;
    found.ok_or(Error::NotFound)
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
    org.save_record(&changed, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::RiskAccepted, &id, ""))
        .await?;
    org.commit().await?;
    Ok(id)
}

/// Removes an acceptance that was recorded by mistake.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn remove_acceptance(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.remove_record::<Acceptance>((id, revision)).await?;
    org.audit(&cx.audit(AuditKind::AcceptanceRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}
