//! Files of a round's result.

use app::leadership::{Output, render};
use app::print::File;
use axum::response::Response;
use domain::{Locale, RoundId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Query};
use crate::page;
use crate::page::flash::{Notice, go_with};

/// `GET /{org}/rounds/{round}/results/{file}`: `summary.pdf?language=sv` and its kin.
pub(super) async fn download(
    org: Org,
    At((round, name)): At<(RoundId, String)>,
    Query(query): Query,
) -> PageResult<Response> {
    let locale: Locale = query.read("language").unwrap_or(org.cx.locale());
    let output = Output::from_name(&name, locale).ok_or(PageError::NotFound)?;
    match render(&org.cx, Some(round), output).await {
        Ok(made) => Ok(file(made)),
        Err(app::Error::Refused(key)) => {
            let back = org.to(link::RESULT, round);
            Ok(go_with(&back, &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}

/// A file as an answer.
pub(crate) fn file(made: File) -> Response {
    page::download(&made.name, made.content_type, made.bytes)
}
