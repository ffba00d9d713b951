//! Addresses of frameworks.

use domain::identity::Permission;

use crate::assessment::link::ROUNDS;
use crate::link::Link;

pub(crate) const LIST: Link = Link::member("/{org}/frameworks", Permission::AssessmentRead)
    .posting(Permission::FrameworkLoad)
    .under(ROUNDS);

pub(crate) const FRAMEWORK: Link<String> =
    Link::member("/{org}/frameworks/{framework}", Permission::AssessmentRead).under(ROUNDS);

pub(crate) const REMOVE: Link<String> = Link::member(
    "/{org}/frameworks/{framework}/remove",
    Permission::FrameworkLoad,
)
.under(ROUNDS);
