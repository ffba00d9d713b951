//! Setting up an empty installation in the browser.

use app::identity::FirstAdministrator;
use app::organisation::NewOrganisation;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use super::sign_in::with_session;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Problems, Visitor};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::{SIGN_IN, START};
use crate::page::{Page, go, mend};

/// `GET /setup`
#[derive(Template)]
#[template(path = "identity/setup.html")]
struct SetupPage {
    shell: Shell,
    fields: Fields,
    problems: Problems,
    municipalities: Vec<Choice>,
    action: String,
}

fn page(visitor: &Visitor, fields: Fields, invalid: &Invalid) -> SetupPage {
    let t = visitor.t();
    let chosen = fields.text("municipality");
    let all = app::organisation::municipalities(visitor.locale()).into_iter();
    SetupPage {
        shell: visitor.shell(t.say("identity.setup.title")),
        municipalities: all
            .map(|(code, name)| Choice::new(code, name).chosen_if(chosen))
            .collect(),
        problems: Problems::new(t, invalid),
        action: link::SETUP.to(()),
        fields,
    }
}

/// `GET /setup`: exists only until somebody can log in.
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    if app::identity::is_set_up(&visitor.web().app).await? {
        return Ok(go(&SIGN_IN.to(())));
    }
    Ok(Page(page(&visitor, Fields::default(), &Invalid::default())).into_response())
}

/// `POST /setup`
pub(super) async fn submit(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let first = FirstAdministrator {
        code: fields.text("code").to_owned(),
        name: fields.text("name").to_owned(),
        email: fields.text("email").to_owned(),
        password: fields.text("password").to_owned(),
        organisation: NewOrganisation::Municipality(fields.text("municipality").to_owned()),
        locale: visitor.locale(),
    };
    match app::identity::set_up(&visitor.web().app, &first, from.origin()).await {
        Ok(token) => Ok(with_session(visitor.web(), from, token, go(&START.to(())))),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, fields, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}
