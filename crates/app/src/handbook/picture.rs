//! Pictures of the municipality's own texts: bringing one, where each is shown, taking one away.

use domain::Locale;
use domain::audit::AuditKind;
use domain::handbook::{Handbook, PartKey, Picture, PictureForm, PictureName};
use domain::identity::Permission;
use exchange::picture::{Ready, Unfit};
use reports::document::PictureFiles;
use sha2::{Digest, Sha256};
use store::{OrgStore, User};

use super::compose::{Own, own};
use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::heavy::{Work, apart};
use crate::number::hex;
use crate::world::App;

/// The most pictures of a municipality.
pub const MOST_PICTURES: usize = 100;

/// How much of a picture's sum stands in its address.
const SUM_BYTES: usize = 16;

/// A picture in the list.
#[derive(Debug, Clone)]
pub struct PictureRow {
    /// The picture.
    pub picture: Picture,
    /// The parts that name it: title of the card, and language.
    pub used: Vec<UsedIn>,
}

/// A part that names a picture.
#[derive(Debug, Clone)]
pub struct UsedIn {
    /// The part.
    pub key: PartKey,
    /// The title of its card; empty for what belongs to none.
    pub title: String,
    /// The language of the text.
    pub locale: Locale,
}

/// A picture as a visitor gets it.
#[derive(Debug, Clone)]
pub struct PictureFile {
    /// Its format.
    pub form: PictureForm,
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether anyone may keep it.
    pub is_open: bool,
}

/// Every picture with the texts that name it.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn pictures(cx: &OrgCx) -> Outcome<Vec<PictureRow>> {
    cx.require(Permission::HandbookWrite)?;
    let own = own(&mut cx.read().await?).await?;
    let rows = own.pictures.iter().map(|picture| PictureRow {
        used: used(&own, &picture.name),
        picture: picture.clone(),
    });
    Ok(rows.collect())
}

fn used(own: &Own, name: &PictureName) -> Vec<UsedIn> {
    let naming = own.parts.iter().filter(|part| part.names(name));
    naming
        .map(|part| UsedIn {
            key: part.key.clone(),
            title: super::list::title(own, &part.key, part.locale),
            locale: part.locale,
        })
        .collect()
}

/// Takes a picture: what it shows, and nothing of where it comes from. It is called as `called`, or,
/// when that is empty, as its file.
///
/// # Errors
/// [`Error::Invalid`] when it cannot be taken, at the field `file` or `name`.
pub async fn add_picture(
    cx: &OrgCx,
    called: &str,
    file_name: &str,
    body: Vec<u8>,
) -> Outcome<Picture> {
    cx.require(Permission::HandbookWrite)?;
    let ready = develop(body).await?;
    let called = match called.trim() {
        "" => file_name,
        called => called,
    };
    let name = PictureName::of(called, ready.form)
        .ok_or_else(|| Invalid::field("name", "handbook.picture.error.name"))?;
    let picture = Picture {
        name,
        form: ready.form,
        width: ready.width,
        height: ready.height,
        size: ready.bytes.len() as u64,
        sum: sum(&ready.bytes),
    };
    let mut org = cx.write().await?;
    let there = org.handbook_pictures().await?;
    if there.len() >= MOST_PICTURES {
        return Err(Invalid::field("file", "handbook.picture.error.many").into());
    }
    if there.iter().any(|one| one.name == picture.name) {
        return Err(Invalid::field("name", "handbook.picture.error.taken").into());
    }
    org.add_handbook_picture(&picture, &ready.bytes, cx.stamp())
        .await?;
    org.audit(&cx.audit(AuditKind::HandbookPictureAdded, &picture.name, ""))
        .await?;
    org.commit().await?;
    Ok(picture)
}

/// Reads the picture apart.
async fn develop(body: Vec<u8>) -> Outcome<Ready> {
    let read = match apart(Work::Read, move || exchange::picture::read(&body)).await {
        Ok(read) => read,
        Err(Error::Busy) => return Err(Error::Busy),
        // A picture on which a decoder gives up is a broken picture.
        Err(_gave_up) => Err(Unfit::Broken),
    };
    read.map_err(|unfit| {
        let key = match unfit {
            Unfit::Empty => "handbook.picture.error.empty",
            Unfit::Bytes => "handbook.picture.error.bytes",
            Unfit::Format => "handbook.picture.error.format",
            Unfit::Pixels => "handbook.picture.error.pixels",
            Unfit::Broken => "handbook.picture.error.broken",
        };
        Invalid::field("file", key).into()
    })
}

fn sum(bytes: &[u8]) -> String {
    let mut digits = hex(&Sha256::digest(bytes));
    digits.truncate(2 * SUM_BYTES);
    digits
}

/// Takes a picture away that no text names.
///
/// # Errors
/// [`Error::Refused`] while a text names it, [`Error::Conflict`] when there is none of this name.
pub async fn remove_picture(cx: &OrgCx, name: &PictureName) -> Outcome<()> {
    cx.require(Permission::HandbookWrite)?;
    let mut org = cx.write().await?;
    let parts = org.handbook_parts().await?;
    if parts.iter().any(|part| part.names(name)) {
        return Err(Error::Refused("handbook.picture.in-use"));
    }
    org.remove_handbook_picture(name).await?;
    org.audit(&cx.audit(AuditKind::HandbookPictureRemoved, name, ""))
        .await?;
    Ok(org.commit().await?)
}

/// A picture by its name and sum. Strangers get those that stand in an open handbook; members who
/// may see the handbook get the others as well.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or none that the visitor may see.
pub async fn public_picture(
    app: &App,
    slug: &str,
    visitor: Option<&User>,
    sum: &str,
    name: &PictureName,
) -> Outcome<PictureFile> {
    let (organisation, own) = super::find(app, slug).await?;
    let is_this = |one: &&Picture| one.name == *name && one.sum == sum;
    let picture = own.pictures.iter().find(is_this).ok_or(Error::NotFound)?;
    let is_open = own.settings.is_open && own.shows_picture(name);
    if !is_open && !super::may_see(app, visitor, slug).await? {
        return Err(Error::NotFound);
    }
    let mut org = app.store().read(organisation.id).await?;
    let bytes = org.handbook_picture_body(name, sum).await?;
    Ok(PictureFile {
        form: picture.form,
        bytes: bytes.ok_or(Error::NotFound)?,
        is_open,
    })
}

/// The bytes of the pictures that a handbook shows.
pub(super) async fn files(org: &mut OrgStore, book: &Handbook) -> Outcome<PictureFiles> {
    let mut all = PictureFiles::new();
    for (name, picture) in &book.pictures {
        let body = org
            .handbook_picture_body(&picture.name, &picture.sum)
            .await?;
        if let Some(bytes) = body {
            all.insert(name.clone(), bytes.into());
        }
    }
    Ok(all)
}
