//! The full report of a round.

use domain::assessment::Effort;
use domain::{Cleared, Edition, Publicity};
use i18n::Texts;
use jiff::civil::Date;

use super::parts::{cell, date_or_dash, heading, name, table, unlisted};
use super::{Header, Method, SourceReading, Summary, Withheld};
use crate::document::{Block, Cell, Document, Layout};
use crate::judgement::effort_word;
use crate::{Cut, Judgement, Report};

/// The full report: about twenty pages.
#[derive(Debug, Clone)]
pub struct Full<E: Edition> {
    /// The summary, which is its first chapter. Its header is the report's.
    pub summary: Summary<E>,
    /// How the assessment was made.
    pub method: Method<E>,
    /// Themes in the framework's order.
    pub themes: Vec<ThemeChapter<E>>,
    /// Actions that belong to no one theme.
    pub common_actions: Vec<ProposedAction<E>>,
    /// What this edition leaves out.
    pub withheld: Withheld,
}

/// A theme.
#[derive(Debug, Clone)]
pub struct ThemeChapter<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// The question a leader would ask.
    pub question: Option<Cleared<E>>,
    /// The conclusion in a paragraph.
    pub conclusion: Option<Cleared<E>>,
    /// What each source says.
    pub readings: Vec<SourceReading>,
    /// Criteria.
    pub criteria: Vec<CriterionRow<E>>,
    /// Where sources disagree.
    pub disagreements: Vec<Cleared<E>>,
    /// Findings.
    pub findings: Vec<Finding<E>>,
    /// Quotes that may be published.
    pub quotes: Vec<Quote<E>>,
    /// Proposed actions.
    pub actions: Vec<ProposedAction<E>>,
    /// Survey questions that feed it.
    pub questions: Vec<SurveyQuestion<E>>,
}

/// A criterion as judged.
#[derive(Debug, Clone)]
pub struct CriterionRow<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// What it means to a councillor.
    pub meaning: Cleared<E>,
    /// Judgement; nothing when it was not assessed.
    pub judgement: Option<Judgement>,
    /// Rationale; nothing when there is none for this edition.
    pub rationale: Option<Cleared<E>>,
    /// What it depends on, such as `NIST CSF 2.0 GV.RR-01`.
    pub references: Vec<String>,
}

/// A finding.
#[derive(Debug, Clone)]
pub struct Finding<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// Text.
    pub text: Cleared<E>,
    /// Its class, shown when it is not public.
    pub publicity: Publicity,
}

/// A quote that may be published.
#[derive(Debug, Clone)]
pub struct Quote<E: Edition> {
    /// What was said.
    pub text: Cleared<E>,
    /// Who in general terms, such as "management".
    pub speaker: Cleared<E>,
}

/// A proposed action.
#[derive(Debug, Clone)]
pub struct ProposedAction<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// Who carries it out.
    pub owner: Option<Cleared<E>>,
    /// How much work.
    pub effort: Option<Effort>,
    /// What it changes.
    pub effect: Option<Cleared<E>>,
    /// By when.
    pub by: Option<Date>,
}

/// A survey question with its answers.
#[derive(Debug, Clone)]
pub struct SurveyQuestion<E: Edition> {
    /// The question.
    pub text: Cleared<E>,
    /// Who was asked: the same question goes to several groups.
    pub audience: Cleared<E>,
    /// How many answered; nothing when it may not be shown.
    pub n: Option<u32>,
    /// Answers in the order of the scale.
    pub answers: Vec<SurveyAnswer<E>>,
}

/// One answer to a survey question.
#[derive(Debug, Clone)]
pub struct SurveyAnswer<E: Edition> {
    /// Answer.
    pub label: Cleared<E>,
    /// How many gave it; nothing when it may not be shown.
    pub count: Option<u32>,
    /// Whether it stands outside the scale ("don't know").
    pub outside: bool,
}

impl<E: Edition> Report for Full<E> {
    fn id(&self) -> &'static str {
        "assessment.full"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.full.title").to_owned()
    }

    fn document(&self, texts: Texts, _: Cut) -> Document {
        let mut document = self.header().document(self.id(), self.title(texts), texts);
        document.layout = Layout::Book;
        let blocks = &mut document.blocks;
        blocks.push(Block::Outline {
            title: texts.say("report.full.contents").to_owned(),
        });
        blocks.extend(self.summary.chapter(texts));
        blocks.extend(self.method.chapter(self.withheld, texts));
        blocks.extend(self.matrix(texts));
        let mut number = 0;
        for theme in &self.themes {
            blocks.extend(theme.chapter(&mut number, texts));
        }
        blocks.extend(self.all_actions(texts));
        blocks.extend(self.criteria_appendix(texts));
        blocks.extend(self.survey_appendix(texts));
        document
    }
}

impl<E: Edition> Full<E> {
    fn header(&self) -> &Header<E> {
        &self.summary.header
    }

    /// Themes by sources, before the themes themselves.
    fn matrix(&self, texts: Texts) -> Vec<Block> {
        let rows = self
            .themes
            .iter()
            .map(|theme| theme.matrix_row(texts))
            .collect();
        let columns = [
            (texts.say("report.theme"), 6),
            (texts.say("source.survey"), -3),
            (texts.say("source.interview"), -3),
            (texts.say("source.document"), -3),
            (texts.say("report.full.judged"), 6),
        ];
        vec![
            heading(1, texts.say("report.full.themes")),
            Block::Paragraph {
                text: texts.say("report.full.themes-lead").to_owned(),
            },
            table(texts.say("report.full.matrix"), &columns, rows),
        ]
    }

    /// Every action in one table, numbered as in the themes.
    fn all_actions(&self, texts: Texts) -> Vec<Block> {
        let mut rows = Vec::new();
        let themed = self.themes.iter().flat_map(|theme| {
            theme
                .actions
                .iter()
                .map(move |action| (theme.title.as_str(), action))
        });
        let common = texts.say("report.full.all-themes");
        let all = themed.chain(self.common_actions.iter().map(|action| (common, action)));
        for (at, (theme, action)) in all.enumerate() {
            rows.push(vec![
                cell(texts.number(at + 1)),
                Cell {
                    text: action.title.to_string(),
                    detail: theme.to_owned(),
                    ..Cell::default()
                },
                cell(action.owner.as_ref().map_or("–", Cleared::as_str)),
                cell(
                    action
                        .effort
                        .map_or("–", |effort| effort_word(effort, texts)),
                ),
                cell(date_or_dash(action.by, texts)),
            ]);
        }
        if rows.is_empty() {
            return Vec::new();
        }
        let columns = [
            (texts.say("report.number"), 2),
            (texts.say("report.action"), 15),
            (texts.say("report.owner"), 9),
            (texts.say("report.effort.title"), 6),
            (texts.say("report.by"), 6),
        ];
        vec![
            heading(1, texts.say("report.full.actions")),
            Block::Paragraph {
                text: texts.say("report.full.actions-lead").to_owned(),
            },
            table(texts.say("report.full.actions-caption"), &columns, rows),
        ]
    }

    fn criteria_appendix(&self, texts: Texts) -> Vec<Block> {
        let mut blocks = vec![
            heading(1, texts.say("report.full.criteria-appendix")),
            Block::Paragraph {
                text: texts.say("report.full.criteria-lead").to_owned(),
            },
        ];
        let columns = [
            (texts.say("report.criterion"), 5),
            (texts.say("report.full.meaning"), 8),
            (texts.say("report.full.references"), 4),
        ];
        for theme in &self.themes {
            let rows = theme.criteria.iter().map(CriterionRow::appendix_row);
            blocks.push(table(theme.title.as_str(), &columns, rows.collect()));
        }
        blocks
    }

    fn survey_appendix(&self, texts: Texts) -> Vec<Block> {
        if self.themes.iter().all(|theme| theme.questions.is_empty()) {
            return Vec::new();
        }
        let cell = texts.number(self.method.minimum_cell);
        let lead = texts.with("report.full.survey-lead", &[("cell", &cell)]);
        let mut blocks = vec![
            heading(1, texts.say("report.full.survey-appendix")),
            Block::Paragraph { text: lead },
        ];
        for theme in self
            .themes
            .iter()
            .filter(|theme| !theme.questions.is_empty())
        {
            blocks.push(unlisted(2, theme.title.as_str()));
            blocks.extend(theme.questions.iter().map(|question| question.block(texts)));
        }
        blocks
    }
}

impl<E: Edition> CriterionRow<E> {
    fn appendix_row(&self) -> Vec<Cell> {
        let references = match self.references.as_slice() {
            [] => "–".to_owned(),
            references => references.join("\n"),
        };
        vec![
            name(self.title.as_str()),
            cell(self.meaning.as_str()),
            cell(references),
        ]
    }
}
