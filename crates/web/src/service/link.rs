//! Addresses of the register of services.

use domain::NodeId;
use domain::identity::Permission;

use crate::link::{Link, Segment};

impl Segment for NodeId {}

pub(crate) const LIST: Link = Link::member("/{org}/services", Permission::ServiceRead);

pub(crate) const NEW: Link = Link::member("/{org}/services/new", Permission::ServiceWrite);

pub(crate) const BEGIN: Link = Link::member("/{org}/services/start", Permission::ServiceWrite);

pub(crate) const PICTURE: Link = Link::member("/{org}/services/picture", Permission::ServiceRead);

pub(crate) const WHAT_IF: Link = Link::member("/{org}/services/what-if", Permission::ServiceRead);

pub(crate) const CHECKS: Link = Link::member("/{org}/services/checks", Permission::ServiceRead);

pub(crate) const RECOVERY: Link = Link::member("/{org}/services/recovery", Permission::ServiceRead);

pub(crate) const TABLE: Link = Link::member("/{org}/services/table.xlsx", Permission::ServiceRead);

pub(crate) const IMPORT: Link = Link::member("/{org}/services/import", Permission::Import);

pub(crate) const NODE: Link<NodeId> =
    Link::member("/{org}/services/{node}", Permission::ServiceRead);

pub(crate) const EDIT: Link<(NodeId, String)> = Link::member(
    "/{org}/services/{node}/edit/{step}",
    Permission::ServiceWrite,
);

pub(crate) const CONFIRM: Link<NodeId> =
    Link::member("/{org}/services/{node}/confirm", Permission::ServiceWrite);

pub(crate) const REMOVE: Link<NodeId> =
    Link::member("/{org}/services/{node}/remove", Permission::ServiceWrite);

pub(crate) const RESTORE: Link<NodeId> =
    Link::member("/{org}/services/{node}/restore", Permission::ServiceWrite);
