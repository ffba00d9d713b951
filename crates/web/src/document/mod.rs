//! The document review: the checklist, one document, a document of the municipality's own, and the
//! checklist as a table.

mod edit;
mod frame;
pub(crate) mod link;
mod list;
mod table;

use crate::feature::Feature;
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "document",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.edit::<list::States>(link::LIST)
        .form::<edit::Review>(link::NEW, link::DOCUMENT)
        .removal::<edit::Review>(link::REMOVE)
        .restoration::<edit::Review>(link::RESTORE)
        .get(link::TABLE, table::download)
        .get(link::IMPORT, table::show)
        .upload(link::IMPORT, table::import)
}
