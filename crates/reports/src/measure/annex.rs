//! The secret annex of a proposal: which services, which suppliers, which threats.

use domain::Cleared;
use domain::publicity::Secret;
use i18n::Texts;

use super::{PaperHeader, of_hundred};
use crate::assessment::parts::{cell, heading, name, table};
use crate::document::{Block, Cell, Document};
use crate::{Cut, Report};

/// The secret annex.
#[derive(Debug, Clone)]
pub struct CouncilAnnex {
    /// Header.
    pub header: PaperHeader<Secret>,
    /// The provision on which secrecy rests, as its maker wrote it.
    pub ground: Cleared<Secret>,
    /// Names of the proposed measures, the municipality's own with their real names.
    pub measures: Vec<Cleared<Secret>>,
    /// Services, those most often down for too long first.
    pub services: Vec<ServiceLine>,
    /// What the expected loss comes from, the most first.
    pub threats: Vec<ThreatLine>,
}

/// A service in the annex.
#[derive(Debug, Clone)]
pub struct ServiceLine {
    /// Its name.
    pub name: Cleared<Secret>,
    /// Suppliers that it depends on.
    pub suppliers: Vec<Cleared<Secret>>,
    /// Chance of an outage longer than tolerable in a term, without and with the measures, 0 to 1.
    pub chance: (f64, f64),
    /// Expected days of outage in a term, without and with the measures.
    pub days: (f64, f64),
}

/// A threat in the annex.
#[derive(Debug, Clone)]
pub struct ThreatLine {
    /// Its name.
    pub title: Cleared<Secret>,
    /// Its part of the expected loss without the measures, in euros.
    pub loss: f64,
    /// The same as a share, 0 to 1.
    pub share: f64,
}

impl Report for CouncilAnnex {
    fn id(&self) -> &'static str {
        "measure.annex"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.council-annex.title").to_owned()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = self.header.document(self.id(), self.title(texts), texts);
        let say = |key: &str| texts.say(key).to_owned();
        document.blocks = vec![
            Block::Callout {
                title: say("publicity.secret"),
                sentences: vec![
                    say("report.annex.secret-rule"),
                    texts.with("report.council-annex.ground", &[("ground", &self.ground)]),
                ],
            },
            heading(1, say("report.proposal.measures")),
            Block::List {
                ordered: false,
                items: self.measures.iter().map(ToString::to_string).collect(),
            },
            heading(1, say("report.council-annex.services")),
            Block::Paragraph {
                text: say("report.council-annex.services-lead"),
            },
            self.services(texts),
            heading(1, say("report.council-annex.threats")),
            Block::Paragraph {
                text: say("report.council-annex.threats-lead"),
            },
            self.threats(texts),
        ];
        document
    }
}

impl CouncilAnnex {
    fn services(&self, texts: Texts) -> Block {
        let pair = |(before, after): (String, String)| Cell {
            text: before,
            detail: texts.with("report.council-annex.after", &[("n", &after)]),
            ..Cell::default()
        };
        let rows = self.services.iter().map(|one| {
            let suppliers: Vec<&str> = one.suppliers.iter().map(Cleared::as_str).collect();
            let (chance, days) = (one.chance, one.days);
            vec![
                name(one.name.as_str()),
                cell(if suppliers.is_empty() {
                    "–".to_owned()
                } else {
                    suppliers.join(", ")
                }),
                pair((of_hundred(chance.0, texts), of_hundred(chance.1, texts))),
                pair((texts.rough(days.0), texts.rough(days.1))),
            ]
        });
        let columns = [
            (texts.say("report.council-annex.service"), 6),
            (texts.say("report.council-annex.suppliers"), 7),
            (texts.say("report.council-annex.chance"), -4),
            (texts.say("report.council-annex.days"), -4),
        ];
        table("", &columns, rows.collect())
    }

    fn threats(&self, texts: Texts) -> Block {
        let rows = self.threats.iter().map(|one| {
            vec![
                name(one.title.as_str()),
                cell(texts.rough(one.loss)),
                cell(texts.percent(one.share)),
            ]
        });
        let columns = [
            (texts.say("report.council-annex.threat"), 9),
            (texts.say("report.council-annex.loss"), -4),
            (texts.say("report.council-annex.share"), -3),
        ];
        table("", &columns, rows.collect())
    }
}
