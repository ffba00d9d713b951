//! The handbook: its public pages, and the pages on which a municipality makes it its own.

mod edit;
mod fact;
mod overview;
mod picture;
mod public;
mod worker;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "handbook",
    nav: Some(Nav {
        label: "handbook.nav",
        path: "handbook",
        permission: Permission::HandbookRead,
    }),
    routes,
};

const READ: Access = Access::Member(Permission::HandbookRead);
const WRITE: Access = Access::Member(Permission::HandbookWrite);

fn routes(r: Routes) -> Routes {
    let r = r
        .get("/handbook/{org}", Access::Public, public::choose)
        .get("/handbook/{org}/{lang}", Access::Public, public::start)
        .get("/handbook/{org}/worker.js", Access::Public, worker::script)
        .get(
            "/handbook/{org}/{lang}/cards/{card}",
            Access::Public,
            public::card,
        )
        .get(
            "/handbook/{org}/{lang}/chapters/{card}",
            Access::Public,
            public::chapter,
        )
        .get(
            "/handbook/{org}/{lang}/questions",
            Access::Public,
            public::questions,
        )
        .get(
            "/handbook/{org}/{lang}/glossary",
            Access::Public,
            public::glossary,
        )
        .get(
            "/handbook/{org}/{lang}/sources",
            Access::Public,
            public::sources,
        )
        .get(
            "/handbook/{org}/{lang}/search",
            Access::Public,
            public::search,
        )
        .get(
            "/handbook/{org}/{lang}/files/{file}",
            Access::Public,
            public::file,
        )
        .get(
            "/handbook/{org}/pictures/{sum}/{picture}",
            Access::Public,
            picture::show,
        );
    r.get("/{org}/handbook", READ, overview::show)
        .post("/{org}/handbook/open", WRITE, overview::open)
        .post("/{org}/handbook/shown", WRITE, overview::shown)
        .post("/{org}/handbook/cards", WRITE, edit::new_card)
        .get("/{org}/handbook/facts", WRITE, fact::list)
        .post("/{org}/handbook/facts/{fact}", WRITE, fact::save)
        .get("/{org}/handbook/pictures", WRITE, picture::list)
        .post("/{org}/handbook/pictures", WRITE, picture::add)
        .post(
            "/{org}/handbook/pictures/{picture}/remove",
            WRITE,
            picture::remove,
        )
        .get("/{org}/handbook/parts/{part}", WRITE, edit::form)
        .post("/{org}/handbook/parts/{part}", WRITE, edit::save)
        .post("/{org}/handbook/parts/{part}/forget", WRITE, edit::forget)
}
