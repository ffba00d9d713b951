//! How much there is to do for a term, before it is begun.

use super::NoOutcome;
use crate::model::Model;

/// Events of a term that fit the memory.
const MOST_EVENTS: f64 = 1e6;
/// Words of stretches by nodes that fit it: a quarter of a gigabyte.
const MOST_WORDS: f64 = 3.2e7;
/// Stretches of time that are evaluated at once.
const LANES: f64 = 64.0;

/// What is expected of a term.
struct Load {
    events: f64,
    hits: f64,
    /// How many hits last at a time, on average.
    at_once: f64,
    /// Nodes and what they depend on.
    size: f64,
}

impl Load {
    fn new(model: &Model) -> Self {
        let term = model.term_days();
        let (mut events, mut hits, mut lasting) = (0.0, 0.0, 0.0);
        for scenario in model.scenarios() {
            let count = scenario.rate_per_day() * term;
            events += count;
            for effect in &scenario.effects {
                hits += count * effect.probability;
                lasting += count * effect.probability * effect.duration.mean().min(term);
            }
        }
        let needs = model.nodes().iter().flat_map(|it| &it.groups);
        let edges: usize = needs.map(|it| it.members.len()).sum();
        Self {
            events,
            hits,
            at_once: lasting / term,
            size: (model.nodes().len() + edges) as f64,
        }
    }

    /// Words of stretches in which hits that meet are evaluated: each hit begins and ends one.
    fn words(&self) -> f64 {
        2.0 * self.hits * self.at_once.min(1.0) / LANES
    }

    /// Steps of a term, of about five nanoseconds each.
    fn steps(&self) -> f64 {
        let drawn = 1.0 + 5.0 * self.events + 3.0 * self.hits;
        // Those that meet are sorted, and put into the stretches in which they last.
        let meet = self.hits * self.at_once.min(1.0);
        let sorted = 4.0 * meet * libm::log2(2.0 + meet);
        let spread = self.hits * 2.0 * self.at_once / LANES;
        drawn + sorted + spread + self.words() * self.size
    }
}

/// How many terms so many steps are enough for, of about five nanoseconds each: at least one, and at most
/// as many as are wanted. The same model always affords the same.
pub fn affordable(model: &Model, steps: f64, wanted: u64) -> u64 {
    let terms = steps / Load::new(model).steps();
    (terms as u64).clamp(1, wanted.max(1))
}

/// Refuses what not even one term of would fit the memory.
pub(crate) fn bounded(model: &Model) -> Result<(), NoOutcome> {
    let load = Load::new(model);
    if load.events > MOST_EVENTS || load.words() * model.nodes().len() as f64 > MOST_WORDS {
        return Err(NoOutcome::TooMuch(load.events as u64));
    }
    Ok(())
}
