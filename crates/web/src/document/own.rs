//! A document of the municipality's own.

use app::{Error, Invalid};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::document::DocumentState;
use domain::{Publicity, RoundId, UploadId};

use super::criteria::{criteria, typed};
use super::edit::{Form, classes, draft};
use super::frame::shell_under_list;
use super::link;
use super::list::states;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Fields, Org, Problems};
use crate::kit::shell::Shell;
use crate::link::Tail;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, mend};

/// `GET /{org}/rounds/{round}/documents/new`
#[derive(Template)]
#[template(path = "document/new.html")]
struct NewPage {
    shell: Shell,
    form: Form,
}

async fn page(org: &Org, round: RoundId, fields: Fields, invalid: &Invalid) -> PageResult<NewPage> {
    let list = app::document::checklist(&org.cx, round).await?;
    let t = org.t();
    let title = t.say("document.own.add");
    Ok(NewPage {
        shell: shell_under_list(org, &list.round, title),
        form: Form {
            action: org.to(link::LIST, round),
            back: org.to(link::LIST, round),
            is_own: true,
            is_withheld: false,
            states: states(org, fields.text("state")),
            classes: classes(org, fields.text("publicity")),
            criteria: criteria(org, &list.framework, &fields),
            criteria_hint: t.say("document.criteria-hint-own"),
            problems: Problems::new(t, invalid),
            fields,
        },
    })
}

/// `GET /{org}/rounds/{round}/documents/new`
pub(super) async fn new(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let fields = Fields::of(&[
        ("state", DocumentState::Exists.code()),
        ("publicity", Publicity::Internal.code()),
        ("revision", "0"),
    ]);
    Ok(Page(page(&org, round, fields, &Invalid::default()).await?).into_response())
}

/// `POST /{org}/rounds/{round}/documents`
pub(super) async fn create(
    org: Org,
    At(round): At<RoundId>,
    fields: Fields,
) -> PageResult<Response> {
    if fields.text("do") == "add" {
        let more = fields.with_all("criteria", &typed(&fields));
        return Ok(Page(page(&org, round, more, &Invalid::default()).await?).into_response());
    }
    match app::document::add_own(&org.cx, round, &draft(&fields)).await {
        Ok(document) => Ok(go_with(
            &org.to(link::LIST, round).fragment(document),
            &Notice::done("document.own.added"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(page(&org, round, fields, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/rounds/{round}/documents/{document}/remove`
pub(super) async fn remove(
    org: Org,
    At((round, document)): At<(RoundId, String)>,
) -> PageResult<Response> {
    let kept = app::document::remove_own(&org.cx, round, &document).await?;
    let undo = org.to(link::RESTORE, (round, kept));
    Ok(go_with(
        &org.to(link::LIST, round),
        &Notice::done("document.own.removed").with_undo(&undo),
    ))
}

/// `POST /{org}/rounds/{round}/restored-documents/{upload}`
pub(super) async fn restore(
    org: Org,
    At((round, kept)): At<(RoundId, UploadId)>,
) -> PageResult<Response> {
    app::document::restore_own(&org.cx, round, kept).await?;
    Ok(go_with(
        &org.to(link::LIST, round),
        &Notice::done("document.own.restored"),
    ))
}
