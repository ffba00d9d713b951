//! Services and what they depend on: the register, the owner's form, the picture, what-if, checks and
//! the order of recovery.

mod checks;
mod edit;
mod frame;
pub(crate) mod link;
mod list;
mod picture;
mod recovery;
mod start;
mod table;
mod view;
mod what_if;
mod words;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "service",
    nav: Some(Nav {
        label: "service.title",
        link: link::LIST,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::LIST, list::show)
        .form::<edit::Services>(link::NEW, link::EDIT)
        .get(link::BEGIN, start::show)
        .post(link::BEGIN, start::take)
        .get(link::PICTURE, picture::show)
        .get(link::WHAT_IF, what_if::show)
        .get(link::CHECKS, checks::show)
        .get(link::RECOVERY, recovery::show)
        .get(link::TABLE, table::download)
        .get(link::IMPORT, table::show)
        .upload(link::IMPORT, table::import)
        .get(link::NODE, view::show)
        .post(link::CONFIRM, view::confirm)
        .post(link::REMOVE, view::remove)
        .post(link::RESTORE, view::restore)
}
