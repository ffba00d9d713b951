//! Distributions of durations, costs, frequencies and probabilities, and what an interval implies.

mod elicit;
mod frequency;
mod lognormal;
mod pert;
mod rng;
pub mod special;

pub use elicit::{Implied, implied, rate_from_hundred, share_of_terms};
pub use frequency::{Beta, Gamma, Poisson};
pub use lognormal::Lognormal;
pub use pert::{Pert, PertTable};
pub use rng::Xoshiro256;

/// The normal score of a 90 % interval's upper end: 5 % lie above it.
pub const Z95: f64 = 1.644_853_626_951_472_2;

/// A number that no distribution of the kind can have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct OutOfRange(pub(crate) &'static str);

/// A positive quantity that is not known exactly: days of an outage, euros of a response.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Distribution {
    /// Lognormal, possibly cut at a worst case.
    Lognormal(Lognormal),
    /// Beta-PERT between a least and a greatest value.
    Pert(Pert),
}

impl Distribution {
    /// Beta-PERT from the least, the most likely and the greatest value; a constant where all three are
    /// the same.
    ///
    /// # Errors
    /// Unless 0 <= least <= most likely <= greatest, all are finite, and the greatest is positive.
    pub fn pert(least: f64, likely: f64, greatest: f64) -> Result<Self, OutOfRange> {
        let is_constant = least <= likely && likely <= greatest && greatest <= least;
        if is_constant && least > 0.0 {
            return Lognormal::from_interval(least, least).map(Self::Lognormal);
        }
        Pert::new(least, likely, greatest).map(Self::Pert)
    }

    /// P(X > x).
    pub fn survival(&self, x: f64) -> f64 {
        match self {
            Self::Lognormal(it) => it.survival(x),
            Self::Pert(it) => it.survival(x),
        }
    }

    /// The value with the normal score `z`: the quantile at P(N(0,1) <= z).
    pub fn at_score(&self, z: f64) -> f64 {
        match self {
            Self::Lognormal(it) => it.at_score(z),
            Self::Pert(it) => it.at_score(z),
        }
    }

    /// The normal score of `x`, infinite where X cannot be on one side of it.
    pub fn score(&self, x: f64) -> f64 {
        match self {
            Self::Lognormal(it) => it.score(x),
            Self::Pert(it) => it.score(x),
        }
    }

    /// E X.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Lognormal(it) => it.mean(),
            Self::Pert(it) => it.mean(),
        }
    }

    /// E X^2.
    pub fn second_moment(&self) -> f64 {
        match self {
            Self::Lognormal(it) => it.second_moment(),
            Self::Pert(it) => it.second_moment(),
        }
    }

    /// The distribution of X times `factor` (at least zero; zero leaves a value next to nothing).
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        match self {
            Self::Lognormal(it) => Self::Lognormal(it.scaled(factor)),
            Self::Pert(it) => Self::Pert(it.scaled(factor)),
        }
    }
}
