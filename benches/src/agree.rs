//! Whether what is shown of random models is what happens in a million simulated terms.

use std::num::NonZeroUsize;

use simulation::model::Model;
use simulation::simulate::Plan;

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

/// What was found of all models without and with their measure.
#[derive(Default)]
struct Found {
    figures: u32,
    by_formula: u32,
    beyond: u32,
    /// How far the furthest figure is, and what it is.
    furthest: (f64, String),
}

impl Found {
    fn add(&mut self, figure: &shown::Figure, of: &str) {
        let z = figure.z.abs();
        self.figures += 1;
        self.by_formula += u32::from(figure.by_formula);
        self.beyond += u32::from(z > 3.0);
        if z > self.furthest.0 {
            self.furthest = (z, format!("{} of {of}", figure.what));
        }
    }
}

fn agree() -> Outcome {
    let threads = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let plans = [Plan::new(SHOWN, 1), Plan::new(TERMS, 2)].map(|it| it.on(threads));
    let mut found = Found::default();
    for seed in 0..MODELS {
        let model = Model::new(shown::busy(seed))?;
        for chosen in [&[][..], &[0]] {
            let figures = shown::shown(&model.with_measures(chosen)?, plans);
            let of = format!("model {seed} with {chosen:?}");
            for figure in &figures {
                found.add(figure, &of);
            }
        }
    }
    let share = f64::from(found.beyond) / f64::from(found.figures.max(1)) * 1_000.0;
    anyhow::ensure!(share <= BEYOND, "{share:.1} of a thousand are beyond three");
    let note = format!(
        "{} figures of {MODELS} models, {} by formula; {share:.1} of a thousand beyond three; \
         furthest {}",
        found.figures, found.by_formula, found.furthest.1
    );
    Ok(Measured::of(found.furthest.0).noting(note))
}
