//! The annex: only what the public edition leaves out.

use domain::publicity::Secret;
use domain::{Cleared, Publicity};
use i18n::Texts;

use super::parts::{cell, heading, name, table};
use super::{Header, publicity_word};
use crate::document::{Block, Document, Fact, Marking, Point};
use crate::{Cut, Report};

/// The annex of what may not be published. Every entry carries its class and the ground for it.
#[derive(Debug, Clone)]
pub struct Annex {
    /// Header.
    pub header: Header<Secret>,
    /// Entries in the order of the full report.
    pub entries: Vec<AnnexEntry>,
}

/// One text that the public edition leaves out.
#[derive(Debug, Clone)]
pub struct AnnexEntry {
    /// What it is.
    pub part: AnnexPart,
    /// Its theme.
    pub theme: Cleared<Secret>,
    /// Title.
    pub title: Cleared<Secret>,
    /// Text.
    pub text: Cleared<Secret>,
    /// Class: internal or secret.
    pub publicity: Publicity,
    /// The ground for secrecy, as it was recorded.
    pub ground: Option<Cleared<Secret>>,
}

/// What an entry of the annex is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnexPart {
    /// A finding.
    Finding,
    /// The rationale of a judgement.
    Rationale,
    /// A proposed action.
    Action,
}

impl AnnexPart {
    /// Every part, in the order of the annex.
    pub const ALL: [Self; 3] = [Self::Finding, Self::Rationale, Self::Action];

    fn title(self, texts: Texts) -> &'static str {
        texts.say(match self {
            Self::Finding => "report.annex.findings",
            Self::Rationale => "report.annex.rationales",
            Self::Action => "report.annex.actions",
        })
    }
}

impl Report for Annex {
    fn id(&self) -> &'static str {
        "assessment.annex"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.annex.title").to_owned()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = self.header.document(self.id(), self.title(texts), texts);
        document.marking = self.marking(texts);
        document.blocks = self.opening(texts);
        for part in AnnexPart::ALL {
            let entries: Vec<_> = self
                .entries
                .iter()
                .filter(|entry| entry.part == part)
                .collect();
            if !entries.is_empty() {
                document.blocks.push(heading(1, part.title(texts)));
                let items = entries
                    .into_iter()
                    .map(|entry| entry.point(texts))
                    .collect();
                document.blocks.push(Block::Points { items });
            }
        }
        document
    }
}

impl Annex {
    /// The highest class in the annex; an annex without entries is still handled as secret.
    fn class(&self) -> Publicity {
        self.entries
            .iter()
            .map(|entry| entry.publicity)
            .max()
            .unwrap_or(Publicity::Secret)
    }

    fn marking(&self, texts: Texts) -> Marking {
        let class = publicity_word(self.class(), texts).to_uppercase();
        let text = if self.header.fictitious {
            format!("{class} · {}", texts.say("report.fictitious"))
        } else {
            class
        };
        Marking {
            text,
            restricted: true,
        }
    }

    fn opening(&self, texts: Texts) -> Vec<Block> {
        let sentences = if self.class() == Publicity::Secret {
            vec![texts.say("report.annex.secret-rule").to_owned()]
        } else {
            vec![texts.say("report.annex.internal-rule").to_owned()]
        };
        let title = publicity_word(self.class(), texts).to_owned();
        let mut blocks = vec![Block::Callout { title, sentences }];
        if self.entries.is_empty() {
            blocks.push(Block::Paragraph {
                text: texts.say("report.annex.empty").to_owned(),
            });
            return blocks;
        }
        let of = |class| {
            self.entries
                .iter()
                .filter(|entry| entry.publicity == class)
                .count()
        };
        let rows = [Publicity::Secret, Publicity::Internal].map(|class| Fact {
            name: publicity_word(class, texts).to_owned(),
            value: texts.count("report.annex.entries", of(class)),
        });
        blocks.push(Block::Facts {
            rows: rows.to_vec(),
        });
        blocks.push(heading(1, texts.say("report.annex.list")));
        blocks.push(self.list(texts));
        blocks
    }

    fn list(&self, texts: Texts) -> Block {
        let rows = self.entries.iter().enumerate().map(|(at, entry)| {
            vec![
                cell(texts.number(at + 1)),
                name(entry.title.as_str()),
                cell(publicity_word(entry.publicity, texts)),
                cell(entry.ground.as_ref().map_or("–", Cleared::as_str)),
            ]
        });
        let columns = [
            (texts.say("report.number"), 2),
            (texts.say("report.annex.entry"), 8),
            (texts.say("report.annex.class"), 4),
            (texts.say("report.annex.ground"), 7),
        ];
        table("", &columns, rows.collect())
    }
}

impl AnnexEntry {
    fn point(&self, texts: Texts) -> Point {
        let class = publicity_word(self.publicity, texts);
        let remark = match &self.ground {
            Some(ground) => {
                let named = texts.with("report.annex.ground-is", &[("ground", ground)]);
                format!("{} · {named}", self.theme)
            }
            None => self.theme.to_string(),
        };
        Point {
            label: class.to_uppercase(),
            title: self.title.to_string(),
            text: self.text.to_string(),
            remark,
        }
    }
}
