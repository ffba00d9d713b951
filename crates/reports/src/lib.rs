//! Reports: values in, PDF or Word bytes out.
//!
//! A report is a value that implements [`Report`]; `app` fills it, [`pdf`] and [`docx`] write it. Both
//! are pure: the same value in the same language gives the same bytes, whatever the clock says.
//! A report of edition `E` holds every text that a person wrote as [`domain::Cleared`]`<E>`, so a
//! public report with internal or secret text in it does not compile.
//!
//! To add a report: write its value, `impl Report` and its samples in a file of its own, and its `mod`
//! and one line in [`KINDS`] here. Its words go under `[report]` in `locales/`. The
//! tests find it by that line.
//!
//! ```
//! use domain::{Cleared, Locale};
//! use i18n::Texts;
//! use reports::survey::{OpenLink, Poster};
//!
//! let poster = Poster {
//!     organisation: Cleared::shipped("Esimerkkilä"),
//!     survey: Cleared::shipped("Kysely luottamushenkilöille"),
//!     sentences: vec![],
//!     closes: None,
//!     date: jiff::civil::date(2026, 11, 22),
//!     link: OpenLink {
//!         url: "https://esimerkki.fi/k/abc".into(),
//!         typed_url: "esimerkki.fi/k/abc".into(),
//!     },
//! };
//! let pdf = reports::pdf(&poster, Texts::new(Locale::Fi)).expect("a poster");
//! assert_eq!(pdf.pages, 1);
//! ```
#![warn(missing_docs)]

pub mod assessment;
pub mod document;
mod docx;
pub mod handbook;
mod judgement;
pub mod measure;
mod pack;
mod pdf;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
pub mod survey;
pub mod training;

use i18n::Texts;

pub use self::judgement::{Counts, Judgement};
pub use self::pdf::Pdf;
use document::Document;

/// A report.
pub trait Report: Send + Sync {
    /// The id of the kind, as in [`KINDS`].
    fn id(&self) -> &'static str;

    /// The title, also for a file name.
    fn title(&self, texts: Texts) -> String;

    /// The most pages it may take, if it must fit.
    fn most_pages(&self) -> Option<usize> {
        None
    }

    /// The content in this language, cut down as told.
    fn document(&self, texts: Texts, cut: Cut) -> Document;
}

/// How much a report that must fit leaves out. It says so where it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cut(u8);

impl Cut {
    /// Nothing is left out.
    pub const NOTHING: Self = Self(0);
    /// As much as can be.
    pub const MOST: Self = Self(6);

    /// Every step, the mildest first.
    pub fn steps() -> impl Iterator<Item = Self> {
        (Self::NOTHING.0..=Self::MOST.0).map(Self)
    }

    /// The step as a number from 0 to 6.
    pub const fn step(self) -> u8 {
        self.0
    }
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Tagged PDF (PDF/UA-1).
    Pdf,
    /// Word, for what people edit.
    Docx,
}

/// A kind of report, as lists of them are walked.
pub struct Kind {
    /// Id.
    pub id: &'static str,
    /// Files it is made as.
    pub formats: &'static [Format],
    /// Its samples.
    #[cfg(any(test, feature = "sample"))]
    pub samples: fn(domain::Locale) -> Vec<Box<dyn Report>>,
}

macro_rules! kinds {
    ($($id:literal $formats:expr => $samples:path;)*) => {
        /// Every kind of report.
        pub const KINDS: &[Kind] = &[$(Kind {
            id: $id,
            formats: $formats,
            #[cfg(any(test, feature = "sample"))]
            samples: $samples,
        }),*];
    };
}

const BOTH: &[Format] = &[Format::Pdf, Format::Docx];
const PRINTED: &[Format] = &[Format::Pdf];

kinds! {
    "assessment.summary" BOTH => assessment::sample::summaries;
    "assessment.full" BOTH => assessment::sample::full_reports;
    "assessment.annex" BOTH => assessment::sample::annexes;
    "assessment.joint" BOTH => assessment::sample::joint_reports;
    "handbook.book" PRINTED => handbook::sample::handbooks;
    "measure.proposal" BOTH => measure::sample::proposals;
    "measure.annex" BOTH => measure::sample::annexes;
    "survey.letters" PRINTED => survey::sample::letter_sheets;
    "survey.poster" PRINTED => survey::sample::posters;
    "training.certificate" PRINTED => training::sample::certificates;
    "training.slides" PRINTED => training::sample::slide_shows;
}

/// Why a report was not made. All are defects of this crate, none of the data.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The shipped templates or fonts could not be read.
    #[error("the report templates cannot be read")]
    Template,
    /// The document could not be laid out.
    #[error("the report cannot be laid out: {0}")]
    Layout(String),
    /// The document could not be handed to the template.
    #[error("the report cannot be handed over: {0}")]
    Json(#[from] serde_json::Error),
    /// The Word file could not be packed.
    #[error("the Word file cannot be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The Word file could not be written.
    #[error("the Word file cannot be written: {0}")]
    Io(#[from] std::io::Error),
}

/// Writes a report as tagged PDF (PDF/UA-1), cut down until it fits the pages it may take.
///
/// # Errors
/// [`ReportError`] when a template does not take the document.
pub fn pdf(report: &dyn Report, texts: Texts) -> Result<Pdf, ReportError> {
    let most = report.most_pages().unwrap_or(usize::MAX);
    let mut document = report.document(texts, Cut::NOTHING);
    let mut laid = pdf::lay_out(&document)?;
    for cut in Cut::steps().skip(1) {
        if laid.pages() <= most {
            break;
        }
        document = report.document(texts, cut);
        laid = pdf::lay_out(&document)?;
    }
    pdf::write(&document, &laid)
}

/// Writes a report as a Word document. Nothing is cut: pages are counted where it is edited.
///
/// # Errors
/// [`ReportError`] when the file cannot be packed.
pub fn docx(report: &dyn Report, texts: Texts) -> Result<Vec<u8>, ReportError> {
    docx::write(&report.document(texts, Cut::NOTHING))
}
