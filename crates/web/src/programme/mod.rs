//! Programmes: who takes part, how far each is, the joint report.

mod edit;
mod invitation;
mod joint;
mod list;
mod view;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "programme",
    nav: Some(Nav {
        label: "programme.title",
        path: "programmes",
        permission: Permission::ProgrammeRead,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    let read = Access::Member(Permission::ProgrammeRead);
    let manage = Access::Member(Permission::ProgrammeManage);
    let decide = Access::Member(Permission::ProgrammeDecide);
    r.get("/{org}/programmes", read, list::show)
        .get("/{org}/programmes/new", manage, edit::new)
        .post("/{org}/programmes/new", manage, edit::create)
        .get("/{org}/programmes/{programme}", read, view::show)
        .get("/{org}/programmes/{programme}/edit", manage, edit::edit)
        .post("/{org}/programmes/{programme}/edit", manage, edit::save)
        .get(
            "/{org}/programmes/{programme}/invite",
            manage,
            invitation::show,
        )
        .post(
            "/{org}/programmes/{programme}/invite",
            manage,
            invitation::send,
        )
        .post(
            "/{org}/programmes/{programme}/accept",
            decide,
            invitation::accept,
        )
        .post(
            "/{org}/programmes/{programme}/decline",
            decide,
            invitation::decline,
        )
        .get(
            "/{org}/programmes/{programme}/leave",
            decide,
            invitation::ask_leave,
        )
        .post(
            "/{org}/programmes/{programme}/leave",
            decide,
            invitation::leave,
        )
        .post("/{org}/programmes/{programme}/share", decide, view::share)
        .post("/{org}/programmes/{programme}/agree", decide, view::agree)
        .get("/{org}/programmes/{programme}/joint", read, joint::show)
        .get(
            "/{org}/programmes/{programme}/joint/{file}",
            read,
            joint::download,
        )
}
