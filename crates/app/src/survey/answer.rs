//! Answering: a sheet of questions out, a ballot in. Nothing here knows a person, a session or an
//! address, and nothing is kept before the ballot is handed in.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::{Instrument, Kind, Question};
use domain::identity::Permission;
use domain::organisation::Organisation;
use domain::survey::{Anonymity, Level, Survey, SurveyState};
use domain::text::optional;
use domain::{OrgId, SurveyId};
use store::{Ballot, Cast, Credential, StoreError, Token, TokenUnreadable};

use super::{box_office, check, pass, secret, text};
use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::world::App;

/// What a respondent is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose survey it is.
    pub organisation: Organisation,
    /// The survey.
    pub survey: Survey,
    /// Its instrument.
    pub instrument: &'static Instrument,
    /// Background questions that are asked.
    pub background: Vec<&'static Question>,
}

/// What a respondent hands in, as typed and chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// The code of the letter, or the pass of the open form.
    pub credential: String,
    /// Chosen answers by question id, in the codes of the scale and of the choices.
    pub chosen: BTreeMap<String, String>,
    /// Free texts by question id.
    pub texts: BTreeMap<String, String>,
}

/// What became of a ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Handed {
    /// It is safe in the box. Holds exactly what is stored.
    Accepted {
        /// The chosen answers by question id, in the codes of the scale and of the choices.
        answers: BTreeMap<String, String>,
        /// The free texts by question id, each of which is stored apart from everything else.
        texts: BTreeMap<String, String>,
    },
    /// The letter's code has been used.
    Used,
    /// The code cannot be read: it was mistyped.
    Mistyped(TokenUnreadable),
    /// The code is well formed and belongs to no letter of this survey.
    UnknownCode,
    /// The open form was not shown here, or too long ago: it must be shown again.
    Stale,
    /// The survey takes no answers any more, or not yet.
    Closed,
    /// Nothing was chosen and nothing was written.
    Empty,
    /// A free text is longer than what is taken.
    TooLong,
}

impl Sheet {
    /// Every question that is asked, in order.
    pub fn questions(&self) -> impl Iterator<Item = &'static Question> + '_ {
        let rest = self
            .instrument
            .questions()
            .filter_map(content::question)
            .filter(|question| !matches!(question.kind, Kind::Background { .. }));
        self.background.iter().copied().chain(rest)
    }
}

/// The sheet behind an answering link, whatever the survey's state.
///
/// # Errors
/// [`Error::NotFound`] when no survey has this link.
pub async fn sheet(app: &App, link_code: &str) -> Outcome<Arc<Sheet>> {
    let key = shown_key(app, link_code);
    app.cache().get(key, read(app, link_code)).await
}

/// A sheet is shown for a second without asking the database: a room that answers at once asks once.
/// Another node may have closed the survey in that time; the ballot box, which decides, knows at
/// once.
fn shown_key(app: &App, link_code: &str) -> String {
    format!("{link_code} {}", app.now().as_second())
}

/// Forgets the sheet of a survey that was changed here.
pub(super) fn forget(app: &App, survey: &Survey) {
    app.cache()
        .forget::<Sheet>(shown_key(app, &survey.link_code));
}

impl Kept for Sheet {
    fn bytes(&self) -> usize {
        // Two short texts and a list of references.
        4_000 + self.survey.title.len()
    }
}

async fn read(app: &App, link_code: &str) -> Outcome<Sheet> {
    let mut site = app.store().site_read().await?;
    let (org, id) = site
        .survey_by_link(link_code)
        .await?
        .ok_or(Error::NotFound)?;
    let organisation = site.organisation(org).await?.ok_or(Error::NotFound)?;
    drop(site);
    let survey = app.store().read(org).await?.survey(id).await?;
    let survey = survey.ok_or(Error::NotFound)?;
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    Ok(of(organisation, survey, instrument))
}

/// The sheet as respondents see it, for those who prepare it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey.
pub async fn preview(cx: &OrgCx, id: SurveyId) -> Outcome<Sheet> {
    cx.require(Permission::SurveyRead)?;
    let survey = cx.read().await?.survey(id).await?.ok_or(Error::NotFound)?;
    let instrument = content::instrument(&survey.instrument).ok_or(Error::NotFound)?;
    Ok(of(cx.organisation().clone(), survey, instrument))
}

/// The sheet of a survey.
fn of(organisation: Organisation, survey: Survey, instrument: &'static Instrument) -> Sheet {
    let background = check::look(&survey, instrument)
        .asked
        .iter()
        .filter_map(|id| content::question(id))
        .collect();
    Sheet {
        organisation,
        survey,
        instrument,
        background,
    }
}

/// The pass for the hidden field of an open form that is shown now: whoever sends the same form twice
/// is counted once, and what was not shown here is not taken. Nothing of it is kept.
///
/// # Errors
/// When the store fails.
pub async fn form_pass(app: &App, sheet: &Sheet) -> Outcome<String> {
    let secret = secret::secret(app).await?;
    let token = box_office::token(app);
    Ok(pass::write(&secret, sheet.survey.id, &token, app.now()))
}

/// Whether a form of an open survey was shown here not too long ago. What was not is never taken, so
/// that it need not be counted either.
///
/// # Errors
/// When the store fails.
pub async fn is_shown(app: &App, sheet: &Sheet, given: &str) -> Outcome<bool> {
    Ok(credential(app, sheet, given).await?.is_ok())
}

/// Hands a ballot in.
///
/// # Errors
/// When the store fails; nothing was stored then.
pub async fn hand_in(app: &App, sheet: &Sheet, answers: &Answers) -> Outcome<Handed> {
    if sheet.survey.state != SurveyState::Open {
        return Ok(Handed::Closed);
    }
    let ballot = ballot(sheet, answers);
    if ballot.answers.is_empty() && ballot.texts.is_empty() {
        return Ok(Handed::Empty);
    }
    let is_long = |text: &String| text.chars().count() > text::TEXT_MOST;
    if ballot.texts.values().any(is_long) {
        return Ok(Handed::TooLong);
    }
    let credential = match credential(app, sheet, &answers.credential).await? {
        Ok(credential) => credential,
        Err(refused) => return Ok(refused),
    };
    let is_open = sheet.survey.anonymity == Anonymity::Open;
    let accepted = Handed::Accepted {
        answers: ballot.answers.clone(),
        texts: ballot.texts.clone(),
    };
    let (org, survey): (OrgId, _) = (sheet.organisation.id, sheet.survey.id);
    let cast = match box_office::cast(app, org, survey, credential, ballot).await {
        Ok(cast) => cast,
        Err(Error::Store(StoreError::BallotTooLarge)) => return Ok(Handed::TooLong),
        Err(other) => return Err(other),
    };
    Ok(match cast {
        Cast::Accepted => accepted,
        // The same open form sent twice, as by a double press: it is in the box.
        Cast::AlreadyAnswered if is_open => accepted,
        Cast::AlreadyAnswered => Handed::Used,
        Cast::UnknownToken => Handed::UnknownCode,
        Cast::Closed => Handed::Closed,
    })
}

/// What lets the answers be taken, or why nothing does.
async fn credential(app: &App, sheet: &Sheet, given: &str) -> Outcome<Result<Credential, Handed>> {
    Ok(match sheet.survey.anonymity {
        Anonymity::Split => Token::parse(code_of(given))
            .map(Credential::Letter)
            .map_err(Handed::Mistyped),
        Anonymity::Open => {
            let secret = secret::secret(app).await?;
            pass::read(&secret, sheet.survey.id, given, app.now())
                .map(Credential::Form)
                .ok_or(Handed::Stale)
        }
    })
}

/// The code in what was typed: people also paste the whole link.
fn code_of(typed: &str) -> &str {
    typed.rsplit('#').next().unwrap_or(typed)
}

/// What of the answers belongs to the survey's questions; anything else is dropped unread.
fn ballot(sheet: &Sheet, answers: &Answers) -> Ballot {
    let mut ballot = Ballot::default();
    for question in sheet.questions() {
        let chosen = answers.chosen.get(&question.id);
        match &question.kind {
            Kind::Scale { .. } => {
                if let Some(level) = chosen.and_then(|code| Level::from_code(code)) {
                    let code = level.code().to_owned();
                    ballot.answers.insert(question.id.clone(), code);
                }
            }
            Kind::Background { options } => {
                let option = options.iter().find(|one| Some(&one.id) == chosen);
                if let Some(option) = option {
                    ballot
                        .answers
                        .insert(question.id.clone(), option.id.clone());
                }
            }
            Kind::Text => {
                let written = answers.texts.get(&question.id);
                let clean = written.and_then(|text| optional(text, usize::MAX).ok());
                if let Some(text) = clean.filter(|text| !text.is_empty()) {
                    ballot.texts.insert(question.id.clone(), text);
                }
            }
        }
    }
    ballot
}
