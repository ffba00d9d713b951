//! Creating, changing, opening and closing surveys, and seeing how far they are.

use content::Instrument;
use disclosure::GroupTurnout;
use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{
    Anonymity, KEEP_DAYS, KEEP_DAYS_MOST, MINIMUM_CELL, Survey, SurveyState, TransitionRefused,
};
use domain::text::Title;
use domain::{RoundId, SurveyId};
use i18n::Texts;

use super::{box_office, result, secret};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Offer, Offers, Walk, day, maybe, pick, title, whole, word_offers};
use crate::round::open_round;

/// A round with its surveys, the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundSurveys {
    /// The round.
    pub round: Round,
    /// Its surveys.
    pub surveys: Vec<Survey>,
}

/// How far a survey is, in steps that show no single answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// On the roll; for an open link what the coordinator has told.
    pub invited: i64,
    /// At least so many have answered; 0 when nothing is told: of a survey under way before its first
    /// step, of a closed one for fewer than the minimum.
    pub answered: i64,
    /// Whether `answered` is the exact final count.
    pub is_final: bool,
    /// Turnout by group of the roll.
    pub groups: Vec<GroupTurnout>,
    /// What is known of answers that were lost with their key.
    pub lost: Option<Lost>,
}

/// Answers that were accepted and can never be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost {
    /// At least so many; 0 for fewer than the minimum.
    pub at_least: i64,
}

/// The least and most that the minimum may be: raising it is allowed, lowering it is not.
const MINIMUM_MOST: i64 = 50;

/// The most that may be invited to one survey.
const INVITED_MOST: i64 = 200_000;

/// Every round with its surveys, the newest round first.
///
/// # Errors
/// [`Error::Forbidden`] without the right to see surveys.
pub async fn all(cx: &OrgCx) -> Outcome<Vec<RoundSurveys>> {
    cx.require(Permission::SurveyRead)?;
    let mut org = cx.read().await?;
    let mut found = Vec::new();
    for round in org.rounds().await? {
        let surveys = org.surveys(round.id).await?;
        found.push(RoundSurveys { round, surveys });
    }
    Ok(found)
}

/// A round with its surveys.
///
/// # Errors
/// [`Error::NotFound`] when there is no such round.
pub async fn of_round(cx: &OrgCx, round: RoundId) -> Outcome<RoundSurveys> {
    cx.require(Permission::SurveyRead)?;
    let mut org = cx.read().await?;
    let round = org.round(round).await?.ok_or(Error::NotFound)?;
    let surveys = org.surveys(round.id).await?;
    Ok(RoundSurveys { round, surveys })
}

/// A survey with its round.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey.
pub async fn show(cx: &OrgCx, id: SurveyId) -> Outcome<(Survey, Round)> {
    cx.require(Permission::SurveyRead)?;
    let mut org = cx.read().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    let round = org.round(survey.round).await?.ok_or(Error::NotFound)?;
    Ok((survey, round))
}

/// A draft of a round before anything has been filled in.
pub fn blank(cx: &OrgCx, round: RoundId) -> Survey {
    Survey {
        id: cx.id(),
        round,
        instrument: String::new(),
        title: String::new(),
        anonymity: Anonymity::Split,
        state: SurveyState::Draft,
        minimum_cell: MINIMUM_CELL,
        invited: 0,
        link_code: link_code(cx.app().random()),
        closes_on: None,
        opened_on: None,
        closed_on: None,
        letters: 0,
        keep_days: KEEP_DAYS,
        purge_on: None,
        purged_on: None,
        revision: 0,
    }
}

/// Creates a draft.
///
/// # Errors
/// [`Error::NotFound`] without the round.
pub async fn create(cx: &OrgCx, survey: &Survey) -> Outcome<SurveyId> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    open_round(&mut org, survey.round).await?;
    org.add_survey(survey, cx.now()).await?;
    org.audit(&cx.audit(
        AuditKind::SurveyCreated,
        survey.id,
        survey.instrument.as_str(),
    ))
    .await?;
    org.commit().await?;
    Ok(survey.id)
}

/// Changes a draft.
///
/// # Errors
/// [`Error::Conflict`] when someone else wrote meanwhile, [`Error::Refused`] once it has opened.
pub async fn change(cx: &OrgCx, changed: &Survey) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let survey = org.survey(changed.id).await?.ok_or(Error::NotFound)?;
    if survey.state != SurveyState::Draft {
        return Err(refused(TransitionRefused::NotDraft));
    }
    org.save_survey(changed).await?;
    org.audit(&cx.audit(AuditKind::SurveyChanged, changed.id, ""))
        .await?;
    org.commit().await?;
    super::answer::forget(cx.app(), changed);
    Ok(())
}

/// Opens a draft for answers. From here on instrument and anonymity stand.
///
/// # Errors
/// [`Error::Refused`] when it is no draft, or when every answer would have to be hidden.
pub async fn open(cx: &OrgCx, id: SurveyId) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    if super::check::look(&survey, instrument).is_refused() {
        return Err(Error::Refused("survey.refused.too-few"));
    }
    open_round(&mut org, survey.round).await?;
    let opened = survey.open(cx.today()).map_err(refused)?;
    // The box is there before anybody can be told that the survey is open.
    box_office::open(cx.app(), cx.organisation().id, &opened).await?;
    org.save_survey(&opened).await?;
    let audit = cx.audit(AuditKind::SurveyOpened, id, opened.anonymity.code());
    org.audit(&audit).await?;
    org.commit().await?;
    super::answer::forget(cx.app(), &opened);
    // Drawn before anybody answers, so that answering writes nothing but ballots.
    secret::secret(cx.app()).await?;
    Ok(())
}

/// Closes a survey for good and settles its results.
///
/// # Errors
/// [`Error::Refused`] when it is not open.
pub async fn close(cx: &OrgCx, id: SurveyId) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    survey.close(cx.today()).map_err(refused)?;
    // The box first: when that fails the survey is still open, and closing it can be tried again. A
    // box that has closed takes nothing more, whatever becomes of the rest.
    box_office::close(cx.app(), cx.organisation().id, id).await?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    let closed = survey.close(cx.today()).map_err(refused)?;
    org.save_survey(&closed).await?;
    // Nobody can be invited any more: the names in what still waits are erased.
    org.remove_letter_requests(id).await?;
    org.audit(&cx.audit(AuditKind::SurveyClosed, id, ""))
        .await?;
    org.commit().await?;
    super::answer::forget(cx.app(), &closed);
    match result::settle(cx, &closed).await {
        // What waits for another server is settled when it has been opened.
        Ok(_) | Err(Error::Refused(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// How far a survey is.
///
/// # Errors
/// [`Error::Forbidden`] without the right to see surveys.
pub async fn progress(cx: &OrgCx, survey: &Survey) -> Outcome<Progress> {
    cx.require(Permission::SurveyRead)?;
    let (app, org) = (cx.app(), cx.organisation().id);
    if survey.state == SurveyState::Draft {
        return Ok(Progress {
            invited: survey.invited,
            answered: 0,
            is_final: false,
            groups: Vec::new(),
            lost: None,
        });
    }
    let (invited, groups) = match survey.anonymity {
        Anonymity::Open => (survey.invited, Vec::new()),
        // The roll may have been erased since.
        Anonymity::Split => (
            box_office::invited(app, org, survey.id)
                .await?
                .max(survey.letters),
            box_office::turnout(app, org, survey).await?,
        ),
    };
    let (answered, is_final) = if survey.state == SurveyState::Closed {
        let exact = box_office::answered(app, org, survey.id).await?;
        let is_told = exact >= box_office::rule(survey).minimum();
        (if is_told { exact } else { 0 }, is_told)
    } else {
        let so_far = box_office::answered_so_far(app, org, survey, invited).await?;
        (so_far, false)
    };
    Ok(Progress {
        invited,
        answered,
        is_final,
        groups,
        lost: lost(cx, survey).await?,
    })
}

/// What is known of answers of a survey that were lost: in the steps in which answers are counted, for
/// one that comes or goes must not be seen.
pub(super) async fn lost(cx: &OrgCx, survey: &Survey) -> Outcome<Option<Lost>> {
    let lost = box_office::lost(cx.app(), cx.organisation().id, survey.id).await?;
    let at_least = disclosure::lost_step(lost, box_office::rule(survey));
    Ok((lost > 0).then_some(Lost { at_least }))
}

/// The reason as a sentence's key.
fn refused(why: TransitionRefused) -> Error {
    Error::Refused(match why {
        TransitionRefused::NotDraft => "survey.refused.not-draft",
        TransitionRefused::NotOpen => "survey.refused.not-open",
    })
}

impl Form for Survey {
    /// The draft, stored or blank: what the form does not ask stays as it is there.
    type With = Self;

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let t = f.t();
        let instruments = pick(instruments(t)).visible();
        // The safer way first.
        let mut levels = word_offers(t, "survey.anonymity");
        levels.reverse();
        let levels = pick(levels).visible().preset(Anonymity::Split.code());
        let people = maybe(whole(1..=INVITED_MOST));
        let kept = whole(1..=KEEP_DAYS_MOST).or("survey.field.keep-days-range");
        let least = whole(MINIMUM_CELL..=MINIMUM_MOST).or("survey.field.minimum-range");
        let instrument = f.field("instrument", "survey.field.instrument", instruments, |it| {
            it.instrument.clone()
        });
        let name = f.field("title", "survey.field.title", title(), |it| {
            Title::parse(&it.title).ok()
        });
        let anonymity = f.field("anonymity", "survey.field.anonymity", levels, |it| {
            it.anonymity
        });
        let invited = f.field("invited", "survey.field.invited", people, |it| {
            Some(it.invited).filter(|count| *count > 0)
        });
        // Each of them gets a code of their own.
        let is_missing = anonymity == Some(Anonymity::Split) && invited == Some(None);
        f.rule(&["invited"], "survey.field.invited-needed", !is_missing);
        let closes_on = f.field("closes_on", "survey.field.closes-on", maybe(day()), |it| {
            it.closes_on
        });
        let is_past = closes_on.flatten().is_some_and(|day| day < f.today());
        f.rule(&["closes_on"], "survey.field.past", !is_past);
        let minimum = f.field("minimum", "survey.field.minimum", maybe(least), |it| {
            Some(it.minimum_cell)
        });
        let keep_days = f.field("keep_days", "survey.field.keep-days", maybe(kept), |it| {
            Some(it.keep_days)
        });
        let revision = f.revision(|it| it.revision);
        Some(Self {
            id: f.id(|it| it.id),
            instrument: instrument?,
            title: name?.to_string(),
            anonymity: anonymity?,
            invited: invited?.unwrap_or_default(),
            closes_on: closes_on?,
            minimum_cell: minimum?.unwrap_or(MINIMUM_CELL),
            keep_days: keep_days?.unwrap_or(KEEP_DAYS),
            revision,
            ..f.with().clone()
        })
    }
}

fn instruments(t: Texts) -> Offers<String> {
    let offer = |one: &Instrument| {
        let audience = t.say(&format!("audience.{}", one.audience.code()));
        let hint = t.with(
            "survey.instrument.hint",
            &[
                ("audience", &audience),
                ("questions", &one.questions().count()),
                ("minutes", &one.minutes),
            ],
        );
        let offer = Offer::new(&one.id, one.title.text(t.locale()));
        (one.id.clone(), offer.hint(hint))
    };
    content::instruments().iter().map(offer).collect()
}

/// A word for a link: twelve symbols that are read aloud and typed without mistakes.
fn link_code(bytes: [u8; 12]) -> String {
    const SYMBOLS: [char; 32] = [
        '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j', 'k',
        'm', 'n', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z', '0',
    ];
    bytes
        .iter()
        .filter_map(|byte| SYMBOLS.get(usize::from(byte % 32)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_code_has_no_symbols_that_look_alike() {
        let bytes = std::array::from_fn(|at| u8::try_from(at * 20).unwrap_or_default());
        let code = link_code(bytes);
        assert_eq!(code.len(), 12);
        assert!(!code.contains(['1', 'l', 'i', 'o']));
    }
}
