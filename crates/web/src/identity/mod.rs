//! Logging in and out, setting up, invitations, members, one's own account, ways to a new password.

mod account;
mod device;
pub(crate) mod expired;
mod invitation;
mod language;
pub(crate) mod link;
mod member;
mod passkey;
mod proof;
mod recovery;
mod reset;
mod rule;
mod second_step;
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
        .get(link::PROOF, proof::show)
        .post(link::PROOF, proof::submit)
        .post(crate::link::SIGN_OUT, sign_in::leave)
        .post(crate::link::LANGUAGE, language::choose)
        .get(link::SETUP, setup::show)
        .post(link::SETUP, setup::submit)
        .get(link::ACCOUNT, account::show)
        .post(link::PASSWORD, account::change_password)
        .post(link::LEAVE_EVERYWHERE, account::leave_everywhere)
        .post(link::END_SESSION, account::end_session)
        .get(link::SECOND_STEP, second_step::show)
        .post(link::NEW_TOTP, second_step::begin_totp)
        .get(link::TOTP, second_step::totp)
        .post(link::TOTP, second_step::confirm_totp)
        .get(link::REMOVE_TOTP, second_step::ask_remove_totp)
        .post(link::REMOVE_TOTP, second_step::remove_totp)
        .get(link::RECOVERY_CODES, second_step::ask_codes)
        .post(link::RECOVERY_CODES, second_step::renew_codes)
        .get(link::PASSKEYS, passkey::ask)
        .post(link::PASSKEYS, passkey::submit)
        .get(link::REMOVE_PASSKEY, passkey::ask_remove)
        .post(link::REMOVE_PASSKEY, passkey::remove)
        .get(link::INVITATION, invitation::show)
        .post(link::INVITATION, invitation::accept)
        .get(link::MEMBERS, member::list)
        .get(link::RULE, rule::show)
        .post(link::RULE, rule::choose)
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
