//! The result of a round for leadership and council: summary, report, annex, downloads.

pub(crate) mod blocks;
mod download;
mod edit;
mod result;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) use download::file;

pub(crate) const FEATURE: Feature = Feature {
    name: "leadership",
    nav: Some(Nav {
        label: "leadership.nav",
        path: "results",
        permission: Permission::ResultRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::ResultRead);
    let write = Access::Member(Permission::SummaryWrite);
    r.get("/{org}/results", read, result::latest)
        .get("/{org}/rounds/{round}/results", read, result::summary)
        .get("/{org}/rounds/{round}/results/report", read, result::report)
        .get(
            "/{org}/rounds/{round}/results/annex",
            Access::Member(Permission::SecretRead),
            result::annex,
        )
        .get("/{org}/rounds/{round}/results/edit", write, edit::show)
        .post("/{org}/rounds/{round}/results/edit", write, edit::save)
        .get(
            "/{org}/rounds/{round}/results/{file}",
            read,
            download::download,
        )
}
