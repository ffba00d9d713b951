//! Findings: written, changed, removed, brought back.

use domain::assessment::Finding;
use domain::audit::AuditKind;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::text::{PARAGRAPH, Title, optional};
use domain::{Classified, FindingId, Publicity, RoundId};

use crate::assessment::framework_in;
use crate::assessment::round::open_round;
use crate::assessment::texts::{marking, may_read};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// A finding's form as typed.
#[derive(Debug, Clone, Default)]
pub struct FindingDraft {
    /// The finding to change; nothing for a new one.
    pub id: Option<FindingId>,
    /// Theme.
    pub theme: String,
    /// Criterion; empty when it concerns the theme at large.
    pub criterion: String,
    /// In a few words.
    pub title: String,
    /// In full.
    pub body: String,
    /// Code of the publicity class.
    pub publicity: String,
    /// Legal ground when secret.
    pub ground: String,
    /// Revision that was seen; 0 for a new one.
    pub revision: i64,
}

/// One finding.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Forbidden`] when the member may not read it.
pub async fn finding(cx: &OrgCx, round: RoundId, id: FindingId) -> Outcome<Finding> {
    cx.require(Permission::AssessmentRead)?;
    let found = cx.read().await?.finding(round, id).await?;
    let found = found.ok_or(Error::NotFound)?;
    if may_read(cx, found.title.publicity()) {
        Ok(found)
    } else {
        Err(Error::Forbidden)
    }
}

/// Whether the framework has this theme and, in it, this criterion (empty for the theme at large).
pub(crate) fn is_place(framework: &Framework, theme: &str, criterion: &str) -> bool {
    framework.themes.iter().any(|one| {
        one.id == theme
            && (criterion.is_empty() || one.criteria.iter().any(|one| one.id == criterion))
    })
}

/// Writes a finding.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::Refused`] once the round is published,
/// [`Error::Conflict`] when someone else changed it meanwhile.
pub async fn save_finding(cx: &OrgCx, round: RoundId, draft: &FindingDraft) -> Outcome<FindingId> {
    cx.require(Permission::Judge)?;
    let mut invalid = Invalid::default();
    let title = invalid.text("title", Title::parse(&draft.title));
    let body = invalid.text("body", optional(&draft.body, PARAGRAPH));
    let marking = marking(&mut invalid, &draft.publicity, &draft.ground);
    invalid.check()?;
    let (Some(title), Some(body), Some(marking)) = (title, body, marking) else {
        return Err(Error::NotFound);
    };
    let mut org = cx.write().await?;
    let opened = open_round(&mut org, round).await?;
    let framework = framework_in(cx, &mut org, &opened.framework).await?;
    if !is_place(&framework, &draft.theme, &draft.criterion) {
        return Err(Error::NotFound);
    }
    if let Some(id) = draft.id {
        let saved = org.finding(round, id).await?.ok_or(Error::NotFound)?;
        if saved.title.publicity() == Publicity::Secret {
            cx.require(Permission::SecretRead)?;
        }
        if saved.revision != draft.revision {
            return Err(Error::Conflict);
        }
    }
    let finding = Finding {
        id: draft.id.unwrap_or_else(|| cx.id()),
        theme: draft.theme.clone(),
        criterion: draft.criterion.clone(),
        title: Classified::new(title.to_string(), marking.publicity),
        body: Classified::new(body, marking.publicity),
        ground: marking.ground,
        revision: draft.id.map_or(0, |_| draft.revision),
    };
    org.save_finding(round, &finding, cx.stamp()).await?;
    org.audit(&cx.audit(AuditKind::FindingSaved, finding.id, ""))
        .await?;
    org.commit().await?;
    Ok(finding.id)
}

/// Removes a finding; it can be brought back for a day.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Refused`] once the round is published.
pub async fn remove_finding(cx: &OrgCx, round: RoundId, id: FindingId) -> Outcome<Finding> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    let found = org.finding(round, id).await?.ok_or(Error::NotFound)?;
    if !may_read(cx, found.title.publicity()) {
        return Err(Error::Forbidden);
    }
    org.remove_finding(round, id, cx.now()).await?;
    org.audit(&cx.audit(AuditKind::FindingRemoved, id, ""))
        .await?;
    org.commit().await?;
    Ok(found)
}

/// Brings back a removed finding.
///
/// # Errors
/// [`Error::NotFound`] when there is nothing to bring back, [`Error::Refused`] once the round is
/// published.
pub async fn restore_finding(cx: &OrgCx, round: RoundId, id: FindingId) -> Outcome<Finding> {
    cx.require(Permission::Judge)?;
    let mut org = cx.write().await?;
    open_round(&mut org, round).await?;
    if !org.restore_finding(round, id).await? {
        return Err(Error::NotFound);
    }
    let found = org.finding(round, id).await?.ok_or(Error::NotFound)?;
    org.audit(&cx.audit(AuditKind::FindingSaved, id, "restored"))
        .await?;
    org.commit().await?;
    Ok(found)
}
