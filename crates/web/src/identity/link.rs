//! Addresses of accounts, invitations and members.

use app::address;
use domain::identity::Permission;
use domain::{InvitationId, PasskeyId, SessionId, UserId};

use crate::link::{Link, Outside, Segment};

impl Segment for UserId {}

impl Segment for InvitationId {}

impl Segment for SessionId {}

impl Segment for PasskeyId {}

pub(crate) const SETUP: Link<(), Outside> = Link::public("/setup");

pub(crate) const PROOF: Link<(), Outside> = Link::proving("/sign-in/code");

pub(crate) const ACCOUNT: Link<(), Outside> = Link::signed_in(address::ACCOUNT.pattern());

pub(crate) const SECOND_STEP: Link<(), Outside> = Link::setting_up("/account/second-step");

pub(crate) const TOTP: Link<(), Outside> = Link::setting_up("/account/second-step/totp");

pub(crate) const NEW_TOTP: Link<(), Outside> = Link::setting_up("/account/second-step/totp/new");

pub(crate) const REMOVE_TOTP: Link<(), Outside> =
    Link::signed_in("/account/second-step/totp/remove");

pub(crate) const RECOVERY_CODES: Link<(), Outside> = Link::signed_in("/account/second-step/codes");

pub(crate) const PASSKEYS: Link<(), Outside> = Link::setting_up("/account/second-step/passkeys");

pub(crate) const REMOVE_PASSKEY: Link<PasskeyId, Outside> =
    Link::signed_in("/account/second-step/passkeys/{passkey}/remove");

pub(crate) const END_SESSION: Link<SessionId, Outside> =
    Link::signed_in("/account/sessions/{session}/end");

pub(crate) const PASSWORD: Link<(), Outside> = Link::signed_in("/account/password");

pub(crate) const LEAVE_EVERYWHERE: Link<(), Outside> =
    Link::signed_in("/account/sign-out-everywhere");

pub(crate) const FORGOTTEN: Link<(), Outside> = Link::public(address::FORGOTTEN.pattern());

pub(crate) const RECOVERY: Link<String, Outside> = Link::public(address::RECOVERY.pattern());

pub(crate) const CODE: Link<(), Outside> = Link::public("/account/code");

pub(crate) const JOIN: Link<InvitationId, Outside> =
    Link::signed_in("/account/invitations/{invitation}");

pub(crate) const INVITATION: Link<String, Outside> = Link::public(address::INVITATION.pattern());

pub(crate) const MEMBERS: Link = Link::member("/{org}/members", Permission::MemberManage);

pub(crate) const RULE: Link = Link::member("/{org}/members/second-step", Permission::MemberManage);

pub(crate) const INVITE: Link = Link::member("/{org}/members/invite", Permission::MemberManage);

pub(crate) const MEMBER: Link<UserId> =
    Link::member("/{org}/members/{user}", Permission::MemberManage);

pub(crate) const REMOVE_MEMBER: Link<UserId> =
    Link::member("/{org}/members/{user}/remove", Permission::MemberManage);

pub(crate) const RESET: Link<UserId> =
    Link::member("/{org}/members/{user}/reset", Permission::MemberManage);

pub(crate) const UNDO_RESET: Link<UserId> =
    Link::member("/{org}/members/{user}/reset/stop", Permission::MemberManage);

pub(crate) const WITHDRAW: Link<InvitationId> = Link::member(
    "/{org}/invitations/{invitation}/withdraw",
    Permission::MemberManage,
);
