//! What one source says of one theme, in numbers.

use domain::framework::Source;
use i18n::Texts;

use crate::document::{Cell, LevelRow, Levels};

/// What one source says of one theme.
///
/// A level is 0 when nothing is in order, 50 when everything is partly, 100 when everything is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SourceReading {
    /// The source.
    pub source: Source,
    /// The least and the greatest that the level can be, 0 to 100, the same when it is known; nothing
    /// when there is no evidence or it may not be shown.
    pub level: Option<[f64; 2]>,
    /// Standard deviation of the level.
    pub spread: Option<f64>,
    /// Answers, coded passages or documents.
    pub n: Option<u32>,
    /// The least and the greatest that the share of "don't know" can be, 0 to 1.
    pub unknown: Option<[f64; 2]>,
    /// Whether numbers are hidden because too few answered.
    pub hidden: bool,
}

impl SourceReading {
    /// A source that gave nothing.
    pub const fn nothing(source: Source) -> Self {
        Self {
            source,
            level: None,
            spread: None,
            n: None,
            unknown: None,
            hidden: false,
        }
    }

    /// The name of the source.
    pub fn name(&self, texts: Texts) -> &'static str {
        source_name(self.source, texts)
    }

    /// The level in digits, or a dash.
    pub fn level_text(&self, texts: Texts) -> String {
        self.level.map_or_else(dash, |level| {
            let [low, high] = level.map(|it| texts.decimal(it, 0));
            if low == high {
                low
            } else {
                format!("{low}–{high}")
            }
        })
    }

    /// The level, when it is known.
    fn known_level(&self) -> Option<f64> {
        let [low, high] = self.level?;
        (high - low < 1e-6).then_some(low)
    }

    /// The level with n under it, for the matrix.
    pub(super) fn cell(&self, texts: Texts) -> Cell {
        let detail = match self.n {
            _ if self.hidden => texts.say("report.too-few").to_owned(),
            Some(n) => format!("n\u{a0}=\u{a0}{}", texts.number(n)),
            None => String::new(),
        };
        Cell {
            text: self.level_text(texts),
            detail,
            ..Cell::default()
        }
    }

    /// The row of the table under the picture.
    pub(super) fn row(&self, texts: Texts) -> Vec<Cell> {
        let spread = self
            .spread
            .map_or_else(dash, |spread| texts.decimal(spread, 0));
        let n = self.n.map_or_else(dash, |n| texts.number(n));
        let unknown = self
            .unknown
            .map_or_else(dash, |share| texts.percents(share));
        let name = Cell {
            text: self.name(texts).to_owned(),
            strong: true,
            ..Cell::default()
        };
        [self.level_text(texts), spread, n, unknown]
            .into_iter()
            .fold(vec![name], |mut row, text| {
                row.push(Cell {
                    text,
                    ..Cell::default()
                });
                row
            })
    }

    fn line(&self, texts: Texts) -> LevelRow {
        let level = self.known_level();
        let range = level.zip(self.spread).map(|(level, spread)| {
            [
                (level - spread).clamp(0.0, 100.0),
                (level + spread).clamp(0.0, 100.0),
            ]
        });
        let text = match self.level {
            Some(_) => self.level_text(texts),
            None if self.hidden => texts.say("report.too-few").to_owned(),
            None => texts.say("report.no-evidence").to_owned(),
        };
        LevelRow {
            label: self.name(texts).to_owned(),
            value: level,
            range,
            text,
        }
    }
}

/// The name of a source.
pub(super) fn source_name(source: Source, texts: Texts) -> &'static str {
    texts.say(match source {
        Source::Survey => "source.survey",
        Source::Interview => "source.interview",
        Source::Document => "source.document",
    })
}

/// The picture of a theme's sources.
pub(super) fn levels(theme: &str, readings: &[SourceReading], texts: Texts) -> Levels {
    let rows: Vec<_> = readings.iter().map(|reading| reading.line(texts)).collect();
    let said: Vec<_> = rows
        .iter()
        .map(|row| format!("{} {}", row.label, row.text))
        .collect();
    Levels {
        alt: texts.with(
            "report.levels.alt",
            &[("theme", &theme), ("levels", &said.join(", "))],
        ),
        scale: [
            "report.judgement.not-in-order",
            "report.judgement.partly",
            "report.judgement.in-order",
        ]
        .map(|key| texts.say(key).to_owned()),
        rows,
    }
}

fn dash() -> String {
    "–".to_owned()
}
