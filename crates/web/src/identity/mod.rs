//! Logging in and out, setting up, invitations, members, one's own account, ways to a new password.

mod account;
pub(crate) mod expired;
mod invitation;
mod language;
pub(crate) mod link;
mod member;
mod recovery;
mod reset;
pub(crate) mod setup;
mod sign_in;

use crate::feature::Feature;
use crate::route::Routes;
use crate::visit::Nav;

pub(crate) const FEATURE: Feature = Feature {
    name: "identity",
    nav: Some(Nav {
        label: "identity.member.title",
        link: link::MEMBERS,
    }),
    routes,
};

fn routes(r: Routes) -> Routes {
    r.get(crate::link::SIGN_IN, sign_in::show)
        .post(crate::link::SIGN_IN, sign_in::submit)
        .post(crate::link::SIGN_OUT, sign_in::leave)
        .post(crate::link::LANGUAGE, language::choose)
        .get(link::SETUP, setup::show)
        .post(link::SETUP, setup::submit)
        .get(link::ACCOUNT, account::show)
        .post(link::PASSWORD, account::change_password)
        .post(link::LEAVE_EVERYWHERE, account::leave_everywhere)
        .get(link::INVITATION, invitation::show)
        .post(link::INVITATION, invitation::accept)
        .get(link::MEMBERS, member::list)
        .post(link::INVITE, member::invite)
        .edit::<member::Roles>(link::MEMBER)
        .removal::<member::Roles>(link::REMOVE_MEMBER)
        .post(link::WITHDRAW, member::withdraw)
        .post(link::JOIN, invitation::join)
        .get(link::FORGOTTEN, recovery::show)
        .post(link::FORGOTTEN, recovery::ask)
        .get(link::RECOVERY, recovery::link)
        .post(link::RECOVERY, recovery::choose)
        .get(link::CODE, recovery::code)
        .post(link::CODE, recovery::use_code)
        .post(link::RESET, reset::begin)
        .post(link::UNDO_RESET, reset::undo)
        .post(crate::link::STOP_RESET, reset::stop)
}
