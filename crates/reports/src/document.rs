//! What stands on the pages, before anyone decides how it looks.
//!
//! A report builds one [`Document`]; the PDF and Word writers both draw that same value, so a word
//! or a number is never phrased twice. Texts arrive here already cleared for their edition and
//! already in the reader's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::Locale;
use jiff::civil::Date;
use serde::Serialize;

use crate::Judgement;

/// A document: what is said once about it, and its blocks.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The report's id; with the title and the date it identifies the file.
    pub id: &'static str,
    /// Title, also in the file's properties.
    pub title: String,
    /// Whose document it is.
    pub organisation: String,
    /// One line under the title: round, date, who prepared it.
    pub byline: String,
    /// Who prepared it, for the file's properties.
    pub author: String,
    /// The date on it. Nothing in the file tells when it was really made.
    pub date: Date,
    /// Language.
    pub locale: Locale,
    /// How the pages are laid out.
    pub layout: Layout,
    /// What every page says about who may read it.
    pub marking: Marking,
    /// The content in order.
    pub blocks: Vec<Block>,
}

/// The bytes of pictures, by name.
pub type PictureFiles = BTreeMap<String, Arc<[u8]>>;

impl Document {
    /// The pictures that its running texts show.
    pub(crate) fn files(&self) -> impl Iterator<Item = (&String, &Arc<[u8]>)> {
        let texts = self.blocks.iter().filter_map(|block| match block {
            Block::Prose(running) => Some(&running.files),
            _ => None,
        });
        texts.flatten()
    }
}

/// How the pages are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// A few dense pages without a cover.
    Brief,
    /// The same with smaller type, used when the first does not fit.
    Compact,
    /// A cover, a table of contents, chapters.
    Book,
    /// One sheet each, without headers.
    Sheet,
    /// A book on pages of the size of a phone.
    Phone,
    /// Wide pages for a wall, one heading each.
    Slides,
}

/// What every page says about who may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Marking {
    /// The words, such as the Finnish for "public".
    pub text: String,
    /// Whether it must catch the eye.
    pub restricted: bool,
}

/// A block.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A heading of level 1 to 3.
    Heading {
        /// Level.
        level: u8,
        /// Text.
        text: String,
        /// Whether it stands in the table of contents.
        listed: bool,
    },
    /// The paragraph that a hurried reader reads.
    Lead {
        /// Text.
        text: String,
    },
    /// A paragraph, or several separated by an empty line.
    Paragraph {
        /// Text.
        text: String,
    },
    /// A remark in small type.
    Note {
        /// Text.
        text: String,
    },
    /// A list.
    List {
        /// Whether the order matters.
        ordered: bool,
        /// Items.
        items: Vec<String>,
    },
    /// A box that carries the main message.
    Callout {
        /// Title.
        title: String,
        /// Sentences.
        sentences: Vec<String>,
    },
    /// Names and values, one a line.
    Facts {
        /// Lines.
        rows: Vec<Fact>,
    },
    /// A table.
    Table(Table),
    /// How many criteria are judged how: four counts side by side.
    Tally {
        /// Counts.
        parts: Vec<Share>,
    },
    /// Each theme as a row of symbols, one per criterion.
    Themes {
        /// Titles of the columns: theme, criteria, in words.
        head: [String; 2],
        /// Rows.
        rows: Vec<ThemeRow>,
    },
    /// Titled texts with a remark, numbered or not: worries, findings.
    Points {
        /// Points.
        items: Vec<Point>,
    },
    /// Decisions for a body to make.
    Decisions {
        /// Decisions.
        items: Vec<Decision>,
    },
    /// A quote that may be published.
    Quote {
        /// What was said.
        text: String,
        /// Who in general terms.
        source: String,
    },
    /// The three sources on one line from 0 to 100.
    Levels(Levels),
    /// The answers to one survey question.
    Distribution(Distribution),
    /// Running text with its facts and sources.
    Prose(Running),
    /// Table of contents.
    Outline {
        /// Title.
        title: String,
    },
    /// A letter with a survey link.
    Letter(Letter),
    /// A poster with a survey link.
    Poster(Poster),
}

/// Running text of the handbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Running {
    /// The text.
    pub prose: domain::handbook::Prose,
    /// How many levels its headings go down.
    pub deeper: u8,
    /// The facts that it calls for, by id.
    pub facts: BTreeMap<String, domain::handbook::Fact>,
    /// Ids of the sources that it names; the place in the list is the number of the mark.
    pub sources: Vec<String>,
    /// The language, when it is not that of the document.
    pub locale: Option<Locale>,
    /// The pictures that it shows, by name.
    pub pictures: BTreeMap<String, domain::handbook::Picture>,
    /// Their bytes, which typst gets beside the document.
    #[serde(skip)]
    pub files: PictureFiles,
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

/// A table. The first row is repeated on every page it continues on.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows, each as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Title.
    pub title: String,
    /// Width in relation to the other columns.
    pub weight: u8,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Text.
    pub text: String,
    /// A second line in small type.
    pub detail: String,
    /// The symbol before the text.
    pub judgement: Option<Judgement>,
    /// Whether it names its row.
    pub strong: bool,
}

/// A count with its symbol and word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Share {
    /// Symbol.
    pub judgement: Judgement,
    /// Count.
    pub count: String,
    /// Word.
    pub word: String,
}

/// One theme of [`Block::Themes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ThemeRow {
    /// Theme.
    pub title: String,
    /// One sentence on it, or nothing.
    pub sentence: String,
    /// How many criteria are judged how, in the order of [`Judgement::ALL`].
    pub counts: [u32; 4],
    /// The same in words.
    pub words: String,
}

/// A titled text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What stands before the title: a number, a mark.
    pub label: String,
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
    /// A remark in small type.
    pub remark: String,
}

/// A decision for a body to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Number.
    pub number: String,
    /// What is decided.
    pub text: String,
    /// Who decides, who does it, by when, with what effort.
    pub terms: Vec<Fact>,
}

/// The sources of one theme on one line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Levels {
    /// What the picture shows, for those who do not see it.
    pub alt: String,
    /// Words at 0, 50 and 100.
    pub scale: [String; 3],
    /// One line per source.
    pub rows: Vec<LevelRow>,
}

/// One source of [`Levels`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelRow {
    /// Source.
    pub label: String,
    /// Level, 0 to 100.
    pub value: Option<f64>,
    /// The range in which most of the evidence lies.
    pub range: Option<[f64; 2]>,
    /// The level in words and digits.
    pub text: String,
}

/// The answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Distribution {
    /// The question.
    pub question: String,
    /// Who was asked.
    pub audience: String,
    /// How many answered, in words.
    pub base: String,
    /// Answers in the order of the scale.
    pub answers: Vec<Answer>,
    /// Why something is not shown, or nothing.
    pub note: String,
    /// What the picture shows, for those who do not see it.
    pub alt: String,
}

/// One answer of [`Distribution`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Answer.
    pub label: String,
    /// How many gave it; nothing when it may not be shown.
    pub count: Option<u32>,
    /// The count and share, or a dash.
    pub text: String,
    /// Whether it stands outside the scale ("don't know").
    pub outside: bool,
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Lines of the address, none for a letter that is handed out.
    pub address: Vec<String>,
    /// Place and date line.
    pub dateline: String,
    /// Heading.
    pub title: String,
    /// Paragraphs before the code.
    pub opening: Vec<String>,
    /// What to do with the code.
    pub instruction: String,
    /// The code.
    pub link: QrLink,
    /// Paragraphs after the code.
    pub closing: Vec<String>,
    /// Who sends it.
    pub sender: Vec<String>,
}

/// A poster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Poster {
    /// Heading.
    pub title: String,
    /// One or two sentences.
    pub text: Vec<String>,
    /// The code.
    pub link: QrLink,
    /// What is promised to those who answer.
    pub promises: Vec<String>,
}

/// A link as a picture, as text and as a code to type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QrLink {
    /// The picture as SVG.
    pub svg: String,
    /// What the picture is, for those who do not see it.
    pub alt: String,
    /// What stands before the address.
    pub url_label: String,
    /// The address.
    pub url: String,
    /// What stands before the code.
    pub code_label: String,
    /// The code typed by hand, or nothing.
    pub code: String,
}
