//! The script that keeps the pages on the device.

use app::handbook::picture_address;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Locale;

use crate::error::PageResult;
use crate::extract::{Path, Query, Visitor};
use crate::kit::asset;

/// `GET /handbook/{org}/worker.js?lang=`: lists the pages of one language, then what to do with them.
pub(super) async fn script(
    visitor: Visitor,
    Path(org): Path<String>,
    Query(query): Query,
) -> PageResult<Response> {
    let locale: Locale = query.read("lang").unwrap_or(visitor.locale());
    let app = &visitor.web().app;
    // Without the visitor: what only members see is not left on a device.
    let shown = app::handbook::public(app, &org, None, locale).await?;
    let root = format!("/handbook/{}/{locale}", shown.organisation.slug);
    let mut pages: Vec<String> = ["", "/questions", "/glossary", "/sources"]
        .iter()
        .map(|page| format!("{root}{page}"))
        .collect();
    for card in &shown.book.cards {
        pages.push(format!("{root}/cards/{}", card.id));
        if card.chapter.is_some() {
            pages.push(format!("{root}/chapters/{}", card.id));
        }
    }
    let pictures = shown.book.pictures.values();
    pages.extend(pictures.map(|picture| picture_address(&shown.organisation, picture)));
    let version = asset::version();
    pages.push(format!("/assets/handbook.js?v={version}"));
    let list = serde_json::to_string(&pages).unwrap_or_default();
    let slug = &shown.organisation.slug;
    let body = format!(
        "const NAME = 'handbook:{slug}:{locale}:{version}';\nconst SCOPE = '/handbook/{slug}/';\n\
         const PAGES = {list};\n{}",
        asset::HANDBOOK_WORKER
    );
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, body).into_response())
}
