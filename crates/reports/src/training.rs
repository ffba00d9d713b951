//! Printed matter of the training: slides for the wall, and the certificate for the person.

#[cfg(any(test, feature = "sample"))]
pub(crate) mod sample;

use domain::handbook::Open;
use i18n::Texts;
use jiff::civil::Date;

use crate::document::{Block, Document, Fact, Layout, Marking};
use crate::{Cut, Report};

/// The slides of a session.
#[derive(Debug, Clone)]
pub struct Slides {
    /// Whose session it is.
    pub organisation: Open,
    /// The session.
    pub title: Open,
    /// The date of the file.
    pub date: Date,
    /// Title and points of each slide.
    pub slides: Vec<(Open, Vec<Open>)>,
}

/// What a person gets who has done the modules. It is made for the person and kept nowhere.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The municipality.
    pub organisation: Open,
    /// The person's name, as the person's own account has it.
    pub name: String,
    /// Years of the council term.
    pub term: (i16, i16),
    /// The day on which the last module was done.
    pub date: Date,
    /// Each module and the day on which it was done.
    pub modules: Vec<(Open, Date)>,
    /// Minutes of study.
    pub minutes: u32,
}

fn marking(texts: Texts, key: &str) -> Marking {
    Marking {
        text: texts.say(key).to_owned(),
        restricted: false,
    }
}

impl Report for Slides {
    fn id(&self) -> &'static str {
        "training.slides"
    }

    fn title(&self, _: Texts) -> String {
        self.title.to_string()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let blocks = self.slides.iter().flat_map(|(title, points)| {
            [
                Block::Heading {
                    level: 1,
                    text: title.to_string(),
                    listed: true,
                },
                Block::List {
                    ordered: false,
                    items: points.iter().map(ToString::to_string).collect(),
                },
            ]
        });
        Document {
            id: "training.slides",
            title: self.title.to_string(),
            organisation: self.organisation.to_string(),
            byline: texts.date(self.date),
            author: self.organisation.to_string(),
            date: self.date,
            locale: texts.locale(),
            layout: Layout::Slides,
            marking: marking(texts, "publicity.public"),
            blocks: blocks.collect(),
        }
    }
}

impl Report for Certificate {
    fn id(&self) -> &'static str {
        "training.certificate"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.certificate.title").to_owned()
    }

    fn most_pages(&self) -> Option<usize> {
        Some(1)
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let (from, to) = self.term;
        let rows = self.modules.iter().map(|(title, day)| Fact {
            name: texts.date(*day),
            value: title.to_string(),
        });
        Document {
            id: "training.certificate",
            title: self.title(texts),
            organisation: self.organisation.to_string(),
            byline: texts.with("report.certificate.term", &[("from", &from), ("to", &to)]),
            author: self.organisation.to_string(),
            date: self.date,
            locale: texts.locale(),
            layout: Layout::Brief,
            marking: marking(texts, "report.certificate.marking"),
            blocks: vec![
                Block::Lead {
                    text: texts.with(
                        "report.certificate.lead",
                        &[("name", &self.name), ("minutes", &self.minutes)],
                    ),
                },
                Block::Facts {
                    rows: rows.collect(),
                },
                Block::Note {
                    text: texts.say("report.certificate.note").to_owned(),
                },
            ],
        }
    }
}
