//! Averages over a standard normal severity.

use std::sync::OnceLock;

/// Rules of so many points, each worked out once: finding the roots takes longer than using them.
static RULES: [OnceLock<Vec<(f64, f64)>>; 32] = [const { OnceLock::new() }; 32];

/// Gauss-Hermite points and weights for averages over N(0,1), computed by Newton's method on the
/// normalised Hermite recurrence; the weights add up to one.
pub(crate) fn normal_points(count: usize) -> Vec<(f64, f64)> {
    let rule = RULES.get(count);
    rule.map_or_else(
        || worked_out(count),
        |it| it.get_or_init(|| worked_out(count)).clone(),
    )
}

fn worked_out(count: usize) -> Vec<(f64, f64)> {
    let n = count as f64;
    let mut points = Vec::with_capacity(count);
    let mut starts: Vec<f64> = Vec::new();
    // Sign changes of the polynomial on a fine grid bracket every root.
    let edge = 2.0 * n.sqrt() + 1.0;
    let steps = 400 * count;
    let at = |i: usize| -edge + 2.0 * edge * i as f64 / steps as f64;
    for i in 0..steps {
        if (hermite(count, at(i)).0 > 0.0) != (hermite(count, at(i + 1)).0 > 0.0) {
            starts.push(f64::midpoint(at(i), at(i + 1)));
        }
    }
    for mut x in starts {
        for _ in 0..20 {
            let (value, before) = hermite(count, x);
            x -= value / (n.sqrt() * before);
        }
        let (_, before) = hermite(count, x);
        points.push((x, 1.0 / (n * before * before)));
    }
    points
}

/// The normalised Hermite polynomial of this degree, and the one before it.
fn hermite(degree: usize, x: f64) -> (f64, f64) {
    let (mut before, mut value) = (0.0, 1.0);
    for k in 0..degree {
        let k = k as f64;
        let next = (x * value - k.sqrt() * before) / (k + 1.0).sqrt();
        before = value;
        value = next;
    }
    (value, before)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test compares with the platform's own functions"
)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_normal_distribution_come_out_exactly() {
        let points = normal_points(20);
        assert_eq!(points.len(), 20);
        for (power, moment) in [
            (0, 1.0),
            (1, 0.0),
            (2, 1.0),
            (4, 3.0),
            (6, 15.0),
            (10, 945.0),
        ] {
            let sum: f64 = points.iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!(
                (sum - moment).abs() < 1e-9 * (1.0 + moment),
                "{power}: {sum}"
            );
        }
    }
}
