//! From 32 random bits to a duration: a table of normal scores, a table per distribution, and an
//! exponential of our own.
//!
//! Scores come from a table that is fine where the quantile is steep: 64 cells for each halving of
//! the tail probability, so that the error is about 1e-5 everywhere and scores reach 6.2 (one in
//! four thousand million). A duration is exp(a + b z) with a and b from the cell of z; a lognormal
//! has one cell and is exact, a PERT has [`PERT_CELLS`].
#![expect(
    clippy::indexing_slicing,
    reason = "the tables have a fixed size and the index is masked or clamped into it"
)]

use std::sync::LazyLock;

use crate::distribution::special::{normal_density, normal_quantile_lower};
use crate::distribution::{Distribution, Pert};
use crate::model::{Effect, Scenario};

/// Cells of a halving of the tail probability, as a power of two.
const FINENESS: u32 = 6;
/// Cells of 31 halvings.
const SCORE_CELLS: usize = 32 << FINENESS;
/// Cells of the logarithm over one doubling.
const LOG_CELLS: usize = 128;
/// Cells of a PERT distribution over scores from -6.4 to 6.4.
pub(crate) const PERT_CELLS: u32 = 512;
/// The same where each distribution is drawn from a few thousand times only.
pub(crate) const FEW_PERT_CELLS: u32 = 64;
const MOST_SCORE: f32 = 6.4;

/// The tables that all models share.
#[derive(Debug)]
pub(crate) struct Variates {
    scores: Box<[[f32; 2]; SCORE_CELLS]>,
    logs: Box<[[f32; 2]; LOG_CELLS]>,
}

/// Working the tables out takes longer than some hundred terms.
static VARIATES: LazyLock<Variates> = LazyLock::new(Variates::new);

impl Variates {
    /// The tables, worked out once.
    pub(crate) fn shared() -> &'static Self {
        &VARIATES
    }

    fn new() -> Self {
        let scores = std::array::from_fn(|cell| {
            let bits = (127_u32 << 23) + ((cell as u32) << (23 - FINENESS));
            let ends = [bits, bits + (1 << (23 - FINENESS))];
            let ends = ends.map(|it| f64::from(f32::from_bits(it)));
            let score = |m: f64| normal_quantile_lower((m / 4_294_967_296.0).min(0.5));
            line(ends, ends.map(score))
        });
        let logs = std::array::from_fn(|cell| {
            let ends = [cell, cell + 1].map(|it| 1.0 + it as f64 / LOG_CELLS as f64);
            line(ends, ends.map(libm::log))
        });
        Self {
            scores: Box::new(scores),
            logs: Box::new(logs),
        }
    }

    /// A normal score from 32 bits: one for the sign, 31 for the tail probability.
    #[inline]
    pub(crate) fn score(&self, bits: u32) -> f32 {
        let magnitude = ((bits >> 1) | 1) as f32;
        let cell = (magnitude.to_bits() >> (23 - FINENESS)) as usize - (127 << FINENESS);
        let [a, b] = self.scores[cell & (SCORE_CELLS - 1)];
        let score = a + b * magnitude;
        f32::from_bits(score.to_bits() ^ (bits << 31))
    }

    /// The normal score of a probability.
    pub(crate) fn score_at(&self, u: f32) -> f32 {
        let above = u > 0.5;
        let tail = if above { 1.0 - u } else { u };
        let magnitude = (tail * 65_536.0 * 65_536.0).clamp(1.0, 32_767.0 * 65_536.0);
        let cell = (magnitude.to_bits() >> (23 - FINENESS)) as usize - (127 << FINENESS);
        let [a, b] = self.scores[cell & (SCORE_CELLS - 1)];
        let score = a + b * magnitude;
        if above { -score } else { score }
    }

    /// An exponential variate with mean one from 32 bits.
    #[inline]
    pub(crate) fn exponential(&self, bits: u32) -> f32 {
        let value = (bits | 1) as f32;
        let bits = value.to_bits();
        let doublings = (bits >> 23) as f32 - (127.0 + 32.0);
        let mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
        let [a, b] = self.logs[(bits >> 16) as usize & (LOG_CELLS - 1)];
        -(doublings * std::f32::consts::LN_2 + (a + b * mantissa))
    }
}

/// The straight line through two points, as intercept and slope.
fn line([x0, x1]: [f64; 2], [y0, y1]: [f64; 2]) -> [f32; 2] {
    let slope = (y1 - y0) / (x1 - x0);
    [(y0 - slope * x0) as f32, slope as f32]
}

/// Cells of logarithms of quantiles.
#[derive(Debug, Default)]
pub(crate) struct Cells(Vec<[f32; 2]>);

/// How to draw one duration or cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    first: u32,
    /// Cells per unit of score: zero for a lognormal.
    scale: f32,
    shift: f32,
    /// Its number of cells less one.
    mask: u32,
    /// Logarithm of the worst case.
    log_cap: f32,
    /// Weight of the event's severity in the score, and of what is the effect's own.
    pub(crate) shared: f32,
    pub(crate) own: f32,
}

/// Every duration and cost of a model.
#[derive(Debug)]
pub(crate) struct SlotTable {
    cells: Cells,
    /// A power of two.
    pert_cells: u32,
    pub(crate) slots: Vec<Slot>,
    /// The node of each slot; none for a response.
    pub(crate) node: Vec<u32>,
    /// The probability that the effect is hit.
    pub(crate) probability: Vec<f64>,
    /// Whether any severity is shared between effects.
    pub(crate) correlated: bool,
}

impl SlotTable {
    pub(crate) fn new(pert_cells: u32) -> Self {
        Self {
            cells: Cells::default(),
            pert_cells,
            slots: Vec::new(),
            node: Vec::new(),
            probability: Vec::new(),
            correlated: false,
        }
    }

    /// Adds the response of a scenario; without one it costs next to nothing, 1e-38 euros.
    pub(crate) fn response(&mut self, scenario: &Scenario) -> u32 {
        self.node.push(u32::MAX);
        self.probability.push(1.0);
        self.add(scenario.response.as_ref(), scenario.rho)
    }

    /// Adds an effect of a scenario.
    pub(crate) fn effect(&mut self, scenario: &Scenario, effect: &Effect) -> u32 {
        self.node.push(effect.node as u32);
        self.probability.push(effect.probability);
        self.add(Some(&effect.duration), scenario.rho)
    }

    fn add(&mut self, distribution: Option<&Distribution>, rho: f64) -> u32 {
        let first = self.cells.0.len() as u32;
        let (mut scale, mut shift, mut mask) = (0.0, 0.0, 0);
        let mut log_cap = f32::INFINITY;
        match distribution {
            None => self.cells.0.push([-1_000.0, 0.0]),
            Some(Distribution::Lognormal(it)) => {
                self.cells.0.push([it.mu() as f32, it.sigma() as f32]);
                log_cap = libm::log(it.cap()) as f32;
            }
            Some(Distribution::Pert(pert)) => {
                let cells = self.pert_cells;
                scale = cells as f32 / (2.0 * MOST_SCORE);
                mask = cells - 1;
                shift = cells as f32 / 2.0 - 0.5;
                self.cells.0.extend(pert_cells(pert, cells));
            }
        }
        self.correlated |= rho > 0.0;
        self.slots.push(Slot {
            first,
            scale,
            shift,
            mask,
            log_cap,
            shared: rho as f32,
            own: (1.0 - rho * rho).max(0.0).sqrt() as f32,
        });
        self.slots.len() as u32 - 1
    }

    /// The same from the score of the event's severity and that of what is the effect's own.
    pub(crate) fn value(&self, slot: u32, severity: f32, own: f32) -> f32 {
        let it = &self.slots[slot as usize];
        self.log_value(slot, it.shared * severity + it.own * own)
    }

    /// The logarithm of the duration or cost with this score.
    #[inline]
    pub(crate) fn log_value(&self, slot: u32, score: f32) -> f32 {
        let slot = &self.slots[slot as usize];
        // Adding 2^23 leaves the nearest whole number in the lowest bits, cheaper than a cast.
        let cell = (slot.scale * score + slot.shift + 8_388_608.0).to_bits() & slot.mask;
        let [a, b] = self.cells.0[(slot.first + cell) as usize];
        let log = a + b * score;
        if log < slot.log_cap {
            log
        } else {
            slot.log_cap
        }
    }
}

/// Logarithms of quantiles at every fourth score exactly, between them by the cubic through the
/// values and derivatives of two (Hermite): the exact quantile is the slow part of compiling a model.
fn pert_cells(pert: &Pert, cells: u32) -> impl Iterator<Item = [f32; 2]> {
    let step = 2.0 * f64::from(MOST_SCORE) / f64::from(cells);
    let score = move |cell: u32| f64::from(cell) * step - f64::from(MOST_SCORE);
    let components: Vec<[f64; 2]> = (0..=cells / COARSE)
        .map(|component| log_quantile(pert, score(component * COARSE)))
        .collect();
    let width = step * f64::from(COARSE);
    let value = move |cell: u32| {
        let component = (cell / COARSE).min(cells / COARSE - 1) as usize;
        let t = f64::from(cell) / f64::from(COARSE) - component as f64;
        let [[y0, d0], [y1, d1]] = [components[component], components[component + 1]];
        let (up, down) = (t * t * (3.0 - 2.0 * t), t * (1.0 - t));
        y0 + (y1 - y0) * up + width * down * (d0 * (1.0 - t) - d1 * t)
    };
    (0..cells).map(move |cell| {
        let ends = [cell, cell + 1];
        line(ends.map(score), ends.map(&value))
    })
}

/// Cells between exact quantiles.
const COARSE: u32 = 4;

/// The logarithm of the quantile at a normal score, and its derivative by the score: density of the
/// score over density and value of the quantile.
fn log_quantile(pert: &Pert, z: f64) -> [f64; 2] {
    let x = pert.at_score(z).max(1e-30);
    let slope = normal_density(z) / (pert.density(x) * x);
    let near = |z: f64| libm::log(pert.at_score(z).max(1e-30));
    let slope = if slope.is_finite() && slope < 1e3 {
        slope
    } else {
        (near(z + 1e-3) - near(z - 1e-3)) / 2e-3
    };
    [libm::log(x), slope]
}

/// Replaces each value by its exponential: relative error about 1e-6 for the
/// amounts that occur.
///
/// 2^n times a polynomial for 2^f, f in -0.5..0.5 (Taylor to the sixth power, error 1.5e-8); the
/// loop has no branches, so that the compiler can do several values at once.
pub(crate) fn exponentials(values: &mut [f32]) {
    /// Adding it leaves the nearest whole number in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    for value in values {
        let scaled = (*value * std::f32::consts::LOG2_E).clamp(-126.0, 126.0);
        let shifted = scaled + ROUND;
        let f = (scaled - (shifted - ROUND)) * std::f32::consts::LN_2;
        let p = 1.0 / 120.0 + f * (1.0 / 720.0);
        let p = 1.0 / 24.0 + f * p;
        let p = 1.0 / 6.0 + f * p;
        let p = 0.5 + f * p;
        let p = 1.0 + f * p;
        let p = 1.0 + f * p;
        let exponent = shifted.to_bits().wrapping_add(127) << 23;
        *value = p * f32::from_bits(exponent);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test compares with the platform's own functions"
)]
#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::special::normal_quantile;
    use crate::distribution::{Lognormal, Xoshiro256};

    #[test]
    fn scores_and_exponentials_are_close_to_exact_ones() {
        let variates = Variates::new();
        let mut rng = Xoshiro256::new(1, 1);
        for _ in 0..100_000 {
            let bits = (rng.next_u64() >> 32) as u32;
            let u = f64::from((bits >> 1) | 1) / 4_294_967_296.0;
            let exact = normal_quantile(u) * if bits & 1 == 1 { -1.0 } else { 1.0 };
            assert!(
                (f64::from(variates.score(bits)) - exact).abs() < 4e-5,
                "{bits}"
            );
            let exact = -(f64::from(bits | 1) / 4_294_967_296.0).ln();
            assert!(
                (f64::from(variates.exponential(bits)) - exact).abs() < 1e-5,
                "{bits}"
            );
        }
        for bits in [0, 1, 2, 3, u32::MAX, u32::MAX - 1] {
            assert!(variates.score(bits).abs() < 6.5 && variates.exponential(bits) >= -1e-6);
        }
    }

    #[test]
    fn exponentials_are_exact_to_single_precision() {
        let mut values: Vec<f32> = (-200..200).map(|i| i as f32 * 0.1).collect();
        exponentials(&mut values);
        for (i, value) in (-200..200).zip(values) {
            let exact = (f64::from(i as f32 * 0.1)).exp();
            assert!((f64::from(value) / exact - 1.0).abs() < 3e-6, "{i}");
        }
    }

    #[test]
    fn drawn_durations_have_the_moments_of_their_distribution() {
        let variates = Variates::new();
        let mut table = SlotTable::new(PERT_CELLS);
        let pert = Distribution::Pert(Pert::new(0.1, 0.4, 6.0).unwrap());
        let capped = Lognormal::new(0.5, 1.5).unwrap().capped(30.0).unwrap();
        let capped = Distribution::Lognormal(capped);
        for distribution in [pert, capped] {
            let slot = table.add(Some(&distribution), 0.0);
            let mut rng = Xoshiro256::new(5, 0);
            let draws = 400_000;
            let mut values: Vec<f32> = (0..draws)
                .map(|_| variates.score((rng.next_u64() >> 32) as u32))
                .map(|score| table.log_value(slot, score))
                .collect();
            exponentials(&mut values);
            let mean = values.iter().map(|x| f64::from(*x)).sum::<f64>() / f64::from(draws);
            let second = distribution.second_moment();
            let error = ((second - distribution.mean().powi(2)) / f64::from(draws)).sqrt();
            assert!((mean - distribution.mean()).abs() < 4.0 * error);
        }
    }
}
