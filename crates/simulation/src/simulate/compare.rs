//! The same terms with and without measures: common random numbers.
//!
//! Each event of the model as it is carries a mark; a portfolio keeps it when the mark is below its
//! factor on the frequency, keeps each hit in the same way, and shortens durations. The difference
//! between two portfolios is then theirs alone, not that of two samples.
#![expect(
    clippy::indexing_slicing,
    reason = "events, slots and kinds are those of programs of one model"
)]

use std::ops::ControlFlow;

use super::chunk::Worker;
use super::draw::{Block, Event, Sampler};
use super::outcome::Total;
use super::program::Program;
use super::tables::PERT_CELLS;
use super::{Estimate, NoOutcome, Outcome, Plan, in_chunks, work};
use crate::distribution::Xoshiro256;
use crate::model::{Model, ModelError};

/// The outcomes of a model and of the same with measures, term by term under the same events.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Without measures.
    pub without: Outcome,
    /// With each of the portfolios that were asked for.
    pub with: Vec<Outcome>,
}

impl Comparison {
    /// What a portfolio saves in a term, in euros.
    pub fn saved(&self, portfolio: usize) -> Estimate {
        Estimate::mean(self.savings(portfolio))
    }

    /// The share of terms in which a portfolio saves more than it costs.
    pub fn pays_back(&self, portfolio: usize, cost: f64) -> Estimate {
        let count = self
            .savings(portfolio)
            .filter(|saved| *saved > cost)
            .count();
        Estimate::share(count as u64, self.without.terms)
    }

    fn savings(&self, portfolio: usize) -> impl Iterator<Item = f64> {
        let with = self.with.get(portfolio).map_or(&[][..], |it| &it.losses);
        self.without.losses.iter().zip(with).map(|(a, b)| a - b)
    }
}

/// Why there is no comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoComparison {
    /// The simulation gave nothing.
    #[error(transparent)]
    Outcome(#[from] NoOutcome),
    /// A portfolio makes no model.
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Simulates a model without measures and with each portfolio (indices of measures).
///
/// # Errors
/// See [`NoComparison`].
pub fn compare(
    model: &Model,
    portfolios: &[Vec<usize>],
    plan: Plan,
) -> Result<Comparison, NoComparison> {
    work::bounded(model)?;
    let base = Program::new(model, PERT_CELLS);
    let sampler = Sampler::new(&base.rates);
    let variants: Vec<Variant> = portfolios
        .iter()
        .map(|chosen| Variant::new(model, &base, chosen))
        .collect::<Result<_, _>>()?;
    let workers = || -> (Worker<'_>, Vec<Worker<'_>>) {
        let each = variants.iter().map(|it| Worker::new(&it.program));
        (Worker::new(&base), each.collect())
    };
    let one_chunk =
        |(first, others): &mut (Worker<'_>, Vec<Worker<'_>>), chunk: usize, terms: usize| {
            let mut rng = Xoshiro256::new(plan.seed, chunk as u64);
            // Marks have a stream of their own, so that the events are those of a plain simulation.
            let mut marks = Xoshiro256::new(!plan.seed, chunk as u64);
            first.begin(chunk, terms);
            for worker in others.iter_mut() {
                worker.begin(chunk, terms);
            }
            let (mut block, mut thinned) = (Block::default(), Block::default());
            let mut drawn = Vec::new();
            let mut done = 0;
            while done < terms {
                let filled = sampler.fill(&base, &mut rng, &mut block, terms - done);
                drawn.clear();
                let count = block.events.len() + block.slots.len();
                drawn.extend((0..count).map(|_| marks.uniform() as f32));
                first.evaluate(&block, done);
                for (variant, worker) in variants.iter().zip(others.iter_mut()) {
                    variant.thin(&base, &block, &drawn, &mut thinned);
                    worker.evaluate(&thinned, done);
                }
                done += filled;
            }
            let sums = std::iter::once(first.end()).chain(others.iter_mut().map(Worker::end));
            let totals: Vec<Total> = sums.map(|it| Total::with_losses(model, &it)).collect();
            totals
        };
    let chunks = in_chunks(plan, &|_| ControlFlow::Continue(()), &workers, &one_chunk)?;
    let mut totals: Vec<Total> = (0..=portfolios.len()).map(|_| Total::new(model)).collect();
    for chunk in chunks {
        for (total, chunk) in totals.iter_mut().zip(chunk) {
            total.join(chunk);
        }
    }
    let mut outcomes = totals.into_iter().map(|it| it.outcome(model));
    let without = outcomes.next().ok_or(NoOutcome::Stopped)?;
    let with = outcomes.collect();
    Ok(Comparison { without, with })
}

/// A portfolio as factors on what is drawn without it.
struct Variant {
    program: Program,
    /// By scenario.
    frequency: Vec<f32>,
    /// By slot: the chance that a hit stays, and the factor on its duration.
    hit: Vec<f32>,
    duration: Vec<f32>,
}

/// What was drawn for the events of a block, and the marks of its values.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    base: &'a Program,
    block: &'a Block,
    marks: &'a [f32],
}

impl Variant {
    fn new(model: &Model, base: &Program, chosen: &[usize]) -> Result<Self, ModelError> {
        let program = Program::new(&model.with_measures(chosen)?, PERT_CELLS);
        let slots = base.slots.slots.len();
        let (mut hit, mut duration) = (vec![1.0; slots], vec![1.0; slots]);
        let mut frequency = Vec::new();
        for (at, scenario) in model.scenarios().iter().enumerate() {
            frequency.push(model.frequency_factor(at, chosen) as f32);
            // The response is the first slot, and what it costs is its "duration".
            let first = base.first_slot(at) as usize + 1;
            duration[first - 1] = model.response_factor(at, chosen) as f32;
            for (k, effect) in scenario.effects.iter().enumerate() {
                hit[first + k] = model.hit_factor(at, effect.node, chosen) as f32;
                duration[first + k] = model.duration_factor(at, effect.node, chosen) as f32;
            }
        }
        Ok(Self {
            program,
            frequency,
            hit,
            duration,
        })
    }

    /// What of a block happens with the portfolio. Marks are those of events, then of values.
    fn thin(&self, base: &Program, block: &Block, marks: &[f32], thinned: &mut Block) {
        thinned.clear();
        let (of_events, of_values) = marks.split_at(block.events.len());
        let stays = |at: &usize| {
            let scenario = base.kinds[block.events[*at].kind as usize].scenario as usize;
            of_events[*at] < self.frequency[scenario]
        };
        let drawn = Drawn {
            base,
            block,
            marks: of_values,
        };
        let mut start = 0;
        for end in &block.ends {
            let end = *end as usize;
            for at in (start..end).filter(stays) {
                self.keep(&drawn, at, thinned);
            }
            thinned.ends.push(thinned.events.len() as u32);
            start = end;
        }
    }

    fn keep(&self, drawn: &Drawn<'_>, at: usize, thinned: &mut Block) {
        let Drawn { base, block, marks } = *drawn;
        let event = block.events[at];
        let next = block.events.get(at + 1);
        let values = event.first as usize..next.map_or(block.slots.len(), |it| it.first as usize);
        let scenario = base.kinds[event.kind as usize].scenario as usize;
        let kinds = &self.program.kind_of[scenario];
        let response = base.first_slot(scenario);
        let first = thinned.slots.len() as u32;
        let mut set = 0;
        for at in values {
            let slot = block.slots[at];
            if slot == response || marks[at] < self.hit[slot as usize] {
                thinned.slots.push(slot);
                thinned
                    .values
                    .push(block.values[at] * self.duration[slot as usize]);
                // The response is slot 0 and leaves the set as it is.
                let hit = (slot - response).checked_sub(1);
                set |= hit.and_then(|it| 1_usize.checked_shl(it)).unwrap_or(0);
            }
        }
        let kind = kinds
            .get(set)
            .or(kinds.first())
            .copied()
            .unwrap_or(event.kind);
        thinned.events.push(Event {
            time: event.time,
            kind,
            first,
        });
    }
}
