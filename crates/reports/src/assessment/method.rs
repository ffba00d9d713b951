//! How an assessment was made, as the full report tells it.

use domain::{Cleared, Edition};
use i18n::Texts;
use jiff::civil::Date;

use super::parts::{cell, heading, name, table};
use crate::document::{Block, Fact};

/// How many texts an edition leaves out. The number itself is public.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Withheld {
    /// Findings, rationales and actions above the edition's class.
    pub texts: u32,
}

/// How the assessment was made.
#[derive(Debug, Clone)]
pub struct Method<E: Edition> {
    /// Framework and version.
    pub framework: Cleared<E>,
    /// From and to.
    pub period: Option<(Date, Date)>,
    /// Whom the survey asked.
    pub audiences: Vec<Audience<E>>,
    /// The smallest group of which anything is shown.
    pub minimum_cell: u32,
    /// Interviews held.
    pub interviews: u32,
    /// Documents reviewed.
    pub documents: u32,
    /// Documents that should exist and were not found.
    pub documents_missing: u32,
    /// Other remarks, a paragraph each.
    pub remarks: Vec<Cleared<E>>,
}

/// Whom the survey asked.
#[derive(Debug, Clone)]
pub struct Audience<E: Edition> {
    /// Who.
    pub name: Cleared<E>,
    /// How many were invited; nothing for an open link.
    pub invited: Option<u32>,
    /// How many answered; nothing when too few did.
    pub answered: Option<u32>,
}

impl<E: Edition> Method<E> {
    /// The chapter.
    pub(super) fn chapter(&self, withheld: Withheld, texts: Texts) -> Vec<Block> {
        let mut blocks = vec![
            heading(1, texts.say("report.method.title")),
            Block::Paragraph {
                text: texts.say("report.method.lead").to_owned(),
            },
            Block::Facts {
                rows: self.facts(texts),
            },
        ];
        if !self.audiences.is_empty() {
            blocks.push(self.audiences(texts));
        }
        let cell = texts.number(self.minimum_cell);
        let paragraph = |text: String| Block::Paragraph { text };
        blocks.extend([
            heading(2, texts.say("report.method.anonymity")),
            paragraph(texts.with("report.method.anonymity-text", &[("cell", &cell)])),
            heading(2, texts.say("report.method.reading")),
            paragraph(texts.say("report.method.reading-text").to_owned()),
            paragraph(texts.say("report.method.judgement-text").to_owned()),
        ]);
        if withheld.texts > 0 {
            blocks.push(heading(2, texts.say("report.method.withheld")));
            blocks.push(paragraph(
                texts.count("report.method.withheld-text", withheld.texts),
            ));
        }
        blocks.extend(self.remarks.iter().map(|text| paragraph(text.to_string())));
        blocks
    }

    fn facts(&self, texts: Texts) -> Vec<Fact> {
        let fact = |key, value| Fact {
            name: texts.say(key).to_owned(),
            value,
        };
        let mut rows = vec![fact("report.method.framework", self.framework.to_string())];
        if let Some((from, to)) = self.period {
            let (from, to) = (texts.date(from), texts.date(to));
            rows.push(fact("report.method.period", format!("{from} – {to}")));
        }
        rows.push(fact(
            "source.interview",
            texts.count("report.method.interviews", self.interviews),
        ));
        let documents = texts.count("report.method.documents", self.documents);
        let missing = texts.count("report.method.missing", self.documents_missing);
        rows.push(fact("source.document", format!("{documents}, {missing}")));
        rows
    }

    fn audiences(&self, texts: Texts) -> Block {
        let number = |n: Option<u32>| cell(n.map_or_else(|| "–".to_owned(), |n| texts.number(n)));
        let rows = self.audiences.iter().map(|audience| {
            let rate = audience
                .invited
                .zip(audience.answered)
                .filter(|(invited, _)| *invited > 0);
            let rate = rate
                .map(|(invited, answered)| texts.percent(f64::from(answered) / f64::from(invited)));
            vec![
                name(audience.name.as_str()),
                number(audience.invited),
                number(audience.answered),
                cell(rate.unwrap_or_else(|| "–".to_owned())),
            ]
        });
        let columns = [
            (texts.say("report.method.audience"), 6),
            (texts.say("report.method.invited"), -3),
            (texts.say("report.method.answered"), -3),
            (texts.say("report.method.rate"), -3),
        ];
        table(texts.say("report.method.survey"), &columns, rows.collect())
    }
}
