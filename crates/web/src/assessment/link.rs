//! Addresses of rounds, the workspace, findings and proposed actions.

use domain::identity::Permission;
use domain::{ActionId, CriterionId, FindingId, RoundId, ThemeId};

use crate::link::{Link, Segment};

impl Segment for RoundId {}

impl Segment for FindingId {}

impl Segment for ActionId {}

impl Segment for ThemeId {}

impl Segment for CriterionId {}

pub(crate) const ROUNDS: Link = Link::member("/{org}/rounds", Permission::ResultRead);

pub(crate) const NEW_ROUND: Link = Link::member("/{org}/rounds/new", Permission::RoundManage);

pub(crate) const ROUND: Link<RoundId> =
    Link::member("/{org}/rounds/{round}", Permission::AssessmentRead);

pub(crate) const EDIT_ROUND: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/edit", Permission::RoundManage);

pub(crate) const PUBLISH: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/publish", Permission::RoundManage);

pub(crate) const REOPEN: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/reopen", Permission::RoundManage);

pub(crate) const WORKSPACE: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/workspace",
    Permission::AssessmentRead,
);

pub(crate) const THEME: Link<(RoundId, ThemeId)> = Link::member(
    "/{org}/rounds/{round}/workspace/{theme}",
    Permission::AssessmentRead,
);

pub(crate) const CRITERION: Link<(RoundId, ThemeId, CriterionId)> = Link::member(
    "/{org}/rounds/{round}/workspace/{theme}/{criterion}",
    Permission::AssessmentRead,
)
.posting(Permission::Judge);

pub(crate) const NEW_FINDING: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/findings/new", Permission::Judge);

pub(crate) const FINDING: Link<(RoundId, FindingId)> = Link::member(
    "/{org}/rounds/{round}/findings/{finding}",
    Permission::Judge,
);

pub(crate) const REMOVE_FINDING: Link<(RoundId, FindingId)> = Link::member(
    "/{org}/rounds/{round}/findings/{finding}/remove",
    Permission::Judge,
);

pub(crate) const RESTORE_FINDING: Link<(RoundId, FindingId)> = Link::member(
    "/{org}/rounds/{round}/findings/{finding}/restore",
    Permission::Judge,
);

pub(crate) const NEW_ACTION: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/actions/new", Permission::Judge);

pub(crate) const ACTION: Link<(RoundId, ActionId)> =
    Link::member("/{org}/rounds/{round}/actions/{action}", Permission::Judge);

pub(crate) const REMOVE_ACTION: Link<(RoundId, ActionId)> = Link::member(
    "/{org}/rounds/{round}/actions/{action}/remove",
    Permission::Judge,
);

pub(crate) const RESTORE_ACTION: Link<(RoundId, ActionId)> = Link::member(
    "/{org}/rounds/{round}/actions/{action}/restore",
    Permission::Judge,
);
