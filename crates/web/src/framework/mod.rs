//! Frameworks: the list, one framework, removing one, loading one from a file.

pub(crate) mod link;
mod list;
mod view;

use crate::feature::Feature;
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "framework",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list::show)
        .upload(link::LIST, list::load)
        .get(link::FRAMEWORK, view::show)
        .post(link::REMOVE, view::remove)
}
