//! The exact chance of a long outage where every cause is enough on its own: outages are the busy
//! periods of a queue with any number of servers (Takacs 1962).
//!
//! Slow beside the formula of [`crate::analytic`], and its referee.

use crate::analytic::Lasting;
use crate::model::Model;
use crate::structure::Structure;

/// Causes that come as a Poisson process and keep something down for a random time each.
pub struct Causes<'a> {
    /// How many come per day.
    pub per_day: f64,
    /// P(one keeps it down for longer than u days), 1 at 0.
    pub survival: &'a dyn Fn(f64) -> f64,
}

/// The probability that within `term` days something is down for longer than `tolerance` days in
/// one piece, beginning up.
///
/// `step` is the width of the grid in days; the error falls with its square, 0.04 gives six figures
/// for durations of days.
///
/// ```
/// use simulation::renewal::{Causes, longer_outage};
///
/// // Once in 100 days something is down for exactly two; one day is tolerable.
/// let lasts = |u: f64| if u < 2.0 { 1.0 } else { 0.0 };
/// let causes = Causes { per_day: 0.01, survival: &lasts };
/// let chance = longer_outage(&causes, 1.0, 100.0, 0.01);
/// assert!((chance - (1.0 - (-0.99_f64).exp())).abs() < 1e-6);
/// ```
pub fn longer_outage(causes: &Causes<'_>, tolerance: f64, term: f64, step: f64) -> f64 {
    if tolerance >= term || causes.per_day <= 0.0 {
        return 0.0;
    }
    // A whole number of steps in the tolerance, for the integrals end there.
    let within = (tolerance / step).ceil().max(1.0);
    let step = if tolerance > 0.0 {
        tolerance / within
    } else {
        step
    };
    let within = if tolerance > 0.0 { within as usize } else { 0 };
    let busy = busy_periods(causes, within, step);
    let steps = (term / step).round() as usize;
    let half = 0.5 * causes.per_day * step;
    let mut calm = Vec::with_capacity(steps + 1);
    calm.push(1.0);
    // What flows into "still no long outage" from an outage that begins at this much time left.
    let mut inflow = 1.0;
    let mut over = 0.0;
    for n in 1..=steps {
        let mut sum = 0.0;
        let reach = n.min(within);
        // Each busy period ends within its cell: the average of its two ends.
        for (i, share) in (1..=reach).zip(&busy) {
            let near: f64 = if i == 1 { 0.0 } else { at(&calm, n + 1 - i) };
            sum += share * 0.5 * (at(&calm, n - i) + near);
        }
        if n <= within {
            over += at(&busy, n - 1);
            sum += 1.0 - over;
        }
        let own = 0.5 * at(&busy, 0);
        let before = at(&calm, n - 1);
        let now = (before * (1.0 - half) + half * (inflow + sum)) / (1.0 + half - half * own);
        inflow = sum + own * now;
        if n == within {
            // From here on an outage that still runs is too long.
            inflow -= 1.0 - over;
        }
        calm.push(now);
    }
    1.0 - at(&calm, steps)
}

fn at(list: &[f64], place: usize) -> f64 {
    list.get(place).copied().unwrap_or(0.0)
}

/// The probability that an outage ends in each step, from "the chance of being up t days after a
/// cause came is G(t) p0(t)": either the outage has ended and everything began again, or not.
fn busy_periods(causes: &Causes<'_>, steps: usize, step: f64) -> Vec<f64> {
    let lasts = |n: usize| (causes.survival)(n as f64 * step);
    let mut up = vec![1.0];
    let mut integral = 0.0;
    for n in 1..=steps {
        // Simpson's rule within the step.
        let middle = (causes.survival)((n as f64 - 0.5) * step);
        integral += step / 6.0 * (lasts(n - 1) + 4.0 * middle + lasts(n));
        up.push(libm::exp(-causes.per_day * integral));
    }
    let mut ends: Vec<f64> = Vec::with_capacity(steps);
    for n in 1..=steps {
        let known = ends.iter().enumerate();
        let sum: f64 = known
            .map(|(i, share)| share * 0.5 * (at(&up, n - 1 - i) + at(&up, n - i)))
            .sum();
        let whole = (1.0 - lasts(n)) * at(&up, n);
        ends.push((whole - sum) / (0.5 * (1.0 + at(&up, 1))));
    }
    ends
}

/// The exact chance of an intolerable outage of each service for which every cause is enough on its
/// own, and `None` for the others.
pub fn chains(model: &Model, structure: &Structure, step: f64) -> Vec<Option<f64>> {
    let of = |(served, shape): (crate::model::Served<'_>, &crate::structure::Shape)| {
        let [(set, _)] = shape.sets.as_deref()? else {
            return None;
        };
        let classes = &structure.sets.get(*set)?.classes;
        let touched: Option<Vec<_>> = classes
            .iter()
            .map(|class| {
                let class = structure.classes.get(*class)?;
                Some((model.scenarios().get(class.scenario)?, &class.effects))
            })
            .collect();
        let touched = touched?;
        let rate = |u: f64| -> f64 {
            let touch = touched.iter().map(|(scenario, effects)| {
                let touch = Lasting::new(scenario, &[u]).touch(effects);
                scenario.rate_per_day() * touch.first().copied().unwrap_or(0.0)
            });
            touch.sum()
        };
        let per_day = rate(0.0);
        let survival = |u: f64| rate(u) / per_day;
        let causes = Causes {
            per_day,
            survival: &survival,
        };
        let tolerance = served.service.tolerance_days;
        Some(longer_outage(&causes, tolerance, model.term_days(), step))
    };
    model.services().zip(&structure.shapes).map(of).collect()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test compares with the platform's own functions"
)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_busy_period_is_that_of_takacs() {
        // Introduction to the Theory of Queues (1962): (e^load - 1) / rate, whatever the durations
        // are; here they are constant, and they are exponential.
        let constant = |u: f64| if u < 2.0 { 1.0 } else { 0.0 };
        let exponential = |u: f64| (-0.5 * u).exp();
        for survival in [&constant as &dyn Fn(f64) -> f64, &exponential] {
            let per_day = 0.4;
            let causes = Causes { per_day, survival };
            let step = 0.01;
            let ends = busy_periods(&causes, 8_000, step);
            let middle = (0..).map(|i| (f64::from(i) + 0.5) * step);
            let mean: f64 = middle.zip(&ends).map(|(days, share)| days * share).sum();
            let expected = 0.8_f64.exp_m1() / per_day;
            assert!((mean / expected - 1.0).abs() < 1e-2, "{mean} {expected}");
            assert!((ends.iter().sum::<f64>() - 1.0).abs() < 1e-3);
        }
    }

    #[test]
    fn constant_outages_longer_than_tolerable_are_counted_by_hand() {
        // Every outage lasts two days and one is tolerable: the first that begins early enough is
        // too long.
        let constant = |u: f64| if u < 2.0 { 1.0 } else { 0.0 };
        let causes = Causes {
            per_day: 0.01,
            survival: &constant,
        };
        let found = longer_outage(&causes, 1.0, 100.0, 0.01);
        assert!(
            (found + (-0.01_f64 * 99.0).exp_m1()).abs() < 1e-6,
            "{found}"
        );
    }

    #[test]
    fn outages_become_longer_only_by_meeting() {
        // One day each and one day tolerable: only a second one within the first is too long.
        let constant = |u: f64| if u < 1.0 { 1.0 } else { 0.0 };
        let causes = Causes {
            per_day: 0.02,
            survival: &constant,
        };
        let found = longer_outage(&causes, 1.0, 50.0, 0.002);
        // Gaps between events: W(t) = sum over n of P(n events, all gaps above 1).
        let mut none = 0.0;
        let mut term = (-1.0_f64).exp();
        for n in 0..50_u32 {
            let free = (50.0 - f64::from(n.saturating_sub(1))).max(0.0) / 50.0;
            none += term * free.powi(i32::try_from(n).unwrap());
            term /= f64::from(n + 1);
        }
        // Two in the last day meet, but the term ends before the outage is a day long.
        let too_late = 1.0 - (-0.02_f64).exp() * 1.02;
        let expected = 1.0 - none - too_late * none;
        assert!(
            (found - expected).abs() < 5e-5,
            "{found} against {expected}"
        );
    }
}
