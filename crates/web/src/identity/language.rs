//! Choosing the language.

use axum::http::header;
use axum::response::Response;
use domain::Locale;

use super::sign_in::own_path;
use crate::cookie;
use crate::error::PageResult;
use crate::extract::{Fields, Visitor};
use crate::page::go;

/// A year: the choice of a device.
const SECONDS: i64 = 365 * 24 * 60 * 60;

/// `POST /language`
pub(super) async fn choose(visitor: Visitor, fields: Fields) -> PageResult<Response> {
    let locale: Locale = fields.read("language").unwrap_or_else(|| visitor.locale());
    // Whoever has not given the second step changes nothing of the account.
    if let Some(holder) = visitor.setting_up() {
        app::identity::set_locale(&visitor.web().app, holder.user, locale).await?;
    }
    let mut answer = go(&own_path(fields.text("return_to")));
    let secure = visitor.web().is_secure;
    if let Some(value) = cookie::set(cookie::LANGUAGE, locale.code(), SECONDS, secure) {
        answer.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(answer)
}
