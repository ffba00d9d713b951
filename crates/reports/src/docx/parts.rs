//! The parts of a Word file around its body.

use std::fmt::Write as _;

use domain::Locale;

use super::xml::{Look, escape, field, paragraph, run};
use crate::document::Document;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

pub(super) const CONTENT_TYPES: &str = include_str!("../../templates/docx/content-types.xml");
pub(super) const PACKAGE_RELATIONS: &str = include_str!("../../templates/docx/package.rels");
pub(super) const DOCUMENT_RELATIONS: &str = include_str!("../../templates/docx/document.rels");
pub(super) const APP: &str = include_str!("../../templates/docx/app.xml");
const STYLES: &str = include_str!("../../templates/docx/styles.xml");

/// Title, author, language and date.
pub(super) fn core(document: &Document) -> String {
    let title = escape(&format!("{} – {}", document.title, document.organisation));
    let (author, date) = (escape(&document.author), document.date);
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator><dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{date}T12:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{date}T12:00:00Z</dcterms:modified>\
         </cp:coreProperties>",
        language(document.locale)
    )
}

/// Styles, with the language that the spelling checker uses.
pub(super) fn styles(locale: Locale) -> String {
    STYLES.replace("{language}", language(locale))
}

/// Numbering 1 is bullets; each ordered list has one of its own, so that it starts from 1.
pub(super) fn numbering(ordered: usize) -> String {
    let mut lists = "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>".to_owned();
    for list in 0..ordered {
        // Writing to a string cannot fail.
        let _ = write!(
            lists,
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\">\
             <w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>",
            list + 2
        );
    }
    format!(
        "{HEAD}<w:numbering xmlns:w=\"{MAIN}\">{}{}{lists}</w:numbering>",
        level(0, "bullet", "•"),
        level(1, "decimal", "%1."),
    )
}

fn level(id: usize, format: &str, text: &str) -> String {
    format!(
        "<w:abstractNum w:abstractNumId=\"{id}\"><w:multiLevelType w:val=\"singleLevel\"/>\
         <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
         <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
         <w:pPr><w:ind w:left=\"397\" w:hanging=\"397\"/></w:pPr></w:lvl></w:abstractNum>"
    )
}

/// Settings: the language, and that the title is shown in the window's bar.
pub(super) fn settings(locale: Locale) -> String {
    format!(
        "{HEAD}<w:settings xmlns:w=\"{MAIN}\"><w:zoom w:percent=\"100\"/>\
         <w:defaultTabStop w:val=\"709\"/><w:compat><w:compatSetting \
         w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" \
         w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/></w:settings>",
        language(locale)
    )
}

/// The head of every page: whose document, and who may read it.
pub(super) fn header(document: &Document) -> String {
    let name = format!("{} · {}", document.organisation, document.title);
    let runs = [run(&name, Look::Plain), TAB.to_owned(), marking(document)].concat();
    format!(
        "{HEAD}<w:hdr xmlns:w=\"{MAIN}\">{}</w:hdr>",
        paragraph("Header", &runs)
    )
}

/// The foot of every page: the marking when it matters, and the page number.
pub(super) fn footer(document: &Document) -> String {
    let mark = if document.marking.restricted {
        marking(document)
    } else {
        String::new()
    };
    let pages = [field("PAGE"), run(" / ", Look::Plain), field("NUMPAGES")].concat();
    let runs = [mark, TAB.to_owned(), pages].concat();
    format!(
        "{HEAD}<w:ftr xmlns:w=\"{MAIN}\">{}</w:ftr>",
        paragraph("Footer", &runs)
    )
}

const TAB: &str = "<w:r><w:tab/></w:r>";

fn marking(document: &Document) -> String {
    let look = if document.marking.restricted {
        Look::Style("Marking")
    } else {
        Look::Plain
    };
    run(&document.marking.text, look)
}

fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Fi => "fi-FI",
        Locale::Sv => "sv-FI",
        Locale::En => "en-GB",
    }
}
