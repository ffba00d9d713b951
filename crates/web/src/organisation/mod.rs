//! Choosing an organisation, and an organisation's first page.

mod choose;
mod export;
mod home;
pub(crate) mod link;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "organisation",
    nav: Some(Nav {
        label: "organisation.home.nav",
        link: crate::link::HOME,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(crate::link::START, choose::show)
        .get(crate::link::HOME, home::show)
        .get(link::EXPORT, export::show)
        .get(link::EXPORT_FILE, export::file)
}
