//! Tables out: CSV and Excel for every table that can be downloaded.

mod csv;

use std::fmt;

use jiff::civil::{Date, DateTime};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

pub use csv::{Delimiter, csv};

/// A table to write.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Name of the sheet; shortened and cleaned where a workbook does not take it.
    pub title: String,
    /// Headers.
    pub headers: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<Cell>>,
}

/// The content of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Text, never a formula.
    Text(String),
    /// Whole number.
    Integer(i64),
    /// Number.
    Number(f64),
    /// Day.
    Date(Date),
}

impl From<&str> for Cell {
    /// Makes a text cell.
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    /// Makes a text cell.
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    /// Makes the cell, or an empty one.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl From<i64> for Cell {
    /// Makes a cell of a whole number.
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Date> for Cell {
    /// Makes a cell of a day.
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}

/// A workbook could not be written.
#[derive(Debug)]
pub struct WorkbookError(XlsxError);

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "workbook not written: {}", self.0)
    }
}

impl std::error::Error for WorkbookError {}

impl From<XlsxError> for WorkbookError {
    /// Wraps the writer's error.
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

/// Writes a workbook. `created` goes into its properties; with equal arguments the bytes are equal.
///
/// # Errors
/// When a sheet has more rows or columns than a workbook holds.
pub fn xlsx(sheets: &[Sheet], created: DateTime) -> Result<Vec<u8>, WorkbookError> {
    let mut book = workbook(created)?;
    let mut names = Vec::new();
    for sheet in sheets {
        let name = sheet_name(&sheet.title, &names);
        write_sheet(book.add_worksheet().set_name(&name)?, sheet)?;
        names.push(name.to_lowercase());
    }
    Ok(book.save_to_buffer()?)
}

/// A workbook whose properties tell nothing but when it was made.
pub(crate) fn workbook(created: DateTime) -> Result<Workbook, XlsxError> {
    let part = |number: i8| u16::try_from(number).unwrap_or_default();
    let year = u16::try_from(created.year())
        .unwrap_or(2_000)
        .clamp(1_900, 9_999);
    let time = ExcelDateTime::from_ymd(year, byte(created.month()), byte(created.day()))?.and_hms(
        part(created.hour()),
        byte(created.minute()),
        f64::from(created.second()),
    )?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&time));
    Ok(book)
}

fn byte(number: i8) -> u8 {
    u8::try_from(number).unwrap_or_default()
}

/// A name that a workbook takes and has not taken yet.
fn sheet_name(title: &str, taken: &[String]) -> String {
    let clean: String = title
        .chars()
        .map(|c| {
            if c.is_control() || "[]:*?/\\".contains(c) {
                ' '
            } else {
                c
            }
        })
        .collect();
    let clean = clean
        .trim_matches(['\'', ' '])
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let clean = if clean.is_empty() {
        "1".to_owned()
    } else {
        clean
    };
    // Neither a half of a letter nor an apostrophe may stand at the end.
    let cut = |most: usize| {
        let name = units(&clean, most);
        name.trim_end_matches(['\'', ' ']).to_owned()
    };
    let mut name = cut(31);
    let mut number = 1;
    while taken.contains(&name.to_lowercase()) || name.eq_ignore_ascii_case("history") {
        number += 1;
        name = format!("{} {number}", cut(27));
    }
    name
}

fn write_sheet(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let formats = Formats::new();
    for (column, header) in (0_u16..).zip(&sheet.headers) {
        page.write_string_with_format(0, column, within(header), &bold)?;
        page.set_column_width(column, width(sheet, usize::from(column)))?;
    }
    for (row, cells) in (1_u32..).zip(&sheet.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            write_cell(page, (row, column), cell, &formats)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    if let (Ok(rows), Some(columns)) = (
        u32::try_from(sheet.rows.len()),
        sheet.headers.len().checked_sub(1),
    ) {
        page.autofilter(0, 0, rows, u16::try_from(columns).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

/// How cells look.
struct Formats {
    text: Format,
    number: Format,
    day: Format,
}

impl Formats {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Self {
            text: top.clone().set_text_wrap(),
            day: top.clone().set_num_format("d.m.yyyy"),
            number: top,
        }
    }
}

fn write_cell(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            page.write_string_with_format(row, column, within(text), &formats.text)?;
        }
        Cell::Integer(number) if number.unsigned_abs() < 1 << 53 => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "within what a float holds exactly"
            )]
            page.write_number_with_format(row, column, *number as f64, &formats.number)?;
        }
        Cell::Integer(number) => {
            page.write_string_with_format(row, column, number.to_string(), &formats.number)?;
        }
        Cell::Number(number) if number.is_finite() => {
            page.write_number_with_format(row, column, *number, &formats.number)?;
        }
        Cell::Date(date) => write_date(page, (row, column), *date, &formats.day)?,
        Cell::Empty | Cell::Number(_) => {}
    }
    Ok(())
}

/// Writes a day, as text where the workbook's calendar does not reach.
pub(crate) fn write_date(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    date: Date,
    format: &Format,
) -> Result<(), XlsxError> {
    let year = u16::try_from(date.year()).unwrap_or_default();
    match ExcelDateTime::from_ymd(year, byte(date.month()), byte(date.day())) {
        Ok(day) => drop(page.write_datetime_with_format(row, column, &day, format)?),
        Err(_) => drop(page.write_string_with_format(row, column, date.to_string(), format)?),
    }
    Ok(())
}

/// The text as far as a cell holds it: 32,767 units of UTF-16.
pub(crate) fn within(text: &str) -> String {
    units(text, 32_767)
}

/// The text as far as so many units of UTF-16 hold it, in which workbooks count.
fn units(text: &str, most: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= most
        })
        .collect()
}

/// A width that shows most of the column's texts.
fn width(sheet: &Sheet, column: usize) -> f64 {
    let longest = |text: &str| {
        text.lines()
            .map(|line| line.chars().count())
            .max()
            .unwrap_or_default()
    };
    let cells = sheet
        .rows
        .iter()
        .take(200)
        .filter_map(|row| match row.get(column)? {
            Cell::Text(text) => Some(longest(text)),
            _ => Some(10),
        });
    let header = sheet
        .headers
        .get(column)
        .map_or(0, |header| longest(header));
    let widest = cells.chain([header]).max().unwrap_or_default().clamp(8, 60);
    f64::from(u8::try_from(widest).unwrap_or(60)) + 2.0
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, datetime};

    use super::*;
    use crate::table;

    fn sample() -> Sheet {
        Sheet {
            title: "Teemat: 1/2 [luonnos] ja jotain muuta pitkää".to_owned(),
            headers: vec![
                "Teema".to_owned(),
                "Määrä".to_owned(),
                "Osuus".to_owned(),
                "Pvm".to_owned(),
            ],
            rows: vec![
                vec![
                    "=1+1".into(),
                    3_i64.into(),
                    Cell::Number(0.5),
                    date(2024, 2, 1).into(),
                ],
                vec![
                    "rivi\n\"toinen\"; kolmas".into(),
                    Cell::from(-3_i64),
                    Cell::Empty,
                    Cell::Empty,
                ],
            ],
        }
    }

    #[test]
    fn csv_neutralises_formulas_and_reads_back() {
        let bytes = csv(&sample(), Delimiter::Semicolon);
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(
            text.starts_with("\u{feff}Teema;Määrä;Osuus;Pvm\r\n'=1+1;3;0,5;2024-02-01\r\n"),
            "{text}"
        );
        let read = table::read(&bytes).taken.unwrap();
        let cells = |row: usize| read.rows[row].cells().collect::<Vec<_>>();
        assert_eq!(cells(0), ["=1+1", "3", "0,5", "2024-02-01"]);
        assert_eq!(cells(1)[..2], ["rivi\n\"toinen\"; kolmas", "-3"]);
    }

    #[test]
    fn workbook_reads_back_and_is_the_same_each_time() {
        let made = datetime(2026, 3, 1, 12, 0, 0, 0);
        let bytes = xlsx(&[sample(), sample()], made).unwrap();
        assert_eq!(bytes, xlsx(&[sample(), sample()], made).unwrap());
        let tables = table::read_all(&bytes).taken.unwrap();
        assert_eq!(tables.len(), 2);
        assert_eq!(
            tables[0].sheet.as_deref(),
            Some("Teemat 1 2 luonnos ja jotain mu")
        );
        let cells: Vec<&str> = tables[0].rows[0].cells().collect();
        assert_eq!(cells, ["=1+1", "3", "0.5", "2024-02-01"]);
    }
}
