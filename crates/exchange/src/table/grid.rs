//! Cells as they come from a file, kept within the limits.

use std::collections::BTreeMap;

use super::{Row, Table};
use crate::account::Log;
use crate::{Place, ProblemKind, limits};

/// How far down the headers are looked for.
const HEADER_SEARCH: usize = 20;

/// The cells of one sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    sheet: Option<String>,
    rows: BTreeMap<usize, Vec<String>>,
    cells: usize,
    cut: Vec<(usize, usize)>,
}

impl Grid {
    /// An empty sheet.
    pub(super) fn new(sheet: Option<String>) -> Self {
        Self {
            sheet,
            ..Self::default()
        }
    }

    /// How many cells it keeps, empty ones between others included.
    pub(super) const fn cells(&self) -> usize {
        self.cells
    }

    /// Puts a text in a cell, both counted from 0; empty texts take no room.
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
        if !self.rows.contains_key(&row) && self.rows.len() > limits::ROWS {
            return Err(ProblemKind::TooManyRows {
                limit: limits::ROWS,
            });
        }
        let cells = self.rows.entry(row).or_default();
        if cells.len() <= column {
            self.cells += column + 1 - cells.len();
            if self.cells > limits::CELLS {
                return Err(ProblemKind::TooManyCells {
                    limit: limits::CELLS,
                });
            }
            cells.resize(column + 1, String::new());
        }
        let Some(cell) = cells.get_mut(column) else {
            return Ok(());
        };
        if text.len() > limits::CELL_CHARS && text.chars().count() > limits::CELL_CHARS {
            *cell = text.chars().take(limits::CELL_CHARS).collect();
            self.cut.push((row, column));
        } else {
            text.clone_into(cell);
        }
        Ok(())
    }

    /// The table on the sheet; none when the sheet is empty.
    pub(super) fn table(mut self, log: &mut Log) -> Option<Table> {
        let is_wide =
            |cells: &&Vec<String>| cells.iter().filter(|cell| !cell.is_empty()).count() > 1;
        let mut first = self.rows.iter().take(HEADER_SEARCH);
        let header_row = first
            .find_map(|(row, cells)| is_wide(&cells).then_some(*row))
            .or_else(|| self.rows.keys().next().copied())?;
        let mut below = self.rows.split_off(&header_row);
        let headers = below.remove(&header_row)?;
        let rows = below
            .into_iter()
            .map(|(row, cells)| Row {
                number: row + 1,
                cells,
            })
            .collect();
        let table = Table {
            sheet: self.sheet,
            header_row: header_row + 1,
            headers,
            rows,
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
                .cells
                .iter()
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
