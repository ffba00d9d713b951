//! Interviews: planned, held, written down, coded, summed up.

mod coding;
mod facts;
mod guide;
mod list;
mod names;
mod notes;
mod remove;
mod summary;

use app::interview::Opened;
use domain::assessment::Round;
use domain::identity::Permission;
use domain::{InterviewId, RoundId};

use crate::extract::Org;
use crate::feature::Feature;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "interview",
    nav: None,
    routes,
};

const READ: Access = Access::Member(Permission::InterviewRead);
const WRITE: Access = Access::Member(Permission::InterviewWrite);

fn routes(r: Routes) -> Routes {
    let r = r
        .get("/{org}/rounds/{round}/interviews", READ, list::show)
        .post("/{org}/rounds/{round}/interviews", WRITE, facts::create)
        .get("/{org}/rounds/{round}/interviews/new", WRITE, facts::new)
        .get(
            "/{org}/rounds/{round}/interviews/summary",
            READ,
            summary::show,
        )
        .get(
            "/{org}/rounds/{round}/interviews/guides/{guide}",
            READ,
            guide::show,
        );
    of_interview(r)
}

fn of_interview(r: Routes) -> Routes {
    const IMPORT: Access = Access::Member(Permission::Import);
    let r = r
        .get(
            "/{org}/rounds/{round}/interviews/{interview}",
            READ,
            notes::show,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}",
            WRITE,
            notes::save,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}/autosave",
            WRITE,
            notes::autosave,
        )
        .upload(
            "/{org}/rounds/{round}/interviews/{interview}/import",
            IMPORT,
            notes::import,
        )
        .get(
            "/{org}/rounds/{round}/interviews/{interview}/facts",
            WRITE,
            facts::edit,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}/facts",
            WRITE,
            facts::save,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}/done",
            WRITE,
            facts::done,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}/reopen",
            WRITE,
            facts::reopen,
        )
        .get(
            "/{org}/rounds/{round}/interviews/{interview}/names",
            WRITE,
            names::show,
        )
        .post(
            "/{org}/rounds/{round}/interviews/{interview}/names",
            WRITE,
            names::replace,
        );
    of_codings(r)
}

fn of_codings(r: Routes) -> Routes {
    r.get(
        "/{org}/rounds/{round}/interviews/{interview}/remove",
        WRITE,
        remove::ask,
    )
    .post(
        "/{org}/rounds/{round}/interviews/{interview}/remove",
        WRITE,
        remove::remove,
    )
    .get(
        "/{org}/rounds/{round}/interviews/{interview}/turns",
        READ,
        coding::show,
    )
    .post(
        "/{org}/rounds/{round}/interviews/{interview}/turns",
        WRITE,
        coding::code,
    )
    .get(
        "/{org}/rounds/{round}/interviews/{interview}/codings/{passage}",
        WRITE,
        coding::edit,
    )
    .post(
        "/{org}/rounds/{round}/interviews/{interview}/codings/{passage}",
        WRITE,
        coding::save,
    )
    .post(
        "/{org}/rounds/{round}/interviews/{interview}/codings/{passage}/remove",
        WRITE,
        coding::remove,
    )
    .post(
        "/{org}/rounds/{round}/interviews/{interview}/restore/{upload}",
        WRITE,
        coding::restore,
    )
}

/// Address of a page of a round's interviews; empty path for the list.
fn round_href(org: &Org, round: RoundId, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    org.href(&format!("rounds/{round}/interviews{slash}{path}"))
}

/// Address of a page of an interview; empty path for the notes.
fn href(org: &Org, round: RoundId, id: InterviewId, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    round_href(org, round, &format!("{id}{slash}{path}"))
}

/// The frame of a page under the list of interviews.
fn shell_under_list(org: &Org, round: &Round, title: &str) -> Shell {
    let to_round = format!("rounds/{}", round.id);
    let to_list = format!("rounds/{}/interviews", round.id);
    let crumbs = [
        (round.title.as_str(), to_round.as_str()),
        (org.t().say("interview.title"), to_list.as_str()),
    ];
    org.shell(title, &crumbs).of_round(round)
}

/// The frame of an interview's page.
fn shell_of(org: &Org, opened: &Opened) -> Shell {
    shell_under_list(org, &opened.round, &opened.listed.interview.title)
}

/// The pages of one interview; `here` is the one that is shown.
fn tabs(org: &Org, round: &Round, id: InterviewId, here: &str) -> Vec<Tab> {
    let t = org.t();
    let is_writer = org.cx.may_in(round, Permission::InterviewWrite);
    let tab = |label: &str, path: &str| Tab {
        label: label.to_owned(),
        href: href(org, round.id, id, path),
        current: path == here,
        count: String::new(),
    };
    let mut tabs = vec![
        tab(t.say("interview.notes.tab"), ""),
        tab(t.say("interview.coding.tab"), "turns"),
    ];
    if is_writer {
        tabs.push(tab(t.say("interview.names.tab"), "names"));
        tabs.push(tab(t.say("interview.facts.tab"), "facts"));
    }
    tabs
}
