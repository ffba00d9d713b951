//! Interviews: planned, held, written down, coded, summed up.

mod coding;
mod facts;
mod frame;
mod guide;
pub(crate) mod link;
mod list;
mod names;
mod notes;
mod remove;
mod summary;

use crate::feature::Feature;
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "interview",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    let r = r
        .get(link::LIST, list::show)
        .get(link::SUMMARY, summary::show)
        .get(link::GUIDE, guide::show);
    of_interview(r)
}

fn of_interview(r: Routes) -> Routes {
    let r = r
        .edit::<notes::Writing>(link::NOTES)
        .post(link::AUTOSAVE, notes::autosave)
        .upload(link::IMPORT, notes::import)
        .form::<facts::Interviews>(link::NEW, link::FACTS)
        .post(link::DONE, facts::done)
        .post(link::REOPEN, facts::reopen)
        .get(link::NAMES, names::show)
        .post(link::NAMES, names::replace);
    of_codings(r)
}

fn of_codings(r: Routes) -> Routes {
    r.get(link::REMOVE, remove::ask)
        .post(link::REMOVE, remove::remove)
        .form::<coding::Codings>(link::TURNS, link::CODING)
        .post(link::REMOVE_CODING, coding::remove)
        .post(link::RESTORE_CODING, coding::restore)
}
