//! Rules of rounds that several features keep: nothing of a published round changes, and with which
//! round one is compared.

use std::collections::BTreeMap;

use domain::assessment::{Round, RoundState};
use domain::survey::Level;
use domain::{CriterionId, RoundId};
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

/// The round with which this one is compared, and its levels by criterion: the latest earlier round
/// of the same framework whose result was published. What was never published is a draft, and to
/// compare with a draft would tell of changes that nobody decided on.
pub(crate) async fn previous(
    org: &mut OrgStore,
    round: &Round,
) -> Outcome<Option<(Round, BTreeMap<CriterionId, Level>)>> {
    let earlier = org.rounds().await?.into_iter().find(|one| {
        one.framework == round.framework
            && one.state == RoundState::Published
            && one.id != round.id
            && one.created_at < round.created_at
    });
    let Some(earlier) = earlier else {
        return Ok(None);
    };
    let levels = org.judgement_levels(earlier.id).await?;
    Ok(Some((earlier, levels.into_iter().collect())))
}
