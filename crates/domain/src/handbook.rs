//! The handbook for elected officials: what stands in it, and what a municipality has made its own.
//!
//! The handbook is public from birth. Every text in a [`Handbook`] is a [`Cleared`]`<`[`Public`]`>`,
//! and running text becomes [`Prose`] only by way of one, so a value of internal or secret class has
//! no way in.

mod block;
mod change;
mod fault;
mod markdown;
mod own;
mod picture;

pub use block::{Block, Prose, Span};
pub use change::{Change, changes};
pub use fault::{Fault, FaultKind};
pub use markdown::{Known, MOST_CHARACTERS, read};
pub use own::{Field, OwnPart, PartKey, PartKind, Settings};
pub use picture::{Picture, PictureForm, PictureName};

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Serialize;

use crate::publicity::Public;
use crate::{Cleared, Locale};

/// A text that anyone may read.
pub type Open = Cleared<Public>;

/// A municipality's handbook in one language, as every output draws it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Handbook {
    /// Language that was asked for.
    pub locale: Locale,
    /// Whose handbook it is.
    pub organisation: Open,
    /// Whether the municipality is openly fictitious.
    pub is_fictitious: bool,
    /// The day on which it was put together.
    pub date: Date,
    /// Title.
    pub title: Open,
    /// What it is, in a sentence or two.
    pub lead: Open,
    /// How to use it.
    pub how: Open,
    /// Names of the parts of a card and of the handbook, by id: `about`, `why`, `ask`, `good`,
    /// `warning`, `duty`, `here`, `questions`, `glossary`, `sources`.
    pub parts: BTreeMap<&'static str, Open>,
    /// The municipality's own introduction.
    pub intro: Option<Intro>,
    /// Cards with their chapters, in order.
    pub cards: Vec<Card>,
    /// The four duties of leadership.
    pub duties: Vec<Duty>,
    /// Questions in their groups.
    pub questions: Vec<QuestionGroup>,
    /// Words explained, by word.
    pub terms: Vec<Term>,
    /// Where the facts come from.
    pub sources: Vec<Source>,
    /// The municipality's own facts by id.
    pub facts: BTreeMap<String, Fact>,
    /// The pictures that its texts show, by name.
    pub pictures: BTreeMap<String, Picture>,
}

impl Handbook {
    /// The name of a part; empty for what is none.
    pub fn part(&self, id: &str) -> &str {
        self.parts.get(id).map_or("", Open::as_str)
    }

    /// The card with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// Every running text of it, in order.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let chapters = self.cards.iter().filter_map(|card| card.chapter.as_ref());
        let intro = self.intro.iter().map(|intro| &intro.prose);
        intro.chain(chapters.map(|chapter| &chapter.prose))
    }
}

/// The introduction that somebody of the municipality signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intro {
    /// Heading.
    pub title: Open,
    /// Who says it: name and task.
    pub author: Open,
    /// What is said.
    pub prose: Prose,
    /// The language it is in, which may be another than was asked for.
    pub locale: Locale,
}

/// A card: at most 250 words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// Stable id.
    pub id: String,
    /// Title, the chapter's as well.
    pub title: Open,
    /// What it is about.
    pub about: Open,
    /// Why it is a matter of the council.
    pub why: Open,
    /// What to ask.
    pub ask: Vec<Open>,
    /// What a good answer sounds like.
    pub good: Open,
    /// What a worrying answer sounds like.
    pub warning: Open,
    /// What the reader's own duty is.
    pub duty: Open,
    /// The language of the card.
    pub locale: Locale,
    /// Whether the municipality wrote it.
    pub is_own: bool,
    /// The language of the municipality's own text, when it has none in the one that was asked for.
    pub elsewhere: Option<Locale>,
    /// Ids of the sources it leans on.
    pub sources: Vec<String>,
    /// Ids of the terms it needs.
    pub terms: Vec<String>,
    /// What goes deeper.
    pub chapter: Option<Chapter>,
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chapter {
    /// Running text.
    pub prose: Prose,
    /// The language it is in.
    pub locale: Locale,
    /// Whether the municipality wrote it.
    pub is_own: bool,
    /// The language of the municipality's own text, when it has none in the one that was asked for.
    pub elsewhere: Option<Locale>,
}

/// One of leadership's four duties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Duty {
    /// Name.
    pub title: Open,
    /// What it means.
    pub text: Open,
}

/// Questions of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionGroup {
    /// Who decides or asks.
    pub title: Open,
    /// Number and question.
    pub questions: Vec<(u32, Open)>,
}

/// A word and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// The word.
    pub term: Open,
    /// What it means, in a sentence.
    pub text: Open,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// Title, in the language of publication.
    pub title: Open,
    /// Who published it.
    pub publisher: Open,
    /// Year or day, as it is known; empty when it is not.
    pub date: String,
    /// Address.
    pub url: String,
    /// What was taken from it.
    pub gives: Open,
    /// Whether it tells what a law says.
    pub is_law: bool,
}

/// A fact of the municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it tells.
    pub title: Open,
    /// The lines of it; none when the municipality has not told.
    pub lines: Vec<Open>,
    /// What is said in its place.
    pub missing: Open,
    /// The language it is in.
    pub locale: Locale,
}
