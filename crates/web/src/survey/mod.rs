//! Surveys: preparing, opening, letters, answering, closing, results.

mod answer;
mod draft;
mod form;
mod letter;
pub(crate) mod list;
mod paper;
mod result;
mod running;
mod text;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "survey",
    nav: Some(Nav {
        label: "survey.title",
        path: "surveys",
        permission: Permission::SurveyRead,
    }),
    routes,
};

const READ: Access = Access::Member(Permission::SurveyRead);
const MANAGE: Access = Access::Member(Permission::SurveyManage);

fn routes(r: Routes) -> Routes {
    let r = r
        .get("/survey/{link}", Access::Answering, answer::show)
        .post("/survey/{link}", Access::Answering, answer::submit)
        .get("/{org}/surveys", READ, list::all)
        .get("/{org}/rounds/{round}/surveys", READ, list::of_round)
        .get("/{org}/rounds/{round}/surveys/new", MANAGE, form::blank)
        .post("/{org}/rounds/{round}/surveys", MANAGE, form::create)
        .get("/{org}/surveys/{survey}", READ, running::show)
        .get("/{org}/surveys/{survey}/edit", MANAGE, form::edit)
        .post("/{org}/surveys/{survey}", MANAGE, form::change);
    r.get("/{org}/surveys/{survey}/preview", READ, draft::preview)
        .post("/{org}/surveys/{survey}/open", MANAGE, draft::open)
        .get("/{org}/surveys/{survey}/letters", MANAGE, letter::ask)
        .post("/{org}/surveys/{survey}/letters", MANAGE, letter::make)
        .get("/{org}/surveys/{survey}/poster", READ, letter::poster)
        .get(
            "/{org}/surveys/{survey}/poster.pdf",
            READ,
            letter::poster_file,
        )
        .get("/{org}/surveys/{survey}/close", MANAGE, running::ask_close)
        .post("/{org}/surveys/{survey}/close", MANAGE, running::close)
        .get("/{org}/surveys/{survey}/results", READ, result::show)
        .get("/{org}/surveys/{survey}/results.csv", READ, result::csv)
        .get("/{org}/surveys/{survey}/results.xlsx", READ, result::xlsx)
        .get("/{org}/surveys/{survey}/texts", MANAGE, text::list)
        .post("/{org}/surveys/{survey}/texts", MANAGE, text::decide)
}
