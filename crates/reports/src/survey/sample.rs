//! Letters and the poster.

use domain::Locale;
use jiff::civil::date;

use crate::Report;
use crate::sample::words::{self, pick, say};
use crate::survey::{Invitation, Letters, OpenLink, Poster};

const SURVEY: [&str; 3] = [
    "Digiturva luottamushenkilön työssä",
    "Digital säkerhet i den förtroendevaldas arbete",
    "Digital security in an elected official’s work",
];

/// Three letters, the last without an address.
fn letters(locale: Locale) -> Letters {
    let letter = |number: usize, address: &[&str]| {
        let code = format!("K7QM-{}RX2-9TF{number}", number + 3);
        let url = format!("https://luotsi.example/v#{code}");
        Invitation {
            address: address.iter().map(ToString::to_string).collect(),
            url,
            typed_url: "luotsi.example/v".to_owned(),
            code,
        }
    };
    Letters {
        organisation: words::invented(words::municipality(locale, 0)),
        survey: say(locale, SURVEY),
        opening: Vec::new(),
        closes: Some(date(2026, 10, 16)),
        date: date(2026, 9, 21),
        sender: vec![
            say(
                locale,
                ["Malli Mallikas", "Malli Mallikas", "Malli Mallikas"],
            ),
            say(
                locale,
                ["Kunnanjohtaja", "Kommundirektör", "Municipal Manager"],
            ),
            words::invented(words::municipality(locale, 0)),
        ],
        letters: vec![
            letter(
                1,
                &[
                    "Testi Esimerkki",
                    "Keksitty katu 1 A 2",
                    "00001 ESIMERKKILÄ",
                ],
            ),
            letter(
                2,
                &["Maija Malli", "Kuviteltu kuja 12", "00001 ESIMERKKILÄ"],
            ),
            letter(3, &[]),
        ],
    }
}

/// A poster.
fn poster(locale: Locale) -> Poster {
    let url = pick(
        locale,
        [
            "https://luotsi.example/k/esimerkki",
            "https://luotsi.example/k/exempel",
            "https://luotsi.example/k/example",
        ],
    );
    Poster {
        organisation: words::invented(words::municipality(locale, 0)),
        survey: say(locale, SURVEY),
        sentences: Vec::new(),
        closes: Some(date(2026, 10, 16)),
        date: date(2026, 9, 21),
        link: OpenLink {
            url: url.to_owned(),
            typed_url: url.trim_start_matches("https://").to_owned(),
        },
    }
}

/// Letters with and without an address.
pub(crate) fn letter_sheets(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(letters(locale))]
}

/// A poster.
pub(crate) fn posters(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(poster(locale))]
}
