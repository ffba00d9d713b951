//! Threats: the catalogue as the municipality sees it, one threat, the workshop's own ranges.

mod list;
mod one;
mod words;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "threat",
    nav: Some(Nav {
        label: "threat.nav",
        path: "threats",
        permission: Permission::ThreatRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::ThreatRead);
    let write = Access::Member(Permission::ThreatWrite);
    r.get("/{org}/threats", read, list::show)
        .get("/{org}/threats/{threat}", read, one::show)
        .post("/{org}/threats/{threat}", write, one::save)
        .post("/{org}/threats/{threat}/forget", write, one::forget)
}
