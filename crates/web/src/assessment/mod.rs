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

pub(crate) use words::with_revision;
mod workspace;

use domain::identity::Permission;
use domain::{ActionId, FindingId};
use proposal::Form;

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
    let r = workspace_routes(round_routes(r));
    proposals::<ActionId>(proposals::<FindingId>(r))
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

fn proposals<F: Form>(r: Routes) -> Routes {
    let judge = Access::Member(Permission::Judge);
    let [new, one, remove, restore] = F::PATHS;
    r.get(new, judge, proposal::new::<F>)
        .post(new, judge, proposal::create::<F>)
        .get(one, judge, proposal::edit::<F>)
        .post(one, judge, proposal::save::<F>)
        .post(remove, judge, proposal::remove::<F>)
        .post(restore, judge, proposal::restore::<F>)
}
