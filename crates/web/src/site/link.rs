//! Addresses of the operator's pages.

use app::address;
use domain::organisation::Kind;
use domain::{JobId, OrgId};

use crate::link::{Link, Outside, Segment};

impl Segment for JobId {}

/// What kind of organisation is added, as a word of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Adding(pub(crate) Kind);

impl std::fmt::Display for Adding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code())
    }
}

impl std::str::FromStr for Adding {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        Kind::from_code(word).map(Self).ok_or(())
    }
}

impl Segment for Adding {
    const SAMPLE: &'static str = "municipality";
}

pub(crate) const SITE: Link<(), Outside> = Link::operator(address::SITE.pattern());

pub(crate) const NEW: Link<Adding, Outside> = Link::operator("/site/organisations/new/{kind}");

pub(crate) const INVITE: Link<OrgId, Outside> =
    Link::operator("/site/organisations/{organisation}/invite");

pub(crate) const ERASE: Link<OrgId, Outside> =
    Link::operator("/site/organisations/{organisation}/erase");

pub(crate) const BACKUPS: Link<(), Outside> = Link::operator("/site/backups");

pub(crate) const BACKUP_NOW: Link<(), Outside> = Link::operator("/site/backups/now");

pub(crate) const JOBS: Link<(), Outside> = Link::operator("/site/jobs");

pub(crate) const JOB_AGAIN: Link<JobId, Outside> = Link::operator("/site/jobs/{job}/again");

pub(crate) const JOB_FORGET: Link<JobId, Outside> = Link::operator("/site/jobs/{job}/forget");

pub(crate) const STYLEGUIDE: Link<(), Outside> = Link::public("/styleguide");
