//! What an event of each scenario does over time, by classes of effects.

use super::hermite::normal_points;
use super::points::{Inner, Outer, few_points, points};
use crate::distribution::Distribution;
use crate::distribution::special::{normal_above, normal_density};
use crate::model::{Effect, Model, Scenario};
use crate::structure::{Shape, Structure};

/// How an average over the severity of an event is taken: with so many points up to this correlation,
/// at which they err by about one in ten thousand; above it, in steps as wide as what is left to each
/// effect.
#[derive(Debug, Clone, Copy)]
struct Rule {
    points: usize,
    most: f64,
}

const FINE: Rule = Rule {
    points: 24,
    most: 0.85,
};
/// The same where a figure is only one of hundreds of draws.
const ROUGH: Rule = Rule {
    points: 9,
    most: 0.6,
};
/// Above this correlation durations are steps of the severity, and no rule is good enough.
const MOST_RHO: f64 = 0.995;
/// How far out severities are looked at.
const MOST_SEVERITY: f64 = 8.0;

impl Rule {
    /// Severities and their weights.
    fn severities(self, scenario: &Scenario) -> Vec<(f64, f64)> {
        if scenario.rho <= self.most {
            return normal_points(self.points);
        }
        let step = rest(scenario.rho.min(MOST_RHO));
        let count = (MOST_SEVERITY / step).ceil() as i32;
        let point = |i: i32| f64::from(i) * step;
        let weight = |z: f64| step * normal_density(z);
        (-count..=count)
            .map(|i| (point(i), weight(point(i))))
            .collect()
    }
}

/// The part of a normal score that is an effect's own.
fn rest(rho: f64) -> f64 {
    (1.0 - rho * rho).max(1e-12).sqrt()
}

/// Touch probabilities of all classes: the chance that an event has hit an effect of the class and
/// it still lasts after u days.
#[derive(Debug)]
pub(crate) struct Events {
    /// For each class: rate times the integral of the touch probability up to each outer point.
    cumulated: Vec<Vec<f64>>,
    /// For each class: the integral over the term of (T - u) times the touch probability.
    days: Vec<f64>,
    /// Distinct tolerances, ascending, and for each class the touch probability at each.
    tolerances: Vec<f64>,
    touch: Vec<Vec<f64>>,
}

impl Events {
    pub(crate) fn new(model: &Model, structure: &Structure, outer: &Outer) -> Self {
        let mut tolerances: Vec<f64> = model
            .services()
            .map(|it| it.service.tolerance_days)
            .collect();
        // What lasts longer than no time is what was hit at all.
        tolerances.push(0.0);
        tolerances.sort_by(f64::total_cmp);
        tolerances.dedup();
        let count = structure.classes.len();
        let mut events = Self {
            cumulated: vec![Vec::new(); count],
            days: vec![0.0; count],
            touch: vec![Vec::new(); count],
            tolerances,
        };
        let mut of_scenario: Vec<Vec<usize>> = vec![Vec::new(); model.scenarios().len()];
        for (at, class) in structure.classes.iter().enumerate() {
            if let Some(classes) = of_scenario.get_mut(class.scenario) {
                classes.push(at);
            }
        }
        for (scenario, classes) in model.scenarios().iter().zip(&of_scenario) {
            if !classes.is_empty() {
                events.scenario(scenario, structure, classes, outer);
            }
        }
        events
    }

    fn scenario(
        &mut self,
        scenario: &Scenario,
        structure: &Structure,
        classes: &[usize],
        outer: &Outer,
    ) {
        let inner = Inner::new(outer, &corners(scenario));
        let lasting = Lasting::new(scenario, &inner.times);
        let at_tolerance = Lasting::new(scenario, &self.tolerances);
        let rate = scenario.rate_per_day();
        for &at in classes {
            let Some(class) = structure.classes.get(at) else {
                continue;
            };
            let touch = lasting.touch(&class.effects);
            let cumulated = inner.cumulated(&touch, rate);
            let points = inner.times.iter().zip(&inner.weights).zip(&touch);
            let days = points.map(|((u, w), g)| w * g * (outer.term - u)).sum();
            if let (Some(a), Some(b), Some(c)) = (
                self.cumulated.get_mut(at),
                self.days.get_mut(at),
                self.touch.get_mut(at),
            ) {
                (*a, *b, *c) = (cumulated, days, at_tolerance.touch(&class.effects));
            }
        }
    }

    /// For each node set: the expected days of the term in which all its nodes are untouched.
    pub(crate) fn untouched_days(&self, structure: &Structure, outer: &Outer) -> Vec<f64> {
        let mut exponent = vec![0.0; outer.times.len()];
        let mut days = Vec::with_capacity(structure.sets.len());
        for set in &structure.sets {
            exponent.fill(0.0);
            for class in &set.classes {
                let cumulated = self.cumulated.get(*class).map_or(&[][..], |it| it);
                let pairs = exponent.iter_mut().zip(cumulated);
                pairs.for_each(|(sum, value)| *sum += value);
            }
            let touched: f64 = exponent
                .iter()
                .zip(&outer.weights)
                .map(|(sum, w)| -w * libm::expm1(-sum))
                .sum();
            days.push(outer.term - touched);
        }
        days
    }

    /// How often two events that have to do with a service meet in a term, on average: one begins while
    /// an effect of the other lasts. While that does not happen, every outage is of one event.
    pub(crate) fn meetings(&self, model: &Model, structure: &Structure, shape: &Shape) -> f64 {
        if !shape.is_whole {
            return f64::INFINITY;
        }
        let (mut hits, mut lasting) = (0.0, 0.0);
        for at in &shape.all {
            let scenario = structure.classes.get(*at).map(|it| it.scenario);
            let scenario = scenario.and_then(|it| model.scenarios().get(it));
            let rate = scenario.map_or(0.0, Scenario::rate_per_day);
            let hit = self.touch.get(*at).and_then(|it| it.first());
            hits += rate * hit.copied().unwrap_or(0.0);
            lasting += rate * self.days.get(*at).copied().unwrap_or(0.0);
        }
        (hits * lasting).max(0.0)
    }

    /// Integral over the term of (T - u) times the chance that an event still keeps a service down
    /// after u days; times the rate, it is the outage days that the scenario brings.
    pub(crate) fn event_days(&self, classes: &[(usize, f64)]) -> f64 {
        let days = |class: usize| self.days.get(class).copied().unwrap_or(0.0);
        let sum: f64 = classes.iter().map(|(class, c)| c * days(*class)).sum();
        sum.max(0.0)
    }

    /// The chance that an event keeps a service down for longer than its tolerance.
    pub(crate) fn longer_than(&self, tolerance: f64, classes: &[(usize, f64)]) -> f64 {
        let place = self.tolerances.partition_point(|it| *it < tolerance);
        let touch = |class: usize| {
            let touch = self.touch.get(class).and_then(|it| it.get(place));
            touch.copied().unwrap_or(0.0)
        };
        let sum: f64 = classes.iter().map(|(class, c)| c * touch(*class)).sum();
        sum.clamp(0.0, 1.0)
    }
}

/// Times for integrals over what lasts of an event of a scenario, and the weights that give the mean
/// days until the end of the term of an event at any time of it.
pub(crate) fn lasting_points(term: f64, scenario: &Scenario) -> (Vec<f64>, Vec<f64>) {
    let weighed = |(u, w): (f64, f64)| (u, w * (1.0 - u / term));
    points(term, &corners(scenario))
        .into_iter()
        .map(weighed)
        .unzip()
}

/// The same points, half as many.
pub(crate) fn few_lasting_points(term: f64, scenario: &Scenario) -> (Vec<f64>, Vec<f64>) {
    let weighed = |(u, w): (f64, f64)| (u, w * (1.0 - u / term));
    few_points(term, &corners(scenario))
        .into_iter()
        .map(weighed)
        .unzip()
}

/// A lognormal whose logarithm spreads less than this falls from one to zero between few points.
const NARROW: f64 = 0.15;

/// Where survival functions have corners or steps, or fall steeply.
fn corners(scenario: &Scenario) -> Vec<f64> {
    let of = |effect: &Effect| match effect.duration {
        Distribution::Pert(pert) => vec![pert.min(), pert.mean(), pert.max()],
        Distribution::Lognormal(it) if it.sigma() == 0.0 => vec![it.at_score(0.0)],
        Distribution::Lognormal(it) if it.sigma() < NARROW => {
            let scores = [-3.5, -2.0, -1.0, 0.0, 1.0, 2.0, 3.5];
            let steep = scores.map(|z| it.at_score(z));
            steep.into_iter().chain([it.cap()]).collect()
        }
        Distribution::Lognormal(it) => vec![it.cap()],
    };
    scenario.effects.iter().flat_map(of).collect()
}

/// The most steps that get points of their own in integrals over the term.
const MOST_JUMPS: usize = 24;

/// Where the chance of being untouched has a corner: what lasts a certain time ends there. The longest
/// ones, for between short times there are many points already.
pub(crate) fn jumps(model: &Model) -> Vec<f64> {
    let effects = model.scenarios().iter().flat_map(|it| &it.effects);
    let jump = |effect: &Effect| match effect.duration {
        Distribution::Lognormal(it) if it.sigma() < 0.1 => it.at_score(0.0),
        Distribution::Lognormal(it) => it.cap(),
        Distribution::Pert(it) => it.max(),
    };
    let mut jumps: Vec<f64> = effects
        .map(jump)
        .filter(|it| *it < model.term_days())
        .collect();
    jumps.sort_by(|a, b| b.total_cmp(a));
    jumps.dedup();
    jumps.truncate(MOST_JUMPS);
    jumps
}

/// The chance that each effect of a scenario was hit and lasts, at given times after the event and,
/// when durations are correlated, for each severity.
#[derive(Debug)]
pub(crate) struct Lasting {
    /// Weights of the severities.
    weights: Vec<f64>,
    /// By severity, then by effect: the chance at each time.
    chances: Vec<Vec<Vec<f64>>>,
    /// By effect, whatever the severity; nothing where severities make no difference.
    alone: Vec<Vec<f64>>,
    times: usize,
}

impl Lasting {
    pub(crate) fn new(scenario: &Scenario, times: &[f64]) -> Self {
        Self::over(scenario, times, FINE)
    }

    /// Whether the chances of several effects of a scenario together are known to the digits that
    /// figures are printed with.
    pub(crate) fn is_known(scenario: &Scenario, effects: usize) -> bool {
        scenario.rho <= MOST_RHO || effects < 2
    }

    /// The same in about a third of the time, and a little less exactly when durations correlate.
    pub(crate) fn rough(scenario: &Scenario, times: &[f64]) -> Self {
        Self::over(scenario, times, ROUGH)
    }

    fn over(scenario: &Scenario, times: &[f64], rule: Rule) -> Self {
        let count = times.len();
        let of = |effect: &Effect| -> Vec<f64> {
            let lasts = |u: &f64| effect.probability * effect.duration.survival(*u);
            times.iter().map(lasts).collect()
        };
        let alone: Vec<Vec<f64>> = scenario.effects.iter().map(of).collect();
        if scenario.rho <= 0.0 || scenario.effects.len() < 2 {
            return Self {
                weights: vec![1.0],
                chances: vec![alone],
                alone: Vec::new(),
                times: count,
            };
        }
        let rest = rest(scenario.rho);
        let scores: Vec<Vec<f64>> = scenario
            .effects
            .iter()
            .map(|effect| times.iter().map(|u| effect.duration.score(*u)).collect())
            .collect();
        let points = rule.severities(scenario);
        let given = |z: f64| -> Vec<Vec<f64>> {
            let effects = scenario.effects.iter().zip(&scores);
            let lasts = |p: f64, y: f64| p * normal_above((y - scenario.rho * z) / rest);
            effects
                .map(|(it, scores)| scores.iter().map(|y| lasts(it.probability, *y)).collect())
                .collect()
        };
        Self {
            chances: points.iter().map(|(z, _)| given(*z)).collect(),
            weights: points.iter().map(|(_, w)| *w).collect(),
            alone,
            times: count,
        }
    }

    /// The chance that at least one of these effects was hit and lasts.
    pub(crate) fn touch(&self, effects: &[usize]) -> Vec<f64> {
        // One effect alone lasts as its own distribution says.
        if let [one] = effects
            && let Some(alone) = self.alone.get(*one)
        {
            return alone.clone();
        }
        let mut touch = vec![0.0; self.times];
        let mut missed = vec![0.0; self.times];
        for (weight, chances) in self.weights.iter().zip(&self.chances) {
            missed.fill(1.0);
            for effect in effects {
                let chances = chances.get(*effect).map_or(&[][..], |it| it);
                let pairs = missed.iter_mut().zip(chances);
                pairs.for_each(|(missed, chance)| *missed *= 1.0 - chance);
            }
            for (touch, missed) in touch.iter_mut().zip(&missed) {
                *touch += weight * (1.0 - missed);
            }
        }
        touch
    }
}
