//! Reading what a report says, and every sample there is.

use std::io::{Cursor, Read as _};

use domain::Locale;
use i18n::Texts;
use quick_xml::events::Event;
use reports::document::{Block, Document};
use reports::{Cut, Format, KINDS, Report};

/// Runs a check on every sample in these languages; the name says which it is.
pub(crate) fn each_sample(locales: &[Locale], check: impl Fn(&str, &dyn Report, Texts)) {
    for kind in KINDS {
        for locale in locales.iter().copied() {
            for (at, report) in (kind.samples)(locale).iter().enumerate() {
                let name = format!("{} sample {at} in {locale}", kind.id);
                check(&name, report.as_ref(), Texts::new(locale));
            }
        }
    }
}

/// The same for those that are made as Word files.
pub(crate) fn each_word_file(
    locales: &[Locale],
    check: impl Fn(&str, &Document, &[(String, String)]),
) {
    for kind in KINDS
        .iter()
        .filter(|kind| kind.formats.contains(&Format::Docx))
    {
        for locale in locales.iter().copied() {
            let texts = Texts::new(locale);
            for (at, report) in (kind.samples)(locale).iter().enumerate() {
                let name = format!("{} sample {at} in {locale}", kind.id);
                let document = report.document(texts, Cut::NOTHING);
                check(
                    &name,
                    &document,
                    &parts(&reports::docx(report.as_ref(), texts).unwrap()),
                );
            }
        }
    }
}

/// Paths and texts of a package.
pub(crate) fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for at in 0..package.len() {
        let mut part = package.by_index(at).unwrap();
        let name = part.name().unwrap().to_string();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        all.push((name, text));
    }
    all
}

/// One part of a package.
pub(crate) fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
    let found = parts.iter().find(|(path, _)| path == name);
    found.map_or_else(|| panic!("no {name}"), |(_, text)| text.as_str())
}

/// The values of an attribute in the order in which they stand, elements of one name alone.
pub(crate) fn values(xml: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut all = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return all,
            Event::Start(found) | Event::Empty(found) if found.name().as_ref() == element => {
                let of = found.attributes().flatten();
                let named = of.filter(|it| it.key.as_ref() == attribute);
                all.extend(named.map(|it| it.value.as_ref().to_owned()));
            }
            _ => {}
        }
    }
}

/// What a Word file says, runs of one paragraph together, a paragraph a line.
pub(crate) fn said(xml: &str) -> String {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut text, mut is_text) = (String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return text,
            Event::Start(found) if found.name().as_ref() == "w:t" => is_text = true,
            Event::End(found) if found.name().as_ref() == "w:t" => is_text = false,
            Event::End(found) if found.name().as_ref() == "w:p" => text.push('\n'),
            Event::Empty(found) if found.name().as_ref() == "w:br" => text.push('\n'),
            Event::Text(run) if is_text => text.push_str(&run.xml10_content()),
            Event::GeneralRef(name) if is_text => {
                text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap());
            }
            _ => {}
        }
    }
}

/// Every text of a document, in order.
pub(crate) fn all_texts(document: &Document) -> Vec<String> {
    let mut all = vec![
        document.title.clone(),
        document.organisation.clone(),
        document.byline.clone(),
        document.marking.text.clone(),
    ];
    for block in &document.blocks {
        of_block(block, &mut all);
    }
    all.retain(|text| !text.is_empty());
    all
}

fn of_block(block: &Block, all: &mut Vec<String>) {
    if let Block::Prose(running) = block {
        all.extend(running.prose.plain().lines().map(str::to_owned));
    } else {
        texts_of(&serde_json::to_value(block).unwrap(), all);
    }
}

/// What of a block is not read as a text: what it is, how it is drawn, and what stands for a picture.
const UNREAD: [&str; 5] = ["kind", "judgement", "svg", "alt", "scale"];

fn texts_of(value: &serde_json::Value, all: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => all.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| texts_of(item, all)),
        serde_json::Value::Object(fields) => {
            let read = fields
                .iter()
                .filter(|(name, _)| !UNREAD.contains(&name.as_str()));
            read.for_each(|(_, field)| texts_of(field, all));
        }
        _ => {}
    }
}
