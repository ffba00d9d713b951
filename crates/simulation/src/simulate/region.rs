//! Many municipalities in one run: what strikes a shared supplier strikes all of them at the same
//! moment and for the same time.
#![expect(
    clippy::indexing_slicing,
    reason = "members, kinds and events are those that the run was made of"
)]

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use super::chunk::Worker;
use super::draw::{Block, Event, Sampler};
use super::outcome::Total;
use super::program::Program;
use super::sums::Sums;
use super::tables::FEW_PERT_CELLS;
use super::{Estimate, NoOutcome, Outcome, Plan, in_chunks, work};
use crate::distribution::Xoshiro256;
use crate::model::{Draft, Model, Scenario};

/// What came out for a region.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionOutcome {
    /// Each member's own outcome, in the order in which they were given; without losses by term.
    pub members: Vec<Outcome>,
    /// Loss of all members together in each term.
    pub losses: Vec<f64>,
    /// Number of members with an intolerable outage in each term.
    pub struck: Vec<u32>,
}

impl RegionOutcome {
    /// Share of terms in which at least `count` members have an intolerable outage.
    pub fn struck_at_least(&self, count: u32) -> Estimate {
        let terms = self.struck.iter().filter(|it| **it >= count).count();
        Estimate::share(terms as u64, self.struck.len() as u64)
    }
}

/// Why a region cannot be simulated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoRegion {
    /// The simulation gave nothing.
    #[error(transparent)]
    Outcome(#[from] NoOutcome),
    /// A shared scenario differs between members.
    #[error("shared scenario `{0}` is not the same in all members: give it one rate and effects")]
    Differs(String),
    /// Members have terms of different length.
    #[error("members have terms of different length")]
    Terms,
}

/// Simulates members together. Scenarios of these names are one and the same for all members that
/// have them: same rate, same effects (on nodes of the member's own model), same events.
///
/// # Errors
/// See [`NoRegion`].
pub fn simulate_region(
    members: &[Model],
    shared: &[String],
    plan: Plan,
) -> Result<RegionOutcome, NoRegion> {
    for member in members {
        work::bounded(member)?;
    }
    let common = common(members, shared)?;
    let programs: Vec<Member> = members.iter().map(|it| Member::new(it, &common)).collect();
    let source = Program::new(&common, FEW_PERT_CELLS);
    let sampler = Sampler::new(&source.rates);
    let workers =
        || -> Vec<Worker<'_>> { programs.iter().map(|it| Worker::new(&it.program)).collect() };
    let one_chunk = |workers: &mut Vec<Worker<'_>>, chunk: usize, terms: usize| {
        let mut rng = Xoshiro256::new(plan.seed, chunk as u64);
        let shared = draw_all(&sampler, &source, &mut rng, terms);
        let mut region = Chunk {
            members: Vec::with_capacity(workers.len()),
            losses: vec![0.0; terms],
            struck: vec![0; terms],
        };
        let each = members.iter().zip(&programs).zip(workers);
        for (number, ((model, member), worker)) in (1_u64..).zip(each) {
            // Every member has streams of its own beside the shared one.
            let mut rng = Xoshiro256::new(plan.seed ^ (number << 32), chunk as u64);
            worker.begin(chunk, terms);
            member.chunk(worker, &mut rng, &shared, terms);
            region.add(model, &worker.end());
        }
        region
    };
    let chunks = in_chunks(plan, &|_| ControlFlow::Continue(()), &workers, &one_chunk)?;
    let mut totals: Vec<Total> = members.iter().map(Total::new).collect();
    let (mut losses, mut struck) = (Vec::new(), Vec::new());
    for chunk in chunks {
        for (total, chunk) in totals.iter_mut().zip(chunk.members) {
            total.join(chunk);
        }
        losses.extend(chunk.losses);
        struck.extend(chunk.struck);
    }
    let outcomes = totals.into_iter().zip(members);
    let outcomes = outcomes.map(|(total, model)| total.outcome(model));
    Ok(RegionOutcome {
        members: outcomes.collect(),
        losses,
        struck,
    })
}

/// The shared scenarios as a model of their own.
fn common(members: &[Model], shared: &[String]) -> Result<Model, NoRegion> {
    let mut found: BTreeMap<&str, &Scenario> = BTreeMap::new();
    let term_days = members.first().map_or(1.0, Model::term_days);
    for member in members {
        if member.term_days().to_bits() != term_days.to_bits() {
            return Err(NoRegion::Terms);
        }
        for scenario in member
            .scenarios()
            .iter()
            .filter(|it| shared.contains(&it.name))
        {
            let first = found.entry(&scenario.name).or_insert(scenario);
            if !alike(first, scenario) {
                return Err(NoRegion::Differs(scenario.name.clone()));
            }
        }
    }
    let mut nodes = Vec::new();
    let mut scenarios: Vec<Scenario> = found.into_values().cloned().collect();
    for effect in scenarios.iter_mut().flat_map(|it| &mut it.effects) {
        effect.node = nodes.len();
        nodes.push(crate::model::Node {
            name: format!("shared {}", nodes.len()),
            kind: String::new(),
            groups: Vec::new(),
            service: None,
        });
    }
    let draft = Draft {
        term_days,
        nodes,
        scenarios,
        ..Draft::default()
    };
    Model::new(draft).map_err(|error| NoRegion::Differs(error.to_string()))
}

fn alike(a: &Scenario, b: &Scenario) -> bool {
    let mut effects = a.effects.iter().zip(&b.effects);
    let same = |(a, b): (&crate::model::Effect, &crate::model::Effect)| {
        a.probability.to_bits() == b.probability.to_bits() && a.duration == b.duration
    };
    a.rate_per_year.to_bits() == b.rate_per_year.to_bits()
        && a.effects.len() == b.effects.len()
        && a.response == b.response
        && effects.all(same)
}

/// All terms of a chunk as one block.
fn draw_all(sampler: &Sampler, program: &Program, rng: &mut Xoshiro256, terms: usize) -> Block {
    let (mut all, mut part) = (Block::default(), Block::default());
    let mut done = 0;
    while done < terms {
        done += sampler.fill(program, rng, &mut part, terms - done);
        let (events, values) = (all.events.len() as u32, all.slots.len() as u32);
        all.ends.extend(part.ends.iter().map(|end| events + end));
        all.events.extend(part.events.iter().map(|event| Event {
            first: event.first + values,
            ..*event
        }));
        all.slots.append(&mut part.slots);
        all.values.append(&mut part.values);
    }
    all
}

struct Member {
    program: Program,
    sampler: Sampler,
    /// For each kind of the shared model: the member's kind, when it has the scenario.
    kinds: Vec<Option<u32>>,
    /// For each slot of the shared model: the member's slot.
    slots: Vec<u32>,
}

impl Member {
    fn new(model: &Model, common: &Model) -> Self {
        let program = Program::new(model, FEW_PERT_CELLS);
        let shared = Program::new(common, FEW_PERT_CELLS);
        let mut rates = program.rates.clone();
        let mut kinds = vec![None; shared.kinds.len()];
        let mut slots = vec![0; shared.slots.slots.len()];
        for (at, scenario) in common.scenarios().iter().enumerate() {
            let own = model
                .scenarios()
                .iter()
                .position(|it| it.name == scenario.name);
            let Some(own) = own else { continue };
            for (theirs, ours) in shared.kind_of[at].iter().zip(&program.kind_of[own]) {
                kinds[*theirs as usize] = Some(*ours);
                rates[*ours as usize] = 0.0;
            }
            for k in 0..=scenario.effects.len() as u32 {
                slots[(shared.first_slot(at) + k) as usize] = program.first_slot(own) + k;
            }
        }
        Self {
            sampler: Sampler::new(&rates),
            program,
            kinds,
            slots,
        }
    }

    /// Evaluates a chunk of own and shared events, in the order of their times.
    fn chunk(&self, worker: &mut Worker<'_>, rng: &mut Xoshiro256, shared: &Block, terms: usize) {
        let (mut own, mut both) = (Block::default(), Block::default());
        let mut done = 0;
        while done < terms {
            let filled = self
                .sampler
                .fill(&self.program, rng, &mut own, terms - done);
            both.clear();
            for term in 0..filled {
                let (own, theirs) = (OneTerm(&own, term), OneTerm(shared, done + term));
                self.merge(own, theirs, &mut both);
            }
            worker.evaluate(&both, done);
            done += filled;
        }
    }

    /// Adds the events of a term of each block in the order of their times.
    fn merge(
        &self,
        OneTerm(own, term): OneTerm<'_>,
        OneTerm(shared, of_shared): OneTerm<'_>,
        both: &mut Block,
    ) {
        let mut theirs = events_of(shared, of_shared).peekable();
        for at in events_of(own, term) {
            let event = own.events[at];
            while let Some(at) = theirs.next_if(|at| shared.events[*at].time < event.time) {
                self.take(shared, at, both);
            }
            append(both, own, at, event.kind, |slot| slot);
        }
        theirs.for_each(|at| self.take(shared, at, both));
        both.ends.push(both.events.len() as u32);
    }

    fn take(&self, shared: &Block, at: usize, both: &mut Block) {
        if let Some(kind) = self.kinds[shared.events[at].kind as usize] {
            append(both, shared, at, kind, |slot| self.slots[slot as usize]);
        }
    }
}

/// A term of a block.
struct OneTerm<'a>(&'a Block, usize);

fn events_of(block: &Block, term: usize) -> std::ops::Range<usize> {
    let start = term.checked_sub(1).map_or(0, |before| block.ends[before]);
    start as usize..block.ends[term] as usize
}

fn append(both: &mut Block, from: &Block, at: usize, kind: u32, slot: impl Fn(u32) -> u32) {
    let event = from.events[at];
    let last = from
        .events
        .get(at + 1)
        .map_or(from.slots.len(), |it| it.first as usize);
    let range = event.first as usize..last;
    let first = both.slots.len() as u32;
    both.slots
        .extend(from.slots[range.clone()].iter().map(|it| slot(*it)));
    both.values.extend_from_slice(&from.values[range]);
    both.events.push(Event {
        time: event.time,
        kind,
        first,
    });
}

/// What a chunk of terms comes to.
struct Chunk {
    members: Vec<Total>,
    losses: Vec<f64>,
    struck: Vec<u32>,
}

impl Chunk {
    fn add(&mut self, model: &Model, sums: &Sums) {
        let further = sums.further.len() / sums.terms.len().max(1);
        for (at, term) in sums.terms.iter().enumerate() {
            let more = &sums.further[at * further..(at + 1) * further];
            self.losses[at] += term.loss;
            let any = term.intolerable != 0 || more.iter().any(|it| *it != 0);
            self.struck[at] += u32::from(any);
        }
        self.members.push(Total::of(model, sums));
    }
}
