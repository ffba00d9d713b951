//! What could be done: measures and what they do to a model.

use super::{Draft, Group, Model, ModelError};

/// Something that costs money and makes the model better.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Measure {
    /// How people call it.
    pub name: String,
    /// Euros over the term.
    pub cost: f64,
    /// Factors on the rates of scenarios.
    pub frequency: Vec<Multiplier>,
    /// Factors on the durations of everything that puts a node out of order.
    pub duration: Vec<Multiplier>,
    /// Factors on the probability that a scenario hits a node.
    pub hit: Vec<HitMultiplier>,
    /// Members added to groups.
    pub alternatives: Vec<Alternative>,
    /// Measures with the same word here do the same thing: where several meet, the best one counts
    /// instead of the product.
    pub overlap: Option<String>,
}

/// A factor on something of one scenario or node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multiplier {
    /// Index of the scenario or node.
    pub target: usize,
    /// The factor, 0 to 1: a measure never makes anything worse.
    pub factor: f64,
}

/// A factor on the probability that a scenario hits a node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HitMultiplier {
    /// Index of the scenario.
    pub scenario: usize,
    /// Index of the node.
    pub node: usize,
    /// The factor, 0 to 1.
    pub factor: f64,
}

/// A node added as an alternative to a group of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alternative {
    /// Index of the node that gets it.
    pub node: usize,
    /// Index of its group.
    pub group: usize,
    /// Index of the node that can take over; what the group needs stays the same number.
    pub member: usize,
}

/// Several factors on one number: the product, but the least of those with the same overlap word.
#[derive(Debug, Default)]
pub(crate) struct Combined<'a> {
    alone: f64,
    overlapping: Vec<(&'a str, f64)>,
    started: bool,
}

impl<'a> Combined<'a> {
    /// Adds the factor of one measure.
    pub(crate) fn add(&mut self, overlap: Option<&'a str>, factor: f64) {
        if !self.started {
            self.alone = 1.0;
            self.started = true;
        }
        let Some(word) = overlap else {
            self.alone *= factor;
            return;
        };
        match self
            .overlapping
            .iter_mut()
            .find(|(known, _)| *known == word)
        {
            Some((_, best)) => *best = best.min(factor),
            None => self.overlapping.push((word, factor)),
        }
    }

    /// All factors together; one when there is none.
    pub(crate) fn factor(&self) -> f64 {
        let alone = if self.started { self.alone } else { 1.0 };
        self.overlapping
            .iter()
            .fold(alone, |all, (_, best)| all * best)
    }
}

impl Model {
    /// The factor that chosen measures put on the rate of a scenario.
    pub fn frequency_factor(&self, scenario: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure, combined| {
            for it in measure.frequency.iter().filter(|it| it.target == scenario) {
                combined.add(measure.overlap.as_deref(), it.factor);
            }
        })
    }

    /// The factor that chosen measures put on every duration at a node.
    pub fn duration_factor(&self, node: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure, combined| {
            for it in measure.duration.iter().filter(|it| it.target == node) {
                combined.add(measure.overlap.as_deref(), it.factor);
            }
        })
    }

    /// The factor that chosen measures put on the probability that a scenario hits a node.
    pub fn hit_factor(&self, scenario: usize, node: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure, combined| {
            let meant = |it: &&HitMultiplier| (it.scenario, it.node) == (scenario, node);
            for it in measure.hit.iter().filter(meant) {
                combined.add(measure.overlap.as_deref(), it.factor);
            }
        })
    }

    fn combined<'a>(
        &'a self,
        chosen: &[usize],
        mut add: impl FnMut(&'a Measure, &mut Combined<'a>),
    ) -> f64 {
        let mut combined = Combined::default();
        for measure in chosen.iter().filter_map(|at| self.measures.get(*at)) {
            add(measure, &mut combined);
        }
        combined.factor()
    }

    /// The model as it would be with these measures (indices, each at most once).
    ///
    /// # Errors
    /// When added alternatives make something stand on itself.
    pub fn with_measures(&self, chosen: &[usize]) -> Result<Self, ModelError> {
        let mut draft = self.draft();
        for (at, scenario) in draft.scenarios.iter_mut().enumerate() {
            let factor = self.frequency_factor(at, chosen);
            scenario.rate_per_year *= factor;
            scenario.rate_interval = scenario
                .rate_interval
                .map(|(low, high)| (low * factor, high * factor))
                .filter(|(low, _)| *low > 0.0);
            for effect in &mut scenario.effects {
                let factor = self.duration_factor(effect.node, chosen);
                effect.duration = effect.duration.scaled(factor);
                effect.duration_interval = effect
                    .duration_interval
                    .map(|(low, high)| (low * factor, high * factor))
                    .filter(|(low, _)| *low > 0.0);
                let factor = self.hit_factor(at, effect.node, chosen);
                effect.probability *= factor;
                effect.probability_interval = effect
                    .probability_interval
                    .map(|(low, high)| (low * factor, high * factor));
            }
        }
        self.add_alternatives(&mut draft, chosen);
        Self::new(draft)
    }

    fn add_alternatives(&self, draft: &mut Draft, chosen: &[usize]) {
        let measures = chosen.iter().filter_map(|at| self.measures.get(*at));
        for it in measures.flat_map(|measure| &measure.alternatives) {
            let group = draft.nodes.get_mut(it.node);
            let group = group.and_then(|node| node.groups.get_mut(it.group));
            if let Some(Group { members, .. }) = group
                && !members.contains(&it.member)
            {
                members.push(it.member);
            }
        }
    }
}
