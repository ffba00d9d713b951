//! Addresses of imports.

use domain::identity::Permission;
use domain::{RoundId, UploadId};

use crate::link::{Link, Segment};

impl Segment for UploadId {}

pub(crate) const ACCOUNT: Link<UploadId> =
    Link::member("/{org}/imports/{upload}", Permission::Import);

pub(crate) const TAKE: Link<UploadId> =
    Link::member("/{org}/imports/{upload}/take", Permission::Import);

pub(crate) const DISCARD: Link<UploadId> =
    Link::member("/{org}/imports/{upload}/discard", Permission::Import);

pub(crate) const ANSWERS: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/answers", Permission::Import);
