//! The handbook as files: for paper, for a phone, as EPUB, as course packages, as pages.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::handbook::Handbook;
use domain::organisation::Organisation;
use domain::{Locale, OrgId};
use i18n::Texts;
use reports::document::PictureFiles;
use reports::handbook::{Book, Course, Paper, Standard};
use sha2::{Digest, Sha256};
use store::User;

use super::picture::files;
use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::print::{File, press};
use crate::world::App;

/// A form of the handbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandbookFormat {
    /// Tagged PDF on A4.
    Pdf,
    /// Tagged PDF on pages of the size of a phone.
    PdfPhone,
    /// EPUB 3.
    Epub,
    /// SCORM 1.2 package.
    Scorm,
    /// cmi5 package.
    Cmi5,
    /// One page with everything on it.
    Html,
}

impl HandbookFormat {
    /// Every form with its word on the command line and in file names, and its ending.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Pdf, "pdf", "pdf"),
        (Self::PdfPhone, "pdf-phone", "pdf"),
        (Self::Epub, "epub", "epub"),
        (Self::Scorm, "scorm", "zip"),
        (Self::Cmi5, "cmi5", "zip"),
        (Self::Html, "html", "html"),
    ];

    /// Reads the word.
    pub fn from_code(code: &str) -> Option<Self> {
        let found = Self::ALL.into_iter().find(|(_, word, _)| *word == code);
        found.map(|(form, _, _)| form)
    }

    /// The word.
    pub fn code(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(form, _, _)| *form == self);
        found.map_or("", |(_, word, _)| word)
    }

    /// The ending of the file's name.
    pub fn ending(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(form, _, _)| *form == self);
        found.map_or("", |(_, _, ending)| ending)
    }

    const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf | Self::PdfPhone => "application/pdf",
            Self::Epub => "application/epub+zip",
            Self::Scorm | Self::Cmi5 => "application/zip",
            // To be kept, not opened here: the site's policy would refuse the style within it.
            Self::Html => "application/octet-stream",
        }
    }
}

/// The handbook as a file, for its members and the command line.
///
/// # Errors
/// [`Error::Forbidden`] without the right.
pub async fn file(cx: &OrgCx, format: HandbookFormat) -> Outcome<File> {
    let book = super::book(cx).await?;
    write(cx.app(), (cx.organisation(), book), format).await
}

/// The handbook as a file, for whoever may read its pages.
///
/// # Errors
/// [`Error::NotFound`] as for the pages.
pub async fn public_file(
    app: &App,
    slug: &str,
    visitor: Option<&User>,
    (locale, format): (Locale, HandbookFormat),
) -> Outcome<File> {
    let shown = super::public(app, slug, visitor, locale).await?;
    write(app, (&shown.organisation, shown.book), format).await
}

async fn write(
    app: &App,
    (organisation, handbook): (&Organisation, Handbook),
    format: HandbookFormat,
) -> Outcome<File> {
    let locale = handbook.locale;
    let texts = Texts::new(locale);
    let name = format!(
        "{}-{}-{}-{locale}.{}",
        organisation.slug,
        texts.say("handbook.file-name"),
        format.code(),
        format.ending()
    );
    let book = Book {
        address: super::address(app, organisation),
        paper: if format == HandbookFormat::PdfPhone {
            Paper::Phone
        } else {
            Paper::A4
        },
        pictures: PictureFiles::new(),
        handbook,
    };
    Ok(File {
        name,
        content_type: format.content_type(),
        bytes: made(app, organisation.id, book, format).await?,
    })
}

/// Files made lately, the latest first, by what they were made of. Anyone may ask for the same file
/// again and again, and laying it out takes seconds.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    kept: Mutex<VecDeque<(Made, Vec<u8>)>>,
}

/// How many files are kept.
const MOST_KEPT: usize = 24;

/// How many bytes they have at most together: pictures make a file heavy.
const MOST_KEPT_BYTES: usize = 64_000_000;

/// Everything that a file is made of, as a sum.
type Made = [u8; 32];

impl Printed {
    fn find(&self, sum: &Made) -> Option<Vec<u8>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = kept.iter();
        let found = kept.find(|(one, _)| one == sum);
        found.map(|(_, bytes)| bytes.clone())
    }

    fn keep(&self, sum: Made, bytes: &[u8]) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.push_front((sum, bytes.to_vec()));
        kept.truncate(MOST_KEPT);
        let mut room = MOST_KEPT_BYTES;
        kept.retain(|(_, bytes)| {
            let fits = room.checked_sub(bytes.len());
            room = fits.unwrap_or(0);
            fits.is_some()
        });
    }
}

fn sum(book: &Book, format: HandbookFormat) -> Made {
    // The pictures stand in it with their sums.
    let json = serde_json::to_vec(&book.handbook).unwrap_or_default();
    let mut sum = Sha256::new();
    sum.update(format.code());
    sum.update([0]);
    sum.update(&book.address);
    sum.update([0]);
    sum.update(json);
    sum.finalize().into()
}

async fn made(app: &App, org: OrgId, mut book: Book, format: HandbookFormat) -> Outcome<Vec<u8>> {
    let sum = sum(&book, format);
    if let Some(bytes) = app.printed().find(&sum) {
        return Ok(bytes);
    }
    let mut store = app.store().read(org).await?;
    book.pictures = files(&mut store, &book.handbook).await?;
    drop(store);
    let bytes = make(book, format).await?;
    app.printed().keep(sum, &bytes);
    Ok(bytes)
}

async fn make(book: Book, format: HandbookFormat) -> Outcome<Vec<u8>> {
    let locale = book.handbook.locale;
    let texts = Texts::new(locale);
    press(move || match format {
        HandbookFormat::Pdf | HandbookFormat::PdfPhone => {
            reports::pdf(&book, texts).map(|pdf| pdf.bytes)
        }
        HandbookFormat::Epub => reports::handbook::epub(&book, texts),
        HandbookFormat::Html => Ok(reports::handbook::whole_page(&book, texts).into_bytes()),
        HandbookFormat::Scorm | HandbookFormat::Cmi5 => {
            let lessons = crate::training::lessons(locale);
            let course = Course { book, lessons };
            let standard = if format == HandbookFormat::Scorm {
                Standard::Scorm12
            } else {
                Standard::Cmi5
            };
            reports::handbook::course(&course, standard, texts)
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_as_long_as_there_is_room() {
        let printed = Printed::default();
        let mark = |n: u8| [n; 32];
        printed.keep(mark(1), &[1]);
        printed.keep(mark(2), &vec![2; MOST_KEPT_BYTES - 1]);
        assert!(printed.find(&mark(1)).is_some() && printed.find(&mark(2)).is_some());
        printed.keep(mark(3), &[3; 2]);
        assert!(printed.find(&mark(3)).is_some() && printed.find(&mark(2)).is_none());
        for n in 10..40 {
            printed.keep(mark(n), &[n]);
        }
        assert!(printed.find(&mark(3)).is_none() && printed.find(&mark(39)).is_some());
    }
}
