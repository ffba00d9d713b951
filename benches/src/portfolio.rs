//! What a budget buys: the tables of the city's twenty measures, and all of their portfolios.

use anyhow::Context as _;
use simulation::portfolio;

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::city::city;
use crate::cpu;

/// What every set of measures leaves of the loss of each scenario.
pub(crate) const TABLES: Bench = Bench {
    name: "risk-portfolio-tables",
    unit: "ms",
    goal: Goal::AtMost(300.0),
    run: tables,
};
/// The best of 2^20 portfolios for every budget at once. The baseline looks each one up in the tables,
/// as one would without the order in which they are visited.
pub(crate) const ALL: Bench = Bench {
    name: "risk-portfolio",
    unit: "ms",
    goal: Goal::AtMost(16.0),
    run: all,
};

/// The same many times over, because the clock of some machines ticks in steps of 4 ms.
const TIMES: u32 = 20;

fn tables() -> Outcome {
    let (model, remark) = city()?;
    let seconds = cpu::least(3, || Ok(portfolio::tables(&model)?))?;
    let entries = portfolio::tables(&model)?.entries();
    let note = format!("{entries} entries{remark}");
    Ok(Measured::of(seconds * 1_000.0).noting(note))
}

fn all() -> Outcome {
    let (model, remark) = city()?;
    let tables = portfolio::tables(&model)?;
    let seconds = cpu::least(3, || {
        (0..TIMES).try_for_each(|_| {
            let frontier = tables.frontier().context("too many measures")?;
            anyhow::ensure!(!std::hint::black_box(frontier).is_empty(), "no portfolio");
            Ok(())
        })
    })?;
    let looked_up = cpu::least(1, || {
        let sets = 0..1_u64 << tables.measures();
        let least = sets
            .map(|set| tables.loss(set))
            .fold(f64::INFINITY, f64::min);
        Ok(least)
    })?;
    let frontier = tables.frontier().map_or(0, |it| it.len());
    Ok(Measured {
        value: seconds / f64::from(TIMES) * 1_000.0,
        baseline: Some(looked_up * 1_000.0),
        note: format!("{frontier} on the frontier, load {}{remark}", cpu::load()),
    })
}
