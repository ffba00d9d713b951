//! Documents as tagged PDF that meets PDF/UA-1.

mod world;

use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use self::world::ReportWorld;
use crate::ReportError;
use crate::document::Document;

/// How many renderings typst's memory of earlier work outlives. Two documents of one kind share
/// little but the templates, so a long memory costs more than it saves.
const MEMORY: usize = 2;

/// A rendered document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What typst remarked. Tests require that there is nothing.
    pub warnings: Vec<String>,
}

/// A document that is laid out but not yet written.
pub(crate) struct Laid {
    paged: PagedDocument,
    warnings: Vec<String>,
}

impl Laid {
    /// How many pages it has.
    pub(crate) fn pages(&self) -> usize {
        self.paged.pages().len()
    }
}

/// Lays a document out on pages.
///
/// # Errors
/// When the template does not take the document: a defect of this crate.
pub(crate) fn lay_out(document: &Document) -> Result<Laid, ReportError> {
    let json = serde_json::to_string(document)?;
    let world = ReportWorld::new(&json, document)?;
    let result = typst::compile::<PagedDocument>(&world);
    comemo::evict(MEMORY);
    let warnings = messages(&result.warnings);
    let paged = result
        .output
        .map_err(|errors| ReportError::Layout(messages(&errors).join("; ")))?;
    Ok(Laid { paged, warnings })
}

/// Writes a laid-out document as PDF/UA-1. The same document gives the same bytes.
///
/// # Errors
/// When the document breaks a rule of PDF/UA-1, such as a skipped heading level.
pub(crate) fn write(document: &Document, laid: &Laid) -> Result<Pdf, ReportError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| ReportError::Layout(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(format!(
            "{}/{}/{}",
            document.id, document.title, document.date
        )),
        creator: Smart::Custom(Some("Luotsi".to_owned())),
        timestamp: timestamp(document),
        standards,
        ..PdfOptions::default()
    };
    let bytes = typst_pdf::pdf(&laid.paged, &options).map_err(|errors| {
        let texts: Vec<_> = errors
            .iter()
            .map(|error| error.message.to_string())
            .collect();
        ReportError::Layout(texts.join("; "))
    })?;
    Ok(Pdf {
        bytes,
        pages: laid.pages(),
        warnings: laid.warnings.clone(),
    })
}

fn timestamp(document: &Document) -> Option<Timestamp> {
    let day = world::typst_date(document.date)?;
    let midday = Datetime::from_ymd_hms(day.year()?, day.month()?, day.day()?, 12, 0, 0)?;
    Some(Timestamp::new_utc(midday))
}

fn messages(diagnostics: &[SourceDiagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|one| {
            let hints: Vec<_> = one.hints.iter().map(|hint| hint.v.to_string()).collect();
            format!(
                "{}: {} ({})",
                ReportWorld::place(one.span.id()),
                one.message,
                hints.join(", ")
            )
        })
        .collect()
}
