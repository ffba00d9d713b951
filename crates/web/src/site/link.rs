//! Addresses of the operator's pages.

use crate::link::{Link, Outside};

pub(crate) const SITE: Link<(), Outside> = Link::operator("/site");

pub(crate) const ORGANISATIONS: Link<(), Outside> = Link::operator("/site/organisations");

pub(crate) const STYLEGUIDE: Link<(), Outside> = Link::public("/styleguide");
