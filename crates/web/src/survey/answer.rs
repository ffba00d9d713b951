//! Answering: no session, no cookie, no log line.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::survey::{Answers, Handed, Sheet, TokenUnreadable};
use app::{Error, Outcome};
use askama::Template;
use axum::Extension;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::Locale;
use domain::survey::{Anonymity, SurveyState};
use jiff::{SignedDuration, Timestamp};

use super::link;
use super::paper::{AnswerPage, Frame, MessagePage, ThanksPage, kept, read};
use crate::extract::{At, Fields, Query, Visitor};
use crate::limit::{Client, Limit};
use crate::link::Tail;
use crate::page::go;

/// The size of the page that says thank you, whatever was answered.
const THANKS_BYTES: usize = 24 * 1024;

/// `GET /survey/{link}`
pub(super) async fn show(visitor: Visitor, At(link): At<String>, Query(query): Query) -> Response {
    if let Some(meant) = meant(&link) {
        return go(&meant);
    }
    let locale = query.read("lang").unwrap_or_else(|| visitor.locale());
    let sheet = match app::survey::sheet(&visitor.web().app, &link).await {
        Ok(sheet) => sheet,
        Err(error) => return missing(&visitor, locale, &error, &Fields::default()),
    };
    let frame = frame(&visitor, &sheet, locale);
    match sheet.survey.state {
        SurveyState::Open => {}
        SurveyState::Draft => return message(frame, StatusCode::NOT_FOUND, "draft"),
        SurveyState::Closed => return message(frame, StatusCode::GONE, "closed"),
    }
    let mut page = AnswerPage::new(&sheet, frame, &Fields::default());
    if let Err(error) = with_pass(&visitor, &sheet, &mut page).await {
        return missing(&visitor, locale, &error, &Fields::default());
    }
    draw(StatusCode::OK, &page)
}

/// `GET /survey/{link}/`
pub(super) async fn show_with_slash(At(link): At<String>) -> Response {
    go(&meant(&link).unwrap_or_else(|| link::ANSWER.to(link)))
}

/// The address that was meant, when this one was changed on its way: mail filters write the sign before
/// the letter's code as `%23`, sentences end in a full stop, people type capitals. What follows the sign
/// goes back to where no server sees it.
fn meant(given: &str) -> Option<String> {
    let (name, code) = given.split_once('#').unwrap_or((given, ""));
    let is_around = |c: char| !c.is_alphanumeric();
    let plain = name.trim_matches(is_around).to_lowercase();
    if plain == given || plain.is_empty() {
        return None;
    }
    let address = link::ANSWER.to(plain);
    let code = code.trim_matches(is_around);
    Some(if code.is_empty() {
        address
    } else {
        address.fragment(code)
    })
}

/// Gives an open form its pass; every showing has another.
async fn with_pass(visitor: &Visitor, sheet: &Sheet, page: &mut AnswerPage) -> Outcome<()> {
    if !page.is_split {
        page.code = app::survey::form_pass(&visitor.web().app, sheet).await?;
    }
    Ok(())
}

/// `POST /survey/{link}`
pub(super) async fn submit(
    visitor: Visitor,
    At(link): At<String>,
    (client, Extension(limit)): (Client, Extension<Arc<Limit>>),
    fields: Fields,
) -> Response {
    let app = &visitor.web().app;
    let locale = fields.read("lang").unwrap_or_else(|| visitor.locale());
    let sheet = match app::survey::sheet(app, &link).await {
        Ok(sheet) => sheet,
        Err(error) => return missing(&visitor, locale, &error, &fields),
    };
    let frame = frame(&visitor, &sheet, locale);
    if fields.read("v") != Some(sheet.instrument.version) {
        return changed(&visitor, &sheet, frame).await;
    }
    let answers: Answers = read(&sheet, &fields);
    // What was not shown here is refused whoever sends it, and uses up nobody's share.
    let counted = match app::survey::is_shown(app, &sheet, &answers.credential).await {
        Ok(true) => slowed(&limit, client, &sheet, app.now()),
        _ => Ok(()),
    };
    if let Err(seconds) = counted {
        return later(&sheet, frame, &fields, seconds);
    }
    match app::survey::hand_in(app, &sheet, &answers).await {
        Ok(Handed::Accepted { answers, texts }) => thanks(&sheet, frame, [answers, texts]),
        Ok(Handed::Stale) => shown_again(&visitor, &sheet, frame, &fields).await,
        Ok(refused) => again(&sheet, frame, &fields, Refusal::of(&refused)),
        Err(_) => {
            // Nothing of the request: only that something failed.
            tracing::error!("a ballot could not be stored");
            again(&sheet, frame, &fields, Refusal::Failed)
        }
    }
}

/// How many answers of one open survey a network may send in a window: an office or a hall of people
/// shares one address, and a program in it must not fill the survey overnight.
const ANSWERS_MOST: u32 = 200;

/// How long such a window lasts; nobody is asked to wait for longer.
const ANSWERS_WINDOW: SignedDuration = SignedDuration::from_mins(10);

/// The limit on answers to open surveys. In memory alone, as [`Limit`] tells.
pub(super) const fn limit(secret: [u8; 16]) -> Limit {
    Limit::of(secret, ANSWERS_MOST, ANSWERS_WINDOW)
}

/// Counts a sent form of an open survey; the seconds to wait when there have been too many. A letter's
/// code is taken once in any case.
fn slowed(limit: &Limit, client: Client, sheet: &Sheet, now: Timestamp) -> Result<(), i64> {
    match sheet.survey.anonymity {
        Anonymity::Split => Ok(()),
        Anonymity::Open => limit.take_of(client, &sheet.survey.link_code, now),
    }
}

/// The form again for whoever must wait, with how long and everything that was typed and chosen.
fn later(sheet: &Sheet, frame: Frame, fields: &Fields, seconds: i64) -> Response {
    let mut answer = again(sheet, frame, fields, Refusal::Later);
    if let Ok(wait) = HeaderValue::from_str(&seconds.to_string()) {
        answer.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    answer
}

/// The form of a survey whose questions have changed, empty.
async fn changed(visitor: &Visitor, sheet: &Sheet, frame: Frame) -> Response {
    refreshed(
        visitor,
        sheet,
        frame,
        (&Fields::default(), Refusal::Changed),
    )
    .await
}

/// A form that was open for too long, with a new pass and everything that was typed and chosen: it is
/// sent again with one press.
async fn shown_again(visitor: &Visitor, sheet: &Sheet, frame: Frame, fields: &Fields) -> Response {
    refreshed(visitor, sheet, frame, (fields, Refusal::Stale)).await
}

async fn refreshed(
    visitor: &Visitor,
    sheet: &Sheet,
    frame: Frame,
    (fields, refusal): (&Fields, Refusal),
) -> Response {
    let locale = frame.t.locale();
    let mut page = AnswerPage::new(sheet, frame, fields);
    if let Err(error) = with_pass(visitor, sheet, &mut page).await {
        return missing(visitor, locale, &error, fields);
    }
    refused(page, refusal)
}

/// Why a ballot was not taken.
#[derive(Clone, Copy)]
enum Refusal {
    Stale,
    Later,
    Used,
    Length,
    Mistyped,
    Unknown,
    Closed,
    Empty,
    TooLong,
    Changed,
    Failed,
}

impl Refusal {
    const fn of(handed: &Handed) -> Self {
        match handed {
            Handed::Used => Self::Used,
            Handed::Mistyped(TokenUnreadable::Length) => Self::Length,
            Handed::Mistyped(_) => Self::Mistyped,
            Handed::UnknownCode => Self::Unknown,
            Handed::Stale => Self::Stale,
            Handed::Closed => Self::Closed,
            Handed::Empty => Self::Empty,
            Handed::TooLong => Self::TooLong,
            Handed::Accepted { .. } => Self::Failed,
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Used | Self::Closed | Self::Changed | Self::Stale => StatusCode::CONFLICT,
            Self::Later => StatusCode::TOO_MANY_REQUESTS,
            Self::Failed => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Stale => "answering.problem.stale",
            Self::Later => "answering.problem.later",
            Self::Used => "answering.problem.used",
            Self::Length => "answering.problem.length",
            Self::Mistyped => "answering.problem.mistyped",
            Self::Unknown => "answering.problem.unknown",
            Self::Closed => "answering.problem.closed",
            Self::Empty => "answering.problem.empty",
            Self::TooLong => "answering.problem.too-long",
            Self::Changed => "answering.problem.changed",
            Self::Failed => "answering.problem.failed",
        }
    }
}

/// The form again, with everything that was typed and chosen, and what to do.
fn again(sheet: &Sheet, frame: Frame, fields: &Fields, refusal: Refusal) -> Response {
    refused(AnswerPage::new(sheet, frame, fields), refusal)
}

fn refused(mut page: AnswerPage, refusal: Refusal) -> Response {
    page.frame
        .t
        .say(refusal.key())
        .clone_into(&mut page.problem);
    page.can_send = !matches!(refusal, Refusal::Closed);
    draw(refusal.status(), &page)
}

fn thanks(sheet: &Sheet, frame: Frame, stored: [BTreeMap<String, String>; 2]) -> Response {
    let locale = frame.t.locale();
    let [answers, texts] = stored.map(|all| kept(sheet, locale, &all));
    let page = ThanksPage {
        thanks: sheet.instrument.thanks.text(frame.t.locale()).to_owned(),
        is_split: sheet.survey.anonymity == Anonymity::Split,
        draft: sheet.survey.link_code.clone(),
        answers,
        texts,
        frame,
    };
    let Ok(mut html) = page.render() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // Who watches the line sees how long an answer is. All are of one length, and not compressed,
    // since what is compressed has the length of its content again.
    let missing = THANKS_BYTES.saturating_sub(html.len());
    html.extend(std::iter::repeat_n(' ', missing));
    let plain = [(
        header::CONTENT_ENCODING,
        HeaderValue::from_static("identity"),
    )];
    (plain, Html(html)).into_response()
}

fn frame(visitor: &Visitor, sheet: &Sheet, locale: Locale) -> Frame {
    Frame::new(
        locale,
        visitor.nonce(),
        sheet.organisation.name.text(locale),
    )
}

fn message(frame: Frame, status: StatusCode, what: &str) -> Response {
    let t = frame.t;
    let page = MessagePage {
        title: t.say(&format!("answering.{what}.title")).to_owned(),
        text: t.say(&format!("answering.{what}.text")).to_owned(),
        kept: Vec::new(),
        frame,
    };
    draw(status, &page)
}

/// There is no such survey, or the store failed before we knew.
fn missing(visitor: &Visitor, locale: Locale, error: &Error, fields: &Fields) -> Response {
    let frame = Frame::new(locale, visitor.nonce(), "Luotsi");
    let (status, what) = match error {
        Error::NotFound => (StatusCode::NOT_FOUND, "missing"),
        _ => (StatusCode::SERVICE_UNAVAILABLE, "failed"),
    };
    let t = frame.t;
    let kept = fields
        .iter()
        .filter(|(name, value)| name.starts_with('t') && !value.trim().is_empty())
        .map(|(_, value)| value.to_owned())
        .collect();
    let page = MessagePage {
        title: t.say(&format!("answering.{what}.title")).to_owned(),
        text: t.say(&format!("answering.{what}.text")).to_owned(),
        kept,
        frame,
    };
    draw(status, &page)
}

fn draw(status: StatusCode, page: &impl Template) -> Response {
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_was_changed_on_its_way_leads_to_the_form() {
        for (given, to) in [
            ("k7m3qx", None),
            ("k7m3qx.", Some("/survey/k7m3qx")),
            ("K7M3QX", Some("/survey/k7m3qx")),
            ("k7m3qx#7K3M-9QXT", Some("/survey/k7m3qx#7K3M-9QXT")),
            ("K7m3qx/#7K3M-9QXT.", Some("/survey/k7m3qx#7K3M-9QXT")),
            ("k7m3qx#", Some("/survey/k7m3qx")),
            ("(k7m3qx)", Some("/survey/k7m3qx")),
            ("...", None),
        ] {
            assert_eq!(meant(given).as_deref(), to, "{given}");
        }
    }
}
