//! Files made for tests.
#![allow(dead_code, reason = "each test file uses some of these")]

use std::io::{Cursor, Write};

use domain::document::DocumentState;
use domain::{Locale, Localised};
use exchange::answers::{Choice, Codebook, Question, QuestionKind};
use exchange::documents::{ImportedDocument, KnownDocument, template};
use exchange::export::{Delimiter, Sheet, csv, xlsx};
use jiff::civil::{DateTime, datetime};
use zip::write::SimpleFileOptions;

/// Any moment.
pub fn moment() -> DateTime {
    datetime(2026, 1, 1, 0, 0, 0, 0)
}

/// A packed file of these parts.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The least workbook that opens, with this sheet.
pub fn workbook(sheet: &str) -> Vec<u8> {
    packed(&[
        ("[Content_Types].xml", br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#),
        ("_rels/.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#),
        ("xl/workbook.xml", br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>"#).as_bytes()),
    ])
}

/// An OpenDocument spreadsheet of these rows.
pub fn spreadsheet(rows: &str) -> Vec<u8> {
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
pub fn word(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#
    );
    packed(&[("word/document.xml", document.as_bytes())])
}

/// A codebook of two questions.
pub fn codebook() -> Codebook {
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
pub fn checklist() -> Vec<KnownDocument> {
    vec![KnownDocument {
        id: "plan".into(),
        title: Localised::only(Locale::Fi, "Jatkuvuussuunnitelma"),
    }]
}

/// A small file of every format read, for changing at random.
pub fn seeds() -> Vec<Vec<u8>> {
    let sheet = Sheet {
        title: "S".into(),
        headers: vec!["Onko palautus testattu?".into(), "Roolisi".into()],
        rows: vec![
            vec!["Kyllä".into(), "Valtuutettu".into()],
            vec!["Ei".into(), 7_i64.into()],
        ],
    };
    let filled = ImportedDocument {
        row: 2,
        id: "plan".into(),
        state: DocumentState::Exists,
        approved_by: "KH".into(),
        approved_on: Some(jiff::civil::date(2024, 2, 1)),
        tested_on: None,
        note: "x".into(),
        publicity: None,
    };
    let yaml = "locale: fi\nobjects:\n  framework: &f\n    name: F\n    requirement_nodes:\n    - {urn: 'a:1', ref_id: 1, name: N, depth: 1, assessable: false}\n    - {urn: 'a:2', ref_id: 1.1, description: 'D', depth: 2, assessable: true, parent_urn: 'a:1'}\n  more: *f\n";
    let json = r#"{"catalog":{"metadata":{"title":"T"},"params":[{"id":"p","label":"l"}],"groups":[{"id":"g","title":"G","controls":[{"id":"c","title":"C","parts":[{"name":"statement","prose":"x {{ insert: param, p }}"}]}]}]}}"#;
    vec![
        csv(&sheet, Delimiter::Semicolon),
        csv(&sheet, Delimiter::Comma),
        "sep=;\n\"a\";b\n\"x\ny\";\"z\n".as_bytes().to_vec(),
        "Onko palautus testattu?\tRoolisi\nKyllä\tValtuutettu\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect(),
        xlsx(&[sheet], moment()).unwrap(),
        template(&checklist(), &[filled], Locale::Fi, moment()).unwrap(),
        workbook(
            r#"<row r="1"><c r="A1" t="inlineStr"><is><t>q1</t></is></c><c r="B1" t="inlineStr"><is><t>q2</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row>"#,
        ),
        spreadsheet(
            r#"<table:table-row><table:table-cell><text:p>q1</text:p></table:table-cell><table:table-cell table:number-columns-repeated="3"><text:p>q2</text:p></table:table-cell></table:table-row>"#,
        ),
        word(
            "<w:p><w:r><w:t>H: Onko?</w:t><w:tab/><w:br/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        ),
        yaml.as_bytes().to_vec(),
        json.as_bytes().to_vec(),
        b"H: Miten?\r\nV: N\xE4in.\r\n".to_vec(),
    ]
}

/// Gives the bytes to every importer; all that is asked is that they come back.
pub fn import_everything(bytes: &[u8]) {
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
