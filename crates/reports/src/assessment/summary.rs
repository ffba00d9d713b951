//! The two-page summary for leadership.

use std::cmp::Reverse;

use domain::assessment::Effort;
use domain::{Cleared, Edition};
use i18n::Texts;
use jiff::civil::Date;

use super::Header;
use super::parts::{fact, heading, shortened, tally};
use crate::document::{Block, Decision, Document, Layout, Point, ThemeRow};
use crate::judgement::effort_word;
use crate::{Counts, Cut, Report};

/// The summary: two pages in the language of leadership that end in proposed decisions.
#[derive(Debug, Clone)]
pub struct Summary<E: Edition> {
    /// Header.
    pub header: Header<E>,
    /// The situation in three sentences.
    pub situation: Vec<Cleared<E>>,
    /// Themes in the framework's order.
    pub themes: Vec<ThemeOverview<E>>,
    /// The biggest worries, the biggest first. Three are shown.
    pub worries: Vec<Worry<E>>,
    /// Where sources disagree, one sentence each. Four are shown.
    pub disagreements: Vec<Cleared<E>>,
    /// What is not known, a line each.
    pub unknown: Vec<Cleared<E>>,
    /// Proposed decisions, the most urgent first.
    pub proposals: Vec<Proposal<E>>,
    /// What happens next, a line each.
    pub next: Vec<Cleared<E>>,
    /// That something is left out of this edition, without saying what.
    pub withheld: Option<Cleared<E>>,
}

/// A theme in the summary.
#[derive(Debug, Clone)]
pub struct ThemeOverview<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// Judgements of its criteria.
    pub counts: Counts,
    /// One sentence.
    pub sentence: Option<Cleared<E>>,
}

/// A worry.
#[derive(Debug, Clone)]
pub struct Worry<E: Edition> {
    /// Title.
    pub title: Cleared<E>,
    /// What may follow for residents and services.
    pub worry: Cleared<E>,
    /// What the sources say.
    pub evidence: Option<Cleared<E>>,
}

/// A proposed decision.
#[derive(Debug, Clone)]
pub struct Proposal<E: Edition> {
    /// What is decided, such as "the board adopts ...".
    pub decision: Cleared<E>,
    /// Which body or office holder decides.
    pub body: Option<Cleared<E>>,
    /// Who carries it out.
    pub owner: Option<Cleared<E>>,
    /// By when.
    pub by: Option<Date>,
    /// How much work it takes.
    pub effort: Option<Effort>,
}

/// What fits at one step of cutting.
struct Room {
    layout: Layout,
    sentence: usize,
    theme_sentences: ThemeSentences,
    themes: usize,
    worries: usize,
    disagreements: usize,
    lines: usize,
    proposals: usize,
}

#[derive(PartialEq, Eq)]
enum ThemeSentences {
    All,
    Weak,
    None,
}

impl Room {
    /// Room for everything, where there are as many pages as it takes.
    fn without_end() -> Self {
        Self {
            sentence: usize::MAX,
            themes: usize::MAX,
            lines: usize::MAX,
            proposals: usize::MAX,
            ..Self::at(Cut::NOTHING)
        }
    }

    fn at(cut: Cut) -> Self {
        use ThemeSentences::{All, None, Weak};
        let compact = Layout::Compact;
        let (layout, sentence, theme_sentences, themes) = match cut.step() {
            0 => (Layout::Brief, 400, All, 40),
            1 => (compact, 400, All, 40),
            2 => (compact, 200, Weak, 30),
            3 => (compact, 180, None, 20),
            4 => (compact, 150, None, 15),
            5 => (compact, 120, None, 12),
            _ => (compact, 90, None, 10),
        };
        let (disagreements, lines, proposals) = match cut.step() {
            0 | 1 => (4, 6, 6),
            2 | 3 => (4, 5, 5),
            4 => (3, 4, 5),
            _ => (3, 3, 4),
        };
        Self {
            layout,
            sentence,
            theme_sentences,
            themes,
            worries: 3,
            disagreements,
            lines,
            proposals,
        }
    }
}

/// Takes what there is room for, and remembers that something was left out.
struct Fitting {
    room: Room,
    left_out: bool,
}

impl Fitting {
    fn take<'a, T>(
        &mut self,
        items: &'a [T],
        most: usize,
    ) -> impl Iterator<Item = &'a T> + use<'a, T> {
        self.left_out |= items.len() > most;
        items.iter().take(most)
    }

    fn short<E: Edition>(&mut self, text: &Cleared<E>) -> String {
        let short = shortened(text.as_str(), self.room.sentence);
        self.left_out |= short != text.as_str();
        short
    }

    fn lines<E: Edition>(&mut self, texts: &[Cleared<E>], most: usize) -> Vec<String> {
        self.take(texts, most)
            .map(|text| self.short(text))
            .collect()
    }
}

impl<E: Edition> Report for Summary<E> {
    fn id(&self) -> &'static str {
        "assessment.summary"
    }

    fn title(&self, texts: Texts) -> String {
        texts.say("report.summary.title").to_owned()
    }

    fn most_pages(&self) -> Option<usize> {
        Some(2)
    }

    fn document(&self, texts: Texts, cut: Cut) -> Document {
        let mut fitting = Fitting {
            room: Room::at(cut),
            left_out: false,
        };
        let mut document = self.header.document(self.id(), self.title(texts), texts);
        document.layout = fitting.room.layout;
        document.blocks = self.situation(&mut fitting, texts);
        document.blocks.extend(self.decisions(&mut fitting, texts));
        if fitting.left_out {
            let text = texts.say("report.summary.more").to_owned();
            document.blocks.push(Block::Note { text });
        }
        document
    }
}

impl<E: Edition> Summary<E> {
    /// How things are.
    fn situation(&self, fitting: &mut Fitting, texts: Texts) -> Vec<Block> {
        let sentences = fitting.lines(&self.situation, 3);
        let title = texts.say("report.summary.situation").to_owned();
        let mut blocks = vec![Block::Callout { title, sentences }];
        blocks.push(heading(1, texts.say("report.summary.themes")));
        blocks.extend(self.overview(fitting, texts));
        blocks.extend(self.worries(fitting, texts));
        blocks
    }

    /// Counts over all criteria, and the themes as rows of symbols.
    fn overview(&self, fitting: &mut Fitting, texts: Texts) -> [Block; 2] {
        let total = self
            .themes
            .iter()
            .fold(Counts::default(), |sum, theme| sum.plus(theme.counts));
        let rows = self
            .shown_themes(fitting)
            .into_iter()
            .map(|theme| theme.row(fitting, texts))
            .collect();
        let head = ["report.theme", "report.summary.criteria"].map(|key| texts.say(key).to_owned());
        [tally(total, texts), Block::Themes { head, rows }]
    }

    /// The themes there is room for, in the framework's order: those with most to correct.
    fn shown_themes(&self, fitting: &mut Fitting) -> Vec<&ThemeOverview<E>> {
        let mut ranked: Vec<_> = self.themes.iter().enumerate().collect();
        ranked.sort_by_key(|(_, theme)| {
            Reverse(2 * theme.counts.not_in_order + 2 * theme.counts.unknown + theme.counts.partly)
        });
        let most = fitting.room.themes;
        let mut taken: Vec<_> = fitting.take(&ranked, most).copied().collect();
        taken.sort_by_key(|(at, _)| *at);
        taken.into_iter().map(|(_, theme)| theme).collect()
    }

    fn worries(&self, fitting: &mut Fitting, texts: Texts) -> Vec<Block> {
        if self.worries.is_empty() {
            return Vec::new();
        }
        let most = fitting.room.worries;
        let items = fitting
            .take(&self.worries, most)
            .enumerate()
            .map(|(at, worry)| Point {
                label: texts.number(at + 1),
                title: fitting.short(&worry.title),
                text: fitting.short(&worry.worry),
                remark: worry
                    .evidence
                    .as_ref()
                    .map(|text| fitting.short(text))
                    .unwrap_or_default(),
            })
            .collect();
        vec![
            heading(1, texts.say("report.summary.worries")),
            Block::Points { items },
        ]
    }

    /// What is unsure, and what is to be decided.
    fn decisions(&self, fitting: &mut Fitting, texts: Texts) -> Vec<Block> {
        let (most, lines) = (fitting.room.disagreements, fitting.room.lines);
        let mut blocks = Vec::new();
        let disagreements = fitting.lines(&self.disagreements, most);
        push_list(
            &mut blocks,
            texts.say("report.summary.disagreements"),
            disagreements,
        );
        let unknown = fitting.lines(&self.unknown, lines);
        push_list(&mut blocks, texts.say("report.summary.unknown"), unknown);
        if !self.proposals.is_empty() {
            blocks.push(heading(1, texts.say("report.summary.proposals")));
            let most = fitting.room.proposals;
            let items = fitting
                .take(&self.proposals, most)
                .enumerate()
                .map(|(at, proposal)| proposal.decision(at + 1, fitting, texts))
                .collect();
            blocks.push(Block::Decisions { items });
        }
        let next = fitting.lines(&self.next, lines);
        push_list(&mut blocks, texts.say("report.summary.next"), next);
        blocks.extend(self.withheld.as_ref().map(|sentence| Block::Note {
            text: sentence.to_string(),
        }));
        blocks
    }

    /// The same as the summary chapter of the full report: nothing cut, no pages of its own.
    pub(super) fn chapter(&self, texts: Texts) -> Vec<Block> {
        let mut fitting = Fitting {
            room: Room::without_end(),
            left_out: false,
        };
        let mut blocks = vec![heading(1, texts.say("report.full.summary"))];
        let inner = self.situation(&mut fitting, texts);
        let rest = self.decisions(&mut fitting, texts);
        blocks.extend(inner.into_iter().chain(rest).map(one_level_down));
        blocks
    }
}

fn one_level_down(block: Block) -> Block {
    match block {
        Block::Heading {
            level,
            text,
            listed,
        } => Block::Heading {
            level: level + 1,
            text,
            listed,
        },
        other => other,
    }
}

fn push_list(blocks: &mut Vec<Block>, title: &str, items: Vec<String>) {
    if !items.is_empty() {
        blocks.push(heading(1, title));
        blocks.push(Block::List {
            ordered: false,
            items,
        });
    }
}

impl<E: Edition> ThemeOverview<E> {
    fn row(&self, fitting: &mut Fitting, texts: Texts) -> ThemeRow {
        let shown = match fitting.room.theme_sentences {
            ThemeSentences::All => true,
            ThemeSentences::Weak => !self.counts.all_in_order(),
            ThemeSentences::None => false,
        };
        fitting.left_out |= !shown && self.sentence.is_some();
        let sentence = self.sentence.as_ref().filter(|_| shown);
        ThemeRow {
            title: fitting.short(&self.title),
            sentence: sentence.map(|text| fitting.short(text)).unwrap_or_default(),
            counts: self.counts.in_row(),
            words: self.counts.words(texts),
        }
    }
}

impl<E: Edition> Proposal<E> {
    fn decision(&self, number: usize, fitting: &mut Fitting, texts: Texts) -> Decision {
        let text =
            |value: &Option<Cleared<E>>| value.as_ref().map(|text| shortened(text.as_str(), 60));
        let terms = [
            fact(texts.say("report.decides"), text(&self.body)),
            fact(texts.say("report.owner"), text(&self.owner)),
            fact(texts.say("report.by"), self.by.map(|date| texts.date(date))),
            fact(
                texts.say("report.effort.title"),
                self.effort
                    .map(|effort| effort_word(effort, texts).to_owned()),
            ),
        ];
        Decision {
            number: texts.number(number),
            text: fitting.short(&self.decision),
            terms: terms.into_iter().flatten().collect(),
        }
    }
}
