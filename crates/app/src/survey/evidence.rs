//! What the surveys of a round say of each criterion and theme.
//!
//! Everything here is worked out from figures that have passed disclosure control one by one, so
//! that no sum of them can say more than they do.

use std::collections::BTreeMap;

use content::{Audience, Question};
use disclosure::{Mean, Tally, mean_bounds, unknown_bounds};
use domain::assessment::{Range, SourceView};
use domain::framework::Framework;
use domain::identity::Permission;
use domain::survey::{Distribution, Level, Survey, SurveyState};
use domain::{CriterionId, RoundId, ThemeId};

use super::result;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// What the surveys of a round say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SurveyEvidence {
    /// By criterion id.
    pub by_criterion: BTreeMap<CriterionId, SourceView>,
    /// By theme id.
    pub by_theme: BTreeMap<ThemeId, SourceView>,
    /// Every question of every closed survey, for reports.
    pub questions: Vec<QuestionEvidence>,
}

/// One question of one closed survey.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionEvidence {
    /// The survey.
    pub survey: Survey,
    /// Who was asked.
    pub audience: Audience,
    /// The theme's id.
    pub theme: ThemeId,
    /// The question.
    pub question: &'static Question,
    /// What may be shown of its answers.
    pub tally: Tally,
}

/// What the closed surveys of a round say, by the framework's criteria and themes.
///
/// # Errors
/// [`crate::Error::Forbidden`] without the right to read results.
pub async fn evidence(
    cx: &OrgCx,
    round: RoundId,
    framework: &Framework,
) -> Outcome<SurveyEvidence> {
    cx.require(Permission::ResultRead)?;
    let surveys = cx.read().await?.surveys(round).await?;
    let mut questions = Vec::new();
    for survey in surveys.into_iter().rev() {
        if survey.state == SurveyState::Closed {
            questions.extend(of_survey(cx, survey).await?);
        }
    }
    Ok(combine(framework, questions))
}

/// The questions of one closed survey with what may be shown.
async fn of_survey(cx: &OrgCx, survey: Survey) -> Outcome<Vec<QuestionEvidence>> {
    let (instrument, ballots) = match result::closed_ballots(cx, &survey).await {
        // Answers wait for another server: until they have been opened the survey tells nothing.
        Err(Error::Refused(_)) => return Ok(Vec::new()),
        other => other?,
    };
    let held = result::settle(cx, &survey).await?;
    let themes = result::themes(&survey, instrument, &ballots, &held);
    Ok(themes
        .into_iter()
        .flat_map(|theme| {
            let name = theme.theme;
            theme
                .questions
                .into_iter()
                .map(move |one| (name.clone(), one))
        })
        .map(|(theme, one)| QuestionEvidence {
            survey: survey.clone(),
            audience: instrument.audience,
            theme,
            question: one.question,
            tally: one.tally,
        })
        .collect())
}

fn combine(framework: &Framework, questions: Vec<QuestionEvidence>) -> SurveyEvidence {
    let mut found = SurveyEvidence::default();
    for theme in &framework.themes {
        let mut of_theme = Vec::new();
        for criterion in &theme.criteria {
            let fed = |one: &&QuestionEvidence| one.question.criterion() == Some(&criterion.id);
            let fed: Vec<&QuestionEvidence> = questions.iter().filter(fed).collect();
            if !fed.is_empty() {
                let said = view(&fed);
                found.by_criterion.insert(criterion.id.clone(), said);
            }
            of_theme.extend(fed);
        }
        if !of_theme.is_empty() {
            found.by_theme.insert(theme.id.clone(), view(&of_theme));
        }
    }
    found.questions = questions;
    found
}

/// The view of several questions, made of nothing but what each of them shows. Where that is bands, a
/// level or share is told as far as every table of answers that fits them agrees.
fn view(questions: &[&QuestionEvidence]) -> SourceView {
    let tallies: Vec<Tally> = questions.iter().map(|one| one.tally).collect();
    let Some(mean) = mean_bounds(&tallies) else {
        // A question that nobody answered is hidden as well: fewer than the minimum is all that is
        // said of it.
        return SourceView {
            is_hidden: true,
            ..SourceView::default()
        };
    };
    let (level, is_untold) = match mean {
        Mean::Nobody => (None, false),
        Mean::Untold => (None, true),
        Mean::Between(low, high) => told(Range::between(low, high)),
    };
    SourceView {
        level,
        spread: whole(&tallies).and_then(|all| all.spread()),
        n: people(questions),
        unknown_share: unknown_bounds(&tallies).map(|(low, high)| Range::between(low, high)),
        is_hidden: false,
        is_untold,
    }
}

/// A level, when one word or two that are next to each other tell it.
fn told(level: Range) -> (Option<Range>, bool) {
    let is_untold = level.levels() == [Level::No, Level::Yes];
    (Some(level).filter(|_| !is_untold), is_untold)
}

/// All answers together, when all of them may be shown. Those to questions that may not be shown at
/// all are in no figure.
fn whole(tallies: &[Tally]) -> Option<Distribution> {
    let mut all = Distribution::default();
    for tally in tallies.iter().filter(|it| **it != Tally::Hidden) {
        all.merge(tally.exact()?);
    }
    Some(all)
}

/// How many people stand behind the questions: in each survey the question most have answered.
fn people(questions: &[&QuestionEvidence]) -> i64 {
    let mut by_survey: BTreeMap<_, i64> = BTreeMap::new();
    for one in questions {
        let most = by_survey.entry(one.survey.id).or_default();
        *most = one.tally.n().unwrap_or_default().max(*most);
    }
    by_survey.values().sum()
}
