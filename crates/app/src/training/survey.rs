//! The surveys before and after the training of a term, and what changed between them.
//!
//! The surveys themselves are the survey module's. Here is only which two belong to the training,
//! and a comparison made of nothing but the figures that each has let out for itself: no ballot is
//! read here, and nobody is led from one survey to the other.

use std::collections::BTreeMap;

use content::Audience;
use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{Anonymity, Distribution, Survey, SurveyState};
use domain::training::{Change, Sample, SurveyPart, Term};
use domain::{RoundId, SurveyId, ThemeId};
use store::OrgStore;

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::survey::{Results, results};

/// A place for a survey in the training of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// Before or after.
    pub part: SurveyPart,
    /// The survey, once one has been joined.
    pub survey: Option<Survey>,
}

/// The surveys of the training this term.
#[derive(Debug, Clone, PartialEq)]
pub struct Surveys {
    /// The council term.
    pub term: Term,
    /// Before and after.
    pub joined: Vec<Joined>,
    /// Surveys of elected officials that could be joined, the newest first.
    pub choices: Vec<Survey>,
    /// Rounds to which a new survey can be added, the newest first.
    pub rounds: Vec<Round>,
    /// Whether the person may make a survey.
    pub may_begin: bool,
}

/// What changed from one survey to the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// How many answered before; 0 for fewer than the survey's minimum.
    pub before: i64,
    /// How many answered after; 0 for fewer than the survey's minimum.
    pub after: i64,
    /// Each theme that both asked of.
    pub themes: Vec<Compared>,
}

/// What changed in one theme.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Id of the theme.
    pub theme: ThemeId,
    /// The level in order.
    pub level: Measured,
    /// The share that did not know.
    pub unknown: Measured,
}

/// One figure before and after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Before, 0 to 1; nothing when too few stand behind it.
    pub before: Option<f64>,
    /// After.
    pub after: Option<f64>,
    /// What may be said of the difference.
    pub change: Change,
}

/// The surveys of the training this term, and what could be joined to it.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn surveys(cx: &OrgCx) -> Outcome<Surveys> {
    cx.require(Permission::TrainingManage)?;
    cx.require(Permission::SurveyRead)?;
    let term = Term::of(cx.today());
    let mut org = cx.read().await?;
    let joined = joined(&mut org, term).await?;
    let (mut all, mut rounds) = (Vec::new(), Vec::new());
    for round in org.rounds().await? {
        all.extend(org.surveys(round.id).await?);
        if cx.may_in(&round, Permission::SurveyManage) {
            rounds.push(round);
        }
    }
    let is_joined = |id| joined.iter().any(|one| is_this(one, id));
    all.retain(|one| is_of_elected(one) && !is_joined(one.id));
    Ok(Surveys {
        term,
        joined,
        choices: all,
        rounds,
        may_begin: cx.may(Permission::SurveyManage),
    })
}

fn is_this(joined: &Joined, id: SurveyId) -> bool {
    joined.survey.as_ref().is_some_and(|one| one.id == id)
}

/// Which surveys have been joined.
pub(super) async fn joined(org: &mut OrgStore, term: Term) -> Outcome<Vec<Joined>> {
    let ids = org.training_surveys(term).await?;
    let mut found = Vec::new();
    for part in SurveyPart::ALL {
        let id = ids.iter().find(|(one, _)| one == part);
        let survey = match id {
            Some((_, id)) => org.survey(*id).await?,
            None => None,
        };
        found.push(Joined {
            part: *part,
            survey,
        });
    }
    Ok(found)
}

/// Makes a draft with a ready instrument and an open link, and joins it to the training.
///
/// # Errors
/// [`Error::Invalid`] with the fields to correct, [`Error::Refused`] when the round is frozen.
pub async fn begin_survey(
    cx: &OrgCx,
    part: SurveyPart,
    round: Option<RoundId>,
    instrument: &str,
) -> Outcome<SurveyId> {
    cx.require(Permission::TrainingManage)?;
    cx.require(Permission::SurveyManage)?;
    let mut invalid = Invalid::default();
    let round = invalid.need("round", "error.field.choose", round);
    let asks = content::instrument(instrument).filter(|one| one.audience == Audience::Elected);
    let asks = invalid.need("instrument", "error.field.choose", asks);
    invalid.check()?;
    let (Some(round), Some(asks)) = (round, asks) else {
        return Err(Error::NotFound);
    };
    let term = Term::of(cx.today());
    let language = cx.organisation().languages.first().copied();
    let t = i18n::Texts::new(language.unwrap_or(cx.locale()));
    let name = match part {
        SurveyPart::Before => "training.survey.name-before",
        SurveyPart::After => "training.survey.name-after",
    };
    let title = t.with(name, &[("from", &term.year()), ("to", &term.last_year())]);
    let draft = Survey {
        instrument: asks.id.clone(),
        title,
        anonymity: Anonymity::Open,
        ..crate::survey::blank(cx, round)
    };
    let id = crate::survey::create(cx, &draft).await?;
    keep(cx, part, id).await?;
    Ok(id)
}

/// Joins a survey that exists to the training of this term.
///
/// # Errors
/// [`Error::Invalid`] when the survey cannot be used: it asks others than elected officials, is the other one
/// already, or would turn before and after around.
pub async fn choose_survey(cx: &OrgCx, part: SurveyPart, id: Option<SurveyId>) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    cx.require(Permission::SurveyRead)?;
    let now = surveys(cx).await?;
    let chosen = now.choices.iter().find(|one| Some(one.id) == id);
    let chosen = chosen.ok_or(Invalid::field("survey", "training.survey.choose"))?;
    let mut others = now.joined.iter().filter(|one| one.part != part);
    let other = others.find_map(|one| one.survey.as_ref());
    let is_turned = other.is_some_and(|other| match part {
        SurveyPart::Before => is_after(chosen, other),
        SurveyPart::After => is_after(other, chosen),
    });
    if is_turned {
        return Err(Invalid::field("survey", "training.survey.turned").into());
    }
    keep(cx, part, chosen.id).await
}

/// Takes a survey from the training; the survey itself stays.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn leave_survey(cx: &OrgCx, part: SurveyPart) -> Outcome<()> {
    cx.require(Permission::TrainingManage)?;
    let mut org = cx.write().await?;
    if !org
        .leave_training_survey(Term::of(cx.today()), part)
        .await?
    {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::TrainingSurveyed, part.code(), "removed"))
        .await?;
    Ok(org.commit().await?)
}

async fn keep(cx: &OrgCx, part: SurveyPart, id: SurveyId) -> Outcome<()> {
    let mut org = cx.write().await?;
    org.join_training_survey(Term::of(cx.today()), part, id)
        .await?;
    org.audit(&cx.audit(AuditKind::TrainingSurveyed, id, part.code()))
        .await?;
    Ok(org.commit().await?)
}

fn is_of_elected(survey: &Survey) -> bool {
    let instrument = content::instrument(&survey.instrument);
    instrument.is_some_and(|one| one.audience == Audience::Elected)
}

/// Whether `late` was opened after `early` had closed, or was opened while `early` has not been.
fn is_after(late: &Survey, early: &Survey) -> bool {
    match (late.opened_on, early.closed_on) {
        (Some(opened), Some(closed)) => opened > closed,
        _ => false,
    }
}

/// What changed, when both have closed; nothing while a figure of either is not out.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn comparison(cx: &OrgCx, joined: &[Joined]) -> Outcome<Option<Comparison>> {
    cx.require(Permission::TrainingManage)?;
    let closed = |part: SurveyPart| {
        let mut all = joined.iter();
        let survey = all.find(|one| one.part == part)?.survey.as_ref()?;
        (survey.state == SurveyState::Closed).then_some(survey.id)
    };
    let (Some(before), Some(after)) = (closed(SurveyPart::Before), closed(SurveyPart::After))
    else {
        return Ok(None);
    };
    let (before, after) = (results(cx, before).await?, results(cx, after).await?);
    Ok(Some(Comparison {
        before: before.answered,
        after: after.answered,
        themes: before
            .themes
            .iter()
            .filter(|theme| after.themes.iter().any(|one| one.theme == theme.theme))
            .map(|theme| compared(&theme.theme, &before, &after))
            .collect(),
    }))
}

/// One theme, by the questions that both surveys asked and of which both show everything.
fn compared(theme: &ThemeId, before: &Results, after: &Results) -> Compared {
    let (before, after) = (shown(before, theme), shown(after, theme));
    let both = before
        .iter()
        .filter_map(|(id, one)| Some((*one, *after.get(id)?)));
    let (before, after): (Vec<Distribution>, Vec<Distribution>) = both.unzip();
    Compared {
        theme: theme.clone(),
        level: measured(Sample::level(&before), Sample::level(&after)),
        unknown: measured(Sample::unknown(&before), Sample::unknown(&after)),
    }
}

/// The questions of a theme of which everything is shown. What disclosure control has hidden or
/// coarsened is not read, nor guessed from the rest.
fn shown<'a>(results: &'a Results, theme: &ThemeId) -> BTreeMap<&'a str, Distribution> {
    let themes = results.themes.iter().filter(|one| one.theme == *theme);
    themes
        .flat_map(|one| &one.questions)
        .filter_map(|one| Some((one.question.id.as_str(), one.tally.exact()?)))
        .collect()
}

fn measured(before: Option<Sample>, after: Option<Sample>) -> Measured {
    let told = |one: Option<Sample>| one.filter(Sample::is_enough).map(|one| one.mean);
    Measured {
        before: told(before),
        after: told(after),
        change: Change::between(before, after),
    }
}
