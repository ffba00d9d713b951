//! Running text of the handbook: what is typed comes back as it was meant, and nothing hostile comes
//! through.

use domain::handbook::{Block, Change, FaultKind, MOST_CHARACTERS, Prose, Span, changes};
use proptest::prelude::*;

use crate::support::{faults, read_prose};

fn text(words: &str) -> Span {
    Span::Text {
        text: words.to_owned(),
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph {
        spans: vec![text(words)],
    }
}

/// The blocks as somebody would type them.
fn typed(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block).collect();
    parts.join("\n\n")
}

fn block(one: &Block) -> String {
    match one {
        Block::Heading { level, spans } => {
            format!("{} {}", "#".repeat((*level).into()), line(spans))
        }
        Block::Paragraph { spans } => line(spans),
        Block::List { ordered, items } => {
            let mark = if *ordered { "1. " } else { "- " };
            let items = items.iter().map(|item| format!("{mark}{}", typed(item)));
            items.collect::<Vec<_>>().join("\n")
        }
        Block::Quote { blocks } => format!("> {}", typed(blocks).replace('\n', "\n> ")),
        Block::Table { head, rows } => {
            let row = |cells: &Vec<Vec<Span>>| {
                let cells: Vec<String> = cells.iter().map(|cell| line(cell)).collect();
                format!("| {} |", cells.join(" | "))
            };
            let rule = format!("|{}", "---|".repeat(head.len()));
            let lines = [row(head), rule].into_iter().chain(rows.iter().map(row));
            lines.collect::<Vec<_>>().join("\n")
        }
        Block::Fact { id } => format!("{{{{fact:{id}}}}}"),
        Block::Picture { name, alt, caption } if caption.is_empty() => format!("![{alt}]({name})"),
        Block::Picture { name, alt, caption } => format!("![{alt}]({name} \"{caption}\")"),
    }
}

fn line(spans: &[Span]) -> String {
    let parts = spans.iter().map(|span| match span {
        Span::Text { text } => text.clone(),
        Span::Strong { spans } => format!("**{}**", line(spans)),
        Span::Emphasis { spans } => format!("*{}*", line(spans)),
        Span::Link { to, spans } => format!("[{}]({to})", line(spans)),
        Span::Source { id } => format!("[^{id}]"),
        Span::Break => "\\\n".to_owned(),
    });
    parts.collect()
}

const ADDRESSES: [&str; 5] = [
    "https://kunta.fi/a?b=1",
    "http://kunta.fi",
    "mailto:kirjaamo@kunta.fi",
    "tel:+358401234567",
    "card:role",
];

fn words() -> impl Strategy<Value = String> {
    "[a-zäö]{1,6}( [a-zäö]{1,6}){0,2}"
}

/// A line of plain words with something special between them.
fn spans() -> impl Strategy<Value = Vec<Span>> {
    let special = (0..5_usize, 0..5_usize, words()).prop_map(|(kind, at, inner)| {
        let spans = vec![text(&inner)];
        match kind {
            0 => Span::Strong { spans },
            1 => Span::Emphasis { spans },
            2 => Span::Link {
                to: ADDRESSES[at].to_owned(),
                spans,
            },
            3 => Span::Source {
                id: "lahti-2019".to_owned(),
            },
            _ => Span::Break,
        }
    });
    let pairs = prop::collection::vec((words(), special), 0..3);
    (pairs, words()).prop_map(|(pairs, last)| {
        let mut spans = Vec::new();
        let mut gap = "";
        for (before, special) in pairs {
            let is_break = special == Span::Break;
            let end = if is_break { "" } else { " " };
            spans.push(text(&format!("{gap}{before}{end}")));
            spans.push(special);
            gap = end;
        }
        spans.push(text(&format!("{gap}{last}")));
        spans
    })
}

fn one_block() -> impl Strategy<Value = Block> {
    let cells = |rows| prop::collection::vec(prop::collection::vec(words(), 2), rows);
    prop_oneof![
        spans().prop_map(|spans| Block::Paragraph { spans }),
        (2..=4_u8, words()).prop_map(|(level, it)| Block::Heading {
            level,
            spans: vec![text(&it)]
        }),
        (any::<bool>(), prop::collection::vec(words(), 1..4)).prop_map(|(ordered, items)| {
            let items = items.iter().map(|it| vec![paragraph(it)]).collect();
            Block::List { ordered, items }
        }),
        prop::collection::vec(words(), 1..3).prop_map(|it| Block::Quote {
            blocks: it.iter().map(|it| paragraph(it)).collect()
        }),
        cells(2..4).prop_map(|rows| {
            let row = |cells: &Vec<String>| cells.iter().map(|it| vec![text(it)]).collect();
            let mut rows: Vec<Vec<Vec<Span>>> = rows.iter().map(row).collect();
            Block::Table {
                head: rows.remove(0),
                rows,
            }
        }),
        Just(Block::Fact {
            id: "support".to_owned()
        }),
        (words(), "|[a-zäö]{1,8}").prop_map(|(alt, caption)| Block::Picture {
            name: "kaavio.png".to_owned(),
            alt,
            caption,
        }),
    ]
}

/// A whole text: headings in order, and something between two lists, which would be one.
fn whole() -> impl Strategy<Value = Vec<Block>> {
    prop::collection::vec(one_block(), 0..6).prop_map(|drawn| {
        let mut before = 1;
        let mut blocks = Vec::new();
        for mut one in drawn {
            if let Block::Heading { level, .. } = &mut one {
                *level = (*level).min(before + 1);
                before = *level;
            }
            let is_list = matches!(one, Block::List { .. });
            blocks.push(one);
            blocks.extend(is_list.then(|| paragraph("väli")));
        }
        blocks
    })
}

/// Every span of blocks, those within others, too.
fn all_spans(blocks: &[Block], found: &mut Vec<Span>) {
    for one in blocks {
        match one {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => inner(spans, found),
            Block::List { items, .. } => items.iter().for_each(|item| all_spans(item, found)),
            Block::Quote { blocks } => all_spans(blocks, found),
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| inner(cell, found));
            }
            Block::Fact { .. } | Block::Picture { .. } => {}
        }
    }
}

fn inner(spans: &[Span], found: &mut Vec<Span>) {
    for span in spans {
        found.push(span.clone());
        if let Span::Strong { spans } | Span::Emphasis { spans } | Span::Link { spans, .. } = span {
            inner(spans, found);
        }
    }
}

/// What must hold of whatever was let through.
fn is_harmless(prose: &Prose) {
    let mut found = Vec::new();
    all_spans(prose.blocks(), &mut found);
    for span in &found {
        match span {
            Span::Link { to, .. } => {
                let leads = ["https://", "http://", "mailto:", "tel:"]
                    .iter()
                    .any(|it| to.starts_with(it));
                assert!(leads || to == "card:role", "{to}");
                assert!(!to.contains(char::is_whitespace), "{to}");
            }
            Span::Source { id } => assert_eq!(id, "lahti-2019"),
            Span::Text { text } => assert!(!text.contains("{{"), "{text}"),
            _ => {}
        }
    }
    assert!(prose.facts().iter().all(|id| *id == "support"));
    assert!(prose.pictures().iter().all(|name| *name == "kaavio.png"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_typed_is_read_as_it_was_meant(blocks in whole()) {
        let text = typed(&blocks);
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\n\n{text}\n\n")] {
            let prose = read_prose(&text);
            prop_assert!(prose.is_ok(), "{text}\n{prose:?}");
            let prose = prose.unwrap();
            prop_assert_eq!(prose.blocks(), &blocks[..], "{}", text);
        }
    }

    #[test]
    fn what_is_let_through_is_harmless(
        typed in "([a-c \n#*_>`|()!^&:./-]|\\[\\^?|\\]\\(?|\\{\\{fact:|\\}\\}|https://|card:|role|support|lahti-2019|kaavio.png|javascript:|<b>|- |> ){0,40}",
    ) {
        if let Ok(prose) = read_prose(&typed) {
            is_harmless(&prose);
        }
    }

    #[test]
    fn faults_come_in_the_order_of_the_lines(typed in "(a|\n\n|<b>|\\[a\\]\\(x\\)|\\[\\^no\\]|# b|!\\[\\]\\(c\\)){0,30}") {
        let found = faults(&typed);
        prop_assert!(found.is_sorted_by(|a, b| a.0 <= b.0));
        let lines = typed.lines().count().max(1);
        prop_assert!(found.iter().all(|(line, _)| (1..=lines).contains(line)), "{found:?}");
    }
}

#[test]
fn no_address_leads_anywhere_but_to_pages_mails_telephones_and_cards() {
    for (typed, kind) in [
        ("[a](JaVaScRiPt:alert(1))", FaultKind::Address),
        ("[a](&#106;avascript:alert(1))", FaultKind::Address),
        ("<javascript:alert(1)>", FaultKind::Address),
        ("[a][b]\n\n[b]: javascript:alert(1)", FaultKind::Address),
        ("[a](vbscript:x)", FaultKind::Address),
        ("[a](file:///etc/passwd)", FaultKind::Address),
        ("[a](//muualla.fi)", FaultKind::Address),
        ("[a](/kirjaudu)", FaultKind::Address),
        ("[a](https://)", FaultKind::Address),
        ("[a](mailto:)", FaultKind::Address),
        ("[a](card:)", FaultKind::Address),
        ("[a]()", FaultKind::Address),
        ("[a](<https://a b.fi>)", FaultKind::Address),
        ("a <!-- piilossa --> b", FaultKind::Html),
        ("a<br>b", FaultKind::Html),
        ("<img src=x onerror=alert(1)>", FaultKind::Html),
        (
            "![a](data:image/png;base64,AAAA)",
            FaultKind::PictureElsewhere,
        ),
        ("![a](//muualla.fi/x.png)", FaultKind::PictureElsewhere),
        ("![a](../kaavio.png)", FaultKind::Picture),
        ("## ![a](kaavio.png)", FaultKind::PicturePlace),
        ("> ![a](kaavio.png)", FaultKind::PicturePlace),
        ("**![a](kaavio.png)**", FaultKind::PicturePlace),
        ("---", FaultKind::Heading),
        ("~~~\nkoodi\n~~~", FaultKind::Code),
    ] {
        let found = faults(typed);
        assert!(found.contains(&(1, kind)), "{typed}: {found:?}");
    }
    assert!(faults("&lt;script&gt; ja &amp; <https://kunta.fi>").is_empty());
    let prose = read_prose("&lt;b&gt;").unwrap();
    assert_eq!(prose.plain(), "<b>", "words, which outputs write as words");
}

#[test]
fn a_fact_stands_on_a_line_of_its_own_and_nowhere_else() {
    assert_eq!(read_prose("{{fact:support}}").unwrap().facts(), ["support"]);
    for typed in [
        "- {{fact:support}}",
        "1. a\n2. {{fact:support}}",
        "- a\n\n  {{fact:support}}",
        "> {{fact:support}}",
        "## {{fact:support}}",
        "|a|\n|---|\n|{{fact:support}}|",
        "|{{fact:support}}|\n|---|\n|a|",
        "**{{fact:support}}**",
        "{{fact:support}} a",
        "{{fact:}}",
        "{{support}}",
        "{{fact:support",
    ] {
        let found = faults(typed);
        assert!(
            found.iter().any(|(_, kind)| *kind == FaultKind::Fact),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn a_mark_within_a_link_is_told_like_any_other() {
    for (typed, kind) in [
        ("[väite[^none]](https://a.fi)", FaultKind::Source),
        // A mark is a link itself, and no link stands within another.
        ("[väite[^lahti-2019]](https://a.fi)", FaultKind::Source),
        ("[**alku](https://a.fi)", FaultKind::Unclosed),
    ] {
        let found = faults(typed);
        assert!(found.contains(&(1, kind)), "{typed}: {found:?}");
    }
}

#[test]
fn the_longest_text_is_read_and_one_letter_more_is_not() {
    // Letters of two bytes, in lines, as a chapter would be.
    let line = format!("{}\n", "ä".repeat(99));
    let full = line.repeat(MOST_CHARACTERS / 100);
    assert_eq!(full.chars().count(), MOST_CHARACTERS);
    assert!(faults(&full).is_empty());
    assert_eq!(faults(&format!("{full}a")), [(1, FaultKind::Length)]);
}

#[test]
fn lists_and_quotes_go_so_deep_and_no_deeper() {
    let quotes = |levels: usize| format!("{}a", "> ".repeat(levels));
    assert!(faults(&quotes(11)).is_empty());
    assert_eq!(faults(&quotes(12)), [(1, FaultKind::Depth)]);
    let list = |levels: usize| format!("{}a", "- ".repeat(levels));
    assert!(faults(&list(5)).is_empty());
    assert_eq!(faults(&list(20)), [(1, FaultKind::Depth)]);
}

/// What is nested must be taken apart again, which costs stack for each level.
#[test]
fn a_text_of_nothing_but_nesting_is_refused_and_stops_nothing() {
    for (open, count) in [
        ("> ", 19_000),
        (">", 39_000),
        ("- ", 19_000),
        ("* a ", 9_000),
        ("**a _b ", 5_000),
        ("[a", 15_000),
    ] {
        let typed = format!("{}x", open.repeat(count));
        assert!(
            read_prose(&typed).is_err() || !open.starts_with(['>', '-']),
            "{open}"
        );
    }
    let inside = format!("{}x{}", "*a _b ".repeat(3_000), "_ *".repeat(3_000));
    drop(read_prose(&inside));
}

#[test]
fn an_author_is_told_of_some_faults_and_starts_again() {
    let found = faults(&"[a](x)\n\n".repeat(500));
    assert!((40..=60).contains(&found.len()), "{}", found.len());
}

/// One side of a comparison: the lines that stand in it.
fn side(all: &[Change], wanted: fn(&Change) -> Option<&String>) -> Vec<String> {
    all.iter().filter_map(wanted).cloned().collect()
}

/// The longest run of lines that both have in order, by trying every subset of the shorter.
fn shared(old: &[String], new: &[String]) -> usize {
    let subsets = 0..1_u32 << old.len();
    let picks = |set: u32| (0..old.len()).filter(move |at| set >> at & 1 == 1);
    let fits = |set: &u32| {
        let mut rest = new.iter();
        picks(*set).all(|at| rest.any(|line| *line == old[at]))
    };
    subsets
        .filter(fits)
        .map(|set| set.count_ones() as usize)
        .max()
        .unwrap_or(0)
}

proptest! {
    #[test]
    fn two_versions_are_told_in_the_fewest_lines(
        old in prop::collection::vec("[abc]", 0..9), new in prop::collection::vec("[abc]", 0..9),
    ) {
        let all = changes(&old.join("\n"), &new.join("\n\n"));
        let older = side(&all, |it| match it {
            Change::Same(line) | Change::Gone(line) => Some(line),
            Change::New(_) => None,
        });
        let newer = side(&all, |it| match it {
            Change::Same(line) | Change::New(line) => Some(line),
            Change::Gone(_) => None,
        });
        prop_assert_eq!(&older, &old);
        prop_assert_eq!(&newer, &new);
        let same = all.iter().filter(|it| matches!(it, Change::Same(_))).count();
        prop_assert_eq!(same, shared(&old, &new));
    }
}

#[test]
fn of_very_long_versions_nothing_is_lost() {
    let lines = |count: usize| {
        (0..count)
            .map(|at| at.to_string())
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (old, new) in [(599, 601), (601, 601), (700, 650), (1_000, 0), (0, 1_000)] {
        let all = changes(&lines(old), &lines(new));
        let count = |wanted: fn(&Change) -> bool| all.iter().filter(|it| wanted(it)).count();
        let same = count(|it| matches!(it, Change::Same(_)));
        assert_eq!(
            same + count(|it| matches!(it, Change::Gone(_))),
            old,
            "{old} {new}"
        );
        assert_eq!(
            same + count(|it| matches!(it, Change::New(_))),
            new,
            "{old} {new}"
        );
    }
}
