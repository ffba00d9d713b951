//! The handbook for elected officials: what anyone reads, and how a municipality makes it its own.
//!
//! The public pages are read without a session, so [`public`] takes no [`OrgCx`]. It opens only what
//! the municipality has opened to anyone, or, for a member, what the member may see anyway.

mod compose;
mod edit;
mod fact;
mod file;
mod list;
mod picture;
mod search;

use domain::Locale;
use domain::handbook::{Handbook, Picture, Prose, Settings};
use domain::identity::Permission;
use domain::organisation::{Organisation, Slug};
use i18n::Texts;
use store::User;

use crate::address;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::world::App;

pub use edit::{Editing, PartWords, edit, forget, part_subject, save, set_open, set_shown};
pub use fact::{FactRow, FactSheet, facts, save_facts};
pub use file::{HandbookFormat, file, public_file};
pub use list::{Overview, PartRow, PartState, overview};
pub use picture::{
    MOST_PICTURES, PictureFile, PictureRow, UsedIn, add_picture, pictures, public_picture,
    remove_picture,
};
pub use search::{Hit, MOST_WORDS, Spot, search};

use compose::{Own, compose};

/// A municipality's handbook as a visitor sees it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Whose it is.
    pub organisation: Organisation,
    /// What stands in it.
    pub book: Handbook,
    /// Whether anyone can read it; a member sees it before.
    pub is_open: bool,
}

/// The handbook of the organisation with this word in addresses.
///
/// # Errors
/// [`Error::NotFound`] when there is no such organisation, or its handbook has not been opened and
/// the visitor is no member who may see it.
pub async fn public(
    app: &App,
    slug: &str,
    visitor: Option<&User>,
    locale: Locale,
) -> Outcome<Shown> {
    let (organisation, own) = find(app, slug).await?;
    if !own.settings.is_open && !may_see(app, visitor, slug).await? {
        return Err(Error::NotFound);
    }
    Ok(Shown {
        book: compose(&organisation, &own, locale, app.today()),
        is_open: own.settings.is_open,
        organisation,
    })
}

/// The organisation with this word in addresses, and what it has made its own.
async fn find(app: &App, slug: &str) -> Outcome<(Organisation, Own)> {
    let parsed = Slug::parse(slug).ok_or(Error::NotFound)?;
    let mut site = app.store().site_read().await?;
    let found = site.organisation_by_slug(&parsed).await?;
    drop(site);
    let organisation = found.ok_or(Error::NotFound)?;
    let mut org = app.store().read(organisation.id).await?;
    let own = compose::own(&mut org).await?;
    Ok((organisation, own))
}

async fn may_see(app: &App, visitor: Option<&User>, slug: &str) -> Outcome<bool> {
    let Some(user) = visitor else {
        return Ok(false);
    };
    match crate::organisation::enter(app, user, slug).await {
        Ok(cx) => Ok(cx.may(Permission::HandbookRead)),
        Err(Error::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// The handbook as the organisation's members and the command line see it.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn book(cx: &OrgCx) -> Outcome<Handbook> {
    cx.require(Permission::HandbookRead)?;
    let own = compose::own(&mut cx.read().await?).await?;
    Ok(compose(cx.organisation(), &own, cx.locale(), cx.today()))
}

/// The handbook with every picture there is, also those that no text shows yet: for trying a text out.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn desk(cx: &OrgCx) -> Outcome<Handbook> {
    cx.require(Permission::HandbookWrite)?;
    let own = compose::own(&mut cx.read().await?).await?;
    let mut book = compose(cx.organisation(), &own, cx.locale(), cx.today());
    let all = own.pictures.into_iter();
    book.pictures = all
        .map(|picture| (picture.name.to_string(), picture))
        .collect();
    Ok(book)
}

/// What holds for the whole handbook.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn settings(cx: &OrgCx) -> Outcome<Settings> {
    cx.require(Permission::HandbookRead)?;
    Ok(cx.read().await?.handbook_settings().await?)
}

/// The public address of an organisation's handbook.
pub fn address(app: &App, organisation: &Organisation) -> String {
    address::HANDBOOK.whole(app.settings(), [organisation.slug.as_str()])
}

/// The address of a picture within the installation.
pub fn picture_address(organisation: &Organisation, picture: &Picture) -> String {
    let words = [
        organisation.slug.as_str(),
        &picture.sum,
        picture.name.as_str(),
    ];
    address::PICTURE.path(words)
}

/// Running text as markup that holds nothing but what the handbook's blocks are made of. `card`
/// gives the address of a card.
pub fn html(
    text: &Prose,
    organisation: &Organisation,
    book: &Handbook,
    card: &dyn Fn(&str) -> String,
) -> String {
    let links = reports::handbook::Links {
        card,
        source: &|id| format!("#source-{id}"),
        picture: &|picture| picture_address(organisation, picture),
    };
    reports::handbook::html(text, book, Texts::new(book.locale), links)
}

/// The sources that a text names, as markup; empty when it names none.
pub fn sources_html(text: &Prose, book: &Handbook) -> String {
    reports::handbook::sources_html(text, book)
}
