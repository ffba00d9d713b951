//! Files of a round's result.

use app::leadership::{Output, render};
use axum::response::Response;
use domain::{Locale, RoundId};

use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{At, Org, Query};
use crate::page::flash::{Notice, go_with};
use crate::press::file;

/// `GET /{org}/rounds/{round}/results/{file}`: `summary.pdf?language=sv` and the like.
pub(super) async fn download(
    org: Org,
    At((round, name)): At<(RoundId, String)>,
    Query(query): Query,
) -> PageResult<Response> {
    let locale: Locale = query.read("language").unwrap_or(org.cx.locale());
    let output = Output::from_name(&name).ok_or(PageError::NotFound)?;
    match render(&org.cx, Some(round), output, locale).await {
        Ok(made) => Ok(file(made)),
        Err(app::Error::Refused(key)) => {
            let back = org.to(link::RESULT, round);
            Ok(go_with(&back, &Notice::refused(key)))
        }
        Err(other) => Err(PageError::from(other)),
    }
}
