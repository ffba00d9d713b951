//! Excel workbooks, new and old.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xls, Xlsx};

use super::grid::Grid;
use crate::archive::Archive;
use crate::guard::guarded;
use crate::{ProblemKind, limits};

/// Reads every sheet of an `.xlsx` workbook, cell by cell.
pub(super) fn xlsx(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    drop(Archive::open(bytes, ProblemKind::BrokenWorkbook)?);
    guarded(|| xlsx_sheets(bytes)).unwrap_or(Err(ProblemKind::BrokenWorkbook))
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
        let mut grid = Grid::new(Some(name));
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
        add(&mut grids, grid)?;
    }
    Ok(grids)
}

/// Reads every sheet of an old `.xls` workbook.
///
/// Its reader lays each sheet out as a full rectangle before anybody can stop it, so the extent of
/// the sheets is looked up first.
pub(super) fn xls(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    limits::check_size(bytes, limits::XLS_BYTES)?;
    guarded(|| {
        check_extent(bytes)?;
        let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
            calamine::XlsError::Password => ProblemKind::Encrypted,
            _ => ProblemKind::BrokenWorkbook,
        })?;
        let mut grids = Vec::new();
        for name in visible(book.sheets_metadata()) {
            let Ok(range) = book.worksheet_range(&name) else {
                continue;
            };
            let (top, left) = range.start().unwrap_or_default();
            let mut grid = Grid::new(Some(name));
            for (row, column, value) in range.used_cells() {
                grid.put(
                    top as usize + row,
                    left as usize + column,
                    &text_of(&borrowed(value)),
                )?;
            }
            add(&mut grids, grid)?;
        }
        Ok(grids)
    })
    .unwrap_or(Err(ProblemKind::BrokenWorkbook))
}

/// Sums the rectangles that the cell records of the workbook stream span.
fn check_extent(bytes: &[u8]) -> Result<(), ProblemKind> {
    const BOF: [u16; 4] = [0x0809, 0x0409, 0x0209, 0x0009];
    let stream = stream(bytes).ok_or(ProblemKind::BrokenWorkbook)?;
    let mut rest = stream.as_slice();
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
        }
        rest = behind;
    }
    if total.saturating_add(rows * columns) > 2 * limits::CELLS {
        return Err(ProblemKind::TooManyCells {
            limit: limits::CELLS,
        });
    }
    Ok(())
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

/// Adds a sheet, unless all of them together are too much.
pub(super) fn add(grids: &mut Vec<Grid>, grid: Grid) -> Result<(), ProblemKind> {
    grids.push(grid);
    if grids.iter().map(Grid::cells).sum::<usize>() > limits::CELLS {
        return Err(ProblemKind::TooManyCells {
            limit: limits::CELLS,
        });
    }
    Ok(())
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

fn text_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        // Whole numbers print without decimals.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => is.to_string().to_uppercase(),
        DataRef::DateTime(time) => date_text(time),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn date_text(time: &ExcelDateTime) -> String {
    if time.is_duration() || !time.as_f64().is_finite() || time.as_f64() < 0.0 {
        return time.as_f64().to_string();
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
