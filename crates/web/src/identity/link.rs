//! Addresses of accounts, invitations and members.

use app::address;
use domain::identity::Permission;
use domain::{InvitationId, UserId};

use crate::link::{Link, Outside, Segment};

impl Segment for UserId {}

impl Segment for InvitationId {}

pub(crate) const SETUP: Link<(), Outside> = Link::public("/setup");

pub(crate) const ACCOUNT: Link<(), Outside> = Link::signed_in("/account");

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
