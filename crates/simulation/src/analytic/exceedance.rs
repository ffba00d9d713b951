//! The distribution of the loss of a term: events by quasi-random samples, sums by one Fourier
//! transform.

use crate::aggregate::{Complex, exponential, fft};
use crate::model::{Model, Scenario};
use crate::simulate::{Event, EventCosts};

/// Samples of an event of each scenario.
const SAMPLES: u32 = 2_048;
/// Cells of the grid: a power of two.
const CELLS: usize = 1 << 14;
/// How far the grid goes, in standard deviations above the mean.
const REACH: f64 = 16.0;

/// The distribution of the loss over a period.
///
/// Events are added up as if they never met; on the reference city that makes the mean 0.1 %
/// greater than it is.
#[derive(Debug, Clone, PartialEq)]
pub struct LossCurve {
    step: f64,
    mean: f64,
    /// P(loss <= i steps).
    at_most: Vec<f64>,
}

impl LossCurve {
    /// How many points the curve is kept with.
    pub fn points(&self) -> usize {
        self.at_most.len()
    }

    /// The mean loss in euros.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// P(loss > euros).
    pub fn above(&self, euros: f64) -> f64 {
        if euros < 0.0 {
            return 1.0;
        }
        let place = euros / self.step;
        let at = |i: usize| self.at_most.get(i).or(self.at_most.last()).copied();
        let low = at(place as usize).unwrap_or(1.0);
        let high = at(place as usize + 1).unwrap_or(1.0);
        1.0 - (low + (high - low) * place.fract())
    }

    /// The loss that is exceeded with probability 1 - p, in euros; infinite beyond the grid.
    pub fn quantile(&self, p: f64) -> f64 {
        let place = self.at_most.partition_point(|it| *it < p);
        let Some(high) = self.at_most.get(place) else {
            return f64::INFINITY;
        };
        let Some(low) = place.checked_sub(1).and_then(|it| self.at_most.get(it)) else {
            return 0.0;
        };
        self.step * (place as f64 - 1.0 + (p - low) / (high - low))
    }
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
        step,
        mean,
        at_most,
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
