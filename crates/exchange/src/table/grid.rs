//! Cells as they come from a file, kept within the limits.

use std::collections::BTreeMap;

use super::{Row, Table};
use crate::account::Log;
use crate::{Place, ProblemKind, limits};

/// How far down the headers are looked for.
const HEADER_SEARCH: usize = 20;

/// What has been spent of the limits of a file.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Spent {
    /// Cells, empty ones between others included.
    cells: usize,
    /// Characters of the cells, at most four of which are counted for one: bytes of UTF-8.
    chars: usize,
    /// Cells of rows that were gone back to.
    again: usize,
}

/// The cells of one sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    sheet: Option<String>,
    rows: BTreeMap<usize, Row>,
    /// The row that is being filled, with its place.
    open: Option<(usize, Vec<String>)>,
    spent: Spent,
    cut: Vec<(usize, usize)>,
}

impl Grid {
    /// An empty sheet of a file of which so much was read before.
    pub(super) fn new(sheet: Option<String>, spent: Spent) -> Self {
        Self {
            sheet,
            spent,
            ..Self::default()
        }
    }

    /// What this sheet and those before it have spent.
    pub(super) const fn spent(&self) -> Spent {
        self.spent
    }

    /// Puts a text in a cell, both counted from 0; empty texts take no room. What would go beyond the
    /// limits is refused before it is copied.
    pub(super) fn put(&mut self, row: usize, column: usize, text: &str) -> Result<(), ProblemKind> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if text.is_empty() {
            return Ok(());
        }
        if column >= limits::COLUMNS {
            return Err(ProblemKind::TooManyColumns {
                limit: limits::COLUMNS,
            });
        }
        let kept = match text.char_indices().nth(limits::CELL_CHARS) {
            Some((end, _)) => {
                self.cut.push((row, column));
                text.split_at_checked(end).map_or(text, |(kept, _)| kept)
            }
            None => text,
        };
        self.spent.chars += kept.len();
        if self.spent.chars > limits::TABLE_CHARS {
            return Err(too_much_text());
        }
        let spent = &mut self.spent.cells;
        let cells = Self::open(&mut self.open, &mut self.rows, row, &mut self.spent.again)?;
        if cells.len() <= column {
            *spent += column + 1 - cells.len();
            if *spent > limits::CELLS {
                return Err(too_many_cells());
            }
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            kept.clone_into(cell);
        }
        Ok(())
    }

    /// The cells of a row, which becomes the one that is being filled.
    fn open<'a>(
        open: &'a mut Option<(usize, Vec<String>)>,
        rows: &mut BTreeMap<usize, Row>,
        row: usize,
        again: &mut usize,
    ) -> Result<&'a mut Vec<String>, ProblemKind> {
        if open.as_ref().is_none_or(|(place, _)| *place != row) {
            if let Some((place, cells)) = open.take() {
                rows.insert(place, Row::of(place + 1, &cells));
            }
            // Tools write one row after another; to go back and forth is work that somebody made.
            let found = rows.remove(&row);
            *again += found.as_ref().map_or(0, Row::len);
            if *again > limits::CELLS {
                return Err(too_many_cells());
            }
            if rows.len() > limits::ROWS {
                return Err(ProblemKind::TooManyRows {
                    limit: limits::ROWS,
                });
            }
            let cells = found.iter().flat_map(Row::cells).map(str::to_owned);
            *open = Some((row, cells.collect()));
        }
        Ok(&mut open.get_or_insert_default().1)
    }

    /// The table on the sheet; none when the sheet is empty.
    pub(super) fn table(mut self, log: &mut Log) -> Option<Table> {
        if let Some((place, cells)) = self.open.take() {
            self.rows.insert(place, Row::of(place + 1, &cells));
        }
        let is_wide = |row: &Row| row.cells().filter(|cell| !cell.is_empty()).count() > 1;
        let mut first = self.rows.iter().take(HEADER_SEARCH);
        let header_row = first
            .find_map(|(place, row)| is_wide(row).then_some(*place))
            .or_else(|| self.rows.keys().next().copied())?;
        let mut below = self.rows.split_off(&header_row);
        let headers = below.remove(&header_row)?;
        let table = Table {
            sheet: self.sheet,
            header_row: header_row + 1,
            headers: headers.cells().map(str::to_owned).collect(),
            rows: below.into_values().collect(),
        };
        for (row, column) in self.cut {
            let place = Place {
                row: Some(row + 1),
                ..table.header_place(column)
            };
            log.add(
                ProblemKind::CellCut {
                    limit: limits::CELL_CHARS,
                }
                .at(place),
            );
        }
        for row in &table.rows {
            let extra = row
                .cells()
                .skip(table.headers.len())
                .filter(|cell| !cell.is_empty())
                .count();
            if extra > 0 {
                log.add(ProblemKind::ExtraCells { count: extra }.at(table.place(row)));
            }
        }
        Some(table)
    }
}

pub(super) const fn too_many_cells() -> ProblemKind {
    ProblemKind::TooManyCells {
        limit: limits::CELLS,
    }
}

pub(super) const fn too_much_text() -> ProblemKind {
    ProblemKind::TooMuchText {
        limit: limits::TABLE_CHARS / limits::MEGABYTE,
    }
}
