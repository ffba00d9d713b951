//! What is accepted until a day.

use domain::NodeId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::measure::Acceptance;

use super::SHORT;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Offers, Walk, day, line, maybe, paragraph, pick, title};

impl Form for Acceptance {
    /// The services that can be chosen.
    type With = Offers<NodeId>;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let said = day().until(f.today(), "risk.accept.error-day");
        let services = pick(f.with().clone()).empty("risk.accept.no-service");
        let subject = f.field("subject", "risk.accept.subject", title(), |it| {
            it.subject.clone()
        });
        let service = f.field("service", "risk.accept.service", maybe(services), |it| {
            it.service
        });
        let by = f.field("accepted_by", "risk.accept.by", line(SHORT), |it| {
            it.accepted_by.clone()
        });
        let on = f.field("accepted_on", "risk.accept.on", said, |it| it.accepted_on);
        let until = f.field("until", "risk.accept.until", day(), |it| it.until);
        let is_after = on.zip(until).is_none_or(|(on, until)| until > on);
        f.rule(
            &["until", "accepted_on"],
            "risk.accept.error-until",
            is_after,
        );
        let why = paragraph().rows(3);
        let reason = f.field("reason", "risk.accept.reason", why, |it| it.reason.clone());
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.word(|it| it.id.clone()),
            subject: subject?,
            service: service?,
            accepted_by: by?,
            accepted_on: on?,
            until: until?,
            reason: reason?,
            revision,
        })
    }
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
/// [`Error::NotFound`] when there is none.
pub async fn acceptance(cx: &OrgCx, id: &str) -> Outcome<Acceptance> {
    cx.require(Permission::MeasureRead)?;
    let found = cx.read().await?.record(id).await?;
    found.ok_or(Error::NotFound)
}

/// Saves an acceptance, new or changed.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn accept(cx: &OrgCx, changed: &Acceptance) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    let service = match changed.service {
        Some(id) => org.node(id).await?.map(|node| node.id),
        None => None,
    };
    let changed = Acceptance {
        service,
        ..changed.clone()
    };
    org.save_record(&changed, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::RiskAccepted, &changed.id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Removes an acceptance that was recorded by mistake; it can be brought back for a day.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile or it is gone.
pub async fn remove_acceptance(cx: &OrgCx, id: &str, revision: i64) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    let mut org = cx.write().await?;
    org.remove_record::<Acceptance>(id, revision, cx.now())
        .await?;
    org.audit(&cx.audit(AuditKind::AcceptanceRemoved, id, ""))
        .await?;
    Ok(org.commit().await?)
}

/// Brings a removed acceptance back.
///
/// # Errors
/// [`Error::NotFound`] when it has been brought back already, or was removed too long ago.
pub async fn restore_acceptance(cx: &OrgCx, id: &str) -> Outcome<()> {
    cx.require(Permission::RiskDecide)?;
    super::bring_back::<Acceptance>(cx, id, AuditKind::RiskAccepted).await
}
