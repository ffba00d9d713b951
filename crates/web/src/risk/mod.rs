//! What may happen in a council term: the leader's page, one service, the analyst's page, the limits.

mod analysis;
mod charts;
mod frame;
mod limits;
pub(crate) mod link;
mod one;
mod overview;
mod run;
mod unknown;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "risk",
    nav: Some(Nav {
        label: "risk.nav",
        link: link::OVERVIEW,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::OVERVIEW, overview::show)
        .get(link::SERVICE, one::show)
        .edit::<run::Begin>(link::ANALYSIS)
        .get(link::MODEL, analysis::model)
        .post(link::STOP, run::stop)
        .edit::<limits::Limits>(link::LIMITS)
}
