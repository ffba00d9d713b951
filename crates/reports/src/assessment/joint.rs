//! The joint report over the municipalities of a programme.

use domain::Cleared;
use domain::publicity::Public;
use i18n::Texts;

use super::Header;
use super::full::ProposedAction;
use super::parts::{cell, date_or_dash, heading, judged, name, strings, table, tally};
use crate::document::{Block, Cell, Document, Layout, Point};
use crate::judgement::effort_word;
use crate::{Counts, Cut, Judgement, Report};

/// How many municipalities fit side by side in one table; more make further tables.
const ABREAST: usize = 4;

/// The joint report. It exists in the public edition only: what one municipality keeps to itself,
/// its neighbours must not read here.
#[derive(Debug, Clone)]
pub struct Joint {
    /// Header; the organisation is the programme.
    pub header: Header<Public>,
    /// The situation in a few sentences.
    pub situation: Vec<Cleared<Public>>,
    /// Titles of the themes.
    pub themes: Vec<Cleared<Public>>,
    /// Municipalities.
    pub municipalities: Vec<Municipality>,
    /// Worries that municipalities share.
    pub worries: Vec<CommonPoint>,
    /// Actions that are best taken together.
    pub actions: Vec<ProposedAction<Public>>,
}

/// A worry that municipalities share.
#[derive(Debug, Clone)]
pub struct CommonPoint {
    /// Title.
    pub title: Cleared<Public>,
    /// Text.
    pub text: Cleared<Public>,
    /// Whom it concerns.
    pub municipalities: Vec<Cleared<Public>>,
}

/// A municipality in the joint report.
#[derive(Debug, Clone)]
pub struct Municipality {
    /// Name.
    pub name: Cleared<Public>,
    /// Its themes in the report's order.
    pub themes: Vec<MunicipalityTheme>,
    /// The situation in one or two sentences.
    pub situation: Vec<Cleared<Public>>,
    /// Its biggest worries, titles only.
    pub worries: Vec<Cleared<Public>>,
    /// What it decides next, titles only.
    pub proposals: Vec<Cleared<Public>>,
}

/// A theme of one municipality.
#[derive(Debug, Clone, Copy)]
pub struct MunicipalityTheme {
    /// The theme as a whole, as judged; nothing when it was not assessed.
    pub judgement: Option<Judgement>,
    /// Judgements of its criteria.
    pub counts: Counts,
}

impl Report for Joint {
    fn id(&self) -> &'static str {
        "assessment.joint"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.joint.title").to_owned()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = self.header.document(self.id(), self.title(texts), texts);
        document.layout = Layout::Book;
        let blocks = &mut document.blocks;
        blocks.push(Block::Outline {
            title: texts.say("report.full.contents").to_owned(),
        });
        blocks.push(heading(1, texts.say("report.full.summary")));
        blocks.push(Block::Callout {
            title: texts.say("report.joint.situation").to_owned(),
            sentences: strings(&self.situation),
        });
        blocks.extend(self.comparison(texts));
        blocks.extend(self.common_worries(texts));
        blocks.extend(self.common_actions(texts));
        blocks.push(heading(1, texts.say("report.joint.municipalities")));
        for municipality in &self.municipalities {
            blocks.extend(municipality.section(texts));
        }
        document
    }
}

impl Joint {
    /// Themes by municipalities, a few municipalities at a time.
    fn comparison(&self, texts: Texts) -> Vec<Block> {
        let mut blocks = vec![
            heading(2, texts.say("report.joint.themes")),
            Block::Paragraph {
                text: texts.say("report.joint.themes-lead").to_owned(),
            },
        ];
        for group in self
            .municipalities
            .chunks(abreast(self.municipalities.len()))
        {
            let rows = self.themes.iter().enumerate().map(|(at, title)| {
                let mut row = vec![name(title.as_str())];
                row.extend(
                    group
                        .iter()
                        .map(|municipality| municipality.cell(at, texts)),
                );
                row
            });
            let mut columns = vec![(texts.say("report.theme"), 6)];
            columns.extend(
                group
                    .iter()
                    .map(|municipality| (municipality.name.as_str(), 4)),
            );
            blocks.push(table(
                texts.say("report.joint.caption"),
                &columns,
                rows.collect(),
            ));
        }
        blocks
    }

    fn common_worries(&self, texts: Texts) -> Vec<Block> {
        if self.worries.is_empty() {
            return Vec::new();
        }
        let items = self.worries.iter().enumerate().map(|(at, worry)| {
            let names: Vec<_> = worry.municipalities.iter().map(Cleared::as_str).collect();
            Point {
                label: texts.number(at + 1),
                title: worry.title.to_string(),
                text: worry.text.to_string(),
                remark: texts.list(&names),
            }
        });
        let items = items.collect();
        vec![
            heading(2, texts.say("report.joint.worries")),
            Block::Points { items },
        ]
    }

    fn common_actions(&self, texts: Texts) -> Vec<Block> {
        if self.actions.is_empty() {
            return Vec::new();
        }
        let rows = self.actions.iter().enumerate().map(|(at, action)| {
            let detail = action
                .effect
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            vec![
                cell(texts.number(at + 1)),
                Cell {
                    text: action.title.to_string(),
                    detail,
                    ..Cell::default()
                },
                cell(action.owner.as_ref().map_or("–", Cleared::as_str)),
                cell(
                    action
                        .effort
                        .map_or("–", |effort| effort_word(effort, texts)),
                ),
                cell(date_or_dash(action.by, texts)),
            ]
        });
        let columns = [
            (texts.say("report.number"), 2),
            (texts.say("report.action"), 15),
            (texts.say("report.owner"), 9),
            (texts.say("report.effort.title"), 6),
            (texts.say("report.by"), 6),
        ];
        vec![
            heading(2, texts.say("report.joint.actions")),
            table("", &columns, rows.collect()),
        ]
    }
}

/// How many stand side by side, so that the tables are of one width: twelve as four, four, four.
fn abreast(municipalities: usize) -> usize {
    let tables = municipalities.div_ceil(ABREAST).max(1);
    municipalities.div_ceil(tables).max(1)
}

impl Municipality {
    fn cell(&self, theme: usize, texts: Texts) -> Cell {
        match self.themes.get(theme) {
            Some(MunicipalityTheme {
                judgement: Some(judgement),
                ..
            }) => judged(*judgement, texts),
            _ => cell(texts.say("report.not-assessed")),
        }
    }

    /// The municipality's own half page.
    fn section(&self, texts: Texts) -> Vec<Block> {
        let total = self
            .themes
            .iter()
            .fold(Counts::default(), |sum, theme| sum.plus(theme.counts));
        let mut blocks = vec![heading(2, self.name.as_str())];
        let text: Vec<_> = self.situation.iter().map(Cleared::as_str).collect();
        blocks.push(Block::Paragraph {
            text: text.join(" "),
        });
        blocks.push(tally(total, texts));
        for (title, items) in [
            ("report.summary.worries", &self.worries),
            ("report.summary.proposals", &self.proposals),
        ] {
            if !items.is_empty() {
                blocks.push(heading(3, texts.say(title)));
                let ordered = title.ends_with("proposals");
                blocks.push(Block::List {
                    ordered,
                    items: strings(items),
                });
            }
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::abreast;

    #[test]
    fn municipalities_are_spread_evenly() {
        assert_eq!([0, 1, 3, 4, 5, 9, 12].map(abreast), [1, 1, 3, 4, 3, 3, 4]);
    }
}
