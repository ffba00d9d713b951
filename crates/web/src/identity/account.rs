//! One's own account.

use app::identity::User;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use super::sign_in::without_session;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::link::SIGN_IN;
use crate::page::{Page, go, mend};

/// `GET /account`
#[derive(Template)]
#[template(path = "identity/account.html")]
struct AccountPage {
    shell: Shell,
    name: String,
    email: String,
    password: String,
    everywhere: String,
    problems: Problems,
}

fn page(visitor: &Visitor, user: &User, invalid: &Invalid) -> AccountPage {
    let t = visitor.t();
    AccountPage {
        shell: visitor.shell(t.say("identity.account.title")),
        name: user.name.clone(),
        email: user.email.to_string(),
        password: link::PASSWORD.to(()),
        everywhere: link::LEAVE_EVERYWHERE.to(()),
        problems: Problems::new(t, invalid),
    }
}

/// `GET /account`
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    Ok(Page(page(&visitor, user, &Invalid::default())).into_response())
}

/// `POST /account/password`: every session ends, this one too.
pub(super) async fn change_password(visitor: Visitor, fields: Fields) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (current, new) = (fields.text("current"), fields.text("password"));
    match app::identity::change_password(&visitor.web().app, user, current, new).await {
        Ok(()) => Ok(without_session(go(&SIGN_IN.to(())))),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, user, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /account/sign-out-everywhere`
pub(super) async fn leave_everywhere(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    app::identity::log_out_everywhere(&visitor.web().app, user).await?;
    Ok(without_session(go(&SIGN_IN.to(()))))
}
