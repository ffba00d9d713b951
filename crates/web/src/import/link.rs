//! Addresses of imports.

use domain::identity::Permission;
use domain::{RoundId, SurveyId, UploadId};

use crate::link::{Link, Segment};

impl Segment for UploadId {}

pub(crate) const ACCOUNT: Link<UploadId> =
    Link::member("/{org}/imports/{upload}", Permission::Import);

pub(crate) const TAKE: Link<UploadId> =
    Link::member("/{org}/imports/{upload}/take", Permission::Import);

pub(crate) const DISCARD: Link<UploadId> =
    Link::member("/{org}/imports/{upload}/discard", Permission::Import);

/// The question whether imported answers are removed as a whole, and the answer to it.
pub(crate) const REMOVE: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/remove", Permission::Import);

pub(crate) const ANSWERS: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/answers", Permission::Import);
