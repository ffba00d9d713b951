//! The world typst sees: our templates, our fonts, the document, and nothing else.

use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration, IntoValue};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::ReportError;
use crate::document::Document;

/// Templates by the path under which they import each other. The first is the main one.
const TEMPLATES: &[(&str, &str)] = &[
    ("/main.typ", include_str!("../../templates/main.typ")),
    ("/look.typ", include_str!("../../templates/look.typ")),
    ("/text.typ", include_str!("../../templates/text.typ")),
    ("/tables.typ", include_str!("../../templates/tables.typ")),
    ("/charts.typ", include_str!("../../templates/charts.typ")),
    ("/letters.typ", include_str!("../../templates/letters.typ")),
    ("/prose.typ", include_str!("../../templates/prose.typ")),
];

/// Source Sans 3 (SIL Open Font License 1.1, `fonts/LICENSE.md`), only the weights in use.
const FONTS: &[&[u8]] = &[
    include_bytes!("../../fonts/SourceSans3-Regular.ttf"),
    include_bytes!("../../fonts/SourceSans3-It.ttf"),
    include_bytes!("../../fonts/SourceSans3-Semibold.ttf"),
    include_bytes!("../../fonts/SourceSans3-Bold.ttf"),
];

/// `DejaVu` Sans (Bitstream Vera licence, `fonts/LICENSE.md`) for what Source Sans has not: other
/// alphabets, among them Arabic, signs, and simple faces.
const OTHERS: &[&[u8]] = &[
    include_bytes!("../../fonts/DejaVuSans.ttf"),
    include_bytes!("../../fonts/DejaVuSans-Bold.ttf"),
];

/// What is the same for every report: parsed once, read by all.
struct Kit {
    book: LazyHash<FontBook>,
    /// Source Sans in every style, then the others.
    fonts: Vec<Font>,
    sources: Vec<Source>,
}

/// What stands in the place of a letter that cannot be drawn.
const MISSING: char = '□';

/// The last letter of those that every font of ours has.
const LATIN: char = '\u{17f}';

impl Kit {
    /// The text with a mark in the place of every letter that no font of ours has. PDF/UA refuses the
    /// whole document for a single one: a sign pasted into a finding would cost the council its paper.
    fn drawable(&self, text: &str) -> String {
        let has = |fonts: &[Font], c: char| {
            let code = u32::from(c);
            !fonts.is_empty() && fonts.iter().all(|it| it.info().coverage.contains(code))
        };
        let (own, others) = self.fonts.split_at(FONTS.len().min(self.fonts.len()));
        let drawn = |c: char| {
            let c = meant(c);
            if c <= LATIN || is_unseen(c) || has(own, c) || has(others, c) {
                c
            } else {
                MISSING
            }
        };
        text.chars().map(drawn).collect()
    }
}

/// The sign that is meant by one of a symbol font: word processors paste their bullets, arrows and ticks
/// as letters that only Symbol and Wingdings know.
const fn meant(c: char) -> char {
    match c {
        '\u{f0b7}' | '\u{f06c}' | '\u{f09f}' => '•',
        '\u{f0a7}' | '\u{f06e}' => '▪',
        '\u{f0d8}' => '➢',
        '\u{f0e0}' => '→',
        '\u{f0fc}' => '✓',
        other => other,
    }
}

/// Marks that only tell how the letters beside them are set.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

fn kit() -> Result<&'static Kit, ReportError> {
    static KIT: OnceLock<Option<Kit>> = OnceLock::new();
    KIT.get_or_init(|| {
        let fonts: Vec<Font> = [FONTS, OTHERS]
            .concat()
            .into_iter()
            .filter_map(|data| Font::new(Bytes::new(data), 0))
            .collect();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let sources = TEMPLATES
            .iter()
            .map(|(path, text)| Some(Source::new(file(path)?, (*text).to_owned())))
            .collect::<Option<Vec<_>>>()?;
        Some(Kit {
            book,
            fonts,
            sources,
        })
    })
    .as_ref()
    .ok_or(ReportError::Template)
}

fn file(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A world with one document in it.
pub(super) struct ReportWorld {
    kit: &'static Kit,
    library: LazyHash<Library>,
    main: FileId,
    today: Option<Datetime>,
}

impl ReportWorld {
    /// Puts a document, as JSON, into a world where it is the document's date.
    pub(super) fn new(json: &str, document: &Document) -> Result<Self, ReportError> {
        let kit = kit()?;
        let mut inputs = Dict::new();
        inputs.insert("document".into(), kit.drawable(json).into_value());
        // As values and not as files: names of files are remembered for ever.
        let mut pictures = Dict::new();
        for (name, bytes) in document.files() {
            let bytes = Bytes::new(Arc::clone(bytes));
            pictures.insert(name.as_str().into(), bytes.into_value());
        }
        inputs.insert("pictures".into(), pictures.into_value());
        let main = kit.sources.first().ok_or(ReportError::Template)?.id();
        Ok(Self {
            kit,
            library: LazyHash::new(Library::builder().with_inputs(inputs).build()),
            main,
            today: typst_date(document.date),
        })
    }

    /// The name of a template, for messages about it.
    pub(super) fn place(id: Option<FileId>) -> String {
        id.map_or_else(String::new, |id| id.vpath().get_without_slash().to_owned())
    }
}

/// The same day for typst.
pub(super) fn typst_date(date: Date) -> Option<Datetime> {
    let month = u8::try_from(date.month()).ok()?;
    let day = u8::try_from(date.day()).ok()?;
    Datetime::from_ymd(i32::from(date.year()), month, day)
}

impl World for ReportWorld {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.kit.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.kit
            .sources
            .iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        // Pictures come inside the document, so there is no file to open.
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.kit.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_is_drawn_and_the_rest_is_seen_to_be_missing() {
        let kit = kit().unwrap();
        for written in [
            "Päätös § 43 – 12 €",
            "محمد علي",
            "שלום",
            "Привет",
            "Vaihde ☎ 000 000 0000 ✓ → ★",
            "Hyvä 😀",
        ] {
            assert_eq!(kit.drawable(written), written);
        }
        // A list pasted from a word processor.
        assert_eq!(
            kit.drawable("\u{f0b7} Ensimmäinen \u{f0fc}"),
            "• Ensimmäinen ✓"
        );
        assert_eq!(kit.drawable("日本 a\u{10ffff}"), "□□ a□");
    }
}
