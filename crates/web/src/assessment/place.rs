//! Where a theme or a criterion is in a round's workspace.

use domain::RoundId;

use super::link;
use crate::extract::Org;

/// Address of a theme or, when a criterion is named, of the criterion.
pub(super) fn spot(org: &Org, id: RoundId, of: &str, one: &str) -> String {
    if one.is_empty() {
        org.to(link::THEME, (id, of))
    } else {
        org.to(link::CRITERION, (id, of, one))
    }
}
