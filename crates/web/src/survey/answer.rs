//! Answering: no session, no cookie, no log line.

use app::Error;
use app::survey::{Answers, Handed, Sheet, TokenUnreadable};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::Locale;
use domain::survey::{Anonymity, SurveyState};

use super::paper::{AnswerPage, Frame, MessagePage, ThanksPage, read};
use crate::extract::{At, Fields, Query, Visitor};

/// The size of the page that says thank you, whatever was answered.
const THANKS_BYTES: usize = 24 * 1024;

/// `GET /survey/{link}`
pub(super) async fn show(visitor: Visitor, At(link): At<String>, Query(query): Query) -> Response {
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
    if !page.is_split {
        page.code = app::survey::form_token(&visitor.web().app);
    }
    draw(StatusCode::OK, &page)
}

/// `POST /survey/{link}`
pub(super) async fn submit(visitor: Visitor, At(link): At<String>, fields: Fields) -> Response {
    let app = &visitor.web().app;
    let locale = fields.read("lang").unwrap_or_else(|| visitor.locale());
    let sheet = match app::survey::sheet(app, &link).await {
        Ok(sheet) => sheet,
        Err(error) => return missing(&visitor, locale, &error, &fields),
    };
    let frame = frame(&visitor, &sheet, locale);
    if fields.read("v") != Some(sheet.instrument.version) {
        return again(&sheet, frame, &Fields::default(), Refusal::Changed);
    }
    let answers: Answers = read(&sheet, &fields);
    match app::survey::hand_in(app, &sheet, &answers).await {
        Ok(Handed::Accepted { answers, texts }) => thanks(&sheet, frame, answers, texts),
        Ok(refused) => again(&sheet, frame, &fields, Refusal::of(&refused)),
        Err(_) => {
            // Nothing of the request: only that something failed.
            tracing::error!("a ballot could not be stored");
            again(&sheet, frame, &fields, Refusal::Failed)
        }
    }
}

/// Why a ballot was not taken.
#[derive(Clone, Copy)]
enum Refusal {
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
            Handed::Closed => Self::Closed,
            Handed::Empty => Self::Empty,
            Handed::TooLong => Self::TooLong,
            Handed::Accepted { .. } => Self::Failed,
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Used | Self::Closed | Self::Changed => StatusCode::CONFLICT,
            Self::Failed => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    const fn key(self) -> &'static str {
        match self {
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
    let mut page = AnswerPage::new(sheet, frame, fields);
    page.frame
        .t
        .say(refusal.key())
        .clone_into(&mut page.problem);
    page.can_send = !matches!(refusal, Refusal::Closed);
    draw(refusal.status(), &page)
}

fn thanks(sheet: &Sheet, frame: Frame, answers: String, texts: Vec<String>) -> Response {
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
