//! Tables of a Word file.

use std::fmt::Write as _;

use super::xml::{BREAK, Look, escape, paragraph, run};
use crate::document::{Cell, Column, Table};

/// Width of the text in twentieths of a point: A4 less the margins.
const WIDTH: u32 = 9_300;

/// A table with a header row that repeats on every page.
pub(super) fn table(table: &Table) -> String {
    let head: Vec<_> = table
        .columns
        .iter()
        .map(|column| Cell {
            text: column.title.clone(),
            ..Cell::default()
        })
        .collect();
    let mut rows = row(&table.columns, &head, true);
    for cells in &table.rows {
        rows.push_str(&row(&table.columns, cells, false));
    }
    let caption = if table.caption.is_empty() {
        String::new()
    } else {
        paragraph("Caption", &run(&table.caption, Look::Plain))
    };
    let mut grid = String::new();
    for width in widths(&table.columns) {
        // Writing to a string cannot fail.
        let _ = write!(grid, "<w:gridCol w:w=\"{width}\"/>");
    }
    format!(
        "{caption}<w:tbl><w:tblPr><w:tblStyle w:val=\"LuotsiTable\"/>\
         <w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblLayout w:type=\"fixed\"/>\
         <w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
         w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>{}</w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>{}",
        described(&table.caption),
        paragraph("AfterTable", "")
    )
}

fn described(caption: &str) -> String {
    if caption.is_empty() {
        return String::new();
    }
    format!("<w:tblCaption w:val=\"{}\"/>", escape(caption))
}

fn widths(columns: &[Column]) -> Vec<u32> {
    let total: u32 = columns.iter().map(|column| u32::from(column.weight)).sum();
    columns
        .iter()
        .map(|column| WIDTH * u32::from(column.weight) / total.max(1))
        .collect()
}

fn row(columns: &[Column], cells: &[Cell], head: bool) -> String {
    let properties = if head {
        "<w:cantSplit/><w:tblHeader/>"
    } else {
        "<w:cantSplit/>"
    };
    let mut row = format!("<w:tr><w:trPr>{properties}</w:trPr>");
    for ((column, width), cell) in columns.iter().zip(widths(columns)).zip(cells) {
        let style = match (head, column.numeric) {
            (true, false) => "TableHead",
            (true, true) => "TableHeadNumber",
            (false, false) => "TableText",
            (false, true) => "TableNumber",
        };
        // Writing to a string cannot fail.
        let _ = write!(
            row,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>",
            paragraph(style, &content(cell))
        );
    }
    row.push_str("</w:tr>");
    row
}

fn content(cell: &Cell) -> String {
    let mut runs = String::new();
    if let Some(judgement) = cell.judgement {
        runs.push_str(&run(
            &format!("{}\u{a0}", judgement.sign()),
            Look::Style("Sign"),
        ));
    }
    let look = if cell.strong {
        Look::Strong
    } else {
        Look::Plain
    };
    runs.push_str(&run(&cell.text, look));
    if !cell.detail.is_empty() {
        runs.push_str(BREAK);
        runs.push_str(&run(&cell.detail, Look::Style("Quiet")));
    }
    runs
}
