//! What came out of simulated terms, with standard errors.

use super::sums::{Followed, Sums};
use crate::model::Model;

/// An estimate and the standard error of it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

impl Estimate {
    /// A share of `n` independent trials.
    ///
    /// What never happened in them, or always, is not known to be impossible or certain: the error is
    /// that of half a case.
    pub fn share(count: u64, n: u64) -> Self {
        let n = n.max(1) as f64;
        let value = count as f64 / n;
        let p = value.clamp(0.5 / n, 1.0 - 0.5 / n);
        Self {
            value,
            error: (p * (1.0 - p) / n).sqrt(),
        }
    }

    /// The mean of independent values.
    pub fn mean(values: impl Iterator<Item = f64>) -> Self {
        let (mut n, mut mean, mut squares) = (0.0, 0.0, 0.0);
        for value in values {
            n += 1.0;
            let before = value - mean;
            mean += before / n;
            squares += before * (value - mean);
        }
        let variance: f64 = if n > 1.0 { squares / (n - 1.0) } else { 0.0 };
        let error = if n > 0.0 { (variance / n).sqrt() } else { 0.0 };
        Self { value: mean, error }
    }

    /// How many standard errors away another value is.
    pub fn z(&self, exact: f64) -> f64 {
        (self.value - exact) / self.error.max(f64::MIN_POSITIVE)
    }
}

/// One service over the simulated terms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceOutcome {
    /// Index of its node.
    pub node: usize,
    /// Days of outage in a term.
    pub outage_days: Estimate,
    /// Share of terms with an outage longer than tolerable.
    pub intolerable: Estimate,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Simulated terms.
    pub terms: u64,
    /// Events in them.
    pub events: u64,
    /// Share of events that met another one: where it is large, formulas that count events one by
    /// one are less exact.
    pub overlap_share: f64,
    /// The services in the order of [`Model::services`].
    pub services: Vec<ServiceOutcome>,
    /// Loss of a term in euros.
    pub loss: Estimate,
    /// Users times days without their services, in a term.
    pub resident_days: Estimate,
    /// Most users without a service at one moment of a term, services counted as disjoint, at most
    /// the residents.
    pub peak_residents: Estimate,
    /// Residents who meet an intolerable outage in a term, at least: users of the largest service.
    pub affected_at_least: Estimate,
    /// The same at most: users of all services together, at most the residents.
    pub affected_at_most: Estimate,
    /// Share of terms by the number of services with an intolerable outage; the last entry is all.
    pub services_intolerable: Vec<f64>,
    /// Share of terms by the most services down at one moment.
    pub services_at_once: Vec<f64>,
    /// Loss of every term, in the order in which they were drawn.
    pub losses: Vec<f64>,
}

impl Outcome {
    /// The loss that a share `p` of terms does not exceed, with a standard error from the order
    /// statistics next to it.
    pub fn loss_quantile(&self, p: f64) -> Estimate {
        let mut sorted = self.losses.clone();
        let n = sorted.len();
        let mut at = |p: f64| {
            let place = (p.clamp(0.0, 1.0) * n as f64) as usize;
            let place = place.min(n.saturating_sub(1));
            if n == 0 {
                return 0.0;
            }
            *sorted.select_nth_unstable_by(place, f64::total_cmp).1
        };
        let spread = (p * (1.0 - p) / n.max(1) as f64).sqrt();
        Estimate {
            value: at(p),
            error: 0.5 * (at(p + spread) - at(p - spread)),
        }
    }

    /// The share of terms with a loss above `euros`.
    pub fn loss_above(&self, euros: f64) -> Estimate {
        let above = self.losses.iter().filter(|loss| **loss > euros).count();
        Estimate::share(above as u64, self.terms)
    }
}

/// Sums over chunks, in their order.
#[derive(Debug)]
pub(crate) struct Total {
    terms: u64,
    /// Loss of every term, when it is kept.
    losses: Vec<f64>,
    loss: Spread,
    resident_days: Spread,
    days: Vec<[f64; 2]>,
    followed: Vec<InTerms>,
    followed_terms: u64,
    intolerable: Vec<u64>,
    peak_users: Spread,
    at_least: Spread,
    at_most: Spread,
    by_intolerable: Vec<u64>,
    by_peak: Vec<u64>,
    events: u64,
    overlapping: u64,
}

/// A service in the terms that were followed.
#[derive(Debug, Clone, Copy, Default)]
struct InTerms {
    /// Its days in each.
    days: Spread,
    /// The squares of its occurrences in all of them.
    squares: f64,
}

impl InTerms {
    /// How much its days spread from term to term, over how much they would spread if every occurrence
    /// were independent of all others. One where that cannot be told.
    fn ratio(self, terms: u64) -> f64 {
        let n = terms as f64;
        if n < 2.0 || self.squares <= 0.0 {
            return 1.0;
        }
        let Spread(sum, squares) = self.days;
        let variance = (squares - sum * sum / n) / (n - 1.0);
        variance.max(0.0) / (self.squares / n)
    }
}

fn add_one(counts: &mut [u64], at: usize) {
    if let Some(count) = counts.get_mut(at) {
        *count += 1;
    }
}

/// Sum and sum of squares.
#[derive(Debug, Clone, Copy, Default)]
struct Spread(f64, f64);

impl Spread {
    fn add(&mut self, value: f64) {
        self.0 += value;
        self.1 += value * value;
    }

    fn join(&mut self, later: Self) {
        self.0 += later.0;
        self.1 += later.1;
    }

    fn estimate(self, n: f64) -> Estimate {
        let mean = self.0 / n;
        let variance = (self.1 / n - mean * mean).max(0.0);
        Estimate {
            value: mean,
            error: (variance / n).sqrt(),
        }
    }
}

impl Total {
    /// Nothing yet.
    pub(crate) fn new(model: &Model) -> Self {
        let count = model.services().len();
        Self {
            terms: 0,
            losses: Vec::new(),
            loss: Spread::default(),
            resident_days: Spread::default(),
            days: vec![[0.0; 2]; count],
            followed: vec![InTerms::default(); count],
            followed_terms: 0,
            intolerable: vec![0; count],
            peak_users: Spread::default(),
            at_least: Spread::default(),
            at_most: Spread::default(),
            by_intolerable: vec![0; count + 1],
            by_peak: vec![0; count + 1],
            events: 0,
            overlapping: 0,
        }
    }

    /// What one chunk comes to, without the loss of each term.
    pub(crate) fn of(model: &Model, sums: &Sums) -> Self {
        let mut total = Self::new(model);
        total.terms = sums.terms.len() as u64;
        total.events = sums.events;
        total.overlapping = sums.overlapping;
        total.days.copy_from_slice(&sums.days);
        total.follow(&sums.followed);
        let users: Vec<f64> = model.services().map(|it| it.service.users).collect();
        let residents = model.residents().unwrap_or(f64::INFINITY);
        let further = users.len().div_ceil(64).max(1) - 1;
        for (at, term) in sums.terms.iter().enumerate() {
            total.loss.add(term.loss);
            total.resident_days.add(term.resident_days);
            total.peak_users.add(f64::from(term.peak_users));
            add_one(&mut total.by_peak, term.peak_services as usize);
            let more = sums.further.get(at * further..(at + 1) * further);
            let words =
                std::iter::once(term.intolerable).chain(more.into_iter().flatten().copied());
            total.intolerable_term(words, &users, residents);
        }
        total
    }

    fn follow(&mut self, followed: &Followed) {
        self.followed_terms = followed.terms as u64;
        for term in followed.each() {
            for (total, days) in self.followed.iter_mut().zip(term) {
                total.days.add(f64::from(*days));
            }
        }
        for (total, squares) in self.followed.iter_mut().zip(&followed.squares) {
            total.squares += squares;
        }
    }

    /// The same with the loss of each term.
    pub(crate) fn with_losses(model: &Model, sums: &Sums) -> Self {
        let losses = sums.terms.iter().map(|it| it.loss).collect();
        Self {
            losses,
            ..Self::of(model, sums)
        }
    }

    /// Adds the terms of a later chunk.
    pub(crate) fn join(&mut self, mut later: Self) {
        self.terms += later.terms;
        self.events += later.events;
        self.overlapping += later.overlapping;
        self.losses.append(&mut later.losses);
        self.loss.join(later.loss);
        self.resident_days.join(later.resident_days);
        self.peak_users.join(later.peak_users);
        self.at_least.join(later.at_least);
        self.at_most.join(later.at_most);
        for (total, days) in self.days.iter_mut().zip(later.days) {
            total[0] += days[0];
            total[1] += days[1];
        }
        self.followed_terms += later.followed_terms;
        for (total, later) in self.followed.iter_mut().zip(later.followed) {
            total.days.join(later.days);
            total.squares += later.squares;
        }
        for (total, later) in [
            (&mut self.intolerable, later.intolerable),
            (&mut self.by_intolerable, later.by_intolerable),
            (&mut self.by_peak, later.by_peak),
        ] {
            for (total, count) in total.iter_mut().zip(later) {
                *total += count;
            }
        }
    }

    fn intolerable_term(
        &mut self,
        words: impl Iterator<Item = u64>,
        users: &[f64],
        residents: f64,
    ) {
        let (mut count, mut largest, mut all) = (0, 0.0_f64, 0.0);
        for (word, mut left) in words.enumerate() {
            while left != 0 {
                let service = word * 64 + left.trailing_zeros() as usize;
                left &= left - 1;
                count += 1;
                add_one(&mut self.intolerable, service);
                let users = users.get(service).copied().unwrap_or(0.0);
                largest = largest.max(users);
                all += users;
            }
        }
        self.at_least.add(largest.min(residents));
        self.at_most.add(all.min(residents));
        add_one(&mut self.by_intolerable, count);
    }

    pub(crate) fn outcome(self, model: &Model) -> Outcome {
        let terms = self.terms;
        let n = terms as f64;
        let each = self.days.iter().zip(&self.followed).zip(&self.intolerable);
        let services = model.services().zip(each);
        let services = services.map(|(served, ((days, followed), count))| ServiceOutcome {
            node: served.node,
            // Occurrences that never meet come as a Poisson process: the variance of their sum is the
            // sum of their squares. How far off that is where they do meet, the followed terms tell.
            outage_days: Estimate {
                value: days[0] / n,
                error: (days[1] * followed.ratio(self.followed_terms)).sqrt() / n,
            },
            intolerable: Estimate::share(*count, terms),
        });
        let shares = |counts: Vec<u64>| counts.into_iter().map(|it| it as f64 / n).collect();
        Outcome {
            terms,
            events: self.events,
            overlap_share: self.overlapping as f64 / self.events.max(1) as f64,
            services: services.collect(),
            loss: self.loss.estimate(n),
            resident_days: self.resident_days.estimate(n),
            peak_residents: self.peak_users.estimate(n),
            affected_at_least: self.at_least.estimate(n),
            affected_at_most: self.at_most.estimate(n),
            services_intolerable: shares(self.by_intolerable),
            services_at_once: shares(self.by_peak),
            losses: self.losses,
        }
    }
}
