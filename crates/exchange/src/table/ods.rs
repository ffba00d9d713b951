//! `OpenDocument` spreadsheets, read as a stream because they may repeat a cell a thousand million
//! times in a few bytes.

use quick_xml::events::BytesStart;

use super::grid::{Grid, too_much_text};
use crate::archive::Archive;
use crate::xml::{Node, attribute, walk};
use crate::{ProblemKind, limits};

/// Reads every sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Grid>, ProblemKind> {
    let mut archive = Archive::open(bytes, ProblemKind::BrokenWorkbook)?;
    let manifest = archive.text("META-INF/manifest.xml").unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(ProblemKind::Encrypted);
    }
    let content = archive
        .part("content.xml")
        .ok_or(ProblemKind::BrokenWorkbook)?;
    let mut sheets = Sheets::default();
    match walk(content, |node| sheets.take(&node)) {
        Some(()) => Ok(sheets.done),
        None => Err(sheets.failure.unwrap_or(ProblemKind::BrokenWorkbook)),
    }
}

/// Sheets while they are read.
#[derive(Default)]
struct Sheets {
    done: Vec<Grid>,
    grid: Option<Grid>,
    row: usize,
    column: usize,
    row_repeats: usize,
    is_hidden: bool,
    /// Cells of the row: column, how many times, text.
    cells: Vec<(usize, usize, String)>,
    /// Characters of these.
    chars: usize,
    cell: Option<Cell>,
    annotation: usize,
    failure: Option<ProblemKind>,
}

struct Cell {
    repeats: usize,
    value: Option<String>,
    text: String,
    is_in_paragraph: bool,
    /// Whether it has a formula, and nothing says what that gave.
    is_unworked: bool,
}

impl Sheets {
    fn take(&mut self, node: &Node<'_>) -> Option<()> {
        match node {
            Node::Start("annotation", _) => self.annotation += 1,
            Node::End("annotation") => self.annotation = self.annotation.saturating_sub(1),
            _ if self.annotation > 0 => {}
            Node::Start(name, element) => self.start(name, element),
            Node::End(name) => {
                if let Err(failure) = self.end(name) {
                    self.failure = Some(failure);
                    return None;
                }
            }
            Node::Text(text) => {
                if let Some(cell) = self.cell.as_mut().filter(|cell| cell.is_in_paragraph) {
                    cell.push(text);
                }
            }
        }
        Some(())
    }

    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "table" => {
                let spent = self.done.last().map(Grid::spent).unwrap_or_default();
                self.grid = Some(Grid::new(attribute(element, "name"), spent));
                self.row = 0;
            }
            "table-row" => {
                (self.column, self.row_repeats) = (0, count(element, "number-rows-repeated"));
                self.is_hidden = matches!(
                    attribute(element, "visibility").as_deref(),
                    Some("collapse" | "filter")
                );
                self.cells.clear();
                self.chars = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.cell = Some(Cell {
                    repeats: count(element, "number-columns-repeated"),
                    value: value(element),
                    text: String::new(),
                    is_in_paragraph: false,
                    is_unworked: attribute(element, "formula").is_some()
                        && attribute(element, "value-type").is_none(),
                });
            }
            _ => {
                if let Some(cell) = &mut self.cell {
                    cell.start(name);
                }
            }
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ProblemKind> {
        match name {
            "table" => {
                if let Some(grid) = self
                    .grid
                    .take()
                    .filter(|_| self.done.len() < limits::SHEETS)
                {
                    self.done.push(grid);
                }
            }
            "table-row" => self.end_row()?,
            "table-cell" | "covered-table-cell" => {
                let Some(cell) = self.cell.take() else {
                    return Ok(());
                };
                let text = cell.value.unwrap_or(cell.text);
                let column = self.column;
                self.column = column.saturating_add(cell.repeats);
                if !text.trim().is_empty() {
                    self.keep(column, cell.repeats, text)?;
                } else if let Some(grid) = self.grid.as_mut().filter(|_| cell.is_unworked) {
                    grid.marks().leave(self.row, column);
                }
            }
            "p" => {
                if let Some(cell) = &mut self.cell {
                    cell.is_in_paragraph = false;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps a cell until its row ends.
    fn keep(&mut self, column: usize, repeats: usize, text: String) -> Result<(), ProblemKind> {
        if column >= limits::COLUMNS {
            return Err(ProblemKind::TooManyColumns {
                limit: limits::COLUMNS,
            });
        }
        self.chars += text.len();
        if self.chars > limits::TABLE_CHARS {
            return Err(too_much_text());
        }
        self.cells.push((column, repeats, text));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), ProblemKind> {
        let Some(grid) = &mut self.grid else {
            return Ok(());
        };
        let repeats = if self.cells.is_empty() {
            0
        } else {
            self.row_repeats
        };
        for row in (0..repeats).map(|step| self.row.saturating_add(step)) {
            if self.is_hidden {
                grid.marks().hide(row);
            }
            for (column, times, text) in &self.cells {
                put_repeated(grid, row, *column, *times, text)?;
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        Ok(())
    }
}

/// Puts a text in so many cells of a row, until the sheet refuses.
fn put_repeated(
    grid: &mut Grid,
    row: usize,
    column: usize,
    times: usize,
    text: &str,
) -> Result<(), ProblemKind> {
    (0..times).try_for_each(|step| grid.put(row, column.saturating_add(step), text))
}

impl Cell {
    /// Adds to the text, as long as it is not longer than any cell may be.
    fn push(&mut self, text: &str) {
        // Four bytes make a character at most; what is over is cut, and told of, when it is kept.
        if self.text.len() <= 4 * limits::CELL_CHARS {
            self.text.push_str(text);
        }
    }

    fn start(&mut self, name: &str) {
        match name {
            "p" => {
                if !self.text.is_empty() {
                    self.push("\n");
                }
                self.is_in_paragraph = true;
            }
            "line-break" => self.push("\n"),
            "tab" => self.push("\t"),
            "s" => self.push(" "),
            // Other elements, such as spans and links, only wrap text.
            _ => {}
        }
    }
}

/// A repeat count, at least 1.
fn count(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name)
        .and_then(|count| count.parse().ok())
        .unwrap_or(1)
        .max(1)
}

/// The value of a cell whose text may be rounded or written in the manner of a country.
fn value(element: &BytesStart<'_>) -> Option<String> {
    match attribute(element, "value-type")?.as_str() {
        "float" | "currency" | "percentage" => attribute(element, "value"),
        "date" => attribute(element, "date-value").map(|date| {
            date.strip_suffix("T00:00:00")
                .map_or_else(|| date.clone(), str::to_owned)
        }),
        "boolean" => attribute(element, "boolean-value").map(|is| is.to_uppercase()),
        _ => None,
    }
}
