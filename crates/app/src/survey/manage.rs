//! Creating, changing, opening and closing surveys, and seeing how far they are.

use disclosure::GroupTurnout;
use domain::assessment::Round;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::survey::{Anonymity, MINIMUM_CELL, Survey, SurveyState, TransitionRefused};
use domain::text::Title;
use domain::{RoundId, SurveyId};
use jiff::civil::Date;

use super::{box_office, result};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome, text_key};
use crate::round::open_round;

/// A survey's facts as typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SurveyForm<'a> {
    /// Id of a shipped instrument.
    pub instrument: &'a str,
    /// Name.
    pub title: &'a str,
    /// Code of the anonymity level.
    pub anonymity: &'a str,
    /// Last day for answers, `2027-05-31` or `31.5.2027`; may be empty.
    pub closes_on: &'a str,
    /// How many are invited; may be empty for an open link.
    pub invited: &'a str,
    /// Least number of answers behind a figure; empty for the product's own.
    pub minimum: &'a str,
}

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
    /// At least so many have answered; 0 for fewer than the minimum.
    pub answered: i64,
    /// Whether `answered` is the exact final count.
    pub is_final: bool,
    /// Turnout by group of the roll.
    pub groups: Vec<GroupTurnout>,
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

/// Creates a draft.
///
/// # Errors
/// [`Error::Invalid`] with the fields to mend, [`Error::NotFound`] without the round.
pub async fn create(cx: &OrgCx, round: RoundId, form: SurveyForm<'_>) -> Outcome<SurveyId> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let round = open_round(&mut org, round).await?;
    let blank = Survey {
        id: cx.id(),
        round: round.id,
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
        revision: 0,
    };
    let survey = fill(blank, form, cx.today())?;
    org.add_survey(&survey, cx.now()).await?;
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
/// [`Error::Conflict`] when someone wrote after `revision`, [`Error::Refused`] once it has opened.
pub async fn change(cx: &OrgCx, id: SurveyId, revision: i64, form: SurveyForm<'_>) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    if survey.state != SurveyState::Draft {
        return Err(refused(TransitionRefused::NotDraft));
    }
    let changed = fill(Survey { revision, ..survey }, form, cx.today())?;
    org.save_survey(&changed).await?;
    org.audit(&cx.audit(AuditKind::SurveyChanged, id, ""))
        .await?;
    org.commit().await?;
    super::answer::forget(cx.app(), &changed);
    Ok(())
}

/// Opens a draft for answers. From here on instrument and anonymity stand.
///
/// # Errors
/// [`Error::Refused`] when it is no draft, or when every answer would have to be hidden.
pub async fn open(cx: &OrgCx, id: SurveyId) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let check = super::check(cx, id).await?;
    if check.is_refused() {
        return Err(Error::Refused("survey.refused.too-few"));
    }
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    open_round(&mut org, survey.round).await?;
    let opened = survey.open(cx.today()).map_err(refused)?;
    // The box is there before anybody can be told that the survey is open.
    box_office::open(cx.app(), cx.organisation().id, &opened).await?;
    org.save_survey(&opened).await?;
    let audit = cx.audit(AuditKind::SurveyOpened, id, opened.anonymity.code());
    org.audit(&audit).await?;
    org.commit().await?;
    super::answer::forget(cx.app(), &opened);
    Ok(())
}

/// Closes a survey for good and settles its results.
///
/// # Errors
/// [`Error::Refused`] when it is not open.
pub async fn close(cx: &OrgCx, id: SurveyId) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let survey = org.survey(id).await?.ok_or(Error::NotFound)?;
    let closed = survey.close(cx.today()).map_err(refused)?;
    org.save_survey(&closed).await?;
    org.audit(&cx.audit(AuditKind::SurveyClosed, id, ""))
        .await?;
    org.commit().await?;
    super::answer::forget(cx.app(), &closed);
    box_office::close(cx.app(), cx.organisation().id, id).await?;
    result::settle(cx, &closed).await?;
    Ok(())
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
        });
    }
    let answered = box_office::answered(app, org, survey.id).await?;
    let rule = box_office::rule(survey);
    let is_final = survey.state == SurveyState::Closed && answered >= rule.minimum();
    let (invited, groups) = match survey.anonymity {
        Anonymity::Open => (survey.invited, Vec::new()),
        Anonymity::Split => (
            box_office::invited(app, org, survey.id).await?,
            box_office::turnout(app, org, survey).await?,
        ),
    };
    Ok(Progress {
        invited,
        answered: if is_final {
            answered
        } else {
            disclosure::live_step(answered, rule)
        },
        is_final,
        groups,
    })
}

/// The reason as a sentence's key.
fn refused(why: TransitionRefused) -> Error {
    Error::Refused(match why {
        TransitionRefused::NotDraft => "survey.refused.not-draft",
        TransitionRefused::NotOpen => "survey.refused.not-open",
    })
}

/// The survey with the form's facts.
fn fill(survey: Survey, form: SurveyForm<'_>, today: Date) -> Outcome<Survey> {
    let mut invalid = Invalid::default();
    let instrument = content::instrument(form.instrument).map(|one| one.id.clone());
    let instrument = invalid.need("instrument", "error.field.choose", instrument);
    let title = Title::parse(form.title).map_err(text_key);
    let title = match title {
        Ok(title) => Some(title.as_str().to_owned()),
        Err(key) => {
            invalid.add("title", key);
            None
        }
    };
    let anonymity = Anonymity::from_code(form.anonymity);
    let anonymity = invalid.need("anonymity", "error.field.choose", anonymity);
    let closes_on = last_day(form.closes_on, today, &mut invalid);
    let invited = people(form.invited, anonymity, &mut invalid);
    let minimum = minimum(form.minimum, &mut invalid);
    invalid.check()?;
    Ok(Survey {
        instrument: instrument.unwrap_or_default(),
        title: title.unwrap_or_default(),
        anonymity: anonymity.unwrap_or(Anonymity::Split),
        closes_on,
        invited,
        minimum_cell: minimum,
        ..survey
    })
}

fn last_day(text: &str, today: Date, invalid: &mut Invalid) -> Option<Date> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let day = text
        .parse()
        .ok()
        .or_else(|| Date::strptime("%d.%m.%Y", text).ok());
    match day {
        None => invalid.add("closes_on", "error.field.date"),
        Some(day) if day < today => invalid.add("closes_on", "survey.field.past"),
        Some(_) => {}
    }
    day
}

fn people(text: &str, anonymity: Option<Anonymity>, invalid: &mut Invalid) -> i64 {
    let text = text.trim();
    if text.is_empty() {
        if anonymity == Some(Anonymity::Split) {
            invalid.add("invited", "survey.field.invited-needed");
        }
        return 0;
    }
    match text.parse() {
        Ok(number) if (1..=INVITED_MOST).contains(&number) => number,
        _ => {
            invalid.add("invited", "error.field.number");
            0
        }
    }
}

fn minimum(text: &str, invalid: &mut Invalid) -> i64 {
    let text = text.trim();
    if text.is_empty() {
        return MINIMUM_CELL;
    }
    match text.parse() {
        Ok(number) if (MINIMUM_CELL..=MINIMUM_MOST).contains(&number) => number,
        _ => {
            invalid.add("minimum", "survey.field.minimum-range");
            MINIMUM_CELL
        }
    }
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

    fn blank() -> Survey {
        Survey {
            id: SurveyId(uuid::Uuid::nil()),
            round: RoundId(uuid::Uuid::nil()),
            instrument: String::new(),
            title: String::new(),
            anonymity: Anonymity::Split,
            state: SurveyState::Draft,
            minimum_cell: MINIMUM_CELL,
            invited: 0,
            link_code: link_code([7; 12]),
            closes_on: None,
            opened_on: None,
            closed_on: None,
            revision: 0,
        }
    }

    const TODAY: Date = jiff::civil::date(2027, 5, 11);

    #[test]
    fn a_whole_form_makes_a_draft() {
        let form = SurveyForm {
            instrument: "elected",
            title: " Valtuusto ",
            anonymity: "split",
            closes_on: "31.5.2027",
            invited: "27",
            minimum: "",
        };
        let survey = fill(blank(), form, TODAY).unwrap();
        assert_eq!(survey.title, "Valtuusto");
        assert_eq!(survey.invited, 27);
        assert_eq!(survey.closes_on, Some(jiff::civil::date(2027, 5, 31)));
        assert_eq!(survey.minimum_cell, MINIMUM_CELL);
    }

    #[test]
    fn every_field_to_mend_is_named_at_once() {
        let form = SurveyForm {
            instrument: "none",
            title: " ",
            anonymity: "split",
            closes_on: "2026-01-01",
            invited: "",
            minimum: "3",
        };
        let Err(Error::Invalid(invalid)) = fill(blank(), form, TODAY) else {
            panic!("a form full of mistakes was taken");
        };
        let fields: Vec<&str> = invalid
            .fields
            .iter()
            .map(|(name, _)| name.as_ref())
            .collect();
        assert_eq!(
            fields,
            ["instrument", "title", "closes_on", "invited", "minimum"]
        );
    }

    #[test]
    fn a_link_code_has_no_symbols_that_look_alike() {
        let bytes = std::array::from_fn(|at| u8::try_from(at * 20).unwrap_or_default());
        let code = link_code(bytes);
        assert_eq!(code.len(), 12);
        assert!(!code.contains(['1', 'l', 'i', 'o']));
    }
}
