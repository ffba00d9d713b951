//! What every report says: its outline, its tables, its numbers, in every edition and language.

use domain::Locale;
use i18n::Texts;
use reports::document::{Block, Cell, Column, Document};
use reports::{Cut, KINDS, Report};

use crate::support::{all_texts, each_sample};

/// Level and text of the headings in order.
fn headings(document: &Document) -> Vec<(u8, &str)> {
    let of = document.blocks.iter().filter_map(|block| match block {
        Block::Heading { level, text, .. } => Some((*level, text.as_str())),
        _ => None,
    });
    of.collect()
}

#[test]
fn headings_go_down_one_level_at_a_time_and_name_something() {
    each_sample(&[Locale::Fi], |name, report, texts| {
        let document = report.document(texts, Cut::NOTHING);
        let mut before = 0;
        for (level, text) in headings(&document) {
            assert!(
                (1..=3).contains(&level) && level <= before + 1,
                "{name}: {text} of level {level}"
            );
            assert!(!text.trim().is_empty(), "{name}: an empty heading");
            before = level;
        }
        // A heading with nothing below it promises what is not there.
        for pair in document.blocks.windows(2) {
            if let [
                Block::Heading { level, text, .. },
                Block::Heading { level: next, .. },
            ] = pair
            {
                assert!(next > level, "{name}: nothing stands under {text}");
            }
        }
        assert!(
            !matches!(document.blocks.last(), Some(Block::Heading { .. })),
            "{name}"
        );
    });
}

/// Headings that a paper of a kind cannot do without, in order.
const REQUIRED: [(&str, &[&str]); 4] = [
    (
        "assessment.summary",
        &[
            "report.summary.themes",
            "report.summary.worries",
            "report.summary.disagreements",
            "report.summary.unknown",
            "report.summary.proposals",
            "report.summary.next",
        ],
    ),
    (
        "assessment.full",
        &[
            "report.full.summary",
            "report.summary.proposals",
            "report.method.title",
            "report.method.anonymity",
            "report.full.themes",
            "report.full.actions",
            "report.full.criteria-appendix",
            "report.full.survey-appendix",
        ],
    ),
    (
        "assessment.annex",
        &[
            "report.annex.list",
            "report.annex.findings",
            "report.annex.rationales",
            "report.annex.actions",
        ],
    ),
    ("assessment.joint", &["report.joint.actions"]),
];

#[test]
fn what_a_paper_must_tell_is_told_in_its_order() {
    for (id, keys) in REQUIRED {
        let kind = KINDS.iter().find(|kind| kind.id == id).unwrap();
        for locale in Locale::ALL {
            let texts = Texts::new(locale);
            let document = (kind.samples)(locale)[0].document(texts, Cut::NOTHING);
            let all = headings(&document);
            let mut rest = all.iter();
            for key in keys {
                let wanted = texts.say(key);
                assert!(
                    rest.any(|(_, text)| *text == wanted),
                    "{id} in {locale} lacks {key}, or tells it too early: {all:?}"
                );
            }
        }
    }
}

#[test]
fn a_paper_has_the_same_parts_in_every_language() {
    let shape = |report: &dyn Report, locale| {
        let document = report.document(Texts::new(locale), Cut::NOTHING);
        let part = |block: &Block| match block {
            Block::Heading { level, .. } => format!("heading {level}"),
            Block::Table(table) => {
                format!("table of {} by {}", table.columns.len(), table.rows.len())
            }
            Block::List { items, .. } => format!("list of {}", items.len()),
            Block::Points { items } => format!("points {}", items.len()),
            other => serde_json::to_value(other).unwrap()["kind"].to_string(),
        };
        document.blocks.iter().map(part).collect::<Vec<_>>()
    };
    // Of a handbook the sample says which texts are the municipality's own, and in which language.
    for kind in KINDS.iter().filter(|kind| kind.id != "handbook.book") {
        let [fi, sv, en] = Locale::ALL.map(|locale| ((kind.samples)(locale), locale));
        for (at, report) in fi.0.iter().enumerate() {
            let finnish = shape(report.as_ref(), fi.1);
            for (samples, locale) in [&sv, &en] {
                assert_eq!(
                    shape(samples[at].as_ref(), *locale),
                    finnish,
                    "{} {at} in {locale}",
                    kind.id
                );
            }
        }
    }
}

#[test]
fn every_table_has_titles_and_every_row_all_its_cells() {
    each_sample(&[Locale::Sv], |name, report, texts| {
        for block in report.document(texts, Cut::NOTHING).blocks {
            let Block::Table(table) = block else { continue };
            assert!(
                !table.rows.is_empty(),
                "{name}: {} has no rows",
                table.caption
            );
            for column in &table.columns {
                let is_titled = !column.title.trim().is_empty() && column.weight > 0;
                assert!(is_titled, "{name}: {table:?}");
            }
            for row in &table.rows {
                assert_eq!(row.len(), table.columns.len(), "{name}: {row:?}");
                let cells = row.iter().zip(&table.columns);
                cells.for_each(|(cell, column)| is_told(name, cell, column));
            }
        }
    });
}

/// A cell says something: a dash says that nothing is known.
fn is_told(name: &str, cell: &Cell, column: &Column) {
    let (text, title) = (&cell.text, &column.title);
    assert!(!text.is_empty(), "{name}: an empty cell under {title}");
    // A figure, words such as "under 1", or a dash.
    let is_figure = text.contains(|c: char| c.is_ascii_digit() || c == '–');
    assert!(!column.numeric || is_figure, "{name}: {text}");
}

#[test]
fn no_text_is_empty_unfilled_or_missing() {
    each_sample(&Locale::ALL, |name, report, texts| {
        let document = report.document(texts, Cut::NOTHING);
        for text in all_texts(&document) {
            assert!(!text.contains(['⟦', '⟧']), "{name}: {text}");
            let has_place = text.split('{').skip(1).any(|rest| {
                let inside = rest.split('}').next().unwrap_or_default();
                !inside.is_empty() && inside.bytes().all(|b| b.is_ascii_lowercase())
            });
            assert!(!has_place, "{name}: {text}");
            assert!(
                !text.contains("None") && !text.contains("NaN"),
                "{name}: {text}"
            );
        }
        for block in &document.blocks {
            let is_empty = match block {
                Block::List { items, .. } => items.is_empty() || items.iter().any(String::is_empty),
                Block::Points { items } => {
                    items.is_empty() || items.iter().any(|it| it.title.is_empty())
                }
                Block::Decisions { items } => {
                    items.is_empty() || items.iter().any(|it| it.text.is_empty())
                }
                Block::Facts { rows } => {
                    rows.is_empty()
                        || rows
                            .iter()
                            .any(|it| it.name.is_empty() || it.value.is_empty())
                }
                Block::Paragraph { text } | Block::Note { text } | Block::Lead { text } => {
                    text.is_empty()
                }
                _ => false,
            };
            assert!(!is_empty, "{name}: {block:?}");
        }
        assert!(
            !document.title.is_empty()
                && !document.organisation.is_empty()
                && !document.author.is_empty(),
            "{name}"
        );
        assert_eq!(document.locale, texts.locale(), "{name}");
    });
}

/// A digit, one of these, and three digits: a number with its thousands apart.
fn has_thousands(text: &str, apart: char) -> bool {
    let parts: Vec<&str> = text.split(apart).collect();
    parts.windows(2).any(|pair| {
        let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
        let is_decimal = pair[0] == "0" || pair[0].ends_with(" 0") || pair[0].ends_with("\u{a0}0");
        let is_number = pair[0].ends_with(|c: char| c.is_ascii_digit()) && !is_decimal;
        is_number && digits(pair[1]) == 3
    })
}

/// Whether a line could be broken between a number and its sign, or no space is there.
fn is_tight(text: &str, sign: char) -> bool {
    let mut before = text.split(sign).rev().skip(1);
    before.any(|it| it.ends_with(|c: char| c.is_ascii_digit() || c == ' '))
}

#[test]
fn numbers_are_written_as_the_language_writes_them() {
    each_sample(&Locale::ALL, |name, report, texts| {
        for text in all_texts(&report.document(texts, Cut::NOTHING)) {
            if texts.locale() == Locale::En {
                assert!(!has_thousands(&text, '\u{a0}'), "{name}: {text}");
                assert!(
                    !text.contains("\u{a0}%") && !text.contains("\u{a0}€"),
                    "{name}: {text}"
                );
            } else {
                assert!(!has_thousands(&text, ','), "{name}: {text}");
                assert!(
                    !is_tight(&text, '%') && !is_tight(&text, '€'),
                    "{name}: {text}"
                );
            }
        }
    });
}

#[test]
fn every_page_says_who_may_read_it() {
    each_sample(&[Locale::En], |name, report, texts| {
        let document = report.document(texts, Cut::NOTHING);
        let says = |key: &str| {
            document
                .marking
                .text
                .to_lowercase()
                .contains(&texts.say(key).to_lowercase())
        };
        let is_closed = says("publicity.secret") || says("publicity.internal");
        assert_eq!(
            document.marking.restricted, is_closed,
            "{name}: {:?}",
            document.marking
        );
        if report.id().starts_with("assessment.") || report.id().starts_with("measure.") {
            assert!(
                is_closed || says("publicity.public"),
                "{name}: {:?}",
                document.marking
            );
            assert!(
                says("report.fictitious"),
                "{name} must say that nothing of it is real"
            );
        }
    });
}

#[test]
fn an_annex_is_marked_by_the_most_secret_of_its_entries() {
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let markings = reports::sample::annexes(locale);
        let markings: Vec<String> = markings
            .iter()
            .map(|it| it.document(texts, Cut::NOTHING).marking.text)
            .collect();
        for (marking, key) in
            markings
                .iter()
                .zip(["publicity.secret", "publicity.internal", "publicity.secret"])
        {
            assert!(
                marking.contains(&texts.say(key).to_uppercase()),
                "{locale}: {marking}"
            );
        }
    }
}

#[test]
fn a_summary_that_is_cut_says_so_and_loses_more_at_every_step() {
    for locale in Locale::ALL {
        let texts = Texts::new(locale);
        let samples = reports::sample::summaries(locale);
        let more = texts.say("report.summary.more");
        let length = |report: &dyn Report, cut| {
            let all = all_texts(&report.document(texts, cut));
            let is_told = all.iter().any(|text| text == more);
            (
                all.iter().map(|text| text.chars().count()).sum::<usize>(),
                is_told,
            )
        };
        for (at, sample) in samples.iter().enumerate() {
            let steps: Vec<(usize, bool)> = Cut::steps()
                .map(|cut| length(sample.as_ref(), cut))
                .collect();
            assert!(
                steps.is_sorted_by(|a, b| a.0 >= b.0 || (!a.1 && b.1)),
                "{locale} {at}: {steps:?}"
            );
            let is_crowded = at == 2;
            assert_eq!(steps[0].1, is_crowded, "{locale} {at}");
            // Nothing was there, so nothing is missed.
            assert!(
                at != 1 || steps.iter().all(|(_, is_told)| !is_told),
                "{locale}"
            );
        }
        assert_eq!(Cut::steps().last(), Some(Cut::MOST));
    }
}
