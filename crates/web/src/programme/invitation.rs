//! Inviting organisations, answering an invitation, leaving.

use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{OrgId, ProgrammeId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::part::Choice;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/programmes/{programme}/invite`
#[derive(Template)]
#[template(path = "programme/invite.html")]
struct InvitePage {
    shell: Shell,
    action: String,
    back: String,
    organisations: Vec<Choice>,
    problems: Problems,
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

async fn page(org: &Org, id: ProgrammeId, invalid: &Invalid) -> PageResult<InvitePage> {
    let t = org.t();
    let view = app::programme::programme(&org.cx, id).await?;
    let crumbs = [
        (t.say("programme.title"), org.to(link::LIST, ())),
        (view.programme.title.as_str(), org.to(link::PROGRAMME, id)),
    ];
    let organisations = app::programme::candidates(&org.cx, id)
        .await?
        .iter()
        .map(|one| {
            let kind = match one.kind {
                domain::organisation::Kind::Municipality => "organisation.kind.municipality",
                domain::organisation::Kind::Partner => "organisation.kind.partner",
                domain::organisation::Kind::Host => "organisation.kind.host",
            };
            let id = one.id.to_string();
            Choice::new(&id, one.name.text(t.locale())).with_hint(t.say(kind))
        })
        .collect();
    Ok(InvitePage {
        shell: org.shell(t.say("programme.invite.title"), &crumbs),
        action: org.to(link::INVITE, id),
        back: org.to(link::PROGRAMME, id),
        organisations,
        problems: Problems::new(t, invalid),
    })
}

/// `GET /{org}/programmes/{programme}/invite`
pub(super) async fn show(org: Org, At(id): At<ProgrammeId>) -> PageResult<Response> {
    Ok(Page(page(&org, id, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/programmes/{programme}/invite`
pub(super) async fn send(
    org: Org,
    At(id): At<ProgrammeId>,
    fields: Fields,
) -> PageResult<Response> {
    let chosen: Vec<OrgId> = fields
        .all("organisations")
        .iter()
        .filter_map(|one| one.parse().ok())
        .collect();
    match app::programme::invite(&org.cx, id, &chosen).await {
        Ok(()) => Ok(go_with(
            &org.to(link::PROGRAMME, id),
            &Notice::done("programme.invite.done"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, id, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
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
