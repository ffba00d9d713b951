//! A small handbook of invented content.

use std::collections::{BTreeMap, BTreeSet};

use domain::Locale;
use domain::handbook::{
    Card, Chapter, Duty, Fact, Handbook, Intro, Known, Open, Picture, PictureForm, Prose,
    QuestionGroup, Source, Term, read,
};
use jiff::civil::date;

use crate::Report;
use crate::handbook::{Book, Paper};
use crate::sample::words::{self, say};

const TEXT: &str = "Ensimmäinen **vahva** kappale[^laki] ja *korostus*, [linkki](https://esimerkki.fi) \
    ja [kortti](card:role). Vaarallista: 5 < 6 & \"7\".\n\n## Väliotsikko\n\n### Alempi\n\n1. yksi\n2. kaksi\n\n- a\n- b\n\n\
    > Sanottu.\n\n| Palvelu | Päivää |\n|---|---|\n| Koulu | 3 |\n\n{{fact:support}}\n\n{{fact:none}}\n\n\
    ![Four stages of an outage & who acts < 5](vaiheet.png \"Kuva: Esimerkkilä\")\n";

const PICTURE: &str = "vaiheet.png";

/// A drawing of 240 by 80 pixels.
const PICTURE_BYTES: &[u8] = include_bytes!("picture.png");

fn picture() -> Option<Picture> {
    Some(Picture {
        name: PICTURE.parse().ok()?,
        form: PictureForm::Png,
        width: 240,
        height: 80,
        size: PICTURE_BYTES.len() as u64,
        sum: "0123456789abcdef".to_owned(),
    })
}

fn prose() -> Prose {
    let (facts, sources) = (
        BTreeSet::from(["support", "none"]),
        BTreeSet::from(["laki"]),
    );
    let (cards, pictures) = (BTreeSet::from(["role"]), BTreeSet::from([PICTURE]));
    let known = Known {
        facts: &facts,
        sources: &sources,
        cards: &cards,
        pictures: &pictures,
    };
    read(&Open::shipped(TEXT), known).unwrap_or_default()
}

fn card(locale: Locale, id: &str, with_chapter: bool) -> Card {
    Card {
        id: id.to_owned(),
        title: say(locale, ["Kortin nimi", "Kortets namn", "Name of the card"]),
        about: text("Mistä on kyse."),
        why: text("Miksi <asia> kuuluu valtuustolle."),
        ask: vec![text("Mitä kysyt?"), text("Entä toiseksi?")],
        good: text("Hyvä vastaus."),
        warning: text("Huono vastaus."),
        duty: text("Kysy ja päätä."),
        locale: if with_chapter { locale } else { Locale::Fi },
        is_own: !with_chapter,
        elsewhere: None,
        sources: vec!["laki".to_owned()],
        terms: vec!["risk".to_owned()],
        chapter: with_chapter.then(|| Chapter {
            prose: prose(),
            locale,
            is_own: false,
            elsewhere: None,
        }),
    }
}

fn text(fi: &'static str) -> Open {
    Open::shipped(fi)
}

fn questions() -> Vec<QuestionGroup> {
    vec![QuestionGroup {
        title: text("Valtuusto päättää"),
        questions: vec![(1, text("Mitkä palvelut eivät saa pysähtyä?"))],
    }]
}

fn terms() -> Vec<Term> {
    vec![Term {
        id: "risk".to_owned(),
        term: text("riski"),
        text: text("Mahdollisuus, että jotakin tapahtuu."),
    }]
}

fn sources() -> Vec<Source> {
    vec![Source {
        id: "laki".to_owned(),
        title: text("Laki & asetus"),
        publisher: text("Julkaisija"),
        date: "2024".to_owned(),
        url: "https://esimerkki.fi/laki?a=1&b=2".to_owned(),
        gives: text("Sisältö."),
        is_law: true,
    }]
}

/// A handbook of two cards.
pub fn handbook(locale: Locale) -> Handbook {
    let fact = |lines: &[&'static str]| Fact {
        title: text("Apua laitteiden kanssa"),
        lines: lines.iter().map(|line| text(line)).collect(),
        missing: text("Tietoa ei ole lisätty."),
        locale: Locale::Fi,
    };
    let parts = [
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
    Handbook {
        locale,
        organisation: words::invented(words::municipality(locale, 0)),
        is_fictitious: true,
        date: date(2026, 9, 21),
        title: say(
            locale,
            [
                "Digiturvakäsikirja",
                "Handbok i digital säkerhet",
                "Digital security handbook",
            ],
        ),
        lead: text("Kaksitoista korttia."),
        how: text("Valitse yksi kortti ennen kokousta."),
        parts: parts.iter().map(|part| (*part, text(part))).collect(),
        intro: Some(Intro {
            title: text("Lukijalle"),
            author: text("Malli Mallikas, valtuuston puheenjohtaja"),
            prose: prose(),
            locale,
        }),
        cards: vec![card(locale, "role", true), card(locale, "own-1", false)],
        duties: vec![Duty {
            title: text("Riskit"),
            text: text("Kunta tietää, mikä voi mennä pieleen."),
        }],
        questions: questions(),
        terms: terms(),
        sources: sources(),
        facts: BTreeMap::from([
            (
                "support".to_owned(),
                fact(&["Puhelin 012 345", "Sähköposti"]),
            ),
            ("none".to_owned(), fact(&[])),
        ]),
        pictures: picture()
            .into_iter()
            .map(|picture| (PICTURE.to_owned(), picture))
            .collect(),
    }
}

/// A book on paper or on a phone.
pub fn book(locale: Locale, paper: Paper) -> Book {
    Book {
        pictures: [(PICTURE.to_owned(), PICTURE_BYTES.into())].into(),
        handbook: handbook(locale),
        address: "https://luotsi.example/handbook/esimerkkila".to_owned(),
        paper,
    }
}

/// Handbooks on paper and on a phone.
pub(crate) fn handbooks(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![
        Box::new(book(locale, Paper::A4)),
        Box::new(book(locale, Paper::Phone)),
    ]
}
