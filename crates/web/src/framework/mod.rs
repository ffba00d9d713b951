//! Frameworks: the list, one framework, removing one, loading one from a file.

mod list;
mod view;

use domain::identity::Permission;

use crate::feature::Feature;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "framework",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::AssessmentRead);
    let load = Access::Member(Permission::FrameworkLoad);
    r.get("/{org}/frameworks", read, list::show)
        .upload("/{org}/frameworks", load, list::load)
        .get("/{org}/frameworks/{framework}", read, view::show)
        .post("/{org}/frameworks/{framework}/remove", load, view::remove)
}
