//! Assessment: rounds, the workspace, judgements, findings and measures.

mod action;
mod criterion;
mod finding;
pub(crate) mod link;
mod place;
mod proposal;
mod publish;
mod rounds;
pub(crate) mod steps;
mod theme;
mod words;

pub(crate) use words::with_revision;
mod workspace;

use domain::{ActionId, FindingId};
use proposal::Form;

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
    proposals::<ActionId>(proposals::<FindingId>(r))
}

fn round_routes(r: Routes) -> Routes {
    r.get(link::ROUNDS, rounds::list)
        .get(link::NEW_ROUND, rounds::new)
        .post(link::NEW_ROUND, rounds::create)
        .get(link::ROUND, rounds::show)
        .get(link::EDIT_ROUND, rounds::edit)
        .post(link::EDIT_ROUND, rounds::save)
        .get(link::PUBLISH, publish::ask)
        .post(link::PUBLISH, publish::publish)
        .post(link::REOPEN, publish::reopen)
}

fn workspace_routes(r: Routes) -> Routes {
    r.get(link::WORKSPACE, workspace::show)
        .get(link::THEME, theme::show)
        .get(link::CRITERION, criterion::show)
        .post(link::CRITERION, criterion::save)
}

fn proposals<F: Form>(r: Routes) -> Routes {
    let links = F::LINKS;
    r.get(links.new, proposal::new::<F>)
        .post(links.new, proposal::create::<F>)
        .get(links.one, proposal::edit::<F>)
        .post(links.one, proposal::save::<F>)
        .post(links.remove, proposal::remove::<F>)
        .post(links.restore, proposal::restore::<F>)
}
