//! Assessment: rounds, the workspace, judgements, findings and measures.

mod criterion;
mod finding;
mod measure;
pub(crate) mod place;
mod proposal;
mod publish;
mod rounds;
pub(crate) mod steps;
mod theme;
mod words;
mod workspace;

use domain::identity::Permission;
use domain::{ActionId, FindingId};

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
    r.get(
        "/{org}/rounds/{round}/findings/new",
        judge,
        proposal::new::<FindingId>,
    )
    .post(
        "/{org}/rounds/{round}/findings/new",
        judge,
        proposal::create::<FindingId>,
    )
    .get(
        "/{org}/rounds/{round}/findings/{finding}",
        judge,
        proposal::edit::<FindingId>,
    )
    .post(
        "/{org}/rounds/{round}/findings/{finding}",
        judge,
        proposal::save::<FindingId>,
    )
    .post(
        "/{org}/rounds/{round}/findings/{finding}/remove",
        judge,
        proposal::remove::<FindingId>,
    )
    .post(
        "/{org}/rounds/{round}/findings/{finding}/restore",
        judge,
        proposal::restore::<FindingId>,
    )
    .get(
        "/{org}/rounds/{round}/measures/new",
        judge,
        proposal::new::<ActionId>,
    )
    .post(
        "/{org}/rounds/{round}/measures/new",
        judge,
        proposal::create::<ActionId>,
    )
    .get(
        "/{org}/rounds/{round}/measures/{measure}",
        judge,
        proposal::edit::<ActionId>,
    )
    .post(
        "/{org}/rounds/{round}/measures/{measure}",
        judge,
        proposal::save::<ActionId>,
    )
    .post(
        "/{org}/rounds/{round}/measures/{measure}/remove",
        judge,
        proposal::remove::<ActionId>,
    )
    .post(
        "/{org}/rounds/{round}/measures/{measure}/restore",
        judge,
        proposal::restore::<ActionId>,
    )
}
