//! Measures: what a budget buys, one measure, accepted risks, decisions, papers for deciding.

mod accepted;
mod budget;
mod choice;
mod decision;
mod edit;
mod fields;
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
        .get(link::NEW, edit::new)
        .post(link::NEW, edit::create)
        .get(link::ACCEPTED, accepted::list)
        .get(link::NEW_ACCEPTANCE, accepted::new)
        .post(link::NEW_ACCEPTANCE, accepted::create)
        .get(link::ACCEPTANCE, accepted::show)
        .post(link::ACCEPTANCE, accepted::save)
        .post(link::REMOVE_ACCEPTANCE, accepted::remove)
        .get(link::DECISIONS, decision::list)
        .get(link::NEW_DECISION, decision::new)
        .post(link::NEW_DECISION, decision::create)
        .get(link::DECISION, decision::show)
        .post(link::DECISION, decision::save)
        .post(link::REMOVE_DECISION, decision::remove)
        .get(link::PAPER, paper::show)
        .get(link::PAPER_FILE, paper::download)
        .get(link::MEASURE, edit::show)
        .post(link::MEASURE, edit::save)
        .post(link::REMOVE, edit::remove)
}
