//! The outputs as pages: the same documents that are printed, drawn by the web.

use domain::publicity::{Internal, Public};
use domain::{Publicity, RoundId};
use reports::document::Document;
use reports::{Cut, Report};

use super::material::{material, permit, right};
use super::{annex, full, summary};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};

/// The summary in the person's language, in the internal edition when asked for.
///
/// # Errors
/// [`Error::Refused`] when the result has not been published for this person,
/// [`Error::Forbidden`] without the right to the edition.
pub async fn summary_page(cx: &OrgCx, round: RoundId, internal: bool) -> Outcome<Document> {
    pick(cx, round, internal).await?;
    let material = material(cx, round, cx.locale()).await?;
    Ok(if internal {
        draw(cx, &summary::<Internal>(&material))
    } else {
        draw(cx, &summary::<Public>(&material))
    })
}

/// The full report in the person's language, in the internal edition when asked for.
///
/// # Errors
/// As [`summary_page`].
pub async fn report_page(cx: &OrgCx, round: RoundId, internal: bool) -> Outcome<Document> {
    pick(cx, round, internal).await?;
    let material = material(cx, round, cx.locale()).await?;
    Ok(if internal {
        draw(cx, &full::<Internal>(&material))
    } else {
        draw(cx, &full::<Public>(&material))
    })
}

/// The annex in the person's language. Opening it is recorded.
///
/// # Errors
/// [`Error::Forbidden`] without the right to secret material.
pub async fn annex_page(cx: &OrgCx, round: RoundId) -> Outcome<Document> {
    Ok(draw(cx, &annex(cx, round).await?))
}

/// Goes on only when the person may have the edition.
async fn pick(cx: &OrgCx, id: RoundId, internal: bool) -> Outcome<()> {
    // The right comes before the look: who may not read learns nothing of which rounds there are.
    cx.require(right(if internal {
        Publicity::Internal
    } else {
        Publicity::Public
    }))?;
    let round = cx.read().await?.round(id).await?;
    let round = round.ok_or(Error::NotFound)?;
    if internal {
        permit::<Internal>(cx, &round)
    } else {
        permit::<Public>(cx, &round)
    }
}

pub(crate) fn draw(cx: &OrgCx, report: &dyn Report) -> Document {
    report.document(cx.texts(), Cut::NOTHING)
}
