//! The training: a person's own modules, the sessions of bodies, how far each body is, the surveys
//! before and after.

mod mine;
mod module;
mod sessions;
mod survey;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "training",
    nav: Some(Nav {
        label: "training.nav",
        path: "training",
        permission: Permission::TrainingTake,
    }),
    routes,
};

const TAKE: Access = Access::Member(Permission::TrainingTake);
const MANAGE: Access = Access::Member(Permission::TrainingManage);
const BEGIN: Access = Access::Member(Permission::SurveyManage);

fn routes(r: Routes) -> Routes {
    r.get("/{org}/training", TAKE, mine::show)
        .post("/{org}/training/body", TAKE, mine::join)
        .get("/{org}/training/modules/{module}", TAKE, module::show)
        .post("/{org}/training/modules/{module}", TAKE, module::answer)
        .get("/{org}/training/certificate.pdf", TAKE, mine::certificate)
        .get("/{org}/training/sessions", MANAGE, sessions::list)
        .post("/{org}/training/sessions", MANAGE, sessions::hold)
        .get("/{org}/training/sessions/{session}", MANAGE, sessions::one)
        .get(
            "/{org}/training/sessions/{session}/slides",
            MANAGE,
            sessions::slides,
        )
        .get(
            "/{org}/training/sessions/{session}/slides.pdf",
            MANAGE,
            sessions::slides_file,
        )
        .post(
            "/{org}/training/held/{held}/remove",
            MANAGE,
            sessions::remove,
        )
        .post("/{org}/training/remind", MANAGE, sessions::remind)
        .post("/{org}/training/rhythm", MANAGE, sessions::rhythm)
        .post("/{org}/training/reminders", TAKE, mine::reminders)
        .get("/{org}/training/surveys", MANAGE, survey::show)
        .get("/{org}/training/surveys/{part}", MANAGE, survey::pick)
        .post("/{org}/training/surveys/{part}", MANAGE, survey::choose)
        .post("/{org}/training/surveys/{part}/new", BEGIN, survey::begin)
        .post(
            "/{org}/training/surveys/{part}/leave",
            MANAGE,
            survey::leave,
        )
}
