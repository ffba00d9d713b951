//! Logging in and out, setting up, invitations, members, one's own account.

mod account;
pub(crate) mod expired;
mod invitation;
mod language;
mod member;
pub(crate) mod setup;
mod sign_in;

use domain::identity::Permission;

use crate::feature::{Feature, Nav};
use crate::route::{Access, Routes};

pub(crate) const FEATURE: Feature = Feature {
    name: "identity",
    nav: Some(Nav {
        label: "identity.member.title",
        path: "members",
        permission: Permission::MemberManage,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get("/sign-in", Access::Public, sign_in::show)
        .post("/sign-in", Access::Public, sign_in::submit)
        .post("/sign-out", Access::Public, sign_in::leave)
        .post("/language", Access::Public, language::choose)
        .get("/setup", Access::Public, setup::show)
        .post("/setup", Access::Public, setup::submit)
        .get("/account", Access::SignedIn, account::show)
        .post(
            "/account/password",
            Access::SignedIn,
            account::change_password,
        )
        .post(
            "/account/sign-out-everywhere",
            Access::SignedIn,
            account::leave_everywhere,
        )
        .get("/invitation/{token}", Access::Public, invitation::show)
        .post("/invitation/{token}", Access::Public, invitation::accept)
        .get(
            "/{org}/members",
            Access::Member(Permission::MemberManage),
            member::list,
        )
        .post(
            "/{org}/members/invite",
            Access::Member(Permission::MemberManage),
            member::invite,
        )
        .get(
            "/{org}/members/{user}",
            Access::Member(Permission::MemberManage),
            member::edit,
        )
        .post(
            "/{org}/members/{user}",
            Access::Member(Permission::MemberManage),
            member::save,
        )
        .post(
            "/{org}/members/{user}/remove",
            Access::Member(Permission::MemberManage),
            member::remove,
        )
        .post(
            "/{org}/invitations/{invitation}/withdraw",
            Access::Member(Permission::MemberManage),
            member::withdraw,
        )
}
