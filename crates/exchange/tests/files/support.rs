//! Files made for tests.

use std::io::{Cursor, Write};

use domain::{Locale, Localised};
use exchange::answers::{Choice, Codebook, Question, QuestionKind};
use exchange::documents::KnownDocument;
use zip::write::SimpleFileOptions;

/// A packed file of these parts.
pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The least workbook that opens, with this sheet.
pub(crate) fn workbook(sheet: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#).as_bytes()),
    ])
}

/// The same with texts that its cells share.
pub(crate) fn workbook_sharing(sheet: &str, strings: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#).as_bytes()),
    ])
}

/// An `OpenDocument` spreadsheet of these rows.
pub(crate) fn spreadsheet(rows: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    packed(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
    ])
}

/// A Word document of this body.
pub(crate) fn word(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#
    );
    packed(&[("word/document.xml", document.as_bytes())])
}

/// A codebook of two questions.
pub(crate) fn codebook() -> Codebook {
    Codebook {
        questions: vec![
            Question {
                id: "q1".into(),
                text: Localised::only(Locale::Fi, "Onko palautus testattu?"),
                kind: QuestionKind::Scale,
            },
            Question {
                id: "q2".into(),
                text: Localised::only(Locale::Fi, "Roolisi"),
                kind: QuestionKind::Choice(vec![Choice {
                    code: "a".into(),
                    label: Localised::same("Valtuutettu"),
                }]),
            },
        ],
        scale: Vec::new(),
    }
}

/// The checklist of one document.
pub(crate) fn checklist() -> Vec<KnownDocument> {
    vec![KnownDocument {
        id: "plan".into(),
        title: Localised::only(Locale::Fi, "Jatkuvuussuunnitelma"),
    }]
}

/// Gives the bytes to every importer; all that is asked is that they come back.
pub(crate) fn import_everything(bytes: &[u8]) {
    let tables = exchange::table::read_all(bytes).taken.unwrap_or_default();
    for table in &tables {
        let book = codebook();
        let mut mapping = exchange::answers::propose(table, &book);
        mapping.confirm_similar();
        mapping.accept_suggestions();
        drop(exchange::answers::read(table, &mapping, &book));
        drop(exchange::documents::read(table, &checklist()));
    }
    drop(exchange::notes::read(bytes));
    drop(exchange::framework::read(bytes));
}

/// The same cells as a file of every kind that tables come in, with its name.
pub(crate) fn every_table(rows: &[Vec<String>]) -> Vec<(&'static str, Vec<u8>)> {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(";");
    let text: Vec<String> = rows.iter().map(line).collect();
    let sheet = exchange::export::Sheet {
        title: "S".to_owned(),
        headers: rows[0].clone(),
        rows: rows[1..]
            .iter()
            .map(|row| row.iter().map(|cell| cell.as_str().into()).collect())
            .collect(),
    };
    let created = jiff::civil::datetime(2026, 1, 1, 0, 0, 0, 0);
    vec![
        ("csv", text.join("\n").into_bytes()),
        ("xlsx", exchange::export::xlsx(&[sheet], created).unwrap()),
        ("ods", spreadsheet(&open_rows(rows))),
    ]
}

/// Rows of an `OpenDocument` spreadsheet.
fn open_rows(rows: &[Vec<String>]) -> String {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let paragraphs = |cell: &String| {
        let lines = cell
            .split('\n')
            .map(|line| format!("<text:p>{}</text:p>", plain(line)));
        lines.collect::<String>()
    };
    let cell = |cell: &String| format!("<table:table-cell>{}</table:table-cell>", paragraphs(cell));
    let row = |row: &Vec<String>| {
        let cells: String = row.iter().map(cell).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    };
    rows.iter().map(row).collect()
}

/// Rows of owned cells.
pub(crate) fn cells(rows: &[&[&str]]) -> Vec<Vec<String>> {
    let owned = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    rows.iter().map(owned).collect()
}
