//! A new password for a member where there is no mail: begun by a coordinator, stopped by anybody of
//! the two.

use app::Error;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::UserId;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Visitor};
use crate::kit::shell::Shell;
use crate::link::START;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// What a coordinator hands over, shown once.
#[derive(Template)]
#[template(path = "identity/reset.html")]
struct CodePage {
    shell: Shell,
    name: String,
    code: String,
    from: String,
    until: String,
    /// Where the code is used.
    address: String,
    back: String,
}

/// `POST /{org}/members/{user}/reset`
pub(super) async fn begin(org: Org, At(user): At<UserId>) -> PageResult<Response> {
    let made = match app::identity::begin_reset(&org.cx, user).await {
        Err(Error::Refused(why)) => {
            let notice = Notice::refused(why);
            return Ok(go_with(&org.to(link::MEMBER, user), &notice));
        }
        other => other?,
    };
    let (t, members) = (org.t(), app::identity::members(&org.cx).await?);
    let name = members.into_iter().find(|it| it.user == user);
    let crumb = (t.say("identity.member.title"), org.to(link::MEMBERS, ()));
    let base = &org.cx.app().settings().base_url;
    Ok(Page(CodePage {
        shell: org.shell(t.say("identity.reset.title"), &[crumb]).once(),
        name: name.map(|it| it.name).unwrap_or_default(),
        code: made.code,
        from: t.datetime(made.times.usable_at),
        until: t.datetime(made.times.expires_at),
        address: format!("{base}{}", link::CODE.to(())),
        back: org.to(link::MEMBERS, ()),
    })
    .into_response())
}

/// `POST /{org}/members/{user}/reset/stop`
pub(super) async fn undo(org: Org, At(user): At<UserId>) -> PageResult<Response> {
    app::identity::stop_reset(&org.cx, user).await?;
    let notice = Notice::done("identity.reset.stopped");
    Ok(go_with(&org.to(link::MEMBER, user), &notice))
}

/// `POST /account/reset/stop`
pub(super) async fn stop(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    app::identity::stop_own_reset(&visitor.web().app, user).await?;
    let notice = Notice::done("identity.reset.stopped");
    Ok(go_with(&START.to(()), &notice))
}
