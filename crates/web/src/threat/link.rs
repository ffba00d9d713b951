//! Addresses of threats.

use domain::ThreatId;
use domain::identity::Permission;

use crate::link::{Link, Segment};

impl Segment for ThreatId {}

pub(crate) const LIST: Link = Link::member("/{org}/threats", Permission::ThreatRead);

pub(crate) const THREAT: Link<ThreatId> =
    Link::member("/{org}/threats/{threat}", Permission::ThreatRead)
        .posting(Permission::ThreatWrite);

pub(crate) const FORGET: Link<ThreatId> =
    Link::member("/{org}/threats/{threat}/forget", Permission::ThreatWrite);
