//! The shipped handbook and the municipality's own words put together: one value for all outputs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use content::handbook::{HandbookPack, Origin};
use domain::handbook::{
    Card, Chapter, Duty, Fact, Field, Handbook, Intro, Known, Open, OwnPart, PartKey, PartKind,
    Picture, PictureName, Prose, QuestionGroup, Settings, Source, Term, read,
};
use domain::organisation::Organisation;
use domain::{Exception, Locale, Localised, Publicity};
use jiff::civil::Date;
use store::OrgStore;

use crate::error::Outcome;

/// What a municipality has made its own, and what its own data tell that is public.
#[derive(Debug, Clone, Default)]
pub(super) struct Own {
    pub(super) settings: Settings,
    pub(super) parts: Vec<OwnPart>,
    /// Names of the joint programmes that it takes part in.
    pub(super) programmes: Vec<String>,
    pub(super) pictures: Vec<Picture>,
}

impl Own {
    /// A part in this language.
    pub(super) fn exact(&self, key: &PartKey, locale: Locale) -> Option<&OwnPart> {
        let mut parts = self.parts.iter();
        parts.find(|part| part.key == *key && part.locale == locale)
    }

    /// A part in this language, or in the first that has it.
    pub(super) fn any(&self, key: &PartKey, locale: Locale) -> Option<&OwnPart> {
        std::iter::once(locale)
            .chain(Locale::ALL)
            .find_map(|one| self.exact(key, one))
    }

    /// Whether a text that anyone may read names a picture.
    pub(super) fn shows_picture(&self, name: &PictureName) -> bool {
        self.parts.iter().any(|part| {
            let card = PartKey::new(PartKind::Card, &part.key.id);
            let is_shown = self.settings.shows(&part.key) && self.settings.shows(&card);
            is_shown && part.publicity == Publicity::Public && part.names(name)
        })
    }

    /// Ids of the cards that are the municipality's own, in the order of their titles.
    pub(super) fn card_ids(&self, pack: &HandbookPack) -> Vec<&str> {
        let mut titled: Vec<(&str, &str)> = self
            .parts
            .iter()
            .filter(|part| part.key.kind == PartKind::Card && pack.card(&part.key.id).is_none())
            .map(|part| (part.text(Field::Title), part.key.id.as_str()))
            .collect();
        titled.sort_unstable();
        let mut seen = BTreeSet::new();
        titled.retain(|(_, id)| seen.insert(*id));
        titled.into_iter().map(|(_, id)| id).collect()
    }
}

/// Loads what the municipality has made its own.
pub(super) async fn own(org: &mut OrgStore) -> Outcome<Own> {
    Ok(Own {
        settings: org.handbook_settings().await?,
        parts: org.handbook_parts().await?,
        programmes: org
            .programmes()
            .await?
            .into_iter()
            .map(|one| one.title)
            .collect(),
        pictures: org.handbook_pictures().await?,
    })
}

/// Puts the handbook together in one language.
pub(super) fn compose(
    organisation: &Organisation,
    own: &Own,
    locale: Locale,
    date: Date,
) -> Handbook {
    let pack = content::handbook();
    let open = |text: &'static Localised| Open::shipped(text.text(locale));
    let putting = Putting {
        pack,
        own,
        locale,
        ids: CallIds::new(pack, own),
        cards: pack
            .cards
            .iter()
            .map(|card| card.id.as_str())
            .chain(own.card_ids(pack))
            .collect(),
    };
    let mut book = Handbook {
        locale,
        organisation: organisation.open_name(locale),
        is_fictitious: organisation.fictitious,
        date,
        title: open(&pack.title),
        lead: open(&pack.lead),
        how: open(&pack.how),
        parts: pack
            .parts
            .iter()
            .map(|(id, text)| (*id, open(text)))
            .collect(),
        intro: putting.intro(),
        cards: putting.cards(),
        duties: pack
            .duties
            .iter()
            .map(|(title, text)| Duty {
                title: open(title),
                text: open(text),
            })
            .collect(),
        questions: pack
            .questions
            .iter()
            .map(|group| QuestionGroup {
                title: open(&group.title),
                questions: group
                    .questions
                    .iter()
                    .map(|(number, text)| (*number, open(text)))
                    .collect(),
            })
            .collect(),
        terms: terms(pack, locale),
        sources: pack.sources.iter().map(|one| source(one, locale)).collect(),
        facts: putting.facts(),
        pictures: BTreeMap::new(),
    };
    book.pictures = shown(&book, own);
    book
}

/// The pictures that the texts of a handbook show.
fn shown(book: &Handbook, own: &Own) -> BTreeMap<String, Picture> {
    let named: BTreeSet<&str> = book.prose().flat_map(Prose::pictures).collect();
    let pictures = own.pictures.iter();
    pictures
        .filter(|picture| named.contains(picture.name.as_str()))
        .map(|picture| (picture.name.to_string(), picture.clone()))
        .collect()
}

fn terms(pack: &'static HandbookPack, locale: Locale) -> Vec<Term> {
    let mut all: Vec<Term> = pack
        .terms
        .iter()
        .map(|term| Term {
            id: term.id.clone(),
            term: Open::shipped(term.term.text(locale)),
            text: Open::shipped(term.text.text(locale)),
        })
        .collect();
    all.sort_by_key(|term| term.term.as_str().to_lowercase());
    all
}

fn source(one: &'static content::handbook::Source, locale: Locale) -> Source {
    Source {
        id: one.id.clone(),
        title: Open::shipped(&one.title),
        publisher: Open::shipped(&one.publisher),
        date: one.date.clone(),
        url: one.url.clone(),
        gives: Open::shipped(one.gives.text(locale)),
        is_law: one.kind == content::handbook::SourceKind::Law,
    }
}

/// The ids that a text of this municipality may call.
pub(super) struct CallIds<'a> {
    pub(super) ids: content::handbook::Ids<'a>,
}

impl<'a> CallIds<'a> {
    pub(super) fn new(pack: &'a HandbookPack, own: &'a Own) -> Self {
        let mut ids = pack.ids();
        ids.cards.extend(own.card_ids(pack));
        let pictures = own.pictures.iter().map(|picture| picture.name.as_str());
        ids.pictures.extend(pictures);
        Self { ids }
    }

    pub(super) fn known(&self) -> Known<'_> {
        self.ids.known()
    }
}

struct Putting<'a> {
    pack: &'static HandbookPack,
    own: &'a Own,
    locale: Locale,
    ids: CallIds<'a>,
    cards: Vec<&'a str>,
}

/// The shipped chapters as running text, by card and language: the same for every municipality.
static SHIPPED: LazyLock<BTreeMap<(&'static str, Locale), Prose>> = LazyLock::new(|| {
    let pack = content::handbook();
    let ids = pack.ids();
    let chapter = |card: &'static content::handbook::Card, locale| {
        let text = Open::shipped(card.chapter.text(locale));
        let prose = read(&text, ids.known()).ok()?;
        Some(((card.id.as_str(), locale), prose))
    };
    let cards = pack.cards.iter();
    cards
        .flat_map(|card| Locale::ALL.map(|locale| chapter(card, locale)))
        .flatten()
        .collect()
});

impl Putting<'_> {
    fn prose(&self, text: &Open) -> Option<Prose> {
        read(text, self.ids.known()).ok()
    }

    fn shows(&self, kind: PartKind, id: &str) -> bool {
        self.own.settings.shows(&PartKey::new(kind, id))
    }

    fn intro(&self) -> Option<Intro> {
        let part = self
            .own
            .any(&PartKey::new(PartKind::Intro, "main"), self.locale)?;
        if !self.shows(PartKind::Intro, "main") {
            return None;
        }
        Some(Intro {
            title: part.open(Field::Title)?,
            author: part.open(Field::Author)?,
            prose: self.prose(&part.open(Field::Body)?)?,
            locale: part.locale,
        })
    }

    /// The municipality's own words that hold for a card or its chapter. What is shipped exists in
    /// every language; what is not may be there in another one only.
    fn written(&self, key: &PartKey) -> Option<&OwnPart> {
        if self.pack.card(&key.id).is_some() {
            self.own.exact(key, self.locale)
        } else {
            self.own.any(key, self.locale)
        }
    }

    fn cards(&self) -> Vec<Card> {
        let shown = self
            .cards
            .iter()
            .filter(|id| self.shows(PartKind::Card, id));
        shown.filter_map(|id| self.card(id)).collect()
    }

    fn card(&self, id: &str) -> Option<Card> {
        let key = PartKey::new(PartKind::Card, id);
        let shipped = self.pack.card(id);
        let part = self.written(&key);
        let elsewhere = match part {
            None => self.own.any(&key, self.locale).map(|part| part.locale),
            Some(_) => None,
        };
        let mut card = match (part, shipped) {
            (Some(part), _) => own_card(part)?,
            (None, Some(shipped)) => shipped_card(shipped, self.locale),
            (None, None) => return None,
        };
        card.elsewhere = elsewhere;
        card.sources = shipped.map(|card| card.sources.clone()).unwrap_or_default();
        card.terms = self
            .pack
            .terms
            .iter()
            .filter(|term| term.cards.iter().any(|one| one == id))
            .map(|term| term.id.clone())
            .collect();
        card.chapter = self.chapter(id);
        Some(card)
    }

    fn chapter(&self, id: &str) -> Option<Chapter> {
        if !self.shows(PartKind::Chapter, id) {
            return None;
        }
        let key = PartKey::new(PartKind::Chapter, id);
        let shipped = self.pack.card(id);
        let written = self.written(&key).and_then(|part| {
            Some(Chapter {
                prose: self.prose(&part.open(Field::Body)?)?,
                locale: part.locale,
                is_own: true,
                elsewhere: None,
            })
        });
        // Words that cannot be read any more, because the pack has changed under them, give way to
        // the shipped ones; the list of parts tells that they wait.
        written.or_else(|| {
            let prose = SHIPPED.get(&(shipped?.id.as_str(), self.locale))?;
            Some(Chapter {
                prose: prose.clone(),
                locale: self.locale,
                is_own: false,
                elsewhere: self.own.any(&key, self.locale).map(|part| part.locale),
            })
        })
    }

    fn facts(&self) -> BTreeMap<String, Fact> {
        let facts = self.pack.facts.iter();
        facts
            .map(|fact| (fact.id.clone(), self.fact(fact)))
            .collect()
    }

    fn fact(&self, fact: &'static content::handbook::Fact) -> Fact {
        let key = PartKey::new(PartKind::Fact, &fact.id);
        let part = self.own.any(&key, self.locale);
        let told = part.filter(|_| self.shows(PartKind::Fact, &fact.id));
        let text = told.and_then(|part| part.open(Field::Body));
        let mut lines = text.as_ref().map(lines).unwrap_or_default();
        if lines.is_empty() && fact.origin == Origin::Programme {
            // That a municipality takes part in a programme is public.
            lines = self
                .own
                .programmes
                .iter()
                .map(|name| Open::exception(name, Exception::AgendaName))
                .collect();
        }
        Fact {
            title: Open::shipped(fact.title.text(self.locale)),
            lines,
            missing: Open::shipped(fact.missing.text(self.locale)),
            locale: told.map_or(self.locale, |part| part.locale),
        }
    }
}

fn shipped_card(card: &'static content::handbook::Card, locale: Locale) -> Card {
    let open = |text: &'static Localised| Open::shipped(text.text(locale));
    Card {
        id: card.id.clone(),
        title: open(&card.title),
        about: open(&card.about),
        why: open(&card.why),
        ask: card.ask.iter().map(open).collect(),
        good: open(&card.good),
        warning: open(&card.warning),
        duty: open(&card.duty),
        locale,
        is_own: false,
        elsewhere: None,
        sources: Vec::new(),
        terms: Vec::new(),
        chapter: None,
    }
}

/// The lines of a text that say something.
fn lines(text: &Open) -> Vec<Open> {
    text.lines().collect()
}

fn own_card(part: &OwnPart) -> Option<Card> {
    let ask = part.open(Field::Ask)?;
    Some(Card {
        id: part.key.id.clone(),
        title: part.open(Field::Title)?,
        about: part.open(Field::About)?,
        why: part.open(Field::Why)?,
        ask: lines(&ask),
        good: part.open(Field::Good)?,
        warning: part.open(Field::Warning)?,
        duty: part.open(Field::Duty)?,
        locale: part.locale,
        is_own: true,
        elsewhere: None,
        sources: Vec::new(),
        terms: Vec::new(),
        chapter: None,
    })
}
