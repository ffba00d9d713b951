//! Addresses of an organisation's own pages.

use domain::identity::Permission;

use crate::link::Link;

pub(crate) const EXPORT: Link = Link::member("/{org}/export", Permission::ContentExport);

pub(crate) const EXPORT_FILE: Link = Link::member("/{org}/export/file", Permission::ContentExport);
