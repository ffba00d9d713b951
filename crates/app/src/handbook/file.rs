//! The handbook as files: for paper, for a phone, as EPUB, as course packages, as pages.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use domain::Locale;
use domain::handbook::Handbook;
use domain::organisation::Organisation;
use i18n::Texts;
use reports::handbook::{Book, Course, Paper, Standard};
use sha2::{Digest, Sha256};
use store::User;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::leadership::{File, FileFormat};
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
        handbook,
    };
    Ok(File {
        name,
        content_type: format.content_type(),
        bytes: made(book, format).await?,
    })
}

/// Files made lately, the latest first, by what they were made of. Anyone may ask for the same file
/// again and again, and laying it out takes seconds.
static SHELF: Mutex<VecDeque<(Made, Vec<u8>)>> = Mutex::new(VecDeque::new());

/// How many files are kept.
const MOST_KEPT: usize = 24;

/// Everything that a file is made of, as a sum.
type Made = [u8; 32];

fn sum(book: &Book, format: HandbookFormat) -> Made {
    let json = serde_json::to_vec(&book.handbook).unwrap_or_default();
    let mut sum = Sha256::new();
    sum.update(format.code());
    sum.update([0]);
    sum.update(&book.address);
    sum.update([0]);
    sum.update(json);
    sum.finalize().into()
}

async fn made(book: Book, format: HandbookFormat) -> Outcome<Vec<u8>> {
    let sum = sum(&book, format);
    let shelf = || SHELF.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, bytes)) = shelf().iter().find(|(kept, _)| *kept == sum) {
        return Ok(bytes.clone());
    }
    let bytes = make(book, format).await?;
    let mut shelf = shelf();
    shelf.push_front((sum, bytes.clone()));
    shelf.truncate(MOST_KEPT);
    Ok(bytes)
}

async fn make(book: Book, format: HandbookFormat) -> Outcome<Vec<u8>> {
    let locale = book.handbook.locale;
    let texts = Texts::new(locale);
    let failed = |error| Error::Report(Box::new(error));
    Ok(match format {
        HandbookFormat::Pdf | HandbookFormat::PdfPhone => {
            crate::leadership::print(Box::new(book), FileFormat::Pdf, locale).await?
        }
        HandbookFormat::Epub => reports::handbook::epub(&book, texts).map_err(failed)?,
        HandbookFormat::Html => reports::handbook::whole_page(&book, texts).into_bytes(),
        HandbookFormat::Scorm | HandbookFormat::Cmi5 => {
            let lessons = crate::training::lessons(locale);
            let course = Course { book, lessons };
            let standard = if format == HandbookFormat::Scorm {
                Standard::Scorm12
            } else {
                Standard::Cmi5
            };
            reports::handbook::course(&course, standard, texts).map_err(failed)?
        }
    })
}
