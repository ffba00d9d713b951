//! Addresses of threats.

use domain::identity::Permission;

use crate::link::Link;

pub(crate) const LIST: Link = Link::member("/{org}/threats", Permission::ThreatRead);

pub(crate) const THREAT: Link<String> =
    Link::member("/{org}/threats/{threat}", Permission::ThreatRead)
        .posting(Permission::ThreatWrite);

pub(crate) const FORGET: Link<String> =
    Link::member("/{org}/threats/{threat}/forget", Permission::ThreatWrite);
