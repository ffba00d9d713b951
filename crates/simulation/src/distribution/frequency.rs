//! How often and how likely: Poisson counts, gamma rates, beta probabilities.

use super::OutOfRange;
use super::special::{beta_below, gamma_below, solve_increasing};

/// The number of events when they come independently at a mean of `mean` in the period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Poisson {
    mean: f64,
}

impl Poisson {
    /// # Errors
    /// Unless the mean is finite and at least zero.
    pub fn new(mean: f64) -> Result<Self, OutOfRange> {
        if mean.is_finite() && mean >= 0.0 {
            Ok(Self { mean })
        } else {
            Err(OutOfRange(
                "the mean number of events must be at least zero",
            ))
        }
    }

    /// P(N = n).
    pub fn probability(&self, n: u32) -> f64 {
        if self.mean == 0.0 {
            return if n == 0 { 1.0 } else { 0.0 };
        }
        let n = f64::from(n);
        libm::exp(n * libm::log(self.mean) - self.mean - libm::lgamma(n + 1.0))
    }

    /// P(N <= n).
    pub fn at_most(&self, n: u32) -> f64 {
        1.0 - gamma_below(f64::from(n) + 1.0, self.mean)
    }

    /// P(N >= 1): what "once in so many years" means for a period.
    pub fn at_least_once(&self) -> f64 {
        -libm::expm1(-self.mean)
    }
}

/// A positive quantity with shape `shape` and mean shape / rate: what is known of a frequency.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Gamma {
    shape: f64,
    rate: f64,
}

impl Gamma {
    /// # Errors
    /// Unless both are positive and finite.
    pub fn new(shape: f64, rate: f64) -> Result<Self, OutOfRange> {
        if shape > 0.0 && rate > 0.0 && shape.is_finite() && rate.is_finite() {
            Ok(Self { shape, rate })
        } else {
            Err(OutOfRange(
                "a gamma distribution needs positive shape and rate",
            ))
        }
    }

    /// From a 90 % interval: 5 % below `low`, 5 % above `high`.
    ///
    /// # Errors
    /// Unless 0 < low < high, and high is at most 10^9 times low.
    pub fn from_interval(low: f64, high: f64) -> Result<Self, OutOfRange> {
        if !(low > 0.0 && high > low * 1.000_001 && high < low * 1e9) {
            return Err(OutOfRange("a 90 % interval of a rate needs 0 < low < high"));
        }
        // The ratio of the two quantiles depends on the shape alone, and falls as it grows.
        let ratio = |shape: f64| {
            let unit = Self { shape, rate: 1.0 };
            -libm::log(unit.quantile(0.95) / unit.quantile(0.05))
        };
        let log_shape =
            solve_increasing(|s| ratio(libm::exp(s)), -libm::log(high / low), -3.5, 30.0);
        let shape = libm::exp(log_shape);
        let unit = Self { shape, rate: 1.0 };
        Self::new(shape, unit.quantile(0.95) / high)
    }

    /// What is known after `events` events in `years` own years (the conjugate rule).
    #[must_use]
    pub fn updated(&self, events: u32, years: f64) -> Self {
        Self {
            shape: self.shape + f64::from(events),
            rate: self.rate + years.max(0.0),
        }
    }

    /// Shape and rate.
    pub fn parameters(&self) -> (f64, f64) {
        (self.shape, self.rate)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.shape / self.rate
    }

    /// P(X <= x).
    pub fn below(&self, x: f64) -> f64 {
        gamma_below(self.shape, x * self.rate)
    }

    /// The value below which X falls with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        // On the scale of logarithms, for small shapes put their lower quantiles at e^-300.
        let high = libm::log(self.shape + 40.0 * self.shape.sqrt() + 800.0);
        libm::exp(solve_increasing(
            |x| gamma_below(self.shape, libm::exp(x)),
            p,
            -690.0,
            high,
        )) / self.rate
    }
}

/// A probability that is not known exactly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beta {
    a: f64,
    b: f64,
}

impl Beta {
    /// # Errors
    /// Unless both are positive and finite.
    pub fn new(a: f64, b: f64) -> Result<Self, OutOfRange> {
        if a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite() {
            Ok(Self { a, b })
        } else {
            Err(OutOfRange("a beta distribution needs positive shapes"))
        }
    }

    /// With mean `mean` and, as nearly as it can be, the width of a 90 % interval.
    ///
    /// # Errors
    /// Unless 0 <= low < high <= 1 and the mean is between them, not at 0 or 1.
    pub fn from_interval(mean: f64, low: f64, high: f64) -> Result<Self, OutOfRange> {
        if !(low >= 0.0 && high <= 1.0 && low < high && mean > 0.0 && mean < 1.0) {
            return Err(OutOfRange(
                "a 90 % interval of a probability needs 0 <= low < high <= 1 around its mean",
            ));
        }
        let width = |log_size: f64| {
            let size = libm::exp(log_size);
            let beta = Self {
                a: mean * size,
                b: (1.0 - mean) * size,
            };
            beta.quantile(0.05) - beta.quantile(0.95)
        };
        let size = libm::exp(solve_increasing(width, low - high, -1.0, 18.0));
        Self::new(mean * size, (1.0 - mean) * size)
    }

    /// The mean.
    pub fn mean(&self) -> f64 {
        self.a / (self.a + self.b)
    }

    /// P(X <= x).
    pub fn below(&self, x: f64) -> f64 {
        beta_below(self.a, self.b, x)
    }

    /// The value below which X falls with probability `p`.
    pub fn quantile(&self, p: f64) -> f64 {
        solve_increasing(|x| self.below(x), p, 0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_come_back_from_their_interval() {
        for (low, high) in [(0.002, 0.03), (0.05, 2.0), (0.9, 1.1)] {
            let rate = Gamma::from_interval(low, high).unwrap();
            assert!((rate.below(low) - 0.05).abs() < 1e-6, "{low}");
            assert!((rate.below(high) - 0.95).abs() < 1e-6, "{high}");
        }
        assert!(Gamma::from_interval(1.0, 1.0).is_err());
    }

    #[test]
    fn the_finnish_count_gives_its_jeffreys_interval() {
        // Six serious intrusions in 2,163 municipality-years: 0.28 % a year, 90 % 0.14 to 0.52 %.
        let prior = Gamma::new(0.5, 1e-9).unwrap();
        let known = prior.updated(6, 2_163.0);
        assert!((known.quantile(0.05) * 100.0 - 0.14).abs() < 0.005);
        assert!((known.quantile(0.95) * 100.0 - 0.52).abs() < 0.005);
    }

    #[test]
    fn once_in_twenty_years_is_eighteen_percent_in_a_council_term() {
        let term = Poisson::new(4.0 / 20.0).unwrap();
        assert!((term.at_least_once() - 0.181_269).abs() < 1e-6);
        let sum: f64 = (0..4).map(|n| term.probability(n)).sum();
        assert!((sum - term.at_most(3)).abs() < 1e-12);
        assert!(Poisson::new(f64::NAN).is_err());
    }

    #[test]
    fn a_probability_keeps_its_mean_and_width() {
        let beta = Beta::from_interval(0.3, 0.1, 0.6).unwrap();
        assert!((beta.mean() - 0.3).abs() < 1e-9);
        assert!((beta.quantile(0.95) - beta.quantile(0.05) - 0.5).abs() < 1e-4);
    }
}
