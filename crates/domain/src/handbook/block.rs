//! Running text as a small tree: the only form in which any output takes it.

use serde::Serialize;

/// Words, and what is special about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Span {
    /// Plain words.
    Text {
        /// The words.
        text: String,
    },
    /// Strong words.
    Strong {
        /// What is strong.
        spans: Vec<Span>,
    },
    /// Stressed words.
    Emphasis {
        /// What is stressed.
        spans: Vec<Span>,
    },
    /// Words that lead somewhere.
    Link {
        /// `https://…`, `mailto:…`, `tel:…`, or `card:ID` within the handbook.
        to: String,
        /// The words.
        spans: Vec<Span>,
    },
    /// A mark that names a source.
    Source {
        /// Id of the source.
        id: String,
    },
    /// The line ends here.
    Break,
}

/// A block of running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading inside a chapter, of level 2 to 4.
    Heading {
        /// Level.
        level: u8,
        /// Words.
        spans: Vec<Span>,
    },
    /// A paragraph.
    Paragraph {
        /// Words.
        spans: Vec<Span>,
    },
    /// A list.
    List {
        /// Whether the order matters.
        ordered: bool,
        /// Items.
        items: Vec<Vec<Block>>,
    },
    /// What somebody says.
    Quote {
        /// What is said.
        blocks: Vec<Block>,
    },
    /// A table.
    Table {
        /// Titles of the columns.
        head: Vec<Vec<Span>>,
        /// Rows of cells.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A fact of the municipality.
    Fact {
        /// Id of the fact.
        id: String,
    },
    /// A picture of the municipality, on a line of its own.
    Picture {
        /// Name of the picture.
        name: String,
        /// What it tells, for those who do not see it.
        alt: String,
        /// What stands below it; empty for nothing.
        caption: String,
    },
}

/// Running text that anyone may read. Made by [`super::read`] only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Prose {
    blocks: Vec<Block>,
}

impl Prose {
    pub(super) const fn new(blocks: Vec<Block>) -> Self {
        Self { blocks }
    }

    /// The blocks in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// The words alone, one block a line: for search and for counting.
    pub fn plain(&self) -> String {
        let mut lines = Vec::new();
        collect(&self.blocks, &mut lines);
        lines.join("\n")
    }

    /// The sources named, each once, in the order in which they are first named.
    pub fn sources(&self) -> Vec<&str> {
        let mut found = Vec::new();
        each_span(&self.blocks, &mut |span| {
            if let Span::Source { id } = span
                && !found.contains(&id.as_str())
            {
                found.push(id.as_str());
            }
        });
        found
    }

    /// The facts that are called for, in order.
    pub fn facts(&self) -> Vec<&str> {
        let ids = self.blocks.iter().filter_map(|block| match block {
            Block::Fact { id } => Some(id.as_str()),
            _ => None,
        });
        ids.collect()
    }

    /// Names of the pictures that are shown, in order.
    pub fn pictures(&self) -> Vec<&str> {
        let names = self.blocks.iter().filter_map(|block| match block {
            Block::Picture { name, .. } => Some(name.as_str()),
            _ => None,
        });
        names.collect()
    }
}

/// The words of spans alone.
pub(super) fn words(spans: &[Span]) -> String {
    let mut all = String::new();
    for span in spans {
        match span {
            Span::Text { text } => all.push_str(text),
            Span::Strong { spans } | Span::Emphasis { spans } | Span::Link { spans, .. } => {
                all.push_str(&words(spans));
            }
            Span::Source { .. } => {}
            Span::Break => all.push(' '),
        }
    }
    all
}

/// The first source that spans name.
pub(super) fn named(spans: &[Span]) -> Option<&str> {
    spans.iter().find_map(|span| match span {
        Span::Source { id } => Some(id.as_str()),
        Span::Strong { spans } | Span::Emphasis { spans } | Span::Link { spans, .. } => {
            named(spans)
        }
        Span::Text { .. } | Span::Break => None,
    })
}

fn collect(blocks: &[Block], lines: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => lines.push(words(spans)),
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, lines)),
            Block::Quote { blocks } => collect(blocks, lines),
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                lines.extend(cells.map(|cell| words(cell)));
            }
            Block::Picture { alt, caption, .. } => {
                let said = [alt, caption].into_iter().filter(|text| !text.is_empty());
                lines.extend(said.cloned());
            }
            Block::Fact { .. } => {}
        }
    }
}

fn each_span<'a>(blocks: &'a [Block], see: &mut dyn FnMut(&'a Span)) {
    for block in blocks {
        match block {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => walk(spans, see),
            Block::List { items, .. } => items.iter().for_each(|item| each_span(item, see)),
            Block::Quote { blocks } => each_span(blocks, see),
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| walk(cell, see));
            }
            Block::Fact { .. } | Block::Picture { .. } => {}
        }
    }
}

fn walk<'a>(spans: &'a [Span], see: &mut dyn FnMut(&'a Span)) {
    for span in spans {
        see(span);
        if let Span::Strong { spans } | Span::Emphasis { spans } | Span::Link { spans, .. } = span {
            walk(spans, see);
        }
    }
}
