//! Leadership's own words in the summary.

use domain::assessment::Marking;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::{Locale, Publicity, RoundId, text};
use store::SummaryText;

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};

/// The most characters of either text: a page that leadership reads in two minutes.
const MOST: usize = 2_000;

/// What was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SummaryDraft {
    /// The situation, a sentence a line; empty keeps the computed ones.
    pub situation: String,
    /// What happens next, a line each; empty keeps the computed ones.
    pub next_steps: String,
    /// The code of the publicity class.
    pub publicity: String,
    /// Legal ground when secret.
    pub ground: String,
    /// The revision that was read; 0 when nothing had been written.
    pub revision: i64,
}

/// What has been written in this language, if anything.
///
/// # Errors
/// [`Error::Forbidden`] for those who may not write it.
pub async fn summary_draft(
    cx: &OrgCx,
    round: RoundId,
    locale: Locale,
) -> Outcome<Option<SummaryText>> {
    cx.require(Permission::SummaryWrite)?;
    let mut org = cx.read().await?;
    org.round(round).await?.ok_or(Error::NotFound)?;
    Ok(org.summary_text(round, locale).await?)
}

/// Writes leadership's own words in one language.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn save_summary(
    cx: &OrgCx,
    round: RoundId,
    locale: Locale,
    draft: &SummaryDraft,
) -> Outcome<()> {
    cx.require(Permission::SummaryWrite)?;
    let changed = read(draft)?;
    let mut org = cx.write().await?;
    org.round(round).await?.ok_or(Error::NotFound)?;
    org.save_summary_text(round, locale, &changed, cx.stamp())
        .await?;
    org.audit(&cx.audit(AuditKind::SummarySaved, round, locale.code()))
        .await?;
    Ok(org.commit().await?)
}

fn read(draft: &SummaryDraft) -> Result<SummaryText, Error> {
    let mut invalid = Invalid::default();
    let situation = invalid.text("situation", text::optional(&draft.situation, MOST));
    let next_steps = invalid.text("next_steps", text::optional(&draft.next_steps, MOST));
    let publicity = invalid.need(
        "publicity",
        "error.field.choose",
        Publicity::from_code(&draft.publicity),
    );
    let marking = publicity.and_then(|class| Marking::new(class, &draft.ground).ok());
    if publicity.is_some() && marking.is_none() {
        invalid.add("ground", "error.field.ground");
    }
    invalid.check()?;
    let (Some(situation), Some(next_steps), Some(marking)) = (situation, next_steps, marking)
    else {
        return Err(Error::NotFound);
    };
    Ok(SummaryText {
        situation,
        next_steps,
        marking,
        revision: draft.revision,
    })
}
