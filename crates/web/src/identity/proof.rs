//! The second step when logging in: a code, or a passkey.

use app::identity::{Holder, PasskeyAsked, SignInRefused};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::expired::Resume;
use super::link;
use super::sign_in::{onward, own_path, refusal, with_session};
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Query, Visitor};
use crate::kit::part::FieldError;
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::{SIGN_OUT, START};
use crate::page::{Page, go, mend};

/// `GET /sign-in/code`
#[derive(Template)]
#[template(path = "identity/proof.html")]
struct CodePage {
    shell: Shell,
    errors: Vec<FieldError>,
    error: String,
    to: String,
    action: String,
    leave: String,
    resume: Option<Resume>,
    has_totp: bool,
    passkey: Option<PasskeyAsked>,
}

/// What the page keeps: where the person was going, and a form that was being sent.
struct Kept {
    to: String,
    resume: Option<Resume>,
}

impl Kept {
    fn of(fields: &Fields) -> Self {
        Self {
            to: own_path(fields.text("to")),
            resume: Resume::of_form(fields),
        }
    }
}

async fn page(
    visitor: &Visitor,
    holder: Holder<'_>,
    kept: Kept,
    wrong: Option<&'static str>,
) -> PageResult<CodePage> {
    let app = &visitor.web().app;
    let t = visitor.t();
    let own = app::identity::second_step(app, holder.user).await?;
    let error = wrong.map_or("", |key| t.say(key)).to_owned();
    let errors = wrong.map(|_| FieldError {
        field: "code".to_owned(),
        text: error.clone(),
    });
    Ok(CodePage {
        shell: visitor.shell(t.say("identity.proof.title")),
        errors: errors.into_iter().collect(),
        error,
        to: kept.to,
        action: link::PROOF.to(()),
        leave: SIGN_OUT.to(()),
        resume: kept.resume,
        has_totp: own.has_totp,
        passkey: app::identity::ask_passkey(app, holder.token, holder.user).await?,
    })
}

/// `GET /sign-in/code`
pub(super) async fn show(visitor: Visitor, Query(query): Query) -> PageResult<Response> {
    let Some(holder) = visitor.proving() else {
        return Ok(go(&START.to(())));
    };
    let kept = Kept {
        to: own_path(query.text("to")),
        resume: None,
    };
    Ok(Page(page(&visitor, holder, kept, None).await?).into_response())
}

/// Asks for the second step right after the password, with what the form of logging in kept.
pub(super) async fn ask(
    visitor: &Visitor,
    holder: Holder<'_>,
    fields: &Fields,
) -> PageResult<Response> {
    Ok(Page(page(visitor, holder, Kept::of(fields), None).await?).into_response())
}

/// Asks for the second step in the place of what a form was posted to.
pub(super) async fn late(
    visitor: &Visitor,
    holder: Holder<'_>,
    resume: Option<Resume>,
) -> PageResult<Response> {
    let kept = Kept {
        to: START.to(()),
        resume,
    };
    let page = page(visitor, holder, kept, None).await?;
    Ok((StatusCode::UNAUTHORIZED, Page(page)).into_response())
}

/// `POST /sign-in/code`: a code that was typed, or what the browser says of a passkey.
pub(super) async fn submit(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let Some(holder) = visitor.proving() else {
        return Ok(go(&START.to(())));
    };
    let app = &visitor.web().app;
    let origin = from.origin();
    let (asked, wrong) = if let Some(id) = fields.read("ceremony") {
        let answer = (id, fields.text("answer"));
        let asked = app::identity::give_passkey(app, holder.token, answer, origin).await;
        (asked, "identity.proof.passkey-wrong")
    } else {
        let code = fields.text("code");
        let asked = app::identity::give_code(app, holder.token, code, origin).await;
        (asked, "identity.proof.wrong")
    };
    match asked.map_err(PageError::from)? {
        Ok(token) => {
            let answer = onward(&visitor, &fields);
            Ok(with_session(visitor.web(), from, token, answer))
        }
        Err(refused) => refuse(&visitor, holder, &fields, (refused, wrong)).await,
    }
}

async fn refuse(
    visitor: &Visitor,
    holder: Holder<'_>,
    fields: &Fields,
    (refused, wrong): (SignInRefused, &'static str),
) -> PageResult<Response> {
    let key = refusal(refused, wrong);
    Ok(mend(
        page(visitor, holder, Kept::of(fields), Some(key)).await?,
    ))
}
