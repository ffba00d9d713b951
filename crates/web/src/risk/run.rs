//! Long simulations: begun and stopped.

use app::Error;
use app::risk::RunDraft;
use axum::response::Response;

use super::analysis;
use super::link;
use crate::error::{PageError, PageResult};
use crate::extract::{Fields, Org};
use crate::page::flash::{Notice, go_with};
use crate::page::mend;

/// `POST /{org}/risk/runs`
pub(super) async fn begin(org: Org, fields: Fields) -> PageResult<Response> {
    let draft = RunDraft {
        terms: fields.text("terms").to_owned(),
        seed: fields.text("seed").to_owned(),
    };
    match app::risk::begin(&org.cx, &draft).await {
        Ok(_) => Ok(go_with(
            &org.to(link::ANALYSIS, ()),
            &Notice::done("risk.run.begun"),
        )),
        Err(Error::Invalid(invalid)) => Ok(mend(analysis::page(&org, fields, &invalid).await?)),
        Err(other) => Err(PageError::from(other)),
    }
}

/// `POST /{org}/risk/runs/stop`
pub(super) async fn stop(org: Org) -> PageResult<Response> {
    app::risk::stop(&org.cx).await?;
    let to = org.to(link::ANALYSIS, ());
    Ok(go_with(&to, &Notice::done("risk.run.stopping")))
}
