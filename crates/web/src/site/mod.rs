//! The operator's pages: the installation and its organisations' names, never their content.

mod accessibility;
mod backups;
mod erase;
mod first;
mod jobs;
pub(crate) mod link;
mod organisations;
mod styleguide;

use crate::feature::Feature;
use crate::route::Routes;

pub(crate) const FEATURE: Feature = Feature {
    name: "site",
    nav: None,
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(crate::link::ACCESSIBILITY, accessibility::show)
        .get(link::SITE, organisations::list)
        .get(link::NEW, first::begin)
        .post(link::NEW, first::found)
        .get(link::INVITE, first::again)
        .post(link::INVITE, first::invite)
        .get(link::ERASE, erase::show)
        .post(link::ERASE, erase::erase)
        .get(link::BACKUPS, backups::list)
        .post(link::BACKUP_NOW, backups::now)
        .get(link::JOBS, jobs::list)
        .post(link::JOB_AGAIN, jobs::again)
        .post(link::JOB_FORGET, jobs::forget)
        .get(link::STYLEGUIDE, styleguide::show)
}
