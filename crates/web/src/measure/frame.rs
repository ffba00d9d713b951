//! What surrounds the pages of the measures.

use super::link;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Link;

/// The frame of a page under the measures.
pub(super) fn shell(org: &Org, title: &str) -> Shell {
    let crumb = (org.t().say("measure.title"), org.to(link::BUDGET, ()));
    org.shell(title, &[crumb])
}

/// The pages of the measures side by side.
pub(super) fn tabs(org: &Org, here: Link) -> Vec<Tab> {
    let pages = [
        ("measure.tab.budget", link::BUDGET),
        ("measure.tab.decisions", link::DECISIONS),
        ("measure.tab.accepted", link::ACCEPTED),
        ("measure.tab.paper", link::PAPER),
    ];
    org.tabs(&pages, (), here)
}
