//! The document review: the checklist, one document, a document of the municipality's own, and the
//! checklist as a table.

mod criteria;
mod edit;
mod list;
mod own;
mod table;

use domain::RoundId;
use domain::assessment::Round;
use domain::identity::Permission;

use crate::extract::Org;
use crate::feature::Feature;
use crate::kit::shell::Shell;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "document",
    nav: None,
    routes,
};

const READ: Access = Access::Member(Permission::DocumentRead);
const WRITE: Access = Access::Member(Permission::DocumentWrite);
const IMPORT: Access = Access::Member(Permission::Import);

fn routes(r: Routes) -> Routes {
    r.get("/{org}/rounds/{round}/documents", READ, list::show)
        .post("/{org}/rounds/{round}/documents", WRITE, own::create)
        .get("/{org}/rounds/{round}/documents/new", WRITE, own::new)
        .get(
            "/{org}/rounds/{round}/documents/table.xlsx",
            READ,
            table::download,
        )
        .get(
            "/{org}/rounds/{round}/documents/import",
            IMPORT,
            table::show,
        )
        .upload(
            "/{org}/rounds/{round}/documents/import",
            IMPORT,
            table::import,
        )
        .get(
            "/{org}/rounds/{round}/documents/{document}",
            READ,
            edit::show,
        )
        .post(
            "/{org}/rounds/{round}/documents/{document}",
            WRITE,
            edit::save,
        )
        .post(
            "/{org}/rounds/{round}/documents/{document}/state",
            WRITE,
            list::set_state,
        )
        .post(
            "/{org}/rounds/{round}/documents/{document}/remove",
            WRITE,
            own::remove,
        )
        .post(
            "/{org}/rounds/{round}/restored-documents/{upload}",
            WRITE,
            own::restore,
        )
}

/// Address of a page of a round's documents; empty path for the list.
fn href(org: &Org, round: RoundId, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    org.href(&format!("rounds/{round}/documents{slash}{path}"))
}

/// The frame of a page under the checklist.
fn shell_under_list(org: &Org, round: &Round, title: &str) -> Shell {
    let to_round = format!("rounds/{}", round.id);
    let to_list = format!("rounds/{}/documents", round.id);
    let crumbs = [
        (round.title.as_str(), to_round.as_str()),
        (org.t().say("document.title"), to_list.as_str()),
    ];
    org.shell(title, &crumbs).of_round(round)
}
