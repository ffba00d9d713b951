//! Free texts: nobody sees one before a person has read it and taken out what tells who wrote it.

use disclosure::texts_may_be_shown;
use domain::SurveyId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::Survey;
use domain::text::optional;
use store::{FreeText, TextState};

use super::{box_office, result};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome, text_key};

/// The free texts of a closed survey, for the person who reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// The survey.
    pub survey: Survey,
    /// Whether so few answered that no text may be read by anybody.
    pub is_withheld: bool,
    /// The texts in random order; none when withheld.
    pub texts: Vec<FreeText>,
    /// The least number of answers that lets texts be read.
    pub least: i64,
}

/// A person's decision on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextDecision<'a> {
    /// The text's key as it stands in the form.
    pub key: &'a str,
    /// The text as the person left it.
    pub body: &'a str,
    /// Released or withheld.
    pub state: TextState,
}

/// The most characters of a free text.
pub(super) const TEXT_MOST: usize = 2_000;

/// The free texts, for the person who decides on them.
///
/// # Errors
/// [`Error::Refused`] while the survey is not closed.
pub async fn texts(cx: &OrgCx, id: SurveyId) -> Outcome<Texts> {
    cx.require(Permission::SurveyManage)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    read(cx, survey).await
}

async fn read(cx: &OrgCx, survey: Survey) -> Outcome<Texts> {
    let (_, ballots) = result::closed_ballots(cx, &survey).await?;
    let rule = box_office::rule(&survey);
    let is_withheld = !texts_may_be_shown(result::count(ballots.len()), rule);
    let texts = if is_withheld {
        Vec::new()
    } else {
        box_office::texts(cx.app(), cx.organisation().id, survey.id).await?
    };
    Ok(Texts {
        survey,
        is_withheld,
        texts,
        least: rule.small(),
    })
}

/// The texts that have been released: question and text.
///
/// # Errors
/// As [`texts`].
pub async fn released_texts(cx: &OrgCx, id: SurveyId) -> Outcome<Vec<(String, String)>> {
    cx.require(Permission::SurveyRead)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    let read = read(cx, survey).await?;
    Ok(read
        .texts
        .into_iter()
        .filter(|text| text.state == TextState::Released)
        .map(|text| (text.question, text.body))
        .collect())
}

/// Releases or withholds a text, in the words the person left.
///
/// # Errors
/// [`Error::Invalid`] when a text to release is empty, [`Error::NotFound`] when there is none.
pub async fn decide_text(cx: &OrgCx, id: SurveyId, decision: TextDecision<'_>) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let found = texts(cx, id).await?;
    let text = found
        .texts
        .into_iter()
        .find(|text| text.key.code() == decision.key)
        .ok_or(Error::NotFound)?;
    let body = optional(decision.body, TEXT_MOST)
        .map_err(|error| Invalid::field("body", text_key(error)))?;
    if decision.state == TextState::Released && body.is_empty() {
        return Err(Invalid::field("body", "error.field.empty").into());
    }
    let changed = FreeText {
        body: if body.is_empty() {
            text.body.clone()
        } else {
            body
        },
        state: decision.state,
        ..text
    };
    box_office::judge(cx.app(), cx.organisation().id, id, &changed).await?;
    let mut org = cx.write().await?;
    let audit = cx.audit(AuditKind::TextReleased, id, decision.state.code());
    org.audit(&audit).await?;
    org.commit().await?;
    Ok(())
}
