//! Simulated council terms: the referee of the formulas, and the only way to what happens together.
//!
//! Terms come in chunks, each with a generator of its own that depends on the seed and the number of
//! the chunk only, and sums are added in the order of chunks: the outcome is the same to the bit on
//! any number of threads.

mod chunk;
mod classes;
mod compare;
mod cone;
mod draw;
mod event;
mod graph;
mod outcome;
mod overlap;
mod program;
mod region;
mod sums;
mod tables;
mod work;

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use chunk::{TERMS, Worker};
use draw::Sampler;
pub(crate) use event::{Event, EventCosts};
use outcome::Total;
use program::Program;
use tables::PERT_CELLS;

use crate::model::Model;

pub use compare::{Comparison, NoComparison, compare};
pub use outcome::{Estimate, Outcome, ServiceOutcome};
pub use region::{NoRegion, RegionOutcome, simulate_region};
pub use work::affordable;

/// More terms than anybody needs: the losses of all are kept, eight bytes each.
pub const MOST_TERMS: u64 = 50_000_000;

/// What is to be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many terms; at most [`MOST_TERMS`].
    pub terms: u64,
    /// The seed: the same one gives the same terms.
    pub seed: u64,
    /// How many threads work on it; this does not change the outcome.
    pub threads: NonZeroUsize,
}

impl Plan {
    /// So many terms from a seed, on one thread.
    pub fn new(terms: u64, seed: u64) -> Self {
        Self {
            terms,
            seed,
            threads: NonZeroUsize::MIN,
        }
    }

    /// The same on several threads.
    #[must_use]
    pub fn on(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }
}

/// Why there is no outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoOutcome {
    /// The caller stopped it.
    #[error("stopped before it was done")]
    Stopped,
    /// No terms, or more than can be kept.
    #[error("the number of terms must be from 1 to {MOST_TERMS}")]
    Terms,
    /// So much happens in a term that not even one fits the memory.
    #[error("too much happens in a term to be simulated: about {0} events")]
    TooMuch(u64),
}

/// Simulates terms of a model.
///
/// # Errors
/// [`NoOutcome::Terms`] for no terms or too many, [`NoOutcome::TooMuch`] for a model whose events do not
/// fit the memory.
pub fn simulate(model: &Model, plan: Plan) -> Result<Outcome, NoOutcome> {
    simulate_telling(model, plan, &|_| ControlFlow::Continue(()))
}

/// The same, telling after each chunk how many terms are done; a break stops it.
///
/// It is told from the thread that finished the chunk, by one at a time, and the count only grows.
///
/// # Errors
/// See [`NoOutcome`].
pub fn simulate_telling(
    model: &Model,
    plan: Plan,
    tell: &(dyn Fn(u64) -> ControlFlow<()> + Sync),
) -> Result<Outcome, NoOutcome> {
    work::bounded(model)?;
    let program = Program::new(model, PERT_CELLS);
    let sampler = Sampler::new(&program.rates);
    let one_chunk = |worker: &mut Worker<'_>, chunk: usize, terms: usize| -> Total {
        Total::with_losses(model, &worker.chunk(&sampler, (plan, chunk), terms))
    };
    let mut total = Total::new(model);
    for chunk in in_chunks(plan, tell, &|| Worker::new(&program), &one_chunk)? {
        total.join(chunk);
    }
    Ok(total.outcome(model))
}

/// Runs the chunks of a plan on its threads and returns their results in order.
pub(crate) fn in_chunks<W, R: Send>(
    plan: Plan,
    tell: &(dyn Fn(u64) -> ControlFlow<()> + Sync),
    worker: &(dyn Fn() -> W + Sync),
    work: &(dyn Fn(&mut W, usize, usize) -> R + Sync),
) -> Result<Vec<R>, NoOutcome> {
    if plan.terms == 0 || plan.terms > MOST_TERMS {
        return Err(NoOutcome::Terms);
    }
    let terms = usize::try_from(plan.terms).unwrap_or(0);
    let chunks = terms.div_ceil(TERMS);
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let results: Mutex<(Vec<Option<R>>, u64)> =
        Mutex::new(((0..chunks).map(|_| None).collect(), 0));
    let run = || {
        let mut worker = worker();
        while !stopped.load(Ordering::Relaxed) {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                break;
            }
            let size = TERMS.min(terms - chunk * TERMS);
            let result = work(&mut worker, chunk, size);
            // Told while nobody else can be, so that the count only grows and nobody is told after
            // having stopped it.
            let Ok(mut held) = results.lock() else { break };
            if stopped.load(Ordering::Relaxed) {
                break;
            }
            let (results, done) = &mut *held;
            if let Some(slot) = results.get_mut(chunk) {
                *slot = Some(result);
            }
            *done += size as u64;
            if tell(*done).is_break() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..plan.threads.get().min(chunks) {
            scope.spawn(run);
        }
        run();
    });
    let Ok((results, _)) = results.into_inner() else {
        return Err(NoOutcome::Stopped);
    };
    if stopped.into_inner() {
        return Err(NoOutcome::Stopped);
    }
    let all: Option<_> = results.into_iter().collect();
    all.ok_or(NoOutcome::Stopped)
}
