//! Assessment: rounds, the workspace, judgements, findings and measures.

mod criterion;
mod finding;
mod measure;
pub(crate) mod place;
mod publish;
mod rounds;
pub(crate) mod steps;
mod theme;
mod words;
mod workspace;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "assessment",
    nav: Some(Nav {
        label: "assessment.nav",
        path: "rounds",
        permission: Permission::ResultRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    proposals(workspace_routes(round_routes(r)))
}

fn round_routes(r: Routes) -> Routes {
    let manage = Access::Member(Permission::RoundManage);
    let read = Access::Member(Permission::AssessmentRead);
    r.get(
        "/{org}/rounds",
        Access::Member(Permission::ResultRead),
        rounds::list,
    )
    .get("/{org}/rounds/new", manage, rounds::new)
    .post("/{org}/rounds/new", manage, rounds::create)
    .get("/{org}/rounds/{round}", read, rounds::show)
    .get("/{org}/rounds/{round}/edit", manage, rounds::edit)
    .post("/{org}/rounds/{round}/edit", manage, rounds::save)
    .get("/{org}/rounds/{round}/publish", manage, publish::ask)
    .post("/{org}/rounds/{round}/publish", manage, publish::publish)
    .post("/{org}/rounds/{round}/reopen", manage, publish::reopen)
}

fn workspace_routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::AssessmentRead);
    r.get("/{org}/rounds/{round}/workspace", read, workspace::show)
        .get("/{org}/rounds/{round}/workspace/{theme}", read, theme::show)
        .get(
            "/{org}/rounds/{round}/workspace/{theme}/{criterion}",
            read,
            criterion::show,
        )
        .post(
            "/{org}/rounds/{round}/workspace/{theme}/{criterion}",
            Access::Member(Permission::Judge),
            criterion::save,
        )
}

fn proposals(r: Routes) -> Routes {
    let judge = Access::Member(Permission::Judge);
    r.get("/{org}/rounds/{round}/findings/new", judge, finding::new)
        .post("/{org}/rounds/{round}/findings/new", judge, finding::create)
        .get(
            "/{org}/rounds/{round}/findings/{finding}",
            judge,
            finding::edit,
        )
        .post(
            "/{org}/rounds/{round}/findings/{finding}",
            judge,
            finding::save,
        )
        .post(
            "/{org}/rounds/{round}/findings/{finding}/remove",
            judge,
            finding::remove,
        )
        .post(
            "/{org}/rounds/{round}/findings/{finding}/restore",
            judge,
            finding::restore,
        )
        .get("/{org}/rounds/{round}/measures/new", judge, measure::new)
        .post("/{org}/rounds/{round}/measures/new", judge, measure::create)
        .get(
            "/{org}/rounds/{round}/measures/{measure}",
            judge,
            measure::edit,
        )
        .post(
            "/{org}/rounds/{round}/measures/{measure}",
            judge,
            measure::save,
        )
        .post(
            "/{org}/rounds/{round}/measures/{measure}/remove",
            judge,
            measure::remove,
        )
        .post(
            "/{org}/rounds/{round}/measures/{measure}/restore",
            judge,
            measure::restore,
        )
}
