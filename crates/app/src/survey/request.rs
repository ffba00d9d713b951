//! A second person looks at letters before they exist, when so few are invited that whoever made the
//! letters could use all codes but one and read the one answer that is left.
//!
//! A request holds no code: codes are drawn when the letters are made, by who asked and after somebody
//! else has confirmed it.

use domain::audit::AuditKind;
use domain::identity::{Permission, any_may};
use domain::survey::{LetterRequest, RequestState, Survey};
use domain::{LetterRequestId, SurveyId};
use store::{Invitee, OrgStore};

use super::box_office;
use super::letter::{Letters, NewLetters, invitees, make, takes_letters, try_letters};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Form, Walk, paragraph};

/// A request with what the person who decides must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested {
    /// The survey.
    pub survey: Survey,
    /// The request.
    pub request: LetterRequest,
    /// How many letters there would be in all.
    pub would_be: i64,
}

/// Why a second person refuses letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For who asked.
    pub word: String,
}

/// The most characters of the reason of a refusal.
const WORD_MOST: usize = 500;

impl Form for Refusal {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        let text = paragraph().most(WORD_MOST).rows(3);
        let word = f.field("word", "survey.request.word", text, |it| it.word.clone());
        Some(Self { word: word? })
    }
}

impl Requested {
    /// Whether this person asked: then somebody else decides.
    pub fn is_own(&self, cx: &OrgCx) -> bool {
        self.request.asked_by == cx.stamp().by
    }
}

/// Puts a request in writing; nothing can be printed or answered with it.
pub(super) async fn add(
    cx: &OrgCx,
    mut org: OrgStore,
    survey: SurveyId,
    new: &NewLetters,
) -> Outcome<()> {
    let request = LetterRequest {
        id: cx.id(),
        survey,
        group: new.group.clone(),
        unnamed: i64::try_from(new.unnamed).unwrap_or(i64::MAX),
        named: new.named.clone(),
        state: RequestState::Waiting,
        asked_by: cx.stamp().by,
        asked_name: name(cx),
        decided_name: String::new(),
        word: String::new(),
    };
    org.add_letter_request(&request, cx.stamp()).await?;
    note(cx, &mut org, AuditKind::LettersAsked, &request).await?;
    Ok(org.commit().await?)
}

/// The requests for letters of a survey, the oldest first; none for those who neither make letters
/// nor confirm them, because names stand in them.
///
/// # Errors
/// [`Error::NotFound`] when there is no such survey.
pub async fn letter_requests(cx: &OrgCx, survey: SurveyId) -> Outcome<Vec<LetterRequest>> {
    cx.require(Permission::SurveyRead)?;
    let mut org = cx.read().await?;
    org.survey(survey).await?.ok_or(Error::NotFound)?;
    if !cx.may(Permission::SurveyManage) && !cx.may(Permission::SurveyConfirm) {
        return Ok(Vec::new());
    }
    Ok(org.letter_requests(survey).await?)
}

/// The requests of all surveys that wait for this person, the oldest first.
///
/// # Errors
/// [`Error::Forbidden`] without the right to confirm letters.
pub async fn letters_to_confirm(cx: &OrgCx) -> Outcome<Vec<LetterRequest>> {
    cx.require(Permission::SurveyConfirm)?;
    let own = cx.stamp().by;
    let mut waiting = cx.read().await?.waiting_letter_requests().await?;
    waiting.retain(|it| it.asked_by != own);
    Ok(waiting)
}

/// A request for letters as the second person sees it.
///
/// # Errors
/// [`Error::NotFound`] when this survey has no such request.
pub async fn letter_request(
    cx: &OrgCx,
    survey: SurveyId,
    id: LetterRequestId,
) -> Outcome<Requested> {
    cx.require(Permission::SurveyConfirm)?;
    let mut org = cx.read().await?;
    let (survey, request) = find(&mut org, survey, id).await?;
    drop(org);
    let made = box_office::invited(cx.app(), cx.organisation().id, survey.id).await?;
    Ok(Requested {
        would_be: made.saturating_add(request.number()),
        survey,
        request,
    })
}

/// The names of the others who can confirm letters; none when the person must invite somebody first.
///
/// # Errors
/// [`Error::Forbidden`] without the right to make letters.
pub async fn second_people(cx: &OrgCx) -> Outcome<Vec<String>> {
    cx.require(Permission::SurveyManage)?;
    let own = cx.stamp().by;
    let members = cx.read().await?.members().await?;
    let others = members
        .into_iter()
        .filter(|it| it.user != own && any_may(&it.roles, Permission::SurveyConfirm));
    Ok(others.map(|it| it.name).collect())
}

/// A second person confirms that letters are made; who asked makes them.
///
/// # Errors
/// [`Error::Refused`] for the person who asked, and when somebody has decided.
pub async fn confirm_letters(cx: &OrgCx, survey: SurveyId, id: LetterRequestId) -> Outcome<()> {
    cx.require(Permission::SurveyConfirm)?;
    let mut org = cx.write().await?;
    let request = undecided(cx, &mut org, survey, id).await?;
    let confirmed = LetterRequest {
        state: RequestState::Confirmed,
        decided_name: name(cx),
        ..request
    };
    org.decide_letter_request(&confirmed).await?;
    note(cx, &mut org, AuditKind::LettersConfirmed, &confirmed).await?;
    Ok(org.commit().await?)
}

/// A second person refuses letters and says why. The names in the request are erased.
///
/// # Errors
/// As [`confirm_letters`].
pub async fn refuse_letters(
    cx: &OrgCx,
    survey: SurveyId,
    id: LetterRequestId,
    refusal: &Refusal,
) -> Outcome<()> {
    cx.require(Permission::SurveyConfirm)?;
    let mut org = cx.write().await?;
    let request = undecided(cx, &mut org, survey, id).await?;
    let refused = LetterRequest {
        state: RequestState::Refused,
        decided_name: name(cx),
        word: refusal.word.clone(),
        unnamed: request.number(),
        named: Vec::new(),
        ..request
    };
    org.decide_letter_request(&refused).await?;
    note(cx, &mut org, AuditKind::LettersRefused, &refused).await?;
    Ok(org.commit().await?)
}

/// Takes a request back, whatever has been decided about it, with the names in it.
///
/// # Errors
/// [`Error::NotFound`] when this survey has no such request, or its letters have been made.
pub async fn withdraw_letters(cx: &OrgCx, survey: SurveyId, id: LetterRequestId) -> Outcome<()> {
    cx.require(Permission::SurveyManage)?;
    let mut org = cx.write().await?;
    let (_, request) = find(&mut org, survey, id).await?;
    org.remove_letter_request(&request).await?;
    note(cx, &mut org, AuditKind::LettersWithdrawn, &request).await?;
    Ok(org.commit().await?)
}

/// Makes the letters of a confirmed request. Once: the codes are in the result and nowhere else.
///
/// # Errors
/// [`Error::Refused`] for anybody but who asked: who has confirmed letters must not get their codes
/// too. Also before it is confirmed, and when the survey takes no letters any more.
pub async fn confirmed_letters(
    cx: &OrgCx,
    survey: SurveyId,
    id: LetterRequestId,
    is_file: bool,
) -> Outcome<Letters> {
    cx.require(Permission::SurveyManage)?;
    if is_file {
        let (survey, request) = find(&mut cx.read().await?, survey, id).await?;
        try_letters(cx, survey, &people(&request)).await?;
    }
    let mut org = cx.write().await?;
    let (survey, request) = find(&mut org, survey, id).await?;
    takes_letters(&survey)?;
    if request.state != RequestState::Confirmed {
        return Err(Error::Refused("survey.refused.not-confirmed"));
    }
    if request.asked_by != cx.stamp().by {
        return Err(Error::Refused("survey.refused.others-letters"));
    }
    org.remove_letter_request(&request).await?;
    make(cx, org, survey, &people(&request)).await
}

/// Whom the letters of a request are for.
fn people(request: &LetterRequest) -> Vec<Invitee> {
    let unnamed = usize::try_from(request.unnamed).unwrap_or_default();
    invitees(&request.group, &request.named, unnamed)
}

async fn find(
    org: &mut OrgStore,
    survey: SurveyId,
    id: LetterRequestId,
) -> Outcome<(Survey, LetterRequest)> {
    let survey = org.survey(survey).await?.ok_or(Error::NotFound)?;
    let request = org.letter_request(survey.id, id).await?;
    Ok((survey, request.ok_or(Error::NotFound)?))
}

/// A request that this person may decide.
async fn undecided(
    cx: &OrgCx,
    org: &mut OrgStore,
    survey: SurveyId,
    id: LetterRequestId,
) -> Outcome<LetterRequest> {
    let (survey, request) = find(org, survey, id).await?;
    takes_letters(&survey)?;
    if request.asked_by == cx.stamp().by {
        return Err(Error::Refused("survey.refused.own-letters"));
    }
    if request.state != RequestState::Waiting {
        return Err(Error::Refused("survey.refused.letters-decided"));
    }
    Ok(request)
}

/// The name of who acts; empty for the installation itself.
fn name(cx: &OrgCx) -> String {
    cx.actor().map_or_else(String::new, |it| it.name.clone())
}

/// Who did what with a request of how many letters.
async fn note(
    cx: &OrgCx,
    org: &mut OrgStore,
    kind: AuditKind,
    request: &LetterRequest,
) -> Outcome<()> {
    let audit = cx.audit(kind, request.survey, request.number().to_string());
    Ok(org.audit(&audit).await?)
}
