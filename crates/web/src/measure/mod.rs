//! Measures: what a budget buys, one measure, accepted risks, decisions, papers for deciding.

mod accepted;
mod budget;
mod choice;
mod decision;
mod edit;
mod frame;
pub(crate) mod link;
mod one;
mod paper;
mod words;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "measure",
    nav: Some(Nav {
        label: "measure.nav",
        link: link::BUDGET,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::BUDGET, budget::show)
        .form::<edit::Measures>(link::NEW, link::MEASURE)
        .removal::<edit::Measures>(link::REMOVE)
        .restoration::<edit::Measures>(link::RESTORE)
        .get(link::ACCEPTED, accepted::list)
        .form::<accepted::Accepted>(link::NEW_ACCEPTANCE, link::ACCEPTANCE)
        .removal::<accepted::Accepted>(link::REMOVE_ACCEPTANCE)
        .restoration::<accepted::Accepted>(link::RESTORE_ACCEPTANCE)
        .get(link::DECISIONS, decision::list)
        .form::<decision::Decisions>(link::NEW_DECISION, link::DECISION)
        .removal::<decision::Decisions>(link::REMOVE_DECISION)
        .restoration::<decision::Decisions>(link::RESTORE_DECISION)
        .get(link::PAPER, paper::show)
        .get(link::PAPER_FILE, paper::download)
}
