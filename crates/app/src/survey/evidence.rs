//! What the surveys of a round say of each criterion and theme.
//!
//! Everything here is worked out from figures that have passed disclosure control one by one, so
//! that no sum of them can say more than they do.

use std::collections::BTreeMap;

use content::{Audience, Question};
use disclosure::Tally;
use domain::assessment::SourceView;
use domain::framework::Framework;
use domain::identity::Permission;
use domain::survey::{Level, Survey, SurveyState};
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

/// What is read of one shown question.
#[derive(Clone, Copy)]
struct Reading {
    n: f64,
    stands: f64,
    /// Nothing when nobody took a stand.
    mean: Option<f64>,
    variance: f64,
}

/// The view of several questions, made of nothing but what each of them shows.
fn view(questions: &[&QuestionEvidence]) -> SourceView {
    let readings: Vec<Reading> = questions
        .iter()
        .filter_map(|one| reading(&one.tally))
        .collect();
    let n = people(questions);
    if readings.is_empty() {
        // A question that nobody answered is hidden as well: fewer than the minimum is all that is
        // said of it.
        return SourceView {
            is_hidden: true,
            ..SourceView::default()
        };
    }
    let answers: f64 = readings.iter().map(|one| one.n).sum();
    let stands: f64 = readings.iter().map(|one| one.stands).sum();
    let weighed = readings
        .iter()
        .filter_map(|one| Some((one.stands, one.mean?, one.variance)));
    let level = (stands > 0.0).then(|| {
        let sum: f64 = weighed.clone().map(|(weight, mean, _)| weight * mean).sum();
        sum / stands
    });
    let spread = level.map(|level| {
        let sum: f64 = weighed
            .map(|(weight, mean, variance)| weight * (variance + (mean - level) * (mean - level)))
            .sum();
        (sum / stands).sqrt()
    });
    SourceView {
        level,
        spread,
        n,
        unknown_share: (answers > 0.0).then(|| 1.0 - stands / answers),
        is_hidden: false,
    }
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

/// Reads what a tally shows; where it shows bands, their middles.
fn reading(tally: &Tally) -> Option<Reading> {
    let middle = |level| {
        tally
            .share(level)
            .map(|(low, high)| f64::midpoint(low, high))
    };
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    let n = tally.n()? as f64;
    let [yes, partly, no, unknown] = [
        middle(Level::Yes)?,
        middle(Level::Partly)?,
        middle(Level::No)?,
        middle(Level::Unknown)?,
    ];
    // Middles of bands need not add up to everybody.
    let stand = yes + partly + no;
    let whole = stand + unknown;
    let stands = n * stand / whole;
    let mean = (stand > 0.0).then(|| (yes + partly / 2.0) / stand);
    let variance = mean.map_or(0.0, |mean| {
        let part = |share: f64, at: f64| share / stand * (at - mean) * (at - mean);
        part(yes, 1.0) + part(partly, 0.5) + part(no, 0.0)
    });
    Some(Reading {
        n,
        stands,
        mean,
        variance,
    })
}
