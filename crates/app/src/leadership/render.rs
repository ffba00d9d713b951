//! Files of a round's result.

use domain::assessment::Round;
use domain::publicity::{Edition, Internal, Public};
use domain::{Locale, Publicity, RoundId};
use reports::Report;

use super::material::{latest, material, permit, right};
use super::{annex, full, summary, table};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::print::{File, FileFormat, WORKBOOK, print};

/// A report of a round's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
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
}

impl ReportKind {
    /// Every kind with its word in addresses and on the command line.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Summary, "summary"),
        (Self::SummaryInternal, "summary-internal"),
        (Self::Report, "report"),
        (Self::ReportInternal, "report-internal"),
        (Self::Annex, "annex"),
    ];

    /// Reads the word; `internal` is the command line's short word for the internal report.
    fn from_code(code: &str) -> Option<Self> {
        let code = if code == "internal" {
            "report-internal"
        } else {
            code
        };
        let found = Self::ALL.into_iter().find(|(_, word)| *word == code);
        found.map(|(kind, _)| kind)
    }

    fn code(self) -> &'static str {
        let found = Self::ALL.into_iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, word)| word)
    }
}

/// The word of the workbook in addresses and on the command line.
const TABLES: &str = "tables";

/// What can be made of a round's result; a format that a kind does not have cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output {
    /// A report.
    Report(ReportKind, FileFormat),
    /// Judgements and actions as a workbook.
    Tables,
}

impl Output {
    /// Reads the word of a kind and the ending of a file; nothing when there is no such file.
    pub fn from_words(kind: &str, ending: &str) -> Option<Self> {
        if kind == TABLES {
            return (ending == WORKBOOK.0).then_some(Self::Tables);
        }
        let kind = ReportKind::from_code(kind)?;
        Some(Self::Report(kind, FileFormat::from_code(ending)?))
    }

    /// Reads `summary.pdf`; nothing when there is no such file.
    pub fn from_name(name: &str) -> Option<Self> {
        let (kind, ending) = name.split_once('.')?;
        Self::from_words(kind, ending)
    }

    fn code(self) -> &'static str {
        match self {
            Self::Report(kind, _) => kind.code(),
            Self::Tables => TABLES,
        }
    }

    /// The lowest edition it is made of; what it holds may ask for more.
    const fn edition(self) -> Publicity {
        match self {
            Self::Report(ReportKind::Summary | ReportKind::Report, _) | Self::Tables => {
                Publicity::Public
            }
            Self::Report(ReportKind::SummaryInternal | ReportKind::ReportInternal, _) => {
                Publicity::Internal
            }
            Self::Report(ReportKind::Annex, _) => Publicity::Secret,
        }
    }

    /// The ending of the file's name and its type in HTTP.
    fn file_type(self) -> (&'static str, &'static str) {
        match self {
            Self::Report(_, format) => (format.code(), format.content_type()),
            Self::Tables => WORKBOOK,
        }
    }
}

/// Makes a file of a round's result; without a round, of the latest.
///
/// # Errors
/// [`Error::Forbidden`] without the right to the edition, [`Error::NotFound`] without a round,
/// [`Error::Refused`] when the result has not been published for this person.
pub async fn render(
    cx: &OrgCx,
    round: Option<RoundId>,
    output: Output,
    locale: Locale,
) -> Outcome<File> {
    cx.require(right(output.edition()))?;
    let cx = &cx.in_language(locale);
    let round = match round {
        Some(id) => cx.read().await?.round(id).await?,
        None => latest(cx).await?,
    };
    let round = round.ok_or(Error::NotFound)?;
    let bytes = match output {
        Output::Tables => table::workbook(cx, &round).await?,
        Output::Report(kind, format) => {
            print(report(cx, &round, kind).await?, format, locale).await?
        }
    };
    let (ending, content_type) = output.file_type();
    let (slug, today) = (&cx.organisation().slug, cx.today());
    Ok(File {
        name: format!("{slug}-{}-{today}-{locale}.{ending}", output.code()),
        content_type,
        bytes,
    })
}

async fn report(cx: &OrgCx, round: &Round, kind: ReportKind) -> Outcome<Box<dyn Report>> {
    match kind {
        ReportKind::Summary => edition::<Public>(cx, round, false).await,
        ReportKind::SummaryInternal => edition::<Internal>(cx, round, false).await,
        ReportKind::Report => edition::<Public>(cx, round, true).await,
        ReportKind::ReportInternal => edition::<Internal>(cx, round, true).await,
        ReportKind::Annex => Ok(Box::new(annex(cx, round.id).await?)),
    }
}

/// The full report or the summary, for a person who may have the edition.
async fn edition<E: Edition>(cx: &OrgCx, round: &Round, is_full: bool) -> Outcome<Box<dyn Report>> {
    permit::<E>(cx, round)?;
    let material = material(cx, round.id, cx.locale()).await?;
    Ok(if is_full {
        Box::new(full::<E>(&material))
    } else {
        Box::new(summary::<E>(&material))
    })
}
