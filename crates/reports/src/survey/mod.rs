//! Printed matter of a survey: invitation letters and the poster.

mod qr;
#[cfg(any(test, feature = "sample"))]
pub(crate) mod sample;

use domain::Cleared;
use domain::publicity::Public;
use i18n::Texts;
use jiff::civil::Date;

use crate::document::{self, Block, Document, Layout, Marking, QrLink};
use crate::{Cut, Report};

/// Invitation letters, one a page, each with a link that works once.
///
/// The file joins names to links for the one who mails the letters. It is never kept.
#[derive(Debug, Clone)]
pub struct Letters {
    /// Who asks.
    pub organisation: Cleared<Public>,
    /// The survey.
    pub survey: Cleared<Public>,
    /// Paragraphs of the organisation's own; the shipped text when there are none.
    pub opening: Vec<Cleared<Public>>,
    /// Last day to answer.
    pub closes: Option<Date>,
    /// The date on the letters.
    pub date: Date,
    /// Who signs, a line each.
    pub sender: Vec<Cleared<Public>>,
    /// Letters.
    pub letters: Vec<Invitation>,
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Lines of the address, none for a letter that is handed out.
    pub address: Vec<String>,
    /// Where to answer with the code in the link.
    pub url: String,
    /// Where to type the code by hand.
    pub typed_url: String,
    /// The code typed by hand.
    pub code: String,
}

/// A poster for a room, with a link that anyone may use.
#[derive(Debug, Clone)]
pub struct Poster {
    /// Who asks.
    pub organisation: Cleared<Public>,
    /// The survey.
    pub survey: Cleared<Public>,
    /// Sentences of the organisation's own; the shipped text when there are none.
    pub sentences: Vec<Cleared<Public>>,
    /// Last day to answer.
    pub closes: Option<Date>,
    /// The date of the file.
    pub date: Date,
    /// The link.
    pub link: OpenLink,
}

/// A link that anyone may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLink {
    /// The whole address, for the QR code.
    pub url: String,
    /// The address as people type it.
    pub typed_url: String,
}

impl Report for Letters {
    fn id(&self) -> &'static str {
        "survey.letters"
    }

    fn title(&self, texts: Texts) -> String {
        texts.with("report.letter.file-title", &[("survey", &self.survey)])
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = sheet(
            self.id(),
            self.title(texts),
            &self.organisation,
            self.date,
            texts,
        );
        document.blocks = self
            .letters
            .iter()
            .map(|one| Block::Letter(self.letter(one, texts)))
            .collect();
        document
    }
}

impl Letters {
    fn letter(&self, invitation: &Invitation, texts: Texts) -> document::Letter {
        let mut closing = vec![texts.say("report.letter.anonymity").to_owned()];
        closing.extend(self.closes.map(|day| closing_line(day, texts)));
        document::Letter {
            address: invitation.address.clone(),
            dateline: texts.date(self.date),
            title: self.survey.to_string(),
            opening: own_or(&self.opening, texts.say("report.letter.opening")),
            instruction: texts.say("report.letter.instruction").to_owned(),
            link: QrLink {
                svg: qr::svg(&invitation.url),
                alt: texts.say("report.letter.qr-alt").to_owned(),
                url_label: texts.say("report.letter.address").to_owned(),
                url: invitation.typed_url.clone(),
                code_label: texts.say("report.letter.code").to_owned(),
                code: invitation.code.clone(),
            },
            closing,
            sender: self.sender.iter().map(ToString::to_string).collect(),
        }
    }
}

impl Report for Poster {
    fn id(&self) -> &'static str {
        "survey.poster"
    }

    fn title(&self, _: Texts) -> String {
        self.survey.to_string()
    }

    fn most_pages(&self) -> Option<usize> {
        Some(1)
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = sheet(
            self.id(),
            self.title(texts),
            &self.organisation,
            self.date,
            texts,
        );
        let mut promises: Vec<_> = [
            "report.poster.time",
            "report.poster.anonymous",
            "report.poster.unknown",
        ]
        .iter()
        .map(|key| texts.say(key).to_owned())
        .collect();
        promises.extend(self.closes.map(|day| closing_line(day, texts)));
        document.blocks = vec![Block::Poster(document::Poster {
            title: self.survey.to_string(),
            text: own_or(&self.sentences, texts.say("report.poster.text")),
            link: QrLink {
                svg: qr::svg(&self.link.url),
                alt: texts.say("report.letter.qr-alt").to_owned(),
                url_label: texts.say("report.letter.address").to_owned(),
                url: self.link.typed_url.clone(),
                code_label: String::new(),
                code: String::new(),
            },
            promises,
        })];
        document
    }
}

fn closing_line(day: Date, texts: Texts) -> String {
    texts.with("report.letter.closes", &[("date", &texts.date_long(day))])
}

fn own_or(own: &[Cleared<Public>], shipped: &str) -> Vec<String> {
    if own.is_empty() {
        vec![shipped.to_owned()]
    } else {
        own.iter().map(ToString::to_string).collect()
    }
}

fn sheet(
    id: &'static str,
    title: String,
    organisation: &Cleared<Public>,
    date: Date,
    texts: Texts,
) -> Document {
    Document {
        id,
        title,
        organisation: organisation.to_string(),
        byline: String::new(),
        author: organisation.to_string(),
        date,
        locale: texts.locale(),
        layout: Layout::Sheet,
        marking: Marking {
            text: String::new(),
            restricted: false,
        },
        blocks: Vec::new(),
    }
}
