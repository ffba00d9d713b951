//! Removing imported answers as a whole.

use app::Error;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::SurveyId;

use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/surveys/{survey}/remove`
#[derive(Template)]
#[template(path = "import/remove.html")]
struct RemovePage {
    shell: Shell,
    question: String,
    action: String,
    back: String,
}

/// `GET /{org}/surveys/{survey}/remove`
pub(super) async fn ask(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    let survey = app::import::imported(&org.cx, id).await?;
    let t = org.t();
    let back = org.to(crate::survey::link::RESULTS, id);
    Ok(Page(RemovePage {
        question: t.with("import.remove.question", &[("title", &survey.title)]),
        action: org.to(link::REMOVE, id),
        shell: org.shell(
            &survey.title,
            &[(t.say("survey.title"), org.to(crate::survey::link::ALL, ()))],
        ),
        back,
    })
    .into_response())
}

/// `POST /{org}/surveys/{survey}/remove`
pub(super) async fn remove(org: Org, At(id): At<SurveyId>) -> PageResult<Response> {
    match app::import::remove_answers(&org.cx, id).await {
        Ok(round) => Ok(go_with(
            &org.to(crate::survey::link::OF_ROUND, round),
            &Notice::done("import.remove.done"),
        )),
        Err(Error::Refused(key)) => Ok(go_with(
            &org.to(crate::survey::link::RESULTS, id),
            &Notice::refused(key),
        )),
        Err(other) => Err(other.into()),
    }
}
