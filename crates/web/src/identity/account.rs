//! One's own account.

use app::identity::OwnSession;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::SessionId;
use i18n::Texts;

use super::device::named;
use super::link;
use super::sign_in::without_session;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::SIGN_IN;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, go, mend};

/// One session in the list.
struct SessionRow {
    device: String,
    began: String,
    used: String,
    is_this: bool,
    end: String,
}

impl SessionRow {
    fn new(t: Texts, session: &OwnSession) -> Self {
        Self {
            device: named(t, session.device),
            began: t.datetime(session.began),
            used: t.datetime(session.used),
            is_this: session.is_this,
            end: link::END_SESSION.to(session.id),
        }
    }
}

/// `GET /account`
#[derive(Template)]
#[template(path = "identity/account.html")]
struct AccountPage {
    shell: Shell,
    name: String,
    email: String,
    has_step: bool,
    second_step: String,
    password: String,
    sessions: Vec<SessionRow>,
    everywhere: String,
    problems: Problems,
}

async fn page(visitor: &Visitor, invalid: &Invalid) -> PageResult<AccountPage> {
    let t = visitor.t();
    let holder = visitor.holder().ok_or(PageError::SignIn)?;
    let app = &visitor.web().app;
    let own = app::identity::second_step(app, holder.user).await?;
    let sessions = app::identity::sessions(app, holder).await?;
    Ok(AccountPage {
        shell: visitor.shell(t.say("identity.account.title")),
        name: holder.user.name.clone(),
        email: holder.user.email.to_string(),
        has_step: own.is_on(),
        second_step: link::SECOND_STEP.to(()),
        password: link::PASSWORD.to(()),
        sessions: sessions.iter().map(|it| SessionRow::new(t, it)).collect(),
        everywhere: link::LEAVE_EVERYWHERE.to(()),
        problems: Problems::new(t, invalid),
    })
}

/// `GET /account`
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    Ok(Page(page(&visitor, &Invalid::default()).await?).into_response())
}

/// `POST /account/password`: every other session ends, and the page says so.
pub(super) async fn change_password(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let holder = visitor.holder().ok_or(PageError::SignIn)?;
    let words = (fields.text("current"), fields.text("password"));
    let app = &visitor.web().app;
    match app::identity::change_password(app, holder, words, from.origin()).await {
        Ok(()) => Ok(done("identity.account.changed")),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

fn done(said: &'static str) -> Response {
    go_with(&link::ACCOUNT.to(()), &Notice::done(said))
}

/// `POST /account/sessions/{session}/end`
pub(super) async fn end_session(visitor: Visitor, At(id): At<SessionId>) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    app::identity::end_session(&visitor.web().app, user, id).await?;
    Ok(done("identity.session.ended"))
}

/// `POST /account/sign-out-everywhere`
pub(super) async fn leave_everywhere(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    app::identity::log_out_everywhere(&visitor.web().app, user).await?;
    Ok(without_session(go(&SIGN_IN.to(()))))
}
