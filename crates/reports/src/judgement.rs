//! Judgements and efforts as reports show them.

use domain::assessment::Effort;
use domain::publicity::Public;
use domain::survey::Level;
use domain::{Cleared, Edition};
use i18n::Texts;
use serde::Serialize;

/// The assessor's judgement of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Judgement {
    /// In order (kunnossa): a filled circle.
    InOrder,
    /// Partly in order (osittain): a half circle.
    Partly,
    /// Not in order (ei kunnossa): an empty circle.
    NotInOrder,
    /// Not known (ei tiedetä): a question mark. A finding of its own.
    Unknown,
}

impl Judgement {
    /// Every judgement, in the order in which reports count them.
    pub const ALL: [Self; 4] = [Self::InOrder, Self::Partly, Self::NotInOrder, Self::Unknown];

    /// The judgement in words.
    pub fn word(self, texts: Texts) -> &'static str {
        texts.say(match self {
            Self::InOrder => "report.judgement.in-order",
            Self::Partly => "report.judgement.partly",
            Self::NotInOrder => "report.judgement.not-in-order",
            Self::Unknown => "report.judgement.unknown",
        })
    }

    /// The judgement as a word inside a sentence of an edition.
    pub fn cleared_word<E: Edition>(self, texts: Texts) -> Cleared<E> {
        Cleared::shipped(self.word(texts)).lowercase()
    }

    /// The symbol where it cannot be drawn.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::InOrder => "●",
            Self::Partly => "◐",
            Self::NotInOrder => "○",
            Self::Unknown => "?",
        }
    }
}

impl From<Level> for Judgement {
    /// The judgement that a level stands for.
    fn from(level: Level) -> Self {
        match level {
            Level::Yes => Self::InOrder,
            Level::Partly => Self::Partly,
            Level::No => Self::NotInOrder,
            Level::Unknown => Self::Unknown,
        }
    }
}

/// How many criteria are judged how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// In order.
    pub in_order: u32,
    /// Partly.
    pub partly: u32,
    /// Not in order.
    pub not_in_order: u32,
    /// Not known.
    pub unknown: u32,
}

impl Counts {
    /// Counts judgements.
    pub fn of(judgements: impl IntoIterator<Item = Judgement>) -> Self {
        judgements
            .into_iter()
            .fold(Self::default(), |mut counts, judgement| {
                *counts.place(judgement) += 1;
                counts
            })
    }

    fn place(&mut self, judgement: Judgement) -> &mut u32 {
        match judgement {
            Judgement::InOrder => &mut self.in_order,
            Judgement::Partly => &mut self.partly,
            Judgement::NotInOrder => &mut self.not_in_order,
            Judgement::Unknown => &mut self.unknown,
        }
    }

    /// The counts in the order of [`Judgement::ALL`].
    pub const fn in_row(self) -> [u32; 4] {
        [self.in_order, self.partly, self.not_in_order, self.unknown]
    }

    /// Whether everything is in order.
    pub const fn all_in_order(self) -> bool {
        self.partly == 0 && self.not_in_order == 0 && self.unknown == 0
    }

    /// Both counts together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            in_order: self.in_order + other.in_order,
            partly: self.partly + other.partly,
            not_in_order: self.not_in_order + other.not_in_order,
            unknown: self.unknown + other.unknown,
        }
    }

    /// The counts in words, those that are not zero.
    pub fn words(self, texts: Texts) -> String {
        self.cleared_words::<Public>(texts).to_string()
    }

    /// The same for an edition: nothing but words of the interface and numbers is in them.
    pub fn cleared_words<E: Edition>(self, texts: Texts) -> Cleared<E> {
        let parts = Judgement::ALL
            .into_iter()
            .zip(self.in_row())
            .filter(|(_, count)| *count > 0)
            .map(|(judgement, count)| {
                let word = judgement.cleared_word(texts).unbroken();
                Cleared::joined([texts.cleared_number(count), word], "\u{a0}")
            });
        Cleared::joined(parts, ", ")
    }
}

/// How much work a measure takes, in words.
pub(crate) fn effort_word(effort: Effort, texts: Texts) -> &'static str {
    texts.say(match effort {
        Effort::Small => "report.effort.small",
        Effort::Medium => "report.effort.medium",
        Effort::Large => "report.effort.large",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Locale;

    #[test]
    fn counts_are_said_without_zeros() {
        let counts = Counts::of([Judgement::Partly, Judgement::InOrder, Judgement::InOrder]);
        let said = counts.words(Texts::new(Locale::Fi)).replace('\u{a0}', " ");
        assert_eq!(said, "2 kunnossa, 1 osittain");
        assert_eq!(counts.plus(counts).in_row(), [4, 2, 0, 0]);
    }
}
