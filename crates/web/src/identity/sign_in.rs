//! Logging in and out.

use app::Token;
use app::identity::{Holder, SESSION_DAYS, SignInRefused, Stage};
use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};

use super::expired::Resume;
use super::link;
use crate::cookie;
use crate::error::PageResult;
use crate::extract::{Fields, Query, Visitor};
use crate::kit::part::FieldError;
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::{SIGN_IN, START, is_own};
use crate::page::{Page, go, mend};
use crate::web::Web;

/// `GET /sign-in`
#[derive(Template)]
#[template(path = "identity/sign_in.html")]
pub(super) struct SignInPage {
    pub(super) shell: Shell,
    pub(super) email: String,
    pub(super) errors: Vec<FieldError>,
    pub(super) to: String,
    pub(super) action: String,
    pub(super) resume: Option<Resume>,
    pub(super) forgotten: String,
}

/// `GET /sign-in`: an empty installation goes to set-up instead.
pub(super) async fn show(visitor: Visitor, Query(query): Query) -> PageResult<Response> {
    if !app::identity::is_set_up(&visitor.web().app).await? {
        return Ok(go(&link::SETUP.to(())));
    }
    // Whoever is not all the way in is led on from there.
    if visitor.user().is_some() || visitor.stage().is_some() {
        return Ok(go(&START.to(())));
    }
    let shell = visitor.shell(visitor.t().say("identity.sign-in.title"));
    let to = own_path(query.text("to"));
    let page = SignInPage {
        shell,
        email: String::new(),
        errors: Vec::new(),
        to,
        action: SIGN_IN.to(()),
        resume: None,
        forgotten: link::FORGOTTEN.to(()),
    };
    Ok(Page(page).into_response())
}

/// `POST /sign-in`: whoever has a second step is asked for it next.
pub(super) async fn submit(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let app = &visitor.web().app;
    let (email, password) = (fields.text("email"), fields.text("password"));
    match app::identity::sign_in(app, email, password, from.origin()).await? {
        Ok((token, user)) => {
            let held = app::identity::session(app, token).await?;
            let waits = held.is_some_and(|held| held.stage == Stage::Code);
            if !waits {
                let answer = onward(&visitor, &fields);
                return Ok(with_session(visitor.web(), from, token, answer));
            }
            let holder = Holder { user: &user, token };
            let answer = super::proof::ask(&visitor, holder, &fields).await?;
            Ok(with_cookie(visitor.web(), token, answer))
        }
        Err(refused) => Ok(mend(again(&visitor, &fields, refused))),
    }
}

/// Where somebody who is in goes on: to where one was going, or to a form that was kept.
pub(super) fn onward(visitor: &Visitor, fields: &Fields) -> Response {
    match Resume::of_form(fields) {
        Some(resume) => resume.page(visitor),
        None => go(&own_path(fields.text("to"))),
    }
}

/// The message key of a refusal, where the wrong thing has a sentence of its own.
pub(super) const fn refusal(refused: SignInRefused, wrong: &'static str) -> &'static str {
    match refused {
        SignInRefused::Wrong => wrong,
        SignInRefused::TooMany => "identity.sign-in.too-many",
    }
}

/// The page again, with what was typed but the password.
fn again(visitor: &Visitor, fields: &Fields, refused: SignInRefused) -> SignInPage {
    let t = visitor.t();
    let key = refusal(refused, "identity.sign-in.wrong");
    SignInPage {
        shell: visitor.shell(t.say("identity.sign-in.title")),
        email: fields.text("email").to_owned(),
        errors: vec![FieldError {
            field: "email".to_owned(),
            text: t.say(key).to_owned(),
        }],
        to: own_path(fields.text("to")),
        action: SIGN_IN.to(()),
        resume: Resume::of_form(fields),
        forgotten: link::FORGOTTEN.to(()),
    }
}

/// `POST /sign-out`
pub(super) async fn leave(visitor: Visitor) -> PageResult<Response> {
    if let Some(token) = visitor.token() {
        app::identity::log_out(&visitor.web().app, token).await?;
    }
    Ok(without_session(go(&SIGN_IN.to(()))))
}

/// How long a device is known that is not used.
const DEVICE_SECONDS: i64 = app::identity::DEVICE_DAYS * 24 * 60 * 60;

/// The answer with the cookies of the session and of the device.
pub(super) fn with_session(web: &Web, from: Arrival, token: Token, answer: Response) -> Response {
    let mut answer = with_cookie(web, token, answer);
    let device = token.of_device().text();
    let cookie = cookie::set(cookie::DEVICE, &device, DEVICE_SECONDS, web.is_secure);
    if let Some(value) = cookie.filter(|_| !from.is_known()) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    answer
}

/// The answer with the session's cookie.
pub(super) fn with_cookie(web: &Web, token: Token, mut answer: Response) -> Response {
    let seconds = SESSION_DAYS * 24 * 60 * 60;
    let name = cookie::session(web.is_secure);
    if let Some(value) = cookie::set(name, &token.text(), seconds, web.is_secure) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    answer
}

/// The answer that forgets the session's cookie.
pub(super) fn without_session(mut answer: Response) -> Response {
    for (name, is_secure) in [(cookie::SESSION, false), (cookie::SECURE_SESSION, true)] {
        if let Some(value) = cookie::set(name, "", 0, is_secure) {
            answer.headers_mut().append(header::SET_COOKIE, value);
        }
    }
    answer
}

/// A path of our own to go to, or the first page.
pub(super) fn own_path(path: &str) -> String {
    if is_own(path) && path.len() < 2000 {
        path.to_owned()
    } else {
        START.to(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_our_own_is_kept_whole_and_nothing_else_is_a_path_of_ours() {
        for own in [
            "/",
            "/mallila/rounds?x=%C3%A4&y=1#z",
            "/a//b",
            "/handbook/mallila/fi",
        ] {
            assert_eq!(own_path(own), own);
        }
        let long = format!("/{}", "a".repeat(2000));
        for other in [
            "",
            "mallila",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "\\\\evil",
            "/\t/evil.example",
            "/\u{a0}/evil.example",
            "/\u{85}/evil.example",
            "/x\r\nset-cookie: a=b",
            "/x\ny",
            "javascript:x()",
            " /x",
            long.as_str(),
        ] {
            assert_eq!(own_path(other), "/", "{other:?}");
        }
    }
}
