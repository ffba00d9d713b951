//! From a command to a product that answers, what it costs while it waits, and how large it is.
//!
//! No baselines: there is no other program that does this start.

use std::time::Duration;

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::memory;
use crate::product::{Product, binary};

/// An empty folder, three municipalities filled in, ready.
pub(crate) const FIRST: Bench = Bench {
    name: "start-new",
    unit: "s",
    goal: Goal::AtMost(10.0),
    run: first,
};
/// The folder is there already.
pub(crate) const AGAIN: Bench = Bench {
    name: "start-again",
    unit: "s",
    goal: Goal::AtMost(0.5),
    run: again,
};
/// After the start, with nobody there.
pub(crate) const IDLE_MEMORY: Bench = Bench {
    name: "idle-memory",
    unit: "MB",
    goal: Goal::AtMost(60.0),
    run: idle_memory,
};
/// What is installed: one file.
pub(crate) const BINARY_SIZE: Bench = Bench {
    name: "binary-size",
    unit: "MB",
    goal: Goal::AtMost(80.0),
    run: binary_size,
};

fn first() -> Outcome {
    let data = tempfile::tempdir()?;
    let product = Product::start(data.path())?;
    Ok(Measured::of(product.ready_after.as_secs_f64()))
}

fn again() -> Outcome {
    let data = tempfile::tempdir()?;
    Product::start(data.path())?.stop()?;
    let mut best = Duration::MAX;
    for _ in 0..5 {
        let product = Product::start(data.path())?;
        best = best.min(product.ready_after);
        product.stop()?;
    }
    Ok(Measured::of(best.as_secs_f64()).noting("best of 5"))
}

fn idle_memory() -> Outcome {
    let data = tempfile::tempdir()?;
    Product::start(data.path())?.stop()?;
    let product = Product::start(data.path())?;
    std::thread::sleep(Duration::from_secs(2));
    let memory = memory::of_process(product.pid())?;
    let note = format!("resident {:.1} MB", megabytes(memory.resident));
    Ok(Measured::of(megabytes(memory.proportional)).noting(note))
}

fn binary_size() -> Outcome {
    Ok(Measured::of(megabytes(std::fs::metadata(binary()?)?.len())))
}

#[expect(clippy::cast_precision_loss, reason = "sizes far below 2^52 bytes")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
