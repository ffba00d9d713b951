//! Reading free texts before anybody else does.

use app::Error;
use app::survey::{FreeText, TextDecision, TextState, Texts};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::SurveyId;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// One text.
struct Row {
    key: String,
    question: String,
    body: String,
    state: &'static str,
    kind: &'static str,
    error: String,
}

/// `GET /{org}/surveys/{survey}/texts`
#[derive(Template)]
#[template(path = "survey/texts.html")]
struct TextsPage {
    shell: Shell,
    action: String,
    back: String,
    is_withheld: bool,
    withheld: String,
    rows: Vec<Row>,
    waiting: String,
}

/// `GET /{org}/surveys/{survey}/texts`
pub(super) async fn list(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    match app::survey::texts(&org.cx, id).await {
        Ok(texts) => Ok(Page(page(&org, &texts, None)).into_response()),
        Err(Error::Refused(key)) => Ok(go_with(&org.to(link::ALL, ()), &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}

/// What somebody typed that must be corrected: key, text, message key.
type Mistake<'a> = (&'a str, &'a str, &'static str);

fn page(org: &Org, found: &Texts, mistake: Option<Mistake<'_>>) -> TextsPage {
    let t = org.t();
    let id = found.survey.id;
    let crumbs = [
        (t.say("survey.title"), org.to(link::ALL, ())),
        (found.survey.title.as_str(), org.to(link::SURVEY, id)),
    ];
    let waiting = found
        .texts
        .iter()
        .filter(|text| text.state == TextState::Waiting)
        .count();
    TextsPage {
        shell: org.shell(t.say("survey.text.title"), &crumbs),
        action: org.to(link::TEXTS, id),
        back: org.to(link::RESULTS, id),
        is_withheld: found.is_withheld,
        withheld: t.with("survey.text.withheld-all", &[("n", &t.number(found.least))]),
        rows: found
            .texts
            .iter()
            .map(|text| row(org, text, mistake))
            .collect(),
        waiting: t.count("survey.text.waiting", waiting),
    }
}

fn row(org: &Org, text: &FreeText, mistake: Option<Mistake<'_>>) -> Row {
    let t = org.t();
    let key = text.key.code();
    let mistake = mistake.filter(|(at, _, _)| *at == key);
    Row {
        question: content::question(&text.question)
            .map_or("", |one| one.text.text(t.locale()))
            .to_owned(),
        body: mistake
            .map_or(text.body.as_str(), |(_, typed, _)| typed)
            .to_owned(),
        state: t.say(&format!("survey.text.state.{}", text.state.code())),
        kind: match text.state {
            TextState::Waiting => "warning",
            TextState::Released => "success",
            TextState::Withheld => "neutral",
        },
        error: mistake
            .map_or("", |(_, _, message)| t.say(message))
            .to_owned(),
        key,
    }
}

/// `POST /{org}/surveys/{survey}/texts`
pub(super) async fn decide(org: Org, At(id): At<SurveyId>, fields: Fields) -> PageResult<Response> {
    let state = match fields.text("decision") {
        "release" => TextState::Released,
        "withhold" => TextState::Withheld,
        _ => return Err(PageError::Unreadable),
    };
    let (key, body) = (fields.text("key"), fields.text("body"));
    let decision = TextDecision { key, body, state };
    let here = org.to(link::TEXTS, id);
    match app::survey::decide_text(&org.cx, id, decision).await {
        Ok(()) if state == TextState::Released => {
            Ok(go_with(&here, &Notice::done("survey.text.released")))
        }
        Ok(()) => Ok(go_with(&here, &Notice::done("survey.text.withheld"))),
        Err(Error::Invalid(invalid)) => {
            let texts = app::survey::texts(&org.cx, id).await?;
            let message = invalid.of("body").unwrap_or("error.field.empty");
            Ok(mend(page(&org, &texts, Some((key, body, message)))))
        }
        Err(Error::Refused(key)) => Ok(go_with(&here, &Notice::refused(key))),
        Err(other) => Err(other.into()),
    }
}
