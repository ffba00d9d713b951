//! Assessment: rounds, the workspace, judgements, findings and actions.

mod criterion;
mod facts;
pub(crate) mod link;
mod place;
mod proposal;
mod publish;
mod rounds;
pub(crate) mod steps;
mod theme;
mod words;

mod workspace;

use domain::{ActionId, FindingId};

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "assessment",
    nav: Some(Nav {
        label: "assessment.nav",
        link: link::ROUNDS,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let r = workspace_routes(round_routes(r));
    proposal::routes::<ActionId>(proposal::routes::<FindingId>(r))
}

fn round_routes(r: Routes) -> Routes {
    r.get(link::ROUNDS, rounds::list)
        .form::<facts::Facts>(link::NEW_ROUND, link::EDIT_ROUND)
        .get(link::ROUND, rounds::show)
        .get(link::PUBLISH, publish::ask)
        .post(link::PUBLISH, publish::publish)
        .post(link::REOPEN, publish::reopen)
}

fn workspace_routes(r: Routes) -> Routes {
    r.get(link::WORKSPACE, workspace::show)
        .get(link::THEME, theme::show)
        .edit::<criterion::Judge>(link::CRITERION)
}
