//! Addresses of the result of a round.

use domain::identity::Permission;
use domain::{Locale, RoundId};

use crate::link::Link;

pub(crate) const LATEST: Link = Link::member("/{org}/results", Permission::ResultRead);

pub(crate) const RESULT: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/results", Permission::ResultRead).under(LATEST);

pub(crate) const REPORT: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/results/report",
    Permission::ResultRead,
)
.under(LATEST);

pub(crate) const ANNEX: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/results/annex",
    Permission::SecretRead,
)
.under(LATEST);

pub(crate) const EDIT: Link<(RoundId, Locale)> = Link::member(
    "/{org}/rounds/{round}/results/edit/{lang}",
    Permission::SummaryWrite,
)
.under(LATEST);

pub(crate) const FILE: Link<(RoundId, String)> = Link::member(
    "/{org}/rounds/{round}/results/{file}",
    Permission::ResultRead,
)
.under(LATEST);
