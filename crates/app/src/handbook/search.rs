//! Search in the handbook. Words are compared by their stems, so that an inflected word finds the
//! others of its kind.

use domain::Locale;
use domain::handbook::{Card, Handbook};
use snowball_stemmers_rs::{Algorithm, Stemmer};

/// The most words of a search that are looked for.
pub const MOST_WORDS: usize = 8;

/// The most characters of an excerpt around the first word found.
const EXCERPT: usize = 180;

/// The fewest letters of a stem that is looked for inside longer words: Finnish and Swedish join
/// words, and `palvelu` is wanted in `digipalvelu` too.
const INSIDE: usize = 4;

/// A page of the handbook that search can find.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// The card with this id.
    Card(String),
    /// The chapter behind the card with this id.
    Chapter(String),
    /// The word with this id in the glossary.
    Term(String),
    /// The questions to ask.
    Questions,
}

/// Where a searched word stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The page.
    pub spot: Spot,
    /// Its title.
    pub title: String,
    /// The sentence around the first word found.
    pub excerpt: String,
    /// How well it matches; more is better.
    weight: usize,
}

impl Hit {
    /// Whether it is a chapter, which bears its card's title.
    pub const fn is_chapter(&self) -> bool {
        matches!(self.spot, Spot::Chapter(_))
    }
}

/// Finds the pages of the handbook that hold every word of a search, the best first.
pub fn search(book: &Handbook, query: &str) -> Vec<Hit> {
    let stems = Stems::new(book.locale);
    let wanted: Vec<Wanted> = words(query)
        .map(|word| stems.wanted(word))
        .take(MOST_WORDS)
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut hits: Vec<Hit> = pages(book)
        .into_iter()
        .filter_map(|page| look(&stems, &wanted, page))
        .collect();
    hits.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.spot.cmp(&b.spot)));
    hits
}

/// A page as search sees it: where it is, title, text.
struct Page {
    spot: Spot,
    title: String,
    text: String,
}

fn pages(book: &Handbook) -> Vec<Page> {
    let mut all = Vec::new();
    for card in &book.cards {
        all.push(Page {
            spot: Spot::Card(card.id.clone()),
            title: card.title.to_string(),
            text: card_text(card),
        });
        if let Some(chapter) = &card.chapter {
            let facts = chapter
                .prose
                .facts()
                .into_iter()
                .filter_map(|id| book.facts.get(id));
            let told: Vec<String> = facts
                .flat_map(|fact| std::iter::once(&fact.title).chain(&fact.lines))
                .map(ToString::to_string)
                .collect();
            all.push(Page {
                spot: Spot::Chapter(card.id.clone()),
                title: card.title.to_string(),
                text: format!("{}\n{}", chapter.prose.plain(), told.join("\n")),
            });
        }
    }
    let questions = book.questions.iter().flat_map(|group| &group.questions);
    let lines: Vec<&str> = questions.map(|(_, text)| text.as_str()).collect();
    all.push(Page {
        spot: Spot::Questions,
        title: book.part("questions").to_owned(),
        text: lines.join("\n"),
    });
    all.extend(book.terms.iter().map(|term| Page {
        spot: Spot::Term(term.id.clone()),
        title: term.term.to_string(),
        text: term.text.to_string(),
    }));
    all
}

fn card_text(card: &Card) -> String {
    let ask = card.ask.iter();
    std::iter::once(&card.about)
        .chain([&card.why])
        .chain(ask)
        .chain([&card.good, &card.warning, &card.duty])
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

fn look(stems: &Stems, wanted: &[Wanted], page: Page) -> Option<Hit> {
    let title: Vec<Word> = words(&page.title).map(|word| stems.read(word)).collect();
    let text: Vec<(&str, Word)> = words(&page.text)
        .map(|word| (word, stems.read(word)))
        .collect();
    let mut weight = 0;
    let mut first = None;
    for one in wanted {
        let in_title = title.iter().any(|word| one.matches(word));
        let mut found = text.iter().filter(|(_, word)| one.matches(word)).peekable();
        if !in_title && found.peek().is_none() {
            return None;
        }
        first = first.or(found.peek().map(|(word, _)| *word));
        weight += usize::from(in_title) * 20 + found.count().min(10);
    }
    Some(Hit {
        excerpt: excerpt(&page.text, first),
        spot: page.spot,
        title: page.title,
        weight,
    })
}

/// The line around a word, cut to a length that can be read at a glance.
fn excerpt(text: &str, word: Option<&str>) -> String {
    let line = word
        .and_then(|word| text.lines().find(|line| line.contains(word)))
        .or_else(|| text.lines().next())
        .unwrap_or_default();
    let start = word
        .and_then(|word| line.find(word))
        .and_then(|at| line.get(..at))
        .and_then(|before| before.rfind(['.', '?', '!', ':']))
        .map_or(0, |at| at + 1);
    let rest = line
        .get(start..)
        .unwrap_or(line)
        .trim_start_matches('”')
        .trim();
    if rest.chars().count() <= EXCERPT {
        return rest.to_owned();
    }
    let cut: String = rest.chars().take(EXCERPT).collect();
    format!(
        "{} …",
        cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head)
    )
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Stems of one language.
struct Stems {
    stemmer: Stemmer,
    is_finnish: bool,
}

/// Sounds that a Finnish stem loses in its weak grade: the stemmer leaves `kunt` of `kunta` and `kun`
/// of `kunnan`, where the double tells what was there.
const LOST: [(char, char); 4] = [('n', 't'), ('l', 't'), ('r', 't'), ('m', 'p')];

/// Ends of plural partitives whose stem differs from that of the other cases.
const PLURALS: [&str; 4] = ["oja", "öjä", "eja", "ejä"];

const VOWELS: [char; 8] = ['a', 'e', 'i', 'o', 'u', 'y', 'ä', 'ö'];

impl Stems {
    fn new(locale: Locale) -> Self {
        let algorithm = match locale {
            Locale::Fi => Algorithm::Finnish,
            Locale::Sv => Algorithm::Swedish,
            Locale::En => Algorithm::English,
        };
        Self {
            stemmer: Stemmer::create(algorithm),
            is_finnish: locale == Locale::Fi,
        }
    }

    /// The stem of a word in lower case.
    fn of(&self, word: &str) -> String {
        let stem = self.stemmer.stem(word);
        if !self.is_finnish {
            return stem.into_owned();
        }
        for (kept, lost) in LOST {
            if stem.ends_with(kept) && word.starts_with(&format!("{stem}{kept}")) {
                return format!("{stem}{lost}");
            }
        }
        // The plural partitive leaves its `j` or changed vowel: `riskejä`, `salasanoja`.
        let is_plural = PLURALS.iter().any(|end| word.ends_with(end));
        let bare = stem
            .strip_suffix('j')
            .unwrap_or(&stem)
            .trim_end_matches(VOWELS);
        if is_plural && bare.chars().count() >= INSIDE {
            bare.to_owned()
        } else {
            stem.into_owned()
        }
    }

    /// What is looked for when this word is typed: its stem, or in Finnish, when little is left
    /// of it, the word without its last vowels: the stemmer takes the end of `katko` for a question.
    fn wanted(&self, word: &str) -> Wanted {
        let word = word.to_lowercase();
        let mut stems = vec![self.of(&word)];
        let bare = word.trim_end_matches(VOWELS);
        let is_short = stems.iter().all(|stem| stem.chars().count() < INSIDE);
        if self.is_finnish && is_short && bare.chars().count() >= INSIDE {
            stems = vec![bare.to_owned()];
        }
        Wanted { stems }
    }

    /// A word of the text, ready to be compared.
    fn read(&self, word: &str) -> Word {
        let lower = word.to_lowercase();
        Word {
            stem: self.of(&lower),
            lower,
        }
    }
}

/// A word of the text.
struct Word {
    lower: String,
    stem: String,
}

/// A word that is looked for.
struct Wanted {
    stems: Vec<String>,
}

impl Wanted {
    /// Whether a word of the text is of its kind, or a joined word that holds it.
    fn matches(&self, word: &Word) -> bool {
        self.stems.iter().any(|stem| {
            let is_long = stem.chars().count() >= INSIDE;
            word.stem == *stem || (is_long && word.lower.contains(stem.as_str()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether looking for one word finds another.
    fn finds(stems: &Stems, typed: &str, word: &str) -> bool {
        stems.wanted(typed).matches(&stems.read(word))
    }

    #[test]
    fn an_inflected_word_finds_the_others_of_its_kind() {
        let stems = Stems::new(Locale::Fi);
        for family in [
            "kunta kunnan kunnassa kuntaa kunnalla kuntien",
            "riski riskin riskit riskien riskejä riskistä",
            "palvelu palvelun palvelut palvelujen palveluita palvelussa digipalvelu",
            "toimittaja toimittajan toimittajat toimittajien toimittajalta",
            "katko katkon katkot katkoja katkossa",
            "varmuuskopio varmuuskopion varmuuskopiot varmuuskopioista",
            "häiriö häiriön häiriöt häiriössä häiriöitä",
            "valtuusto valtuuston valtuustolle valtuustossa",
            "salasana salasanan salasanat salasanoja",
        ] {
            let words: Vec<&str> = family.split(' ').collect();
            let typed = words.iter().filter(|word| !word.starts_with("digi"));
            let pairs = typed.flat_map(|typed| words.iter().map(move |word| (typed, word)));
            for (typed, word) in pairs {
                assert!(finds(&stems, typed, word), "{typed} does not find {word}");
            }
        }
        for (typed, word) in [
            ("kunta", "kun"),
            ("riski", "rikos"),
            ("palvelu", "palvelin"),
        ] {
            assert!(!finds(&stems, typed, word), "{typed} finds {word}");
        }
        let stems = Stems::new(Locale::Sv);
        assert!(finds(&stems, "risker", "risken") && finds(&stems, "tjänst", "tjänsterna"));
    }
}
