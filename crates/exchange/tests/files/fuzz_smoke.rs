//! A few thousand files changed at random, the same every time, through every importer.
//!
//! The long runs are the targets under `fuzz/`; this is what every test run can afford.

use crate::support::{checklist, spreadsheet, word, workbook};
use domain::Locale;
use domain::document::DocumentState;
use exchange::documents::{ImportedDocument, template};
use exchange::export::{Delimiter, Sheet, csv, xlsx};
use jiff::civil::datetime;

/// Marsaglia's xorshift, enough for choosing what to spoil.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides.max(1) as u64).unwrap()
    }

    /// Changes, cuts, doubles or inserts some bytes.
    fn spoil(&mut self, bytes: &mut Vec<u8>) {
        const TOKENS: [&[u8]; 16] = [
            b"\"",
            b";",
            b"\n",
            b"\r",
            b"\0",
            b"\xFF",
            b"{{",
            b"*f",
            b"&f ",
            b"<",
            b"]]>",
            b"[[[[",
            b"- ",
            b": ",
            b"9999999999",
            b"\xF0\x9F\x98\x80",
        ];
        for _ in 0..=self.roll(8) {
            if bytes.is_empty() {
                return;
            }
            let at = self.roll(bytes.len());
            match self.roll(5) {
                0 => bytes[at] = u8::try_from(self.roll(256)).unwrap(),
                1 => bytes[at] ^= 1 << self.roll(8),
                2 => drop(bytes.drain(at..bytes.len().min(at + self.roll(20)))),
                3 => {
                    let piece = bytes[at..bytes.len().min(at + self.roll(40))].to_vec();
                    bytes.splice(at..at, piece);
                }
                _ => drop(bytes.splice(at..at, TOKENS[self.roll(TOKENS.len())].iter().copied())),
            }
        }
    }
}

#[test]
fn spoilt_files_make_nothing_panic() {
    // Readers of others may panic behind the guard; their messages say nothing here.
    std::panic::set_hook(Box::new(|_| {}));
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let mut failed = None;
    for seed in seeds() {
        // Text formats are cheaper to read and richer in what can be wrong with them.
        let rounds = if seed.starts_with(b"PK") { 150 } else { 500 };
        for _ in 0..rounds {
            let mut bytes = seed.clone();
            dice.spoil(&mut bytes);
            let given = bytes.clone();
            if std::panic::catch_unwind(move || crate::support::import_everything(&given)).is_err()
            {
                failed = Some(bytes);
            }
        }
    }
    drop(std::panic::take_hook());
    if let Some(bytes) = failed {
        panic!(
            "an importer panicked on {}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn seeds_are_read() {
    for (index, seed) in seeds().iter().enumerate() {
        let is_read = exchange::table::read(seed).taken.is_some()
            || exchange::notes::read(seed).taken.is_some()
            || exchange::framework::read(seed).taken.is_some();
        assert!(is_read, "seed {index}");
    }
}

/// A small file of every format read, for changing at random.
fn seeds() -> Vec<Vec<u8>> {
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
        xlsx(&[sheet], datetime(2026, 1, 1, 0, 0, 0, 0)).unwrap(),
        template(
            &checklist(),
            &[filled],
            Locale::Fi,
            datetime(2026, 1, 1, 0, 0, 0, 0),
        )
        .unwrap(),
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
