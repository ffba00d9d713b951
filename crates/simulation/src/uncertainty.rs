//! What is not known of the inputs, carried to every figure.
//!
//! Rates are drawn from gamma distributions, medians from lognormal and probabilities from beta
//! distributions, as far as the model has intervals for them; each draw goes through the formulas.
//! The headline is the mean over the draws (both uncertainties mixed), the band its outer quantiles.

use crate::analytic::{Figures, figures_with};
use crate::distribution::special::normal_quantile;
use crate::distribution::{Beta, Gamma, Xoshiro256, Z95};
use crate::model::{Draft, Effect, Model, Scenario};
use crate::structure::Structure;

/// A figure with what is not known of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Band {
    /// One draw in twenty is below.
    pub low: f64,
    /// The mean of the draws.
    pub headline: f64,
    /// One draw in twenty is above.
    pub high: f64,
}

impl Band {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let n = values.len();
        let at = |p: f64| {
            let place = (p * n as f64) as usize;
            values
                .get(place.min(n.saturating_sub(1)))
                .copied()
                .unwrap_or(0.0)
        };
        Self {
            low: at(0.05),
            headline: values.iter().sum::<f64>() / n.max(1) as f64,
            high: at(0.95),
        }
    }
}

/// The figures of a model with their bands.
#[derive(Debug, Clone, PartialEq)]
pub struct Bands {
    /// For each service: expected outage days of a term.
    pub outage_days: Vec<Band>,
    /// For each service: chance of an intolerable outage.
    pub intolerable: Vec<Band>,
    /// Expected loss of a term in euros.
    pub loss: Band,
    /// Expected users times days without a service.
    pub resident_days: Band,
}

/// What is known of one scenario's inputs.
struct Known {
    rate: Option<Gamma>,
    response: Option<f64>,
    effects: Vec<KnownEffect>,
}

struct KnownEffect {
    probability: Option<Beta>,
    /// Centre of the median's logarithm less that of the model, and its standard deviation.
    median: Option<(f64, f64)>,
}

/// The bands from so many draws (200 to 500 are enough); the same seed gives the same bands.
pub fn bands(model: &Model, draws: u32, seed: u64) -> Bands {
    let structure = Structure::new(model);
    let known: Vec<Known> = model.scenarios().iter().map(known).collect();
    let drawn: Vec<Figures> = (0..draws.max(1))
        .map(|draw| {
            let mut rng = Xoshiro256::new(seed, u64::from(draw));
            let draft = draw_inputs(model, &known, &mut rng);
            // What is drawn stays in range; should it not, the draw is the model as entered.
            let drawn = Model::new(draft);
            figures_with(drawn.as_ref().unwrap_or(model), &structure)
        })
        .collect();
    let count = model.services().len();
    let over = |of: &dyn Fn(&Figures) -> f64| Band::of(drawn.iter().map(of).collect());
    let service = |at: usize, of: fn(&crate::analytic::ServiceFigures) -> f64| {
        over(&|figures| figures.services.get(at).map_or(0.0, of))
    };
    Bands {
        outage_days: (0..count)
            .map(|at| service(at, |it| it.outage_days))
            .collect(),
        intolerable: (0..count)
            .map(|at| service(at, |it| it.intolerable))
            .collect(),
        loss: over(&|figures| figures.loss),
        resident_days: over(&|figures| figures.resident_days),
    }
}

fn known(scenario: &Scenario) -> Known {
    let rate = scenario.rate_interval;
    Known {
        rate: rate.and_then(|(low, high)| Gamma::from_interval(low, high).ok()),
        response: scenario.response_interval.and_then(spread),
        effects: scenario.effects.iter().map(known_effect).collect(),
    }
}

fn known_effect(effect: &Effect) -> KnownEffect {
    let centre = |(low, high): (f64, f64)| f64::midpoint(low.ln(), high.ln());
    let median = effect.duration.at_score(0.0).ln();
    KnownEffect {
        probability: effect
            .probability_interval
            .and_then(|(low, high)| Beta::from_interval(effect.probability, low, high).ok()),
        median: effect
            .duration_interval
            .and_then(|interval| Some((centre(interval) - median, spread(interval)?))),
    }
}

/// The standard deviation of the logarithm that a 90 % interval tells.
fn spread((low, high): (f64, f64)) -> Option<f64> {
    (low > 0.0 && high > low).then(|| (high / low).ln() / (2.0 * Z95))
}

fn draw_inputs(model: &Model, known: &[Known], rng: &mut Xoshiro256) -> Draft {
    let mut draft = model.draft();
    for (scenario, known) in draft.scenarios.iter_mut().zip(known) {
        if let Some(rate) = &known.rate {
            scenario.rate_per_year = rate.quantile(rng.uniform());
        }
        if let Some(sigma) = known.response {
            let factor = (sigma * normal_quantile(rng.uniform())).exp();
            scenario.response = scenario.response.map(|it| it.scaled(factor));
        }
        for (effect, known) in scenario.effects.iter_mut().zip(&known.effects) {
            if let Some(probability) = &known.probability {
                effect.probability = probability.quantile(rng.uniform());
            }
            if let Some((shift, sigma)) = known.median {
                let factor = (shift + sigma * normal_quantile(rng.uniform())).exp();
                effect.duration = effect.duration.scaled(factor);
            }
        }
    }
    draft
}
