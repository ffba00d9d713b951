//! An organisation's first page.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::error::PageResult;
use crate::extract::Org;
use crate::kit::shell::Shell;
use crate::page::Page;

/// `GET /{org}`
#[derive(Template)]
#[template(path = "organisation/home.html")]
struct HomePage {
    shell: Shell,
}

/// `GET /{org}`
pub(super) async fn show(org: Org) -> PageResult<Response> {
    let name = org.cx.organisation().name.text(org.cx.locale()).to_owned();
    Ok(Page(HomePage {
        shell: org.shell(&name, &[]),
    })
    .into_response())
}
