//! What a picture tells leadership: worries, what is not known, how the themes stand.

use domain::framework::{Criterion, Theme};
use domain::survey::{Distribution, Level};
use domain::{CriterionId, Edition, Publicity};

use super::material::Material;
use crate::assessment::Worry;

impl Material {
    /// Whether the edition may single this criterion out. Where the assessor's reasons are secret,
    /// naming the criterion as a worry would tell what they keep.
    pub(crate) fn may_name<E: Edition>(&self, criterion: &CriterionId) -> bool {
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
    pub(crate) fn worries<E: Edition>(&self) -> Vec<Worry<'_>> {
        let mut worries = self.picture.worries();
        worries.retain(|worry| self.may_name::<E>(&worry.criterion.id));
        worries
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
