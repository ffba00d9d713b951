//! Addresses of surveys.

use app::address;
use domain::identity::Permission;
use domain::{LetterRequestId, RoundId, SurveyId};

use crate::link::{Link, Outside, Segment};

impl Segment for SurveyId {}
impl Segment for LetterRequestId {}

pub(crate) const ANSWER: Link<String, Outside> = Link::answering(address::SURVEY.pattern());

/// The same as some programs write it.
pub(crate) const ANSWER_WITH_SLASH: Link<String, Outside> = Link::answering("/survey/{link}/");

pub(crate) const ALL: Link = Link::member("/{org}/surveys", Permission::SurveyRead);

pub(crate) const OF_ROUND: Link<RoundId> =
    Link::member("/{org}/rounds/{round}/surveys", Permission::SurveyRead);

pub(crate) const NEW: Link<RoundId> = Link::member(
    "/{org}/rounds/{round}/surveys/new",
    Permission::SurveyManage,
);

pub(crate) const SURVEY: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}", Permission::SurveyRead);

pub(crate) const EDIT: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/edit", Permission::SurveyManage);

pub(crate) const PREVIEW: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/preview", Permission::SurveyRead);

pub(crate) const OPEN: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/open", Permission::SurveyManage);

pub(crate) const LETTERS: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/letters", Permission::SurveyManage);

/// Letters that somebody has asked for, for the second person; a refusal is posted there.
pub(crate) const REQUEST: Link<(SurveyId, LetterRequestId)> = Link::member(
    "/{org}/surveys/{survey}/letters/{request}",
    Permission::SurveyConfirm,
);

pub(crate) const CONFIRM: Link<(SurveyId, LetterRequestId)> = Link::member(
    "/{org}/surveys/{survey}/letters/{request}/confirm",
    Permission::SurveyConfirm,
);

pub(crate) const WITHDRAW: Link<(SurveyId, LetterRequestId)> = Link::member(
    "/{org}/surveys/{survey}/letters/{request}/withdraw",
    Permission::SurveyManage,
);

pub(crate) const MAKE: Link<(SurveyId, LetterRequestId)> = Link::member(
    "/{org}/surveys/{survey}/letters/{request}/make",
    Permission::SurveyManage,
);

pub(crate) const POSTER: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/poster", Permission::SurveyRead);

pub(crate) const POSTER_FILE: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/poster.pdf", Permission::SurveyRead);

pub(crate) const CLOSE: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/close", Permission::SurveyManage);

pub(crate) const RESULTS: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/results", Permission::SurveyRead);

pub(crate) const CSV: Link<SurveyId> = Link::member(
    "/{org}/surveys/{survey}/results.csv",
    Permission::SurveyRead,
);

pub(crate) const XLSX: Link<SurveyId> = Link::member(
    "/{org}/surveys/{survey}/results.xlsx",
    Permission::SurveyRead,
);

pub(crate) const TEXTS: Link<SurveyId> =
    Link::member("/{org}/surveys/{survey}/texts", Permission::SurveyManage);
