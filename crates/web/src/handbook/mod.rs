//! The handbook: its public pages, and the pages on which a municipality makes it its own.

mod edit;
mod fact;
pub(crate) mod link;
mod overview;
mod picture;
mod public;
pub(crate) mod reader;
mod worker;

use crate::feature::Feature;
use crate::limit::Limit;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "handbook",
    nav: Some(Nav {
        label: "handbook.nav",
        link: link::OVERVIEW,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let searches = Limit::new(r.web().app.random());
    let r = r
        .get(link::CHOOSE, public::choose)
        .get(link::START, public::start)
        .get(link::WORKER, worker::script)
        .get(link::CARD, public::card)
        .get(link::CHAPTER, public::chapter)
        .get(link::QUESTIONS, public::questions)
        .get(link::GLOSSARY, public::glossary)
        .get(link::SOURCES, public::sources)
        .get(link::SEARCH, public::search)
        .get(link::FILE, public::file)
        .get(link::PICTURE, picture::show)
        .sharing(searches);
    r.get(link::OVERVIEW, overview::show)
        .post(link::OPEN, overview::open)
        .post(link::SHOWN, overview::shown)
        .post(link::NEW_CARD, edit::new_card)
        .edit::<fact::Facts>(link::FACTS)
        .get(link::PICTURES, picture::list)
        .post(link::PICTURES, picture::add)
        .post(link::REMOVE_PICTURE, picture::remove)
        .edit::<edit::Part>(link::PART)
        .removal::<edit::Part>(link::FORGET_PART)
}
