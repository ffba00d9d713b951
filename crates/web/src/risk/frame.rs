//! What surrounds the pages of the risks.

use super::link;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Link;

/// The frame of a page under the risks.
pub(super) fn shell(org: &Org, title: &str) -> Shell {
    let crumb = (org.t().say("risk.title"), org.to(link::OVERVIEW, ()));
    org.shell(title, &[crumb])
}

/// The pages side by side.
pub(super) fn tabs(org: &Org, here: Link) -> Vec<Tab> {
    let pages = [
        ("risk.tab.overview", link::OVERVIEW),
        ("risk.tab.limits", link::LIMITS),
        ("risk.tab.analysis", link::ANALYSIS),
    ];
    org.tabs(&pages, (), here)
}
