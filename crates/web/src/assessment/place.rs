//! Where a theme or a criterion is in a round's workspace.

use domain::RoundId;
use domain::assessment::Place;

use super::link;
use crate::extract::Org;

/// Address of a theme or, when a criterion is named, of the criterion.
pub(super) fn spot(org: &Org, id: RoundId, at: &Place) -> String {
    match &at.criterion {
        None => org.to(link::THEME, (id, &at.theme)),
        Some(criterion) => org.to(link::CRITERION, (id, &at.theme, criterion)),
    }
}
