//! From what people can answer to what the model needs, and back to what their answer implies.

use super::{Distribution, OutOfRange};

/// What a distribution implies, to be shown while somebody types an interval.
///
/// A 90 % interval of 1 to 100,000 has a mean above its upper end; whoever sees that corrects it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Implied {
    /// Half of the cases are below.
    pub median: f64,
    /// The mean.
    pub mean: f64,
    /// One case in twenty is above.
    pub one_in_twenty: f64,
    /// One case in a hundred is above.
    pub one_in_hundred: f64,
}

/// What a distribution implies.
pub fn implied(distribution: &Distribution) -> Implied {
    Implied {
        median: distribution.at_score(0.0),
        mean: distribution.mean(),
        one_in_twenty: distribution.at_score(super::Z95),
        one_in_hundred: distribution.at_score(2.326_347_874_040_841),
    }
}

/// Events per year, when `share` of 100 municipalities see at least one in `years` years.
///
/// The rate is -ln(1 - share/100) / years: a municipality may be hit twice, so it is more than the
/// share divided by the years.
///
/// # Errors
/// Unless 0 <= share < 100 and the years are positive.
pub fn rate_from_hundred(share: f64, years: f64) -> Result<f64, OutOfRange> {
    if !(0.0..100.0).contains(&share) {
        return Err(OutOfRange("of 100 municipalities, say 0 to 99"));
    }
    if !(years > 0.0 && years.is_finite()) {
        return Err(OutOfRange("the number of years must be positive"));
    }
    Ok(-libm::log1p(-share / 100.0) / years)
}

/// The reverse: of 100 municipalities, how many see at least one event in `years` years.
pub fn share_of_terms(rate_per_year: f64, years: f64) -> f64 {
    -100.0 * libm::expm1(-rate_per_year * years)
}

#[cfg(test)]
mod tests {
    use super::super::Lognormal;
    use super::*;

    #[test]
    fn an_answer_of_eighteen_in_a_hundred_is_once_in_twenty_years() {
        let rate = rate_from_hundred(18.126_924_692_201_82, 4.0).unwrap();
        assert!((rate - 0.05).abs() < 1e-12);
        assert!((share_of_terms(rate, 4.0) - 18.126_924_692_201_82).abs() < 1e-9);
        assert!(rate_from_hundred(100.0, 4.0).is_err());
        assert!(rate_from_hundred(f64::NAN, 4.0).is_err());
    }

    #[test]
    fn a_wide_interval_implies_a_mean_above_its_upper_end() {
        let wide = Distribution::Lognormal(Lognormal::from_interval(1.0, 1e5).unwrap());
        let implied = implied(&wide);
        assert!(implied.mean > 1.4e5 && (implied.one_in_twenty / 1e5 - 1.0).abs() < 1e-9);
        assert!((implied.median - 1e5_f64.sqrt()).abs() < 1e-6);
    }
}
