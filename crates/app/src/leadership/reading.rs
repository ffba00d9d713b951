//! What a picture tells leadership: worries, what is not known, how the themes stand.

use domain::assessment::Disagreement;
use domain::framework::{Criterion, Theme};
use domain::survey::{Distribution, Level};
use domain::{Edition, Publicity};

use super::material::Material;

/// Something that is not in order.
pub(crate) struct Concern<'a> {
    pub(crate) criterion: &'a Criterion,
    pub(crate) level: Level,
    pub(crate) disagreement: Option<&'a Disagreement>,
    weight: f64,
}

impl Material {
    /// Whether the edition may single this criterion out. Where the assessor's reasons are secret,
    /// naming the criterion as a worry would tell what they keep.
    pub(crate) fn may_name<E: Edition>(&self, criterion: &str) -> bool {
        self.picture
            .judgements
            .get(criterion)
            .is_none_or(|one| match one.rationale.publicity() {
                Publicity::Secret => E::CLEARANCE == Publicity::Secret,
                Publicity::Public | Publicity::Internal => true,
            })
    }

    /// How many criteria of a theme were judged how.
    pub(crate) fn tally(&self, theme: &Theme) -> Distribution {
        let mut tally = Distribution::default();
        for criterion in &theme.criteria {
            if let Some(judged) = self.picture.judgements.get(&criterion.id) {
                tally.add(judged.level);
            }
        }
        tally
    }

    /// The same over all themes.
    pub(crate) fn total(&self) -> Distribution {
        let mut total = Distribution::default();
        for theme in &self.picture.framework.themes {
            total.merge(self.tally(theme));
        }
        total
    }

    /// What is not in order or not known and the edition may name, the worst first.
    ///
    /// Not in order weighs most, then not known, then partly; where sources disagree nobody sees
    /// the matter as it is, and that adds weight.
    pub(crate) fn concerns<E: Edition>(&self) -> Vec<Concern<'_>> {
        let picture = &self.picture;
        let mut concerns: Vec<Concern<'_>> = picture
            .framework
            .criteria()
            .filter(|(_, criterion)| self.may_name::<E>(&criterion.id))
            .filter_map(|(_, criterion)| {
                let level = picture.judgements.get(&criterion.id)?.level;
                let disagreement = picture
                    .disagreements
                    .iter()
                    .find(|one| one.criterion == criterion.id);
                let apart = disagreement.map_or(0.0, |one| one.distance);
                Some(Concern {
                    weight: burden(level)? * (1.0 + apart),
                    criterion,
                    level,
                    disagreement,
                })
            })
            .collect();
        concerns.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        concerns
    }

    /// Criteria judged as not known that the edition may name.
    pub(crate) fn unknowns<E: Edition>(&self) -> impl Iterator<Item = &Criterion> {
        self.picture
            .framework
            .criteria()
            .map(|(_, criterion)| criterion)
            .filter(|criterion| {
                self.may_name::<E>(&criterion.id)
                    && self
                        .picture
                        .judgements
                        .get(&criterion.id)
                        .is_some_and(|one| one.level == Level::Unknown)
            })
    }

    /// How many criteria nobody has judged.
    pub(crate) fn unjudged(&self) -> usize {
        self.picture
            .framework
            .criteria()
            .filter(|(_, criterion)| !self.picture.judgements.contains_key(&criterion.id))
            .count()
    }

    /// How many criteria were judged better and how many worse than in the round before.
    pub(crate) fn changes(&self) -> (usize, usize) {
        let mut changes = (0, 0);
        for (criterion, judged) in &self.picture.judgements {
            let before = self.before.get(criterion).and_then(|level| level.share());
            match before.zip(judged.level.share()) {
                Some((before, now)) if now > before => changes.0 += 1,
                Some((before, now)) if now < before => changes.1 += 1,
                _ => {}
            }
        }
        changes
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
