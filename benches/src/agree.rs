//! Whether what is shown of random models is what happens in a million simulated terms.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use simulation::model::Model;

use crate::bench::{Bench, Goal, Measured, Outcome};

#[expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "made for the tests of the engine, of which this is the long one"
)]
#[path = "../../crates/simulation/tests/engine/shown.rs"]
mod shown;

/// How many standard errors the figure that is furthest away is from that of a million terms. Of so many
/// figures some must be beyond three by chance alone; the share of them is in the note, and more than twice
/// as many as chance brings fails. No baseline: it is about being right.
pub(crate) const BENCH: Bench = Bench {
    name: "risk-agrees",
    unit: "standard errors",
    goal: Goal::AtMost(5.0),
    run: agree,
};

const MODELS: u64 = 200;
const TERMS: u64 = 1_000_000;
/// Terms of the figures that are simulated for a page.
const SHOWN: u64 = 100_000;
/// Beyond three standard errors, of a thousand figures: twice what chance brings.
const BEYOND: f64 = 5.4;

/// Figures of all models without and with their measure.
#[derive(Default)]
struct Found {
    z: Vec<f64>,
    by_formula: usize,
    /// What the furthest is.
    furthest: (f64, String),
}

fn agree() -> Outcome {
    let next = AtomicU64::new(0);
    let found = Mutex::new(Found::default());
    let work = || -> anyhow::Result<()> {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= MODELS {
                return Ok(());
            }
            let model = Model::new(shown::busy(seed))?;
            for chosen in [&[][..], &[0]] {
                let figures = shown::shown(&model.with_measures(chosen)?, SHOWN, TERMS);
                let mut found = found.lock().ok().context("a thread failed")?;
                found.by_formula += figures.iter().filter(|it| it.by_formula).count();
                for it in figures {
                    let z = it.z.abs();
                    found.z.push(z);
                    if z > found.furthest.0 {
                        found.furthest = (z, format!("{} of model {seed} {chosen:?}", it.what));
                    }
                }
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        all.into_iter().try_for_each(|it| {
            let done = it.join().ok().context("a thread failed")?;
            done
        })
    })?;
    let found = found.into_inner().ok().context("a thread failed")?;
    let beyond = found.z.iter().filter(|z| **z > 3.0).count();
    #[expect(clippy::cast_precision_loss, reason = "some thousand figures")]
    let share = beyond as f64 / found.z.len().max(1) as f64 * 1_000.0;
    anyhow::ensure!(share <= BEYOND, "{share:.1} of a thousand are beyond three");
    let (most, what) = &found.furthest;
    let note = format!(
        "{} figures of {MODELS} models, {} by formula; {share:.1} of a thousand beyond three; furthest {what}",
        found.z.len(),
        found.by_formula
    );
    Ok(Measured::of(*most).noting(note))
}
