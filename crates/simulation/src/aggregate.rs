//! Sums of a random number of random amounts: compound distributions by recursion and by Fourier
//! transform, on a grid of equal steps.
//!
//! Three claims a year on average, each of 1 or 2 thousand euros:
//!
//! ```
//! use simulation::aggregate::{Count, compound_by_fft, panjer};
//!
//! let amounts = [0.0, 0.75, 0.25];
//! let year = panjer(&Count::Poisson(3.0), &amounts, 1_000.0, 64);
//! assert!((year.mean() - 3.0 * 1_250.0).abs() < 1e-6);
//! assert!((year.at_most(0.0) - (-3.0_f64).exp()).abs() < 1e-15);
//! assert_eq!(year.quantile(0.95), 8_000.0);
//!
//! let same = compound_by_fft(&Count::Poisson(3.0), &amounts, 1_000.0, 64);
//! assert!((year.at_most(5_000.0) - same.at_most(5_000.0)).abs() < 1e-14);
//! ```

use std::f64::consts::PI;

/// How many amounts there are.
#[derive(Debug, Clone, PartialEq)]
pub enum Count {
    /// Poisson with this mean.
    Poisson(f64),
    /// Negative binomial: failures before the `size`-th success of probability `chance`.
    NegativeBinomial {
        /// The size, positive.
        size: f64,
        /// The chance of success, above 0 and at most 1.
        chance: f64,
    },
    /// Binomial.
    Binomial {
        /// How many trials.
        trials: u32,
        /// The chance of each, at least 0 and below 1.
        chance: f64,
    },
    /// Probabilities of 0, 1, 2, ...
    Given(Vec<f64>),
}

/// A distribution on 0, step, 2 step, ...
#[derive(Debug, Clone, PartialEq)]
pub struct Aggregate {
    /// Width of a cell.
    pub step: f64,
    /// Probability of each multiple of the step; what lies beyond the last is missing.
    pub probability: Vec<f64>,
}

impl Aggregate {
    /// The mean of what is on the grid.
    pub fn mean(&self) -> f64 {
        self.values().map(|(x, p)| x * p).sum()
    }

    /// P(X <= x).
    pub fn at_most(&self, x: f64) -> f64 {
        let within = self
            .values()
            .take_while(|(value, _)| *value <= x * (1.0 + 1e-12));
        within.map(|(_, p)| p).sum()
    }

    /// The least value that is not exceeded with probability `p`; infinite beyond the grid.
    pub fn quantile(&self, p: f64) -> f64 {
        let mut sum = 0.0;
        let reached = |(_, probability): &(f64, f64)| {
            sum += probability;
            sum >= p
        };
        self.values()
            .find(reached)
            .map_or(f64::INFINITY, |(x, _)| x)
    }

    /// The mean of what lies above the quantile at `p`.
    pub fn tail_mean(&self, p: f64) -> f64 {
        let quantile = self.quantile(p);
        let beyond = self.values().filter(|(x, _)| *x > quantile);
        let (sum, weight) = beyond.fold((0.0, 0.0), |(s, w), (x, p)| (s + x * p, w + p));
        sum / weight
    }

    fn values(&self) -> impl Iterator<Item = (f64, f64)> {
        let value = |(i, p): (usize, &f64)| (i as f64 * self.step, *p);
        self.probability.iter().enumerate().map(value)
    }
}

/// The compound distribution by Panjer's recursion (ASTIN Bulletin 12, 1981) on `cells` cells; by
/// repeated convolution for a given count.
///
/// `severity` holds the probabilities of 0, 1, 2, ... steps. Exact but for rounding, in `cells`
/// times the length of the severity.
pub fn panjer(count: &Count, severity: &[f64], step: f64, cells: usize) -> Aggregate {
    let f0 = severity.first().copied().unwrap_or(1.0);
    let (a, b, log_first) = match count {
        Count::Poisson(mean) => (0.0, *mean, mean * (f0 - 1.0)),
        Count::NegativeBinomial { size, chance } => {
            let a = 1.0 - chance;
            let log = libm::log(chance / (1.0 - a * f0));
            (a, (size - 1.0) * a, size * log)
        }
        Count::Binomial { trials, chance } => {
            let odds = chance / (1.0 - chance);
            let n = f64::from(*trials);
            let log = libm::log1p(chance * (f0 - 1.0));
            (-odds, (n + 1.0) * odds, n * log)
        }
        Count::Given(counts) => return convolved(counts, severity, step, cells),
    };
    // With many claims the chance of none is too small for a number: the recursion is linear, so it
    // begins with one and is scaled at the end.
    let mut scale = log_first;
    let mut probability: Vec<f64> = Vec::with_capacity(cells);
    for x in 0..cells {
        let mut sum = 0.0;
        let before = probability.iter().rev().zip(severity.iter().skip(1));
        for (y, (g, f)) in (1_u32..).zip(before) {
            sum += (a + b * f64::from(y) / x as f64) * f * g;
        }
        let next = if x == 0 { 1.0 } else { sum / (1.0 - a * f0) };
        probability.push(next);
        if next > LARGEST {
            for it in &mut probability {
                *it /= LARGEST;
            }
            scale += libm::log(LARGEST);
        }
    }
    // In two steps, for the factor alone may be too small for a number where the product is not.
    let half = libm::exp(0.5 * scale);
    for it in &mut probability {
        *it *= half;
        *it *= half;
    }
    Aggregate { step, probability }
}

/// Beyond this, numbers of the recursion are scaled down.
const LARGEST: f64 = 1e200;

/// Horner's scheme in the generating function.
fn convolved(counts: &[f64], severity: &[f64], step: f64, cells: usize) -> Aggregate {
    let mut sum = vec![0.0; cells];
    for p in counts.iter().rev() {
        let mut next = vec![0.0; cells];
        for (i, f) in severity.iter().enumerate() {
            for (slot, value) in next.iter_mut().skip(i).zip(&sum) {
                *slot += f * value;
            }
        }
        if let Some(first) = next.first_mut() {
            *first += p;
        }
        sum = next;
    }
    Aggregate {
        step,
        probability: sum,
    }
}

/// The compound distribution by fast Fourier transform on at least `cells` cells (the next power of
/// two). What lies beyond them comes back at the low end: choose them so that next to nothing does.
pub fn compound_by_fft(count: &Count, severity: &[f64], step: f64, cells: usize) -> Aggregate {
    let cells = cells.max(severity.len()).next_power_of_two();
    let mut values: Vec<Complex> = severity.iter().map(|f| [*f, 0.0]).collect();
    values.resize(cells, [0.0; 2]);
    fft(&mut values, false);
    for value in &mut values {
        *value = generating(count, *value);
    }
    fft(&mut values, true);
    let probability = values.iter().map(|value| value[0].max(0.0)).collect();
    Aggregate { step, probability }
}

/// Real and imaginary part.
pub(crate) type Complex = [f64; 2];

fn times(a: Complex, b: Complex) -> Complex {
    [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]]
}

/// e^z.
pub(crate) fn exponential(z: Complex) -> Complex {
    let size = libm::exp(z[0]);
    let (sin, cos) = libm::sincos(z[1]);
    [size * cos, size * sin]
}

fn power(z: Complex, exponent: f64) -> Complex {
    let log = [libm::log(libm::hypot(z[0], z[1])), libm::atan2(z[1], z[0])];
    exponential([log[0] * exponent, log[1] * exponent])
}

/// The probability generating function of the count.
fn generating(count: &Count, z: Complex) -> Complex {
    match count {
        Count::Poisson(mean) => exponential([mean * (z[0] - 1.0), mean * z[1]]),
        Count::NegativeBinomial { size, chance } => {
            let rest = 1.0 - chance;
            power([(1.0 - rest * z[0]) / chance, -rest * z[1] / chance], -size)
        }
        Count::Binomial { trials, chance } => {
            let one = [1.0 + chance * (z[0] - 1.0), chance * z[1]];
            power(one, f64::from(*trials))
        }
        Count::Given(counts) => counts.iter().rev().fold([0.0, 0.0], |sum, p| {
            let next = times(sum, z);
            [next[0] + p, next[1]]
        }),
    }
}

/// The discrete Fourier transform in place, for a power of two of values; the inverse divides by
/// their number. Cooley and Tukey, radix two, with a table of roots for accuracy.
pub(crate) fn fft(values: &mut [Complex], inverse: bool) {
    let n = values.len();
    if n < 2 {
        return;
    }
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            values.swap(i, j);
        }
    }
    let sign = if inverse { 1.0 } else { -1.0 };
    let roots: Vec<Complex> = (0..n / 2)
        .map(|k| 2.0 * PI * k as f64 / n as f64)
        .map(libm::sincos)
        .map(|(sin, cos)| [cos, sign * sin])
        .collect();
    let mut half = 1;
    while half < n {
        let stride = n / (2 * half);
        for block in values.chunks_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            let pairs = low.iter_mut().zip(high).zip(roots.iter().step_by(stride));
            for ((low, high), root) in pairs {
                let turned = times(*high, *root);
                *high = [low[0] - turned[0], low[1] - turned[1]];
                *low = [low[0] + turned[0], low[1] + turned[1]];
            }
        }
        half *= 2;
    }
    if inverse {
        for value in values {
            *value = [value[0] / n as f64, value[1] / n as f64];
        }
    }
}

/// A continuous amount on `cells` + 1 grid points, so that its mean is kept (the unbiased method of
/// Gerber, and of `discretize` in R's actuar).
///
/// `limited_mean(x)` is E min(X, x), `at_most` is P(X <= the last point).
///
/// ```
/// use simulation::aggregate::unbiased;
///
/// // Exponential with mean 2, to 40 in steps of a half.
/// let amounts = unbiased(|x| 2.0 * (1.0 - (-x / 2.0_f64).exp()), 1.0, 0.5, 80);
/// let mean: f64 = (0..).zip(&amounts).map(|(i, p)| f64::from(i) * 0.5 * p).sum();
/// assert!((mean - 2.0).abs() < 1e-6);
/// ```
pub fn unbiased(
    limited_mean: impl Fn(f64) -> f64,
    at_most: f64,
    step: f64,
    cells: usize,
) -> Vec<f64> {
    let mean = |i: usize| limited_mean(i as f64 * step);
    let mut severity = vec![1.0 - mean(1) / step];
    for i in 1..cells {
        severity.push((2.0 * mean(i) - mean(i - 1) - mean(i + 1)) / step);
    }
    severity.push((mean(cells) - mean(cells - 1)) / step - 1.0 + at_most);
    severity
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::distribution::special::gamma_below;

    fn close(value: f64, expected: f64, absolute: f64) {
        assert!(
            (value - expected).abs() <= absolute,
            "{value} against {expected}"
        );
    }

    /// The package stops where less than one in a million is left.
    fn until_a_millionth(mut all: Aggregate) -> Aggregate {
        let mut sum = 0.0;
        let within = |p: &&f64| {
            sum += **p;
            sum - **p < 1.0 - 1e-6
        };
        let kept = all.probability.iter().take_while(within).count();
        all.probability.truncate(kept);
        all
    }

    /// The severity of examples 9.5 and after in Klugman, Panjer and Willmot, Loss Models (2012).
    const DENTAL: [f64; 11] = [
        0.0, 0.15, 0.2, 0.25, 0.125, 0.075, 0.05, 0.05, 0.05, 0.025, 0.025,
    ];

    #[test]
    fn the_vignette_of_actuar_comes_out() {
        let mean = |x: f64| 2.0 * gamma_below(3.0, x) + x * (1.0 - gamma_below(2.0, x));
        let severity = unbiased(mean, gamma_below(2.0, 22.0), 0.5, 44);
        let all = until_a_millionth(panjer(&Count::Poisson(10.0), &severity, 0.5, 400));
        close(all.mean(), 19.999_94, 1e-5);
        for (p, value) in [
            (0.25, 14.5),
            (0.5, 19.5),
            (0.75, 25.0),
            (0.9, 30.5),
            (0.95, 34.0),
            (0.975, 37.0),
            (0.99, 41.0),
            (0.995, 43.5),
            (0.999, 49.5),
        ] {
            close(all.quantile(p), value, 1e-9);
        }
        for (p, value) in [(0.9, 35.418_74), (0.95, 38.549_20), (0.99, 45.010_66)] {
            close(all.tail_mean(p), value, 1e-4);
        }
        for (x, value) in [
            (0.0, 6.293_129_298e-5),
            (5.0, 0.010_990_540_73),
            (10.0, 0.091_897_897_17),
            (15.0, 0.289_947_473_6),
            (20.0, 0.547_077_101_4),
            (25.0, 0.764_521_976_4),
            (30.0, 0.898_495_102_8),
            (35.0, 0.962_951_115_2),
            (40.0, 0.988_320_593_1),
            (45.0, 0.996_764_827_7),
        ] {
            close(all.at_most(x), value, 1e-9);
        }
    }

    #[test]
    fn example_9_5_of_loss_models_comes_out() {
        let counts = vec![0.05, 0.1, 0.15, 0.2, 0.25, 0.15, 0.06, 0.03, 0.01];
        let all = panjer(&Count::Given(counts.clone()), &DENTAL, 25.0, 81);
        close(all.mean(), 314.5, 1e-9);
        let published = [
            0.05,
            0.015,
            0.023_375,
            0.034_675,
            0.032_576_562_5,
            0.035_786_390_6,
            0.039_807_870_9,
            0.043_562_315_6,
            0.047_518_001_3,
        ];
        for (found, value) in all.probability.iter().zip(published) {
            close(*found, value, 1e-10);
        }
        close(all.at_most(100.0), 0.155_626_562_5, 1e-10);
        close(all.at_most(200.0), 0.322_301_141_0, 1e-10);
        close(all.at_most(500.0), 0.848_269_833_4, 1e-10);
        for (p, value, tail) in [
            (0.9, 575.0, 700.317_26),
            (0.95, 650.0, 766.890_07),
            (0.99, 825.0, 924.784_94),
        ] {
            close(all.quantile(p), value, 1e-9);
            close(all.tail_mean(p), tail, 1e-4);
        }
        let same = compound_by_fft(&Count::Given(counts), &DENTAL, 25.0, 128);
        for (a, b) in all.probability.iter().zip(&same.probability) {
            close(*a, *b, 1e-15);
        }
    }

    #[test]
    fn a_poisson_count_of_the_same_amounts_comes_out() {
        let all = until_a_millionth(panjer(&Count::Poisson(3.0), &DENTAL, 25.0, 200));
        for (x, value) in [
            (0.0, 0.049_787_068_37),
            (100.0, 0.206_187_970_46),
            (200.0, 0.419_434_549_50),
            (300.0, 0.624_814_993_74),
            (500.0, 0.884_133_695_95),
        ] {
            close(all.at_most(x), value, 1e-10);
        }
        for (p, value, tail) in [
            (0.9, 525.0, 666.644_34),
            (0.95, 625.0, 757.338_67),
            (0.99, 825.0, 943.907_21),
        ] {
            close(all.quantile(p), value, 1e-9);
            close(all.tail_mean(p), tail, 1e-4);
        }
    }

    #[test]
    fn many_claims_come_out_as_few_do() {
        // The chance of no claim is too small for a number in all of these.
        let negative = Count::NegativeBinomial {
            size: 4_000.0,
            chance: 0.6,
        };
        let binomial = Count::Binomial {
            trials: 5_000,
            chance: 0.2,
        };
        for count in [
            Count::Poisson(800.0),
            Count::Poisson(3_000.0),
            negative,
            binomial,
        ] {
            let a = panjer(&count, &DENTAL, 1.0, 16_384);
            let b = compound_by_fft(&count, &DENTAL, 1.0, 16_384);
            close(a.probability.iter().sum(), 1.0, 1e-9);
            close(a.mean() / b.mean(), 1.0, 1e-9);
            for p in [0.01, 0.5, 0.99] {
                close(a.quantile(p), b.quantile(p), 1e-9);
            }
        }
        assert!((panjer(&Count::Poisson(800.0), &DENTAL, 1.0, 9).at_most(9.0)).abs() < 1e-300);
    }

    #[test]
    fn recursion_and_transform_agree_for_every_count() {
        for count in [
            Count::Poisson(4.0),
            Count::NegativeBinomial {
                size: 2.5,
                chance: 0.4,
            },
            Count::Binomial {
                trials: 9,
                chance: 0.3,
            },
        ] {
            let a = panjer(&count, &DENTAL, 1.0, 512);
            let b = compound_by_fft(&count, &DENTAL, 1.0, 512);
            for (a, b) in a.probability.iter().zip(&b.probability) {
                close(*a, *b, 1e-14);
            }
            close(a.probability.iter().sum(), 1.0, 1e-9);
        }
    }
}
