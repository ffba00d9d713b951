//! Inviting organisations, answering an invitation, leaving.

use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::{OrgId, ProgrammeId};

use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org, Path, Problems};
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
    let own = format!("programmes/{id}");
    let crumbs = [
        (t.say("programme.title"), "programmes"),
        (view.programme.title.as_str(), own.as_str()),
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
        action: org.href(&format!("{own}/invite")),
        back: org.href(&own),
        organisations,
        problems: Problems::new(t, invalid),
    })
}

/// `GET /{org}/programmes/{programme}/invite`
pub(super) async fn show(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
) -> PageResult<Response> {
    Ok(Page(page(&org, id, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/programmes/{programme}/invite`
pub(super) async fn send(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
    fields: Fields,
) -> PageResult<Response> {
    let chosen: Vec<OrgId> = fields
        .all("organisations")
        .iter()
        .filter_map(|one| one.parse().ok())
        .collect();
    match app::programme::invite(&org.cx, id, &chosen).await {
        Ok(()) => Ok(go_with(
            &org.href(&format!("programmes/{id}")),
            &Notice::done("programme.invite.done"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, id, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/programmes/{programme}/accept`
pub(super) async fn accept(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
) -> PageResult<Response> {
    app::programme::accept(&org.cx, id).await?;
    Ok(go_with(
        &org.href(&format!("programmes/{id}")),
        &Notice::done("programme.invited.accepted"),
    ))
}

/// `POST /{org}/programmes/{programme}/decline`
pub(super) async fn decline(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
) -> PageResult<Response> {
    app::programme::decline(&org.cx, id).await?;
    Ok(go_with(
        &org.href("programmes"),
        &Notice::done("programme.invited.declined"),
    ))
}

/// `GET /{org}/programmes/{programme}/leave`
pub(super) async fn ask_leave(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
) -> PageResult<Response> {
    let t = org.t();
    let view = app::programme::programme(&org.cx, id).await?;
    let title = view.programme.title;
    let question = t.with("programme.leave.question", &[("programme", &title)]);
    Ok(Page(LeavePage {
        shell: org.shell(&question, &[(t.say("programme.title"), "programmes")]),
        question,
        action: org.href(&format!("programmes/{id}/leave")),
        back: org.href(&format!("programmes/{id}")),
    })
    .into_response())
}

/// `POST /{org}/programmes/{programme}/leave`
pub(super) async fn leave(
    org: Org,
    Path((_, id)): Path<(String, ProgrammeId)>,
) -> PageResult<Response> {
    match app::programme::leave(&org.cx, id).await {
        Ok(()) => Ok(go_with(
            &org.href("programmes"),
            &Notice::done("programme.leave.done"),
        )),
        Err(Error::Refused(key)) => Ok(go_with(
            &org.href(&format!("programmes/{id}")),
            &Notice::refused(key),
        )),
        Err(other) => Err(PageError::from(other)),
    }
}
