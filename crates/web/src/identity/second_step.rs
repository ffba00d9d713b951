//! One's own second step: what there is, codes of an application, recovery codes.

use app::identity::{Holder, OwnPasskey, StepAdded, TotpOffer};
use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use i18n::Texts;

use super::link;
use super::sign_in::with_session;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Problems, Visitor};
use crate::kit::qr;
use crate::kit::shell::Shell;
use crate::limit::Arrival;
use crate::link::{SIGN_OUT, START};
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, go, mend};

/// One passkey in the list.
struct PasskeyRow {
    name: String,
    added: String,
    used: String,
    remove: String,
}

impl PasskeyRow {
    fn new(t: Texts, passkey: OwnPasskey) -> Self {
        let never = || t.say("identity.passkey.never").to_owned();
        Self {
            added: t.datetime(passkey.added),
            used: passkey.used.map_or_else(never, |at| t.datetime(at)),
            remove: link::REMOVE_PASSKEY.to(passkey.id),
            name: passkey.name,
        }
    }
}

/// `GET /account/second-step`
#[derive(Template)]
#[template(path = "identity/second_step.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one sentence or button of the page"
)]
struct SecondStepPage {
    shell: Shell,
    /// Whether the person comes no further before there is a second step.
    is_held: bool,
    is_demo_operator: bool,
    is_needed: bool,
    is_on: bool,
    has_totp: bool,
    /// Whether browsers allow passkeys at this address.
    has_passkeys: bool,
    passkeys: Vec<PasskeyRow>,
    codes: String,
    new_totp: String,
    remove_totp: String,
    new_passkey: String,
    renew: String,
    leave: String,
}

/// `GET /account/second-step`
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let holder = visitor.setting_up().ok_or(PageError::SignIn)?;
    let t = visitor.t();
    let app = &visitor.web().app;
    let own = app::identity::second_step(app, holder.user).await?;
    let page = SecondStepPage {
        shell: visitor.shell(t.say("identity.second-step.title")),
        is_held: visitor.user().is_none(),
        is_demo_operator: app.settings().is_demo && holder.user.is_operator,
        is_needed: own.is_needed,
        is_on: own.is_on(),
        has_totp: own.has_totp,
        has_passkeys: app::identity::has_passkeys(app),
        codes: t.count("identity.second-step.codes-left", own.codes),
        passkeys: own
            .passkeys
            .into_iter()
            .map(|it| PasskeyRow::new(t, it))
            .collect(),
        new_totp: link::NEW_TOTP.to(()),
        remove_totp: link::REMOVE_TOTP.to(()),
        new_passkey: link::PASSKEYS.to(()),
        renew: link::RECOVERY_CODES.to(()),
        leave: SIGN_OUT.to(()),
    };
    Ok(Page(page).into_response())
}

/// `POST /account/second-step/totp/new`: a new secret, which the next page shows.
pub(super) async fn begin_totp(visitor: Visitor) -> PageResult<Response> {
    let holder = visitor.setting_up().ok_or(PageError::SignIn)?;
    match app::identity::begin_totp(&visitor.web().app, holder).await {
        Ok(_) => Ok(go(&link::TOTP.to(()))),
        Err(Error::Refused(key)) => Ok(back(&Notice::refused(key))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `GET /account/second-step/totp`
#[derive(Template)]
#[template(path = "identity/totp.html")]
struct TotpPage {
    shell: Shell,
    picture: String,
    offer: TotpOffer,
    asks_password: bool,
    action: String,
    back: String,
    problems: Problems,
}

async fn totp_page(
    visitor: &Visitor,
    holder: Holder<'_>,
    invalid: &Invalid,
) -> PageResult<Option<TotpPage>> {
    let t = visitor.t();
    let app = &visitor.web().app;
    let offer = match app::identity::begun_totp(app, holder).await {
        Ok(offer) => offer,
        Err(Error::NotFound) => return Ok(None),
        Err(other) => return Err(PageError::from(other)),
    };
    Ok(Some(TotpPage {
        shell: visitor.shell(t.say("identity.totp.title")),
        picture: qr::svg(&offer.address).map_err(|_error| PageError::Internal)?,
        offer,
        asks_password: visitor.user().is_some(),
        action: link::TOTP.to(()),
        back: link::SECOND_STEP.to(()),
        problems: Problems::new(t, invalid),
    }))
}

/// `GET /account/second-step/totp`: where nothing was begun, or it is in use, there is nothing to show.
pub(super) async fn totp(visitor: Visitor) -> PageResult<Response> {
    let holder = visitor.setting_up().ok_or(PageError::SignIn)?;
    let page = totp_page(&visitor, holder, &Invalid::default()).await?;
    Ok(page.map_or_else(
        || go(&link::SECOND_STEP.to(())),
        |page| Page(page).into_response(),
    ))
}

/// `POST /account/second-step/totp`: the first code takes it into use.
pub(super) async fn confirm_totp(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let holder = visitor.setting_up().ok_or(PageError::SignIn)?;
    let app = &visitor.web().app;
    let typed = (fields.text("code"), fields.text("password"));
    match app::identity::confirm_totp(app, holder, typed, from.origin()).await {
        Ok(added) => Ok(taken(&visitor, from, added)),
        Err(Error::Invalid(invalid)) => {
            let page = totp_page(&visitor, holder, &invalid).await?;
            Ok(page.map_or_else(|| go(&link::SECOND_STEP.to(())), mend))
        }
        Err(Error::NotFound | Error::Conflict) => Ok(go(&link::SECOND_STEP.to(()))),
        Err(other) => Err(PageError::from(other)),
    }
}

/// Recovery codes, shown once.
#[derive(Template)]
#[template(path = "identity/codes.html")]
struct CodesPage {
    shell: Shell,
    codes: Vec<String>,
    onward: String,
}

fn codes_page(visitor: &Visitor, codes: Vec<String>, onward: String) -> Response {
    let shell = visitor
        .shell(visitor.t().say("identity.codes.title"))
        .once();
    Page(CodesPage {
        shell,
        codes,
        onward,
    })
    .into_response()
}

/// The answer when a second step has been added: the recovery codes, if there are new ones.
pub(super) fn taken(visitor: &Visitor, from: Arrival, added: StepAdded) -> Response {
    let onward = match visitor.user() {
        Some(_) => link::SECOND_STEP.to(()),
        // Whoever was held up goes on to where everyone begins.
        None => START.to(()),
    };
    let answer = if added.codes.is_empty() {
        back(&Notice::done("identity.second-step.added"))
    } else {
        codes_page(visitor, added.codes, onward)
    };
    with_session(visitor.web(), from, added.token, answer)
}

pub(super) fn back(notice: &Notice) -> Response {
    go_with(&link::SECOND_STEP.to(()), notice)
}

/// A page that asks for the password before the second step is changed.
#[derive(Template)]
#[template(path = "identity/confirm.html")]
pub(super) struct ConfirmPage {
    shell: Shell,
    explain: String,
    label: String,
    action: String,
    back: String,
    problems: Problems,
}

/// What is confirmed: keys of the title, of what follows, and of the button; and where it is posted.
pub(super) struct Confirmed {
    pub(super) title: &'static str,
    pub(super) text: String,
    pub(super) label: &'static str,
    pub(super) action: String,
}

pub(super) fn confirm_page(visitor: &Visitor, what: Confirmed, invalid: &Invalid) -> ConfirmPage {
    let t = visitor.t();
    ConfirmPage {
        shell: visitor.shell(t.say(what.title)),
        explain: what.text,
        label: t.say(what.label).to_owned(),
        action: what.action,
        back: link::SECOND_STEP.to(()),
        problems: Problems::new(t, invalid),
    }
}

fn remove_totp_page(visitor: &Visitor, invalid: &Invalid) -> ConfirmPage {
    let what = Confirmed {
        title: "identity.totp.remove-title",
        text: visitor.t().say("identity.totp.remove-text").to_owned(),
        label: "identity.totp.remove",
        action: link::REMOVE_TOTP.to(()),
    };
    confirm_page(visitor, what, invalid)
}

/// `GET /account/second-step/totp/remove`
pub(super) async fn ask_remove_totp(visitor: Visitor) -> PageResult<Response> {
    Ok(Page(remove_totp_page(&visitor, &Invalid::default())).into_response())
}

/// `POST /account/second-step/totp/remove`
pub(super) async fn remove_totp(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (app, password) = (&visitor.web().app, fields.text("password"));
    match app::identity::remove_totp(app, user, password, from.origin()).await {
        Ok(()) => Ok(back(&Notice::done("identity.second-step.removed"))),
        Err(Error::Refused(key)) => Ok(back(&Notice::refused(key))),
        Err(Error::Invalid(invalid)) => Ok(mend(remove_totp_page(&visitor, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}

fn renew_page(visitor: &Visitor, invalid: &Invalid) -> ConfirmPage {
    let what = Confirmed {
        title: "identity.codes.renew-title",
        text: visitor.t().say("identity.codes.renew-text").to_owned(),
        label: "identity.codes.renew",
        action: link::RECOVERY_CODES.to(()),
    };
    confirm_page(visitor, what, invalid)
}

/// `GET /account/second-step/codes`
pub(super) async fn ask_codes(visitor: Visitor) -> PageResult<Response> {
    Ok(Page(renew_page(&visitor, &Invalid::default())).into_response())
}

/// `POST /account/second-step/codes`
pub(super) async fn renew_codes(
    visitor: Visitor,
    from: Arrival,
    fields: Fields,
) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let (app, password) = (&visitor.web().app, fields.text("password"));
    match app::identity::renew_codes(app, user, password, from.origin()).await {
        Ok(codes) => Ok(codes_page(&visitor, codes, link::SECOND_STEP.to(()))),
        Err(Error::Invalid(invalid)) => Ok(mend(renew_page(&visitor, &invalid))),
        Err(other) => Err(PageError::from(other)),
    }
}
