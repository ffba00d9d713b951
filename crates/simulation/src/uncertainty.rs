//! What is not known of the inputs, carried to every figure.
//!
//! Rates are drawn from gamma distributions, medians from lognormal and probabilities from beta
//! distributions, as far as the model has intervals for them; each draw goes through the formulas.
//! The headline is the mean over the draws (both uncertainties mixed), the band its outer quantiles.
//! Where the formulas do not know, each draw is simulated instead: see [`simulated_bands`].

use crate::analytic::{Sketch, figures_with, sketch};
use crate::distribution::special::normal_quantile;
use crate::distribution::{Beta, Gamma, Xoshiro256, Z95};
use crate::model::{Draft, Effect, Model, Scenario, Service};
use crate::simulate::{Estimate, NoOutcome, Outcome, Plan, simulate};
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

    /// Of values that are estimates themselves: they spread more than what they estimate, and are drawn
    /// together until they do not.
    fn of_estimates(all: &[Estimate]) -> Self {
        let n = all.len().max(1) as f64;
        let mean = all.iter().map(|it| it.value).sum::<f64>() / n;
        let spread = |of: &dyn Fn(&Estimate) -> f64| all.iter().map(of).sum::<f64>() / n;
        let seen = spread(&|it| (it.value - mean) * (it.value - mean));
        let noise = spread(&|it| it.error * it.error);
        let own = (ratio(seen - noise, seen)).clamp(0.0, 1.0).sqrt();
        let nearer = |it: &Estimate| mean + own * (it.value - mean);
        let band = Self::of(all.iter().map(nearer).collect());
        Self {
            low: band.low.min(mean),
            headline: mean,
            high: band.high.max(mean),
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
    /// The distribution of the rate, and the factor that brings its mean to the rate entered.
    rate: Option<(Gamma, f64)>,
    response: Option<f64>,
    effects: Vec<KnownEffect>,
}

struct KnownEffect {
    probability: Option<Beta>,
    /// Centre of the median's logarithm less that of the model, and its standard deviation.
    median: Option<(f64, f64)>,
}

impl Known {
    /// Whether every input is known.
    fn is_certain(&self) -> bool {
        let is_certain = |it: &KnownEffect| it.probability.is_none() && it.median.is_none();
        self.rate.is_none() && self.response.is_none() && self.effects.iter().all(is_certain)
    }
}

/// The bands from so many draws (200 to 500 are enough); the same seed gives the same bands.
pub fn bands(model: &Model, draws: u32, seed: u64) -> Bands {
    let tolerances = model.services().map(|it| it.service.tolerance_days);
    let mixed = Mix {
        shares: vec![0.0; tolerances.len()],
        tolerances: tolerances.collect(),
        families: (0..model.scenarios().len()).collect(),
    };
    mixed_bands(model, &mixed, draws, seed)
}

/// What a model does not tell of itself: other tolerances that hold in a share of the term, as in
/// the months of a year when an outage hurts most, and which scenarios are one threat.
#[derive(Debug, Clone, PartialEq)]
pub struct Mix {
    /// By service: the other tolerance, in days.
    pub tolerances: Vec<f64>,
    /// By service: in which share of the term it holds, 0 to 1.
    pub shares: Vec<f64>,
    /// By scenario: its family. Whoever errs about the rate, the durations or the cost of one
    /// scenario of a family errs about all of them in the same way.
    pub families: Vec<usize>,
}

/// The same where services have another tolerance in a share of the term, and scenarios come in
/// families.
///
/// A draw counts each event alone; its figures are brought to the level of the exact ones of the
/// model as entered. Chances are those of formulas: ask
/// [`crate::analytic::ServiceFigures::is_chance_known`] whether they are to be shown.
pub fn mixed_bands(model: &Model, mix: &Mix, draws: u32, seed: u64) -> Bands {
    let structure = Structure::new(model);
    let known: Vec<Known> = model.scenarios().iter().map(known).collect();
    let usual = model.services().map(|it| it.service.tolerance_days);
    let tolerances = [usual.collect(), mix.tolerances.clone()];
    let exact = figures_with(model, &structure);
    let entered = sketch(model, &structure, &tolerances);
    let drawn: Vec<Sketch> = (0..draws.max(1))
        .map(|draw| {
            let mut rng = Xoshiro256::new(seed, u64::from(draw));
            let draft = draw_inputs(model, &known, &mix.families, &mut rng);
            // What is drawn stays in range; should it not, the draw is the model as entered.
            let drawn = Model::new(draft);
            sketch(drawn.as_ref().unwrap_or(model), &structure, &tolerances)
        })
        .collect();
    let over = |of: &dyn Fn(&Sketch) -> f64| Band::of(drawn.iter().map(of).collect());
    // Overlaps are counted once, as in the exact figures.
    let level: Vec<f64> = exact
        .services
        .iter()
        .zip(&entered.days)
        .map(|(exact, days)| ratio(exact.outage_days, *days))
        .collect();
    let days = |sketch: &Sketch, at: usize| {
        let level = level.get(at).copied().unwrap_or(1.0);
        level * sketch.days.get(at).copied().unwrap_or(0.0)
    };
    let weighed = |sketch: &Sketch, of: fn(Service) -> f64| -> f64 {
        let services = model.services().enumerate();
        services
            .map(|(at, it)| of(it.service) * days(sketch, at))
            .sum()
    };
    let count = |sketch: &Sketch, list: usize, at: usize| {
        let list = sketch.longer.get(list);
        list.and_then(|it| it.get(at)).copied().unwrap_or(0.0)
    };
    // A sketch is a little rough in how long events last, too.
    let often: Vec<f64> = (0..)
        .zip(&exact.services)
        .map(|(at, exact)| ratio(exact.intolerable_outages, count(&entered, 0, at)))
        .collect();
    let chance = |sketch: &Sketch, at: usize| {
        let share = mix.shares.get(at).copied().unwrap_or(0.0);
        let level = often.get(at).copied().unwrap_or(1.0);
        let both = count(sketch, 0, at) * (1.0 - share) + count(sketch, 1, at) * share;
        -libm::expm1(-(level * both).max(0.0))
    };
    let services = 0..exact.services.len();
    Bands {
        outage_days: services
            .clone()
            .map(|at| over(&|it| days(it, at)))
            .collect(),
        intolerable: services.map(|at| over(&|it| chance(it, at))).collect(),
        loss: over(&|it| it.response + weighed(it, |service| service.cost_per_day)),
        resident_days: over(&|it| weighed(it, |service| service.users)),
    }
}

/// The bands of simulated draws: with what happens together, for the services and figures that the
/// formulas do not know.
///
/// The terms of the plan are shared out to the draws, each of which has terms of its own; where nothing
/// is uncertain, all of them are of the model as entered. What of the spread of the draws is only that of
/// few terms is taken out of the bands again.
///
/// # Errors
/// As [`simulate`].
pub fn simulated_bands(
    model: &Model,
    mix: &Mix,
    draws: u32,
    plan: Plan,
) -> Result<Bands, NoOutcome> {
    let known: Vec<Known> = model.scenarios().iter().map(known).collect();
    let draws = if known.iter().all(Known::is_certain) {
        1
    } else {
        u64::from(draws.max(1)).min(plan.terms.max(1))
    };
    let mut drawn = Vec::new();
    for draw in 0..draws {
        let mut rng = Xoshiro256::new(plan.seed, draw);
        let draft = draw_inputs(model, &known, &mix.families, &mut rng);
        let inputs = Model::new(draft).unwrap_or_else(|_| model.clone());
        let plan = Plan {
            terms: (plan.terms / draws).max(1),
            // Far from the seeds that somebody types.
            seed: plan.seed ^ ((draw + 1) << 40),
            ..plan
        };
        drawn.push(Drawn::new(&inputs, mix, plan)?);
    }
    let band = |of: &dyn Fn(&Drawn) -> Option<Estimate>| {
        let each = drawn.iter().map(|it| of(it).unwrap_or_default());
        Band::of_estimates(&each.collect::<Vec<_>>())
    };
    let services = 0..model.services().len();
    let days = |at: usize| band(&|it| Some(it.usual.services.get(at)?.outage_days));
    let chance = |at: usize| band(&|it| it.chances.get(at).copied());
    Ok(Bands {
        outage_days: services.clone().map(days).collect(),
        intolerable: services.map(chance).collect(),
        loss: band(&|it| Some(it.usual.loss)),
        resident_days: band(&|it| Some(it.usual.resident_days)),
    })
}

/// A simulated draw.
struct Drawn {
    usual: Outcome,
    /// Chances of an intolerable outage, with both tolerances.
    chances: Vec<Estimate>,
}

impl Drawn {
    fn new(model: &Model, mix: &Mix, plan: Plan) -> Result<Self, NoOutcome> {
        let outcome = |model: &Model| -> Result<Outcome, NoOutcome> {
            let mut outcome = simulate(model, plan)?;
            outcome.losses = Vec::new();
            Ok(outcome)
        };
        let usual = outcome(model)?;
        let mut chances: Vec<Estimate> = usual.services.iter().map(|it| it.intolerable).collect();
        if mix.shares.iter().any(|share| *share > 0.0) {
            let mut draft = model.draft();
            let services = draft.nodes.iter_mut().filter_map(|it| it.service.as_mut());
            for (service, tolerance) in services.zip(&mix.tolerances) {
                service.tolerance_days = *tolerance;
            }
            let other = Model::new(draft).unwrap_or_else(|_| model.clone());
            let other = outcome(&other)?;
            let pairs = chances.iter_mut().zip(&other.services).zip(&mix.shares);
            for ((chance, other), share) in pairs {
                *chance = mixed(*chance, other.intolerable, *share);
            }
        }
        Ok(Self { usual, chances })
    }
}

/// A chance over a term of which a share has another tolerance: intolerable outages are rare events, and
/// their rates add up. The error is that of both, weighed in the same way.
pub fn mixed(usual: Estimate, other: Estimate, share: f64) -> Estimate {
    let weighed = |usual: f64, other: f64| usual * (1.0 - share) + other * share;
    let rate = |chance: f64| -libm::log1p(-chance.clamp(0.0, 1.0 - 1e-12));
    let value = -libm::expm1(-weighed(rate(usual.value), rate(other.value)));
    Estimate {
        value: value.max(0.0),
        error: weighed(usual.error, other.error),
    }
}

fn ratio(exact: f64, rough: f64) -> f64 {
    if rough > 0.0 { exact / rough } else { 1.0 }
}

fn known(scenario: &Scenario) -> Known {
    let rate = scenario.rate_interval.and_then(|(low, high)| {
        // The interval says how wide the doubt is, the rate itself what is to be expected.
        let gamma = Gamma::from_interval(low, high).ok()?;
        let level = ratio(scenario.rate_per_year, gamma.mean());
        Some((gamma, level))
    });
    Known {
        rate,
        response: scenario.response_interval.and_then(spread),
        effects: scenario.effects.iter().map(known_effect).collect(),
    }
}

fn known_effect(effect: &Effect) -> KnownEffect {
    let centre = |(low, high): (f64, f64)| f64::midpoint(libm::log(low), libm::log(high));
    let median = libm::log(effect.duration.at_score(0.0));
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
    (low > 0.0 && high > low).then(|| libm::log(high / low) / (2.0 * Z95))
}

/// How far off one draw is about a family: a probability for its rates, and normal scores for its
/// durations and its cost.
#[derive(Debug, Clone, Copy)]
struct Error {
    rate: f64,
    duration: f64,
    response: f64,
}

fn draw_inputs(model: &Model, known: &[Known], families: &[usize], rng: &mut Xoshiro256) -> Draft {
    let mut draft = model.draft();
    let count = families.iter().max().map_or(0, |most| most + 1);
    let errors: Vec<Error> = (0..count)
        .map(|_| Error {
            rate: rng.uniform(),
            duration: normal_quantile(rng.uniform()),
            response: normal_quantile(rng.uniform()),
        })
        .collect();
    let pairs = draft.scenarios.iter_mut().zip(known).zip(families);
    for ((scenario, known), family) in pairs {
        let Some(error) = errors.get(*family) else {
            continue;
        };
        if let Some((rate, level)) = &known.rate {
            scenario.rate_per_year = level * rate.quantile(error.rate);
        }
        if let Some(sigma) = known.response {
            let factor = libm::exp(sigma * error.response);
            scenario.response = scenario.response.map(|it| it.scaled(factor));
        }
        for (effect, known) in scenario.effects.iter_mut().zip(&known.effects) {
            if let Some(probability) = &known.probability {
                effect.probability = probability.quantile(rng.uniform());
            }
            if let Some((shift, sigma)) = known.median {
                let factor = libm::exp(shift + sigma * error.duration);
                effect.duration = effect.duration.scaled(factor);
            }
        }
    }
    draft
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::{Distribution, Lognormal};
    use crate::model::Node;

    fn model(scenarios: usize) -> Model {
        let days = Distribution::Lognormal(Lognormal::from_median(2.0, 9.0).unwrap());
        let scenario = |at: usize| Scenario {
            name: format!("{at}"),
            rate_per_year: 0.02,
            rate_interval: Some((0.002, 0.1)),
            effects: vec![Effect {
                node: 0,
                probability: 1.0,
                probability_interval: None,
                duration: days,
                duration_interval: None,
            }],
            response: None,
            response_interval: None,
            rho: 0.0,
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
            scenarios: (0..scenarios).map(scenario).collect(),
            measures: Vec::new(),
        })
        .unwrap()
    }

    #[test]
    fn the_headline_is_what_the_rates_entered_give() {
        let model = model(4);
        let exact = crate::analytic::figures(&model);
        let bands = bands(&model, 2_000, 3);
        assert!((bands.loss.headline / exact.loss - 1.0).abs() < 0.05);
        assert!(bands.loss.low < 0.8 * exact.loss && bands.loss.high > 1.2 * exact.loss);
    }

    #[test]
    fn who_errs_about_one_threat_errs_about_all_its_streams() {
        let model = model(8);
        let mix = |families: Vec<usize>| Mix {
            tolerances: vec![2.0],
            shares: vec![0.0],
            families,
        };
        let width = |families| {
            let loss = mixed_bands(&model, &mix(families), 1_000, 3).loss;
            loss.high - loss.low
        };
        assert!(width(vec![0; 8]) > 2.0 * width((0..8).collect()));
    }

    #[test]
    fn simulated_bands_are_those_of_the_formulas_where_those_know() {
        let model = model(4);
        let mix = Mix {
            tolerances: vec![1.0],
            shares: vec![0.25],
            families: (0..4).collect(),
        };
        let formula = mixed_bands(&model, &mix, 200, 3);
        let drawn = simulated_bands(&model, &mix, 200, Plan::new(400_000, 3)).unwrap();
        let near = |a: Band, b: Band, most: f64| {
            for (a, b) in [(a.low, b.low), (a.headline, b.headline), (a.high, b.high)] {
                assert!((a / b - 1.0).abs() < most, "{a} {b}");
            }
        };
        near(drawn.intolerable[0], formula.intolerable[0], 0.15);
        near(drawn.outage_days[0], formula.outage_days[0], 0.15);
        near(drawn.loss, formula.loss, 0.15);
        near(drawn.resident_days, formula.resident_days, 0.15);
    }

    #[test]
    fn a_shorter_tolerance_counts_by_its_share_of_the_term() {
        let model = model(1);
        let chance = |shares: f64| {
            let mix = Mix {
                tolerances: vec![0.1],
                shares: vec![shares],
                families: vec![0],
            };
            mixed_bands(&model, &mix, 50, 3).intolerable[0].headline
        };
        let (never, half, always) = (chance(0.0), chance(0.5), chance(1.0));
        assert!(never < half && half < always);
        assert!((half - 0.5 * (never + always)).abs() < 0.1 * always);
    }
}
