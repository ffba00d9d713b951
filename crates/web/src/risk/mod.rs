//! What may happen in a council term: the leader's page, one service, the analyst's page, the limits.

mod analysis;
mod charts;
mod limits;
mod one;
mod overview;
mod run;
mod unknown;

use domain::identity::Permission;

use crate::extract::Org;
use crate::feature::{Feature, Nav};
use crate::form;
use crate::kit::part::Tab;
use crate::kit::shell::Shell;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "risk",
    nav: Some(Nav {
        label: "risk.nav",
        path: "risk",
        permission: Permission::ThreatRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::ThreatRead);
    let write = Access::Member(Permission::ThreatWrite);
    let decide = Access::Member(Permission::RiskDecide);
    r.get("/{org}/risk", read, overview::show)
        .get("/{org}/risk/services/{node}", read, one::show)
        .get("/{org}/risk/analysis", read, analysis::show)
        .get("/{org}/risk/model.json", read, analysis::model)
        .post("/{org}/risk/runs", write, run::begin)
        .post("/{org}/risk/runs/stop", write, run::stop)
        .get("/{org}/risk/limits", read, form::show::<limits::Limits>)
        .post("/{org}/risk/limits", decide, form::save::<limits::Limits>)
}

/// The frame of a page under the risks.
fn shell(org: &Org, title: &str) -> Shell {
    org.shell(title, &[(org.t().say("risk.title"), "risk")])
}

/// The pages side by side.
fn tabs(org: &Org, here: &str) -> Vec<Tab> {
    let t = org.t();
    let pages = [
        ("", t.say("risk.tab.overview")),
        ("/limits", t.say("risk.tab.limits")),
        ("/analysis", t.say("risk.tab.analysis")),
    ];
    pages
        .into_iter()
        .map(|(path, label)| Tab {
            label: label.to_owned(),
            href: org.href(&format!("risk{path}")),
            current: path == here,
            count: String::new(),
        })
        .collect()
}
