//! Tables: headers and rows from CSV, Excel and `OpenDocument` files.

mod csv;
mod grid;
mod marks;
mod ods;
mod strings;
mod workbook;

use grid::Grid;

use crate::account::{Column, Log};
use crate::kind::FileKind;
use crate::{Account, Place, ProblemKind, encoding, limits};

/// A table: headers, and rows that have content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name of the sheet it stands on; none in CSV.
    pub sheet: Option<String>,
    /// Row of the headers, as the tool numbers it.
    pub header_row: usize,
    /// Header of each column, trimmed; may be empty.
    pub headers: Vec<String>,
    /// Rows under the headers that have content, in order.
    pub rows: Vec<Row>,
}

/// One row of a table: texts of the cells, trimmed; dates as `2024-02-01`, whole numbers without
/// decimals. Cells that are empty up to the end of the row are not there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Number of the row, as the tool numbers it.
    pub number: usize,
    /// The texts one after another: a table may have millions of cells, and each text on its own
    /// would take more memory than what it says.
    text: Box<str>,
    /// Where in the text each cell ends.
    ends: Box<[u32]>,
}

impl Row {
    /// A row of these cells.
    pub fn of<T: AsRef<str>>(number: usize, cells: &[T]) -> Self {
        let length = cells.iter().map(|cell| cell.as_ref().len()).sum();
        let mut text = String::with_capacity(length);
        let ends = cells.iter().map(|cell| {
            text.push_str(cell.as_ref());
            u32::try_from(text.len()).unwrap_or(u32::MAX)
        });
        Self {
            number,
            ends: ends.collect(),
            text: text.into(),
        }
    }

    /// How many cells there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a cell, empty when there is none.
    pub fn cell(&self, index: usize) -> &str {
        let end = |index: usize| self.ends.get(index).map(|end| *end as usize);
        let start = index.checked_sub(1).and_then(end).unwrap_or_default();
        let range = end(index).map(|end| start..end);
        range.and_then(|range| self.text.get(range)).unwrap_or("")
    }

    /// The texts of the cells.
    pub fn cells(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len()).map(|index| self.cell(index))
    }

    /// The texts of the cells, and where they end: equal for rows that are equal in every cell.
    pub(crate) fn content(&self) -> (&str, &[u32]) {
        (&self.text, &self.ends)
    }
}

impl Table {
    /// The column at an index, for saying where something stands.
    pub fn column(&self, index: usize) -> Column {
        Column::new(index, self.headers.get(index).map_or("", String::as_str))
    }

    /// A row of this table, for saying where something stands.
    pub fn place(&self, row: &Row) -> Place {
        Place {
            sheet: self.sheet.clone(),
            row: Some(row.number),
            ..Place::default()
        }
    }

    /// A cell of this table, for saying where something stands.
    pub fn cell_place(&self, row: &Row, column: usize) -> Place {
        Place {
            column: Some(self.column(column)),
            ..self.place(row)
        }
    }

    /// Says of rows under the headers, but for the first `skip`, that they have cells beyond so many
    /// columns.
    pub(crate) fn note_extra(&self, width: usize, skip: usize, log: &mut Log) {
        for row in self.rows.iter().skip(skip) {
            let extra = row.cells().skip(width).filter(|cell| !cell.is_empty());
            let count = extra.count();
            if count > 0 {
                log.add(ProblemKind::ExtraCells { count }.at(self.place(row)));
            }
        }
    }

    /// A header of this table, for saying where something stands.
    pub fn header_place(&self, column: usize) -> Place {
        Place {
            sheet: self.sheet.clone(),
            row: Some(self.header_row),
            column: Some(self.column(column)),
            path: None,
        }
    }
}

/// Reads every table of a file: one from CSV, one a sheet with content from a workbook.
pub fn read_all(bytes: &[u8]) -> Account<Vec<Table>> {
    let mut log = Log::default();
    let tables = tables(bytes, &|_| 1, &mut log);
    let all = tables.map(|all| all.into_iter().map(|(table, _)| table).collect());
    log.account(all)
}

/// The tables of a file, at least one, each with what there is to say of it.
fn tables(
    bytes: &[u8],
    fit: &impl Fn(&Table) -> usize,
    log: &mut Log,
) -> Result<Vec<(Table, Log)>, ProblemKind> {
    let mut tables = Vec::new();
    for grid in grids(bytes, log)? {
        let mut own = Log::default();
        tables.extend(grid.table(fit, &mut own).map(|table| (table, own)));
    }
    if tables.is_empty() {
        return Err(ProblemKind::NoTable);
    }
    Ok(tables)
}

/// Reads the first table of a file, and says which other sheets were not read.
pub fn read(bytes: &[u8]) -> Account<Table> {
    choose(bytes, |_| 1)
}

/// Reads the table of a file that fits best, and says which other sheets were not read.
///
/// The kind of the file is told from its bytes. `fit` tells how well a table fits, by its headers and
/// the row below; the first of the best is taken, and within a sheet the row of headers that fits
/// best. Where none does, the headers are the first row with two cells or more.
pub fn choose(bytes: &[u8], fit: impl Fn(&Table) -> usize) -> Account<Table> {
    let mut log = Log::default();
    let mut tables = match tables(bytes, &fit, &mut log) {
        Ok(tables) => tables,
        Err(fatal) => return log.account(Err(fatal)),
    };
    let fits: Vec<usize> = tables.iter().map(|(table, _)| fit(table)).collect();
    let best = fits.iter().max().copied().unwrap_or_default();
    let index = fits.iter().position(|fit| *fit == best).unwrap_or_default();
    let (table, own) = tables.remove(index);
    let others = tables.into_iter().filter_map(|(table, _)| table.sheet);
    let names: Vec<String> = others.collect();
    // What there is to say of a sheet that is not read is of no use.
    log.account(Ok(())).and_then(|()| {
        let mut own = own;
        if !names.is_empty() {
            let names = names.join(", ");
            own.add(ProblemKind::SheetsNotRead { names });
        }
        own.account(Ok(table))
    })
}

/// Reads the cells of every sheet.
fn grids(bytes: &[u8], log: &mut Log) -> Result<Vec<Grid>, ProblemKind> {
    limits::check_size(bytes, limits::FILE_BYTES)?;
    match FileKind::of(bytes) {
        FileKind::Text => {
            let text = encoding::decode(bytes, log);
            if encoding::is_json(&text) {
                return Err(ProblemKind::WrongType {
                    found: "json",
                    expected: "table",
                });
            }
            csv::read(&text, log).map(|grid| vec![grid])
        }
        FileKind::Xlsx => workbook::xlsx(bytes),
        FileKind::Xls => workbook::xls(bytes),
        FileKind::Ods => ods::read(bytes),
        FileKind::Encrypted => Err(ProblemKind::Encrypted),
        // A file that begins as a packed file but does not open is most often a cut-off workbook.
        FileKind::Zip if zip::ZipArchive::new(std::io::Cursor::new(bytes)).is_err() => {
            Err(ProblemKind::BrokenWorkbook)
        }
        kind => Err(ProblemKind::WrongType {
            found: kind.code(),
            expected: "table",
        }),
    }
}
