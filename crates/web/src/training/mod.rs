//! The training: a person's own modules, the sessions of bodies, how far each body is, the surveys
//! before and after.

pub(crate) mod link;
mod mine;
mod module;
mod script;
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
        .adding::<sessions::Hold>(link::SESSIONS)
        .get(link::SESSION, script::one)
        .get(link::SLIDES, script::slides)
        .get(link::SLIDES_FILE, script::slides_file)
        .removal::<sessions::Hold>(link::REMOVE_HELD)
        .restoration::<sessions::Hold>(link::RESTORE_HELD)
        .post(link::REMIND, sessions::remind)
        .saving::<sessions::Reminding>(link::RHYTHM)
        .post(link::REMINDERS, mine::reminders)
        .get(link::SURVEYS, survey::show)
        .get(link::SURVEY, survey::pick)
        .post(link::SURVEY, survey::choose)
        .post(link::NEW_SURVEY, survey::begin)
        .post(link::LEAVE_SURVEY, survey::leave)
}
