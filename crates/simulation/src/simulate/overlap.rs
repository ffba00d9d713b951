//! Events that meet: their time is cut into stretches in which nothing begins or ends, 64 stretches
//! of several groups of events are evaluated at once.
#![expect(
    clippy::indexing_slicing,
    reason = "words and lanes are those of the program that the lanes were made for"
)]

use super::program::{Meaning, Program};
use super::sums::Sums;

/// A node out of order from `start` to `end` (days of the term).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) node: u32,
    pub(crate) start: f64,
    pub(crate) end: f64,
}

/// A group of events that meet, waiting for evaluation.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    term: usize,
    /// Where its first stretch begins in `times`; one more time than stretches.
    first: usize,
    /// Its lanes: absolute numbers, 64 to a word.
    lane: usize,
    lanes: usize,
}

/// Groups of events that wait for evaluation.
#[derive(Debug)]
pub(crate) struct Lanes {
    hits: Vec<Hit>,
    term: usize,
    waiting: Vec<Waiting>,
    times: Vec<f64>,
    used: usize,
    /// For each word of lanes, one word a node. More than one only for a group of more than 64.
    down: Vec<u64>,
    /// For each lane: users and services that lose or get back a service where it begins.
    changes: Vec<[f64; 2]>,
    words: usize,
    nodes: usize,
}

impl Lanes {
    pub(crate) fn new(program: &Program) -> Self {
        Self {
            hits: Vec::new(),
            term: 0,
            waiting: Vec::new(),
            times: Vec::new(),
            used: 0,
            down: vec![0; program.graph.nodes],
            changes: Vec::new(),
            words: 1,
            nodes: program.graph.nodes,
        }
    }

    /// Adds an outage to the group that is being collected.
    pub(crate) fn add(&mut self, term: usize, hit: Hit) {
        self.term = term;
        self.hits.push(hit);
    }

    /// Ends the group: gives it lanes, after evaluating what waits when there is no room.
    pub(crate) fn close(&mut self, program: &Program, sums: &mut Sums) {
        if self.hits.is_empty() {
            return;
        }
        let stretches = 2 * self.hits.len();
        if self.used + stretches > 64 * self.words {
            self.flush(program, sums);
            self.words = stretches.div_ceil(64).max(1);
            self.down.resize(self.words * self.nodes, 0);
        }
        let first = self.times.len();
        self.times
            .extend(self.hits.iter().flat_map(|it| [it.start, it.end]));
        self.times[first..].sort_by(f64::total_cmp);
        let mut kept = first;
        for at in first + 1..self.times.len() {
            if self.times[at] > self.times[kept] {
                kept += 1;
                self.times[kept] = self.times[at];
            }
        }
        self.times.truncate(kept + 1);
        let times = &self.times[first..];
        let lanes = times.len() - 1;
        for hit in &self.hits {
            let from = times.partition_point(|it| *it < hit.start);
            let to = times.partition_point(|it| *it < hit.end);
            let (mut lane, end) = (self.used + from, self.used + to);
            while lane < end {
                let last = (lane / 64 * 64 + 64).min(end);
                let bits = u64::MAX >> (64 - (last - lane)) << (lane % 64);
                self.down[lane / 64 * self.nodes + hit.node as usize] |= bits;
                lane = last;
            }
        }
        self.waiting.push(Waiting {
            term: self.term,
            first,
            lane: self.used,
            lanes,
        });
        self.used += lanes;
        self.hits.clear();
    }

    /// Evaluates everything that waits.
    pub(crate) fn flush(&mut self, program: &Program, sums: &mut Sums) {
        if self.waiting.is_empty() {
            return;
        }
        for word in self.down.chunks_mut(self.nodes.max(1)) {
            program.graph.spread(word);
        }
        self.changes.clear();
        self.changes.resize(self.used + 1, [0.0; 2]);
        for service in 0..program.services.len() {
            self.service(program, service, sums);
        }
        for it in &self.waiting {
            let (mut users, mut services) = (0.0, 0.0);
            let (mut most_users, mut most_services) = (0.0_f64, 0.0_f64);
            for change in &self.changes[it.lane..it.lane + it.lanes] {
                users += change[0];
                services += change[1];
                most_users = most_users.max(users);
                most_services = most_services.max(services);
            }
            let term = &mut sums.terms[it.term];
            term.peak_users = term
                .peak_users
                .max(most_users.min(program.residents) as f32);
            term.peak_services = term.peak_services.max(most_services as u32);
        }
        self.waiting.clear();
        self.times.clear();
        self.used = 0;
        self.words = 1;
        self.down.clear();
        self.down.resize(self.nodes, 0);
    }

    /// Adds the outages of one service in all waiting groups.
    fn service(&mut self, program: &Program, service: usize, sums: &mut Sums) {
        let node = program.graph.services[service] as usize;
        if (0..self.words).all(|word| self.down[word * self.nodes + node] == 0) {
            return;
        }
        let meaning = program.services[service];
        for at in 0..self.waiting.len() {
            let it = self.waiting[at];
            let outages = if self.words == 1 {
                let whole = u64::MAX >> (64 - it.lanes);
                self.short(it, (self.down[node] >> it.lane) & whole, &meaning)
            } else {
                self.long(it, node, &meaning)
            };
            let [total, longest] = outages;
            if total > 0.0 {
                let term = &mut sums.terms[it.term];
                term.loss += total * meaning.cost;
                term.resident_days += total * meaning.users;
                sums.days[service][0] += total;
                sums.days[service][1] += total * total;
                sums.followed.add(it.term, service, total);
                let intolerable = u64::from(longest > meaning.tolerance) << (service % 64);
                sums.mark(it.term, service / 64, intolerable, program.words());
            }
        }
    }

    /// Days of outage, and the longest outage, of a service that is down in the lanes of these bits.
    #[inline]
    fn short(&mut self, it: Waiting, bits: u64, meaning: &Meaning) -> [f64; 2] {
        let (mut bits, mut outages) = (bits, [0.0, 0.0]);
        while bits != 0 {
            let start = bits.trailing_zeros();
            let end = start + (bits >> start).trailing_ones();
            self.outage(it, (start as usize, end as usize), meaning, &mut outages);
            // Adding to the lowest bit of a run carries through it.
            bits &= bits.wrapping_add(1 << start);
        }
        outages
    }

    /// The same for a group of more lanes than a word has.
    #[cold]
    fn long(&mut self, it: Waiting, node: usize, meaning: &Meaning) -> [f64; 2] {
        let mut outages = [0.0, 0.0];
        let last = it.lane + it.lanes;
        let mut start = self.next_lane(node, it.lane, last, 0);
        while start < last {
            let end = self.next_lane(node, start, last, u64::MAX);
            self.outage(it, (start - it.lane, end - it.lane), meaning, &mut outages);
            start = self.next_lane(node, end, last, 0);
        }
        outages
    }

    #[inline]
    fn outage(
        &mut self,
        it: Waiting,
        (start, end): (usize, usize),
        meaning: &Meaning,
        [total, longest]: &mut [f64; 2],
    ) {
        let days = self.times[it.first + end] - self.times[it.first + start];
        *total += days;
        *longest = if days > *longest { days } else { *longest };
        self.changes[it.lane + start][0] += meaning.users;
        self.changes[it.lane + start][1] += 1.0;
        if end < it.lanes {
            self.changes[it.lane + end][0] -= meaning.users;
            self.changes[it.lane + end][1] -= 1.0;
        }
    }

    /// The first lane from `from` to before `to` whose bit is set after flipping, or `to`.
    #[inline]
    fn next_lane(&self, node: usize, from: usize, to: usize, flip: u64) -> usize {
        let mut lane = from;
        while lane < to {
            let word = self.down[lane / 64 * self.nodes + node] ^ flip;
            let ahead = word >> (lane % 64);
            if ahead != 0 {
                return (lane + ahead.trailing_zeros() as usize).min(to);
            }
            lane = (lane / 64 + 1) * 64;
        }
        to
    }
}
