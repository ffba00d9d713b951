//! The first page after logging in: one's organisations.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::error::{PageError, PageResult};
use crate::extract::Visitor;
use crate::kit::part::Link;
use crate::kit::shell::Shell;
use crate::link;
use crate::page::{Page, go};

/// `GET /`
#[derive(Template)]
#[template(path = "organisation/choose.html")]
struct ChoosePage {
    shell: Shell,
    organisations: Vec<Link>,
    /// The operator's pages; empty for others.
    site: String,
}

/// `GET /`: with one organisation, straight there.
pub(super) async fn show(visitor: Visitor) -> PageResult<Response> {
    let user = visitor.user().ok_or(PageError::SignIn)?;
    let mine = app::organisation::mine(&visitor.web().app, user).await?;
    if let ([only], false) = (mine.as_slice(), user.is_operator) {
        return Ok(go(&link::HOME.within(&only.slug, ())));
    }
    let organisations = mine
        .iter()
        .map(|org| {
            let home = link::HOME.within(&org.slug, ());
            Link::new(org.name.text(visitor.locale()), &home)
        })
        .collect();
    let site = user.is_operator.then(|| crate::site::link::SITE.to(()));
    let site = site.unwrap_or_default();
    let page = ChoosePage {
        shell: visitor.shell(visitor.t().say("organisation.choose.title")),
        organisations,
        site,
    };
    Ok(Page(page).into_response())
}
