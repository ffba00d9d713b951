//! Adding a passkey and removing one. Only the browser can make one, so this needs its script.

use app::identity::PasskeyAsked;
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::PasskeyId;

use super::link;
use super::second_step::{ConfirmPage, Confirmed, back, confirm_page, taken};
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Problems, Visitor};
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::page::flash::Notice;
use crate::page::{Page, mend};

/// `GET /account/second-step/passkeys`
#[derive(Template)]
#[template(path = "identity/passkey.html")]
struct PasskeyPage {
    shell: Shell,
    has_passkeys: bool,
    name: String,
    asks_password: bool,
    asked: Option<PasskeyAsked>,
    action: String,
    back: String,
    problems: Problems,
}

fn page(
    visitor: &Visitor,
    fields: &Fields,
    asked: Option<PasskeyAsked>,
    invalid: &Invalid,
) -> PasskeyPage {
    let t = visitor.t();
    PasskeyPage {
        shell: visitor.shell(t.say("identity.passkey.title")),
        has_passkeys: app::identity::has_passkeys(&visitor.web().app),
        name: fields.text("name").to_owned(),
        asks_password: visitor.user().is_some(),
        asked,
        action: link::PASSKEYS.to(()),
        back: link::SECOND_STEP.to(()),
        problems: Problems::new(t, invalid),
    }
}

/// `GET /account/second-step/passkeys`
pub(super) async fn ask(visitor: Visitor) -> PageResult<Response> {
    let page = page(&visitor, &Fields::default(), None, &Invalid::default());
    Ok(Page(page).into_response())
}

/// `POST /account/second-step/passkeys`: a name and a password, or what the browser then made.
pub(super) async fn submit(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let holder = visitor.setting_up().ok_or(PageError::SignIn)?;
    let app = &visitor.web().app;
    if let Some(id) = fields.read("ceremony") {
        let answer = fields.text("answer");
        return match app::identity::finish_passkey(app, holder, id, answer).await {
            Ok(added) => Ok(taken(&visitor, from, added)),
            Err(Error::Refused(key)) => Ok(back(&Notice::refused(key))),
            Err(Error::Conflict) => Ok(back(&Notice::refused("error.second-step.passkey"))),
            Err(other) => Err(PageError::from(other)),
        };
    }
    let typed = (fields.text("name"), fields.text("password"));
    match app::identity::begin_passkey(app, holder, typed, from.origin()).await {
        Ok(asked) => {
            let page = page(&visitor, &fields, Some(asked), &Invalid::default());
            Ok(Page(page).into_response())
        }
        Err(Error::Invalid(invalid)) => Ok(mend(page(&visitor, &fields, None, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}

async fn remove_page(
    visitor: &Visitor,
    id: PasskeyId,
    invalid: &Invalid,
) -> PageResult<ConfirmPage> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let own = app::identity::second_step(&visitor.web().app, user).await?;
    let passkey = own.passkeys.into_iter().find(|it| it.id == id);
    let name = passkey.ok_or(PageError::NotFound)?.name;
    let what = Confirmed {
        title: "identity.passkey.remove-title",
        text: visitor
            .t()
            .with("identity.passkey.remove-text", &[("name", &name)]),
        label: "identity.passkey.remove",
        action: link::REMOVE_PASSKEY.to(id),
    };
    Ok(confirm_page(visitor, what, invalid))
}

/// `GET /account/second-step/passkeys/{passkey}/remove`
pub(super) async fn ask_remove(visitor: Visitor, At(id): At<PasskeyId>) -> PageResult<Response> {
    Ok(Page(remove_page(&visitor, id, &Invalid::default()).await?).into_response())
}

/// `POST /account/second-step/passkeys/{passkey}/remove`
pub(super) async fn remove(
    visitor: Visitor,
    from: Arrival,
    At(id): At<PasskeyId>,
    fields: Fields,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let what = (id, fields.text("password"));
    let app = &visitor.web().app;
    match app::identity::remove_passkey(app, user, what, from.origin()).await {
        Ok(()) => Ok(back(&Notice::done("identity.second-step.removed"))),
        Err(Error::Refused(key)) => Ok(back(&Notice::refused(key))),
        Err(Error::Invalid(invalid)) => Ok(mend(remove_page(&visitor, id, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}
