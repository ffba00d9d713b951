//! Printing: a report becomes a file, whichever feature it comes from.

use domain::Locale;
use i18n::Texts;
use reports::Report;

use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};

/// Ending and type in HTTP of a workbook, which holds tables and never a report.
pub(crate) const WORKBOOK: (&str, &str) = (
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
);

/// The format of a report's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Tagged PDF.
    Pdf,
    /// Word.
    Docx,
}

impl FileFormat {
    /// Reads the ending of a file name.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Pdf, Self::Docx]
            .into_iter()
            .find(|format| format.code() == code)
    }

    /// The ending of a file name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The type in HTTP.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, in ASCII.
    pub name: String,
    /// Its type in HTTP.
    pub content_type: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Lays a report out, away from the threads that answer requests, a few at a time.
pub(crate) async fn print(
    report: Box<dyn Report>,
    format: FileFormat,
    locale: Locale,
) -> Outcome<Vec<u8>> {
    let t = Texts::new(locale);
    press(move || match format {
        FileFormat::Docx => reports::docx(report.as_ref(), t),
        FileFormat::Pdf => reports::pdf(report.as_ref(), t).map(|pdf| pdf.bytes),
    })
    .await
}

/// Makes a file, away from the threads that answer requests, a few at a time.
pub(crate) async fn press(
    make: impl FnOnce() -> Result<Vec<u8>, reports::ReportError> + Send + 'static,
) -> Outcome<Vec<u8>> {
    let made = apart(Work::Print, make).await?;
    made.map_err(|error| Error::Report(Box::new(error)))
}
