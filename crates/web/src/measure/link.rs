//! Addresses of measures, decisions and accepted risks.

use domain::MeasureId;
use domain::identity::Permission;

use crate::link::{Link, Segment};

impl Segment for MeasureId {}

pub(crate) const BUDGET: Link = Link::member("/{org}/measures", Permission::MeasureRead);

pub(crate) const NEW: Link = Link::member("/{org}/measures/new", Permission::MeasureWrite);

pub(crate) const ACCEPTED: Link = Link::member("/{org}/measures/accepted", Permission::MeasureRead);

pub(crate) const NEW_ACCEPTANCE: Link =
    Link::member("/{org}/measures/accepted/new", Permission::RiskDecide);

pub(crate) const ACCEPTANCE: Link<String> =
    Link::member("/{org}/measures/accepted/{id}", Permission::RiskDecide);

pub(crate) const REMOVE_ACCEPTANCE: Link<String> = Link::member(
    "/{org}/measures/accepted/{id}/remove",
    Permission::RiskDecide,
);

pub(crate) const RESTORE_ACCEPTANCE: Link<String> = Link::member(
    "/{org}/measures/accepted/{id}/restore",
    Permission::RiskDecide,
);

pub(crate) const DECISIONS: Link =
    Link::member("/{org}/measures/decisions", Permission::MeasureRead);

pub(crate) const NEW_DECISION: Link =
    Link::member("/{org}/measures/decisions/new", Permission::RiskDecide);

pub(crate) const DECISION: Link<String> =
    Link::member("/{org}/measures/decisions/{id}", Permission::RiskDecide);

pub(crate) const REMOVE_DECISION: Link<String> = Link::member(
    "/{org}/measures/decisions/{id}/remove",
    Permission::RiskDecide,
);

pub(crate) const RESTORE_DECISION: Link<String> = Link::member(
    "/{org}/measures/decisions/{id}/restore",
    Permission::RiskDecide,
);

pub(crate) const PAPER: Link = Link::member("/{org}/measures/paper", Permission::MeasureRead);

pub(crate) const PAPER_FILE: Link =
    Link::member("/{org}/measures/paper/file", Permission::MeasureRead);

pub(crate) const MEASURE: Link<MeasureId> =
    Link::member("/{org}/measures/{id}", Permission::MeasureRead).posting(Permission::MeasureWrite);

pub(crate) const REMOVE: Link<MeasureId> =
    Link::member("/{org}/measures/{id}/remove", Permission::MeasureWrite);

pub(crate) const RESTORE: Link<MeasureId> =
    Link::member("/{org}/measures/{id}/restore", Permission::MeasureWrite);
