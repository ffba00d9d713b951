//! Events that meet: their time is cut into stretches in which nothing begins or ends, 64 stretches
//! of several groups of events are evaluated at once.
#![expect(
    clippy::indexing_slicing,
    reason = "words and lanes are those of the program that the lanes were made for"
)]

use super::chunk::Sums;
use super::program::Program;

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
    users: Vec<f64>,
    services: Vec<u32>,
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
            users: Vec::new(),
            services: Vec::new(),
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
            for lane in self.used + from..self.used + to {
                self.down[lane / 64 * self.nodes + hit.node as usize] |= 1 << (lane % 64);
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
        self.users.clear();
        self.users.resize(self.used, 0.0);
        self.services.clear();
        self.services.resize(self.used, 0);
        for service in 0..program.services.len() {
            self.service(program, service, sums);
        }
        for it in &self.waiting {
            let lanes = it.lane..it.lane + it.lanes;
            let users = self.users[lanes.clone()]
                .iter()
                .fold(0.0_f64, |a, b| a.max(*b));
            let users = users.min(program.residents) as f32;
            let services = self.services[lanes].iter().copied().max().unwrap_or(0);
            let term = &mut sums.terms[it.term];
            term.peak_users = term.peak_users.max(users);
            term.peak_services = term.peak_services.max(services);
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
            if self.words == 1 {
                let ahead = self.down[node] >> it.lane;
                if ahead << (64 - it.lanes) == 0 {
                    continue;
                }
            }
            let (mut total, mut longest) = (0.0, 0.0_f64);
            let mut lane = self.next_lane(node, it.lane, it.lane + it.lanes, 0);
            while lane < it.lane + it.lanes {
                // The first lane at or after this one in which the service is up again.
                let end = self.next_lane(node, lane, it.lane + it.lanes, u64::MAX);
                for lane in lane..end {
                    self.users[lane] += meaning.users;
                    self.services[lane] += 1;
                }
                let time = |lane: usize| self.times[it.first + lane - it.lane];
                let days = time(end) - time(lane);
                total += days;
                longest = longest.max(days);
                lane = self.next_lane(node, end, it.lane + it.lanes, 0);
            }
            if total > 0.0 {
                let term = &mut sums.terms[it.term];
                term.loss += total * meaning.cost;
                term.resident_days += total * meaning.users;
                sums.days[service][0] += total;
                sums.days[service][1] += total * total;
                let intolerable = u64::from(longest > meaning.tolerance) << (service % 64);
                sums.mark(it.term, service / 64, intolerable, program.words());
            }
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
