//! Judging a criterion.

use domain::assessment::Judgement;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::Level;
use domain::text::{PARAGRAPH, optional};
use domain::{Classified, Publicity, RoundId};
use store::StoreError;

use crate::assessment::framework_in;
use crate::assessment::texts::marking;
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::round::open_round;

/// A judgement's form as typed.
#[derive(Debug, Clone, Default)]
pub struct JudgementDraft {
    /// Code of the level.
    pub level: String,
    /// Why.
    pub rationale: String,
    /// Code of the publicity class.
    pub publicity: String,
    /// Legal ground when secret.
    pub ground: String,
    /// Revision that was seen; 0 when nobody had judged.
    pub revision: i64,
}

/// Judges a criterion.
///
/// # Errors
/// [`Error::Invalid`] when the form must be mended, [`Error::Refused`] once the round is published,
/// [`Error::Conflict`] when someone else judged meanwhile.
pub async fn judge(
    cx: &OrgCx,
    id: RoundId,
    criterion: &str,
    draft: &JudgementDraft,
) -> Outcome<()> {
    cx.require(Permission::Judge)?;
    let mut invalid = Invalid::default();
    let level = invalid.need(
        "level",
        "error.field.choose",
        Level::from_code(&draft.level),
    );
    let rationale = invalid.text("rationale", optional(&draft.rationale, PARAGRAPH));
    let marking = marking(&mut invalid, &draft.publicity, &draft.ground);
    invalid.check()?;
    let (Some(level), Some(rationale), Some(marking)) = (level, rationale, marking) else {
        return Err(Error::NotFound);
    };
    let mut org = cx.write().await?;
    let round = open_round(&mut org, id).await?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    if !framework.criteria().any(|(_, one)| one.id == criterion) {
        return Err(Error::NotFound);
    }
    let before = org.judgement(id, criterion).await?;
    let is_secret = |one: &Judgement| one.rationale.publicity() == Publicity::Secret;
    if before.as_ref().is_some_and(is_secret) {
        cx.require(Permission::SecretRead)?;
    }
    if before.map_or(0, |one| one.revision) != draft.revision {
        return Err(Error::Conflict);
    }
    let judgement = Judgement {
        criterion: criterion.to_owned(),
        level,
        rationale: Classified::new(rationale, marking.publicity),
        ground: marking.ground,
        revision: draft.revision,
    };
    org.save_judgement(id, &judgement, cx.stamp())
        .await
        .map_err(|error| match error {
            StoreError::Taken => Error::Conflict,
            other => other.into(),
        })?;
    org.audit(&cx.audit(AuditKind::JudgementSaved, format!("{id}/{criterion}"), ""))
        .await?;
    org.commit().await?;
    Ok(())
}
