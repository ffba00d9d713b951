//! Excel workbooks, new and old.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::grid::{Grid, Marks, Spent, too_many_cells, too_much_text};
use super::marks::of_sheets;
use super::strings::{Records, lengths};
use crate::archive::{Archive, Part};
use crate::guard::guarded;
use crate::{ProblemKind, limits};

/// Reads every sheet of an `.xlsx` workbook, cell by cell.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    let mut archive = Archive::open(bytes, ProblemKind::BrokenWorkbook)?;
    // The reader takes sheets cell by cell, and everything else as a whole.
    let mut held = archive.parts().iter().filter(|part| !is_sheet(&part.name));
    if !held.all(Part::is_fit_to_hold) {
        return Err(ProblemKind::Expands {
            limit: limits::WHOLE_PART_BYTES / limits::MEGABYTE,
        });
    }
    let mut marks = of_sheets(&mut archive);
    drop(archive);
    let read =
        |bytes: &[u8]| guarded(|| xlsx_sheets(bytes)).unwrap_or(Err(ProblemKind::BrokenWorkbook));
    let mut grids = match read(bytes) {
        Err(ProblemKind::BrokenWorkbook) => {
            read(&without_extents(bytes).ok_or(ProblemKind::BrokenWorkbook)?)?
        }
        others => others?,
    };
    for grid in &mut grids {
        let own = grid.sheet().and_then(|name| marks.remove(name));
        grid.mark(own.unwrap_or_default());
    }
    Ok(grids)
}

/// The workbook with sheets that do not say how far they extend. `LibreOffice` writes whole rows
/// there (`1:3`), which the reader of values takes for a fault; it needs none of it.
fn without_extents(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut from = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).ok()?;
        let name = String::from_utf8_lossy(part.name_raw()).into_owned();
        if !is_sheet(&name) {
            to.raw_copy_file(part).ok()?;
            continue;
        }
        let mut sheet = String::new();
        let most = limits::EXPANDED_BYTES as u64;
        part.by_ref().take(most).read_to_string(&mut sheet).ok()?;
        to.start_file(name, SimpleFileOptions::default()).ok()?;
        to.write_all(without_extent(&sheet).as_bytes()).ok()?;
    }
    Some(to.finish().ok()?.into_inner())
}

/// The sheet with its extent said to be one cell.
fn without_extent(sheet: &str) -> Cow<'_, str> {
    let found = sheet.split_once("dimension").and_then(|(before, rest)| {
        let is_element = before.ends_with(['<', ':']) && !before.contains("sheetData");
        let (element, behind) = rest.split_once('>')?;
        is_element.then_some((before, element, behind))
    });
    found.map_or(Cow::Borrowed(sheet), |(before, element, behind)| {
        let end = if element.ends_with('/') { "/" } else { "" };
        format!("{before}dimension ref=\"A1\"{end}>{behind}").into()
    })
}

fn is_sheet(part: &str) -> bool {
    let name = part.strip_prefix("xl/worksheets/");
    name.is_some_and(|name| name.starts_with("sheet") && !name.contains('/'))
}

fn xlsx_sheets(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => ProblemKind::Encrypted,
        _ => ProblemKind::BrokenWorkbook,
    })?;
    let mut grids = Vec::new();
    for name in visible(book.sheets_metadata()) {
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(_) => return Err(ProblemKind::BrokenWorkbook),
        };
        let mut grid = Grid::new(Some(name), spent(&grids));
        loop {
            match cells.next_cell() {
                Ok(Some(cell)) => {
                    let (row, column) = cell.get_position();
                    grid.put(row as usize, column as usize, &text_of(cell.get_value()))?;
                }
                Ok(None) => break,
                Err(_) => return Err(ProblemKind::BrokenWorkbook),
            }
        }
        grids.push(grid);
    }
    Ok(grids)
}

/// What the sheets so far have spent of the limits of the file.
fn spent(grids: &[Grid]) -> Spent {
    grids.last().map(Grid::spent).unwrap_or_default()
}

/// Reads every sheet of an old `.xls` workbook.
///
/// Its reader lays each sheet out as a full rectangle, with the text of every cell in it, before
/// anybody can stop it: how large that becomes is looked up first.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    limits::check_size(bytes, limits::XLS_BYTES)?;
    guarded(|| {
        let stream = stream(bytes).ok_or(ProblemKind::BrokenWorkbook)?;
        check_extent(&stream)?;
        let mut marks = hidden_rows(&stream);
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsError::Password => ProblemKind::Encrypted,
            _ => ProblemKind::BrokenWorkbook,
        })?;
        let places = book
            .sheets_metadata()
            .iter()
            .map(|sheet| sheet.name.clone());
        let places: Vec<String> = places.collect();
        let mut grids = Vec::new();
        for name in visible(book.sheets_metadata()) {
            let Ok(range) = book.worksheet_range(&name) else {
                continue;
            };
            let (top, left) = range.start().unwrap_or_default();
            let place = places.iter().position(|it| *it == name);
            let mut grid = Grid::new(Some(name), spent(&grids));
            if let Some(own) = place.and_then(|place| marks.get_mut(place)) {
                grid.mark(std::mem::take(own));
            }
            for (row, column, value) in range.used_cells() {
                let (row, column) = (top as usize + row, left as usize + column);
                grid.put(row, column, &text_of(&borrowed(value)))?;
            }
            grids.push(grid);
        }
        Ok(grids)
    })
    .unwrap_or(Err(ProblemKind::BrokenWorkbook))
}

/// Sums the rectangles that the cell records of the workbook stream span, and the texts in them.
fn check_extent(stream: &[u8]) -> Result<(), ProblemKind> {
    const BOF: [u16; 4] = [0x0809, 0x0409, 0x0209, 0x0009];
    let mut rest = stream;
    let texts = lengths(stream);
    let mut chars = 0_usize;
    let (mut total, mut rows, mut columns) = (0_usize, 0_usize, 0_usize);
    while let Some((head, behind)) = rest.split_first_chunk::<4>() {
        let [kind_low, kind_high, size_low, size_high] = *head;
        let kind = u16::from_le_bytes([kind_low, kind_high]);
        let size = usize::from(u16::from_le_bytes([size_low, size_high]));
        let (record, behind) = behind.split_at_checked(size).unwrap_or((behind, &[]));
        if BOF.contains(&kind) {
            total = total.saturating_add(rows * columns);
            (rows, columns) = (0, 0);
        } else if let Some((row, column)) = cell_end(kind, record) {
            rows = rows.max(row);
            columns = columns.max(column);
            chars = chars.saturating_add(shared_text(kind, record, &texts));
        }
        rest = behind;
    }
    if total.saturating_add(rows * columns) > limits::XLS_CELLS {
        return Err(too_many_cells());
    }
    if chars > limits::TABLE_CHARS {
        return Err(too_much_text());
    }
    Ok(())
}

/// The hidden rows of each sheet of a workbook stream, in the order in which it lists them.
fn hidden_rows(stream: &[u8]) -> Vec<Marks> {
    const SHEET: u16 = 0x0085;
    const ROW: u16 = 0x0208;
    const END: u16 = 0x000a;
    let sheets = Records(stream).filter(|(kind, _)| *kind == SHEET);
    let begin = |record: &[u8]| {
        let place = record.first_chunk::<4>().copied().map(u32::from_le_bytes);
        place.and_then(|place| stream.get(place as usize..))
    };
    let hidden = |(_, record): (u16, &[u8])| {
        let mut marks = Marks::default();
        let rows = Records(begin(record).unwrap_or_default());
        for (_, row) in rows.take_while(|it| it.0 != END).filter(|it| it.0 == ROW) {
            let flags = row.get(12).copied().unwrap_or_default();
            if let (Some([low, high]), true) = (row.first_chunk::<2>(), flags & 0x20 != 0) {
                marks.hide(usize::from(u16::from_le_bytes([*low, *high])));
            }
        }
        marks
    };
    sheets.take(limits::SHEETS).map(hidden).collect()
}

/// How long the text is that a cell shares with others; 0 for other cells.
fn shared_text(kind: u16, record: &[u8], texts: &[u32]) -> usize {
    const SHARED: u16 = 0x00fd;
    let place = record.get(6..10).and_then(|place| place.try_into().ok());
    let place = place.filter(|_| kind == SHARED).map(u32::from_le_bytes);
    let text = place.and_then(|place| texts.get(place as usize));
    text.map_or(0, |length| *length as usize)
}

/// The workbook stream of an old binary workbook.
fn stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let path = if file.exists("/Workbook") {
        "/Workbook"
    } else {
        "/Book"
    };
    let mut stream = Vec::new();
    file.open_stream(path).ok()?.read_to_end(&mut stream).ok()?;
    Some(stream)
}

/// How many rows and columns a sheet must have to hold the cells of a record; nothing when the
/// record holds none.
fn cell_end(kind: u16, record: &[u8]) -> Option<(usize, usize)> {
    const MANY: u16 = 0x00bd;
    const CELLS: [u16; 10] = [
        0x0203, 0x0003, 0x027e, 0x00fd, 0x0204, 0x0004, 0x0205, 0x0006, MANY, 0x00d6,
    ];
    let [row_low, row_high, column_low, column_high] = *record.first_chunk::<4>()?;
    // A record of several cells holds at least two bytes for each.
    let width = if kind == MANY { record.len() / 2 } else { 1 };
    let row = usize::from(u16::from_le_bytes([row_low, row_high]));
    let column = usize::from(u16::from_le_bytes([column_low, column_high]));
    CELLS.contains(&kind).then_some((row + 1, column + width))
}

/// The names of the sheets that a person sees, within the limit.
fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let seen = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible);
    seen.take(limits::SHEETS)
        .map(|sheet| sheet.name.clone())
        .collect()
}

fn borrowed(value: &Data) -> DataRef<'_> {
    match value {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(is) => DataRef::Bool(*is),
        Data::DateTime(time) => DataRef::DateTime(*time),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// The text of a cell; what the workbook holds as text is not copied.
fn text_of<'a>(value: &'a DataRef<'_>) -> Cow<'a, str> {
    match value {
        DataRef::Int(number) => number.to_string().into(),
        // Whole numbers print without decimals.
        DataRef::Float(number) => number.to_string().into(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.into()
        }
        DataRef::SharedString(text) => (*text).into(),
        DataRef::Bool(is) => is.to_string().to_uppercase().into(),
        DataRef::DateTime(time) => date_text(time).into(),
        DataRef::Error(error) => error.to_string().into(),
        DataRef::Empty => "".into(),
    }
}

fn date_text(time: &ExcelDateTime) -> String {
    if !time.as_f64().is_finite() || time.as_f64() < 0.0 {
        return time.as_f64().to_string();
    }
    if time.is_duration() {
        return duration_text(time.as_f64());
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    if time.as_f64() < 1.0 {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// A length of time in days, as a spreadsheet shows it: `36:00:00`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "not below zero, and what is too great for seconds is cut"
)]
fn duration_text(days: f64) -> String {
    let seconds = (days * 86_400.0).round() as u64;
    let (hours, rest) = (seconds / 3_600, seconds % 3_600);
    format!("{hours}:{:02}:{:02}", rest / 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_hours_minutes_and_seconds() {
        assert_eq!(duration_text(1.5), "36:00:00");
        assert_eq!(duration_text(0.010_416_666_666_666_666), "0:15:00");
        assert_eq!(duration_text(0.0), "0:00:00");
    }

    #[test]
    fn the_extent_of_a_sheet_is_taken_away_wherever_it_is_an_element() {
        for (sheet, wanted) in [
            (
                "<worksheet><dimension ref=\"1:3\"/><sheetData/>",
                "<worksheet><dimension ref=\"A1\"/><sheetData/>",
            ),
            (
                "<x:dimension ref=\"A:B\"></x:dimension>",
                "<x:dimension ref=\"A1\"></x:dimension>",
            ),
            (
                "<sheetData><t>dimension 1>2</t>",
                "<sheetData><t>dimension 1>2</t>",
            ),
        ] {
            assert_eq!(without_extent(sheet), wanted);
        }
    }

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        let size = u16::try_from(body.len()).unwrap();
        [&kind.to_le_bytes()[..], &size.to_le_bytes(), body].concat()
    }

    /// An old workbook in which so many cells share one text of 8,000 letters.
    fn sharing(cells: u16) -> Vec<u8> {
        let mut texts = vec![0; 8];
        texts.extend(8_000_u16.to_le_bytes());
        texts.push(0);
        texts.extend([b'x'; 8_000]);
        let mut stream = [record(0x0809, &[0; 16]), record(0x00fc, &texts)].concat();
        for row in 0..cells {
            let [low, high] = row.to_le_bytes();
            stream.extend(record(0x00fd, &[low, high, 0, 0, 0, 0, 0, 0, 0, 0]));
        }
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut workbook = file.create_stream("/Workbook").unwrap();
        workbook.write_all(&stream).unwrap();
        drop(workbook);
        file.into_inner().into_inner()
    }

    #[test]
    fn hidden_rows_of_an_old_workbook_are_found_sheet_by_sheet() {
        let row = |number: u8, flags: u8| {
            let mut body = [0; 16];
            (body[0], body[12]) = (number, flags);
            record(0x0208, &body)
        };
        let sheet = |rows: &[Vec<u8>]| {
            let begin = record(0x0809, &[0; 16]);
            [begin, rows.concat(), record(0x000a, &[])].concat()
        };
        let sheets = [
            sheet(&[row(0, 0), row(3, 0x20)]),
            sheet(&[row(1, 0x20), row(2, 0x10)]),
        ];
        // Two lists of eight bytes, with their heads, and the end before the sheets.
        let listed = |place: usize| {
            let place = u32::try_from(place).unwrap().to_le_bytes();
            record(0x0085, &[&place[..], &[0; 4]].concat())
        };
        let first = 2 * 12 + 4;
        let list = [listed(first), listed(first + sheets[0].len())].concat();
        let stream = [list, record(0x000a, &[]), sheets.concat()].concat();
        let hidden: Vec<Vec<usize>> = hidden_rows(&stream)
            .iter()
            .map(|marks| marks.hidden().collect())
            .collect();
        assert_eq!(hidden, [[3], [1]]);
        assert!(hidden_rows(b"cut").is_empty());
    }

    #[test]
    fn texts_that_cells_of_an_old_workbook_share_are_counted_in_each() {
        let checked = |cells| check_extent(&stream(&sharing(cells)).unwrap());
        assert_eq!(checked(1_000), Ok(()));
        assert_eq!(checked(3_000), Err(too_much_text()));
    }
}
