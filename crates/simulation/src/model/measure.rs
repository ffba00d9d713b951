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
    /// Factors on the duration for which one scenario puts a node out of order.
    pub lasting: Vec<HitMultiplier>,
    /// Factors on the probability that a scenario hits a node.
    pub hit: Vec<HitMultiplier>,
    /// Factors on what an event of a scenario costs beside the outages.
    pub response: Vec<Multiplier>,
    /// Factors, at least 1, on the outage that a service tolerates; the target is its node.
    pub tolerance: Vec<Multiplier>,
    /// Members added to groups.
    pub alternatives: Vec<Alternative>,
    /// Measures with the same word here do the same thing: where several meet, the best one counts
    /// instead of the product.
    pub overlap: Option<String>,
    /// Indices of other measures that do part of the same thing: where both meet, only one counts.
    /// Naming it on one side is enough.
    pub overlaps: Vec<usize>,
}

/// A factor on something of one scenario or node.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Multiplier {
    /// Index of the scenario or node.
    pub target: usize,
    /// The factor, 0 to 1 (for a tolerance, at least 1): a measure never makes anything worse.
    pub factor: f64,
}

/// A factor on what a scenario does to a node.
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

/// One measure's factor on a number.
#[derive(Debug, Clone, Copy)]
struct Part {
    measure: usize,
    factor: f64,
}

impl Model {
    /// The factor that chosen measures put on the rate of a scenario.
    pub fn frequency_factor(&self, scenario: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure| targeted(&measure.frequency, scenario))
    }

    /// The factor that chosen measures put on the duration for which a scenario puts a node out of
    /// order.
    pub fn duration_factor(&self, scenario: usize, node: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure| {
            let always = measure.duration.iter().filter(|it| it.target == node);
            let here = measure.lasting.iter();
            let here = here.filter(|it| (it.scenario, it.node) == (scenario, node));
            product(always.map(|it| it.factor).chain(here.map(|it| it.factor)))
        })
    }

    /// The factor that chosen measures put on the probability that a scenario hits a node.
    pub fn hit_factor(&self, scenario: usize, node: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure| {
            let meant = |it: &&HitMultiplier| (it.scenario, it.node) == (scenario, node);
            product(measure.hit.iter().filter(meant).map(|it| it.factor))
        })
    }

    /// The factor that chosen measures put on what an event of a scenario costs beside the outages.
    pub fn response_factor(&self, scenario: usize, chosen: &[usize]) -> f64 {
        self.combined(chosen, |measure| targeted(&measure.response, scenario))
    }

    /// The factor, at least 1, that chosen measures put on the outage that a service tolerates.
    pub fn tolerance_factor(&self, node: usize, chosen: &[usize]) -> f64 {
        let shortened = self.combined(chosen, |measure| {
            targeted(&measure.tolerance, node).map(f64::recip)
        });
        shortened.recip()
    }

    /// The product of the measures' factors, in which of two that overlap only one counts: of all
    /// ways to choose, the one that leaves least, so that one measure more never makes things worse.
    fn combined(&self, chosen: &[usize], factor: impl Fn(&Measure) -> Option<f64>) -> f64 {
        let part = |at: &usize| {
            let factor = factor(self.measures.get(*at)?)?;
            Some(Part {
                measure: *at,
                factor,
            })
        };
        let parts: Vec<Part> = chosen.iter().filter_map(part).collect();
        self.least(&parts)
    }

    fn least(&self, parts: &[Part]) -> f64 {
        let Some((first, rest)) = parts.split_first() else {
            return 1.0;
        };
        let beside = |other: &&Part| !self.overlap(first.measure, other.measure);
        let others: Vec<Part> = rest.iter().filter(beside).copied().collect();
        let with = first.factor * self.least(&others);
        if others.len() == rest.len() {
            with
        } else {
            with.min(self.least(rest))
        }
    }

    /// Whether two measures do part of the same thing.
    fn overlap(&self, one: usize, other: usize) -> bool {
        let (Some(a), Some(b)) = (self.measures.get(one), self.measures.get(other)) else {
            return false;
        };
        let same_word = a.overlap.is_some() && a.overlap == b.overlap;
        same_word || a.overlaps.contains(&other) || b.overlaps.contains(&one)
    }

    /// The model as it would be with these measures (indices, each at most once).
    ///
    /// # Errors
    /// When added alternatives make something depend on itself.
    pub fn with_measures(&self, chosen: &[usize]) -> Result<Self, ModelError> {
        let mut draft = self.draft();
        for (at, scenario) in draft.scenarios.iter_mut().enumerate() {
            let factor = self.frequency_factor(at, chosen);
            scenario.rate_per_year *= factor;
            scenario.rate_interval = scenario
                .rate_interval
                .map(|(low, high)| (low * factor, high * factor))
                .filter(|(low, _)| *low > 0.0);
            let factor = self.response_factor(at, chosen);
            scenario.response = scenario.response.map(|it| it.scaled(factor));
            scenario.response_interval = scenario
                .response_interval
                .map(|(low, high)| (low * factor, high * factor))
                .filter(|(low, _)| *low > 0.0);
            for effect in &mut scenario.effects {
                let factor = self.duration_factor(at, effect.node, chosen);
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
        for (at, node) in draft.nodes.iter_mut().enumerate() {
            if let Some(service) = &mut node.service {
                service.tolerance_days *= self.tolerance_factor(at, chosen);
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

/// The product of factors; nothing when there are none.
fn product(factors: impl Iterator<Item = f64>) -> Option<f64> {
    factors.reduce(|a, b| a * b)
}

/// The factor on one target.
fn targeted(multipliers: &[Multiplier], target: usize) -> Option<f64> {
    let meant = multipliers.iter().filter(|it| it.target == target);
    product(meant.map(|it| it.factor))
}

#[cfg(test)]
mod tests {
    use super::super::{Draft, Effect, Node, Scenario, Service};
    use super::*;
    use crate::distribution::{Distribution, Lognormal};

    fn lasting(factor: f64) -> Measure {
        Measure {
            lasting: vec![HitMultiplier {
                scenario: 0,
                node: 0,
                factor,
            }],
            ..Measure::default()
        }
    }

    fn model(measures: Vec<Measure>) -> Model {
        let days = Distribution::Lognormal(Lognormal::from_median(2.0, 9.0).unwrap());
        let scenario = |name: &str| Scenario {
            name: name.to_owned(),
            rate_per_year: 0.5,
            rate_interval: None,
            effects: vec![Effect {
                node: 0,
                probability: 0.5,
                probability_interval: None,
                duration: days,
                duration_interval: None,
            }],
            response: Some(days),
            response_interval: None,
            rho: 0.5,
        };
        Model::new(Draft {
            term_days: 1461.0,
            residents: None,
            nodes: vec![Node {
                name: "Water".to_owned(),
                kind: String::new(),
                groups: Vec::new(),
                service: Some(Service {
                    tolerance_days: 2.0,
                    users: 10.0,
                    cost_per_day: 100.0,
                }),
            }],
            scenarios: vec![scenario("a"), scenario("b")],
            measures,
        })
        .unwrap()
    }

    #[test]
    fn of_measures_that_overlap_one_counts_and_never_to_the_worse() {
        let middle = Measure {
            overlaps: vec![1, 2],
            ..lasting(0.7)
        };
        let model = model(vec![middle, lasting(0.75), lasting(0.75)]);
        let factor = |chosen: &[usize]| model.duration_factor(0, 0, chosen);
        assert!((factor(&[0, 1]) - 0.7).abs() < 1e-12);
        assert!((factor(&[1, 2]) - 0.5625).abs() < 1e-12);
        // The middle one is the strongest alone, but the other two together leave less.
        assert!((factor(&[0, 1, 2]) - 0.5625).abs() < 1e-12);
        assert!((model.duration_factor(1, 0, &[0]) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_tables_know_what_a_measure_does_to_one_scenario_and_to_its_cost() {
        let response = Measure {
            response: vec![Multiplier {
                target: 1,
                factor: 0.2,
            }],
            ..Measure::default()
        };
        let longer = Measure {
            tolerance: vec![Multiplier {
                target: 0,
                factor: 4.0,
            }],
            ..Measure::default()
        };
        let model = model(vec![lasting(0.5), response, longer]);
        let tables = crate::portfolio::tables(&model).unwrap();
        for set in 0..8_u64 {
            let chosen: Vec<usize> = (0..3).filter(|m| set >> m & 1 == 1).collect();
            let figures = crate::analytic::figures(&model.with_measures(&chosen).unwrap());
            let ratio = tables.loss(set) / figures.loss;
            assert!((ratio - 1.0).abs() < 0.01, "{set}: {ratio}");
        }
        let chance = |chosen: &[usize]| {
            let model = model.with_measures(chosen).unwrap();
            crate::analytic::figures(&model).services[0].intolerable
        };
        assert!(chance(&[2]) < 0.5 * chance(&[]));
    }

    #[test]
    fn a_tolerance_that_shrinks_is_refused() {
        let measure = Measure {
            tolerance: vec![Multiplier {
                target: 0,
                factor: 0.5,
            }],
            ..Measure::default()
        };
        let draft = Draft {
            measures: vec![measure],
            ..model(Vec::new()).draft()
        };
        let error = Model::new(draft).unwrap_err();
        assert!(error.to_string().contains("measures[0].tolerance"));
    }
}
