//! Addresses of the audit log.

use domain::identity::Permission;

use crate::link::Link;

pub(crate) const LIST: Link = Link::member("/{org}/audit", Permission::AuditRead);

pub(crate) const EXPORT: Link = Link::member("/{org}/audit/export", Permission::AuditRead);
