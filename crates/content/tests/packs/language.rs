//! How leader-facing texts read, in figures: lengths of sentences and words, passive voice, jargon. The
//! figures are printed (`--nocapture`); the limits are what the texts were when a Finnish professional
//! had read them, with a little room.

use std::fmt::Write as _;

use content::handbook::Card;
use domain::Locale;
use domain::handbook::{Open, read};

/// Words that leaders and elected officials are not spoken to with, by language. A word of the list
/// stands for itself and for its inflected forms.
const JARGON: [(Locale, &[&str]); 3] = [
    (
        Locale::Fi,
        &[
            "implement",
            "roadmap",
            "stakeholder",
            "governance",
            "compliance",
            "framework",
            "frameworki",
            "best practice",
            "assetti",
            "endpoint",
            "phishing",
            "ransomware",
            "patch",
            "firewall",
            "kyberhygienia",
            "kypsyystaso",
            "hallintamalli",
            "viitekehys",
            "toimeenpanna",
            "jalkauttaa",
            "jalkautt",
            "fasilitoi",
            "haltuunotto",
            "digiloikka",
            "MFA",
            "2FA",
            "SIEM",
            "SOC",
            "CVE",
            "RTO",
            "RPO",
            "MTPD",
            "BIA",
            "ISMS",
            "EDR",
            "VPN",
        ],
    ),
    (
        Locale::Sv,
        &[
            "implementera",
            "roadmap",
            "stakeholder",
            "governance",
            "compliance",
            "best practice",
            "endpoint",
            "phishing",
            "ransomware",
            "patcha",
            "mognadsnivå",
            "ramverk",
            "MFA",
            "2FA",
            "SIEM",
            "SOC",
            "CVE",
            "RTO",
            "RPO",
            "MTPD",
            "BIA",
            "ISMS",
            "EDR",
            "VPN",
        ],
    ),
    (
        Locale::En,
        &[
            "stakeholder",
            "roadmap",
            "leverage",
            "best practice",
            "governance framework",
            "endpoint",
            "phishing",
            "maturity level",
            "synerg",
            "holistic",
            "MFA",
            "2FA",
            "SIEM",
            "SOC",
            "CVE",
            "RTO",
            "RPO",
            "MTPD",
            "BIA",
            "ISMS",
            "EDR",
            "VPN",
        ],
    ),
];

/// Figures of a body of text.
#[derive(Debug, Default)]
struct Figures {
    sentences: Vec<usize>,
    letters: usize,
    words: usize,
    passive: usize,
}

impl Figures {
    fn of(text: &str, locale: Locale) -> Self {
        let mut figures = Self::default();
        for sentence in sentences(text) {
            let words: Vec<&str> = words(sentence).collect();
            if words.is_empty() {
                continue;
            }
            figures.sentences.push(words.len());
            figures.words += words.len();
            figures.letters += words.iter().map(|word| word.chars().count()).sum::<usize>();
            figures.passive += usize::from(is_passive(&words, locale));
        }
        figures.sentences.sort_unstable();
        figures
    }

    fn median(&self) -> usize {
        self.sentences
            .get(self.sentences.len() / 2)
            .copied()
            .unwrap_or_default()
    }

    fn longest(&self) -> usize {
        self.sentences.last().copied().unwrap_or_default()
    }

    /// Tenths of a letter.
    fn word_length(&self) -> usize {
        self.letters * 10 / self.words.max(1)
    }

    /// In hundredths of sentences.
    fn passive_share(&self) -> usize {
        self.passive * 100 / self.sentences.len().max(1)
    }
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .flat_map(|line| line.split_inclusive(['.', '!', '?']))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty())
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| word.chars().any(char::is_alphabetic))
}

/// Whether a sentence is in the passive, as far as its words tell.
fn is_passive(words: &[&str], locale: Locale) -> bool {
    let ends = |word: &str, ends: &[&str]| {
        word.chars().count() > 5 && ends.iter().any(|end| word.ends_with(end))
    };
    match locale {
        Locale::Fi => words.iter().any(|word| {
            ends(word, &["taan", "tään", "daan", "dään", "taisiin", "täisiin", "ttiin", "ettiin"])
                || ends(word, &["lataan", "llaan", "llään", "nnaan", "rraan"])
        }),
        Locale::Sv => words.windows(2).any(|pair| {
            matches!(pair, [helper, verb] if ["blir", "blev", "bli", "blivit"].contains(helper) && ends(verb, &["ad", "at", "ats", "ade"]))
        }) || words.iter().any(|word| ends(word, &["eras", "ades", "eras", "ställs", "görs"])),
        Locale::En => words.windows(2).any(|pair| {
            matches!(pair, [helper, verb] if ["is", "are", "was", "were", "been", "be"].contains(helper) && ends(verb, &["ed"]))
        }),
    }
}

fn card_text(card: &Card, locale: Locale) -> String {
    let all = [
        &card.about,
        &card.why,
        &card.good,
        &card.warning,
        &card.duty,
    ];
    let texts = all.into_iter().chain(&card.ask);
    texts
        .map(|text| text.text(locale))
        .collect::<Vec<_>>()
        .join("\n")
}

fn chapter_text(card: &'static Card, locale: Locale) -> String {
    let ids = content::handbook().ids();
    let prose = read(&Open::shipped(card.chapter.text(locale)), ids.known());
    prose.expect("a chapter").plain()
}

/// Every leader-facing text of the handbook and the training, with a name for it.
fn texts(locale: Locale) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for card in &content::handbook().cards {
        all.push((format!("card {}", card.id), card_text(card, locale)));
        all.push((format!("chapter {}", card.id), chapter_text(card, locale)));
    }
    for module in &content::training().modules {
        let screens: Vec<&str> = module
            .screens
            .iter()
            .map(|it| it.text.text(locale))
            .collect();
        all.push((format!("module {}", module.id), screens.join("\n")));
    }
    for session in &content::training().sessions {
        let steps: Vec<&str> = session
            .steps
            .iter()
            .map(|it| it.script.text(locale))
            .collect();
        all.push((format!("session {}", session.id), steps.join("\n")));
    }
    for (number, text) in content::handbook()
        .questions
        .iter()
        .flat_map(|group| &group.questions)
    {
        all.push((format!("question {number}"), text.text(locale).to_owned()));
    }
    all
}

fn joined(locale: Locale, kind: &str) -> String {
    let texts = texts(locale).into_iter();
    let wanted = texts.filter(|(name, _)| name.starts_with(kind));
    wanted.map(|(_, text)| text).collect::<Vec<_>>().join("\n")
}

/// Kind of text, language, and the most of each figure: median and longest sentence in words, letters
/// of a word in tenths, passive sentences of a hundred.
const LIMITS: [(&str, Locale, [usize; 4]); 12] = [
    ("card", Locale::Fi, [15, 30, 80, 25]),
    ("card", Locale::Sv, [18, 40, 65, 25]),
    ("card", Locale::En, [18, 40, 55, 25]),
    ("chapter", Locale::Fi, [15, 45, 85, 35]),
    ("chapter", Locale::Sv, [18, 55, 65, 25]),
    ("chapter", Locale::En, [18, 55, 55, 25]),
    ("module", Locale::Fi, [15, 30, 85, 25]),
    ("module", Locale::Sv, [18, 40, 65, 25]),
    ("module", Locale::En, [18, 40, 55, 25]),
    ("session", Locale::Fi, [15, 35, 85, 30]),
    ("session", Locale::Sv, [18, 45, 65, 25]),
    ("session", Locale::En, [18, 45, 55, 25]),
];

#[test]
fn texts_read_as_leaders_speak() {
    let mut wrong = String::new();
    for (kind, locale, [median, longest, letters, passive]) in LIMITS {
        let figures = Figures::of(&joined(locale, kind), locale);
        println!(
            "{kind} {locale}: {} sentences, median {} words, longest {}, word {}.{} letters, passive {} %",
            figures.sentences.len(),
            figures.median(),
            figures.longest(),
            figures.word_length() / 10,
            figures.word_length() % 10,
            figures.passive_share()
        );
        let found = [
            figures.median(),
            figures.longest(),
            figures.word_length(),
            figures.passive_share(),
        ];
        if found
            .iter()
            .zip([median, longest, letters, passive])
            .any(|(found, most)| *found > most)
        {
            let _ = writeln!(wrong, "{kind} {locale}: {found:?}");
        }
    }
    assert!(wrong.is_empty(), "above the limits:\n{wrong}");
}

/// Whether a text uses a word of the list; abbreviations count only as they are written.
fn uses(text: &str, word: &str) -> bool {
    if word.chars().any(char::is_lowercase) {
        text.to_lowercase().contains(word)
    } else {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|one| one == word)
    }
}

#[test]
fn nobody_is_spoken_to_in_jargon() {
    let mut wrong = String::new();
    for (locale, banned) in JARGON {
        for (name, text) in texts(locale) {
            for word in banned.iter().filter(|word| uses(&text, word)) {
                let _ = writeln!(wrong, "{name} in {locale}: `{word}`");
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn the_measures_see_what_they_should() {
    let figures = Figures::of(
        "Kunta päättää. Asia käsitellään ja päätetään huomenna!",
        Locale::Fi,
    );
    assert_eq!(figures.sentences, [2, 5]);
    assert_eq!(figures.passive, 1);
    assert!(uses("Tehdään roadmap nyt", "roadmap") && uses("RTO on neljä", "RTO"));
    assert!(!uses("Porto on kaupunki", "RTO"));
}

/// Words of the glossary that a text of a language may not replace: the term itself is used on every
/// card that is said to need it, in some inflected form.
#[test]
fn cards_use_the_terms_that_they_explain() {
    let mut missing = String::new();
    let pack = content::handbook();
    for term in &pack.terms {
        for card in term.cards.iter().filter_map(|id| pack.card(id)) {
            let text = format!(
                "{}\n{}",
                card_text(card, Locale::Fi),
                chapter_text(card, Locale::Fi)
            );
            let stem: String = term.term.fi.to_lowercase().chars().take(5).collect();
            if !text.to_lowercase().contains(&stem) {
                let _ = writeln!(missing, "card {} never says `{}`", card.id, term.term.fi);
            }
        }
    }
    println!("{missing}");
    assert!(missing.lines().count() <= TERMS_UNSAID, "\n{missing}");
}

/// Terms that a card explains for its chapter's sake without saying the word itself in Finnish.
const TERMS_UNSAID: usize = 6;

#[test]
fn every_figure_in_a_card_has_a_source() {
    for card in &content::handbook().cards {
        for locale in Locale::ALL {
            let told = format!("{} {}", card.about.text(locale), card.why.text(locale));
            if told.chars().any(|c| c.is_ascii_digit()) {
                assert!(!card.sources.is_empty(), "{} in {locale}", card.id);
            }
        }
    }
    // In chapters a figure of a case stands in a sentence or paragraph that names its source.
    for card in &content::handbook().cards {
        for paragraph in card.chapter.fi.split("\n\n") {
            let is_year = |token: &str| token.len() == 4 && token.starts_with("20");
            let has_year = paragraph.contains("euro")
                && paragraph.split(|c: char| !c.is_ascii_digit()).any(is_year);
            assert!(
                !has_year || paragraph.contains("[^"),
                "{}: a figure without a source: {paragraph}",
                card.id
            );
        }
    }
}
