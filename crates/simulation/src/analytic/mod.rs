//! Figures without drawing: exact expected outage days, chances of an intolerable outage, the
//! distribution of the loss. The same model always gives the same figures, with no noise between two
//! edits.
//!
//! Formulas: the probability that a set of nodes is untouched at time t is that of no event of a
//! thinned Poisson process; expected outage days follow by integration and are exact. The chance of
//! an intolerable outage counts single events (it leaves out what only coincidence brings), and the
//! distribution of the loss adds events up as if they never overlapped. Both say how far off they may
//! be at most: by the chance that two events meet at all. Where that is too much for two digits, or
//! for what a million simulated terms would tell, only [`crate::simulate`] knows.

mod events;
mod exceedance;
mod hermite;
mod points;
mod sketch;

use crate::model::{Model, Scenario, Served, Service};
use crate::structure::{Shape, Structure};

use events::jumps;
pub(crate) use events::{Events, Lasting, lasting_points};
pub use exceedance::{LossCurve, loss_curve, loss_curve_over};
use points::Outer;
pub(crate) use sketch::{Sketch, sketch};

/// What one scenario has to do with a service.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Driver {
    /// Index of the scenario.
    pub scenario: usize,
    /// Outage days it brings in the term on its own.
    pub outage_days: f64,
    /// Intolerable outages it brings in the term on its own.
    pub intolerable: f64,
}

/// What is expected of one service in a term.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceFigures {
    /// Index of its node.
    pub node: usize,
    /// Expected days of outage.
    pub outage_days: f64,
    /// Whether that is exact; otherwise overlapping events are counted twice, and what only
    /// coincidence brings, or a scenario that strikes very many alternatives at once, is not in it:
    /// ask [`crate::simulate`].
    pub exact: bool,
    /// Probability that some outage is longer than tolerable, of single events: never more than it
    /// is, and less by at most [`Self::missing`].
    pub intolerable: f64,
    /// By how much that probability may be too small at most, for events that meet.
    pub missing: f64,
    /// Expected number of intolerable outages.
    pub intolerable_outages: f64,
    /// Whether it fails only when several events coincide: then `intolerable` is zero here and only
    /// simulation can tell it.
    pub needs_coincidence: bool,
    /// The scenarios that can take it down alone, those with most days first.
    pub drivers: Vec<Driver>,
}

/// Two printed digits: half of the last one is at least this share of a figure.
const HALF_A_DIGIT: f64 = 0.005;
/// Chances are printed with six decimals at most.
const NEXT_TO_NOTHING: f64 = 5e-8;
/// The formula speaks where it is no further off than the standard error of so many simulated terms.
const AS_GOOD_AS: f64 = 1e6;

impl ServiceFigures {
    /// Whether the chance of an intolerable outage is good to two digits, and as near as a million
    /// simulated terms come. Elsewhere it is not to be shown: simulate.
    pub fn is_chance_known(&self) -> bool {
        let p = self.intolerable;
        let digits = HALF_A_DIGIT * p;
        let drawn = (p * (1.0 - p) / AS_GOOD_AS).sqrt();
        self.missing <= digits.min(drawn).max(NEXT_TO_NOTHING)
    }
}

/// What is expected of a term.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The services in the order of [`Model::services`].
    pub services: Vec<ServiceFigures>,
    /// Expected loss in euros: responses and outages.
    pub loss: f64,
    /// The part of it that is cost of responses.
    pub response: f64,
    /// Expected sum over services of users times outage days.
    pub resident_days: f64,
    /// Expected number of events.
    pub events: f64,
    /// Whether the outage days of all services are exact, and with them loss and resident days.
    pub exact: bool,
    /// Expected loss by scenario, each counted alone, in euros.
    pub loss_by_scenario: Vec<f64>,
}

/// All figures but the distribution of the loss, for which see [`loss_curve`].
pub fn figures(model: &Model) -> Figures {
    figures_with(model, &Structure::new(model))
}

/// The same when only rates, probabilities and durations changed since the structure was worked out.
pub fn figures_with(model: &Model, structure: &Structure) -> Figures {
    let outer = Outer::new(model.term_days(), &jumps(model));
    let events = Events::new(model, structure, &outer);
    let term = model.term_days();
    let untouched = events.untouched_days(structure, &outer);
    let responses = model.scenarios().iter().map(|it| {
        let response = it.response.map_or(0.0, |it| it.mean());
        it.rate_per_day() * term * response
    });
    let mut loss_by_scenario: Vec<f64> = responses.collect();
    let response = positive(loss_by_scenario.iter().sum());
    let mut services = Vec::with_capacity(structure.shapes.len());
    for (served, shape) in model.services().zip(&structure.shapes) {
        let days = |set: usize| untouched.get(set).copied().unwrap_or(term);
        let exact: Option<f64> = shape
            .sets
            .as_ref()
            .map(|sets| sets.iter().map(|(set, c)| c * (term - days(*set))).sum());
        let it = service((model, structure), &events, (served, shape), exact);
        for driver in &it.drivers {
            if let Some(loss) = loss_by_scenario.get_mut(driver.scenario) {
                *loss += served.service.cost_per_day * driver.outage_days;
            }
        }
        services.push(it);
    }
    let sum = |of: fn(Service) -> f64| -> f64 {
        let pairs = model.services().zip(&services);
        positive(
            pairs
                .map(|(served, it)| of(served.service) * it.outage_days)
                .sum(),
        )
    };
    let per_day: f64 = model.scenarios().iter().map(Scenario::rate_per_day).sum();
    Figures {
        loss: response + sum(|it| it.cost_per_day),
        response,
        resident_days: sum(|it| it.users),
        events: positive(per_day * term),
        exact: services.iter().all(|it| it.exact),
        services,
        loss_by_scenario,
    }
}

/// The figures of one service, whose exact outage days are given where the structure tells them.
fn service(
    (model, structure): (&Model, &Structure),
    events: &Events,
    (served, shape): (Served<'_>, &Shape),
    exact: Option<f64>,
) -> ServiceFigures {
    let drivers = drivers(model, events, served, shape);
    let alone: f64 = drivers.iter().map(|it| it.outage_days).sum();
    let outage_days = positive(exact.unwrap_or(alone));
    let count = positive(drivers.iter().map(|it| it.intolerable).sum());
    let intolerable = positive(-libm::expm1(-count));
    let is_known = is_known(model, structure, shape);
    let meetings = if is_known {
        events.meetings(model, structure, shape)
    } else {
        f64::INFINITY
    };
    ServiceFigures {
        node: served.node,
        outage_days,
        exact: exact.is_some() && is_known,
        intolerable,
        missing: meetings.min(1.0 - intolerable),
        intolerable_outages: count,
        needs_coincidence: alone <= 0.0 && outage_days > 1e-12,
        drivers,
    }
}

/// A number that rounding may have made negative; never minus zero, which a sum of nothing is.
fn positive(value: f64) -> f64 {
    if value > 0.0 { value } else { 0.0 }
}

/// Whether the averages over severities are good enough in everything that has to do with a service.
fn is_known(model: &Model, structure: &Structure, shape: &Shape) -> bool {
    let classes = shape.all.iter().filter_map(|at| structure.classes.get(*at));
    let mut scenarios = classes.filter_map(|class| {
        let scenario = model.scenarios().get(class.scenario)?;
        Some((scenario, class.effects.len()))
    });
    scenarios.all(|(scenario, effects)| Lasting::is_known(scenario, effects))
}

/// What each scenario brings to a service on its own, those with most days first.
fn drivers(model: &Model, events: &Events, served: Served<'_>, shape: &Shape) -> Vec<Driver> {
    let tolerance = served.service.tolerance_days;
    let begins_in = (model.term_days() - tolerance).max(0.0);
    let driver = |(scenario, classes): &(usize, Vec<(usize, f64)>)| {
        let rate = model
            .scenarios()
            .get(*scenario)
            .map_or(0.0, Scenario::rate_per_day);
        Driver {
            scenario: *scenario,
            outage_days: rate * events.event_days(classes),
            intolerable: rate * begins_in * events.longer_than(tolerance, classes),
        }
    };
    let mut drivers: Vec<Driver> = shape.events.iter().map(driver).collect();
    drivers.sort_by(|a, b| b.outage_days.total_cmp(&a.outage_days));
    drivers
}
