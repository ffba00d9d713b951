//! Reads `content/handbook`: cards, chapters, questions, words, facts and sources of the handbook
//! for elected officials.

mod check;
mod entry;

use std::collections::{BTreeMap, BTreeSet};

use domain::framework::Duty;
use domain::handbook::{Field, Known, PartKey, PartKind};
use domain::{Locale, Localised};
use serde::Deserialize;

use crate::Files;
use crate::problem::{Problem, structure};
use crate::sheets::Sheets;

pub(crate) use check::count as count_words;

pub(crate) const CARDS: &str = "handbook/cards.toml";
pub(crate) const FACTS: &str = "handbook/facts.toml";
pub(crate) const TERMS: &str = "handbook/glossary.toml";
pub(crate) const SOURCES: &str = "handbook/sources.toml";

/// The most words of a card, its headings left out.
pub const MOST_CARD_WORDS: usize = 250;

/// A card with its chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Stable id.
    pub id: String,
    /// Numbers of the questions that belong to it.
    pub questions: Vec<u32>,
    /// Which of leadership's duties it touches.
    pub duties: Vec<Duty>,
    /// Ids of the sources of the card itself; the chapter names its own.
    pub sources: Vec<String>,
    /// Title, the chapter's as well.
    pub title: Localised,
    /// What it is about.
    pub about: Localised,
    /// Why it is a matter of the council.
    pub why: Localised,
    /// What to ask.
    pub ask: Vec<Localised>,
    /// What a good answer sounds like.
    pub good: Localised,
    /// What a worrying answer sounds like.
    pub warning: Localised,
    /// What the reader's own duty is.
    pub duty: Localised,
    /// The chapter as Markdown.
    pub chapter: Localised,
}

impl Card {
    /// The card's words by field, as a municipality edits them.
    pub fn fields(&self, locale: Locale) -> BTreeMap<Field, String> {
        let ask: Vec<&str> = self.ask.iter().map(|one| one.text(locale)).collect();
        let plain = [
            (Field::Title, &self.title),
            (Field::About, &self.about),
            (Field::Why, &self.why),
            (Field::Good, &self.good),
            (Field::Warning, &self.warning),
            (Field::Duty, &self.duty),
        ];
        plain
            .into_iter()
            .map(|(field, text)| (field, text.text(locale).to_owned()))
            .chain([(Field::Ask, ask.join("\n"))])
            .collect()
    }
}

/// In which form a fact is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    /// One line.
    Line,
    /// A short paragraph.
    Text,
    /// One thing a line.
    List,
}

/// Which part of the product knows a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// None: it is written by hand.
    Own,
    /// The leadership view.
    Leadership,
    /// The register of services.
    Service,
    /// Continuity plans.
    Continuity,
    /// Measures and decisions.
    Measure,
    /// The strategy process.
    Strategy,
    /// Joint programmes.
    Programme,
    /// The training programme.
    Training,
    /// Exercises.
    Exercise,
}

/// A fact that a chapter calls for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Stable id.
    pub id: String,
    /// In which form it is told.
    pub shape: Shape,
    /// Which part of the product knows it.
    pub origin: Origin,
    /// Whether it may be secret, so that somebody must confirm that it is public.
    pub care: bool,
    /// What it tells.
    pub title: Localised,
    /// What to write.
    pub hint: Localised,
    /// What is said when the municipality has not told.
    pub missing: Localised,
}

/// A word and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Stable id.
    pub id: String,
    /// Cards that need it.
    pub cards: Vec<String>,
    /// Finnish words in whose place it is used.
    pub avoid: Vec<String>,
    /// The word.
    pub term: Localised,
    /// What it means, in a sentence.
    pub text: Localised,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// It tells what a law says.
    Law,
    /// News.
    News,
    /// An authority or a municipality.
    Official,
    /// A study.
    Study,
    /// A guide.
    Guide,
}

/// Where something comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Stable id.
    pub id: String,
    /// Title in the language of publication.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Year or day as it is known; empty when it is not.
    pub date: String,
    /// Address.
    pub url: String,
    /// What it is.
    pub kind: SourceKind,
    /// What was taken from it.
    pub gives: Localised,
}

/// Questions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// Who decides or asks.
    pub title: Localised,
    /// Number and question.
    pub questions: Vec<(u32, Localised)>,
}

/// The handbook as shipped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HandbookPack {
    /// Title.
    pub title: Localised,
    /// What it is.
    pub lead: Localised,
    /// How to use it.
    pub how: Localised,
    /// Names of the parts of a card and of the handbook, by id.
    pub parts: BTreeMap<&'static str, Localised>,
    /// Leadership's duties: name and meaning.
    pub duties: Vec<(Localised, Localised)>,
    /// Cards, in order.
    pub cards: Vec<Card>,
    /// Questions in their groups.
    pub questions: Vec<Questions>,
    /// Ids of the sources of the questions.
    pub question_sources: Vec<String>,
    /// Facts.
    pub facts: Vec<Fact>,
    /// Words.
    pub terms: Vec<Term>,
    /// Sources.
    pub sources: Vec<Source>,
}

impl HandbookPack {
    /// The card with this id.
    pub fn card(&self, id: &str) -> Option<&Card> {
        self.cards.iter().find(|card| card.id == id)
    }

    /// The fact with this id.
    pub fn fact(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == id)
    }

    /// The name of a part in a language.
    pub fn part(&self, id: &str, locale: Locale) -> &str {
        self.parts.get(id).map_or("", |text| text.text(locale))
    }

    /// The ids that a text may call.
    pub fn ids(&self) -> Ids<'_> {
        Ids {
            facts: self.facts.iter().map(|it| it.id.as_str()).collect(),
            sources: self.sources.iter().map(|it| it.id.as_str()).collect(),
            cards: self.cards.iter().map(|it| it.id.as_str()).collect(),
            pictures: BTreeSet::new(),
        }
    }

    /// The shipped words of a part, as a municipality edits them; empty for what is not shipped.
    pub fn fields(&self, key: &PartKey, locale: Locale) -> BTreeMap<Field, String> {
        let card = self.card(&key.id);
        match key.kind {
            PartKind::Card => card.map(|card| card.fields(locale)).unwrap_or_default(),
            PartKind::Chapter => card
                .map(|card| (Field::Body, card.chapter.text(locale).to_owned()))
                .into_iter()
                .collect(),
            PartKind::Intro | PartKind::Fact => BTreeMap::new(),
        }
    }
}

/// The ids that a text of the handbook may call.
#[derive(Debug, Clone)]
pub struct Ids<'a> {
    /// Facts.
    pub facts: BTreeSet<&'a str>,
    /// Sources.
    pub sources: BTreeSet<&'a str>,
    /// Cards.
    pub cards: BTreeSet<&'a str>,
    /// Pictures: the shipped texts have none.
    pub pictures: BTreeSet<&'a str>,
}

impl Ids<'_> {
    /// The same for the reader of Markdown.
    pub fn known(&self) -> Known<'_> {
        Known {
            facts: &self.facts,
            sources: &self.sources,
            cards: &self.cards,
            pictures: &self.pictures,
        }
    }
}

/// Names of the parts, in the text files under `handbook.part`.
const PARTS: [&str; 10] = [
    "about",
    "why",
    "ask",
    "good",
    "warning",
    "duty",
    "here",
    "questions",
    "glossary",
    "sources",
];

/// Reads the handbook; its problems are added to the list.
pub(crate) fn read(files: &Files, problems: &mut Vec<Problem>) -> HandbookPack {
    let (Some(cards), Some(facts), Some(terms), Some(sources)) = (
        structure::<entry::Cards>(files, CARDS, problems),
        structure::<entry::Facts>(files, FACTS, problems),
        structure::<entry::Terms>(files, TERMS, problems),
        structure::<entry::Sources>(files, SOURCES, problems),
    ) else {
        return HandbookPack::default();
    };
    let mut sheets = Sheets::open(files, "handbook");
    let questions = entry::questions(&cards.questions, &mut sheets);
    let mut pack = HandbookPack {
        title: sheets.text(&["handbook", "title"]),
        lead: sheets.text(&["handbook", "lead"]),
        how: sheets.text(&["handbook", "use"]),
        parts: PARTS
            .iter()
            .map(|part| (*part, sheets.text(&["handbook", "part", part])))
            .collect(),
        duties: cards
            .duties
            .iter()
            .map(|duty| {
                let code = duty.code();
                (
                    sheets.text(&["duty", code, "title"]),
                    sheets.text(&["duty", code, "text"]),
                )
            })
            .collect(),
        question_sources: cards.questions.sources.clone(),
        cards: entry::cards(cards.card, files, &mut sheets),
        questions,
        facts: entry::facts(facts.fact, &mut sheets),
        terms: entry::terms(terms.term, &mut sheets),
        sources: entry::sources(sources.source, &mut sheets),
    };
    pack.facts = in_order_of_chapters(pack.facts, &pack.cards);
    problems.extend(sheets.close());
    problems.extend(check::all(&pack, files));
    pack
}

/// Facts in the order in which the chapters call for them.
fn in_order_of_chapters(mut facts: Vec<Fact>, cards: &[Card]) -> Vec<Fact> {
    let chapters: Vec<&str> = cards.iter().map(|card| card.chapter.fi.as_str()).collect();
    let text = chapters.join("\n");
    facts.sort_by_key(|fact| text.find(&format!("{{{{fact:{}}}}}", fact.id)));
    facts
}
