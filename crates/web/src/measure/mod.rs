//! Measures: what a budget buys, one measure, accepted risks, decisions, papers for deciding.

mod accepted;
mod budget;
mod choice;
mod decision;
mod edit;
mod fields;
mod one;
mod paper;
mod words;

use domain::identity::Permission;

use crate::extract::Org;
use crate::feature::{Feature, Nav};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "measure",
    nav: Some(Nav {
        label: "measure.nav",
        path: "measures",
        permission: Permission::MeasureRead,
    }),
    routes,
};

const READ: Access = Access::Member(Permission::MeasureRead);
const WRITE: Access = Access::Member(Permission::MeasureWrite);
const DECIDE: Access = Access::Member(Permission::RiskDecide);

fn routes(r: Routes) -> Routes {
    r.get("/{org}/measures", READ, budget::show)
        .get("/{org}/measures/new", WRITE, edit::new)
        .post("/{org}/measures/new", WRITE, edit::create)
        .get("/{org}/measures/accepted", READ, accepted::list)
        .get("/{org}/measures/accepted/new", DECIDE, accepted::new)
        .post("/{org}/measures/accepted/new", DECIDE, accepted::create)
        .get("/{org}/measures/accepted/{id}", DECIDE, accepted::show)
        .post("/{org}/measures/accepted/{id}", DECIDE, accepted::save)
        .post(
            "/{org}/measures/accepted/{id}/remove",
            DECIDE,
            accepted::remove,
        )
        .get("/{org}/measures/decisions", READ, decision::list)
        .get("/{org}/measures/decisions/new", DECIDE, decision::new)
        .post("/{org}/measures/decisions/new", DECIDE, decision::create)
        .get("/{org}/measures/decisions/{id}", DECIDE, decision::show)
        .post("/{org}/measures/decisions/{id}", DECIDE, decision::save)
        .post(
            "/{org}/measures/decisions/{id}/remove",
            DECIDE,
            decision::remove,
        )
        .get("/{org}/measures/paper", READ, paper::show)
        .get("/{org}/measures/paper/file", READ, paper::download)
        .get("/{org}/measures/{id}", READ, edit::show)
        .post("/{org}/measures/{id}", WRITE, edit::save)
        .post("/{org}/measures/{id}/remove", WRITE, edit::remove)
}

/// Address of a page of the measures; empty path for the first.
fn href(org: &Org, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    org.href(&format!("measures{slash}{path}"))
}

/// The frame of a page under the measures.
fn shell(org: &Org, title: &str) -> Shell {
    org.shell(title, &[(org.t().say("measure.title"), "measures")])
}

/// The pages of the measures side by side.
fn tabs(org: &Org, here: &str) -> Vec<Tab> {
    let t = org.t();
    let pages = [
        ("", t.say("measure.tab.budget")),
        ("decisions", t.say("measure.tab.decisions")),
        ("accepted", t.say("measure.tab.accepted")),
        ("paper", t.say("measure.tab.paper")),
    ];
    let tab = |(path, label): (&str, &str)| Tab {
        label: label.to_owned(),
        href: href(org, path),
        current: path == here,
        count: String::new(),
    };
    pages.into_iter().map(tab).collect()
}
