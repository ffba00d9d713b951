//! What surrounds the pages of the document review.

use domain::assessment::Round;

use super::link;
use crate::extract::Org;
use crate::kit::shell::Shell;

/// The frame of a page under the checklist.
pub(super) fn shell_under_list(org: &Org, round: &Round, title: &str) -> Shell {
    let crumbs = [
        (
            round.title.as_str(),
            org.to(crate::assessment::link::ROUND, round.id),
        ),
        (org.t().say("document.title"), org.to(link::LIST, round.id)),
    ];
    org.shell(title, &crumbs).of_round(round)
}
