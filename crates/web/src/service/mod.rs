//! Services and what they stand on: the register, the owner's form, the picture, what-if, checks and
//! the order of recovery.

mod checks;
mod edit;
mod fields;
mod list;
mod needs;
mod picture;
mod recovery;
mod start;
mod table;
mod view;
mod what_if;
mod words;

use domain::NodeId;
use domain::identity::Permission;

use crate::extract::Org;
use crate::feature::{Feature, Nav};
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "service",
    nav: Some(Nav {
        label: "service.title",
        path: "services",
        permission: Permission::ServiceRead,
    }),
    routes,
};

const READ: Access = Access::Member(Permission::ServiceRead);
const WRITE: Access = Access::Member(Permission::ServiceWrite);
const IMPORT: Access = Access::Member(Permission::Import);

fn routes(r: Routes) -> Routes {
    r.get("/{org}/services", READ, list::show)
        .post("/{org}/services", WRITE, edit::create)
        .get("/{org}/services/new", WRITE, edit::new)
        .get("/{org}/services/start", WRITE, start::show)
        .post("/{org}/services/start", WRITE, start::take)
        .get("/{org}/services/picture", READ, picture::show)
        .get("/{org}/services/what-if", READ, what_if::show)
        .get("/{org}/services/checks", READ, checks::show)
        .get("/{org}/services/recovery", READ, recovery::show)
        .get("/{org}/services/table.xlsx", READ, table::download)
        .get("/{org}/services/import", IMPORT, table::show)
        .upload("/{org}/services/import", IMPORT, table::import)
        .get("/{org}/services/{node}", READ, view::show)
        .get("/{org}/services/{node}/edit/{step}", WRITE, edit::show)
        .post("/{org}/services/{node}/edit/{step}", WRITE, edit::save)
        .post("/{org}/services/{node}/confirm", WRITE, view::confirm)
        .post("/{org}/services/{node}/remove", WRITE, view::remove)
        .post("/{org}/services/{node}/restore", WRITE, view::restore)
}

/// Address of a page of the register; empty path for the list.
fn href(org: &Org, path: &str) -> String {
    let slash = if path.is_empty() { "" } else { "/" };
    org.href(&format!("services{slash}{path}"))
}

/// Address of a thing's page.
fn node_href(org: &Org, id: NodeId) -> String {
    href(org, &id.to_string())
}

/// The frame of a page under the register.
fn shell(org: &Org, title: &str) -> Shell {
    org.shell(title, &[(org.t().say("service.title"), "services")])
}

/// The pages of the register side by side.
fn tabs(org: &Org, here: &str) -> Vec<Tab> {
    let t = org.t();
    let pages = [
        ("", t.say("service.tab.list")),
        ("picture", t.say("service.tab.picture")),
        ("what-if", t.say("service.tab.what-if")),
        ("checks", t.say("service.tab.checks")),
        ("recovery", t.say("service.tab.recovery")),
    ];
    pages
        .into_iter()
        .map(|(path, label)| Tab {
            label: label.to_owned(),
            href: href(org, path),
            current: path == here,
            count: String::new(),
        })
        .collect()
}
