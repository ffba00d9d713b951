//! The distribution of the loss of a term: events by quasi-random samples, sums by one Fourier
//! transform.

use super::events::{Lasting, few_lasting_points};
use super::{HALF_A_DIGIT, positive};
use crate::aggregate::{Complex, exponential, fft};
use crate::model::{Model, Scenario};
use crate::simulate::{Event, EventCosts};
use crate::structure::beneath;

/// Samples of an event of each scenario.
const SAMPLES: u32 = 2_048;
/// Cells of the grid: a power of two.
const CELLS: usize = 1 << 14;
/// How far the grid goes, in standard deviations above the mean.
const REACH: f64 = 16.0;

/// The distribution of the loss over a period.
#[derive(Debug, Clone, PartialEq)]
pub struct LossCurve {
    shape: Shape,
    mean: f64,
    missing: f64,
    most: f64,
}

/// How the distribution is kept.
#[derive(Debug, Clone, PartialEq)]
enum Shape {
    /// P(loss <= i steps).
    Grid { step: f64, at_most: Vec<f64> },
    /// Losses in the middle of equal parts of all terms, ascending.
    Drawn(Vec<f64>),
}

/// As many losses are kept of drawn terms.
const MOST_DRAWN: usize = 20_000;

impl LossCurve {
    /// The distribution of the losses of simulated terms: what happens together is in it.
    pub fn of_terms(mut losses: Vec<f64>) -> Self {
        losses.sort_by(f64::total_cmp);
        let count = losses.len();
        let mean = losses.iter().sum::<f64>() / count.max(1) as f64;
        let most = losses.last().copied().unwrap_or(0.0);
        let kept = count.min(MOST_DRAWN);
        let middle = |part: usize| losses.get((2 * part + 1) * count / (2 * kept)).copied();
        Self {
            shape: Shape::Drawn((0..kept).filter_map(middle).collect()),
            mean,
            missing: 0.0,
            most,
        }
    }

    /// How many points the curve is kept with.
    pub fn points(&self) -> usize {
        match &self.shape {
            Shape::Grid { at_most, .. } => at_most.len(),
            Shape::Drawn(losses) => losses.len(),
        }
    }

    /// The mean loss in euros.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// Whether shares of terms near this one are good to two digits. By formula events are added up
    /// as if they never met: each share may be off by the chance that two of them do.
    pub fn is_known_at(&self, p: f64) -> bool {
        let rarer = p.min(1.0 - p);
        self.missing <= HALF_A_DIGIT * rarer
    }

    /// P(loss > euros).
    pub fn above(&self, euros: f64) -> f64 {
        if euros < 0.0 {
            return 1.0;
        }
        if euros >= self.most {
            return 0.0;
        }
        match &self.shape {
            Shape::Grid { step, at_most } => {
                let place = euros / step;
                let at = |i: usize| at_most.get(i).or(at_most.last()).copied();
                let low = at(place as usize).unwrap_or(1.0);
                let high = at(place as usize + 1).unwrap_or(1.0);
                1.0 - (low + (high - low) * place.fract())
            }
            Shape::Drawn(losses) => {
                let within = losses.partition_point(|it| *it <= euros);
                (losses.len() - within) as f64 / losses.len().max(1) as f64
            }
        }
    }

    /// The loss that is exceeded with probability 1 - p, in euros, never more than a term can bring;
    /// infinite beyond the grid.
    pub fn quantile(&self, p: f64) -> f64 {
        self.unlimited(p).min(self.most)
    }

    fn unlimited(&self, p: f64) -> f64 {
        match &self.shape {
            Shape::Grid { step, at_most } => {
                let place = at_most.partition_point(|it| *it < p);
                let Some(high) = at_most.get(place) else {
                    return f64::INFINITY;
                };
                let Some(low) = place.checked_sub(1).and_then(|it| at_most.get(it)) else {
                    return 0.0;
                };
                step * (place as f64 - 1.0 + (p - low) / (high - low))
            }
            Shape::Drawn(losses) => {
                let place = (p.clamp(0.0, 1.0) * losses.len() as f64) as usize;
                let last = losses.len().saturating_sub(1);
                losses.get(place.min(last)).copied().unwrap_or(0.0)
            }
        }
    }
}

/// What the outages of a term cost when every service is down in all of it; without a limit where
/// events cost something beside their outages, for they may come in any number.
fn most(model: &Model) -> f64 {
    let mut happens = model.scenarios().iter().filter(|it| it.rate_per_year > 0.0);
    if happens.any(|it| it.response.is_some()) {
        return f64::INFINITY;
    }
    let per_day: f64 = model.services().map(|it| it.service.cost_per_day).sum();
    // Losses are drawn in single precision.
    per_day * model.term_days() * (1.0 + 1e-6)
}

/// How often two events that have to do with any service that costs something meet in `days`, on
/// average.
fn meetings(model: &Model, days: f64) -> f64 {
    let costs = model.services().filter(|it| it.service.cost_per_day > 0.0);
    let matters = beneath(model, costs.map(|it| it.node));
    let (mut hits, mut lasting) = (0.0, 0.0);
    for scenario in model.scenarios() {
        let own = scenario.effects.iter().enumerate();
        let own = own.filter(|(_, it)| matters.contains(&(it.node as u32)));
        let effects: Vec<usize> = own.map(|(k, _)| k).collect();
        let (mut times, weights) = few_lasting_points(model.term_days(), scenario);
        times.push(0.0);
        let touch = Lasting::rough(scenario, &times).touch(&effects);
        let rate = scenario.rate_per_day();
        let mean: f64 = touch.iter().zip(&weights).map(|(g, w)| g * w).sum();
        hits += rate * touch.last().copied().unwrap_or(0.0);
        lasting += rate * mean;
    }
    hits * lasting * days
}

/// The distribution of the loss over the whole term.
pub fn loss_curve(model: &Model) -> LossCurve {
    loss_curve_over(model, model.term_days())
}

/// The distribution of the loss of any `days` days of the term, such as a year: events that begin in
/// it, with all they bring until the end of the term.
pub fn loss_curve_over(model: &Model, days: f64) -> LossCurve {
    let mut costs = EventCosts::new(model);
    let mut samples: Vec<(f64, Vec<Sampled>)> = Vec::with_capacity(model.scenarios().len());
    let (mut mean, mut variance) = (0.0, 0.0);
    for (at, scenario) in model.scenarios().iter().enumerate() {
        let events = scenario.rate_per_day() * days;
        if events <= 0.0 {
            continue;
        }
        let losses = losses(model, scenario, &mut costs, at);
        mean += events * losses.iter().map(|it| it.weight * it.loss).sum::<f64>();
        variance += events
            * losses
                .iter()
                .map(|it| it.weight * it.loss * it.loss)
                .sum::<f64>();
        samples.push((events, losses));
    }
    let reach = mean + REACH * variance.sqrt();
    let step = (reach / (CELLS - 2) as f64).max(1e-9);
    let mut sums: Vec<Complex> = vec![[0.0; 2]; CELLS];
    let mut count = 0.0;
    for (events, losses) in &samples {
        for it in losses {
            // What lies beyond the grid is left out of it, and so beyond every quantile.
            count += events * it.weight;
            spread(&mut sums, it.loss / step, events * it.weight);
        }
    }
    fft(&mut sums, false);
    for value in &mut sums {
        *value = exponential([value[0] - count, value[1]]);
    }
    fft(&mut sums, true);
    let mut sum = 0.0;
    let at_most = sums.iter().map(|value| {
        sum += value[0].max(0.0);
        sum.min(1.0)
    });
    let at_most = at_most.collect();
    LossCurve {
        shape: Shape::Grid { step, at_most },
        mean: positive(mean),
        missing: meetings(model, days).min(1.0),
        most: most(model),
    }
}

/// Shares a weight between the two nearest cells so that its mean stays where it is.
fn spread(cells: &mut [Complex], place: f64, weight: f64) {
    let (cell, rest) = (place as usize, place.fract());
    if let Some([low, high]) = cells.get_mut(cell..cell + 2) {
        low[0] += weight * (1.0 - rest);
        high[0] += weight * rest;
    }
}

/// An event of a scenario: what it costs, and its share of all events of the scenario.
struct Sampled {
    loss: f64,
    weight: f64,
}

/// Quasi-random events of a scenario (Sobol' sequence, scrambled after Owen with a fixed seed, so
/// that they are the same every time).
///
/// Dear ones are drawn more often and weigh less: with v uniform, the probability below the response
/// is 1 - (1 - v)^2, and the weight 2 (1 - v).
fn losses(
    model: &Model,
    scenario: &Scenario,
    costs: &mut EventCosts<'_>,
    at: usize,
) -> Vec<Sampled> {
    let mut event = Event {
        left: 0.0,
        severity: 0.5,
        response: 0.5,
        hits: vec![0.5; scenario.effects.len()],
        durations: vec![0.5; scenario.effects.len()],
    };
    let mut losses = Vec::with_capacity(SAMPLES as usize);
    for sample in 0..SAMPLES {
        let mut dimension = Dimensions {
            sample,
            next: 4,
            four: [0.0; 4],
        };
        event.left = f64::from(dimension.next()) * model.term_days();
        let rest = 1.0 - dimension.next();
        event.response = 1.0 - rest * rest;
        if scenario.rho > 0.0 {
            event.severity = dimension.next();
        }
        let points = event.hits.iter_mut().zip(&mut event.durations);
        for (effect, (hit, duration)) in scenario.effects.iter().zip(points) {
            *duration = dimension.next();
            let is_certain = effect.probability >= 1.0;
            *hit = if is_certain { 0.5 } else { dimension.next() };
        }
        losses.push(Sampled {
            loss: costs.loss(at, &event),
            weight: f64::from(rest),
        });
    }
    let total: f64 = losses.iter().map(|it| it.weight).sum();
    for it in &mut losses {
        it.weight /= total;
    }
    losses
}

/// The coordinates of a point, four at a time.
struct Dimensions {
    sample: u32,
    next: u32,
    four: [f32; 4],
}

impl Dimensions {
    fn next(&mut self) -> f32 {
        if self.next.is_multiple_of(4) {
            // There are 64 sets of four; beyond them, other scramblings of the same.
            let set = self.next / 4 - 1;
            self.four = sobol_burley::sample_4d(self.sample, set % 64, set / 64);
        }
        let value = self.four.get((self.next % 4) as usize).copied();
        self.next += 1;
        value.unwrap_or(0.5)
    }
}
