//! A forgotten password: asking for a link, and choosing a new password by a link or by a code.

use app::identity::TypedCode;
use app::{Error, Invalid, Token};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::link;
use super::sign_in::without_session;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::limit::Client;
use crate::link::SIGN_IN;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /account/forgotten`
#[derive(Template)]
#[template(path = "identity/forgotten.html")]
struct ForgottenPage {
    shell: Shell,
    has_mail: bool,
    /// Whether it has been asked for. The page is the same whoever has the address.
    is_asked: bool,
    email: String,
    problems: Problems,
    action: String,
    code: String,
    sign_in: String,
}

fn page(visitor: &Visitor, email: &str, invalid: &Invalid) -> ForgottenPage {
    let t = visitor.t();
    ForgottenPage {
        shell: visitor.shell(t.say("identity.forgotten.title")),
        has_mail: visitor.web().app.has_mail(),
        is_asked: false,
        email: email.to_owned(),
        problems: Problems::new(t, invalid),
        action: link::FORGOTTEN.to(()),
        code: link::CODE.to(()),
        sign_in: SIGN_IN.to(()),
    }
}

/// `GET /account/forgotten`
pub(super) async fn show(visitor: Visitor) -> Response {
    Page(page(&visitor, "", &Invalid::default())).into_response()
}

/// `POST /account/forgotten`
pub(super) async fn ask(visitor: Visitor, client: Client, fields: Fields) -> PageResult<Response> {
    let (app, email) = (&visitor.web().app, fields.text("email"));
    match app::identity::ask_for_password(app, email, client.origin()).await {
        Ok(()) => {
            let page = page(&visitor, email, &Invalid::default());
            let asked = ForgottenPage {
                is_asked: true,
                ..page
            };
            Ok(Page(asked).into_response())
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, email, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `GET /account/recovery/{token}`
#[derive(Template)]
#[template(path = "identity/recovery.html")]
struct RecoveryPage {
    shell: Shell,
    /// The address of the account; empty when the link is over.
    email: String,
    problems: Problems,
    forgotten: String,
}

async fn recovery(
    visitor: &Visitor,
    token: &str,
    invalid: &Invalid,
) -> PageResult<(RecoveryPage, Option<Token>)> {
    let t = visitor.t();
    let token = Token::parse(token);
    let user = match token {
        Some(token) => app::identity::recovering(&visitor.web().app, token).await,
        None => Err(Error::NotFound),
    };
    let (title, email) = match user {
        Ok(user) => ("identity.recovery.title", user.email.to_string()),
        Err(Error::NotFound) => ("identity.recovery.over", String::new()),
        Err(other) => return Err(other.into()),
    };
    let page = RecoveryPage {
        shell: visitor.shell(t.say(title)),
        problems: Problems::new(t, invalid),
        forgotten: link::FORGOTTEN.to(()),
        email,
    };
    Ok((page, token))
}

/// The page of a link that cannot be used.
fn over(page: RecoveryPage) -> Response {
    (StatusCode::GONE, Page(page)).into_response()
}

/// `GET /account/recovery/{token}`
pub(super) async fn link(visitor: Visitor, At(token): At<String>) -> PageResult<Response> {
    let (page, _) = recovery(&visitor, &token, &Invalid::default()).await?;
    Ok(if page.email.is_empty() {
        over(page)
    } else {
        Page(page).into_response()
    })
}

/// `POST /account/recovery/{token}`
pub(super) async fn choose(
    visitor: Visitor,
    At(token): At<String>,
    fields: Fields,
) -> PageResult<Response> {
    let (page, token_read) = recovery(&visitor, &token, &Invalid::default()).await?;
    let Some(read) = token_read.filter(|_| !page.email.is_empty()) else {
        return Ok(over(page));
    };
    match app::identity::recover(&visitor.web().app, read, fields.text("password")).await {
        Ok(()) => Ok(done()),
        Err(Error::Invalid(invalid)) => Ok(mend(recovery(&visitor, &token, &invalid).await?.0)),
        Err(Error::NotFound) => {
            let (page, _) = recovery(&visitor, &token, &Invalid::default()).await?;
            Ok(over(page))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// A new password was chosen: the person signs in with it.
fn done() -> Response {
    let notice = Notice::done("identity.recovery.done");
    without_session(go_with(&SIGN_IN.to(()), &notice))
}

/// `GET /account/code`
#[derive(Template)]
#[template(path = "identity/code.html")]
struct CodePage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    action: String,
}

fn code_page(visitor: &Visitor, fields: Fields, invalid: &Invalid) -> CodePage {
    let t = visitor.t();
    CodePage {
        shell: visitor.shell(t.say("identity.code.title")),
        problems: Problems::new(t, invalid),
        action: link::CODE.to(()),
        fields,
    }
}

/// `GET /account/code`
pub(super) async fn code(visitor: Visitor) -> Response {
    Page(code_page(&visitor, Fields::default(), &Invalid::default())).into_response()
}

/// `POST /account/code`
pub(super) async fn use_code(
    visitor: Visitor,
    client: Client,
    fields: Fields,
) -> PageResult<Response> {
    let typed = TypedCode {
        email: fields.text("email"),
        code: fields.text("code"),
        password: fields.text("password"),
    };
    match app::identity::use_code(&visitor.web().app, &typed, client.origin()).await {
        Ok(()) => Ok(done()),
        Err(Error::Invalid(invalid)) => Ok(mend(code_page(&visitor, fields, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}
