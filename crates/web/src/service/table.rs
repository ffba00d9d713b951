//! The register as a table: out to read or fill in, and back; or in from the service catalogue.

use app::import::Target;
use askama::Template;
use axum::response::{IntoResponse, Response};

use super::frame::shell;
use super::link;
use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, download as file, go};
use crate::upload::Upload;

/// `GET /{org}/services/import`
#[derive(Template)]
#[template(path = "service/import.html")]
struct ImportPage {
    shell: Shell,
    action: String,
    table: String,
    back: String,
}

/// `GET /{org}/services/table.xlsx`
pub(super) async fn download(org: Org) -> PageResult<Response> {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let table = app::import::services_table(&org.cx).await?;
    let slug = &org.cx.organisation().slug;
    let name = format!("{}-{slug}.xlsx", org.t().say("service.table.file"));
    Ok(file(&name, XLSX, table))
}

/// `GET /{org}/services/import`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    Ok(Page(ImportPage {
        shell: shell(&org, org.t().say("service.import.title")),
        action: org.to(link::IMPORT, ()),
        table: org.to(link::TABLE, ()),
        back: org.to(link::LIST, ()),
    })
    .into_response())
}

/// `POST /{org}/services/import`
pub(super) async fn import(org: Org, upload: Upload) -> PageResult<Response> {
    if upload.body.is_empty() {
        let notice = Notice::refused("import.no-file");
        return Ok(go_with(&org.to(link::IMPORT, ()), &notice));
    }
    let staged = app::import::stage(&org.cx, Target::Services, &upload.name, upload.body).await?;
    Ok(go(&org.to(crate::import::link::ACCOUNT, staged)))
}
