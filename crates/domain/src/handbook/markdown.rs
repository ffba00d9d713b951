//! Markdown to blocks. What a reader could not be shown is a fault with its line; nothing is
//! passed through as it was typed.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};

use super::Open;
use super::block::{Block, Prose, Span, named, words};
use super::fault::{Fault, FaultKind};

/// The most characters of one text.
pub const MOST_CHARACTERS: usize = 40_000;

/// How deep lists and quotes may stand inside each other.
const DEEPEST: usize = 12;

/// How deep a text is read to tell its faults. Each level costs stack when blocks are walked or dropped,
/// so that a text of nothing but nesting would bring the program down.
const DEEPEST_READ: usize = 4 * DEEPEST;

/// The most faults told at once: after so many the author starts from the top.
const MOST_FAULTS: usize = 50;

/// What a text may call by its id.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Facts.
    pub facts: &'a BTreeSet<&'a str>,
    /// Sources.
    pub sources: &'a BTreeSet<&'a str>,
    /// Cards.
    pub cards: &'a BTreeSet<&'a str>,
    /// Pictures.
    pub pictures: &'a BTreeSet<&'a str>,
}

/// Reads a text that anyone may read.
///
/// # Errors
/// Everything that stands in the way of showing it, by line.
pub fn read(text: &Open, known: Known<'_>) -> Result<Prose, Vec<Fault>> {
    let text = text.as_str();
    if text.chars().count() > MOST_CHARACTERS {
        return Err(vec![Fault {
            line: 1,
            kind: FaultKind::Length,
            about: String::new(),
        }]);
    }
    let mut reading = Reading {
        known,
        lines: line_starts(text),
        open: vec![Started::new(Kind::Root, 0)],
        level: 1,
        faults: Vec::new(),
    };
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        reading.take(event, range.start);
        if reading.faults.len() >= MOST_FAULTS || reading.open.len() > DEEPEST_READ {
            break;
        }
    }
    reading.finish()
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect()
}

/// What is under way.
enum Kind {
    Root,
    Paragraph,
    Heading(u8),
    List(bool),
    Item,
    Quote,
    Table,
    Head,
    Row,
    Cell,
    Strong,
    Emphasis,
    Link(String),
    /// A picture: its name and what stands below it. Its inside is read for its words only.
    Picture(String, String),
    /// Something that is a fault; its inside is read for its words only.
    Refused,
}

/// Something that has begun and not ended.
struct Started {
    kind: Kind,
    start: usize,
    spans: Vec<Span>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    head: Vec<Vec<Span>>,
    cells: Vec<Vec<Span>>,
    rows: Vec<Vec<Vec<Span>>>,
    /// Pictures, and where they stand in the text.
    pictures: Vec<(usize, Block)>,
}

impl Started {
    const fn new(kind: Kind, start: usize) -> Self {
        Self {
            kind,
            start,
            spans: Vec::new(),
            blocks: Vec::new(),
            items: Vec::new(),
            head: Vec::new(),
            cells: Vec::new(),
            rows: Vec::new(),
            pictures: Vec::new(),
        }
    }
}

struct Reading<'a> {
    known: Known<'a>,
    lines: Vec<usize>,
    open: Vec<Started>,
    /// Level of the heading before.
    level: u8,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn fault(&mut self, at: usize, kind: FaultKind, about: &str) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let fault = Fault {
            line,
            kind,
            about: about.chars().take(80).collect(),
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    fn take(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.begin(tag, at),
            Event::End(_) => self.end(),
            Event::Text(text) | Event::Code(text) => self.text(&text, at),
            Event::SoftBreak => self.text(" ", at),
            Event::HardBreak => self.span(Span::Break),
            Event::Html(html) | Event::InlineHtml(html) => {
                self.fault(at, FaultKind::Html, html.trim());
            }
            Event::Rule => self.fault(at, FaultKind::Heading, "---"),
            // Extensions that are not asked for never come.
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>, at: usize) {
        let kind = match tag {
            Tag::Paragraph => Kind::Paragraph,
            Tag::Heading { level, .. } => self.heading(level, at),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::List(first) => Kind::List(first.is_some()),
            Tag::Item => Kind::Item,
            Tag::Table(_) => Kind::Table,
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell,
            Tag::Strong => Kind::Strong,
            Tag::Emphasis => Kind::Emphasis,
            Tag::Link { dest_url, .. } => {
                if !self.leads(&dest_url) {
                    self.fault(at, FaultKind::Address, &dest_url);
                }
                Kind::Link(dest_url.into_string())
            }
            Tag::CodeBlock(_) => {
                self.fault(at, FaultKind::Code, "");
                Kind::Refused
            }
            Tag::Image {
                dest_url, title, ..
            } => Kind::Picture(dest_url.into_string(), title.into_string()),
            _ => Kind::Refused,
        };
        if self.open.len() > DEEPEST {
            self.fault(at, FaultKind::Depth, "");
        }
        let is_block = !matches!(
            kind,
            Kind::Strong | Kind::Emphasis | Kind::Link(_) | Kind::Picture(..) | Kind::Refused
        );
        if let (true, Some(parent)) = (is_block, self.open.last_mut()) {
            let (spans, start) = (std::mem::take(&mut parent.spans), parent.start);
            let loose = self.loose(spans, start);
            self.with_parent(|parent| parent.blocks.extend(loose));
        }
        self.open.push(Started::new(kind, at));
    }

    /// Words that stood in no paragraph of their own made one: those of an item of a tight list.
    fn loose(&mut self, spans: Vec<Span>, at: usize) -> Option<Block> {
        if spans.is_empty() {
            return None;
        }
        let spans = self.marks(spans, at);
        self.uncalled(&spans, at);
        Some(Block::Paragraph { spans })
    }

    /// Tells that a fact is called for where none can stand.
    fn uncalled(&mut self, spans: &[Span], at: usize) {
        let said = words(spans);
        if said.contains("{{") {
            self.fault(at, FaultKind::Fact, &said);
        }
    }

    fn heading(&mut self, level: HeadingLevel, at: usize) -> Kind {
        let level = level as u8;
        if !(2..=4).contains(&level) || level > self.level + 1 {
            self.fault(at, FaultKind::Heading, &"#".repeat(level.into()));
        }
        self.level = level;
        Kind::Heading(level)
    }

    fn leads(&self, to: &str) -> bool {
        if let Some(card) = to.strip_prefix("card:") {
            return self.known.cards.contains(card);
        }
        let safe = |c: char| !c.is_control() && !c.is_whitespace();
        ["https://", "http://", "mailto:", "tel:"]
            .iter()
            .any(|scheme| to.starts_with(scheme) && to.len() > scheme.len())
            && to.chars().all(safe)
    }

    fn span(&mut self, span: Span) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        match (open.spans.last_mut(), span) {
            // The parser gives words in pieces; marks of ours may lie across them.
            (Some(Span::Text { text }), Span::Text { text: more }) => text.push_str(&more),
            (_, span) => open.spans.push(span),
        }
    }

    fn text(&mut self, text: &str, _at: usize) {
        self.span(Span::Text {
            text: text.to_owned(),
        });
    }

    fn end(&mut self) {
        if self.open.len() < 2 {
            return;
        }
        let Some(mut done) = self.open.pop() else {
            return;
        };
        let at = done.start;
        if !matches!(done.kind, Kind::Paragraph) {
            self.misplaced(&mut done);
        }
        match done.kind {
            Kind::Strong => {
                let spans = self.marks(done.spans, at);
                self.span(Span::Strong { spans });
            }
            Kind::Emphasis => {
                let spans = self.marks(done.spans, at);
                self.span(Span::Emphasis { spans });
            }
            Kind::Link(to) => {
                if words(&done.spans).trim().is_empty() {
                    self.fault(at, FaultKind::LinkWithoutText, &to);
                }
                let spans = self.marks(done.spans, at);
                // A mark is a link itself, and no link stands within another.
                if let Some(id) = named(&spans) {
                    self.fault(at, FaultKind::Source, id);
                }
                self.span(Span::Link { to, spans });
            }
            Kind::Picture(name, caption) => self.picture((name, caption), &done.spans, at),
            Kind::Refused => {}
            Kind::Cell => {
                let spans = self.marks(done.spans, at);
                self.uncalled(&spans, at);
                self.with_parent(|parent| parent.cells.push(spans));
            }
            Kind::Head => self.with_parent(|parent| parent.head = done.cells),
            Kind::Row => self.with_parent(|parent| parent.rows.push(done.cells)),
            Kind::Item => {
                let loose = self.loose(done.spans, at);
                done.blocks.extend(loose);
                self.with_parent(|parent| parent.items.push(done.blocks));
            }
            Kind::Root
            | Kind::Paragraph
            | Kind::Heading(_)
            | Kind::List(_)
            | Kind::Quote
            | Kind::Table => self.block(done),
        }
    }

    /// A picture, for what it stands in, and what is wrong with it in itself.
    fn picture(&mut self, (name, caption): (String, String), words_of: &[Span], at: usize) {
        let alt = words(words_of).trim().to_owned();
        if !alt.contains(char::is_alphanumeric) {
            self.fault(at, FaultKind::PictureWithoutText, "");
        }
        // Everything but a bare name is an address; a scheme and a double slash lead elsewhere.
        if name.contains(':') || name.starts_with("//") {
            self.fault(at, FaultKind::PictureElsewhere, &name);
        } else if !self.known.pictures.contains(name.as_str()) {
            self.fault(at, FaultKind::Picture, &name);
        }
        let picture = Block::Picture { name, alt, caption };
        self.with_parent(|parent| parent.pictures.push((at, picture)));
    }

    /// Tells that the pictures of something stand where no picture can.
    fn misplaced(&mut self, done: &mut Started) {
        for (at, picture) in done.pictures.drain(..) {
            if let Block::Picture { name, .. } = picture {
                self.fault(at, FaultKind::PicturePlace, &name);
            }
        }
    }

    /// The pictures of a paragraph that holds nothing else, each a block of the text.
    fn pictures(&mut self, done: &mut Started) -> bool {
        if done.pictures.is_empty() {
            return false;
        }
        if !words(&done.spans).trim().is_empty() || !self.is_top() {
            self.misplaced(done);
            return false;
        }
        let pictures = std::mem::take(&mut done.pictures);
        let blocks = pictures.into_iter().map(|(_, picture)| picture);
        self.with_parent(|parent| parent.blocks.extend(blocks));
        true
    }

    /// Whether what comes next stands in nothing but the text itself.
    fn is_top(&self) -> bool {
        let last = self.open.last();
        last.is_some_and(|open| matches!(open.kind, Kind::Root))
    }

    fn block(&mut self, mut done: Started) {
        let at = done.start;
        if matches!(done.kind, Kind::Paragraph) && self.pictures(&mut done) {
            return;
        }
        let spans = self.marks(std::mem::take(&mut done.spans), at);
        let block = match done.kind {
            Kind::Heading(level) => {
                self.uncalled(&spans, at);
                Block::Heading { level, spans }
            }
            Kind::List(ordered) => Block::List {
                ordered,
                items: done.items,
            },
            Kind::Quote => Block::Quote {
                blocks: done.blocks,
            },
            Kind::Table => Block::Table {
                head: done.head,
                rows: done.rows,
            },
            _ => self.paragraph(spans, at),
        };
        self.with_parent(|parent| parent.blocks.push(block));
    }

    /// A paragraph, or a fact that stands on a line of its own.
    fn paragraph(&mut self, spans: Vec<Span>, at: usize) -> Block {
        let called = match spans.as_slice() {
            [Span::Text { text }] => text
                .strip_prefix("{{fact:")
                .and_then(|rest| rest.strip_suffix("}}"))
                .map(str::to_owned),
            _ => None,
        };
        match called {
            Some(id) if self.is_top() && self.known.facts.contains(id.as_str()) => {
                Block::Fact { id }
            }
            Some(id) => {
                self.fault(at, FaultKind::Fact, &id);
                Block::Paragraph { spans }
            }
            None => {
                self.uncalled(&spans, at);
                Block::Paragraph { spans }
            }
        }
    }

    fn with_parent(&mut self, change: impl FnOnce(&mut Started)) {
        if let Some(parent) = self.open.last_mut() {
            change(parent);
        }
    }

    /// The spans with the marks of sources taken out of the words, and faults told.
    fn marks(&mut self, spans: Vec<Span>, at: usize) -> Vec<Span> {
        let mut all = Vec::new();
        for span in spans {
            match span {
                Span::Text { text } => self.mark(&text, at, &mut all),
                other => all.push(other),
            }
        }
        all
    }

    fn mark(&mut self, text: &str, at: usize, all: &mut Vec<Span>) {
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[^") {
            let Some((id, behind)) = after.split_once(']') else {
                break;
            };
            push_text(all, before);
            if self.known.sources.contains(id) {
                all.push(Span::Source { id: id.to_owned() });
            } else {
                self.fault(at, FaultKind::Source, id);
            }
            rest = behind;
        }
        for mark in ["**", "](", "[^"] {
            if rest.contains(mark) {
                self.fault(at, FaultKind::Unclosed, mark);
            }
        }
        push_text(all, rest);
    }

    fn finish(mut self) -> Result<Prose, Vec<Fault>> {
        self.faults.sort_by_key(|fault| (fault.line, fault.kind));
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        self.open.truncate(1);
        Ok(self
            .open
            .pop()
            .map(|root| Prose::new(root.blocks))
            .unwrap_or_default())
    }
}

fn push_text(all: &mut Vec<Span>, text: &str) {
    if !text.is_empty() {
        all.push(Span::Text {
            text: text.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_with(text: &str) -> Result<Prose, Vec<Fault>> {
        let (facts, sources) = (BTreeSet::from(["support"]), BTreeSet::from(["lahti-2019"]));
        let (cards, pictures) = (BTreeSet::from(["role"]), BTreeSet::from(["kaavio.png"]));
        let known = Known {
            facts: &facts,
            sources: &sources,
            cards: &cards,
            pictures: &pictures,
        };
        read(&Open::made(text), known)
    }

    fn text(text: &str) -> Span {
        Span::Text {
            text: text.to_owned(),
        }
    }

    #[test]
    fn running_text_becomes_blocks() {
        let prose = read_with(
            "Yksi **vahva** sana[^lahti-2019].\n\n## Otsikko\n\n- a\n- b [kortti](card:role)\n\n{{fact:support}}\n\n> sanottu",
        )
        .unwrap();
        let [first, heading, list, fact, quote] = prose.blocks() else {
            panic!("{prose:?}");
        };
        let strong = Span::Strong {
            spans: vec![text("vahva")],
        };
        let source = Span::Source {
            id: "lahti-2019".into(),
        };
        let spans = vec![text("Yksi "), strong, text(" sana"), source, text(".")];
        assert_eq!(first, &Block::Paragraph { spans });
        assert!(matches!(heading, Block::Heading { level: 2, .. }));
        assert!(matches!(list, Block::List { ordered: false, items } if items.len() == 2));
        assert_eq!(
            fact,
            &Block::Fact {
                id: "support".into()
            }
        );
        assert!(matches!(quote, Block::Quote { blocks } if blocks.len() == 1));
        assert_eq!(prose.sources(), ["lahti-2019"]);
        assert_eq!(
            prose.plain(),
            "Yksi vahva sana.\nOtsikko\na\nb kortti\nsanottu"
        );
    }

    #[test]
    fn what_cannot_be_shown_is_told_at_its_line() {
        for (typed, kind) in [
            ("a\n\n<script>alert(1)</script>", FaultKind::Html),
            ("a\n\nb <b onclick=x>c</b>", FaultKind::Html),
            ("a\n\n![](kaavio.png)", FaultKind::PictureWithoutText),
            ("a\n\n![ ** ](kaavio.png)", FaultKind::PictureWithoutText),
            ("a\n\n![Kaavio](kuva.png)", FaultKind::Picture),
            ("a\n\n![Kaavio](/kaavio.png)", FaultKind::Picture),
            (
                "a\n\n![Kaavio](https://a.fi/kaavio.png)",
                FaultKind::PictureElsewhere,
            ),
            ("a\n\n![Kaavio](//a.fi/x)", FaultKind::PictureElsewhere),
            (
                "a\n\n![Kaavio](data:image/png;base64,AA)",
                FaultKind::PictureElsewhere,
            ),
            ("a\n\nks. ![Kaavio](kaavio.png)", FaultKind::PicturePlace),
            ("a\n\n- ![Kaavio](kaavio.png)", FaultKind::PicturePlace),
            ("a\n\n> ![Kaavio](kaavio.png)", FaultKind::PicturePlace),
            ("a\n\n## ![Kaavio](kaavio.png)", FaultKind::PicturePlace),
            ("a\n\n**![Kaavio](kaavio.png)**", FaultKind::PicturePlace),
            (
                "a\n\n|![Kaavio](kaavio.png)|\n|---|\n|a|",
                FaultKind::PicturePlace,
            ),
            ("a\n\n[b](javascript:alert(1))", FaultKind::Address),
            ("a\n\n[b](data:text/html,x)", FaultKind::Address),
            ("a\n\n[b](card:none)", FaultKind::Address),
            ("a\n\n[](https://a.fi)", FaultKind::LinkWithoutText),
            ("a\n\n**vahva alkaa", FaultKind::Unclosed),
            ("a\n\n[linkki](https://a.fi", FaultKind::Unclosed),
            ("a\n\n{{fact:none}}", FaultKind::Fact),
            ("a\n\nkeskellä {{fact:support}}", FaultKind::Fact),
            ("a\n\nväite[^none]", FaultKind::Source),
            ("a\n\n# Pääotsikko", FaultKind::Heading),
            ("a\n\n#### Liian syvä", FaultKind::Heading),
            ("a\n\n    sisennetty", FaultKind::Code),
            ("a\n\n```\nx\n```", FaultKind::Code),
            ("a\n\n> > > > > > > > > > > > > > > x", FaultKind::Depth),
        ] {
            let faults = read_with(typed).unwrap_err();
            assert_eq!((faults[0].line, faults[0].kind), (3, kind), "{typed}");
        }
        assert_eq!(
            read_with(&"a".repeat(40_001)).unwrap_err()[0].kind,
            FaultKind::Length
        );
    }

    #[test]
    fn a_picture_on_a_line_of_its_own_is_a_block_with_its_text() {
        let prose = read_with(
            "Alku.\n\n![Neljä *vaihetta*](kaavio.png \"Kuva: kunta\")\n![Sama](kaavio.png)\n\nLoppu.",
        )
        .unwrap();
        let picture = |alt: &str, caption: &str| Block::Picture {
            name: "kaavio.png".into(),
            alt: alt.into(),
            caption: caption.into(),
        };
        let [_, first, second, last] = prose.blocks() else {
            panic!("{prose:?}");
        };
        assert_eq!(first, &picture("Neljä vaihetta", "Kuva: kunta"));
        assert_eq!(second, &picture("Sama", ""));
        assert!(matches!(last, Block::Paragraph { .. }));
        assert_eq!(prose.pictures(), ["kaavio.png", "kaavio.png"]);
        assert!(prose.plain().contains("Neljä vaihetta\nKuva: kunta\n"));
    }

    #[test]
    fn everything_wrong_with_a_picture_is_told_at_once() {
        let faults = read_with("![](https://a.fi/x.png) ja ![](y.png)").unwrap_err();
        let kinds: Vec<FaultKind> = faults.iter().map(|fault| fault.kind).collect();
        assert_eq!(
            kinds,
            [
                FaultKind::PictureWithoutText,
                FaultKind::Picture,
                FaultKind::PictureElsewhere,
                FaultKind::PicturePlace,
                FaultKind::PicturePlace,
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_typed_breaks_the_reading(typed in "[a-z \n#*_>`|{}()!^<&:-]{0,200}|\\PC{0,80}") {
            if let Ok(prose) = read_with(&typed) {
                prose.plain();
            }
        }
    }
}
