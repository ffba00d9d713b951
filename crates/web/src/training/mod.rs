//! The training: a person's own modules, the sessions of bodies, how far each body is, the surveys
//! before and after.

pub(crate) mod link;
mod mine;
mod module;
mod sessions;
mod survey;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "training",
    nav: Some(Nav {
        label: "training.nav",
        link: link::MINE,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(link::MINE, mine::show)
        .post(link::BODY, mine::join)
        .get(link::MODULE, module::show)
        .post(link::MODULE, module::answer)
        .get(link::CERTIFICATE, mine::certificate)
        .get(link::SESSIONS, sessions::list)
        .post(link::SESSIONS, sessions::hold)
        .get(link::SESSION, sessions::one)
        .get(link::SLIDES, sessions::slides)
        .get(link::SLIDES_FILE, sessions::slides_file)
        .post(link::REMOVE_HELD, sessions::remove)
        .post(link::REMIND, sessions::remind)
        .post(link::RHYTHM, sessions::rhythm)
        .post(link::REMINDERS, mine::reminders)
        .get(link::SURVEYS, survey::show)
        .get(link::SURVEY, survey::pick)
        .post(link::SURVEY, survey::choose)
        .post(link::NEW_SURVEY, survey::begin)
        .post(link::LEAVE_SURVEY, survey::leave)
}
