//! Leadership's own words in the summary.

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::{Locale, Marked, Marking, RoundId};
use store::{SummaryText, SummaryWords};

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, paragraph};

/// The most characters of either text: a page that leadership reads in two minutes.
const MOST: usize = 2_000;

impl Form for SummaryText {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let text = paragraph().most(MOST).or_empty();
        let situation = f.field("situation", "leadership.edit.situation", text, |it| {
            it.words.for_member().situation.clone()
        });
        let next = f.field("next_steps", "leadership.edit.next", text, |it| {
            it.words.for_member().next_steps.clone()
        });
        let marking = f.marking("leadership.edit.publicity", |it| it.words.marking());
        let revision = f.revision(|it| it.revision);
        let words = SummaryWords {
            situation: situation?,
            next_steps: next?,
        };
        Some(Self {
            words: Marked::new(words, marking?),
            revision,
        })
    }
}

/// What has been written in this language; public and empty while nothing has.
///
/// # Errors
/// [`Error::Forbidden`] for those who may not write it.
pub async fn summary_text(cx: &OrgCx, round: RoundId, locale: Locale) -> Outcome<SummaryText> {
    cx.require(Permission::SummaryWrite)?;
    let mut org = cx.read().await?;
    org.round(round).await?.ok_or(Error::NotFound)?;
    let written = org.summary_text(round, locale).await?;
    Ok(written.unwrap_or_else(|| SummaryText {
        words: Marked::new(SummaryWords::default(), Marking::PUBLIC),
        revision: 0,
    }))
}

/// How the audit log names the words of a round in one language.
pub fn summary_subject(round: RoundId, locale: Locale) -> String {
    format!("{round}/{}", locale.code())
}

/// Writes leadership's own words in one language.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile.
pub async fn save_summary(
    cx: &OrgCx,
    round: RoundId,
    locale: Locale,
    changed: &SummaryText,
) -> Outcome<()> {
    cx.require(Permission::SummaryWrite)?;
    let mut org = cx.write().await?;
    org.round(round).await?.ok_or(Error::NotFound)?;
    org.save_summary_text(round, locale, changed, cx.stamp())
        .await?;
    let subject = summary_subject(round, locale);
    org.audit(&cx.audit(AuditKind::SummarySaved, subject, ""))
        .await?;
    Ok(org.commit().await?)
}
