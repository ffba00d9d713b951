//! Addresses of the document review.

use domain::RoundId;
use domain::identity::Permission;

use crate::link::Link;

pub(crate) const LIST: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/documents", Permission::DocumentRead)
        .posting(Permission::DocumentWrite);

pub(crate) const NEW: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/documents/new",
    Permission::DocumentWrite,
);

pub(crate) const TABLE: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/documents/table.xlsx",
    Permission::DocumentRead,
);

pub(crate) const IMPORT: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/documents/import", Permission::Import);

pub(crate) const DOCUMENT: Link<(RoundId, String)> = Link::member(
    "/{org}/rounds/{round}/documents/{document}",
    Permission::DocumentRead,
)
.posting(Permission::DocumentWrite);

pub(crate) const REMOVE: Link<(RoundId, String)> = Link::member(
    "/{org}/rounds/{round}/documents/{document}/remove",
    Permission::DocumentWrite,
);

pub(crate) const RESTORE: Link<(RoundId, String)> = Link::member(
    "/{org}/rounds/{round}/documents/{document}/restore",
    Permission::DocumentWrite,
);
