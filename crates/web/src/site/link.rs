//! Addresses of the operator's pages.

use app::address;
use domain::{JobId, OrgId};

use crate::link::{Link, Outside, Segment};

impl Segment for JobId {}

impl Segment for OrgId {}

pub(crate) const SITE: Link<(), Outside> = Link::operator(address::SITE.pattern());

pub(crate) const ORGANISATIONS: Link<(), Outside> = Link::operator("/site/organisations");

pub(crate) const ERASE: Link<OrgId, Outside> =
    Link::operator("/site/organisations/{organisation}/erase");

pub(crate) const BACKUPS: Link<(), Outside> = Link::operator("/site/backups");

pub(crate) const BACKUP_NOW: Link<(), Outside> = Link::operator("/site/backups/now");

pub(crate) const JOBS: Link<(), Outside> = Link::operator("/site/jobs");

pub(crate) const JOB_AGAIN: Link<JobId, Outside> = Link::operator("/site/jobs/{job}/again");

pub(crate) const JOB_FORGET: Link<JobId, Outside> = Link::operator("/site/jobs/{job}/forget");

pub(crate) const STYLEGUIDE: Link<(), Outside> = Link::public("/styleguide");
