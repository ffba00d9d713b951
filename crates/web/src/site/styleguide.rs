//! Every part of the design system on one page.

use axum::response::{IntoResponse, Response};

use crate::error::PageResult;
use crate::extract::Visitor;
use crate::kit::styleguide::StyleguidePage;
use crate::page::Page;

/// `GET /styleguide`
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let shell = visitor.shell(visitor.t().say("styleguide.title"));
    Ok(Page(StyleguidePage::new(shell)).into_response())
}
