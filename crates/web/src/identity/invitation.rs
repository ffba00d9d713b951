//! Accepting an invitation.

use app::identity::Accept;
use app::{Error, Invalid, Token};
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::sign_in::with_session;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::START;
use crate::page::{Page, go, mend};

/// `GET /invitation/{token}`
#[derive(Template)]
#[template(path = "identity/invitation.html")]
struct InvitationPage {
    shell: Shell,
    organisation: String,
    roles: String,
    email: String,
    has_account: bool,
    fields: Fields,
    problems: Problems,
}

async fn page(
    visitor: &Visitor,
    token: Token,
    fields: Fields,
    invalid: Invalid,
) -> PageResult<InvitationPage> {
    let (invitation, organisation, has_account) =
        app::identity::preview(&visitor.web().app, token).await?;
    let t = visitor.t();
    let roles: Vec<&str> = invitation
        .roles
        .iter()
        .map(|role| t.say(&format!("role.{}", role.code())))
        .collect();
    let name = organisation.name.text(visitor.locale()).to_owned();
    Ok(InvitationPage {
        shell: visitor.shell(&t.with("identity.invitation.title", &[("organisation", &name)])),
        organisation: name,
        roles: t.list(&roles),
        email: invitation.email.to_string(),
        has_account,
        problems: Problems::new(t, &invalid),
        fields,
    })
}

/// `GET /invitation/{token}`
pub(super) async fn show(visitor: Visitor, At(token): At<String>) -> PageResult<Response> {
    let token = Token::parse(&token).ok_or(PageError::NotFound)?;
    let page = page(&visitor, token, Fields::default(), Invalid::default()).await?;
    Ok(Page(page).into_response())
}

/// `POST /invitation/{token}`
pub(super) async fn accept(
    visitor: Visitor,
    from: Arrival,
    At(token): At<String>,
    fields: Fields,
) -> PageResult<Response> {
    let token = Token::parse(&token).ok_or(PageError::NotFound)?;
    let filled = Accept {
        name: fields.text("name").to_owned(),
        password: fields.text("password").to_owned(),
        locale: visitor.locale(),
    };
    match app::identity::accept(&visitor.web().app, token, &filled, from.origin()).await {
        Ok(session) => Ok(with_session(
            visitor.web(),
            from,
            session,
            go(&START.to(())),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, token, fields, invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}
