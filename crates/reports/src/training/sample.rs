//! A module, slides and a certificate of invented content.

use domain::Locale;
use domain::handbook::Open;
use domain::training::{Lesson, LessonOption, LessonQuestion};
use jiff::civil::date;

use crate::Report;
use crate::sample::words::{self, say};
use crate::training::{Certificate, Slides};

/// A module with one question.
pub fn lesson(locale: Locale) -> Lesson {
    let option = |id: &str, is_right| LessonOption {
        id: id.to_owned(),
        text: words::invented(format!("Vaihtoehto {id} & <muut>")),
        why: Open::shipped("Perustelu."),
        is_right,
    };
    Lesson {
        id: "role".to_owned(),
        locale,
        minutes: 7,
        title: Open::shipped("Osio"),
        goal: Open::shipped("Tavoite."),
        screens: vec![(Open::shipped("Näyttö"), Open::shipped("Teksti."))],
        questions: vec![LessonQuestion {
            id: "q1".to_owned(),
            text: Open::shipped("Kysymys?"),
            options: vec![option("a", false), option("b", true)],
        }],
    }
}

fn slides(locale: Locale) -> Slides {
    Slides {
        organisation: words::invented(words::municipality(locale, 0)),
        title: say(locale, ["Istunto", "Pass", "Session"]),
        date: date(2026, 9, 21),
        slides: vec![
            (
                Open::shipped("Lahti 11.6.2019"),
                vec![Open::shipped("Tuhat tietokonetta")],
            ),
            (
                Open::shipped("Neljä tehtävää"),
                vec![Open::shipped("Riskit"), Open::shipped("Osaaminen")],
            ),
        ],
    }
}

fn certificate(locale: Locale) -> Certificate {
    Certificate {
        organisation: words::invented(words::municipality(locale, 0)),
        name: "Malli Mallikas".to_owned(),
        term: (2025, 2029),
        date: date(2026, 9, 21),
        modules: vec![(Open::shipped("Tunnukset ja laitteet"), date(2026, 9, 20))],
        minutes: 42,
    }
}

/// Slides of a session.
pub(crate) fn slide_shows(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(slides(locale))]
}

/// A certificate.
pub(crate) fn certificates(locale: Locale) -> Vec<Box<dyn Report>> {
    vec![Box::new(certificate(locale))]
}
