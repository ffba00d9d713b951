//! Where functions of time are evaluated: panels of Gauss-Legendre points that grow with time.

/// Abscissae and weights on 0..1, six points.
const SIX: [(f64, f64); 6] = [
    (0.033_765_242_898_423_99, 0.085_662_246_189_585_17),
    (0.169_395_306_766_867_74, 0.180_380_786_524_069_3),
    (0.380_690_406_958_401_55, 0.233_956_967_286_345_52),
    (0.619_309_593_041_598_5, 0.233_956_967_286_345_52),
    (0.830_604_693_233_132_3, 0.180_380_786_524_069_3),
    (0.966_234_757_101_576, 0.085_662_246_189_585_17),
];
/// Abscissae and weights on 0..1, three points.
const THREE: [(f64, f64); 3] = [
    (0.112_701_665_379_258_31, 5.0 / 18.0),
    (0.5, 8.0 / 18.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];
/// The first panel, in days: below a quarter of an hour nothing of interest happens.
const FIRST: f64 = 0.01;

/// Points and weights on 0..term for functions that are smooth but for these corners.
pub(crate) fn points(term: f64, corners: &[f64]) -> Vec<(f64, f64)> {
    on_panels(term, corners, &SIX)
}

/// The same with half the points.
pub(crate) fn few_points(term: f64, corners: &[f64]) -> Vec<(f64, f64)> {
    on_panels(term, corners, &THREE)
}

fn on_panels(term: f64, corners: &[f64], rule: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut ends = panels(term);
    ends.extend(corners.iter().filter(|at| **at > 0.0 && **at < term));
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let mut points = Vec::with_capacity(rule.len() * ends.len());
    for panel in ends.windows(2) {
        if let [from, to] = panel {
            let width = to - from;
            points.extend(rule.iter().map(|(x, w)| (from + width * x, width * w)));
        }
    }
    points
}

/// Ends of panels that double from minutes to the whole term.
fn panels(term: f64) -> Vec<f64> {
    let mut ends = vec![0.0];
    let mut end = FIRST.min(term);
    while end < term * 0.75 {
        ends.push(end);
        end *= 2.0;
    }
    ends.push(term);
    ends
}

/// The points of time at which the chance of being untouched is known, with integration weights.
#[derive(Debug, Clone)]
pub(crate) struct Outer {
    pub(crate) term: f64,
    pub(crate) times: Vec<f64>,
    pub(crate) weights: Vec<f64>,
}

impl Outer {
    /// Points for functions that are smooth but for these corners.
    pub(crate) fn new(term: f64, corners: &[f64]) -> Self {
        let (times, weights) = points(term, corners).into_iter().unzip();
        Self {
            term,
            times,
            weights,
        }
    }
}

/// Points between consecutive outer points, split where a function has a corner.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inner {
    pub(crate) times: Vec<f64>,
    pub(crate) weights: Vec<f64>,
    /// For each outer point, and for the end of the term: how many inner points come before it.
    pub(crate) before: Vec<usize>,
}

impl Inner {
    /// Points for functions that are smooth but for these corners.
    pub(crate) fn new(outer: &Outer, corners: &[f64]) -> Self {
        let mut corners: Vec<f64> = corners
            .iter()
            .copied()
            .filter(|at| *at > 0.0 && *at < outer.term)
            .collect();
        corners.sort_by(f64::total_cmp);
        corners.dedup();
        let mut corners = corners.into_iter().peekable();
        let mut points = Self::default();
        let mut from = 0.0;
        for end in outer.times.iter().copied().chain([outer.term]) {
            while let Some(corner) = corners.next_if(|corner| *corner < end) {
                points.panel(from, corner);
                from = corner;
            }
            points.panel(from, end);
            from = end;
            points.before.push(points.times.len());
        }
        points
    }

    /// Factor times the integral up to each outer point of a function known at the inner ones.
    pub(crate) fn cumulated(&self, values: &[f64], factor: f64) -> Vec<f64> {
        let mut sum = 0.0;
        let mut terms = self.weights.iter().zip(values).map(|(w, g)| w * g);
        let mut done = 0;
        let mut cumulated = Vec::with_capacity(self.before.len());
        for before in &self.before {
            sum += terms.by_ref().take(before - done).sum::<f64>();
            done = *before;
            cumulated.push(factor * sum);
        }
        // The last one is the end of the term, which is no outer point.
        cumulated.pop();
        cumulated
    }

    fn panel(&mut self, from: f64, to: f64) {
        for (x, w) in THREE {
            self.times.push(from + (to - from) * x);
            self.weights.push((to - from) * w);
        }
    }
}
