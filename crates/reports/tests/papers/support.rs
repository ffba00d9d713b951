//! Reading what a report says, and every sample there is.

use std::io::{Cursor, Read as _};

use domain::Locale;
use i18n::Texts;
use quick_xml::events::Event;
use reports::document::{Block, Cell, Document, Fact, Point};
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
    let facts = |rows: &[Fact]| {
        rows.iter()
            .flat_map(|it| [it.name.clone(), it.value.clone()])
            .collect::<Vec<_>>()
    };
    match block {
        Block::Heading { text, .. }
        | Block::Lead { text }
        | Block::Paragraph { text }
        | Block::Note { text }
        | Block::Outline { title: text } => all.push(text.clone()),
        Block::List { items, .. } => all.extend(items.clone()),
        Block::Callout { title, sentences } => {
            all.push(title.clone());
            all.extend(sentences.clone());
        }
        Block::Facts { rows } => all.extend(facts(rows)),
        Block::Table(table) => {
            all.push(table.caption.clone());
            all.extend(table.columns.iter().map(|column| column.title.clone()));
            let cells = table.rows.iter().flatten();
            all.extend(cells.flat_map(|Cell { text, detail, .. }| [text.clone(), detail.clone()]));
        }
        Block::Tally { parts } => all.extend(
            parts
                .iter()
                .flat_map(|it| [it.count.clone(), it.word.clone()]),
        ),
        Block::Themes { head, rows } => {
            all.extend(head.clone());
            all.extend(
                rows.iter()
                    .flat_map(|it| [it.title.clone(), it.sentence.clone(), it.words.clone()]),
            );
        }
        Block::Points { items } => {
            for Point {
                label,
                title,
                text,
                remark,
            } in items
            {
                all.extend([label, title, text, remark].map(Clone::clone));
            }
        }
        Block::Decisions { items } => {
            for one in items {
                all.extend([one.number.clone(), one.text.clone()]);
                all.extend(facts(&one.terms));
            }
        }
        Block::Quote { text, source } => all.extend([text.clone(), source.clone()]),
        Block::Levels(levels) => all.extend(
            levels
                .rows
                .iter()
                .flat_map(|it| [it.label.clone(), it.text.clone()]),
        ),
        Block::Distribution(it) => {
            all.extend([&it.question, &it.audience, &it.base, &it.note].map(Clone::clone));
            all.extend(
                it.answers
                    .iter()
                    .flat_map(|one| [one.label.clone(), one.text.clone()]),
            );
        }
        Block::Prose(running) => all.extend(running.prose.plain().lines().map(str::to_owned)),
        Block::Letter(letter) => {
            all.extend(
                letter
                    .opening
                    .iter()
                    .chain(&letter.closing)
                    .chain(&letter.sender)
                    .cloned(),
            );
            all.extend([
                letter.title.clone(),
                letter.instruction.clone(),
                letter.link.url.clone(),
            ]);
        }
        Block::Poster(poster) => {
            all.extend(poster.text.iter().chain(&poster.promises).cloned());
            all.extend([poster.title.clone(), poster.link.url.clone()]);
        }
    }
}
