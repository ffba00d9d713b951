//! Judging a criterion.

use domain::assessment::Judgement;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::{CriterionId, Marked, Publicity, RoundId};
use store::StoreError;

use super::workspace::CriterionView;
use crate::assessment::framework_in;
use crate::assessment::texts::shown;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, paragraph, pick, word_offers};
use crate::round::open_round;

/// A judgement as an assessor writes it.
#[derive(Debug, Clone)]
pub struct Judging {
    /// The judgement.
    pub judgement: Judgement,
    /// Whether the assessor saves with the button that leads to the next criterion.
    pub goes_on: bool,
}

impl Form for Judging {
    /// The criterion that is judged.
    type With = CriterionView;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let levels = pick(word_offers(f.t(), "kit.level")).in_row();
        let level = f.field("level", "assessment.judgement.level", levels, |it| {
            it.judgement.level
        });
        let why = paragraph().or_empty();
        let why = f.field("rationale", "assessment.judgement.rationale", why, |it| {
            it.judgement.rationale.for_member().clone()
        });
        let marking = f.marking("assessment.publicity.rationale", |it| {
            it.judgement.rationale.marking()
        });
        let revision = f.revision(|it| it.judgement.revision);
        let goes_on = f.pressed("then") == "next";
        Some(Self {
            judgement: Judgement {
                criterion: f.with().criterion.id.clone(),
                level: level?,
                rationale: Marked::new(why?, marking?),
                revision,
            },
            goes_on,
        })
    }
}

impl CriterionView {
    /// The stored judgement as its form shows it to this member. A rationale that the member may not
    /// read is left out; [`judge`] does not let the member replace it.
    pub fn judging(&self, cx: &OrgCx) -> Option<Judging> {
        let mut judgement = self.judgement.clone()?;
        if shown(cx, judgement.rationale.text()).is_none() {
            judgement.rationale = Marked::new(String::new(), judgement.rationale.marking().clone());
        }
        Some(Judging {
            judgement,
            goes_on: false,
        })
    }
}

/// How the audit log names the judgement of a criterion.
pub fn judgement_subject(round: RoundId, criterion: &CriterionId) -> String {
    format!("{round}/{criterion}")
}

/// Judges a criterion.
///
/// # Errors
/// [`Error::Refused`] once the round is published, [`Error::Conflict`] when someone else judged
/// meanwhile.
pub async fn judge(cx: &OrgCx, id: RoundId, judgement: &Judgement) -> Outcome<()> {
    cx.require(Permission::Judge)?;
    let criterion = &judgement.criterion;
    let mut org = cx.write().await?;
    let round = open_round(&mut org, id).await?;
    let framework = framework_in(cx, &mut org, &round.framework).await?;
    if !framework.criteria().any(|(_, one)| one.id == *criterion) {
        return Err(Error::NotFound);
    }
    let before = org.judgement(id, criterion.as_str()).await?;
    let is_secret = |one: &Judgement| one.rationale.publicity() == Publicity::Secret;
    if before.as_ref().is_some_and(is_secret) {
        cx.require(Permission::SecretRead)?;
    }
    if before.map_or(0, |one| one.revision) != judgement.revision {
        return Err(Error::Conflict);
    }
    org.save_judgement(id, judgement, cx.stamp())
        .await
        .map_err(|error| match error {
            StoreError::Taken => Error::Conflict,
            other => other.into(),
        })?;
    let subject = judgement_subject(id, criterion);
    org.audit(&cx.audit(AuditKind::JudgementSaved, subject, ""))
        .await?;
    Ok(org.commit().await?)
}
