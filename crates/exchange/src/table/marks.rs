//! What a sheet of an `.xlsx` workbook says besides the values of its cells: which rows are hidden, and
//! which formulas were never worked out. The reader of values tells neither.

use std::collections::BTreeMap;

use super::grid::Marks;
use crate::archive::Archive;
use crate::limits;
use crate::xml::{Node, attribute, walk};

/// The marks of each sheet by its name. Of a part that cannot be read there are none.
pub(super) fn of_sheets(archive: &mut Archive<'_>) -> BTreeMap<String, Marks> {
    let targets = attributes(
        archive,
        "xl/_rels/workbook.xml.rels",
        "Relationship",
        ["Id", "Target"],
    );
    let targets: BTreeMap<String, String> = targets.into_iter().map(|[id, to]| (id, to)).collect();
    let sheets = attributes(archive, "xl/workbook.xml", "sheet", ["name", "id"]);
    let mut marks = BTreeMap::new();
    for [name, id] in sheets.into_iter().take(limits::SHEETS) {
        let Some(target) = targets.get(&id) else {
            continue;
        };
        let part = match target.strip_prefix('/') {
            Some(whole) => whole.to_owned(),
            None => format!("xl/{target}"),
        };
        let mut sheet = Sheet::default();
        let walked = archive.part(&part).map(|part| {
            walk(part, |node| {
                sheet.take(&node);
                Some(())
            })
        });
        if walked.flatten().is_some() {
            marks.insert(name, sheet.marks);
        }
    }
    marks
}

/// Two attributes of each element of this name in a part.
fn attributes(
    archive: &mut Archive<'_>,
    part: &str,
    element: &str,
    [first, second]: [&str; 2],
) -> Vec<[String; 2]> {
    let mut found = Vec::new();
    if let Some(part) = archive.part(part) {
        // What was found before a fault is as good as nothing: the reader of values refuses the file.
        let _walked = walk(part, |node| {
            if let Node::Start(name, start) = node
                && name == element
            {
                found.extend(attribute(start, first).zip(attribute(start, second)));
            }
            Some(())
        });
    }
    found.into_iter().map(<[String; 2]>::from).collect()
}

/// A sheet while it is walked through. Rows and columns are counted from 0.
#[derive(Default)]
struct Sheet {
    marks: Marks,
    /// The row and the column of the next cell, when it does not say where it stands.
    row: usize,
    column: usize,
    cell: Cell,
    /// Whether the text that comes is a value.
    is_value: bool,
}

/// A cell while it is walked through.
#[derive(Default)]
struct Cell {
    is_formula: bool,
    /// Whether its value is a text, which may be empty.
    is_text: bool,
    has_value: bool,
}

impl Sheet {
    fn take(&mut self, node: &Node<'_>) {
        match node {
            Node::Start("row", start) => {
                let said = attribute(start, "r").and_then(|row| row.parse::<usize>().ok());
                self.row = said.and_then(|row| row.checked_sub(1)).unwrap_or(self.row);
                self.column = 0;
                let hidden = attribute(start, "hidden");
                if hidden.is_some_and(|is| is == "1" || is == "true") {
                    self.marks.hide(self.row);
                }
            }
            Node::End("row") => self.row = self.row.saturating_add(1),
            Node::Start("c", start) => {
                let said = attribute(start, "r").and_then(|place| column(&place));
                self.column = said.unwrap_or(self.column);
                self.cell = Cell {
                    is_text: attribute(start, "t").is_some_and(|kind| kind == "str"),
                    ..Cell::default()
                };
            }
            Node::Start("f", _) => self.cell.is_formula = true,
            Node::Start("v" | "is", _) => {
                self.is_value = true;
                // A formula may give an empty text, and then that is its value.
                self.cell.has_value |= self.cell.is_text;
            }
            Node::Text(text) if self.is_value => self.cell.has_value |= !text.is_empty(),
            Node::End("v" | "is") => self.is_value = false,
            Node::End("c") => {
                if self.cell.is_formula && !self.cell.has_value {
                    self.marks.leave(self.row, self.column);
                }
                self.column = self.column.saturating_add(1);
            }
            _ => {}
        }
    }
}

/// The column of a place such as `AB12`, counted from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.fold(0_usize, |number, letter| {
        let digit = usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        number.saturating_mul(26).saturating_add(digit)
    });
    number.checked_sub(1)
}
