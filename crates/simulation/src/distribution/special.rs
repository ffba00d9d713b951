//! Special functions: the normal distribution and its quantile, incomplete gamma and beta.
//!
//! `erfc` and the logarithm of the gamma function come from `libm`; the rest is short enough to be
//! read here. Relative accuracy is about 1e-13 in the ranges the engine uses. Logarithms and
//! exponentials come from there, too: those of the standard library differ in the last bit between
//! machines, and what is simulated must not.
#![expect(
    clippy::many_single_char_names,
    reason = "the names of the handbooks: DLMF calls them a, b, c, d, x"
)]

use std::f64::consts::{FRAC_1_SQRT_2, PI, SQRT_2};

/// Where a series or a continued fraction is given up; none in use needs a tenth of it.
const MOST_STEPS: usize = 2_000;
const TINY: f64 = 1e-300;

/// P(N(0,1) <= z).
pub fn normal_below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * FRAC_1_SQRT_2)
}

/// P(N(0,1) > z), accurate in the upper tail.
pub fn normal_above(z: f64) -> f64 {
    0.5 * libm::erfc(z * FRAC_1_SQRT_2)
}

/// The density of N(0,1) at `z`.
pub fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt()
}

/// The `z` below which N(0,1) falls with probability `p`; infinite at 0 and 1, NaN outside.
///
/// A rational start (Abramowitz and Stegun 26.2.23, error 4.5e-4) and three steps of Halley's
/// method on `erfc`, which square the error more than once each: full double precision.
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p > 0.5 {
        return -normal_quantile_lower(1.0 - p);
    }
    normal_quantile_lower(p)
}

/// The quantile for `p` in 0..=0.5, for callers that know a small upper tail more exactly than
/// `1 - p` can say it.
pub fn normal_quantile_lower(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    let t = (-2.0 * libm::log(p)).sqrt();
    let numerator = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let denominator = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    let mut z = numerator / denominator - t;
    for _ in 0..3 {
        let error = 0.5 * libm::erfc(-z / SQRT_2) - p;
        let newton = error / normal_density(z);
        z -= newton / (1.0 + 0.5 * z * newton);
    }
    z
}

/// The regularised lower incomplete gamma function P(a, x), for a > 0 and x >= 0.
///
/// Series below a + 1, continued fraction (modified Lentz) above; DLMF 8.11.4 and 8.9.2.
pub fn gamma_below(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let front = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    if x < a + 1.0 {
        let (mut term, mut sum, mut k) = (1.0 / a, 1.0 / a, a);
        for _ in 0..MOST_STEPS {
            k += 1.0;
            term *= x / k;
            sum += term;
            if term < sum * 1e-17 {
                break;
            }
        }
        return front * sum;
    }
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1.0 / TINY, 1.0 / b);
    let mut value = d;
    for i in 1..MOST_STEPS {
        let i = i as f64;
        let an = -i * (i - a);
        b += 2.0;
        d = 1.0 / away_from_zero(an * d + b);
        c = away_from_zero(b + an / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    1.0 - front * value
}

/// The regularised incomplete beta function `I_x(a, b)`, for a, b > 0.
///
/// Continued fraction (modified Lentz) on the side where it converges fast; DLMF 8.17.22.
pub fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    beta_below_with(a, b, x, log_beta)
}

/// The same where the caller keeps the logarithm of B(a, b).
pub(crate) fn beta_below_with(a: f64, b: f64, x: f64, log_beta: f64) -> f64 {
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta);
    if x < (a + 1.0) / (a + b + 2.0) {
        front * beta_fraction(a, b, x) / a
    } else {
        1.0 - front * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let mut c = 1.0;
    let mut d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    let mut value = d;
    for m in 1..MOST_STEPS {
        let m = m as f64;
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    value
}

fn away_from_zero(x: f64) -> f64 {
    if x.abs() < TINY { TINY } else { x }
}

/// The x in 0..=1 with `I_x(a, b)` = p, by Newton's method kept within its bracket.
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    if p <= 0.0 || p >= 1.0 {
        return if p <= 0.0 { 0.0 } else { 1.0 };
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    // Near zero I_x is x^a / (a B(a, b)), which is a good start for small p.
    let mut x = libm::exp((libm::log(p * a) + log_beta) / a).min(a / (a + b));
    for _ in 0..200 {
        let error = beta_below_with(a, b, x, log_beta) - p;
        if error > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = libm::exp((a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x) - log_beta);
        let step = error / density;
        if step.abs() <= 1e-15 * x || high - low <= 1e-15 * x {
            return x;
        }
        let next = x - step;
        let inside = next > low && next < high;
        x = if inside {
            next
        } else {
            f64::midpoint(low, high)
        };
    }
    x
}

/// The x in `low..=high` where an increasing function reaches `target`, by bisection: 200 halvings
/// or until neighbouring numbers are reached.
pub fn solve_increasing(f: impl Fn(f64) -> f64, target: f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test compares with the platform's own functions"
)]
#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64, relative: f64) {
        let error = (value - expected).abs();
        assert!(
            error <= relative * expected.abs(),
            "{value} against {expected}"
        );
    }

    #[test]
    fn normal_quantiles_are_those_of_the_tables() {
        // Wichura, Applied Statistics 37 (1988), AS 241: three published check values.
        close(normal_quantile(0.25), -0.674_489_750_196_081_7, 1e-14);
        close(normal_quantile(0.001), -3.090_232_306_167_814, 1e-14);
        close(normal_quantile(1e-20), -9.262_340_089_798_408, 1e-13);
        close(normal_quantile(0.975), 1.959_963_984_540_054, 1e-14);
        assert!(normal_quantile(0.5).abs() < 1e-15);
        assert!(normal_quantile(1.5).is_nan() && normal_quantile(0.0).is_infinite());
    }

    #[test]
    fn normal_probabilities_are_those_of_the_tables() {
        close(normal_above(1.0), 0.158_655_253_931_457_05, 1e-14);
        close(normal_above(6.0), 9.865_876_450_376_98e-10, 1e-12);
        close(normal_below(-3.0), 1.349_898_031_630_094_6e-3, 1e-13);
    }

    #[test]
    fn incomplete_gamma_and_beta_agree_with_closed_forms() {
        close(gamma_below(1.0, 2.0), 1.0 - (-2.0_f64).exp(), 1e-14);
        close(gamma_below(0.5, 1.0), libm::erf(1.0), 1e-14);
        // Erlang: P(3, x) = 1 - e^-x (1 + x + x^2/2).
        close(gamma_below(3.0, 9.0), 1.0 - (-9.0_f64).exp() * 50.5, 1e-14);
        close(beta_below(2.0, 3.0, 0.4), 0.5248, 1e-13);
        close(beta_below(1.0, 4.0, 0.3), 1.0 - 0.7_f64.powi(4), 1e-14);
        close(beta_below(0.5, 0.5, 0.5), 0.5, 1e-13);
        close(
            beta_below(4.6, 1.4, 0.9),
            1.0 - beta_below(1.4, 4.6, 0.1),
            1e-13,
        );
    }
}
