//! A report's document as HTML: what is printed is what is read.

use app::leadership::Judgement;
use app::leadership::document::{
    Block, Cell, Decision, Distribution as Answers, Document, Fact, Levels, Point, Share, Table,
    ThemeRow,
};
use askama::Template;
use domain::survey::Level;
use i18n::Texts;

use crate::kit::chart::{
    Distribution, DistributionRow, Heading, IntervalChart, IntervalRow, Slice, Tone,
};
use crate::kit::part::KeyFigure;

/// The blocks of a document, ready to draw; a page shows it with `{{ blocks|safe }}`.
#[derive(Template)]
#[template(path = "press/blocks.html")]
pub(crate) struct Blocks {
    t: Texts,
    list: Vec<Shown>,
}

/// A block as the template draws it.
enum Shown {
    Heading {
        level: u8,
        text: String,
    },
    Lead {
        text: String,
    },
    Paragraph {
        text: String,
    },
    Note {
        text: String,
    },
    List {
        ordered: bool,
        items: Vec<String>,
    },
    Callout {
        title: String,
        sentences: Vec<String>,
    },
    Facts {
        rows: Vec<Fact>,
    },
    Chart {
        html: String,
    },
    Figures {
        figures: Vec<KeyFigure>,
    },
    Table {
        id: String,
        caption: String,
        /// Whether the caption repeats the heading above.
        is_quiet: bool,
        heads: Vec<Head>,
        rows: Vec<Vec<ShownCell>>,
    },
    Points {
        level: u8,
        items: Vec<Point>,
    },
    Decisions {
        items: Vec<Decision>,
    },
    Quote {
        text: String,
        source: String,
    },
}

struct Head {
    title: String,
    numeric: bool,
}

struct ShownCell {
    label: String,
    text: String,
    detail: String,
    level: Option<Level>,
    strong: bool,
    numeric: bool,
}

/// Counts what needs an id of its own, and remembers the last heading, which names what follows.
struct Drawing {
    t: Texts,
    charts: usize,
    level: u8,
    heading: String,
}

impl Blocks {
    /// The blocks of a document.
    pub(crate) fn new(t: Texts, document: Document) -> Self {
        let mut drawing = Drawing {
            t,
            charts: 0,
            level: 1,
            heading: document.title,
        };
        let mut list = Vec::new();
        let mut asked = Vec::new();
        for block in document.blocks {
            // Questions that follow each other are bars of one picture.
            if let Block::Distribution(answers) = block {
                asked.push(answers);
                continue;
            }
            list.extend(drawing.asked(&std::mem::take(&mut asked)));
            list.extend(drawing.shown(block));
        }
        list.extend(drawing.asked(&asked));
        Self { t, list }
    }
}

impl Drawing {
    fn shown(&mut self, block: Block) -> Option<Shown> {
        Some(match block {
            Block::Heading { level, text, .. } => {
                self.level = (level + 1).min(5);
                self.heading.clone_from(&text);
                Shown::Heading {
                    level: self.level,
                    text,
                }
            }
            Block::Lead { text } => Shown::Lead { text },
            Block::Paragraph { text } => Shown::Paragraph { text },
            Block::Note { text } => Shown::Note { text },
            Block::List { ordered, items } => Shown::List { ordered, items },
            Block::Callout { sentences, .. } if sentences.is_empty() => return None,
            Block::Callout { title, sentences } => Shown::Callout { title, sentences },
            Block::Facts { rows } => Shown::Facts { rows },
            Block::Table(table) => self.table(table),
            Block::Tally { parts } => tally(parts),
            Block::Themes { head, rows } => self.themes(head, &rows),
            Block::Points { items } => Shown::Points {
                level: self.level + 1,
                items,
            },
            Block::Decisions { items } => Shown::Decisions { items },
            Block::Quote { text, source } => Shown::Quote { text, source },
            Block::Levels(levels) => self.levels(levels),
            // The page has its own navigation, letters are only printed, and the answers to
            // questions are drawn together.
            Block::Outline { .. }
            | Block::Letter(_)
            | Block::Poster(_)
            | Block::Prose(_)
            | Block::Distribution(_) => return None,
        })
    }

    fn id(&mut self, kind: &str) -> String {
        self.charts += 1;
        format!("{kind}-{}", self.charts)
    }

    fn chart(chart: &impl Template) -> Shown {
        Shown::Chart {
            html: chart.render().unwrap_or_default(),
        }
    }

    fn table(&mut self, table: Table) -> Shown {
        let heads: Vec<Head> = table
            .columns
            .iter()
            .map(|one| Head {
                title: one.title.clone(),
                numeric: one.numeric,
            })
            .collect();
        let rows = table
            .rows
            .into_iter()
            .map(|row| row.into_iter().zip(&heads).map(cell).collect())
            .collect();
        Shown::Table {
            id: self.id("table"),
            is_quiet: table.caption.is_empty() || table.caption == self.heading,
            caption: if table.caption.is_empty() {
                self.heading.clone()
            } else {
                table.caption
            },
            heads,
            rows,
        }
    }

    /// The themes as stacked bars: how many of their criteria are judged how.
    fn themes(&mut self, head: [String; 2], rows: &[ThemeRow]) -> Shown {
        let t = self.t;
        let [theme, criteria] = head;
        let heading = Heading::new(&self.id("themes"), &criteria, "", t.say("kit.numbers"));
        let tones = [Tone::Full, Tone::Some, Tone::None, Tone::Unknown];
        let legend = tones
            .into_iter()
            .zip(Judgement::ALL)
            .map(|(tone, judgement)| (tone, judgement.word(t).to_owned()))
            .collect();
        let rows = rows.iter().map(|row| theme_row(row, t)).collect();
        Self::chart(&Distribution {
            heading,
            heads: [theme, t.say("leadership.judged").to_owned()],
            legend,
            rows,
        })
    }

    fn levels(&mut self, levels: Levels) -> Shown {
        let t = self.t;
        let rows = levels
            .rows
            .into_iter()
            .map(|row| {
                let mean = row.value.unwrap_or_default();
                let [low, high] = row.range.unwrap_or([mean, mean]);
                let spread = row.range.map_or_else(
                    || "–".to_owned(),
                    |[low, high]| format!("{}–{}", t.decimal(low, 0), t.decimal(high, 0)),
                );
                IntervalRow {
                    label: row.label,
                    mean,
                    low,
                    high,
                    mean_text: row.text.clone(),
                    spread_text: spread,
                    n: String::new(),
                    withheld: if row.value.is_some() {
                        String::new()
                    } else {
                        row.text
                    },
                }
            })
            .collect();
        // The table that follows in the document has the same numbers.
        let heading = Heading::new(&self.id("levels"), &self.heading, "", "");
        Self::chart(&IntervalChart {
            heading: heading.repeated(),
            heads: ["report.source", "report.level", "kit.spread", "report.n"]
                .map(|key| t.say(key).to_owned()),
            axis: levels.scale.to_vec(),
            min: 0.0,
            max: 100.0,
            rows,
        })
    }

    /// The answers to questions as bars; what may not be shown is said in words.
    fn asked(&mut self, asked: &[Answers]) -> Option<Shown> {
        let t = self.t;
        let first = asked.first()?;
        let tones = [Tone::Full, Tone::Some, Tone::None, Tone::Unknown];
        let legend = tones
            .into_iter()
            .zip(&first.answers)
            .map(|(tone, answer)| (tone, answer.label.clone()))
            .collect();
        let heads = ["survey.table.question", "survey.table.n"].map(|key| t.say(key).to_owned());
        let heading = Heading::new(&self.id("answers"), &self.heading, "", t.say("kit.numbers"));
        Some(Self::chart(&Distribution {
            heading: heading.repeated(),
            heads,
            legend,
            rows: asked.iter().map(|one| answer_row(one, t)).collect(),
        }))
    }
}

fn answer_row(asked: &Answers, t: Texts) -> DistributionRow {
    let counts: Option<Vec<u32>> = asked.answers.iter().map(|one| one.count).collect();
    let total: u32 = counts.iter().flatten().sum();
    let said: Vec<String> = asked
        .answers
        .iter()
        .map(|one| format!("{} {}", one.label, one.text))
        .collect();
    DistributionRow {
        label: format!("{} – {}", asked.question, asked.audience),
        n: if total > 0 {
            t.number(total)
        } else {
            String::new()
        },
        slices: counts
            .unwrap_or_default()
            .into_iter()
            .map(|count| Slice {
                share: share(count, total),
                text: t.number(count),
            })
            .collect(),
        withheld: if total > 0 {
            String::new()
        } else {
            said.join(", ")
        },
    }
}

fn share(count: u32, total: u32) -> f64 {
    if total == 0 {
        0.0
    } else {
        f64::from(count) / f64::from(total)
    }
}

fn theme_row(row: &ThemeRow, t: Texts) -> DistributionRow {
    let total: u32 = row.counts.iter().sum();
    DistributionRow {
        label: row.title.clone(),
        n: t.number(total),
        slices: row
            .counts
            .iter()
            .map(|count| Slice {
                share: share(*count, total),
                text: t.number(count),
            })
            .collect(),
        withheld: if total == 0 {
            row.sentence.clone()
        } else {
            String::new()
        },
    }
}

fn tally(parts: Vec<Share>) -> Shown {
    Shown::Figures {
        figures: parts
            .into_iter()
            .map(|part| KeyFigure {
                value: part.count,
                label: part.word,
                note: String::new(),
            })
            .collect(),
    }
}

fn cell((cell, head): (Cell, &Head)) -> ShownCell {
    ShownCell {
        label: head.title.clone(),
        text: cell.text,
        detail: cell.detail,
        level: cell.judgement.map(level),
        strong: cell.strong,
        numeric: head.numeric,
    }
}

const fn level(judgement: Judgement) -> Level {
    match judgement {
        Judgement::InOrder => Level::Yes,
        Judgement::Partly => Level::Partly,
        Judgement::NotInOrder => Level::No,
        Judgement::Unknown => Level::Unknown,
    }
}
