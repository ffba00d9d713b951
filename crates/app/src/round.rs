//! The rule that nothing of a published round changes, for every feature that writes into a round.

use domain::RoundId;
use domain::assessment::Round;
use store::OrgStore;

use crate::error::{Error, Outcome};

/// A round that may still be worked on.
///
/// # Errors
/// [`Error::NotFound`] when there is none, [`Error::Refused`] once it is published.
pub(crate) async fn open_round(org: &mut OrgStore, id: RoundId) -> Outcome<Round> {
    let round = org.round(id).await?.ok_or(Error::NotFound)?;
    if round.is_open() {
        Ok(round)
    } else {
        Err(Error::Refused("assessment.round.frozen"))
    }
}
