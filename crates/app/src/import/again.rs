//! Answers that were imported before: recognised, replaced or kept, and removed as a whole.

use std::collections::BTreeMap;

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::Survey;
use domain::{RoundId, SurveyId};
use store::Ballot;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::round::open_round;

/// What is done with answers that were imported before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// They take the place of the earlier ones, which are removed.
    Replace,
    /// They are kept beside the earlier ones: others answered the same.
    Add,
}

impl Again {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Replace, Self::Add];

    /// The word in forms and on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Add => "add",
        }
    }

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|again| again.code() == code)
    }
}

/// A survey that was imported with the same answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The survey.
    pub id: SurveyId,
    /// Its name.
    pub title: String,
}

/// The surveys of the round whose answers, brought from an earlier file, are all in these: in whatever
/// order, and from a file of whatever format. Surveys that were answered here are never compared with:
/// what a file tells must not be proven by them.
pub(super) async fn twins(
    cx: &OrgCx,
    surveys: Vec<Survey>,
    instrument: &str,
    ballots: &[Ballot],
) -> Outcome<Vec<Twin>> {
    let mut found = Vec::new();
    let is_like = |it: &Survey| it.is_imported() && it.instrument == instrument;
    for survey in surveys.into_iter().filter(is_like) {
        let store = cx.app().store();
        let earlier = store.ballots(cx.organisation().id, survey.id).await?;
        if is_within(&earlier, ballots) {
            let (id, title) = (survey.id, survey.title);
            found.push(Twin { id, title });
        }
    }
    Ok(found)
}

/// Whether every ballot of the earlier ones is among these, each as many times. Of a few that are only
/// part of many it is not said: some are answered alike by chance.
fn is_within(earlier: &[BTreeMap<String, String>], ballots: &[Ballot]) -> bool {
    const FEW: usize = 5;
    let mut left: BTreeMap<&BTreeMap<String, String>, usize> = BTreeMap::new();
    for ballot in ballots {
        *left.entry(&ballot.answers).or_default() += 1;
    }
    let is_all = earlier.iter().all(|ballot| match left.get_mut(ballot) {
        Some(times) if *times > 0 => {
            *times -= 1;
            true
        }
        _ => false,
    });
    let is_whole = earlier.len() == ballots.len();
    !earlier.is_empty() && is_all && (is_whole || earlier.len() >= FEW)
}

/// Removes answers that were brought from a file, with the survey that was made for them; its round.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey; [`Error::Refused`] when it was answered here, or
/// its round has been published.
pub async fn remove_answers(cx: &OrgCx, id: SurveyId) -> Outcome<RoundId> {
    cx.require(Permission::Import)?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    if !survey.is_imported() {
        return Err(Error::Refused("import.answers.not-imported"));
    }
    open_round(&mut org, survey.round).await?;
    // The answers first: what is interrupted then is a survey without answers, which can be removed
    // again. The other way round they would stay where nobody finds them.
    let store = cx.app().store();
    store.erase_survey(cx.organisation().id, id).await?;
    org.remove_survey(id).await?;
    org.audit(&cx.audit(AuditKind::AnswersRemoved, id, ""))
        .await?;
    org.commit().await?;
    Ok(survey.round)
}

/// A survey whose answers were brought from a file and can be removed as a whole.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey, or it was answered here.
pub async fn imported(cx: &OrgCx, id: SurveyId) -> Outcome<Survey> {
    cx.require(Permission::Import)?;
    let survey = cx.read().await?.survey(id).await?;
    let survey = survey.filter(Survey::is_imported);
    survey.ok_or(Error::NotFound)
}
