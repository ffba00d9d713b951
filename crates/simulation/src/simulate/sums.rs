//! What the terms of a chunk add up to.
#![expect(
    clippy::indexing_slicing,
    reason = "terms and services are those that the sums were made for"
)]

/// Sum and sum of squares of what single occurrences bring.
pub(crate) type Moments = [f64; 2];

/// What one term has come to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct TermSums {
    /// Loss in euros.
    pub(crate) loss: f64,
    /// Users times outage days.
    pub(crate) resident_days: f64,
    /// One bit a service: an outage was longer than tolerable. Only the first word of them.
    pub(crate) intolerable: u64,
    /// Most users without a service at one moment.
    pub(crate) peak_users: f32,
    /// Most services down at one moment.
    pub(crate) peak_services: u32,
}

/// What the terms of a chunk add up to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    pub(crate) terms: Vec<TermSums>,
    /// The further words of `intolerable` of each term.
    pub(crate) further: Vec<u64>,
    /// For each service: outage days of each occurrence.
    pub(crate) days: Vec<Moments>,
    /// The first terms, of which the days of each service are kept as well.
    pub(crate) followed: Followed,
    /// Events drawn, and those of them that met another.
    pub(crate) events: u64,
    pub(crate) overlapping: u64,
}

/// The outage days of each service in each of some terms: how they spread from term to term cannot be
/// told from single occurrences where outages merge.
#[derive(Debug, Clone, Default)]
pub(crate) struct Followed {
    /// How many terms are followed, from the first on.
    pub(crate) terms: usize,
    services: usize,
    /// Days, by term and service.
    days: Vec<f32>,
    /// For each service: the squares of its occurrences in them.
    pub(crate) squares: Vec<f64>,
}

/// Numbers that are kept of followed terms; with very many services fewer terms are followed.
const MOST_FOLLOWED: usize = 4_000_000;

impl Followed {
    /// Nothing yet of the first `terms` terms of a chunk.
    pub(crate) fn new(terms: usize, services: usize) -> Self {
        let terms = terms.min(MOST_FOLLOWED / services.max(1));
        Self {
            terms,
            services,
            days: vec![0.0; terms * services],
            squares: vec![0.0; services],
        }
    }

    /// Adds an occurrence in a term, unless it is not followed.
    #[inline]
    pub(crate) fn add(&mut self, term: usize, service: usize, days: f64) {
        if term < self.terms {
            self.days[term * self.services + service] += days as f32;
            self.squares[service] += days * days;
        }
    }

    /// The days of each service, term by term.
    pub(crate) fn each(&self) -> impl Iterator<Item = &[f32]> {
        self.days.chunks(self.services.max(1))
    }
}

impl Sums {
    /// Marks services of one word as having had an intolerable outage in a term.
    pub(crate) fn mark(&mut self, term: usize, word: usize, services: u64, words: usize) {
        if word == 0 {
            self.terms[term].intolerable |= services;
        } else {
            self.further[term * (words - 1) + word - 1] |= services;
        }
    }
}
