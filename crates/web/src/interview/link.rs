//! Addresses of interviews.

use domain::identity::Permission;
use domain::{InterviewId, PassageId, RoundId, UploadId};

use crate::link::{Link, Segment};

impl Segment for InterviewId {}

impl Segment for PassageId {}

pub(crate) const LIST: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/interviews",
    Permission::InterviewRead,
);

pub(crate) const NEW: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/interviews/new",
    Permission::InterviewWrite,
);

pub(crate) const SUMMARY: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/interviews/summary",
    Permission::InterviewRead,
);

pub(crate) const GUIDE: Link<(RoundId, String)> = Link::member(
    "/{org}/rounds/{round}/interviews/guides/{guide}",
    Permission::InterviewRead,
);

pub(crate) const NOTES: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}",
    Permission::InterviewRead,
)
.posting(Permission::InterviewWrite);

pub(crate) const AUTOSAVE: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/autosave",
    Permission::InterviewWrite,
);

pub(crate) const IMPORT: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/import",
    Permission::Import,
);

pub(crate) const FACTS: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/facts",
    Permission::InterviewWrite,
);

pub(crate) const DONE: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/done",
    Permission::InterviewWrite,
);

pub(crate) const REOPEN: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/reopen",
    Permission::InterviewWrite,
);

pub(crate) const NAMES: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/names",
    Permission::InterviewWrite,
);

pub(crate) const REMOVE: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/remove",
    Permission::InterviewWrite,
);

pub(crate) const TURNS: Link<(RoundId, InterviewId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/turns",
    Permission::InterviewRead,
)
.posting(Permission::InterviewWrite);

pub(crate) const CODING: Link<(RoundId, InterviewId, PassageId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/codings/{passage}",
    Permission::InterviewWrite,
);

pub(crate) const REMOVE_CODING: Link<(RoundId, InterviewId, PassageId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/codings/{passage}/remove",
    Permission::InterviewWrite,
);

pub(crate) const RESTORE_CODING: Link<(RoundId, InterviewId, UploadId)> = Link::member(
    "/{org}/rounds/{round}/interviews/{interview}/restore/{upload}",
    Permission::InterviewWrite,
);
