//! The released table as a file.

use domain::SurveyId;
use domain::survey::Level;
use exchange::export::{Cell, Delimiter, Sheet, csv, xlsx};
use i18n::Texts;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::result::{Results, breakdown, results};
use super::{Breakdown, Tally};
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};

/// The kind of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Semicolons, as Finnish spreadsheets expect.
    Csv,
    /// A workbook.
    Xlsx,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// Name.
    pub name: String,
    /// Media type.
    pub content_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
}

/// The released table: exactly the figures of the results page, nothing more.
///
/// # Errors
/// As [`results`]; [`Error::Report`] when the workbook cannot be written.
pub async fn export(cx: &OrgCx, id: SurveyId, format: ExportFormat) -> Outcome<Exported> {
    let results = results(cx, id).await?;
    let mut breakdowns = Vec::new();
    for by in &results.backgrounds {
        breakdowns.push(breakdown(cx, id, &by.id).await?);
    }
    let sheet = table(cx.texts(), &results, &breakdowns);
    let name = format!("{}-{}", cx.organisation().slug, results.survey.instrument);
    Ok(match format {
        ExportFormat::Csv => Exported {
            name: format!("{name}.csv"),
            content_type: "text/csv; charset=utf-8",
            body: csv(&sheet, Delimiter::Semicolon),
        },
        ExportFormat::Xlsx => Exported {
            name: format!("{name}.xlsx"),
            content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            body: workbook(sheet, cx.now().to_zoned(TimeZone::UTC).datetime()).await?,
        },
    })
}

async fn workbook(sheet: Sheet, created: DateTime) -> Outcome<Vec<u8>> {
    let written = apart(Work::Print, move || xlsx(&[sheet], created)).await?;
    written.map_err(|error| Error::Report(error.into()))
}

fn table(t: Texts, results: &Results, breakdowns: &[Breakdown]) -> Sheet {
    let words = [
        "survey.table.question-id",
        "survey.table.question",
        "survey.table.group",
        "survey.table.n",
    ];
    let mut headers: Vec<String> = words.iter().map(|key| t.say(key).to_owned()).collect();
    headers.extend(
        Level::ALL
            .iter()
            .map(|level| content::answer(*level).text(t.locale()).to_owned()),
    );
    headers.push(t.say("survey.table.level").to_owned());
    let everybody = t.say("survey.table.everybody");
    let mut rows: Vec<Vec<Cell>> = results
        .themes
        .iter()
        .flat_map(|theme| &theme.questions)
        .map(|one| row(t, one.question, everybody, &one.tally))
        .collect();
    for breakdown in breakdowns {
        for (question, groups) in &breakdown.questions {
            rows.extend(groups.iter().map(|group| {
                let name = group_name(t, breakdown, &group.group);
                row(t, question, &name, &group.tally)
            }));
        }
    }
    Sheet {
        title: results.survey.title.clone(),
        headers,
        rows,
    }
}

/// What a group of a background question is called.
fn group_name(t: Texts, breakdown: &Breakdown, group: &str) -> String {
    let found = match &breakdown.by.kind {
        content::Kind::Background { options } => options.iter().find(|one| one.id == group),
        content::Kind::Scale { .. } | content::Kind::Text => None,
    };
    found.map_or_else(
        || t.say("survey.result.unsaid").to_owned(),
        |option| option.text.text(t.locale()).to_owned(),
    )
}

fn row(t: Texts, question: &content::Question, group: &str, tally: &Tally) -> Vec<Cell> {
    let mut row: Vec<Cell> = vec![
        question.id.as_str().into(),
        question.text.text(t.locale()).into(),
        group.into(),
        tally.n().into(),
    ];
    row.extend(Level::ALL.iter().map(|level| match tally.cell(*level) {
        None => Cell::from(t.say("survey.table.hidden")),
        Some(disclosure::Cell::Count(count)) => count.into(),
        Some(disclosure::Cell::Between { low, high }) => format!("{low}–{high}").into(),
    }));
    row.push(tally.mean().map_or(Cell::Empty, Cell::Number));
    row
}
