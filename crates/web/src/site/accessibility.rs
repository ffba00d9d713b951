//! The accessibility statement, which the law on digital services asks of its users' services.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::error::PageResult;
use crate::extract::Visitor;
use crate::kit::shell::Shell;
use crate::page::Page;

/// `GET /accessibility`
#[derive(Template)]
#[template(path = "site/accessibility.html")]
struct AccessibilityPage {
    shell: Shell,
}

/// `GET /accessibility`
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let shell = visitor.shell(visitor.t().say("site.accessibility.title"));
    Ok(Page(AccessibilityPage { shell }).into_response())
}
