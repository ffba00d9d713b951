//! The document review: the checklist, one document, a document of the municipality's own, and the
//! checklist as a table.

mod criteria;
mod edit;
mod frame;
pub(crate) mod link;
mod list;
mod own;
mod table;

use crate::feature::Feature;
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "document",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list::show)
        .post(link::LIST, own::create)
        .get(link::NEW, own::new)
        .get(link::TABLE, table::download)
        .get(link::IMPORT, table::show)
        .upload(link::IMPORT, table::import)
        .get(link::DOCUMENT, edit::show)
        .post(link::DOCUMENT, edit::save)
        .post(link::STATE, list::set_state)
        .post(link::REMOVE, own::remove)
        .post(link::RESTORE, own::restore)
}
