//! Threats: the catalogue as the municipality sees it, one threat, the workshop's own ranges.

pub(crate) mod link;
mod list;
mod one;
mod words;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "threat",
    nav: Some(Nav {
        label: "threat.nav",
        link: link::LIST,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list::show)
        .edit::<one::Ranges>(link::THREAT)
        .removal::<one::Ranges>(link::FORGET)
}
