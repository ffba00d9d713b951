//! A session that ended in the middle of a form: what was typed is kept and sent after logging in.

use app::identity::Stage;
use askama::Template;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::link::FORGOTTEN;
use super::sign_in::{SignInPage, own_path};
use super::{link, proof};
use crate::extract::{Fields, Visitor};
use crate::kit::part::FieldError;
use crate::kit::shell::Shell;
use crate::link::{SIGN_IN, START, Tail};
use crate::page::{Page, go};
use crate::visit::Visit;

/// What was being sent when the session was found to have ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resume {
    /// Where it was being sent.
    pub(super) path: String,
    /// The form, urlencoded.
    pub(super) body: String,
}

/// The most bytes of a form that is kept: a long transcript.
const KEPT_MOST: usize = 2 * 1024 * 1024;

impl Resume {
    /// From the hidden fields of the log-in form.
    pub(super) fn of_form(fields: &Fields) -> Option<Self> {
        let path = fields.text("resume_path");
        (!path.is_empty() && own_path(path) == path).then(|| Self {
            path: path.to_owned(),
            body: fields.text("resume_body").to_owned(),
        })
    }

    /// The page with the kept form, one button away from being sent.
    pub(super) fn page(&self, visitor: &Visitor) -> Response {
        let fields = Fields::parse(self.body.as_bytes()).unwrap_or_default();
        let kept = fields
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        Page(ResumePage {
            shell: visitor.shell(visitor.t().say("identity.resume.title")),
            path: self.path.clone(),
            kept,
        })
        .into_response()
    }
}

/// Shown after logging in again.
#[derive(Template)]
#[template(path = "identity/resume.html")]
struct ResumePage {
    shell: Shell,
    path: String,
    kept: Vec<(String, String)>,
}

/// What was typed into a form, when it was one and is not too long.
async fn kept(request: &mut Request, path: String) -> Option<Resume> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|value| value.to_str().ok());
    let is_form = kind.is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"));
    let body = std::mem::take(request.body_mut());
    let bytes = to_bytes(body, KEPT_MOST).await.ok().filter(|_| is_form)?;
    Some(Resume {
        path,
        body: String::from_utf8_lossy(&bytes).into_owned(),
    })
}

/// Answers a request without a session: pages go to the log-in, forms keep what was typed.
pub(crate) async fn answer(visit: Visit, mut request: Request) -> Response {
    let path = request
        .uri()
        .path_and_query()
        .map_or_else(|| START.to(()), ToString::to_string);
    let stage = visit.entering.as_ref().map(|(_, stage)| *stage);
    if stage == Some(Stage::SetUp) {
        return go(&link::SECOND_STEP.to(()));
    }
    if request.method() == Method::GET {
        let door = match stage {
            Some(_) => link::PROOF.to(()),
            None => SIGN_IN.to(()),
        };
        return go(&door.query(&[("to", &path)]));
    }
    let resume = kept(&mut request, path).await;
    request.extensions_mut().insert(visit);
    let (mut parts, _body) = request.into_parts();
    let Ok(visitor) =
        <Visitor as axum::extract::FromRequestParts<()>>::from_request_parts(&mut parts, &()).await
    else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    if let Some(holder) = visitor.proving() {
        return match proof::late(&visitor, holder, resume).await {
            Ok(answer) => answer,
            Err(error) => error.into_response(),
        };
    }
    let t = visitor.t();
    let key = if resume.is_some() {
        "identity.expired.kept"
    } else {
        "identity.expired.again"
    };
    let page = SignInPage {
        shell: visitor.shell(t.say("identity.expired.title")),
        email: String::new(),
        errors: vec![FieldError {
            field: "email".to_owned(),
            text: t.say(key).to_owned(),
        }],
        to: START.to(()),
        action: SIGN_IN.to(()),
        resume,
        forgotten: FORGOTTEN.to(()),
    };
    (StatusCode::UNAUTHORIZED, Page(page)).into_response()
}
