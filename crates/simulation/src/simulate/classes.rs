//! Which services find an outage too long, for models with few different tolerances.

use super::program::Meaning;

/// The distinct tolerances of a model, when they are few and services fit one word.
#[derive(Debug)]
pub(crate) struct Classes {
    limits: [f32; MOST_CLASSES],
    /// The services whose tolerance is among the first so many limits.
    services: [u64; MOST_CLASSES + 1],
}

/// Tolerances that are told apart without a loop.
const MOST_CLASSES: usize = 8;

impl Classes {
    pub(crate) fn new(services: &[Meaning]) -> Option<Self> {
        let mut limits: Vec<f32> = services.iter().map(|it| it.tolerance as f32).collect();
        limits.sort_by(f32::total_cmp);
        limits.dedup();
        if services.len() > 64 || limits.len() > MOST_CLASSES {
            return None;
        }
        limits.resize(MOST_CLASSES, f32::INFINITY);
        let within = |count: usize| {
            let known = limits.get(..count).unwrap_or_default();
            let bit = |(at, it): (usize, &Meaning)| {
                u64::from(known.contains(&(it.tolerance as f32))) << at
            };
            services.iter().enumerate().map(bit).sum()
        };
        Some(Self {
            services: std::array::from_fn(within),
            limits: limits.clone().try_into().ok()?,
        })
    }

    /// The services whose tolerance is shorter than this.
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "a count of eight is at most eight")]
    pub(crate) fn beyond(&self, days: f32) -> u64 {
        let count: usize = self
            .limits
            .iter()
            .map(|limit| usize::from(days > *limit))
            .sum();
        self.services[count]
    }
}
