//! Figures of a model of which hundreds are needed: every event counted alone.

use super::events::{Lasting, few_lasting_points};
use crate::model::{Model, Scenario};
use crate::structure::Structure;

/// What single events bring in a term.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sketch {
    /// By service: days of outage, counted twice where events overlap.
    pub(crate) days: Vec<f64>,
    /// By list of tolerances and by service: how many outages are longer.
    pub(crate) longer: Vec<Vec<f64>>,
    /// Cost of responses.
    pub(crate) response: f64,
}

/// The sketch of a model under several lists of tolerances (in days, by service).
pub(crate) fn sketch(model: &Model, structure: &Structure, tolerances: &[Vec<f64>]) -> Sketch {
    let (term, count) = (model.term_days(), structure.shapes.len());
    let mut sketch = Sketch {
        days: vec![0.0; count],
        longer: vec![vec![0.0; count]; tolerances.len()],
        response: 0.0,
    };
    let mut limits: Vec<f64> = tolerances.iter().flatten().copied().collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup();
    let place = |tolerance: f64| limits.partition_point(|it| *it < tolerance);
    let touches = touches(model, structure, &limits);
    for scenario in model.scenarios() {
        let response = scenario.response.map_or(0.0, |it| it.mean());
        sketch.response += scenario.rate_per_day() * term * response;
    }
    for (at, shape) in structure.shapes.iter().enumerate() {
        for (scenario, classes) in &shape.events {
            let rate = model.scenarios().get(*scenario);
            let rate = rate.map_or(0.0, Scenario::rate_per_day);
            let own: Vec<(f64, &Touch)> = classes
                .iter()
                .filter_map(|(class, c)| Some((*c, touches.get(*class)?)))
                .collect();
            let sum = |of: &dyn Fn(&Touch) -> f64| -> f64 {
                own.iter().map(|(c, it)| c * of(it)).sum::<f64>().max(0.0)
            };
            add(&mut sketch.days, at, rate * sum(&|it| it.days));
            for (longer, tolerances) in sketch.longer.iter_mut().zip(tolerances) {
                let tolerance = tolerances.get(at).copied().unwrap_or(0.0);
                let place = place(tolerance);
                let beyond = sum(&|it| it.beyond.get(place).copied().unwrap_or(0.0));
                let begins_in = (term - tolerance).max(0.0);
                add(longer, at, rate * begins_in * beyond.min(1.0));
            }
        }
    }
    sketch
}

fn add(sums: &mut [f64], at: usize, value: f64) {
    if let Some(sum) = sums.get_mut(at) {
        *sum += value;
    }
}

/// What an event does to a class of effects.
#[derive(Debug, Clone, Default)]
struct Touch {
    /// Mean days until the end of the term, times the term.
    days: f64,
    /// The chance that it lasts longer than each limit.
    beyond: Vec<f64>,
}

fn touches(model: &Model, structure: &Structure, limits: &[f64]) -> Vec<Touch> {
    let mut touches = vec![Touch::default(); structure.classes.len()];
    for (at, scenario) in model.scenarios().iter().enumerate() {
        let classes = structure.classes.iter().enumerate();
        let mut own = classes.filter(|(_, class)| class.scenario == at).peekable();
        if own.peek().is_none() {
            continue;
        }
        let (mut times, weights) = few_lasting_points(model.term_days(), scenario);
        let points = times.len();
        times.extend(limits);
        let lasting = Lasting::rough(scenario, &times);
        for (class, effects) in own {
            let touch = lasting.touch(&effects.effects);
            let (over_time, beyond) = touch.split_at(points);
            let days: f64 = over_time.iter().zip(&weights).map(|(g, w)| g * w).sum();
            if let Some(touch) = touches.get_mut(class) {
                *touch = Touch {
                    days: days * model.term_days(),
                    beyond: beyond.to_vec(),
                };
            }
        }
    }
    touches
}
