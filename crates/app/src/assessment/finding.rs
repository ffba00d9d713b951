//! Findings: written and changed.

use domain::assessment::Finding;
use domain::identity::Permission;
use domain::text::{PARAGRAPH, Title, optional};
use domain::{Classified, FindingId, RoundId};

use crate::assessment::proposal;
use crate::assessment::texts::marking;
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
    let at = (draft.theme.as_str(), draft.criterion.as_str());
    let changed = draft.id.map(|id| (id, draft.revision));
    let mut org = proposal::begin(cx, round, at, changed).await?;
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
    proposal::end(cx, org, finding.id).await
}
