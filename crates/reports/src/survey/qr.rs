//! QR codes as pictures.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// Light modules around the code that readers need (ISO/IEC 18004: four).
const QUIET: usize = 4;

/// The code of a text as SVG, or an empty picture when the text is longer than a code can hold.
pub(super) fn svg(text: &str) -> String {
    QrCode::new(text).map_or_else(|_too_long| drawn(&[]), |code| drawn(&modules(&code)))
}

/// The modules of a code, row by row; true is dark.
fn modules(code: &QrCode) -> Vec<Vec<bool>> {
    code.to_colors()
        .chunks(code.width())
        .map(|row| row.iter().map(|color| *color == Color::Dark).collect())
        .collect()
}

/// One path of horizontal runs, so that a page of a letter stays small.
fn drawn(matrix: &[Vec<bool>]) -> String {
    let size = matrix.len() + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in matrix.iter().enumerate() {
        for (x, length) in runs(row) {
            let (x, y) = (x + QUIET, y + QUIET);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h{length}v1h-{length}z");
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" \
         width=\"{size}\" height=\"{size}\"><path fill=\"#fff\" d=\"M0 0h{size}v{size}h-{size}z\"/>\
         <path fill=\"#000\" shape-rendering=\"crispEdges\" d=\"{path}\"/></svg>"
    )
}

/// Where dark runs begin and how long they are.
fn runs(row: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == x => *length += 1,
            _ => runs.push((x, 1)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_dark_modules_into_runs() {
        assert_eq!(runs(&[true, true, false, true]), [(0, 2), (3, 1)]);
        assert!(drawn(&[vec![true]]).contains("M4 4h1v1h-1z"));
    }
}
