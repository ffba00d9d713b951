//! The result of a round for leadership and council: summary, report, annex, downloads.

mod download;
mod edit;
pub(crate) mod link;
mod result;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "leadership",
    nav: Some(Nav {
        label: "leadership.nav",
        link: link::LATEST,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LATEST, result::latest)
        .get(link::RESULT, result::summary)
        .get(link::REPORT, result::report)
        .get(link::ANNEX, result::annex)
        .edit::<edit::Words>(link::EDIT)
        .get(link::FILE, download::download)
}
