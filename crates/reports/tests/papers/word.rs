//! Word files from the inside: everything that is named is there, everything said is said, and the
//! properties tell what they should and nothing more.

use std::collections::BTreeSet;

use domain::Locale;
use reports::document::Block;

use crate::support::{all_texts, each_word_file, part, said, values};

fn set(all: Vec<String>) -> BTreeSet<String> {
    all.into_iter().collect()
}

#[test]
fn every_style_list_and_part_that_is_named_is_there() {
    each_word_file(&[Locale::Fi], |name, _, parts| {
        let body = part(parts, "word/document.xml");
        let styles = set(values(
            part(parts, "word/styles.xml"),
            "w:style",
            "w:styleId",
        ));
        for element in ["w:pStyle", "w:rStyle", "w:tblStyle"] {
            for xml in [
                body,
                part(parts, "word/header1.xml"),
                part(parts, "word/footer1.xml"),
            ] {
                let used = set(values(xml, element, "w:val"));
                assert!(
                    used.is_subset(&styles),
                    "{name}: {:?}",
                    used.difference(&styles)
                );
            }
        }
        let lists = set(values(
            part(parts, "word/numbering.xml"),
            "w:num",
            "w:numId",
        ));
        let used = set(values(body, "w:numId", "w:val"));
        assert!(used.is_subset(&lists), "{name}: {used:?} of {lists:?}");
        let relations = part(parts, "word/_rels/document.xml.rels");
        let known = set(values(relations, "Relationship", "Id"));
        for element in ["w:headerReference", "w:footerReference"] {
            let used = set(values(body, element, "r:id"));
            assert!(
                !used.is_empty() && used.is_subset(&known),
                "{name}: {used:?}"
            );
        }
        let has = |path: &str| parts.iter().any(|(found, _)| found == path);
        for target in values(relations, "Relationship", "Target") {
            assert!(has(&format!("word/{target}")), "{name}: {target}");
        }
        for path in values(part(parts, "[Content_Types].xml"), "Override", "PartName") {
            assert!(has(path.trim_start_matches('/')), "{name}: {path}");
        }
    });
}

#[test]
fn a_table_of_contents_leads_to_headings_that_are_there_once() {
    each_word_file(&[Locale::En], |name, document, parts| {
        let body = part(parts, "word/document.xml");
        let marks = values(body, "w:bookmarkStart", "w:name");
        let anchors = values(body, "w:hyperlink", "w:anchor");
        assert_eq!(
            set(marks.clone()).len(),
            marks.len(),
            "{name}: a mark stands twice"
        );
        let headings = document
            .blocks
            .iter()
            .filter(|it| matches!(it, Block::Heading { .. }));
        assert_eq!(marks.len(), headings.count(), "{name}");
        assert!(
            set(anchors.clone()).is_subset(&set(marks)),
            "{name}: {anchors:?}"
        );
        let begun = body.matches("w:fldCharType=\"begin\"").count();
        assert_eq!(
            begun,
            body.matches("w:fldCharType=\"end\"").count(),
            "{name}: a field that does not end"
        );
        // The words of the contents are those of the headings, in order.
        let listed = document.blocks.iter().filter(
            |block| matches!(block, Block::Heading { level, listed: true, .. } if *level <= 2),
        );
        let listed = listed.count();
        let has_contents = document
            .blocks
            .iter()
            .any(|it| matches!(it, Block::Outline { .. }));
        assert_eq!(
            anchors.len(),
            if has_contents { listed } else { 0 },
            "{name}"
        );
    });
}

#[test]
fn a_table_repeats_its_titles_and_has_as_many_cells_as_columns() {
    each_word_file(&[Locale::Fi], |name, document, parts| {
        let body = part(parts, "word/document.xml");
        let tables: Vec<&str> = body
            .split("<w:tbl>")
            .skip(1)
            .filter_map(|it| it.split("</w:tbl>").next())
            .collect();
        let expected = document
            .blocks
            .iter()
            .filter(|it| matches!(it, Block::Table(_) | Block::Themes { .. }));
        assert_eq!(tables.len(), expected.count(), "{name}");
        for table in tables {
            let columns = table.matches("<w:gridCol ").count();
            let rows: Vec<&str> = table.split("<w:tr>").skip(1).collect();
            assert!(rows[0].contains("<w:tblHeader/>"), "{name}: no titles");
            assert!(
                rows[1..].iter().all(|row| !row.contains("<w:tblHeader/>")),
                "{name}"
            );
            for row in &rows {
                assert_eq!(row.matches("<w:tc>").count(), columns, "{name}");
            }
        }
    });
}

#[test]
fn everything_that_a_document_says_is_in_its_file() {
    each_word_file(&[Locale::Sv], |name, document, parts| {
        let mut all = said(part(parts, "word/document.xml"));
        all.push_str(&said(part(parts, "word/header1.xml")));
        for text in all_texts(document) {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            for line in lines {
                assert!(all.contains(line), "{name} does not say {line:?}");
            }
        }
    });
}

#[test]
fn the_properties_name_title_language_and_day_and_no_program_or_place() {
    each_word_file(&Locale::ALL, |name, document, parts| {
        let core = part(parts, "docProps/core.xml");
        let day = format!("{}T12:00:00Z", document.date);
        assert_eq!(core.matches(&day).count(), 2, "{name}: {core}");
        let language = match document.locale {
            Locale::Fi => "fi-FI",
            Locale::Sv => "sv-FI",
            Locale::En => "en-GB",
        };
        assert!(
            core.contains(&format!("<dc:language>{language}</dc:language>")),
            "{name}"
        );
        let languages = set(values(part(parts, "word/styles.xml"), "w:lang", "w:val"));
        assert_eq!(languages, BTreeSet::from([language.to_owned()]), "{name}");
        let title = core
            .split("<dc:title>")
            .nth(1)
            .and_then(|it| it.split("</dc:title>").next());
        let title = title.unwrap_or_default().replace("&amp;", "&");
        assert!(
            title.contains(&document.title) && title.contains(&document.organisation),
            "{name}: {title}"
        );
        assert!(!core.contains("lastModifiedBy"), "{name}: {core}");
        for (path, text) in parts {
            for folder in ["home", "root", "tmp", "Users"] {
                let trace = format!("/{folder}/");
                assert!(!text.contains(&trace), "{name}: {path} holds {trace}");
            }
            for trace in ["Microsoft Office Word", "<Company>"] {
                assert!(!text.contains(trace), "{name}: {path} holds {trace}");
            }
        }
    });
}

#[test]
fn who_may_read_it_stands_at_the_head_of_every_page_and_at_the_foot_when_it_is_few() {
    each_word_file(&[Locale::En], |name, document, parts| {
        let mark = &document.marking.text;
        assert!(
            said(part(parts, "word/header1.xml")).contains(mark),
            "{name}"
        );
        let foot = said(part(parts, "word/footer1.xml")).contains(mark);
        assert_eq!(foot, document.marking.restricted, "{name}");
    });
}
