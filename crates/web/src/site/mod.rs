//! The operator's pages: the installation and its organisations' names, never their content.

mod accessibility;
mod organisations;
mod styleguide;

use crate::feature::Feature;
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "site",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get("/accessibility", Access::Public, accessibility::show)
        .get("/site", Access::Operator, organisations::list)
        .post(
            "/site/organisations",
            Access::Operator,
            organisations::create,
        )
        .get("/styleguide", Access::Public, styleguide::show)
}
