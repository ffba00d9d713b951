//! Cells as they come from a file, kept within the limits.

use std::collections::{BTreeMap, BTreeSet};

use domain::text::unified;

use super::{Row, Table};
use crate::account::{Log, numbers};
use crate::{Place, ProblemKind, limits};

/// How far down the headers are looked for.
const HEADER_SEARCH: usize = 20;
/// Most bytes of a row that may be the headers without being the first.
const HEADER_BYTES: usize = 200_000;

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
    marks: Marks,
}

/// What a sheet holds besides the values of its cells; rows and columns counted from 0.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Rows that the tool does not show.
    hidden: BTreeSet<usize>,
    /// Cells with a formula that was never worked out.
    unworked: BTreeSet<(usize, usize)>,
}

impl Marks {
    /// Notes that a row is not shown.
    pub(super) fn hide(&mut self, row: usize) {
        if self.hidden.len() < limits::ROWS {
            self.hidden.insert(row);
        }
    }

    /// Notes that a cell has a formula without a value.
    pub(super) fn leave(&mut self, row: usize, column: usize) {
        if self.unworked.len() < limits::PROBLEMS {
            self.unworked.insert((row, column));
        }
    }

    /// The rows that are not shown.
    #[cfg(test)]
    pub(super) fn hidden(&self) -> impl Iterator<Item = usize> + '_ {
        self.hidden.iter().copied()
    }

    fn note(&self, table: &Table, log: &mut Log) {
        let rows = table.rows.iter().map(|row| row.number);
        let hidden: Vec<usize> = rows
            .filter(|row| self.hidden.contains(&(row - 1)))
            .collect();
        if let Some(first) = hidden.first() {
            let place = Place {
                sheet: table.sheet.clone(),
                ..Place::row(*first)
            };
            let (count, rows) = (hidden.len(), numbers(&hidden));
            log.add(ProblemKind::HiddenRows { count, rows }.at(place));
        }
        for (row, column) in &self.unworked {
            let place = Place {
                row: Some(row + 1),
                ..table.header_place(*column)
            };
            log.add(ProblemKind::FormulaUnworked.at(place));
        }
    }
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
        let text = unified(text);
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

    /// The name of the sheet.
    pub(super) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    /// The marks of the sheet, to add to.
    pub(super) fn marks(&mut self) -> &mut Marks {
        &mut self.marks
    }

    /// Adds what the sheet holds besides values.
    pub(super) fn mark(&mut self, marks: Marks) {
        self.marks = marks;
    }

    /// The row of the headers: the one that fits best, else the first with two cells or more, so that
    /// neither a title nor a line such as `Kunta; Esimerkkilä` above the headers does harm.
    fn header_row(&self, fit: &impl Fn(&Table) -> usize) -> Option<usize> {
        let is_wide = |row: &Row| row.cells().filter(|cell| !cell.is_empty()).count() > 1;
        let first = || self.rows.iter().take(HEADER_SEARCH);
        let usual = first()
            .find_map(|(place, row)| is_wide(row).then_some(*place))
            .or_else(|| self.rows.keys().next().copied())?;
        let mut best = (fit(&self.beginning(usual)), usual);
        for (place, row) in first().filter(|(place, _)| **place != usual) {
            let is_short = row.content().0.len() <= HEADER_BYTES;
            let fits = if is_short {
                fit(&self.beginning(*place))
            } else {
                0
            };
            if fits > best.0 {
                best = (fits, *place);
            }
        }
        Some(best.1)
    }

    /// The table with its headers in this row, and no more of it than the row below.
    fn beginning(&self, header_row: usize) -> Table {
        let headers = self.rows.get(&header_row).into_iter().flat_map(Row::cells);
        Table {
            sheet: self.sheet.clone(),
            header_row: header_row + 1,
            headers: headers.map(str::to_owned).collect(),
            rows: self
                .rows
                .get(&(header_row + 1))
                .cloned()
                .into_iter()
                .collect(),
        }
    }

    /// The table on the sheet, with the headers that fit best; none when the sheet is empty.
    pub(super) fn table(mut self, fit: &impl Fn(&Table) -> usize, log: &mut Log) -> Option<Table> {
        if let Some((place, cells)) = self.open.take() {
            self.rows.insert(place, Row::of(place + 1, &cells));
        }
        let header_row = self.header_row(fit)?;
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
        self.marks.note(&table, log);
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
