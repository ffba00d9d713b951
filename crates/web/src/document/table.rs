//! The checklist as a table: out to fill in, and back.

use app::import::Target;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::RoundId;

use super::frame::shell_under_list;
use super::link;
use crate::error::PageResult;
use crate::extract::{At, Org};
use crate::kit::shell::Shell;
use crate::page::flash::{Notice, go_with};
use crate::page::{Page, download as file, go};
use crate::upload::Upload;

/// `GET /{org}/rounds/{round}/documents/import`
#[derive(Template)]
#[template(path = "document/import.html")]
struct ImportPage {
    shell: Shell,
    action: String,
    table: String,
    back: String,
}

/// `GET /{org}/rounds/{round}/documents/table.xlsx`
pub(super) async fn download(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let table = app::import::documents_template(&org.cx, round).await?;
    let slug = &org.cx.organisation().slug;
    let name = format!("{}-{slug}.xlsx", org.t().say("document.table.file"));
    Ok(file(&name, XLSX, table))
}

/// `GET /{org}/rounds/{round}/documents/import`
pub(super) async fn show(org: Org, At(round): At<RoundId>) -> PageResult<Response> {
    let list = app::document::checklist(&org.cx, round).await?;
    let title = org.t().say("document.table.import-title");
    Ok(Page(ImportPage {
        shell: shell_under_list(&org, &list.round, title),
        action: org.to(link::IMPORT, round),
        table: org.to(link::TABLE, round),
        back: org.to(link::LIST, round),
    })
    .into_response())
}

/// `POST /{org}/rounds/{round}/documents/import`
pub(super) async fn import(
    org: Org,
    At(round): At<RoundId>,
    upload: Upload,
) -> PageResult<Response> {
    if upload.body.is_empty() {
        let notice = Notice::refused("import.no-file");
        return Ok(go_with(&org.to(link::IMPORT, round), &notice));
    }
    let target = Target::Documents(round);
    let staged = app::import::stage(&org.cx, target, &upload.name, upload.body).await?;
    Ok(go(&org.to(crate::import::link::ACCOUNT, staged)))
}
