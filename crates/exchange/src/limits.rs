//! What a file may cost at most, checked before or while it is read.
//!
//! Real files stay far below: the largest known framework library is 3.4 MB, and a survey of every
//! elected official in Finland would have some 9,000 rows.

use crate::ProblemKind;

/// One megabyte as people count it.
pub const MEGABYTE: usize = 1_000_000;
/// Most bytes of any file.
pub const FILE_BYTES: usize = 20 * MEGABYTE;
/// Most bytes of a workbook in the old binary format, which cannot be read as a stream.
pub const XLS_BYTES: usize = 10 * MEGABYTE;
/// Most bytes of interview notes as plain text.
pub const NOTES_BYTES: usize = 5 * MEGABYTE;
/// Most rows of a table that have content.
pub const ROWS: usize = 100_000;
/// Most columns of a table.
pub const COLUMNS: usize = 2_000;
/// Most cells of a file, empty ones between others included.
pub const CELLS: usize = 4_000_000;
/// Most characters of one cell; a spreadsheet holds 32,767.
pub const CELL_CHARS: usize = 40_000;
/// Most characters of a table, what many cells share counted in each of them.
pub const TABLE_CHARS: usize = 40 * MEGABYTE;
/// Most answers of a file: 20,000 respondents to fifty questions.
pub const ANSWERS: usize = 1_000_000;
/// Most characters of one free-text answer.
pub const ANSWER_CHARS: usize = 10_000;
/// Most sheets of a workbook that are looked at.
pub const SHEETS: usize = 50;
/// Most levels of nesting in XML, JSON and YAML.
pub const DEPTH: usize = 64;
/// Most values of a JSON or YAML file, those repeated by reference counted each time.
pub const VALUES: usize = 600_000;
/// Most characters of a YAML file's texts, those repeated by reference counted each time.
pub const VALUE_CHARS: usize = 30 * MEGABYTE;
/// Most parts of a packed file.
pub const PARTS: usize = 2_000;
/// Most bytes that a packed file opens to.
pub const EXPANDED_BYTES: usize = 150 * MEGABYTE;
/// Most bytes that a part of a packed file opens to when it must be in memory as a whole.
pub const WHOLE_PART_BYTES: usize = 40 * MEGABYTE;
/// Most tags of such a part.
pub const WHOLE_PART_TAGS: usize = 4_000_000;
/// Most bytes between two tags of a part: a cell of a spreadsheet holds 32,767 characters.
pub const RUN_BYTES: usize = 4 * MEGABYTE;
/// How many times its size a packed file may open to, once it opens to more than 10 MB.
pub const EXPANSION: usize = 200;
/// Most cells of an old binary workbook, whose reader lays out every one of them.
pub const XLS_CELLS: usize = 2_000_000;
/// Most rows or items of a register of services; the register itself holds fewer.
pub const SERVICES: usize = 10_000;
/// Most things that services of a file depend on, each counted every time it is named.
pub const NEEDS: usize = 100_000;
/// Most criteria of a framework.
pub const CRITERIA: usize = 20_000;
/// Most characters of one text of a framework after its parameters are filled in.
pub const TEXT_CHARS: usize = 50_000;
/// Most characters of a framework after its parameters are filled in.
pub const FRAMEWORK_CHARS: usize = 20 * MEGABYTE;
/// Most characters of a register of services.
pub const SERVICE_CHARS: usize = 20 * MEGABYTE;
/// Most problems listed of one file; the rest are counted.
pub const PROBLEMS: usize = 1_000;
/// Most characters shown of an offending value or a header.
pub const SHOWN_CHARS: usize = 80;
/// Most bytes of a picture as it is uploaded: a telephone's photograph has 2 to 4 MB.
pub const PICTURE_BYTES: usize = 5 * MEGABYTE;
/// Most pixels of a picture as it is uploaded: a good camera's photograph has 24 million.
pub const PICTURE_PIXELS: u64 = 25_000_000;
/// Most pixels of a picture's side as it is uploaded.
pub const PICTURE_SIDE: u32 = 12_000;
/// Most bytes that the pixels of a picture take when it is unpacked.
pub const PICTURE_DECODED_BYTES: u64 = 100_000_000;
/// Most pixels across of a picture that is shown: two for each that a page is wide.
pub const PICTURE_WIDTH: u32 = 1_200;
/// Most pixels down of a picture that is shown.
pub const PICTURE_HEIGHT: u32 = 1_600;
/// A PNG with more bytes may leave as JPEG when that is far lighter.
pub const LIGHT_PICTURE_BYTES: usize = 300_000;

/// Refuses a file that is empty or larger than the limit, before anything reads it.
pub fn check_size(bytes: &[u8], limit: usize) -> Result<(), ProblemKind> {
    if bytes.is_empty() {
        return Err(ProblemKind::EmptyFile);
    }
    if bytes.len() > limit {
        let found = bytes.len().div_ceil(MEGABYTE);
        return Err(ProblemKind::TooLarge {
            limit: limit / MEGABYTE,
            found,
        });
    }
    Ok(())
}
