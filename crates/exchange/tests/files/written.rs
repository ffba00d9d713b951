//! Tables that are downloaded: what comes back is what went in, and no text of anybody's becomes a
//! formula, a link or a trace of who made the file.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use domain::Locale;
use domain::service::NodeKind;
use exchange::export::{Cell, Delimiter, Sheet, csv, xlsx};
use exchange::{documents, service, table};
use jiff::civil::{Date, DateTime, date, datetime};
use proptest::prelude::*;

use crate::support::checklist;

const MADE: DateTime = DateTime::constant(2026, 3, 1, 12, 30, 0, 0);

fn sheet(title: &str, rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet {
        title: title.to_owned(),
        headers: vec!["Teema".to_owned(), "Arvo".to_owned()],
        rows,
    }
}

/// The parts of a workbook as text.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let mut text = String::new();
        let name = part.name().unwrap().to_string();
        part.read_to_string(&mut text).unwrap();
        all.push((name, text));
    }
    all
}

/// Texts that spreadsheets would run, follow or take for something else.
const DANGEROUS: [&str; 14] = [
    "=1+1",
    "=HYPERLINK(\"https://muualla.fi\",\"a\")",
    "+358401234567",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "  =1+1",
    "\n=1+1",
    "=cmd|' /C calc'!A0",
    "https://muualla.fi",
    "mailto:a@b.fi",
    "{=1+1}",
    "'=1+1",
];

#[test]
fn no_text_of_a_workbook_is_a_formula_or_a_link() {
    let rows = DANGEROUS
        .iter()
        .map(|it| vec![Cell::from(*it), Cell::from(*it)])
        .collect();
    let mut dangerous = sheet(DANGEROUS[0], rows);
    dangerous.headers = vec!["=1+1".to_owned(), "@a".to_owned()];
    let known = [documents::KnownDocument {
        id: "=1+1".into(),
        title: domain::Localised::same("=1+1"),
    }];
    let nodes = [service::ImportedNode {
        note: "=1+1".to_owned(),
        owner: "https://muualla.fi".to_owned(),
        ..service::ImportedNode::new(NodeKind::Supplier, "=1+1")
    }];
    for bytes in [
        xlsx(&[dangerous], MADE).unwrap(),
        documents::template(&known, &[], Locale::Fi, MADE).unwrap(),
        service::template(&nodes, Locale::Fi, MADE).unwrap(),
    ] {
        for (name, text) in parts(&bytes) {
            assert!(
                !text.contains("<f>") && !text.contains("<f "),
                "{name} holds a formula"
            );
            assert!(!text.contains("hyperlink"), "{name} holds a link");
            assert!(!name.contains("externalLink"), "{name}");
        }
    }
}

#[test]
fn a_workbook_tells_nothing_of_who_made_it() {
    let all = parts(&xlsx(&[sheet("S", Vec::new())], MADE).unwrap());
    let core = &all
        .iter()
        .find(|(name, _)| name == "docProps/core.xml")
        .unwrap()
        .1;
    assert!(core.contains("2026-03-01T12:30:00Z"));
    for tag in [
        "dc:creator",
        "cp:lastModifiedBy",
        "cp:keywords",
        "dc:subject",
    ] {
        let told = core
            .split(&format!("<{tag}>"))
            .nth(1)
            .map(|it| it.split('<').next());
        assert!(
            matches!(told, None | Some(None | Some(""))),
            "{tag}: {core}"
        );
    }
    for (name, text) in &all {
        for folder in ["home", "root", "tmp", "Users"] {
            let trace = format!("/{folder}/");
            assert!(!text.contains(&trace), "{name} holds {trace}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_cell_of_a_csv_begins_as_a_formula_does(
        text in "[ \t\r\n]{0,2}[=+@a-]{0,2}[ -~äö\n]{0,10}", other in "[=+@'\";,-]{1,4}",
    ) {
        for delimiter in [Delimiter::Semicolon, Delimiter::Comma] {
            let mut one = sheet("S", vec![vec![text.as_str().into(), other.as_str().into()]]);
            one.headers = vec![other.clone(), text.clone()];
            let bytes = csv(&one, delimiter);
            let written = String::from_utf8(bytes).unwrap();
            let sign = if delimiter == Delimiter::Comma { ',' } else { ';' };
            for cell in cells(written.trim_start_matches('\u{feff}'), sign) {
                let runs = cell.trim_start().starts_with(['=', '+', '-', '@']);
                prop_assert!(!runs && !cell.starts_with(['\t', '\r']), "{cell:?} in {written:?}");
            }
        }
    }

    #[test]
    fn any_titles_make_a_workbook_that_opens(titles in prop::collection::vec("\\PC{0,40}|[a-c'\\[\\]:*?/\\\\ ]{0,36}|a{29,32}'?b{0,3}|(?i)history", 1..6)) {
        let sheets: Vec<Sheet> = titles.iter().map(|it| sheet(it, vec![vec![1_i64.into()]])).collect();
        let bytes = xlsx(&sheets, MADE);
        prop_assert!(bytes.is_ok(), "{:?}: {:?}", titles, bytes.err());
        let tables = table::read_all(&bytes.unwrap()).taken.unwrap();
        prop_assert_eq!(tables.len(), sheets.len());
        let names: BTreeSet<String> = tables.iter().filter_map(|it| it.sheet.as_ref()).map(|it| it.to_lowercase()).collect();
        prop_assert_eq!(names.len(), sheets.len());
        prop_assert!(names.iter().all(|it| it.encode_utf16().count() <= 31 && !it.contains(['[', ']', ':', '*', '?', '/', '\\'])), "{names:?}");
    }

    #[test]
    fn numbers_and_days_come_back_as_they_went(number in any::<i64>(), value in -1e12_f64..1e12, days in 61..73_000_i32) {
        let day = date(1899, 12, 30).checked_add(jiff::Span::new().days(days)).unwrap();
        let row = |first: Cell| vec![first, Cell::Date(day)];
        let made = sheet("S", vec![row(Cell::Integer(number)), row(Cell::Number(value))]);
        let read = table::read(&xlsx(std::slice::from_ref(&made), MADE).unwrap()).taken.unwrap();
        prop_assert_eq!(read.rows[0].cell(0), number.to_string());
        prop_assert_eq!(read.rows[1].cell(0).parse::<f64>(), Ok(value));
        prop_assert_eq!(read.rows[0].cell(1), day.to_string());
        for (delimiter, point) in [(Delimiter::Semicolon, ','), (Delimiter::Comma, '.')] {
            let read = table::read(&csv(&made, delimiter)).taken.unwrap();
            prop_assert_eq!(read.rows[0].cell(0), number.to_string());
            let text = read.rows[1].cell(0);
            prop_assert!(!text.contains(if point == ',' { '.' } else { ',' }), "{text}");
            prop_assert_eq!(text.replace(point, ".").parse::<f64>(), Ok(value));
        }
    }
}

/// The cells of a CSV as a spreadsheet takes them, marks away.
fn cells(text: &str, sign: char) -> Vec<String> {
    let (mut all, mut cell, mut is_quoted) = (Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => is_quoted = !is_quoted,
            c if !is_quoted && (c == sign || c == '\n') => {
                all.push(std::mem::take(&mut cell).trim_end_matches('\r').to_owned());
            }
            c => cell.push(c),
        }
    }
    all.push(cell);
    all
}

#[test]
fn what_is_no_number_leaves_its_cell_empty_in_every_file() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let made = sheet("S", vec![vec!["a".into(), Cell::Number(value)]]);
        for bytes in [
            xlsx(std::slice::from_ref(&made), MADE).unwrap(),
            csv(&made, Delimiter::Semicolon),
            csv(&made, Delimiter::Comma),
        ] {
            let read = table::read(&bytes).taken.unwrap();
            assert_eq!(
                (read.rows[0].cell(0), read.rows[0].cell(1)),
                ("a", ""),
                "{value}"
            );
        }
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut_between_two_letters() {
    // Two units each, so that the odd limit falls into the middle of one.
    let made = sheet("S", vec![vec!["😀".repeat(20_000).into(), "b".into()]]);
    let read = table::read(&xlsx(&[made], MADE).unwrap()).taken.unwrap();
    assert_eq!(read.rows[0].cell(0).chars().count(), 16_383);
    assert!(read.rows[0].cell(0).chars().all(|c| c == '😀'));
}

#[test]
fn days_before_the_calendar_of_workbooks_are_written_as_text() {
    for day in [date(1899, 12, 30), date(1, 1, 1), Date::MAX] {
        let made = sheet("S", vec![vec!["a".into(), day.into()]]);
        let read = table::read(&xlsx(&[made], MADE).unwrap()).taken.unwrap();
        assert_eq!(read.rows[0].cell(1), day.to_string());
    }
}

#[test]
fn an_empty_table_is_a_file_with_its_headers() {
    let empty = sheet("", Vec::new());
    for bytes in [
        xlsx(
            std::slice::from_ref(&empty),
            datetime(1800, 1, 1, 0, 0, 0, 0),
        )
        .unwrap(),
        csv(&empty, Delimiter::Comma),
    ] {
        let read = table::read(&bytes).taken.unwrap();
        assert_eq!((read.headers, read.rows.len()), (empty.headers.clone(), 0));
    }
    let none = Sheet::default();
    assert!(table::read(&csv(&none, Delimiter::Semicolon)).is_refused());
    assert!(xlsx(&[none], MADE).is_ok());
}

#[test]
fn templates_of_nothing_are_read_as_nothing() {
    for locale in Locale::ALL {
        let bytes = documents::template(&checklist(), &[], locale, MADE).unwrap();
        let account = table::choose(&bytes, documents::best_fit)
            .and_then(|it| documents::read(&it, &checklist()));
        assert_eq!(account.taken, Some(Vec::new()), "{:?}", account.problems);
        assert!(!account.left_something_out());
        let bytes = service::template(&[], locale, MADE).unwrap();
        let account = table::choose(&bytes, service::best_fit).and_then(|it| service::read(&it));
        assert_eq!(account.taken, Some(Vec::new()), "{:?}", account.problems);
    }
}

#[test]
fn the_kind_of_everything_in_the_register_reads_back_in_every_language() {
    for locale in Locale::ALL {
        for kind in NodeKind::ALL {
            let node = service::ImportedNode::new(*kind, "Wilma");
            let bytes = service::template(&[node], locale, MADE).unwrap();
            let read = table::read(&bytes)
                .and_then(|it| service::read(&it))
                .taken
                .unwrap();
            // A system and a supplier of one name are two things.
            assert_eq!((read.len(), read[0].kind), (1, *kind), "{locale}");
        }
    }
}
