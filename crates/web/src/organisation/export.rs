//! The whole content of the organisation as files: what is in it is told first.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::shell::Shell;
use crate::page::Page;
use crate::press;

/// `GET /{org}/export`
#[derive(Template)]
#[template(path = "organisation/export.html")]
struct ExportPage {
    shell: Shell,
    file: String,
}

/// `GET /{org}/export`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    Ok(Page(ExportPage {
        shell: org.shell(org.t().say("export.title"), &[]),
        file: org.to(link::EXPORT_FILE, ()),
    })
    .into_response())
}

/// `GET /{org}/export/file`
pub(super) async fn file(org: Org) -> PageResult<Response> {
    Ok(press::file(app::backup::export(&org.cx).await?))
}
