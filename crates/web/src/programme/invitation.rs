//! Inviting organisations, answering an invitation, leaving.

use app::programme::Invited;
use app::{Error, Outcome};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::ProgrammeId;

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org};
use crate::form::{Buttons, Desk, Done, FormView, Loaded, Place};
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/programmes/{programme}/invite`
#[derive(Template)]
#[template(path = "programme/invite.html")]
pub(super) struct InvitePage {
    shell: Shell,
    back: String,
    /// Whether there is nobody to invite.
    is_empty: bool,
    form: FormView,
}

/// `GET /{org}/programmes/{programme}/leave`
#[derive(Template)]
#[template(path = "programme/leave.html")]
struct LeavePage {
    shell: Shell,
    question: String,
    action: String,
    back: String,
}

/// The form of an invitation.
pub(super) struct Invite;

impl Desk for Invite {
    type Form = Invited;
    type New = ();
    type Old = ProgrammeId;
    type Page = InvitePage;

    async fn load(org: &Org, at: &Place<Self>) -> Outcome<Loaded<Invited>> {
        let id = at.old().ok_or(Error::NotFound)?;
        Ok(Loaded {
            was: None,
            with: app::programme::candidates(&org.cx, *id).await?,
        })
    }

    async fn save(org: &Org, at: &Place<Self>, value: Invited) -> Outcome<Done> {
        let id = at.old().ok_or(Error::NotFound)?;
        app::programme::invite(&org.cx, *id, &value.0).await?;
        Ok(Done {
            to: org.to(link::PROGRAMME, *id),
            notice: Notice::done("programme.invite.done"),
        })
    }

    fn subject(_: &Org, _: &Place<Self>) -> Option<String> {
        None
    }

    async fn page(
        org: &Org,
        at: &Place<Self>,
        loaded: &Loaded<Invited>,
        form: impl FnOnce(String) -> FormView + Send,
    ) -> PageResult<InvitePage> {
        let (t, id) = (org.t(), *at.old().ok_or(Error::NotFound)?);
        let view = app::programme::programme(&org.cx, id).await?;
        let back = org.to(link::PROGRAMME, id);
        let crumbs = [
            (t.say("programme.title"), org.to(link::LIST, ())),
            (view.programme.title.as_str(), back.clone()),
        ];
        Ok(InvitePage {
            shell: org.shell(t.say("programme.invite.title"), &crumbs),
            back,
            is_empty: loaded.with.is_empty(),
            form: form(org.to(link::INVITE, id))
                .with_buttons(Buttons::saying(t.say("programme.invite.send"))),
        })
    }
}

/// `POST /{org}/programmes/{programme}/accept`
pub(super) async fn accept(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    app::programme::accept(&org.cx, id).await?;
    Ok(go_with(
        &org.to(link::PROGRAMME, id),
        &Notice::done("programme.invited.accepted"),
    ))
}

/// `POST /{org}/programmes/{programme}/decline`
pub(super) async fn decline(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    app::programme::decline(&org.cx, id).await?;
    Ok(go_with(
        &org.to(link::LIST, ()),
        &Notice::done("programme.invited.declined"),
    ))
}

/// `GET /{org}/programmes/{programme}/leave`
pub(super) async fn ask_leave(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    let t = org.t();
    let view = app::programme::programme(&org.cx, id).await?;
    let title = view.programme.title;
    let question = t.with("programme.leave.question", &[("programme", &title)]);
    Ok(Page(LeavePage {
        shell: org.shell(
            &question,
            &[(t.say("programme.title"), org.to(link::LIST, ()))],
        ),
        question,
        action: org.to(link::LEAVE, id),
        back: org.to(link::PROGRAMME, id),
    })
    .into_response())
}

/// `POST /{org}/programmes/{programme}/leave`
pub(super) async fn leave(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    match app::programme::leave(&org.cx, id).await {
        Ok(()) => Ok(go_with(
            &org.to(link::LIST, ()),
            &Notice::done("programme.leave.done"),
        )),
        Err(Error::Refused(key)) => {
            Ok(go_with(&org.to(link::PROGRAMME, id), &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
