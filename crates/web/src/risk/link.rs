//! Addresses of the risks.

use domain::NodeId;
use domain::identity::Permission;

use crate::link::Link;

pub(crate) const OVERVIEW: Link = Link::member("/{org}/risk", Permission::ThreatRead);

pub(crate) const SERVICE: Link<NodeId> =
    Link::member("/{org}/risk/services/{node}", Permission::ThreatRead);

pub(crate) const ANALYSIS: Link =
    Link::member("/{org}/risk/analysis", Permission::ThreatRead).posting(Permission::ThreatWrite);

pub(crate) const MODEL: Link = Link::member("/{org}/risk/model.json", Permission::ThreatRead);

pub(crate) const STOP: Link = Link::member("/{org}/risk/runs/stop", Permission::ThreatWrite);

pub(crate) const LIMITS: Link =
    Link::member("/{org}/risk/limits", Permission::ThreatRead).posting(Permission::RiskDecide);
