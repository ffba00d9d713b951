//! Text tables: the delimiter inferred, quoted cells that may hold line ends.

use std::borrow::Cow;

use super::grid::{Grid, Spent};
use crate::account::Log;
use crate::{Place, ProblemKind};

/// Characters that separate cells, the likeliest first when nothing else decides.
const DELIMITERS: [char; 4] = [';', ',', '\t', '|'];
/// How many records the delimiter is inferred from.
const SAMPLE: usize = 100;

/// Reads decoded text with LF line ends.
///
/// Rows are numbered as a spreadsheet numbers them: a blank line is a row, a line end inside
/// quotation marks is not.
pub(super) fn read(text: &str, log: &mut Log) -> Result<Grid, ProblemKind> {
    let (delimiter, text, first_row) = delimiter(text);
    let mut grid = Grid::new(None, Spent::default());
    let mut stray = Vec::new();
    records(text, delimiter, &mut stray, |row, column, cell| {
        grid.put(row + first_row, column, unguarded(cell))
    })?;
    for row in stray {
        log.add(ProblemKind::StrayQuote.at(Place::row(row + first_row + 1)));
    }
    Ok(grid)
}

/// Takes away the apostrophe that exports put before what a spreadsheet would take for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}

/// Infers the delimiter; gives the text to read and how many rows of it were spent on saying it.
fn delimiter(text: &str) -> (char, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if let Some(said) = first
        .trim()
        .strip_prefix("sep=")
        .and_then(|said| said.chars().next())
    {
        return (said, rest, 1);
    }
    let best = DELIMITERS.into_iter().max_by_key(|delimiter| {
        let order = DELIMITERS.iter().rev().position(|other| other == delimiter);
        (consistency(text, *delimiter), order)
    });
    (best.unwrap_or(';'), text, 0)
}

/// How well a delimiter explains the beginning of the text: the records that have as many cells as
/// most have, provided that these are two or more, and then the number of cells.
fn consistency(text: &str, delimiter: char) -> (usize, usize) {
    let mut widths = vec![0_usize; SAMPLE];
    // A sample that ends early is fine, so the result of reading it does not matter.
    let _ended = records(text, delimiter, &mut Vec::new(), |row, column, _| {
        let width = widths.get_mut(row).ok_or(ProblemKind::NoTable)?;
        *width = column + 1;
        Ok(())
    });
    let wide: Vec<usize> = widths.into_iter().filter(|width| *width > 1).collect();
    let share = |width: usize| wide.iter().filter(|other| **other == width).count();
    wide.iter()
        .map(|width| (share(*width), *width))
        .max()
        .unwrap_or_default()
}

/// Reads records and gives each cell with its row and column, both counted from 0.
///
/// A quotation mark that never closes is read as text. That costs no more than one look at the
/// rest of the file: behind such a mark all others stand in pairs, so there is no second one.
fn records(
    text: &str,
    delimiter: char,
    stray: &mut Vec<usize>,
    mut give: impl FnMut(usize, usize, &str) -> Result<(), ProblemKind>,
) -> Result<(), ProblemKind> {
    let (mut row, mut column) = (0, 0);
    let mut rest = text;
    while !rest.is_empty() {
        let marked = rest.strip_prefix('"');
        let quoted = marked.and_then(|inner| quoted(inner, delimiter));
        let plain = || {
            let (cell, behind) = split_at_end(rest, delimiter);
            Quoted {
                cell: cell.into(),
                behind,
                is_odd: marked.is_some(),
            }
        };
        let found = quoted.unwrap_or_else(plain);
        if found.is_odd {
            stray.push(row);
        }
        give(row, column, &found.cell)?;
        let mut behind = found.behind.chars();
        if behind.next() == Some(delimiter) {
            column += 1;
        } else {
            (row, column) = (row + 1, 0);
        }
        rest = behind.as_str();
    }
    Ok(())
}

/// Parts the text before the next delimiter or line end.
fn split_at_end(text: &str, delimiter: char) -> (&str, &str) {
    let end = text.find([delimiter, '\n']).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// A cell, what follows it, and whether its quotation marks are not where they should be.
struct Quoted<'a> {
    cell: Cow<'a, str>,
    behind: &'a str,
    is_odd: bool,
}

/// Reads a quoted cell from behind its opening mark; nothing when the mark never closes.
///
/// Text between the closing mark and the delimiter is kept, as spreadsheets keep it.
fn quoted(inner: &str, delimiter: char) -> Option<Quoted<'_>> {
    let mut cell = String::new();
    let mut rest = inner;
    loop {
        let (before, behind) = rest.split_once('"')?;
        cell.push_str(before);
        if let Some(more) = behind.strip_prefix('"') {
            cell.push('"');
            rest = more;
            continue;
        }
        let (tail, behind) = split_at_end(behind, delimiter);
        cell.push_str(tail);
        return Some(Quoted {
            cell: cell.into(),
            behind,
            is_odd: !tail.trim().is_empty(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Row, Table, read as read_table};

    fn cells(row: &Row) -> Vec<&str> {
        row.cells().collect()
    }

    fn table(text: &str) -> Table {
        read_table(text.as_bytes()).taken.expect("a table")
    }

    #[test]
    fn infers_each_delimiter() {
        for delimiter in DELIMITERS {
            let text = "a;b, b;c\n1,5;2;3\n4;5;6\n".replace(';', &delimiter.to_string());
            let text = if delimiter == ',' {
                text.replace("b, b", "b").replace("1,5", "1")
            } else {
                text
            };
            assert_eq!(table(&text).headers.len(), 3, "{delimiter:?}");
        }
    }

    #[test]
    fn decimal_commas_do_not_win_over_semicolons() {
        assert_eq!(
            cells(&table("osuus;luku\n1,5;2,5\n3,5;4,5\n").rows[0]),
            ["1,5", "2,5"]
        );
    }

    #[test]
    fn numbers_rows_as_a_spreadsheet_does() {
        let table = table("a;b\n\"kaksi\nriviä\";1\n\nx;2\n");
        let rows: Vec<_> = table
            .rows
            .iter()
            .map(|row| (row.number, row.cell(0)))
            .collect();
        assert_eq!(rows, [(2, "kaksi\nriviä"), (4, "x")]);
    }

    #[test]
    fn reads_doubled_marks_and_text_behind_them() {
        assert_eq!(
            cells(&table("a;b\n\"sanoi \"\"ei\"\"\";\"x\"y\n").rows[0]),
            ["sanoi \"ei\"", "xy"]
        );
    }

    #[test]
    fn a_mark_that_never_closes_spoils_one_cell_only() {
        let account = read_table(b"a;b\n\"x;1\ny;2\n");
        assert_eq!(account.problems[0].kind, ProblemKind::StrayQuote);
        assert_eq!(account.problems[0].place.row, Some(2));
        assert_eq!(cells(&account.taken.unwrap().rows[1]), ["y", "2"]);
    }

    #[test]
    fn obeys_a_declared_delimiter_and_title_lines() {
        let table = table("sep=,\nKyselyn tulokset\n\na,b\n1,2\n");
        assert_eq!((table.header_row, table.headers.len()), (4, 2));
        assert_eq!(table.rows[0].number, 5);
    }
}
