//! What a picture tells: levels by theme, the largest worries, what is not known, what changed.

use std::collections::BTreeMap;

use domain::assessment::{Action, Disagreement};
use domain::framework::{Criterion, Framework, Theme};
use domain::survey::Level;
use domain::{CriterionId, ThemeId};

use crate::assessment::Picture;
use crate::assessment::overview::{Tally, tallies};

/// Something that is not in order, and how much it weighs.
#[derive(Debug, Clone)]
pub struct Worry<'a> {
    /// The theme.
    pub theme: &'a Theme,
    /// The criterion.
    pub criterion: &'a Criterion,
    /// How it was judged.
    pub level: Level,
    /// Where the sources disagree of it, if they do.
    pub disagreement: Option<&'a Disagreement>,
    /// The actions proposed for it, the most helpful first.
    pub actions: Vec<&'a Action>,
    /// Larger is worse; only for ordering.
    pub weight: f64,
}

/// A theme's level in two rounds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ThemeChange {
    /// Mean of the judged levels in the earlier round, 0 to 1; nothing when it was not judged.
    pub before: Option<f64>,
    /// The same in this round.
    pub now: Option<f64>,
}

impl ThemeChange {
    /// The difference, when both rounds have a level.
    pub fn difference(&self) -> Option<f64> {
        self.now.zip(self.before).map(|(now, before)| now - before)
    }
}

/// A round beside the one before it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// By theme.
    pub themes: BTreeMap<ThemeId, ThemeChange>,
    /// Criteria that were judged better than before.
    pub better: Vec<CriterionId>,
    /// Criteria that were judged worse than before.
    pub worse: Vec<CriterionId>,
}

impl Comparison {
    /// Compares judged levels, in the framework's order; only what both rounds know is compared.
    pub(crate) fn new(
        framework: &Framework,
        before: &BTreeMap<CriterionId, Level>,
        now: &BTreeMap<CriterionId, Level>,
    ) -> Self {
        let (tallied_before, tallied_now) = (tallies(framework, before), tallies(framework, now));
        let mean = |all: &BTreeMap<ThemeId, Tally>, theme: &ThemeId| {
            all.get(theme).and_then(|tally| tally.levels.mean())
        };
        let themes = framework
            .themes
            .iter()
            .map(|theme| {
                let change = ThemeChange {
                    before: mean(&tallied_before, &theme.id),
                    now: mean(&tallied_now, &theme.id),
                };
                (theme.id.clone(), change)
            })
            .collect();
        let mut comparison = Self {
            themes,
            ..Self::default()
        };
        for (_, criterion) in framework.criteria() {
            let share = |levels: &BTreeMap<CriterionId, Level>| {
                levels.get(&criterion.id).and_then(|level| level.share())
            };
            match share(before).zip(share(now)) {
                Some((before, now)) if now > before => comparison.better.push(criterion.id.clone()),
                Some((before, now)) if now < before => comparison.worse.push(criterion.id.clone()),
                _ => {}
            }
        }
        comparison
    }
}

/// How much a level weighs as a worry; nothing when it is in order.
const fn burden(level: Level) -> Option<f64> {
    match level {
        Level::Yes => None,
        Level::No => Some(1.0),
        Level::Unknown => Some(0.7),
        Level::Partly => Some(0.5),
    }
}

impl Picture {
    /// The level of every judged criterion.
    pub fn levels(&self) -> BTreeMap<CriterionId, Level> {
        self.judgements
            .iter()
            .map(|(criterion, judgement)| (criterion.clone(), judgement.level))
            .collect()
    }

    /// How many criteria of each theme were given each level.
    pub fn tallies(&self) -> BTreeMap<ThemeId, Tally> {
        tallies(&self.framework, &self.levels())
    }

    /// What is not in order or not known, the worst first.
    ///
    /// What was judged not in order weighs most, then what is not known, then what is partly in
    /// order; where the sources disagree, nobody sees the matter as it is, and that adds weight.
    pub fn worries(&self) -> Vec<Worry<'_>> {
        let disagreements: BTreeMap<&CriterionId, &Disagreement> = self
            .disagreements
            .iter()
            .map(|one| (&one.criterion, one))
            .collect();
        let mut worries: Vec<Worry<'_>> = self
            .framework
            .criteria()
            .filter_map(|(theme, criterion)| {
                let level = self.judgements.get(&criterion.id)?.level;
                let disagreement = disagreements.get(&criterion.id).copied();
                let apart = disagreement.map_or(0.0, |one| one.distance);
                Some(Worry {
                    weight: burden(level)? * (1.0 + apart),
                    actions: self.actions_for(&criterion.id),
                    theme,
                    criterion,
                    level,
                    disagreement,
                })
            })
            .collect();
        worries.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        worries
    }

    fn actions_for(&self, criterion: &CriterionId) -> Vec<&Action> {
        self.actions
            .iter()
            .filter(|action| action.place.is_in(criterion))
            .collect()
    }
}
