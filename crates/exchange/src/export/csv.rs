//! Tables as CSV that Finnish spreadsheets open as they are.

use super::{Cell, Sheet};

/// What parts cells in CSV, and with it how decimals are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delimiter {
    /// Semicolon with decimal comma: what Excel opens right in Finland.
    #[default]
    Semicolon,
    /// Comma with decimal point.
    Comma,
}

/// Writes CSV in UTF-8 with a byte order mark and CRLF line ends.
///
/// Text that a spreadsheet would take for a formula gets an apostrophe before it; the importers of
/// this crate take it away again.
pub fn csv(sheet: &Sheet, delimiter: Delimiter) -> Vec<u8> {
    let sign = match delimiter {
        Delimiter::Semicolon => ';',
        Delimiter::Comma => ',',
    };
    let mut text = String::from("\u{feff}");
    let headers: Vec<String> = sheet
        .headers
        .iter()
        .map(|header| harmless(header))
        .collect();
    write_record(&headers, sign, &mut text);
    for row in &sheet.rows {
        let record: Vec<String> = row.iter().map(|cell| csv_cell(cell, delimiter)).collect();
        write_record(&record, sign, &mut text);
    }
    text.into_bytes()
}

fn csv_cell(cell: &Cell, delimiter: Delimiter) -> String {
    match cell {
        Cell::Empty => String::new(),
        // As in a workbook: what is no number leaves its cell empty.
        Cell::Number(number) if !number.is_finite() => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Integer(number) => number.to_string(),
        Cell::Number(number) => match delimiter {
            Delimiter::Semicolon => number.to_string().replace('.', ","),
            Delimiter::Comma => number.to_string(),
        },
        Cell::Date(date) => date.to_string(),
    }
}

/// The text with an apostrophe before what a spreadsheet would run as a formula.
fn harmless(text: &str) -> String {
    let is_formula =
        text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r']);
    if is_formula {
        format!("'{}", text.trim_start())
    } else {
        text.to_owned()
    }
}

fn write_record(cells: &[String], sign: char, text: &mut String) {
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            text.push(sign);
        }
        if cell.contains([sign, '"', '\n', '\r']) || cell.trim() != cell {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_formula_sign_is_neutralised() {
        for text in ["=a", "+a", "-a", "@a", "\t=a", " =a", "\ra"] {
            assert!(harmless(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(harmless("a=b"), "a=b");
    }
}
