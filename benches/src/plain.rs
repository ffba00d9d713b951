//! The plain way to simulate a risk model, as a baseline: every event drawn on its own with textbook
//! generators, outages as lists of intervals, united and counted along the graph.
#![expect(
    clippy::disallowed_methods,
    reason = "the baseline is written as anybody would write it"
)]

use simulation::distribution::{Distribution, Pert, Xoshiro256};
use simulation::model::{Effect, Group, Model};

type Interval = (f64, f64);

/// The mean loss of so many terms in euros.
pub(crate) fn mean_loss(model: &Model, terms: u32, seed: u64) -> f64 {
    let mut normal = Normal {
        rng: Xoshiro256::new(seed, 0),
        spare: None,
    };
    let mut down: Vec<Vec<Interval>> = vec![Vec::new(); model.nodes().len()];
    let loss: f64 = (0..terms)
        .map(|_| term(model, &mut normal, &mut down))
        .sum();
    loss / f64::from(terms)
}

fn term(model: &Model, normal: &mut Normal, down: &mut [Vec<Interval>]) -> f64 {
    down.iter_mut().for_each(Vec::clear);
    let mut loss = 0.0;
    for scenario in model.scenarios() {
        let rate = scenario.rate_per_day();
        // Without a rate the first event is infinitely far away.
        let mut time = normal.gap(rate);
        while time < model.term_days() {
            loss += scenario
                .response
                .as_ref()
                .map_or(0.0, |it| value(it, normal));
            for effect in &scenario.effects {
                strike(effect, normal, (time, model.term_days()), down);
            }
            time += normal.gap(rate);
        }
    }
    for &at in model.order() {
        let Some(node) = model.nodes().get(at) else {
            continue;
        };
        let mut own = down.get_mut(at).map(std::mem::take).unwrap_or_default();
        for group in &node.groups {
            too_few(group, down, &mut own);
        }
        unite(&mut own);
        let days: f64 = own.iter().map(|(start, end)| end - start).sum();
        loss += days * node.service.map_or(0.0, |it| it.cost_per_day);
        if let Some(slot) = down.get_mut(at) {
            *slot = own;
        }
    }
    loss
}

fn strike(
    effect: &Effect,
    normal: &mut Normal,
    (time, term): Interval,
    down: &mut [Vec<Interval>],
) {
    if normal.rng.uniform() < effect.probability {
        let end = time + value(&effect.duration, normal);
        if let Some(node) = down.get_mut(effect.node) {
            node.push((time, end.min(term)));
        }
    }
}

/// Adds the times in which fewer members are up than needed.
fn too_few(group: &Group, down: &[Vec<Interval>], own: &mut Vec<Interval>) {
    let members = || group.members.iter().filter_map(|it| down.get(*it));
    if group.needed == group.members.len() {
        own.extend(members().flatten());
        return;
    }
    let mut changes: Vec<(f64, i32)> = members()
        .flatten()
        .flat_map(|(start, end)| [(*start, 1), (*end, -1)])
        .collect();
    changes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let tolerated = i32::try_from(group.members.len() - group.needed).unwrap_or(0);
    let (mut count, mut since) = (0, 0.0);
    for (time, change) in changes {
        let before = count;
        count += change;
        if before <= tolerated && count > tolerated {
            since = time;
        } else if before > tolerated && count <= tolerated {
            own.push((since, time));
        }
    }
}

/// Sorts intervals and joins those that meet.
fn unite(intervals: &mut Vec<Interval>) {
    intervals.sort_by(|a, b| a.0.total_cmp(&b.0));
    intervals.dedup_by(|later, earlier| {
        let meets = later.0 <= earlier.1;
        if meets {
            earlier.1 = earlier.1.max(later.1);
        }
        meets
    });
}

fn value(distribution: &Distribution, normal: &mut Normal) -> f64 {
    match distribution {
        Distribution::Lognormal(it) => it.at_score(normal.next()),
        Distribution::Pert(it) => pert(it, normal),
    }
}

/// A beta variate as a share of two gamma variates.
fn pert(pert: &Pert, normal: &mut Normal) -> f64 {
    let (a, b) = pert.shapes();
    let (x, y) = (gamma(a, normal), gamma(b, normal));
    pert.min() + (pert.max() - pert.min()) * x / (x + y)
}

/// Marsaglia and Tsang (ACM TOMS 26, 2000), for shapes of at least one.
fn gamma(shape: f64, normal: &mut Normal) -> f64 {
    let less = shape - 1.0 / 3.0;
    let scale = 1.0 / (9.0 * less).sqrt();
    loop {
        let score = normal.next();
        let cube = (1.0 + scale * score).powi(3);
        let bound = 0.5 * score * score + less * (1.0 - cube + cube.ln());
        if cube > 0.0 && normal.rng.uniform().ln() < bound {
            return less * cube;
        }
    }
}

/// Marsaglia's polar method: two normal variates at a time.
struct Normal {
    rng: Xoshiro256,
    spare: Option<f64>,
}

impl Normal {
    /// Time to the next event of a Poisson process.
    fn gap(&mut self, rate: f64) -> f64 {
        -self.rng.uniform().ln() / rate
    }

    fn next(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let x = 2.0 * self.rng.uniform() - 1.0;
            let y = 2.0 * self.rng.uniform() - 1.0;
            let s = x * x + y * y;
            if s < 1.0 {
                let factor = (-2.0 * s.ln() / s).sqrt();
                self.spare = Some(y * factor);
                return x * factor;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_way_comes_to_the_same_mean() {
        let (model, _) = crate::city::city().unwrap();
        let exact = simulation::analytic::figures(&model).loss;
        let found = mean_loss(&model, 20_000, 1);
        assert!(
            (found / exact - 1.0).abs() < 0.02,
            "{found} against {exact}"
        );
    }
}
