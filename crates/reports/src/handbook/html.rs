//! Running text as XHTML, which is HTML as well. Every word is escaped here; nothing else writes
//! markup from what people typed.

use domain::Locale;
use domain::handbook::{Block, Card, Chapter, Fact, Handbook, Picture, Prose, Source, Span};
use i18n::Texts;

/// Where things are.
#[derive(Clone, Copy)]
pub struct Links<'a> {
    /// The address of a card.
    pub card: &'a dyn Fn(&str) -> String,
    /// The address of a source in the list of sources.
    pub source: &'a dyn Fn(&str) -> String,
    /// The address of a picture.
    pub picture: &'a dyn Fn(&Picture) -> String,
}

/// Words with everything escaped that markup is made of.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // Characters that XML has no place for.
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Running text as XHTML.
pub fn prose(text: &Prose, book: &Handbook, t: Texts, links: Links<'_>) -> String {
    let mut drawing = Drawing {
        book,
        t,
        links,
        sources: text.sources(),
        out: String::new(),
    };
    drawing.blocks(text.blocks());
    drawing.out
}

/// The sources that a text names, as a numbered list; nothing when it names none.
pub fn sources(text: &Prose, book: &Handbook) -> String {
    let items: Vec<String> = text
        .sources()
        .into_iter()
        .filter_map(|id| book.source(id))
        .map(|source| format!("<li id=\"source-{}\">{}</li>", source.id, citation(source)))
        .collect();
    if items.is_empty() {
        return String::new();
    }
    format!("<ol class=\"sources\">{}</ol>", items.concat())
}

/// The attributes of an element in this language and the remark that it is another than the
/// handbook's; both empty where it is not.
pub(super) fn language(book: &Handbook, locale: Locale, t: Texts) -> (String, String) {
    if locale == book.locale {
        return (String::new(), String::new());
    }
    let attributes = |locale: Locale| format!(" lang=\"{locale}\" xml:lang=\"{locale}\"");
    let remark = escape(t.say("report.handbook.other-language"));
    let remark = format!("<p{}>{remark}</p>", attributes(book.locale));
    (attributes(locale), remark)
}

/// The introduction with whatever is listed under it; empty when there is none.
pub(super) fn intro(
    book: &Handbook,
    t: Texts,
    links: Links<'_>,
    listed: impl Fn(&Prose) -> String,
) -> String {
    let Some(intro) = &book.intro else {
        return String::new();
    };
    let (lang, other) = language(book, intro.locale, t);
    format!(
        "<section{lang}><h2>{}</h2>{other}{}{}<p>{}</p></section>",
        escape(intro.title.as_str()),
        prose(&intro.prose, book, t, links),
        listed(&intro.prose),
        escape(intro.author.as_str())
    )
}

/// What stands behind a card, told to be in another language where the card is not.
pub(super) fn chapter(
    book: &Handbook,
    card: &Card,
    chapter: &Chapter,
    t: Texts,
    links: Links<'_>,
) -> String {
    let body = prose(&chapter.prose, book, t, links);
    let (lang, other) = language(book, chapter.locale, t);
    let other = if chapter.locale == card.locale {
        ""
    } else {
        &other
    };
    if lang.is_empty() {
        body
    } else {
        format!("<div{lang}>{other}{body}</div>")
    }
}

/// A source as one line of XHTML.
pub(super) fn citation(source: &Source) -> String {
    let date = if source.date.is_empty() {
        String::new()
    } else {
        format!(", {}", escape(&source.date))
    };
    let url = escape(&source.url);
    format!(
        "{}. {}{date}. <a href=\"{url}\" class=\"break\">{url}</a>",
        escape(source.title.as_str()),
        escape(source.publisher.as_str()),
    )
}

struct Drawing<'a> {
    book: &'a Handbook,
    t: Texts,
    links: Links<'a>,
    sources: Vec<&'a str>,
    out: String,
}

impl Drawing<'_> {
    fn add(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
            self.add("\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, spans } => self.around(&format!("h{level}"), spans),
            Block::Paragraph { spans } => self.around("p", spans),
            Block::List { ordered, items } => {
                let name = if *ordered { "ol" } else { "ul" };
                self.add(&format!("<{name}>"));
                for item in items {
                    self.item(item);
                }
                self.add(&format!("</{name}>"));
            }
            Block::Quote { blocks } => {
                self.add("<blockquote>");
                self.blocks(blocks);
                self.add("</blockquote>");
            }
            Block::Table { head, rows } => self.table(head, rows),
            Block::Fact { id } => {
                if let Some(fact) = self.book.facts.get(id) {
                    let markup = self.fact(fact);
                    self.add(&markup);
                }
            }
            Block::Picture { name, alt, caption } => {
                let markup = self.picture(name, alt, caption);
                self.add(&markup);
            }
        }
    }

    /// A picture; its words alone where there is none of that name any more.
    fn picture(&self, name: &str, alt: &str, caption: &str) -> String {
        let Some(picture) = self.book.pictures.get(name) else {
            return format!("<p>{}</p>", escape(alt));
        };
        let below = if caption.is_empty() {
            String::new()
        } else {
            format!("<figcaption>{}</figcaption>", escape(caption))
        };
        format!(
            "<figure><img src=\"{}\" alt=\"{}\" width=\"{}\" height=\"{}\" loading=\"lazy\"/>{below}</figure>",
            escape(&(self.links.picture)(picture)),
            escape(alt),
            picture.width,
            picture.height,
        )
    }

    fn around(&mut self, name: &str, spans: &[Span]) {
        self.add(&format!("<{name}>"));
        self.spans(spans);
        self.add(&format!("</{name}>"));
    }

    fn item(&mut self, blocks: &[Block]) {
        self.add("<li>");
        match blocks {
            [Block::Paragraph { spans }] => self.spans(spans),
            blocks => self.blocks(blocks),
        }
        self.add("</li>");
    }

    fn table(&mut self, head: &[Vec<Span>], rows: &[Vec<Vec<Span>>]) {
        self.add("<div class=\"table-wrap\"><table><thead><tr>");
        for cell in head {
            self.add("<th scope=\"col\">");
            self.spans(cell);
            self.add("</th>");
        }
        self.add("</tr></thead><tbody>");
        for row in rows {
            self.add("<tr>");
            for cell in row {
                self.around("td", cell);
            }
            self.add("</tr>");
        }
        self.add("</tbody></table></div>");
    }

    fn fact(&self, fact: &Fact) -> String {
        let title = escape(fact.title.as_str());
        let lang = if fact.locale == self.book.locale {
            String::new()
        } else {
            format!(" lang=\"{0}\" xml:lang=\"{0}\"", fact.locale)
        };
        let body = match fact.lines.as_slice() {
            [] => format!(
                "<p class=\"fact__missing\">{}</p>",
                escape(fact.missing.as_str())
            ),
            [line] => format!("<p{lang}>{}</p>", escape(line.as_str())),
            lines => {
                let items: Vec<String> = lines
                    .iter()
                    .map(|line| format!("<li>{}</li>", escape(line.as_str())))
                    .collect();
                format!("<ul{lang}>{}</ul>", items.concat())
            }
        };
        format!("<div class=\"fact\"><p class=\"fact__title\">{title}</p>{body}</div>")
    }

    fn spans(&mut self, spans: &[Span]) {
        for span in spans {
            match span {
                Span::Text { text } => self.add(&escape(text)),
                Span::Strong { spans } => self.around("strong", spans),
                Span::Emphasis { spans } => self.around("em", spans),
                Span::Link { to, spans } => {
                    let to = match to.strip_prefix("card:") {
                        Some(card) => (self.links.card)(card),
                        None => to.clone(),
                    };
                    self.add(&format!("<a href=\"{}\">", escape(&to)));
                    self.spans(spans);
                    self.add("</a>");
                }
                Span::Source { id } => self.mark(id),
                Span::Break => self.add("<br/>"),
            }
        }
    }

    fn mark(&mut self, id: &str) {
        let Some(at) = self.sources.iter().position(|one| one == &id) else {
            return;
        };
        let number = at + 1;
        let label = self.t.with("report.handbook.mark", &[("n", &number)]);
        let to = (self.links.source)(id);
        self.add(&format!(
            "<sup><a href=\"{}\" aria-label=\"{}\">[{number}]</a></sup>",
            escape(&to),
            escape(&label),
        ));
    }
}
