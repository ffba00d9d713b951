//! What surrounds the pages of interviews.

use app::interview::Opened;
use domain::assessment::Round;
use domain::identity::Permission;
use domain::{InterviewId, RoundId};

use super::link;
use crate::extract::Org;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::link::Link;

/// The frame of a page under the list of interviews.
pub(super) fn shell_under_list(org: &Org, round: &Round, title: &str) -> Shell {
    let crumbs = [
        (
            round.title.as_str(),
            org.to(crate::assessment::link::ROUND, round.id),
        ),
        (org.t().say("interview.title"), org.to(link::LIST, round.id)),
    ];
    org.shell(title, &crumbs).of_round(round)
}

/// The frame of an interview's page.
pub(super) fn shell_of(org: &Org, opened: &Opened) -> Shell {
    shell_under_list(org, &opened.round, &opened.listed.interview.title)
}

/// The pages of one interview; `here` is the one that is shown.
pub(super) fn tabs(
    org: &Org,
    round: &Round,
    id: InterviewId,
    here: Link<(RoundId, InterviewId)>,
) -> Vec<Tab> {
    let mut pages = vec![
        ("interview.notes.tab", link::NOTES),
        ("interview.coding.tab", link::TURNS),
    ];
    if org.cx.may_in(round, Permission::InterviewWrite) {
        pages.push(("interview.names.tab", link::NAMES));
        pages.push(("interview.facts.tab", link::FACTS));
    }
    org.tabs(&pages, (round.id, id), here)
}
