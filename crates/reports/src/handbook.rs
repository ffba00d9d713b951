//! The handbook for elected officials: as a book on paper or on a phone, as EPUB, as pages, and as a
//! course package. Everything is drawn from one [`Handbook`], which holds public texts only.

mod course;
mod epub;
mod html;
#[cfg(any(test, feature = "sample"))]
pub(crate) mod sample;

use std::sync::Arc;

use domain::Locale;
use domain::handbook::{Card, Handbook, Source};
use i18n::Texts;

use crate::document::{Block, Document, Layout, Marking, PictureFiles, Running};
use crate::{Cut, Report};

pub use course::{Course, Standard, course, whole_page};
pub use epub::epub;
pub use html::{Links, prose as html, sources as sources_html};

/// The size of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// For printing.
    A4,
    /// For reading on a phone.
    Phone,
}

/// The handbook as a book.
#[derive(Debug, Clone)]
pub struct Book {
    /// What stands in it.
    pub handbook: Handbook,
    /// Where the public pages are, printed so that others find them; empty when there are none.
    pub address: String,
    /// The size of the pages.
    pub paper: Paper,
    /// The bytes of the pictures that its texts show, by name. One without bytes is told in words.
    pub pictures: PictureFiles,
}

impl Report for Book {
    fn id(&self) -> &'static str {
        "handbook.book"
    }

    fn title(&self, _: Texts) -> String {
        self.handbook.title.to_string()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let book = &self.handbook;
        let fictitious = if book.is_fictitious {
            format!(" · {}", texts.say("report.fictitious"))
        } else {
            String::new()
        };
        Document {
            id: "handbook.book",
            title: book.title.to_string(),
            organisation: book.organisation.to_string(),
            byline: format!("{}{fictitious}", texts.date(book.date)),
            author: book.organisation.to_string(),
            date: book.date,
            locale: book.locale,
            layout: match self.paper {
                Paper::A4 => Layout::Book,
                Paper::Phone => Layout::Phone,
            },
            marking: Marking {
                text: texts.say("publicity.public").to_owned(),
                restricted: false,
            },
            blocks: self.blocks(texts),
        }
    }
}

impl Book {
    /// The files of the pictures in a package: their path in it, and their bytes.
    fn picture_files(&self, folder: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
        let files = self.pictures.iter();
        files.map(move |(name, bytes)| (format!("{folder}{name}"), bytes.to_vec()))
    }
}

fn heading(level: u8, text: &(impl ToString + ?Sized), listed: bool) -> Block {
    Block::Heading {
        level,
        text: text.to_string(),
        listed,
    }
}

fn paragraph(text: &(impl ToString + ?Sized)) -> Block {
    Block::Paragraph {
        text: text.to_string(),
    }
}

fn note(text: &(impl ToString + ?Sized)) -> Block {
    Block::Note {
        text: text.to_string(),
    }
}

impl Book {
    fn blocks(&self, texts: Texts) -> Vec<Block> {
        let book = &self.handbook;
        let mut all = vec![
            Block::Lead {
                text: book.lead.to_string(),
            },
            paragraph(&book.how),
        ];
        if !self.address.is_empty() {
            let line = texts.with("report.handbook.address", &[("address", &self.address)]);
            all.push(note(&line));
        }
        all.push(Block::Outline {
            title: texts.say("report.full.contents").to_owned(),
        });
        all.extend(self.intro(texts));
        all.push(heading(1, texts.say("report.handbook.duties"), true));
        all.push(Block::Facts {
            rows: book
                .duties
                .iter()
                .map(|duty| crate::document::Fact {
                    name: duty.title.to_string(),
                    value: duty.text.to_string(),
                })
                .collect(),
        });
        for card in &book.cards {
            all.extend(self.card(card, texts));
        }
        all.extend(self.back(texts));
        all
    }

    fn intro(&self, texts: Texts) -> Vec<Block> {
        let Some(intro) = &self.handbook.intro else {
            return Vec::new();
        };
        let mut all = vec![heading(1, &intro.title, true)];
        all.extend(self.other_language(intro.locale, texts));
        all.extend(self.sourced(&intro.prose, intro.locale));
        all.push(paragraph(&intro.author));
        all
    }

    /// That a text is in another language than the handbook, where it is.
    fn other_language(&self, locale: Locale, texts: Texts) -> Option<Block> {
        let is_other = locale != self.handbook.locale;
        is_other.then(|| note(texts.say("report.handbook.other-language")))
    }

    fn card(&self, card: &Card, texts: Texts) -> Vec<Block> {
        let book = &self.handbook;
        let mut all = vec![
            heading(1, &card.title, true),
            Block::Lead {
                text: card.about.to_string(),
            },
        ];
        all.extend(self.other_language(card.locale, texts));
        let mut part = |id: &str, body: Block| {
            all.push(heading(2, book.part(id), false));
            all.push(body);
        };
        part("why", paragraph(&card.why));
        let items = card.ask.iter().map(ToString::to_string).collect();
        part(
            "ask",
            Block::List {
                ordered: false,
                items,
            },
        );
        part("good", paragraph(&card.good));
        part("warning", paragraph(&card.warning));
        all.push(Block::Callout {
            title: book.part("duty").to_owned(),
            sentences: vec![card.duty.to_string()],
        });
        if let Some(chapter) = &card.chapter {
            let deeper = texts.with("report.handbook.deeper", &[("title", &card.title)]);
            all.push(heading(1, &deeper, true));
            if chapter.locale != card.locale {
                all.extend(self.other_language(chapter.locale, texts));
            }
            all.extend(self.sourced(&chapter.prose, chapter.locale));
        }
        all
    }

    /// Running text in a language, and the sources that it names.
    fn sourced(&self, prose: &domain::handbook::Prose, locale: Locale) -> Vec<Block> {
        let book = &self.handbook;
        let sources = prose.sources();
        let mut all = vec![self.running(prose, locale, 0, &sources)];
        if !sources.is_empty() {
            let items = sources.iter().filter_map(|id| book.source(id)).map(line);
            all.push(heading(2, book.part("sources"), false));
            all.push(Block::List {
                ordered: true,
                items: items.collect(),
            });
        }
        all
    }

    fn running(
        &self,
        prose: &domain::handbook::Prose,
        locale: Locale,
        deeper: u8,
        sources: &[&str],
    ) -> Block {
        let wanted = prose.facts();
        let shown = prose.pictures();
        let pictures = self.handbook.pictures.iter();
        let files = self.pictures.iter();
        Block::Prose(Running {
            prose: prose.clone(),
            deeper,
            facts: self
                .handbook
                .facts
                .iter()
                .filter(|(id, _)| wanted.contains(&id.as_str()))
                .map(|(id, fact)| (id.clone(), fact.clone()))
                .collect(),
            sources: sources.iter().map(ToString::to_string).collect(),
            locale: Some(locale).filter(|it| *it != self.handbook.locale),
            pictures: pictures
                .filter(|(name, _)| shown.contains(&name.as_str()))
                .map(|(name, picture)| (name.clone(), picture.clone()))
                .collect(),
            files: files
                .filter(|(name, _)| shown.contains(&name.as_str()))
                .map(|(name, bytes)| (name.clone(), Arc::clone(bytes)))
                .collect(),
        })
    }

    /// What stands behind the cards: questions, words, sources.
    fn back(&self, texts: Texts) -> Vec<Block> {
        let book = &self.handbook;
        let mut all = vec![heading(1, book.part("questions"), true)];
        for group in &book.questions {
            all.push(heading(2, &group.title, false));
            all.push(Block::Points {
                items: group
                    .questions
                    .iter()
                    .map(|(number, text)| crate::document::Point {
                        label: number.to_string(),
                        title: text.to_string(),
                        ..crate::document::Point::default()
                    })
                    .collect(),
            });
        }
        all.push(heading(1, book.part("glossary"), true));
        all.push(Block::Facts {
            rows: book
                .terms
                .iter()
                .map(|term| crate::document::Fact {
                    name: term.term.to_string(),
                    value: term.text.to_string(),
                })
                .collect(),
        });
        all.push(heading(1, book.part("sources"), true));
        all.push(note(texts.say("report.handbook.law")));
        all.push(Block::List {
            ordered: false,
            items: book.sources.iter().map(line).collect(),
        });
        all
    }
}

/// A card as XHTML with its title as a heading of this level; the chapter stands elsewhere.
fn html_card(book: &Handbook, card: &Card, level: u8, texts: Texts) -> String {
    use html::escape;
    let (lang, other) = html::language(book, card.locale, texts);
    let (top, part) = (level, level + 1);
    let section =
        |id: &str, body: String| format!("<h{part}>{}</h{part}>{body}", escape(book.part(id)));
    let paragraph = |text: &domain::handbook::Open| format!("<p>{}</p>", escape(text.as_str()));
    let ask: Vec<String> = card
        .ask
        .iter()
        .map(|one| format!("<li>{}</li>", escape(one.as_str())))
        .collect();
    format!(
        "<div{lang}><h{top}>{}</h{top}><p class=\"lead\">{}</p>{other}{}{}{}{}<div class=\"duty\">{}</div></div>",
        escape(card.title.as_str()),
        escape(card.about.as_str()),
        section("why", paragraph(&card.why)),
        section("ask", format!("<ul>{}</ul>", ask.concat())),
        section("good", paragraph(&card.good)),
        section("warning", paragraph(&card.warning)),
        section("duty", paragraph(&card.duty)),
    )
}

/// A source on one line.
fn line(source: &Source) -> String {
    let date = if source.date.is_empty() {
        String::new()
    } else {
        format!(", {}", source.date)
    };
    format!(
        "{}. {}{date}. {}",
        source.title, source.publisher, source.url
    )
}
