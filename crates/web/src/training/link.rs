//! Addresses of the training.

use app::address;
use domain::HeldId;
use domain::identity::Permission;

use crate::link::{Link, Segment};

impl Segment for HeldId {}

pub(crate) const MINE: Link = Link::member(address::TRAINING.pattern(), Permission::TrainingTake);

pub(crate) const BODY: Link = Link::member("/{org}/training/body", Permission::TrainingTake);

pub(crate) const MODULE: Link<String> =
    Link::member("/{org}/training/modules/{module}", Permission::TrainingTake);

pub(crate) const CERTIFICATE: Link =
    Link::member("/{org}/training/certificate.pdf", Permission::TrainingTake);

pub(crate) const SESSIONS: Link =
    Link::member("/{org}/training/sessions", Permission::TrainingManage);

pub(crate) const SESSION: Link<String> = Link::member(
    "/{org}/training/sessions/{session}",
    Permission::TrainingManage,
);

pub(crate) const SLIDES: Link<String> = Link::member(
    "/{org}/training/sessions/{session}/slides",
    Permission::TrainingManage,
);

pub(crate) const SLIDES_FILE: Link<String> = Link::member(
    "/{org}/training/sessions/{session}/slides.pdf",
    Permission::TrainingManage,
);

pub(crate) const REMOVE_HELD: Link<HeldId> = Link::member(
    "/{org}/training/held/{held}/remove",
    Permission::TrainingManage,
);

pub(crate) const RESTORE_HELD: Link<HeldId> = Link::member(
    "/{org}/training/held/{held}/restore",
    Permission::TrainingManage,
);

pub(crate) const REMIND: Link = Link::member("/{org}/training/remind", Permission::TrainingManage);

pub(crate) const RHYTHM: Link = Link::member("/{org}/training/rhythm", Permission::TrainingManage);

pub(crate) const REMINDERS: Link =
    Link::member("/{org}/training/reminders", Permission::TrainingTake);

pub(crate) const SURVEYS: Link =
    Link::member("/{org}/training/surveys", Permission::TrainingManage);

pub(crate) const SURVEY: Link<String> =
    Link::member("/{org}/training/surveys/{part}", Permission::TrainingManage);

pub(crate) const NEW_SURVEY: Link<String> = Link::member(
    "/{org}/training/surveys/{part}/new",
    Permission::SurveyManage,
);

pub(crate) const LEAVE_SURVEY: Link<String> = Link::member(
    "/{org}/training/surveys/{part}/leave",
    Permission::TrainingManage,
);
