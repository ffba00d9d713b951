//! The handbook as files: for paper, for a phone, as EPUB, as course packages, as pages.

use domain::handbook::Handbook;
use domain::organisation::Organisation;
use domain::{Locale, OrgId};
use i18n::Texts;
use reports::document::PictureFiles;
use reports::handbook::{Book, Course, Paper, Standard};
use sha2::{Digest, Sha256};
use store::User;

use super::picture::files;
use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::Outcome;
use crate::number::hex;
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
    write(cx.app(), cx.organisation(), book, format).await
}

/// The handbook as a file, for whoever may read its pages.
///
/// # Errors
/// [`Error::NotFound`] as for the pages.
pub async fn public_file(
    app: &App,
    slug: &str,
    visitor: Option<&User>,
    locale: Locale,
    format: HandbookFormat,
) -> Outcome<File> {
    let shown = super::public(app, slug, visitor, locale).await?;
    write(app, &shown.organisation, shown.book, format).await
}

async fn write(
    app: &App,
    organisation: &Organisation,
    handbook: Handbook,
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

/// A file that was made. Anyone may ask for the same file again and again, and laying it out takes
/// seconds.
struct Printed(Vec<u8>);

impl Kept for Printed {
    fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// Everything that a file is made of, as a sum.
fn sum(book: &Book, format: HandbookFormat) -> String {
    // The pictures stand in it with their sums.
    let json = serde_json::to_vec(&book.handbook).unwrap_or_default();
    let mut sum = Sha256::new();
    sum.update(format.code());
    sum.update([0]);
    sum.update(&book.address);
    sum.update([0]);
    sum.update(json);
    hex(&sum.finalize())
}

async fn made(app: &App, org: OrgId, mut book: Book, format: HandbookFormat) -> Outcome<Vec<u8>> {
    let made = app.cache().get(sum(&book, format), async {
        let mut store = app.store().read(org).await?;
        book.pictures = files(&mut store, &book.handbook).await?;
        drop(store);
        Ok(Printed(make(book, format).await?))
    });
    Ok(made.await?.0.clone())
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
