//! What surrounds the pages of the register of services.

use super::link;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Link;

/// The frame of a page under the register.
pub(super) fn shell(org: &Org, title: &str) -> Shell {
    let crumb = (org.t().say("service.title"), org.to(link::LIST, ()));
    org.shell(title, &[crumb])
}

/// The pages of the register side by side.
pub(super) fn tabs(org: &Org, here: Link) -> Vec<Tab> {
    let pages = [
        ("service.tab.list", link::LIST),
        ("service.tab.picture", link::PICTURE),
        ("service.tab.what-if", link::WHAT_IF),
        ("service.tab.checks", link::CHECKS),
        ("service.tab.recovery", link::RECOVERY),
    ];
    org.tabs(&pages, (), here)
}
