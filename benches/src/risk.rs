//! The risk engine: simulated terms and the formulas, in CPU time.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use simulation::analytic;
use simulation::model::Model;
use simulation::simulate::{Plan, simulate};

use crate::bench::{Bench, Goal, Measured, Outcome};
use crate::city::city;
use crate::{cpu, plain};

/// Simulated council terms per CPU second. The baseline is numpy where it is installed, and
/// otherwise the plain way in Rust.
pub(crate) const TERMS: Bench = Bench {
    name: "risk-terms",
    unit: "/s",
    goal: Goal::AtLeast(700_000.0),
    run: terms,
};
/// Terms per second of two threads over those of one; one thread is the baseline.
pub(crate) const THREADS: Bench = Bench {
    name: "risk-threads",
    unit: "x",
    goal: Goal::AtLeast(1.9),
    run: threads,
};
/// How much more an event costs at worst when rates are a twentieth of the city's, or four times as
/// high: what is fixed for a term, and events that meet. No baseline: it is a ratio itself.
pub(crate) const LINEAR: Bench = Bench {
    name: "risk-linear",
    unit: "x",
    goal: Goal::AtMost(2.5),
    run: linear,
};
/// All figures after an edit. No baseline: who simulates 100,000 terms instead waits ten times as
/// long for less exact ones.
pub(crate) const ANALYTIC: Bench = Bench {
    name: "risk-analytic",
    unit: "ms",
    goal: Goal::AtMost(20.0),
    run: formulas,
};

const MANY: u32 = 500_000;

/// The same many times over, because the clock of some machines ticks in steps of 4 ms.
const EDITS: u32 = 20;

fn terms() -> Outcome {
    let (model, remark) = city()?;
    let seconds = cpu::least(5, || Ok(simulate(&model, Plan::new(u64::from(MANY), 1))?))?;
    let value = f64::from(MANY) / seconds;
    let (name, baseline) = match numpy() {
        Some(numpy) => ("numpy", numpy),
        None => ("plain Rust", plain_terms(&model)?),
    };
    Ok(Measured {
        value,
        baseline: Some(baseline),
        note: format!("baseline {name}, load {}{remark}", cpu::load()),
    })
}

/// What the vectorised model in Python reaches, where it and numpy are installed.
fn numpy() -> Option<f64> {
    let script =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/bench/risk/numpy_model.py");
    let told = Command::new("python3").arg(script).output().ok()?;
    let text = String::from_utf8(told.stdout).ok()?;
    let last = text.lines().last()?;
    last.split_once(" terms/s")?.0.parse().ok()
}

fn plain_terms(model: &Model) -> anyhow::Result<f64> {
    let terms = 20_000;
    let seconds = cpu::least(3, || Ok(plain::mean_loss(model, terms, 1)))?;
    Ok(f64::from(terms) / seconds)
}

fn threads() -> Outcome {
    let (model, remark) = city()?;
    let cpus = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let before = cpu::load();
    let mut least = [[f64::INFINITY; 2]; 2];
    for _ in 0..5 {
        for (threads, least) in (1..).zip(&mut least) {
            let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
            let plan = Plan::new(2 * u64::from(MANY), 1).on(threads);
            let (begun, spent) = (Instant::now(), cpu::seconds());
            simulate(&model, plan)?;
            let [wall, cpu] = least;
            *wall = wall.min(begun.elapsed().as_secs_f64());
            *cpu = cpu.min(cpu::seconds() - spent);
        }
    }
    let [[one, cpu_of_one], [two, cpu_of_two]] = least;
    let busy = if before.parse::<f64>().is_ok_and(|it| it > 0.5) {
        ", which is too much for this to mean anything"
    } else {
        ""
    };
    let note = format!(
        "two threads need {:.2} times the CPU of one; {cpus} processors, load {before} \
         before{busy}{remark}",
        cpu_of_two / cpu_of_one
    );
    Ok(Measured {
        value: one / two,
        baseline: Some(1.0),
        note,
    })
}

fn linear() -> Outcome {
    let (model, remark) = city()?;
    let per_event = |factor: f64, terms: u32| -> anyhow::Result<f64> {
        let mut draft = model.draft();
        for scenario in &mut draft.scenarios {
            scenario.rate_per_year *= factor;
        }
        let model = Model::new(draft)?;
        let plan = Plan::new(u64::from(terms), 1);
        #[expect(clippy::cast_precision_loss, reason = "some millions of events")]
        let events = simulate(&model, plan)?.events as f64;
        let seconds = cpu::least(3, || Ok(simulate(&model, plan)?))?;
        Ok(seconds / events * 1e9)
    };
    let few = per_event(0.05, 10 * MANY)?;
    let usual = per_event(1.0, MANY)?;
    let many = per_event(4.0, MANY / 4)?;
    let note = format!(
        "CPU per event {few:.0} ns at a twentieth of the rates, {usual:.0} ns as they are, \
         {many:.0} ns at four times, load {}{remark}",
        cpu::load()
    );
    Ok(Measured::of(few.max(many) / usual).noting(note))
}

fn formulas() -> Outcome {
    let (model, remark) = city()?;
    let each = |run: &dyn Fn()| -> anyhow::Result<f64> {
        let all = cpu::least(3, || {
            (0..EDITS).for_each(|_| run());
            Ok(())
        })?;
        Ok(all / f64::from(EDITS) * 1_000.0)
    };
    let figures = each(&|| {
        std::hint::black_box(analytic::figures(&model));
    })?;
    let curve = each(&|| {
        std::hint::black_box(analytic::loss_curve(&model));
    })?;
    let note = format!("figures {figures:.1} ms, distribution of the loss {curve:.1} ms{remark}");
    Ok(Measured::of(figures + curve).noting(note))
}
