//! A theme's chapter in the full report.

use domain::framework::Source;
use domain::{Cleared, Edition, Publicity};
use i18n::Texts;

use super::full::{Finding, ProposedAction, SurveyQuestion, ThemeChapter};
use super::parts::{cell, date_or_dash, heading, judged, name, strings, table};
use super::readings::levels;
use super::{SourceReading, publicity_word};
use crate::Counts;
use crate::document::{Answer, Block, Cell, Distribution, Point};
use crate::judgement::effort_word;

impl<E: Edition> ThemeChapter<E> {
    /// The theme's line in the matrix of themes and sources.
    pub(super) fn matrix_row(&self, texts: Texts) -> Vec<Cell> {
        let reading = |source: Source| {
            self.readings
                .iter()
                .find(|reading| reading.source == source)
                .copied()
                .unwrap_or(SourceReading::nothing(source))
        };
        let counts = Counts::of(
            self.criteria
                .iter()
                .filter_map(|criterion| criterion.judgement),
        );
        let mut row = vec![name(self.title.as_str())];
        row.extend(
            Source::ALL
                .iter()
                .map(|source| reading(*source).cell(texts)),
        );
        let words = counts.words(texts);
        row.push(if words.is_empty() {
            cell(texts.say("report.not-assessed"))
        } else {
            cell(words)
        });
        row
    }

    /// The chapter; actions are numbered on from `number`.
    pub(super) fn chapter(&self, number: &mut usize, texts: Texts) -> Vec<Block> {
        let mut blocks = vec![heading(2, self.title.as_str())];
        if let Some(question) = &self.question {
            blocks.push(Block::Lead {
                text: question.to_string(),
            });
        }
        if let Some(conclusion) = &self.conclusion {
            blocks.push(Block::Paragraph {
                text: conclusion.to_string(),
            });
        }
        blocks.extend(self.sources(texts));
        blocks.extend(self.criteria(texts));
        if !self.disagreements.is_empty() {
            blocks.push(heading(3, texts.say("report.theme-part.disagreements")));
            blocks.push(Block::List {
                ordered: false,
                items: strings(&self.disagreements),
            });
        }
        blocks.extend(self.findings(texts));
        blocks.extend(self.actions(number, texts));
        blocks
    }

    fn sources(&self, texts: Texts) -> Vec<Block> {
        if self.readings.is_empty() {
            return Vec::new();
        }
        let columns = [
            (texts.say("report.source"), 5),
            (texts.say("report.level"), -3),
            (texts.say("report.spread"), -3),
            (texts.say("report.n"), -3),
            (texts.say("report.unknown-share"), -4),
        ];
        let rows = self
            .readings
            .iter()
            .map(|reading| reading.row(texts))
            .collect();
        vec![
            heading(3, texts.say("report.theme-part.sources")),
            Block::Levels(levels(self.title.as_str(), &self.readings, texts)),
            table("", &columns, rows),
        ]
    }

    fn criteria(&self, texts: Texts) -> Vec<Block> {
        if self.criteria.is_empty() {
            return Vec::new();
        }
        let rows = self.criteria.iter().map(|criterion| {
            let judgement = criterion.judgement.map_or_else(
                || cell(texts.say("report.not-assessed")),
                |it| judged(it, texts),
            );
            let rationale = criterion.rationale.as_ref().map_or("–", Cleared::as_str);
            vec![name(criterion.title.as_str()), judgement, cell(rationale)]
        });
        let columns = [
            (texts.say("report.criterion"), 5),
            (texts.say("report.full.judged"), 3),
            (texts.say("report.rationale"), 8),
        ];
        vec![
            heading(3, texts.say("report.theme-part.criteria")),
            table("", &columns, rows.collect()),
        ]
    }

    fn findings(&self, texts: Texts) -> Vec<Block> {
        let mut blocks = Vec::new();
        if !self.findings.is_empty() || !self.quotes.is_empty() {
            blocks.push(heading(3, texts.say("report.theme-part.findings")));
        }
        if !self.findings.is_empty() {
            let items = self
                .findings
                .iter()
                .map(|finding| finding.point(texts))
                .collect();
            blocks.push(Block::Points { items });
        }
        blocks.extend(self.quotes.iter().map(|quote| Block::Quote {
            text: quote.text.to_string(),
            source: quote.speaker.to_string(),
        }));
        blocks
    }

    fn actions(&self, number: &mut usize, texts: Texts) -> Vec<Block> {
        if self.actions.is_empty() {
            return Vec::new();
        }
        let rows = self.actions.iter().map(|action| {
            *number += 1;
            action.row(*number, texts)
        });
        let columns = [
            (texts.say("report.number"), 2),
            (texts.say("report.action"), 15),
            (texts.say("report.owner"), 9),
            (texts.say("report.effort.title"), 6),
            (texts.say("report.by"), 6),
        ];
        vec![
            heading(3, texts.say("report.theme-part.actions")),
            table("", &columns, rows.collect()),
        ]
    }
}

impl<E: Edition> Finding<E> {
    fn point(&self, texts: Texts) -> Point {
        let remark = match self.publicity {
            Publicity::Public => String::new(),
            class => publicity_word(class, texts).to_owned(),
        };
        Point {
            label: String::new(),
            title: self.title.to_string(),
            text: self.text.to_string(),
            remark,
        }
    }
}

impl<E: Edition> ProposedAction<E> {
    fn row(&self, number: usize, texts: Texts) -> Vec<Cell> {
        let effect = self
            .effect
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        vec![
            cell(texts.number(number)),
            Cell {
                text: self.title.to_string(),
                detail: effect,
                ..Cell::default()
            },
            cell(self.owner.as_ref().map_or("–", Cleared::as_str)),
            cell(self.effort.map_or("–", |effort| effort_word(effort, texts))),
            cell(date_or_dash(self.by, texts)),
        ]
    }
}

impl<E: Edition> SurveyQuestion<E> {
    /// The question with its answers; what may not be shown is a dash, and a note says why.
    pub(super) fn block(&self, texts: Texts) -> Block {
        let total = self.n.filter(|n| *n > 0);
        let answers: Vec<_> = self
            .answers
            .iter()
            .map(|answer| {
                let share = answer.count.zip(total).map(|(count, n)| {
                    let share = texts.percent(f64::from(count) / f64::from(n));
                    format!("{} ({share})", texts.number(count))
                });
                let count = answer.count.map(|count| texts.number(count));
                Answer {
                    label: answer.label.to_string(),
                    count: answer.count,
                    text: share.or(count).unwrap_or_else(|| "–".to_owned()),
                    outside: answer.outside,
                }
            })
            .collect();
        let said: Vec<_> = answers
            .iter()
            .map(|answer| format!("{} {}", answer.label, answer.text))
            .collect();
        let hidden = answers.iter().any(|answer| answer.count.is_none());
        Block::Distribution(Distribution {
            question: self.text.to_string(),
            audience: self.audience.to_string(),
            base: self
                .n
                .map(|n| texts.count("report.answers", n))
                .unwrap_or_default(),
            alt: texts.with("report.distribution-alt", &[("answers", &said.join(", "))]),
            answers,
            note: if hidden {
                texts.say("report.hidden-note").to_owned()
            } else {
                String::new()
            },
        })
    }
}
