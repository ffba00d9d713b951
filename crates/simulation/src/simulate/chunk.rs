//! A chunk of terms: what its events add up to.
#![expect(
    clippy::indexing_slicing,
    reason = "indices come from the program that the chunk was made for"
)]

use std::ops::Range;

use super::Plan;
use super::draw::{Block, Event, Sampler};
use super::overlap::{Hit, Lanes};
use super::program::{Coefficient, MOST_COMPILED, Program, signature};
use super::sums::{Followed, Moments, Sums, TermSums};
use crate::distribution::Xoshiro256;

/// Terms of a chunk; each has its own generator. Its sums fit the second cache.
pub(crate) const TERMS: usize = 4_096;

/// The working state of one thread.
#[derive(Debug)]
pub(crate) struct Worker<'a> {
    program: &'a Program,
    pub(crate) sums: Sums,
    /// The coefficients, each beside what has waited for it.
    waits: Vec<Wait>,
    lanes: Lanes,
    block: Block,
    /// The events of a block by their number of hits, so that what depends on it is decided once
    /// for many events.
    by_hits: [Vec<Placed>; MOST_COMPILED + 1],
    /// When each event of a block is over; minus infinity when it hit nothing.
    ends: Vec<f64>,
}

/// What a coefficient costs, and the outage days that services have waited for it with their squares:
/// beside each other, because they are used together, and two to a cache line.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Wait {
    days: Moments,
    services: u64,
    cost: f32,
    users: f32,
}

impl Wait {
    fn new(it: &Coefficient) -> Self {
        Self {
            days: [0.0; 2],
            services: it.services,
            cost: it.cost,
            users: it.users,
        }
    }
}

/// An event and the term it belongs to.
#[derive(Debug, Clone, Copy)]
struct Placed {
    event: u32,
    term: u32,
}

/// The end of an event that is not evaluated from the table.
const ELSEWHERE: f64 = f64::NEG_INFINITY;

impl<'a> Worker<'a> {
    pub(crate) fn new(program: &'a Program) -> Self {
        Self {
            program,
            sums: Sums::default(),
            waits: program.coefficients.iter().map(Wait::new).collect(),
            lanes: Lanes::new(program),
            block: Block::default(),
            by_hits: Default::default(),
            ends: Vec::new(),
        }
    }

    /// Draws and evaluates one chunk of `terms` terms.
    pub(crate) fn chunk(&mut self, sampler: &Sampler, plan: (Plan, usize), terms: usize) -> Sums {
        let (plan, number) = plan;
        let mut rng = Xoshiro256::new(plan.seed, number as u64);
        self.begin(number, terms);
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

    /// Starts the chunk of this number with nothing in it. The first chunks and some of the others are
    /// followed term by term.
    pub(crate) fn begin(&mut self, number: usize, terms: usize) {
        let services = self.program.services.len();
        let is_followed = number < 2 || number.is_multiple_of(16);
        self.sums = Sums {
            terms: vec![TermSums::default(); terms],
            further: vec![0; terms * (self.program.words() - 1)],
            days: vec![[0.0; 2]; services],
            followed: Followed::new(if is_followed { terms } else { 0 }, services),
            events: 0,
            overlapping: 0,
        };
    }

    /// Completes the chunk and hands its sums over.
    pub(crate) fn end(&mut self) -> Sums {
        self.lanes.flush(self.program, &mut self.sums);
        for (wait, it) in self.waits.iter_mut().zip(&self.program.coefficients) {
            if wait.days[0] > 0.0 {
                distribute(self.program, it.marks, wait.days, &mut self.sums.days);
            }
            wait.days = [0.0; 2];
        }
        std::mem::take(&mut self.sums)
    }

    /// Adds the terms of a block, the first of which is number `first` of the chunk.
    pub(crate) fn evaluate(&mut self, block: &Block, first: usize) {
        self.sums.events += block.events.len() as u64;
        self.place(block, first);
        self.over::<1>(block);
        self.over::<2>(block);
        self.over::<3>(block);
        self.over::<4>(block);
        self.over::<5>(block);
        let mut start = 0;
        for (i, end) in block.ends.iter().enumerate() {
            let end = *end as usize;
            self.meetings(block, start..end, first + i);
            start = end;
        }
        self.alone::<1>(block);
        self.alone::<2>(block);
        self.alone::<3>(block);
        self.alone::<4>(block);
        self.alone::<5>(block);
    }

    /// Sorts the events of a block by their hits and adds the costs of responses.
    fn place(&mut self, block: &Block, first: usize) {
        for list in &mut self.by_hits {
            list.clear();
            // Room for all, so that a push never moves the list.
            list.reserve(block.events.len());
        }
        self.ends.clear();
        self.ends.resize(block.events.len(), ELSEWHERE);
        let mut start = 0;
        for (term, end) in (first..).zip(&block.ends) {
            let mut loss = 0.0;
            for at in start..*end {
                let event = &block.events[at as usize];
                loss += f64::from(block.values[event.first as usize]);
                let hits = self.program.kinds[event.kind as usize].compiled_hits as usize;
                let term = term as u32;
                self.by_hits[hits].push(Placed { event: at, term });
            }
            self.sums.terms[term].loss += loss;
            start = *end;
        }
    }

    /// Works out when the events with N hits are over.
    fn over<const N: usize>(&mut self, block: &Block) {
        for placed in &self.by_hits[N] {
            let event = &block.events[placed.event as usize];
            let Some(days) = days_of::<N>(block, event) else {
                continue;
            };
            let longest = days.iter().fold(0.0, |a, b| greater(a, *b));
            self.ends[placed.event as usize] = event.time + f64::from(longest);
        }
    }

    /// Finds the events of a term that meet another and sends them, and the wide ones, the general
    /// way.
    fn meetings(&mut self, block: &Block, events: Range<usize>, term: usize) {
        // Until when outages that were seen so far last.
        let mut busy = 0.0;
        let times = &block.events[events.clone()];
        for (at, event) in events.clone().zip(times) {
            let end = self.ends[at];
            let next = if at + 1 < events.end {
                block.events[at + 1].time
            } else {
                f64::INFINITY
            };
            let alone = event.time >= busy && end <= next;
            if alone && end > ELSEWHERE {
                busy = end;
            } else if !alone || self.program.kinds[event.kind as usize].wide {
                busy = self.meeting(block, event, term, busy);
                self.ends[at] = ELSEWHERE;
            }
        }
        self.lanes.close(self.program, &mut self.sums);
    }

    /// An event that meets another, or is too wide for the table; tells when all is over.
    #[cold]
    fn meeting(&mut self, block: &Block, event: &Event, term: usize, busy: f64) -> f64 {
        let program = self.program;
        let kind = &program.kinds[event.kind as usize];
        let first = event.first as usize + 1;
        let last = if kind.wide {
            let after = block.events.partition_point(|it| it.first <= event.first);
            let after = block.events.get(after);
            after.map_or(block.slots.len(), |it| it.first as usize)
        } else {
            first + kind.hits as usize
        };
        if first == last {
            return busy;
        }
        if event.time >= busy {
            self.lanes.close(program, &mut self.sums);
        }
        self.sums.overlapping += 1;
        let mut busy = busy;
        for (slot, days) in block.slots[first..last]
            .iter()
            .zip(&block.values[first..last])
        {
            let end = (event.time + f64::from(*days)).min(program.term);
            busy = end.max(busy);
            let node = program.slots.node[*slot as usize];
            let start = event.time;
            self.lanes.add(term, Hit { node, start, end });
        }
        busy
    }

    /// Events with N hits that meet no other: every service waits for the end of one hit.
    fn alone<const N: usize>(&mut self, block: &Block) {
        let program = self.program;
        for placed in &self.by_hits[N] {
            if self.ends[placed.event as usize] <= ELSEWHERE {
                continue;
            }
            let event = &block.events[placed.event as usize];
            let kind = &program.kinds[event.kind as usize];
            let Some(days) = days_of::<N>(block, event) else {
                continue;
            };
            let order = match N {
                1 => 0,
                2 => usize::from(days[0] <= days[1]),
                _ => program.orders.of_signature[N][signature(days)] as usize,
            };
            let base = kind.base as usize + order * N;
            let Some(waits) = self.waits[base..].first_chunk_mut::<N>() else {
                continue;
            };
            let left = (program.term - event.time) as f32;
            let term = placed.term as usize;
            let days = days.map(|days| lesser(days, left));
            let paid = pay(waits, &days);
            if term < self.sums.followed.terms {
                follow(program, base, &days, term, &mut self.sums.followed);
            }
            let sums = &mut self.sums.terms[term];
            if let Some(classes) = &program.classes {
                // Asking every time is cheaper than guessing wrong whether to ask.
                let long = days.iter().zip(waits.iter());
                let long = long.map(|(days, wait)| wait.services & classes.beyond(*days));
                sums.intolerable |= long.fold(0, |all, it| all | it);
            } else {
                mark(program, base, &days, term, &mut self.sums);
            }
            let sums = &mut self.sums.terms[term];
            sums.loss += paid.loss;
            sums.resident_days += paid.users;
            sums.peak_users = greater(sums.peak_users, kind.users_at_once);
            sums.peak_services = sums.peak_services.max(kind.services_at_once);
        }
    }
}

/// What one event costs.
#[derive(Debug, Default)]
struct Paid {
    loss: f64,
    users: f64,
}

/// Adds what each end of an event's hits costs.
#[inline]
fn pay<const N: usize>(waits: &mut [Wait; N], days: &[f32; N]) -> Paid {
    let mut paid = Paid::default();
    for (days, wait) in days.iter().zip(waits) {
        let days = f64::from(*days);
        paid.loss += days * f64::from(wait.cost);
        paid.users += days * f64::from(wait.users);
        wait.days[0] += days;
        wait.days[1] += days * days;
    }
    paid
}

/// Marks the services that wait for the ends of an event's hits, the first of which has coefficient
/// `base`, and find these days too long.
#[cold]
fn mark(program: &Program, base: usize, days: &[f32], term: usize, sums: &mut Sums) {
    for (days, coefficient) in days.iter().zip(&program.coefficients[base..]) {
        let marks = program.marks[coefficient.marks as usize..].iter();
        for mark in marks.take_while(|mark| *days > mark.limit) {
            sums.mark(term, mark.word as usize, mark.services, program.words());
        }
    }
}

/// Keeps the days of the services that wait for the ends of an event's hits, the first of which has
/// coefficient `base`.
#[cold]
fn follow(program: &Program, base: usize, days: &[f32], term: usize, followed: &mut Followed) {
    for (days, coefficient) in days.iter().zip(&program.coefficients[base..]) {
        for service in waiting(program, coefficient.marks) {
            followed.add(term, service, f64::from(*days));
        }
    }
}

/// The services that wait for an end, from the first mark of its coefficient on.
fn waiting(program: &Program, marks: u32) -> impl Iterator<Item = usize> {
    let list = program.marks[marks as usize..].iter();
    list.take_while(|it| it.services != 0).flat_map(|mark| {
        let bits = (0..64).filter(|bit| mark.services >> bit & 1 == 1);
        bits.map(|bit| mark.word as usize * 64 + bit)
    })
}

/// The durations of an event's hits, when there are N.
#[inline]
fn days_of<'a, const N: usize>(block: &'a Block, event: &Event) -> Option<&'a [f32; N]> {
    block.values[event.first as usize + 1..].first_chunk()
}

/// The lesser of two numbers, neither of which is NaN.
#[inline]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// The greater of two numbers, neither of which is NaN.
#[inline]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// Gives the days of a coefficient to each service that waits for its end.
fn distribute(program: &Program, marks: u32, moments: Moments, days: &mut [Moments]) {
    for service in waiting(program, marks) {
        days[service][0] += moments[0];
        days[service][1] += moments[1];
    }
}
