//! Files of a round's result.

use domain::assessment::Round;
use domain::publicity::{Internal, Public};
use domain::{Locale, RoundId};
use reports::Report;

use super::material::{latest, material, permit};
use super::{annex, full, summary, table};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::print::{File, FileFormat, print};

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputKind {
    /// The two-page summary, public edition.
    Summary,
    /// The two-page summary, internal edition.
    SummaryInternal,
    /// The full report, public edition.
    Report,
    /// The full report, internal edition.
    ReportInternal,
    /// The annex of what may not be published.
    Annex,
    /// Judgements and measures as a workbook.
    Tables,
}

impl OutputKind {
    /// Every kind with its word in addresses and on the command line.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Summary, "summary"),
        (Self::SummaryInternal, "summary-internal"),
        (Self::Report, "report"),
        (Self::ReportInternal, "report-internal"),
        (Self::Annex, "annex"),
        (Self::Tables, "tables"),
    ];

    /// Reads the word; `internal` is the command line's short word for the internal report.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = if code == "internal" {
            "report-internal"
        } else {
            code
        };
        Self::ALL
            .into_iter()
            .find(|(_, word)| *word == code)
            .map(|(kind, _)| kind)
    }

    /// The word in addresses.
    pub fn code(self) -> &'static str {
        Self::ALL
            .into_iter()
            .find(|(kind, _)| *kind == self)
            .map_or("", |(_, word)| word)
    }
}

/// A file that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// What.
    pub kind: OutputKind,
    /// As which file.
    pub format: FileFormat,
    /// In which language.
    pub locale: Locale,
}

impl Output {
    /// Reads `summary.pdf`; nothing when there is no such file.
    pub fn from_name(name: &str, locale: Locale) -> Option<Self> {
        let (kind, format) = name.split_once('.')?;
        let output = Self {
            kind: OutputKind::from_code(kind)?,
            format: FileFormat::from_code(format)?,
            locale,
        };
        let is_table = output.kind == OutputKind::Tables;
        (is_table == (output.format == FileFormat::Xlsx)).then_some(output)
    }
}

/// Makes a file of a round's result; without a round, of the latest.
///
/// # Errors
/// [`Error::Forbidden`] without the right to the edition, [`Error::NotFound`] without a round,
/// [`Error::Refused`] when the result has not been published for this person.
pub async fn render(cx: &OrgCx, round: Option<RoundId>, output: Output) -> Outcome<File> {
    let cx = &cx.in_language(output.locale);
    let round = match round {
        Some(id) => cx.read().await?.round(id).await?,
        None => latest(cx).await?,
    };
    let round = round.ok_or(Error::NotFound)?;
    let bytes = match (output.kind, output.format) {
        (OutputKind::Tables, FileFormat::Xlsx) => table::workbook(cx, &round).await?,
        (OutputKind::Tables, _) | (_, FileFormat::Xlsx) => return Err(Error::NotFound),
        (kind, format) => {
            let report = report(cx, &round, kind).await?;
            print(report, format, output.locale).await?
        }
    };
    Ok(File {
        name: format!(
            "{}-{}-{}-{}.{}",
            cx.organisation().slug,
            output.kind.code(),
            cx.today(),
            output.locale.code(),
            output.format.code(),
        ),
        content_type: output.format.content_type(),
        bytes,
    })
}

async fn report(cx: &OrgCx, round: &Round, kind: OutputKind) -> Outcome<Box<dyn Report>> {
    match kind {
        OutputKind::Summary | OutputKind::Report => permit::<Public>(cx, round)?,
        OutputKind::SummaryInternal | OutputKind::ReportInternal => permit::<Internal>(cx, round)?,
        OutputKind::Annex => return Ok(Box::new(annex(cx, round.id).await?)),
        OutputKind::Tables => return Err(Error::NotFound),
    }
    let material = material(cx, round.id, cx.locale()).await?;
    Ok(match kind {
        OutputKind::Summary => Box::new(summary::<Public>(&material)),
        OutputKind::SummaryInternal => Box::new(summary::<Internal>(&material)),
        OutputKind::ReportInternal => Box::new(full::<Internal>(&material)),
        _ => Box::new(full::<Public>(&material)),
    })
}
