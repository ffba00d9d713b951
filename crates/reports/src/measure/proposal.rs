//! The public proposal to the council.

use domain::Cleared;
use domain::publicity::Public;
use i18n::Texts;

use super::{PaperHeader, of_hundred};
use crate::assessment::parts::{cell, heading, name, table};
use crate::document::{Block, Cell, Document, Point};
use crate::{Cut, Report};

/// Years of a council term.
const YEARS: i64 = 4;

/// The proposal. It holds numbers of the whole municipality and shipped texts, nothing that names a
/// service, a supplier or a person.
#[derive(Debug, Clone)]
pub struct CouncilProposal {
    /// Header.
    pub header: PaperHeader<Public>,
    /// How many services and threats the figures are made of.
    pub extent: (usize, usize),
    /// The proposed measures.
    pub measures: Vec<Proposed>,
    /// Doing nothing, the proposal and its neighbours, the cheapest first.
    pub alternatives: Vec<Alternative>,
    /// In how large a share of terms the measures save more than they cost, 0 to 1.
    pub pays_back: f64,
    /// What putting them off by a year costs in expected loss, in euros.
    pub postponing: f64,
    /// What is not known.
    pub unknowns: Unknowns,
}

/// A proposed measure.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// Its name in the catalogue; nothing for one of the municipality's own, whose name is internal.
    pub title: Option<Cleared<Public>>,
    /// What it does, from the catalogue.
    pub sentence: Option<Cleared<Public>>,
    /// Euros over the term.
    pub cost: i64,
    /// Whether the cost is only the catalogue's default.
    pub is_default_cost: bool,
}

/// What is expected of a term, for the whole municipality.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Days of outage, all services together.
    pub days: f64,
    /// Residents times days without a service.
    pub resident_days: f64,
    /// Loss in euros.
    pub loss: f64,
}

/// How an alternative stands to the proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// No measure at all.
    Nothing,
    /// The next cheaper choice that no other beats.
    Cheaper,
    /// The proposal.
    Proposed,
    /// The next more expensive choice that no other beats.
    Dearer,
}

/// An alternative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alternative {
    /// How it stands to the proposal.
    pub standing: Standing,
    /// How many measures it has.
    pub measures: usize,
    /// Euros over the term.
    pub cost: f64,
    /// What it leaves.
    pub figures: Figures,
}

/// What is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Unknowns {
    /// Expected loss without measures: where it lies nine times of ten, in euros.
    pub loss: (f64, f64),
    /// Services whose cost of a day of outage is unknown.
    pub no_cost: usize,
    /// Services whose longest tolerable outage is unknown.
    pub no_tolerance: usize,
    /// Threats that are used as shipped.
    pub shipped: usize,
    /// By how much the best choice could at most be better, in euros; 0 when all were tried.
    pub gap: f64,
    /// Whether the set was chosen by simulated figures, so that no such bound is known.
    pub is_estimated: bool,
}

impl Report for CouncilProposal {
    fn id(&self) -> &'static str {
        "measure.proposal"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.proposal.title").to_owned()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = self.header.document(self.id(), self.title(texts), texts);
        let mut blocks = vec![self.in_short(texts)];
        blocks.extend(self.background(texts));
        blocks.extend(self.proposed(texts));
        blocks.extend(self.effects(texts));
        blocks.extend(self.choices(texts));
        blocks.extend(self.years(texts));
        blocks.extend(self.not_known(texts));
        blocks.extend(self.assessment(texts));
        blocks.extend(self.decision(texts));
        document.blocks = blocks;
        document
    }
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph { text: text.into() }
}

fn note(text: impl Into<String>) -> Block {
    Block::Note { text: text.into() }
}

impl CouncilProposal {
    fn cost(&self) -> i64 {
        self.measures.iter().map(|one| one.cost).sum()
    }

    fn figures(&self, standing: Standing) -> Figures {
        let found = self.alternatives.iter().find(|it| it.standing == standing);
        found.map(|it| it.figures).unwrap_or_default()
    }

    fn before(&self) -> Figures {
        self.figures(Standing::Nothing)
    }

    fn after(&self) -> Figures {
        self.figures(Standing::Proposed)
    }

    fn in_short(&self, texts: Texts) -> Block {
        let (before, after) = (self.before(), self.after());
        let count = i64::try_from(self.measures.len()).unwrap_or(i64::MAX);
        let cost = texts.euros(self.cost());
        let mut sentences = vec![
            texts.count_with("report.proposal.proposes", count, &[("cost", &cost)]),
            texts.with(
                "report.proposal.loss-falls",
                &[
                    ("before", &texts.rough(before.loss)),
                    ("after", &texts.rough(after.loss)),
                ],
            ),
        ];
        if !self.measures.is_empty() {
            sentences.push(self.paying_back(texts));
        }
        Block::Callout {
            title: texts.say("report.proposal.short").to_owned(),
            sentences,
        }
    }

    fn paying_back(&self, texts: Texts) -> String {
        let n = of_hundred(self.pays_back, texts);
        if self.pays_back < 0.01 {
            return texts.say("report.proposal.insurance-rare").to_owned();
        }
        let key = if self.pays_back < 0.5 {
            "report.proposal.insurance"
        } else {
            "report.proposal.pays-back"
        };
        texts.with(key, &[("n", &n)])
    }

    fn background(&self, texts: Texts) -> Vec<Block> {
        let (services, threats) = self.extent;
        vec![
            heading(1, texts.say("report.proposal.background")),
            paragraph(texts.with(
                "report.proposal.background-text",
                &[
                    ("services", &texts.number(services)),
                    ("threats", &texts.number(threats)),
                ],
            )),
            paragraph(texts.say("report.proposal.background-figures")),
            paragraph(texts.say("report.proposal.background-annex")),
        ]
    }

    fn proposed(&self, texts: Texts) -> Vec<Block> {
        let title = heading(1, texts.say("report.proposal.measures"));
        if self.measures.is_empty() {
            return vec![title, paragraph(texts.say("report.proposal.no-measures"))];
        }
        let rows = self.measures.iter().map(|one| {
            let own = || texts.say("report.proposal.own");
            vec![
                Cell {
                    text: one.title.as_ref().map_or_else(own, Cleared::as_str).into(),
                    detail: one.sentence.as_ref().map_or("", Cleared::as_str).into(),
                    strong: true,
                    ..Cell::default()
                },
                Cell {
                    text: texts.euros(one.cost),
                    detail: if one.is_default_cost {
                        texts.say("report.proposal.default-cost").to_owned()
                    } else {
                        String::new()
                    },
                    ..Cell::default()
                },
            ]
        });
        let mut rows: Vec<Vec<Cell>> = rows.collect();
        rows.push(vec![
            name(texts.say("report.proposal.sum")),
            cell(texts.euros(self.cost())),
        ]);
        let columns = [
            (texts.say("report.proposal.measure"), 10),
            (texts.say("report.proposal.cost-term"), -4),
        ];
        vec![title, table("", &columns, rows)]
    }

    fn effects(&self, texts: Texts) -> Vec<Block> {
        let (before, after) = (self.before(), self.after());
        let row = |key: &str, before: f64, after: f64| {
            vec![
                name(texts.say(key)),
                cell(texts.rough(before)),
                cell(texts.rough(after)),
                cell(texts.rough(before - after)),
            ]
        };
        let rows = vec![
            row("report.proposal.days", before.days, after.days),
            row(
                "report.proposal.resident-days",
                before.resident_days,
                after.resident_days,
            ),
            row("report.proposal.loss", before.loss, after.loss),
        ];
        let columns = [
            (texts.say("report.proposal.in-term"), 7),
            (texts.say("report.proposal.before"), -4),
            (texts.say("report.proposal.after"), -4),
            (texts.say("report.proposal.less"), -4),
        ];
        vec![
            heading(1, texts.say("report.proposal.effects")),
            table("", &columns, rows),
            note(texts.say("report.proposal.units")),
        ]
    }

    fn choices(&self, texts: Texts) -> Vec<Block> {
        let rows = self.alternatives.iter().map(|one| {
            let key = match one.standing {
                Standing::Nothing => "report.proposal.nothing",
                Standing::Cheaper => "report.proposal.cheaper",
                Standing::Proposed => "report.proposal.chosen",
                Standing::Dearer => "report.proposal.dearer",
            };
            vec![
                name(texts.say(key)),
                cell(texts.number(one.measures)),
                cell(texts.decimal(one.cost, 0)),
                cell(texts.rough(one.figures.loss)),
                cell(texts.rough(one.figures.days)),
            ]
        });
        let columns = [
            (texts.say("report.proposal.alternative"), 6),
            (texts.say("report.proposal.count"), -3),
            (texts.say("report.proposal.cost"), -4),
            (texts.say("report.proposal.loss-short"), -4),
            (texts.say("report.proposal.days-short"), -4),
        ];
        let mut blocks = vec![
            heading(1, texts.say("report.proposal.alternatives")),
            paragraph(texts.say("report.proposal.alternatives-text")),
            table("", &columns, rows.collect()),
        ];
        if self.postponing >= 1.0 {
            blocks.push(paragraph(texts.with(
                "report.proposal.postponing",
                &[("n", &texts.rough(self.postponing))],
            )));
        }
        blocks
    }

    /// The cost by year: even, and the last year takes what does not divide.
    fn years(&self, texts: Texts) -> Vec<Block> {
        let (all, each) = (self.cost(), self.cost() / YEARS);
        let of_year = |year: i64| {
            let is_last = year == YEARS;
            let cost = if is_last {
                all - each * (YEARS - 1)
            } else {
                each
            };
            vec![
                name(texts.with("report.proposal.year", &[("n", &year)])),
                cell(texts.euros(cost)),
            ]
        };
        let mut rows: Vec<Vec<Cell>> = (1..=YEARS).map(of_year).collect();
        rows.push(vec![
            name(texts.say("report.proposal.sum")),
            cell(texts.euros(all)),
        ]);
        let columns = [
            (texts.say("report.proposal.year-head"), 6),
            (texts.say("report.proposal.cost"), -4),
        ];
        vec![
            heading(1, texts.say("report.proposal.years")),
            table("", &columns, rows),
            note(texts.say("report.proposal.years-note")),
        ]
    }

    fn not_known(&self, texts: Texts) -> Vec<Block> {
        let known = &self.unknowns;
        let (low, high) = known.loss;
        let mut items = vec![texts.with(
            "report.proposal.band",
            &[("low", &texts.rough(low)), ("high", &texts.rough(high))],
        )];
        let defaults = self.measures.iter().filter(|one| one.is_default_cost);
        let counts = [
            ("report.proposal.unknown-costs", defaults.count()),
            ("report.proposal.unknown-outage-cost", known.no_cost),
            ("report.proposal.unknown-tolerance", known.no_tolerance),
            ("report.proposal.unknown-threats", known.shipped),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        items.extend(told.map(|(key, count)| texts.count(key, count)));
        if known.is_estimated {
            items.push(texts.say("report.proposal.estimated").to_owned());
        } else if known.gap >= 1.0 {
            items.push(texts.with("report.proposal.gap", &[("n", &texts.rough(known.gap))]));
        }
        vec![
            heading(1, texts.say("report.proposal.unknown")),
            Block::List {
                ordered: false,
                items,
            },
        ]
    }

    /// What the decision does to people, services, money and staff; what the figures cannot know is
    /// left to whoever prepares the matter.
    fn assessment(&self, texts: Texts) -> Vec<Block> {
        let (before, after) = (self.before(), self.after());
        let share = if before.days > 0.0 {
            (before.days - after.days) / before.days
        } else {
            0.0
        };
        let less = texts.percent(share);
        let saved = texts.rough(before.loss - after.loss);
        let cost = texts.euros(self.cost());
        let point = |title: &str, text: String| Point {
            title: texts.say(title).to_owned(),
            text,
            ..Point::default()
        };
        let items = vec![
            point(
                "report.proposal.residents",
                texts.with("report.proposal.residents-text", &[("less", &less)]),
            ),
            point(
                "report.proposal.economy",
                texts.with(
                    "report.proposal.economy-text",
                    &[("cost", &cost), ("saved", &saved)],
                ),
            ),
            point(
                "report.proposal.staff",
                texts.say("report.proposal.staff-text").to_owned(),
            ),
        ];
        vec![
            heading(1, texts.say("report.proposal.assessment")),
            Block::Points { items },
        ]
    }

    fn decision(&self, texts: Texts) -> Vec<Block> {
        let cost = texts.euros(self.cost());
        let after = texts.rough(self.after().loss);
        let items = vec![
            texts.say("report.proposal.decide-measures").to_owned(),
            texts.with("report.proposal.decide-money", &[("cost", &cost)]),
            texts.say("report.proposal.decide-report").to_owned(),
            texts.with("report.proposal.decide-risk", &[("n", &after)]),
        ];
        vec![
            heading(1, texts.say("report.proposal.decision")),
            paragraph(texts.say("report.proposal.decision-lead")),
            Block::List {
                ordered: true,
                items,
            },
        ]
    }
}
