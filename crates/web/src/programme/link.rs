//! Addresses of programmes.

use domain::identity::Permission;
use domain::{OrgId, ProgrammeId};

use crate::link::{Link, Segment};

impl Segment for ProgrammeId {}

pub(crate) const LIST: Link = Link::member("/{org}/programmes", Permission::ProgrammeRead);

pub(crate) const NEW: Link = Link::member("/{org}/programmes/new", Permission::ProgrammeManage);

pub(crate) const PROGRAMME: Link<ProgrammeId> =
    Link::member("/{org}/programmes/{programme}", Permission::ProgrammeRead);

pub(crate) const EDIT: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/edit",
    Permission::ProgrammeManage,
);

pub(crate) const INVITE: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/invite",
    Permission::ProgrammeManage,
);

pub(crate) const ACCEPT: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/accept",
    Permission::ProgrammeDecide,
);

pub(crate) const DECLINE: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/decline",
    Permission::ProgrammeDecide,
);

pub(crate) const LEAVE: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/leave",
    Permission::ProgrammeDecide,
);

pub(crate) const SHARE: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/share",
    Permission::ProgrammeDecide,
);

pub(crate) const AGREE: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/agree",
    Permission::ProgrammeDecide,
);

pub(crate) const LET_IN: Link<(ProgrammeId, OrgId)> = Link::member(
    "/{org}/programmes/{programme}/guests/{guest}/let-in",
    Permission::ProgrammeDecide,
);

pub(crate) const SHUT_OUT: Link<(ProgrammeId, OrgId)> = Link::member(
    "/{org}/programmes/{programme}/guests/{guest}/shut-out",
    Permission::ProgrammeDecide,
);

pub(crate) const JOINT: Link<ProgrammeId> = Link::member(
    "/{org}/programmes/{programme}/joint",
    Permission::ProgrammeRead,
);

pub(crate) const JOINT_FILE: Link<(ProgrammeId, String)> = Link::member(
    "/{org}/programmes/{programme}/joint/{file}",
    Permission::ProgrammeRead,
);
