//! A chunk of terms: what its events add up to.
#![expect(
    clippy::indexing_slicing,
    reason = "indices come from the program that the chunk was made for"
)]

use super::draw::{Block, Event, Sampler};
use super::overlap::{Hit, Lanes};
use super::program::{Kind, Program, signature};
use crate::distribution::Xoshiro256;

/// Terms of a chunk; each has its own generator. Its sums fit the second cache.
pub(crate) const TERMS: usize = 4_096;

/// Sum and sum of squares of what single occurrences bring.
pub(crate) type Moments = [f64; 2];

/// What the terms of a chunk add up to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sums {
    /// Loss of each term in euros.
    pub(crate) loss: Vec<f64>,
    /// Users times outage days of each term.
    pub(crate) resident_days: Vec<f64>,
    /// Most users without a service at one moment, of each term.
    pub(crate) peak_users: Vec<f32>,
    /// Most services down at one moment, of each term.
    pub(crate) peak_services: Vec<u32>,
    /// For each term, one bit a service: an outage was longer than tolerable.
    pub(crate) intolerable: Vec<u64>,
    /// For each service: outage days of each occurrence.
    pub(crate) days: Vec<Moments>,
    /// Events drawn, and those of them that met another.
    pub(crate) events: u64,
    pub(crate) overlapping: u64,
}

/// The working state of one thread.
#[derive(Debug)]
pub(crate) struct Worker<'a> {
    program: &'a Program,
    pub(crate) sums: Sums,
    /// For each coefficient: outage days and their squares.
    waited: Vec<Moments>,
    lanes: Lanes,
    block: Block,
}

impl<'a> Worker<'a> {
    pub(crate) fn new(program: &'a Program) -> Self {
        Self {
            program,
            sums: Sums::default(),
            waited: vec![[0.0; 2]; program.coefficients.len()],
            lanes: Lanes::new(program),
            block: Block::default(),
        }
    }

    /// Draws and evaluates one chunk of `terms` terms.
    pub(crate) fn chunk(&mut self, sampler: &Sampler, mut rng: Xoshiro256, terms: usize) -> Sums {
        self.begin(terms);
        let mut done = 0;
        let mut block = std::mem::take(&mut self.block);
        while done < terms {
            let filled = sampler.fill(self.program, &mut rng, &mut block, terms - done);
            self.evaluate(&block, done);
            done += filled;
        }
        self.block = block;
        self.end()
    }

    /// Starts a chunk with nothing in it.
    pub(crate) fn begin(&mut self, terms: usize) {
        self.sums = Sums {
            loss: vec![0.0; terms],
            resident_days: vec![0.0; terms],
            peak_users: vec![0.0; terms],
            peak_services: vec![0; terms],
            intolerable: vec![0; terms * self.program.words()],
            days: vec![[0.0; 2]; self.program.services.len()],
            events: 0,
            overlapping: 0,
        };
    }

    /// Completes the chunk and hands its sums over.
    pub(crate) fn end(&mut self) -> Sums {
        self.lanes.flush(self.program, &mut self.sums);
        let coefficients = &self.program.coefficients;
        for (moments, coefficient) in self.waited.iter_mut().zip(coefficients) {
            if moments[0] > 0.0 {
                distribute(
                    self.program,
                    coefficient.marks,
                    *moments,
                    &mut self.sums.days,
                );
            }
            *moments = [0.0; 2];
        }
        std::mem::take(&mut self.sums)
    }

    /// Adds the terms of a block, the first of which is number `first` of the chunk.
    pub(crate) fn evaluate(&mut self, block: &Block, first: usize) {
        let mut start = 0;
        for (i, end) in block.ends.iter().enumerate() {
            let end = *end as usize;
            self.term(block, &block.events[start..end], first + i);
            start = end;
        }
        self.sums.events += block.events.len() as u64;
    }

    fn term(&mut self, block: &Block, events: &[Event], term: usize) {
        let program = self.program;
        let mut account = Account {
            loss: 0.0,
            users: 0.0,
            peak_users: 0.0,
            peak_services: 0,
        };
        // Until when outages that were seen so far last.
        let mut busy = 0.0;
        for (i, event) in events.iter().enumerate() {
            let first = event.first as usize;
            let kind = &program.kinds[event.kind as usize];
            account.loss += f64::from(block.values[first]);
            let hits = if kind.wide {
                self.hits_of_wide(block, event)
            } else {
                kind.hits as usize
            };
            if hits == 0 {
                continue;
            }
            let days = &block.values[first + 1..first + 1 + hits];
            let longest = days.iter().fold(0.0_f32, |a, b| a.max(*b));
            let end = event.time + f64::from(longest);
            let next = events.get(i + 1).map_or(f64::INFINITY, |it| it.time);
            if event.time >= busy && end <= next && !kind.wide {
                busy = end;
                self.alone(
                    kind,
                    days,
                    (program.term - event.time) as f32,
                    term,
                    &mut account,
                );
            } else {
                if event.time >= busy {
                    self.lanes.close(program, &mut self.sums);
                }
                self.sums.overlapping += 1;
                busy = end.max(busy);
                let slots = &block.slots[first + 1..first + 1 + hits];
                for (slot, days) in slots.iter().zip(days) {
                    let end = (event.time + f64::from(*days)).min(program.term);
                    let node = program.slots.node[*slot as usize];
                    let start = event.time;
                    self.lanes.add(term, Hit { node, start, end });
                }
            }
        }
        self.lanes.close(program, &mut self.sums);
        let sums = &mut self.sums;
        sums.loss[term] += account.loss;
        sums.resident_days[term] += account.users;
        sums.peak_users[term] = sums.peak_users[term].max(account.peak_users);
        sums.peak_services[term] = sums.peak_services[term].max(account.peak_services);
    }

    /// How many hits were drawn for a wide event: what comes before the values of the next one.
    #[cold]
    fn hits_of_wide(&self, block: &Block, event: &Event) -> usize {
        let after = |it: &&Event| it.first > event.first;
        let place = block.events.partition_point(|it| it.first <= event.first);
        let next = block.events.get(place).filter(after);
        let last = next.map_or(block.slots.len(), |it| it.first as usize);
        last - event.first as usize - 1
    }

    /// An event that meets no other: every service waits for the end of one hit.
    #[inline]
    fn alone(&mut self, kind: &Kind, days: &[f32], left: f32, term: usize, account: &mut Account) {
        let program = self.program;
        let hits = days.len();
        let order = match days {
            [_] => 0,
            [a, b] => usize::from(a <= b),
            _ => program.orders.of_signature[hits][signature(days)] as usize,
        };
        let base = kind.base as usize + order * hits;
        let coefficients = &program.coefficients[base..base + hits];
        let waited = &mut self.waited[base..base + hits];
        for ((days, coefficient), waited) in days.iter().zip(coefficients).zip(waited) {
            let days = days.min(left);
            let exact = f64::from(days);
            account.loss += exact * coefficient.cost;
            account.users += exact * coefficient.users;
            waited[0] += exact;
            waited[1] += exact * exact;
            if days > coefficient.limit {
                let words = program.words();
                let mut at = coefficient.marks as usize;
                while days > program.marks[at].limit {
                    let mark = program.marks[at];
                    self.sums.intolerable[term * words + mark.word as usize] |= mark.services;
                    at += 1;
                }
            }
        }
        account.peak_users = account.peak_users.max(kind.users_at_once);
        account.peak_services = account.peak_services.max(kind.services_at_once);
    }
}

/// What one term has come to so far.
struct Account {
    loss: f64,
    users: f64,
    peak_users: f32,
    peak_services: u32,
}

/// Gives the days of a coefficient to each service that waits for its end.
fn distribute(program: &Program, marks: u32, moments: Moments, days: &mut [Moments]) {
    let list = program.marks[marks as usize..].iter();
    for mark in list.take_while(|it| it.services != 0) {
        let mut services = mark.services;
        while services != 0 {
            let service = mark.word as usize * 64 + services.trailing_zeros() as usize;
            services &= services - 1;
            days[service][0] += moments[0];
            days[service][1] += moments[1];
        }
    }
}
