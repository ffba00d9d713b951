//! Choosing an organisation, and an organisation's first page.

mod choose;
mod home;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "organisation",
    nav: Some(Nav {
        label: "organisation.home.nav",
        path: "",
        permission: Permission::ResultRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get("/", Access::SignedIn, choose::show).get(
        "/{org}",
        Access::Member(Permission::ResultRead),
        home::show,
    )
}
