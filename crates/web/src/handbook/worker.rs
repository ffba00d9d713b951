//! The script that keeps the pages on the device.

use app::handbook::picture_address;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::Locale;

use super::reader::Reader;
use crate::error::PageResult;
use crate::extract::{At, Query, Visitor};
use crate::kit::asset;

/// `GET /handbook/{org}/worker.js?lang=`: lists the pages of one language, then what to do with them.
pub(super) async fn script(
    visitor: Visitor,
    At(org): At<String>,
    Query(query): Query,
) -> PageResult<Response> {
    let locale: Locale = query.read("lang").unwrap_or(visitor.locale());
    let app = &visitor.web().app;
    // Without the visitor: what only members see is not left on a device.
    let shown = app::handbook::public(app, &org, None, locale).await?;
    let slug = &shown.organisation.slug;
    let reader = Reader::new(slug.as_str(), locale);
    let mut pages = vec![
        reader.start(),
        reader.questions(),
        reader.glossary(),
        reader.sources(),
    ];
    for card in &shown.book.cards {
        pages.push(reader.card(&card.id));
        if card.chapter.is_some() {
            pages.push(reader.chapter(&card.id));
        }
    }
    let pictures = shown.book.pictures.values();
    pages.extend(pictures.map(|picture| picture_address(&shown.organisation, picture)));
    let version = asset::version();
    pages.push(asset::address("handbook.js"));
    let list = serde_json::to_string(&pages).unwrap_or_default();
    let scope = reader.scope();
    let body = format!(
        "const NAME = 'handbook:{slug}:{locale}:{version}';\nconst SCOPE = '{scope}';\n\
         const PAGES = {list};\n{}",
        asset::HANDBOOK_WORKER
    );
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    Ok((headers, body).into_response())
}
