//! What may be shown of a closed survey.

use std::collections::BTreeMap;

use content::{Instrument, Kind, Question};
use disclosure::{Crosstab, Held, Release, Tally, may_release};
use domain::assessment::Round;
use domain::identity::Permission;
use domain::survey::{Anonymity, Distribution, Level, Survey, SurveyState};
use domain::{SurveyId, ThemeId};

use super::manage::Lost;
use super::{box_office, check};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// The results of a closed survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Results {
    /// The survey.
    pub survey: Survey,
    /// Its round.
    pub round: Round,
    /// Its instrument.
    pub instrument: &'static Instrument,
    /// How many answered; 0 for fewer than the minimum.
    pub answered: i64,
    /// Questions by theme, in order.
    pub themes: Vec<ThemeResult>,
    /// Background questions by which the answers can be divided.
    pub backgrounds: Vec<&'static Question>,
    /// What is known of answers that were lost with their key.
    pub lost: Option<Lost>,
    /// How many letters were made beyond the number of invited with which the survey was opened, or
    /// fewer than it; nothing when it was that number, or is not known.
    pub letters_beyond: Option<i64>,
}

/// The questions of one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct ThemeResult {
    /// Theme id of the shipped framework.
    pub theme: ThemeId,
    /// Its questions, in order.
    pub questions: Vec<QuestionResult>,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct QuestionResult {
    /// The question.
    pub question: &'static Question,
    /// What may be shown of its answers.
    pub tally: Tally,
}

/// The results divided by a background question.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown {
    /// The background question.
    pub by: &'static Question,
    /// Each scale question with the groups in the order of the background question's choices.
    pub questions: Vec<(&'static Question, Vec<GroupRow>)>,
}

/// One group's answers to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupRow {
    /// The choice's id; empty for those who did not say.
    pub group: String,
    /// What may be shown.
    pub tally: Tally,
}

/// A ballot: chosen answers by question id.
pub(super) type Ballots = Vec<BTreeMap<String, String>>;

/// What may be shown of a closed survey.
///
/// # Errors
/// [`Error::Refused`] while it is not closed, [`Error::NotFound`] when there is none.
pub async fn results(cx: &OrgCx, id: SurveyId) -> Outcome<Results> {
    cx.require(Permission::SurveyRead)?;
    let mut org = cx.read().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    let round = org.round(survey.round).await?.ok_or(Error::NotFound)?;
    drop(org);
    let (instrument, ballots) = closed_ballots(cx, &survey).await?;
    let held = settle(cx, &survey).await?;
    let themes = themes(&survey, instrument, &ballots, &held);
    let backgrounds = check::look(&survey, instrument)
        .asked
        .iter()
        .filter_map(|id| content::question(id))
        .collect();
    let answered = count(ballots.len());
    let lost = super::manage::lost(cx, &survey).await?;
    let least = box_office::rule(&survey).minimum();
    Ok(Results {
        round,
        instrument,
        answered: if answered < least { 0 } else { answered },
        themes,
        backgrounds,
        lost,
        letters_beyond: letters_beyond(&survey),
        survey,
    })
}

fn letters_beyond(survey: &Survey) -> Option<i64> {
    let is_counted = survey.anonymity == Anonymity::Split && survey.letters > 0;
    let beyond = survey.letters - survey.invited;
    (is_counted && beyond != 0).then_some(beyond)
}

/// The results divided by one background question.
///
/// # Errors
/// [`Error::NotFound`] when the survey does not ask it; else as [`results`].
pub async fn breakdown(cx: &OrgCx, id: SurveyId, by: &str) -> Outcome<Breakdown> {
    cx.require(Permission::SurveyRead)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    let (instrument, ballots) = closed_ballots(cx, &survey).await?;
    if !check::look(&survey, instrument)
        .asked
        .iter()
        .any(|one| one == by)
    {
        return Err(Error::NotFound);
    }
    let held = settle(cx, &survey).await?;
    let by = content::question(by).ok_or(Error::NotFound)?;
    let questions = scale_questions(instrument)
        .map(|question| (question, rows(&survey, by, question, &ballots, &held)))
        .collect();
    Ok(Breakdown { by, questions })
}

/// One question's groups in order; those who did not say come last.
fn rows(
    survey: &Survey,
    by: &'static Question,
    question: &Question,
    ballots: &Ballots,
    held: &[String],
) -> Vec<GroupRow> {
    let table = crosstab(survey, by, question, ballots);
    options(by)
        .into_iter()
        .chain([String::new()])
        .filter_map(|group| {
            let tally = *table.groups.get(&group)?;
            let is_held = held.contains(&figure(&question.id, Some((&by.id, &group))));
            Some(GroupRow {
                group,
                tally: if is_held { Tally::Hidden } else { tally },
            })
        })
        .collect()
}

/// The survey's instrument and its mixed ballots.
///
/// # Errors
/// [`Error::Refused`] while the survey is not closed.
pub(super) async fn closed_ballots(
    cx: &OrgCx,
    survey: &Survey,
) -> Outcome<(&'static Instrument, Ballots)> {
    if survey.state != SurveyState::Closed {
        return Err(Error::Refused("survey.refused.not-closed"));
    }
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    let (app, org) = (cx.app(), cx.organisation().id);
    // A stop between closing the survey and its box is repaired by whoever looks next.
    if box_office::close(app, org, survey.id).await? > 0 {
        return Err(Error::Refused("survey.refused.waits"));
    }
    Ok((instrument, box_office::ballots(app, org, survey.id).await?))
}

/// Writes the release of a closed survey into the ledger, and says which figures must wait.
pub(super) async fn settle(cx: &OrgCx, survey: &Survey) -> Outcome<Vec<String>> {
    let (instrument, ballots) = closed_ballots(cx, survey).await?;
    let rule = box_office::rule(survey);
    let mut next = figures(survey, instrument, &ballots);
    let earlier = cx.read().await?.releases(survey.id).await?;
    if earlier.last() == Some(&next) {
        return Ok(Vec::new());
    }
    let mut org = cx.write().await?;
    let earlier = org.releases(survey.id).await?;
    let held = match may_release(&earlier, &next, rule) {
        Ok(()) => Vec::new(),
        Err(Held { figures }) => figures,
    };
    next.figures.retain(|name, _| !held.contains(name));
    if earlier.last() != Some(&next) {
        org.add_release(survey.id, &next).await?;
        org.commit().await?;
    }
    Ok(held)
}

/// Everything that is shown exactly: totals, and groups by every background question.
fn figures(survey: &Survey, instrument: &'static Instrument, ballots: &Ballots) -> Release {
    let mut release = Release::default();
    for question in scale_questions(instrument) {
        let total = counted(ballots, &question.id);
        if let Some(exact) = Tally::of(total, box_office::rule(survey)).exact() {
            release.figures.insert(figure(&question.id, None), exact);
        }
        for by in check::look(survey, instrument).asked {
            let Some(by) = content::question(&by) else {
                continue;
            };
            let table = crosstab(survey, by, question, ballots);
            release
                .figures
                .extend(table.groups.iter().filter_map(|(group, tally)| {
                    let name = figure(&question.id, Some((&by.id, group)));
                    tally.exact().map(|exact| (name, exact))
                }));
        }
    }
    release
}

/// The name of a figure in the ledger; never changes meaning.
fn figure(question: &str, group: Option<(&str, &str)>) -> String {
    match group {
        None => question.to_owned(),
        Some((by, group)) => format!("{question}|{by}|{group}"),
    }
}

/// Questions by theme with what may be shown.
pub(super) fn themes(
    survey: &Survey,
    instrument: &'static Instrument,
    ballots: &Ballots,
    held: &[String],
) -> Vec<ThemeResult> {
    let rule = box_office::rule(survey);
    let shown = |question: &'static Question| QuestionResult {
        question,
        tally: if held.contains(&question.id) {
            Tally::Hidden
        } else {
            Tally::of(counted(ballots, &question.id), rule)
        },
    };
    instrument
        .sections
        .iter()
        .map(|section| ThemeResult {
            theme: section.theme.clone(),
            questions: section
                .questions
                .iter()
                .filter_map(|id| content::question(id))
                .map(shown)
                .collect(),
        })
        .collect()
}

/// The scale questions of an instrument in order.
fn scale_questions(instrument: &'static Instrument) -> impl Iterator<Item = &'static Question> {
    instrument
        .sections
        .iter()
        .flat_map(|section| &section.questions)
        .filter_map(|id| content::question(id))
}

fn counted(ballots: &Ballots, question: &str) -> Distribution {
    let mut distribution = Distribution::default();
    for ballot in ballots {
        if let Some(level) = ballot.get(question).and_then(|code| Level::from_code(code)) {
            distribution.add(level);
        }
    }
    distribution
}

/// A question by background. Everybody is in one group; whoever did not say is in the empty one.
fn crosstab(survey: &Survey, by: &Question, question: &Question, ballots: &Ballots) -> Crosstab {
    let options = options(by);
    let mut groups: BTreeMap<String, Distribution> = options
        .iter()
        .cloned()
        .chain([String::new()])
        .map(|group| (group, Distribution::default()))
        .collect();
    for ballot in ballots {
        let said = ballot.get(&by.id).filter(|one| options.contains(one));
        let level = ballot
            .get(&question.id)
            .and_then(|code| Level::from_code(code));
        if let (Some(level), Some(group)) = (level, groups.get_mut(said.map_or("", String::as_str)))
        {
            group.add(level);
        }
    }
    Crosstab::of(&groups, box_office::rule(survey))
}

/// The ids of a background question's choices.
fn options(by: &Question) -> Vec<String> {
    match &by.kind {
        Kind::Background { options } => options.iter().map(|one| one.id.clone()).collect(),
        Kind::Scale { .. } | Kind::Text => Vec::new(),
    }
}

pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
