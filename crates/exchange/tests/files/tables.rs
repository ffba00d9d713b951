//! One table in every encoding, with every separator and line end, in every kind of file; and tables at
//! the very edge of what is taken.

use exchange::account::letter;
use exchange::table::{self, Table};
use exchange::{Account, ProblemKind, Severity, framework, limits, notes};
use proptest::prelude::*;

use crate::support::{cells, every_table, packed, spreadsheet, word, workbook};

/// How text stands in a file.
#[derive(Debug, Clone, Copy)]
enum Bytes {
    Utf8,
    Utf8Marked,
    Windows,
    LittleMarked,
    BigMarked,
    Little,
    Big,
}

impl Bytes {
    const ALL: [Self; 7] = [
        Self::Utf8,
        Self::Utf8Marked,
        Self::Windows,
        Self::LittleMarked,
        Self::BigMarked,
        Self::Little,
        Self::Big,
    ];

    fn of(self, text: &str) -> Vec<u8> {
        let wide = |each: fn(u16) -> [u8; 2], mark: &str| {
            let marked = format!("{mark}{text}");
            marked.encode_utf16().flat_map(each).collect()
        };
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf8Marked => format!("\u{feff}{text}").into_bytes(),
            // All letters of the tests are one byte there, with the number of the letter.
            Self::Windows => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap())
                .collect(),
            Self::LittleMarked => wide(u16::to_le_bytes, "\u{feff}"),
            Self::BigMarked => wide(u16::to_be_bytes, "\u{feff}"),
            Self::Little => wide(u16::to_le_bytes, ""),
            Self::Big => wide(u16::to_be_bytes, ""),
        }
    }
}

/// Cells of a table of three columns; the first is never empty, so that every row is one.
fn tables() -> impl Strategy<Value = Vec<Vec<String>>> {
    let first = "[A-Za-zåäöÅÄÖé][A-Za-zåäöÅÄÖé .,:;?!|\"-]{0,8}[A-Za-zåäö0-9]";
    let other = "|[A-Za-zåäöÅÄÖé0-9][A-Za-zåäöÅÄÖé .,:;?!|\"\n-]{0,8}[A-Za-zåäö0-9]";
    let row = (first, other, other).prop_map(|(a, b, c)| vec![a, b, c]);
    prop::collection::vec(row, 1..6).prop_map(|mut rows| {
        rows.insert(0, ["Nimi", "Määrä", "Lisätieto"].map(String::from).to_vec());
        rows
    })
}

/// The rows of a table, as far as their last cell with content.
fn content(table: &Table) -> Vec<Vec<String>> {
    let filled = |row: &Vec<String>| {
        let end = row
            .iter()
            .rposition(|cell| !cell.is_empty())
            .map_or(0, |at| at + 1);
        row[..end].to_vec()
    };
    let texts = |row: &table::Row| row.cells().map(str::to_owned).collect();
    std::iter::once(table.headers.clone())
        .chain(table.rows.iter().map(texts))
        .map(|row| filled(&row))
        .collect()
}

fn filled(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    let table = Table {
        headers: rows[0].clone(),
        rows: rows[1..]
            .iter()
            .map(|cells| table::Row::of(0, cells))
            .collect(),
        ..Table::default()
    };
    content(&table)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_the_same_in_every_encoding_and_with_every_separator(rows in tables()) {
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        for separator in [";", ",", "\t", "|"] {
            let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(separator);
            let lines: Vec<String> = rows.iter().map(line).collect();
            for end in ["\n", "\r\n", "\r"] {
                for bytes in Bytes::ALL {
                    let file = bytes.of(&lines.join(end));
                    let account = table::read(&file);
                    let read = account.taken.as_ref().map(content);
                    prop_assert_eq!(read, Some(filled(&rows)), "{:?} {:?} {:?}", bytes, separator, end);
                    // Only what the file does not say is told to have been inferred.
                    let guessed = account.problems.iter().any(|it| it.kind.code() == "encoding-guessed");
                    prop_assert_eq!(guessed, matches!(bytes, Bytes::Windows), "{:?}", account.problems);
                }
            }
        }
    }

    #[test]
    fn a_table_is_the_same_in_every_kind_of_file(rows in tables()) {
        for (name, bytes) in every_table(&rows) {
            let account = table::read(&bytes);
            let read = account.taken.as_ref();
            prop_assert_eq!(read.map(content), Some(filled(&rows)), "{}", name);
            let read = read.unwrap();
            prop_assert_eq!(read.header_row, 1);
            let numbers: Vec<usize> = read.rows.iter().map(|row| row.number).collect();
            prop_assert_eq!(numbers, (2..=rows.len()).collect::<Vec<_>>(), "{}", name);
            prop_assert_eq!(read.sheet.is_some(), name != "csv");
        }
    }
}

fn code<T>(account: &Account<T>) -> Option<&'static str> {
    account
        .is_refused()
        .then(|| account.problems[0].kind.code())
}

#[test]
fn the_last_row_and_column_are_taken_and_one_column_more_is_not() {
    let rows = table::read(format!("a;b\n{}", "1\n".repeat(limits::ROWS)).as_bytes());
    assert_eq!(rows.taken.unwrap().rows.len(), limits::ROWS);
    let columns = |count: usize| table::read(vec!["x"; count].join(";").as_bytes());
    let most = columns(limits::COLUMNS).taken.unwrap();
    assert_eq!(most.headers.len(), limits::COLUMNS);
    let more = columns(limits::COLUMNS + 1);
    assert_eq!(code(&more), Some("too-many-columns"));
}

#[test]
fn the_last_character_of_a_cell_is_kept_and_one_more_is_cut_and_told() {
    let with = |count: usize| {
        let rows = cells(&[&["a", "b"], &["1", "2"], &["3", &"ä".repeat(count)]]);
        every_table(&rows)
    };
    for (name, bytes) in with(32_000) {
        let account = table::read(&bytes);
        assert!(
            account.problems.is_empty(),
            "{name}: {:?}",
            account.problems
        );
        assert_eq!(
            account.taken.unwrap().rows[1].cell(1).chars().count(),
            32_000,
            "{name}"
        );
    }
    for (count, told) in [(limits::CELL_CHARS, false), (limits::CELL_CHARS + 1, true)] {
        let (_, bytes) = with(count).remove(0);
        let account = table::read(&bytes);
        let kept = account.taken.unwrap().rows[1].cell(1).chars().count();
        assert_eq!(kept, limits::CELL_CHARS);
        let places: Vec<String> = account
            .problems
            .iter()
            .map(|it| it.place.to_string())
            .collect();
        assert_eq!(places, if told { vec!["B3"] } else { vec![] });
    }
}

#[test]
fn a_file_of_exactly_the_limit_is_looked_at() {
    for limit in [
        limits::FILE_BYTES,
        limits::XLS_BYTES,
        limits::NOTES_BYTES,
        limits::PICTURE_BYTES,
    ] {
        let bytes = vec![b'a'; limit + 1];
        assert_eq!(limits::check_size(&bytes[..limit], limit), Ok(()));
        let refused = ProblemKind::TooLarge {
            limit: limit / limits::MEGABYTE,
            found: limit / limits::MEGABYTE + 1,
        };
        assert_eq!(limits::check_size(&bytes, limit), Err(refused));
    }
    assert_eq!(limits::check_size(b"", 1), Err(ProblemKind::EmptyFile));
}

#[test]
fn a_packed_file_holds_so_many_parts_and_opens_so_far() {
    let filler = |count: usize, size: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("xl/media/{at}")).collect();
        let space = vec![b' '; size];
        let mut parts: Vec<(&str, &[u8])> =
            names.iter().map(|it| (it.as_str(), &space[..])).collect();
        let content = r#"<?xml version="1.0"?><o:c xmlns:o="o" xmlns:table="t" xmlns:text="x"><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row></table:table></o:c>"#;
        parts.push((
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ));
        parts.push(("content.xml", content.as_bytes()));
        code(&table::read(&packed(&parts)))
    };
    assert_eq!(filler(limits::PARTS - 2, 0), None);
    // Small files may open to ten megabytes, whatever their own size.
    assert_eq!(filler(1, 10 * limits::MEGABYTE - 1_000), None);
}

#[test]
fn nesting_is_read_to_the_last_level() {
    // The document, its body, the paragraph, the run and the text are levels, too.
    let nested = |levels: usize| {
        let around = levels - 5;
        let open = "<w:a>".repeat(around);
        let close = "</w:a>".repeat(around);
        code(&notes::read(&word(&format!(
            "{open}<w:p><w:r><w:t>x</w:t></w:r></w:p>{close}"
        ))))
    };
    assert_eq!(nested(limits::DEPTH), None);
    assert_eq!(nested(limits::DEPTH + 1), Some("broken-document"));
    let yaml = |levels: usize| {
        let inside = levels - 1;
        let text = format!("a: {}{}", "[".repeat(inside), "]".repeat(inside));
        code(&framework::read(text.as_bytes()))
    };
    assert_eq!(yaml(limits::DEPTH), Some("not-a-framework"));
    assert_eq!(yaml(limits::DEPTH + 1), Some("too-deep"));
}

#[test]
fn sheets_beyond_the_limit_are_not_looked_at() {
    let sheet = |at: usize| exchange::export::Sheet {
        title: format!("Sivu {at}"),
        headers: vec!["a".to_owned(), "b".to_owned()],
        rows: vec![vec!["1".into(), "2".into()]],
    };
    let sheets: Vec<_> = (0..=limits::SHEETS).map(sheet).collect();
    let created = jiff::civil::datetime(2026, 1, 1, 0, 0, 0, 0);
    let bytes = exchange::export::xlsx(&sheets, created).unwrap();
    assert_eq!(table::read_all(&bytes).taken.unwrap().len(), limits::SHEETS);
    // The best of those is chosen, and the others are named.
    let chosen = table::choose(&bytes, |it| {
        usize::from(it.sheet.as_deref() == Some("Sivu 7"))
    });
    assert_eq!(chosen.taken.unwrap().sheet.as_deref(), Some("Sivu 7"));
    let ProblemKind::SheetsNotRead { names } = &chosen.problems[0].kind else {
        panic!("{:?}", chosen.problems);
    };
    assert!(names.contains("Sivu 0") && !names.contains("Sivu 7,"));
}

#[test]
fn numbers_of_a_workbook_are_read_as_they_were_typed() {
    let cell = |at: usize, value: &str| format!(r#"<c r="{}2">{value}</c>"#, letter(at));
    for (value, read) in [
        ("<v>3</v>", "3"),
        ("<v>3.0</v>", "3"),
        ("<v>0.1</v>", "0.1"),
        ("<v>1E3</v>", "1000"),
        ("<v>-7</v>", "-7"),
        ("<v>12345678901</v>", "12345678901"),
    ] {
        let header = r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>"#;
        let sheet = format!(r#"{header}<row r="2">{}</row>"#, cell(0, value));
        let table = table::read(&workbook(&sheet)).taken.unwrap();
        assert_eq!(table.rows[0].cell(0), read, "{value}");
    }
    for (attributes, read) in [
        (r#"office:value-type="float" office:value="3.5""#, "3.5"),
        (
            r#"office:value-type="percentage" office:value="0.45""#,
            "0.45",
        ),
        (
            r#"office:value-type="date" office:date-value="2024-02-01""#,
            "2024-02-01",
        ),
        (
            r#"office:value-type="date" office:date-value="2024-02-01T00:00:00""#,
            "2024-02-01",
        ),
        (
            r#"office:value-type="boolean" office:boolean-value="true""#,
            "TRUE",
        ),
        (r#"office:value-type="string""#, "näytetty"),
    ] {
        let first = "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row>";
        let row = format!(
            "{first}<table:table-row><table:table-cell {attributes}><text:p>näytetty</text:p></table:table-cell></table:table-row>"
        );
        let table = table::read(&spreadsheet(&row)).taken.unwrap();
        assert_eq!(table.rows[0].cell(0), read, "{attributes}");
    }
}

#[test]
fn lines_of_another_encoding_are_named_by_their_row() {
    let mut bytes = "Nimi;Määrä\n".as_bytes().to_vec();
    bytes.extend(b"p\xF6yt\xE4;1\n");
    bytes.extend("yö;2\n".as_bytes());
    bytes.extend(b"h\xE4ly;3\n");
    let account = table::read(&bytes);
    let rows: Vec<Option<usize>> = account
        .of(Severity::Note)
        .filter(|it| it.kind.code() == "encoding-guessed")
        .map(|it| it.place.row)
        .collect();
    assert_eq!(rows, [Some(2), Some(4)]);
    let table = account.taken.unwrap();
    let names: Vec<&str> = table.rows.iter().map(|row| row.cell(0)).collect();
    assert_eq!(names, ["pöytä", "yö", "häly"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn notes_that_were_read_are_read_again_unchanged(text in "(H: |V: |[a-zåäö]{0,9}|\n|\r\n|\t| |\u{a0}|\u{0}|\u{feff}){0,40}") {
        if let Some(read) = notes::read(text.as_bytes()).taken {
            let again = notes::read(read.as_bytes()).taken;
            prop_assert_eq!(again.as_ref(), Some(&read));
            prop_assert!(!read.contains("\n\n\n\n") && read.ends_with('\n'));
            prop_assert!(read.lines().all(|line| line.trim_end() == line));
            prop_assert!(read.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        }
    }

    #[test]
    fn columns_are_lettered_as_spreadsheets_letter_them(index in 0..20_000_usize) {
        // Back from letters: a number to the base of twenty-six, without a zero.
        let value = letter(index).bytes().fold(0, |sum, byte| sum * 26 + usize::from(byte - b'A') + 1);
        prop_assert_eq!(value, index + 1);
    }
}
