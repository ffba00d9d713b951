//! Letters that wait for a second person: what is confirmed or refused, and how it stands.

use app::Error;
use app::form::Sheet;
use app::survey::{Refusal, Requested};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::identity::Permission;
use domain::survey::{LetterRequest, RequestState, Survey};
use domain::{LetterRequestId, SurveyId};
use i18n::Texts;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::form::{Buttons, FormView};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/surveys/{survey}/letters/{request}`
#[derive(Template)]
#[template(path = "survey/request.html")]
struct RequestPage {
    shell: Shell,
    asks: String,
    named: Vec<String>,
    unnamed: String,
    would_be: String,
    /// Why this person does not decide; empty when they do.
    barred: String,
    confirm: String,
    form: FormView,
    back: String,
}

/// A request as it stands on the page of its survey.
pub(super) struct Row {
    pub(super) asks: String,
    pub(super) state: String,
    pub(super) word: String,
    /// Where it is seen, and what leads there; empty without the right.
    pub(super) look: String,
    pub(super) look_label: &'static str,
    /// Whether this person decides.
    pub(super) decides: bool,
    /// Where the letters are made; empty unless they can be.
    pub(super) make: String,
    /// Where it is taken back; empty without the right.
    pub(super) withdraw: String,
}

type Place = (SurveyId, LetterRequestId);

/// The requests of a survey, for its page.
pub(super) async fn rows(org: &Org, survey: &Survey) -> PageResult<Vec<Row>> {
    let all = app::survey::letter_requests(&org.cx, survey.id).await?;
    Ok(all.iter().map(|one| row(org, one)).collect())
}

fn row(org: &Org, one: &LetterRequest) -> Row {
    let t = org.t();
    let key = match one.state {
        RequestState::Waiting => "survey.request.state.waiting",
        RequestState::Confirmed => "survey.request.state.confirmed",
        RequestState::Refused => "survey.request.state.refused",
    };
    let at = (one.survey, one.id);
    let is_own = one.asked_by == org.cx.stamp().by;
    let when = |yes: bool, address: String| if yes { address } else { String::new() };
    let decides = one.state == RequestState::Waiting && !is_own;
    let makes = one.state == RequestState::Confirmed && is_own;
    let manages = org.cx.may(Permission::SurveyManage);
    Row {
        asks: asks(t, one),
        state: t.with(key, &[("name", &one.decided_name)]),
        word: one.word.clone(),
        look: when(org.may(link::REQUEST), org.to(link::REQUEST, at)),
        look_label: t.say(if decides {
            "survey.request.look"
        } else {
            "survey.request.see"
        }),
        decides,
        make: when(makes && manages, org.to(link::MAKE, at)),
        withdraw: when(manages, org.to(link::WITHDRAW, at)),
    }
}

/// Who asks for how many letters, and for whom.
fn asks(t: Texts, one: &LetterRequest) -> String {
    let number = t.count("survey.request.letters", one.number());
    let group = if one.group.is_empty() {
        t.say("survey.open.no-group").to_owned()
    } else {
        one.group.clone()
    };
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("name", &one.asked_name),
        ("letters", &number),
        ("group", &group),
    ];
    t.with("survey.request.asks", &values)
}

fn page(org: &Org, found: &Requested, sheet: Sheet) -> RequestPage {
    let t = org.t();
    let request = &found.request;
    let at = (found.survey.id, request.id);
    let back = org.to(link::SURVEY, found.survey.id);
    let crumbs = [
        (t.say("survey.title"), org.to(link::ALL, ())),
        (found.survey.title.as_str(), back.clone()),
    ];
    let barred = match (found.is_own(&org.cx), request.state) {
        (_, RequestState::Confirmed | RequestState::Refused) => "survey.refused.letters-decided",
        (true, RequestState::Waiting) => "survey.refused.own-letters",
        (false, RequestState::Waiting) => "",
    };
    let buttons = Buttons {
        save: t.say("survey.request.refuse"),
        back: back.clone(),
        ..Buttons::default()
    };
    RequestPage {
        shell: org.shell(t.say("survey.request.page"), &crumbs),
        asks: asks(t, request),
        unnamed: if request.unnamed > 0 && !request.named.is_empty() {
            t.count("survey.request.unnamed", request.unnamed)
        } else {
            String::new()
        },
        named: request.named.clone(),
        would_be: t.count("survey.request.would-be", found.would_be),
        barred: if barred.is_empty() {
            String::new()
        } else {
            t.say(barred).to_owned()
        },
        confirm: org.to(link::CONFIRM, at),
        form: FormView::new(t, sheet, org.to(link::REQUEST, at)).with_buttons(buttons),
        back,
    }
}

/// `GET /{org}/surveys/{survey}/letters/{request}`
pub(super) async fn show(org: Org, At((survey, id)): At<Place>) -> PageResult<Response> {
    let found = app::survey::letter_request(&org.cx, survey, id).await?;
    let blank = app::form::shown::<Refusal>(&org.cx, &(), None);
    Ok(Page(page(&org, &found, blank)).into_response())
}

/// `POST /{org}/surveys/{survey}/letters/{request}`: refuses, and says why.
pub(super) async fn refuse(
    org: Org,
    At((survey, id)): At<Place>,
    fields: Fields,
) -> PageResult<Response> {
    let (refusal, sheet) = app::form::checked::<Refusal>(&org.cx, &(), None, &fields.0);
    let Some(refusal) = refusal else {
        let found = app::survey::letter_request(&org.cx, survey, id).await?;
        return Ok(mend(page(&org, &found, sheet)));
    };
    let done = app::survey::refuse_letters(&org.cx, survey, id, &refusal).await;
    told(&org, survey, done, "survey.request.refused")
}

/// `POST /{org}/surveys/{survey}/letters/{request}/confirm`
pub(super) async fn confirm(org: Org, At((survey, id)): At<Place>) -> PageResult<Response> {
    let done = app::survey::confirm_letters(&org.cx, survey, id).await;
    told(&org, survey, done, "survey.request.confirmed")
}

/// `POST /{org}/surveys/{survey}/letters/{request}/withdraw`
pub(super) async fn withdraw(org: Org, At((survey, id)): At<Place>) -> PageResult<Response> {
    let done = app::survey::withdraw_letters(&org.cx, survey, id).await;
    told(&org, survey, done, "survey.request.withdrawn")
}

/// Back to the survey, with what was done or why it was not.
fn told(
    org: &Org,
    survey: SurveyId,
    done: app::Outcome<()>,
    key: &'static str,
) -> PageResult<Response> {
    let notice = match done {
        Ok(()) => Notice::done(key),
        // Somebody else decided, or took it back, a moment before.
        Err(Error::Conflict) => Notice::refused("survey.refused.letters-decided"),
        Err(Error::Refused(key)) => Notice::refused(key),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(go_with(&org.to(link::SURVEY, survey), &notice))
}
