//! What the server does for surveys every minute or so.

use super::box_office;
use crate::error::Outcome;
use crate::queue::{Beat, Doing};
use crate::world::App;

/// Keeps the keys of waiting answers with the servers that live, and mixes the answers that are due,
/// in every survey.
///
/// Call it about once a minute. Which survey is due the store decides.
///
/// # Errors
/// When the store fails; the next call does what was left.
pub async fn tick(app: &App) -> Outcome<()> {
    box_office::beat(app).await?;
    let moved = box_office::mix_due(app).await?;
    if moved > 0 {
        tracing::debug!(moved, "answers were mixed");
    }
    Ok(())
}

/// Marks the rolls. Call it once a night, never right after [`tick`].
///
/// # Errors
/// When the store fails; the next call does what was left.
pub async fn tick_nightly(app: &App) -> Outcome<()> {
    box_office::mark_due(app).await?;
    Ok(())
}

/// What a node that serves the site does at each beat: it mixes, and at the first beat of a day it
/// marks the rolls instead, so that the two are never done one right after the other.
///
/// Each server does it for itself, because its halves of the keys and the marks of those who answered
/// there are its own; a node that only works on jobs takes no ballots and has no keys.
pub(crate) fn tend(app: App, beat: Beat) -> Doing<Outcome<()>> {
    Box::pin(async move {
        if beat.is_new_day {
            tick_nightly(&app).await
        } else {
            tick(&app).await
        }
    })
}
