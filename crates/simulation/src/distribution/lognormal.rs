//! The lognormal distribution, from whatever people can say of it.

use super::special::{normal_above, normal_below};
use super::{OutOfRange, Z95};

/// Smallest factor a duration is scaled by: zero would have no logarithm.
const LEAST_FACTOR: f64 = 1e-12;

/// min(exp(mu + sigma Z), cap): `sigma` = 0 is a constant, `cap` is infinite unless entered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lognormal {
    mu: f64,
    sigma: f64,
    cap: f64,
}

impl Lognormal {
    /// From the mean and standard deviation of the logarithm.
    ///
    /// # Errors
    /// When a number is not finite, sigma is negative or beyond 10, or |mu| is beyond 80.
    pub fn new(mu: f64, sigma: f64) -> Result<Self, OutOfRange> {
        if !mu.is_finite() || mu.abs() > 80.0 {
            return Err(OutOfRange(
                "the logarithm's mean must be between -80 and 80",
            ));
        }
        if !(0.0..=10.0).contains(&sigma) {
            return Err(OutOfRange(
                "the logarithm's standard deviation must be between 0 and 10",
            ));
        }
        Ok(Self {
            mu,
            sigma,
            cap: f64::INFINITY,
        })
    }

    /// From a 90 % interval: one case in twenty is below `low`, one in twenty above `high`.
    ///
    /// # Errors
    /// Unless 0 < low <= high.
    pub fn from_interval(low: f64, high: f64) -> Result<Self, OutOfRange> {
        if !(low > 0.0 && high >= low) {
            return Err(OutOfRange("a 90 % interval needs 0 < low <= high"));
        }
        let (low, high) = (libm::log(low), libm::log(high));
        Self::new(f64::midpoint(low, high), (high - low) / (2.0 * Z95))
    }

    /// From the median and the value that one case in twenty exceeds.
    ///
    /// # Errors
    /// Unless 0 < median <= high.
    pub fn from_median(median: f64, high: f64) -> Result<Self, OutOfRange> {
        if !(median > 0.0 && high >= median) {
            return Err(OutOfRange("it needs 0 < median <= the 1-in-20 value"));
        }
        Self::new(libm::log(median), libm::log(high / median) / Z95)
    }

    /// From the mean and the standard deviation of the logarithm.
    ///
    /// # Errors
    /// Unless the mean is positive and sigma in range.
    pub fn from_mean(mean: f64, sigma: f64) -> Result<Self, OutOfRange> {
        if !(mean > 0.0 && mean.is_finite()) {
            return Err(OutOfRange("the mean must be positive"));
        }
        Self::new(libm::log(mean) - 0.5 * sigma * sigma, sigma)
    }

    /// Cuts everything above a worst case to it.
    ///
    /// # Errors
    /// Unless the worst case is positive.
    pub fn capped(self, worst: f64) -> Result<Self, OutOfRange> {
        if worst > 0.0 {
            Ok(Self { cap: worst, ..self })
        } else {
            Err(OutOfRange("the worst case must be positive"))
        }
    }

    /// The mean of the logarithm.
    pub fn mu(&self) -> f64 {
        self.mu
    }

    /// The standard deviation of the logarithm.
    pub fn sigma(&self) -> f64 {
        self.sigma
    }

    /// The worst case, infinite when none was entered.
    pub fn cap(&self) -> f64 {
        self.cap
    }

    /// P(X > x).
    pub fn survival(&self, x: f64) -> f64 {
        match self.score(x) {
            z if z == f64::INFINITY => 0.0,
            z if z == f64::NEG_INFINITY => 1.0,
            z => normal_above(z),
        }
    }

    /// The normal score of `x`; a constant has only infinite ones.
    pub fn score(&self, x: f64) -> f64 {
        if x >= self.cap {
            return f64::INFINITY;
        }
        if x <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let above = libm::log(x) - self.mu;
        if self.sigma > 0.0 {
            above / self.sigma
        } else if above >= 0.0 {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        }
    }

    /// The value with normal score `z`.
    pub fn at_score(&self, z: f64) -> f64 {
        libm::exp(self.mu + self.sigma * z).min(self.cap)
    }

    /// E X, with the cap: Klugman, Panjer and Willmot, Loss Models, appendix A.
    pub fn mean(&self) -> f64 {
        self.moment(1.0)
    }

    /// E X^2, with the cap.
    pub fn second_moment(&self) -> f64 {
        self.moment(2.0)
    }

    /// The limited moment E min(X, cap)^k.
    fn moment(&self, k: f64) -> f64 {
        let whole = libm::exp(k * self.mu + 0.5 * k * k * self.sigma * self.sigma);
        if self.cap.is_infinite() {
            return whole;
        }
        if self.sigma == 0.0 {
            return libm::pow(libm::exp(self.mu).min(self.cap), k);
        }
        let z = (libm::log(self.cap) - self.mu) / self.sigma;
        whole * normal_below(z - k * self.sigma) + libm::pow(self.cap, k) * normal_above(z)
    }

    /// X times `factor`; the worst case shrinks with it, but never grows.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        let factor = factor.max(LEAST_FACTOR);
        Self {
            mu: self.mu + libm::log(factor),
            sigma: self.sigma,
            cap: self.cap * factor.min(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_gives_the_published_means() {
        // README of riskquant: annual loss of 0.10 events with 90 % interval 100,000 to 1,000,000.
        let loss = Lognormal::from_interval(1e5, 1e6).unwrap();
        assert!((0.10 * loss.mean() - 40_400.128_269_457_266).abs() < 1e-6);
        // Its examples in CSV, rounded there to three figures.
        for (rate, low, high, mean) in [
            (0.01, 1e6, 1e7, 40_400.0),
            (0.10, 1e7, 1e9, 26_600_000.0),
            (0.05, 5e6, 5e7, 1_010_000.0),
            (0.5, 1.0, 1e5, 72_200.0),
            (0.5, 1e3, 1e5, 13_300.0),
        ] {
            let found = rate * Lognormal::from_interval(low, high).unwrap().mean();
            assert!((found / mean - 1.0).abs() < 5e-3, "{found} against {mean}");
        }
    }

    #[test]
    fn a_cap_bounds_the_mean_and_the_tail() {
        let free = Lognormal::from_interval(1.0, 100.0).unwrap();
        let capped = free.capped(50.0).unwrap();
        assert!(capped.mean() < free.mean() && capped.mean() < 50.0);
        assert!(capped.survival(50.0) <= 0.0);
        assert!((capped.survival(10.0) - 0.5).abs() < 1e-12);
        // The mean is the integral of the survival function.
        let steps = 200_000;
        let h = 50.0 / f64::from(steps);
        let sum: f64 = (0..steps)
            .map(|i| capped.survival((f64::from(i) + 0.5) * h) * h)
            .sum();
        assert!((sum / capped.mean() - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_constant_is_a_lognormal_without_spread() {
        let day = Lognormal::new(0.0, 0.0).unwrap();
        assert_eq!((day.survival(0.99), day.survival(1.0)), (1.0, 0.0));
        assert_eq!((day.mean(), day.at_score(3.0)), (1.0, 1.0));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Lognormal::from_interval(0.0, 1.0).is_err());
        assert!(Lognormal::from_interval(2.0, 1.0).is_err());
        assert!(Lognormal::from_interval(f64::NAN, 1.0).is_err());
        assert!(Lognormal::new(0.0, -1.0).is_err());
        assert!(Lognormal::from_median(1.0, 0.5).is_err());
    }
}
