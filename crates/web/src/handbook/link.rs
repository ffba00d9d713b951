//! Addresses of the handbook: its public pages and the pages on which it is edited.

use app::address;
use domain::Locale;
use domain::handbook::{PartKey, PictureName};
use domain::identity::Permission;

use crate::link::{Link, Outside, Segment};

impl Segment for PartKey {
    const SAMPLE: &'static str = "card:none";
}

impl Segment for PictureName {
    const SAMPLE: &'static str = "none.png";
}

pub(crate) const CHOOSE: Link<String, Outside> = Link::public(address::HANDBOOK.pattern());

pub(crate) const START: Link<(String, Locale), Outside> = Link::public("/handbook/{org}/{lang}");

pub(crate) const WORKER: Link<String, Outside> = Link::public("/handbook/{org}/worker.js");

pub(crate) const CARD: Link<(String, Locale, String), Outside> =
    Link::public("/handbook/{org}/{lang}/cards/{card}");

pub(crate) const CHAPTER: Link<(String, Locale, String), Outside> =
    Link::public("/handbook/{org}/{lang}/chapters/{card}");

pub(crate) const QUESTIONS: Link<(String, Locale), Outside> =
    Link::public("/handbook/{org}/{lang}/questions");

pub(crate) const GLOSSARY: Link<(String, Locale), Outside> =
    Link::public("/handbook/{org}/{lang}/glossary");

pub(crate) const SOURCES: Link<(String, Locale), Outside> =
    Link::public("/handbook/{org}/{lang}/sources");

pub(crate) const SEARCH: Link<(String, Locale), Outside> =
    Link::public("/handbook/{org}/{lang}/search");

pub(crate) const FILE: Link<(String, Locale, String), Outside> =
    Link::public("/handbook/{org}/{lang}/files/{file}");

pub(crate) const PICTURE: Link<(String, String, PictureName), Outside> =
    Link::public(address::PICTURE.pattern());

pub(crate) const OVERVIEW: Link = Link::member("/{org}/handbook", Permission::HandbookRead);

pub(crate) const OPEN: Link = Link::member("/{org}/handbook/open", Permission::HandbookWrite);

pub(crate) const SHOWN: Link = Link::member("/{org}/handbook/shown", Permission::HandbookWrite);

pub(crate) const NEW_CARD: Link = Link::member("/{org}/handbook/cards", Permission::HandbookWrite);

pub(crate) const FACTS: Link = Link::member("/{org}/handbook/facts", Permission::HandbookWrite);

pub(crate) const PICTURES: Link =
    Link::member("/{org}/handbook/pictures", Permission::HandbookWrite);

pub(crate) const REMOVE_PICTURE: Link<PictureName> = Link::member(
    "/{org}/handbook/pictures/{picture}/remove",
    Permission::HandbookWrite,
);

pub(crate) const PART: Link<PartKey> =
    Link::member("/{org}/handbook/parts/{part}", Permission::HandbookWrite);

pub(crate) const FORGET_PART: Link<PartKey> = Link::member(
    "/{org}/handbook/parts/{part}/forget",
    Permission::HandbookWrite,
);
