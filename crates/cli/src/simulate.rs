//! Reading a risk model from a file and telling what it means, by formula and by simulation.

use std::io::Write as _;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use clap::Args;
use rustix::time::{ClockId, clock_gettime};
use serde_json::{Value, json};
use simulation::analytic::{self, Figures, LossCurve};
use simulation::model::Model;
use simulation::simulate::{Estimate, Outcome, Plan, simulate_telling};

/// Which model, and how thoroughly.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The model: a JSON file.
    model: PathBuf,
    /// How many terms to simulate.
    #[arg(long, default_value_t = 100_000)]
    terms: u64,
    /// The seed; the same one gives the same figures.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many threads work on it; this does not change the figures.
    #[arg(long, default_value_t = NonZeroUsize::MIN)]
    threads: NonZeroUsize,
    /// Prints JSON instead of a table.
    #[arg(long)]
    json: bool,
}

/// The quantiles of the loss that are told.
const QUANTILES: &[f64] = &[0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/// Everything that is told.
struct Told {
    model: Model,
    figures: Figures,
    curve: LossCurve,
    outcome: Outcome,
    analytic_seconds: f64,
    simulated_seconds: f64,
}

/// Reads, calculates and prints.
pub(crate) fn run(asked: &Asked) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&asked.model)
        .with_context(|| format!("cannot read `{}`", asked.model.display()))?;
    let model = Model::from_json(&text).map_err(|error| {
        let hint = error.hint().to_owned();
        anyhow::Error::new(error).context(format!("`{}`: {hint}", asked.model.display()))
    })?;
    let begun = cpu_seconds();
    let figures = analytic::figures(&model);
    let curve = analytic::loss_curve(&model);
    let calculated = cpu_seconds();
    let plan = Plan::new(asked.terms, asked.seed).on(asked.threads);
    let shown = AtomicU64::new(0);
    let outcome = simulate_telling(&model, plan, &|done| {
        tell_progress(&shown, done, asked.terms, cpu_seconds() - calculated);
        ControlFlow::Continue(())
    })?;
    let simulated = cpu_seconds();
    let told = Told {
        model,
        figures,
        curve,
        outcome,
        analytic_seconds: calculated - begun,
        simulated_seconds: simulated - calculated,
    };
    let text = if asked.json {
        serde_json::to_string_pretty(&as_json(&told, asked))?
    } else {
        as_table(&told)
    };
    println!("{text}");
    Ok(())
}

/// CPU time of the whole process so far, all threads together.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    #[expect(clippy::cast_precision_loss, reason = "seconds of a process are few")]
    let seconds = time.tv_sec as f64 + time.tv_nsec as f64 / 1e9;
    seconds
}

/// Says how far it is, once every tenth, when it has taken more than two seconds.
fn tell_progress(shown: &AtomicU64, done: u64, terms: u64, seconds: f64) {
    let tenth = done * 10 / terms.max(1);
    if seconds > 2.0 && shown.fetch_max(tenth, Ordering::Relaxed) < tenth {
        // Nobody is told when standard error is closed; the figures are what matters.
        drop(writeln!(std::io::stderr(), "{done} / {terms}"));
    }
}

fn services_as_json(told: &Told) -> Vec<Value> {
    let pairs = told.figures.services.iter().zip(&told.outcome.services);
    let services = told
        .model
        .services()
        .zip(pairs)
        .map(|(served, (formula, simulated))| {
            json!({
                "node": served.node,
                "name": served.name,
                "tolerance_days": served.service.tolerance_days,
                "outage_days": {
                    "analytic": formula.outage_days,
                    "exact": formula.exact,
                    "simulated": estimate(simulated.outage_days),
                },
                "intolerable": {
                    "analytic": formula.intolerable,
                    "needs_coincidence": formula.needs_coincidence,
                    "simulated": estimate(simulated.intolerable),
                },
            })
        });
    services.collect()
}

fn as_json(told: &Told, asked: &Asked) -> Value {
    let Told {
        model,
        figures,
        curve,
        outcome,
        ..
    } = told;
    let quantiles = QUANTILES.iter().map(|p| {
        let simulated = estimate(outcome.loss_quantile(*p));
        let analytic = Some(curve.quantile(*p)).filter(|it| it.is_finite());
        json!({ "p": p, "analytic": analytic, "simulated": simulated })
    });
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "model": model.fingerprint(),
        "terms": outcome.terms,
        "seed": asked.seed,
        "services": services_as_json(told),
        "loss": {
            "mean": { "analytic": figures.loss, "simulated": estimate(outcome.loss) },
            "response": figures.response,
            "quantiles": quantiles.collect::<Vec<Value>>(),
        },
        "resident_days": {
            "analytic": figures.resident_days,
            "simulated": estimate(outcome.resident_days),
        },
        "peak_residents": estimate(outcome.peak_residents),
        "affected_residents": {
            "at_least": estimate(outcome.affected_at_least),
            "at_most": estimate(outcome.affected_at_most),
        },
        "services_intolerable": outcome.services_intolerable,
        "services_at_once": outcome.services_at_once,
        "events": { "analytic": figures.events, "overlap_share": outcome.overlap_share },
        "cpu_seconds": {
            "analytic": told.analytic_seconds,
            "simulated": told.simulated_seconds,
        },
    })
}

fn estimate(it: Estimate) -> Value {
    json!({ "value": it.value, "standard_error": it.error })
}

fn as_table(told: &Told) -> String {
    let Told {
        model,
        figures,
        curve,
        outcome,
        ..
    } = told;
    let mut lines = vec![format!(
        "{:<28} {:>9} {:>12} {:>9} {:>8} {:>9} {:>10} {:>8}",
        "service", "tolerance", "days", "simulated", "+-", "P(longer)", "simulated", "+-"
    )];
    let pairs = figures.services.iter().zip(&outcome.services);
    for (served, (formula, simulated)) in model.services().zip(pairs) {
        lines.push(format!(
            "{:<28} {:>9.2} {:>12.6} {:>9.4} {:>8.4} {:>9.6} {:>10.6} {:>8.6}{}",
            served.name,
            served.service.tolerance_days,
            formula.outage_days,
            simulated.outage_days.value,
            simulated.outage_days.error,
            formula.intolerable,
            simulated.intolerable.value,
            simulated.intolerable.error,
            match (formula.exact, formula.needs_coincidence) {
                (true, false) => "",
                (true, true) => " only when events meet",
                (false, _) => " days not exact",
            },
        ));
    }
    lines.push(String::new());
    lines.push(format!(
        "loss, EUR: mean {:.0}, simulated {:.0} +- {:.0}",
        figures.loss, outcome.loss.value, outcome.loss.error
    ));
    for p in QUANTILES {
        let simulated = outcome.loss_quantile(*p);
        lines.push(format!(
            "  {:>5.1} %: {:>12.0}, simulated {:>12.0} +- {:.0}",
            p * 100.0,
            curve.quantile(*p),
            simulated.value,
            simulated.error
        ));
    }
    lines.push(format!(
        "{} terms, {:.1} % of events meet others; CPU: {:.3} s by formula, {:.3} s simulated",
        outcome.terms,
        outcome.overlap_share * 100.0,
        told.analytic_seconds,
        told.simulated_seconds
    ));
    lines.push(format!("model {}", model.fingerprint()));
    lines.join("\n")
}
