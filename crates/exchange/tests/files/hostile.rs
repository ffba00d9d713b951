//! Files that are wrong, huge or made to do harm.

use std::time::Instant;

use crate::support::{packed, spreadsheet, word, workbook, workbook_sharing};
use exchange::{Account, ProblemKind, framework, limits, notes, table};
use proptest::prelude::*;

fn code<T>(account: &Account<T>) -> &'static str {
    assert!(account.is_refused());
    account.problems[0].kind.code()
}

#[test]
fn a_hundred_megabytes_are_refused_at_once() {
    let bytes = vec![b'a'; 100 * limits::MEGABYTE];
    let start = Instant::now();
    assert_eq!(
        table::read(&bytes).problems[0].kind,
        ProblemKind::TooLarge {
            limit: 20,
            found: 100
        }
    );
    assert_eq!(code(&notes::read(&bytes)), "too-large");
    assert_eq!(code(&framework::read(&bytes)), "too-large");
    assert!(start.elapsed().as_millis() < 100);
}

#[test]
fn wrong_types_are_named() {
    for (bytes, found) in [
        (b"%PDF-1.7".to_vec(), "pdf"),
        (b"\x89PNG\r\n".to_vec(), "image"),
        (b"<!doctype html><table>".to_vec(), "html"),
        (word("<w:p/>"), "docx"),
        (packed(&[("a.txt", b"x")]), "zip"),
    ] {
        let account = table::read(&bytes);
        assert_eq!(
            account.problems[0].kind,
            ProblemKind::WrongType {
                found,
                expected: "table"
            }
        );
    }
    assert_eq!(code(&table::read(b"")), "empty-file");
    assert_eq!(code(&table::read(b"\n\n ; \n")), "no-table");
}

#[test]
fn broken_workbooks_are_named() {
    let whole = workbook(r#"<row r="1"><c r="A1"><v>1</v></c></row>"#);
    assert_eq!(
        code(&table::read(&whole[..whole.len() / 2])),
        "broken-workbook"
    );
    assert_eq!(
        code(&table::read(&workbook("<row><c r=\"A1\"><v>"))),
        "broken-workbook"
    );
    assert_eq!(
        code(&table::read(&packed(&[("xl/workbook.xml", b"<nothing/>")]))),
        "broken-workbook"
    );
    assert_eq!(
        code(&notes::read(&packed(&[("word/document.xml", b"<a>")]))),
        "empty-file"
    );
    assert_eq!(
        code(&notes::read(&packed(&[("word/document.xml", b"<a></b>")]))),
        "broken-document"
    );
    assert_eq!(
        code(&table::read(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 cut off")),
        "wrong-type"
    );
}

#[test]
fn a_packed_file_that_opens_to_gigabytes_is_refused() {
    let zeros = vec![b' '; 12 * limits::MEGABYTE];
    let bytes = packed(&[("xl/workbook.xml", &zeros)]);
    assert!(bytes.len() < 100_000);
    let start = Instant::now();
    assert_eq!(code(&table::read(&bytes)), "expands");
    assert_eq!(
        code(&notes::read(&packed(&[("word/document.xml", &zeros)]))),
        "expands"
    );
    assert!(start.elapsed().as_secs() < 10);
    let many: Vec<String> = (0..2_100).map(|index| format!("xl/{index}")).collect();
    let mut parts: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    parts.push(("xl/workbook.xml", b""));
    assert_eq!(code(&table::read(&packed(&parts))), "too-many-parts");
}

#[test]
fn a_million_empty_rows_cost_nothing() {
    let mut rows = String::from(
        r#"<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>"#,
    );
    for row in 2..=1_000_000 {
        rows.extend(["<row r=\"", &row.to_string(), "\"/>"]);
    }
    rows.push_str(r#"<row r="1000001"><c r="A1000001"><v>7</v></c></row>"#);
    let table = table::read(&workbook(&rows)).taken.unwrap();
    assert_eq!(
        (
            table.rows.len(),
            table.rows[0].number,
            table.rows[0].cell(0)
        ),
        (1, 1_000_001, "7")
    );
}

#[test]
fn cells_far_apart_cost_nothing_and_too_many_are_refused() {
    let far = r#"<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="B1048576"><v>3</v></c></row>"#;
    assert_eq!(
        table::read(&workbook(far)).taken.unwrap().rows[0].number,
        1_048_576
    );
    assert_eq!(
        code(&table::read(&workbook(
            r#"<row r="1"><c r="XFD1"><v>1</v></c></row>"#
        ))),
        "too-many-columns"
    );
    let repeated = |rows: &str, columns: &str| {
        spreadsheet(&format!(
            r#"<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}"><text:p>x</text:p></table:table-cell></table:table-row>"#
        ))
    };
    assert_eq!(
        code(&table::read(&repeated("1048576", "1"))),
        "too-many-rows"
    );
    assert_eq!(
        code(&table::read(&repeated("1", "16384"))),
        "too-many-columns"
    );
    assert_eq!(
        code(&table::read(&repeated("99999", "1999"))),
        "too-many-cells"
    );
    let empty = spreadsheet(
        r#"<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#,
    );
    assert_eq!(table::read(&empty).taken.unwrap().rows.len(), 0);
}

#[test]
fn too_many_rows_and_columns_of_text_are_refused() {
    assert_eq!(
        code(&table::read("a;b\n".repeat(100_010).as_bytes())),
        "too-many-rows"
    );
    assert_eq!(
        code(&table::read("a;".repeat(2_010).as_bytes())),
        "too-many-columns"
    );
    // Empty cells are free.
    assert!(
        table::read(format!("a;b\n{}\n", ";".repeat(1_000_000)).as_bytes())
            .taken
            .is_some()
    );
}

#[test]
fn entities_are_not_expanded_and_nesting_has_an_end() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><a>&b;</a>";
    assert_eq!(
        code(&notes::read(&packed(&[(
            "word/document.xml",
            bomb.as_bytes()
        )]))),
        "broken-document"
    );
    assert_eq!(
        code(&notes::read(&word(&"<a>".repeat(100_000)))),
        "broken-document"
    );
    assert_eq!(
        code(&framework::read("[".repeat(1_000_000).as_bytes())),
        "too-deep"
    );
    assert_eq!(
        code(&framework::read("a: ".repeat(1_000).as_bytes())),
        "syntax"
    );
    assert_eq!(
        code(&framework::read(
            format!("objects:\n{}", nested(100)).as_bytes()
        )),
        "too-deep"
    );
}

/// Sheets in which one text stands in many cells: 1.3 MB that would become gigabytes.
#[test]
fn a_text_that_many_cells_share_is_counted_in_each_and_refused_before_it_is_repeated() {
    let long = "x".repeat(30_000);
    let strings = format!(
        r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>{long}</t></si></sst>"#
    );
    let row = |row: usize| {
        format!(
            r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}" t="s"><v>0</v></c></row>"#
        )
    };
    let rows: Vec<String> = (1..=20_000).map(row).collect();
    let rows = rows.concat();
    let limit = limits::TABLE_CHARS / limits::MEGABYTE;
    let account = table::read(&workbook_sharing(&rows, &strings));
    assert_eq!(account.problems[0].kind, ProblemKind::TooMuchText { limit });
    let few = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>0</v></c></row>"#;
    let table = table::read(&workbook_sharing(few, &strings)).taken.unwrap();
    assert_eq!(
        table.headers,
        [long.clone(), long],
        "what is shared is read"
    );
    let cell = format!(
        r#"<table:table-cell table:number-columns-repeated="100"><text:p>{}</text:p></table:table-cell>"#,
        "y".repeat(30_000)
    );
    let repeated =
        format!(r#"<table:table-row table:number-rows-repeated="90000">{cell}</table:table-row>"#);
    assert_eq!(code(&table::read(&spreadsheet(&repeated))), "too-much-text");
    let sheets = format!(
        r#"<table:table-row table:number-rows-repeated="8">{cell}</table:table-row></table:table><table:table table:name="T"><table:table-row table:number-rows-repeated="8">{cell}</table:table-row>"#
    );
    assert_eq!(
        code(&table::read(&spreadsheet(&sheets))),
        "too-much-text",
        "sheets count together"
    );
}

/// The number of texts, and what stands between two tags, are bounded before any reader of others
/// holds them.
#[test]
fn parts_that_readers_hold_as_a_whole_are_measured_first() {
    let count = limits::WHOLE_PART_TAGS / 2 + 1;
    let strings = format!("<sst>{}</sst>", "<a></a>".repeat(count));
    assert!(strings.len() < limits::WHOLE_PART_BYTES);
    let cell = r#"<row r="1"><c r="A1"><v>1</v></c></row>"#;
    assert_eq!(
        code(&table::read(&workbook_sharing(cell, &strings))),
        "expands"
    );
    let run = "z".repeat(limits::RUN_BYTES + 1);
    let sheet = format!(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>{run}</t></is></c></row>"#);
    assert_eq!(code(&table::read(&workbook(&sheet))), "expands");
    assert_eq!(
        code(&notes::read(&word(&format!("<w:p>{run}</w:p>")))),
        "expands"
    );
}

/// Cells that come in no order would be sorted again and again.
#[test]
fn rows_that_are_gone_back_to_are_read_and_too_much_of_it_is_refused() {
    let cell = |row: usize, column: &str| {
        format!(r#"<row r="{row}"><c r="{column}{row}"><v>{row}</v></c></row>"#)
    };
    let back = [cell(1, "A"), cell(2, "A"), cell(1, "B"), cell(2, "B")].concat();
    let table = table::read(&workbook(&back)).taken.unwrap();
    assert_eq!(table.headers, ["1", "1"]);
    assert_eq!(table.rows[0].cells().collect::<Vec<_>>(), ["2", "2"]);
    let wide = [cell(1, "BXX"), cell(2, "BXX")].concat();
    let forth = [cell(1, "A"), cell(2, "A")].concat().repeat(1_100);
    assert_eq!(
        code(&table::read(&workbook(&(wide + &forth)))),
        "too-many-cells"
    );
}

/// A parameter that many controls name is written in each of them.
#[test]
fn a_catalog_that_says_the_same_in_every_control_is_refused() {
    let label = "long ".repeat(8_000);
    let controls: Vec<String> = (0..2_000)
        .map(|at| format!(r#"{{"id":"c{at}","title":"T","parts":[{{"name":"statement","prose":"{{{{ insert: param, p }}}}"}}]}}"#))
        .collect();
    let catalog = format!(
        r#"{{"catalog":{{"metadata":{{"title":"X"}},"params":[{{"id":"p","label":"{label}"}}],"controls":[{}]}}}}"#,
        controls.join(",")
    );
    assert_eq!(code(&framework::read(catalog.as_bytes())), "too-much-text");
    let silent = catalog
        .replace("insert: param, p }}", "x }}")
        .replace("{{ x }}", &"{{p}}{{p}}".repeat(40));
    assert!(framework::read(silent.as_bytes()).problems.len() < 10_000);
}

#[test]
fn a_register_that_nobody_could_hold_is_refused() {
    let needs = vec!["a|b|c|d"; 50].join("; ");
    let rows: Vec<String> = (0..600).map(|at| format!("p{at};\"{needs}\"")).collect();
    let text = format!("Nimi;Minkä varassa\n{}\n", rows.join("\n"));
    let table = table::read(text.as_bytes()).taken.unwrap();
    assert_eq!(
        code(&exchange::service::read(&table)),
        "too-many-references"
    );
    let rows: Vec<String> = (0..=limits::SERVICES)
        .map(|at| format!("p{at};1"))
        .collect();
    let text = format!("Nimi;Käyttäjiä\n{}\n", rows.join("\n"));
    let table = table::read(text.as_bytes()).taken.unwrap();
    assert_eq!(code(&exchange::service::read(&table)), "too-many-rows");
    let name = "ä".repeat(190);
    let channel = format!(
        r#"{{"id":"c","serviceChannelType":"EChannel","serviceChannelNames":[{{"type":"Name","language":"fi","value":"{name}"}}]}}"#
    );
    let services: Vec<String> = (0..40_000)
        .map(|at| format!(r#"{{"id":"s{at}","serviceNames":[{{"type":"Name","language":"fi","value":"{name}"}}],"serviceChannels":[{{"serviceChannel":{{"id":"c"}}}}]}}"#))
        .collect();
    let catalogue = format!("[{channel},{}]", services[..9_999].join(","));
    assert!(
        exchange::service::read_catalogue(catalogue.as_bytes(), domain::Locale::Fi)
            .taken
            .is_some()
    );
    let catalogue = format!("[{channel},{}]", services[..20_000].join(","));
    let account = exchange::service::read_catalogue(catalogue.as_bytes(), domain::Locale::Fi);
    assert_eq!(code(&account), "too-many-rows");
}

#[test]
fn more_answers_than_a_country_has_officials_are_refused() {
    let book = crate::support::codebook();
    let mut rows = String::from("Onko palautus testattu?;Roolisi\n");
    rows.push_str(&"Kyllä;Valtuutettu\n".repeat(99_000));
    let table = table::read(rows.as_bytes()).taken.unwrap();
    let mapping = exchange::answers::propose(&table, &book);
    let account = exchange::answers::read(&table, &mapping, &book);
    assert_eq!(account.taken.unwrap().len(), 99_000);
    let mut wide = book.clone();
    for at in 0..20 {
        let mut question = book.questions[0].clone();
        question.id = format!("more{at}");
        question.text =
            domain::Localised::only(domain::Locale::Fi, format!("Kysymys numero {at} tässä"));
        wide.questions.push(question);
    }
    let headers: Vec<String> = (0..20).map(|at| format!("more{at}")).collect();
    let rows = format!(
        "{}\n{}",
        headers.join(";"),
        format!("{}\n", vec!["Kyllä"; 20].join(";")).repeat(60_000)
    );
    let table = table::read(rows.as_bytes()).taken.unwrap();
    let mapping = exchange::answers::propose(&table, &wide);
    let account = exchange::answers::read(&table, &mapping, &wide);
    assert_eq!(code(&account), "too-many-answers");
}

#[test]
fn notes_of_a_document_are_no_longer_than_notes_of_text() {
    let word_of = |paragraphs: usize| {
        word(
            &"<w:p><w:r><w:t>Pitkä puheenvuoro, jota kukaan ei lue.</w:t></w:r></w:p>"
                .repeat(paragraphs),
        )
    };
    assert_eq!(code(&notes::read(&word_of(130_000))), "too-large");
    assert!(notes::read(&word_of(1_000)).taken.is_some());
}

fn nested(levels: usize) -> String {
    let lines: Vec<String> = (1..levels)
        .map(|level| format!("{}a:", " ".repeat(level)))
        .collect();
    lines.join("\n")
}

#[test]
fn spreadsheets_of_another_shape_are_read_as_tables_and_refused_as_answers() {
    for name in [
        "duplicate_columns.xlsx",
        "flat_xlsform_test.xlsx",
        "xlsform_spec_test.xlsx",
        "widgets.xls",
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../../shared/fixtures/xlsform")
            .join(name);
        let bytes = std::fs::read(path).expect("the shared fixtures lie beside the project");
        let book = crate::support::codebook();
        let account = table::choose(&bytes, exchange::answers::best_fit(&book));
        let table = account
            .taken
            .unwrap_or_else(|| panic!("{name}: {:?}", account.problems));
        let answers =
            exchange::answers::read(&table, &exchange::answers::propose(&table, &book), &book);
        assert_eq!(code(&answers), "no-questions");
        assert_eq!(
            code(&exchange::documents::read(
                &table,
                &crate::support::checklist()
            )),
            "no-state-column",
            "{name}"
        );
    }
}

#[test]
fn word_documents_become_plain_text() {
    let bytes = word(
        r#"<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Haastattelija: </w:t></w:r><w:r><w:t>Onko &amp; milloin?</w:t></w:r></w:p><w:p><w:r><w:t>A</w:t><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t></w:r><w:del><w:r><w:delText>pois</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"#,
    );
    assert_eq!(
        notes::read(&bytes).taken.unwrap(),
        "Haastattelija: Onko & milloin?\nA\tB\nC\n1\t2\n"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_come_back_as_an_account(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        crate::support::import_everything(&bytes);
    }

    #[test]
    fn any_text_comes_back_as_an_account(text in "\\PC{0,200}(\n|;|,|\"|: |- |\t|\\[|\\{|[a-zåäö]{0,9}){0,60}") {
        crate::support::import_everything(text.as_bytes());
    }

    #[test]
    fn csv_written_is_csv_read(rows in proptest::collection::vec(proptest::collection::vec("[ -~äöå\n]{1,12}", 3), 1..8)) {
        let headers = ["a", "b", "c"].map(String::from).to_vec();
        let cells = rows.iter().map(|row| row.iter().map(|text| text.as_str().into()).collect()).collect();
        let sheet = exchange::export::Sheet { title: String::new(), headers, rows: cells };
        let table = table::read(&exchange::export::csv(&sheet, exchange::export::Delimiter::Semicolon)).taken.unwrap();
        for row in &table.rows {
            let written = &rows[row.number - 2];
            for (index, text) in written.iter().enumerate() {
                // An apostrophe before a formula sign is the mark of a neutralised formula.
                let text = text.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@'])).unwrap_or(text);
                prop_assert_eq!(row.cell(index), text.trim());
            }
        }
    }
}
