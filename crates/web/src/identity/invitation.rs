//! Taking up an invitation: by its link, or where it waits in one's own account.

use app::identity::{Accept, Next, Opened, Over, Preview};
use app::{Error, Invalid, Token};
use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::InvitationId;

use super::link;
use super::sign_in::with_session;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::{HOME, SIGN_IN, START, Tail};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, go, mend};

/// `GET /invitation/{token}`
#[derive(Template)]
#[template(path = "identity/invitation.html")]
struct InvitationPage {
    shell: Shell,
    organisation: String,
    roles: String,
    email: String,
    next: Next,
    /// What stands in the field of the name.
    typed: String,
    problems: Problems,
    sign_in: String,
    forgotten: String,
}

/// An invitation that is over, with why.
#[derive(Template)]
#[template(path = "identity/over.html")]
struct OverPage {
    shell: Shell,
    why: &'static str,
    onward: String,
    label: &'static str,
}

/// What the link leads to, as it is now.
async fn preview(visitor: &Visitor, token: Token) -> PageResult<Preview> {
    Ok(app::identity::preview(&visitor.web().app, token, visitor.user()).await?)
}

fn open(visitor: &Visitor, token: Token, opened: Opened) -> InvitationPage {
    let t = visitor.t();
    let invitation = opened.invitation;
    let roles: Vec<&str> = invitation
        .roles
        .iter()
        .map(|role| t.say(&format!("role.{}", role.code())))
        .collect();
    let organisation = opened.organisation.name.text(visitor.locale()).to_owned();
    let here = link::INVITATION.to(token.text());
    let title = t.with(
        "identity.invitation.title",
        &[("organisation", &organisation)],
    );
    InvitationPage {
        shell: visitor.shell(&title),
        organisation,
        roles: t.list(&roles),
        email: invitation.email.to_string(),
        next: opened.next,
        typed: invitation.name,
        problems: Problems::default(),
        sign_in: SIGN_IN.to(()).query(&[("to", &here)]),
        forgotten: link::FORGOTTEN.to(()),
    }
}

fn over(visitor: &Visitor, why: Over) -> Response {
    let t = visitor.t();
    let (onward, label) = match visitor.user() {
        Some(_) => (START.to(()), "organisation.choose.title"),
        None => (SIGN_IN.to(()), "identity.sign-in.submit"),
    };
    let page = OverPage {
        shell: visitor.shell(t.say(&format!("identity.over.{}", why.code()))),
        why: t.say(&format!("identity.over.{}-text", why.code())),
        onward,
        label: t.say(label),
    };
    (StatusCode::GONE, Page(page)).into_response()
}

/// `GET /invitation/{token}`
pub(super) async fn show(visitor: Visitor, At(token): At<String>) -> PageResult<Response> {
    let token = Token::parse(&token).ok_or(PageError::NotFound)?;
    Ok(match preview(&visitor, token).await? {
        Preview::Open(opened) => Page(open(&visitor, token, *opened)).into_response(),
        Preview::Over(why) => over(&visitor, why),
    })
}

/// `POST /invitation/{token}`: whoever has signed in joins, whoever has no account makes one.
pub(super) async fn accept(
    visitor: Visitor,
    from: Arrival,
    At(token): At<String>,
    fields: Fields,
) -> PageResult<Response> {
    let token = Token::parse(&token).ok_or(PageError::NotFound)?;
    let app = &visitor.web().app;
    let outcome = if let Some(user) = visitor.user() {
        let joined = app::identity::join(app, token, user).await;
        joined.map(|it| joined_at(&HOME.within(&it.slug, ())))
    } else {
        let filled = Accept {
            name: fields.text("name").to_owned(),
            password: fields.text("password").to_owned(),
            locale: visitor.locale(),
        };
        let session = app::identity::accept(app, token, &filled, from.origin()).await;
        session.map(|it| with_session(visitor.web(), from, it, go(&START.to(()))))
    };
    match outcome {
        Err(Error::Invalid(invalid)) => refused(&visitor, token, &fields, &invalid).await,
        // Somebody was first, or there is an account: the page tells what holds now.
        Err(Error::Conflict) => Ok(go(&link::INVITATION.to(token.text()))),
        other => Ok(other?),
    }
}

/// The page with what must be corrected.
async fn refused(
    visitor: &Visitor,
    token: Token,
    fields: &Fields,
    invalid: &Invalid,
) -> PageResult<Response> {
    Ok(match preview(visitor, token).await? {
        Preview::Open(opened) => mend(InvitationPage {
            typed: fields.text("name").to_owned(),
            problems: Problems::new(visitor.t(), invalid),
            ..open(visitor, token, *opened)
        }),
        Preview::Over(why) => over(visitor, why),
    })
}

fn joined_at(home: &str) -> Response {
    go_with(home, &Notice::done("identity.invitation.joined"))
}

/// `POST /account/invitations/{invitation}`
pub(super) async fn join(
    visitor: Visitor,
    At(invitation): At<InvitationId>,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let app = &visitor.web().app;
    match app::identity::join_waiting(app, user, invitation).await {
        Ok(organisation) => Ok(joined_at(&HOME.within(&organisation.slug, ()))),
        // Used or taken back meanwhile: the first page has it no more.
        Err(Error::Conflict | Error::NotFound) => {
            let notice = Notice::refused("identity.invitation.no-longer");
            Ok(go_with(&START.to(()), &notice))
        }
        Err(other) => Err(other.into()),
    }
}
