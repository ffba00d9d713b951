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
use simulation::analytic::{self, Figures, LossCurve, ServiceFigures};
use simulation::model::{Model, Served};
use simulation::simulate::{Estimate, Outcome, Plan, ServiceOutcome, affordable, simulate_telling};

use crate::terminal::{self, fixed};

/// Which model, and how thoroughly.
#[derive(Debug, Args)]
pub(crate) struct Asked {
    /// The model: a JSON file.
    model: PathBuf,
    /// How many terms to simulate [default: 100000, or fewer where that would take long].
    #[arg(long)]
    terms: Option<u64>,
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

/// Terms that are simulated when nobody says how many.
const TERMS: u64 = 100_000;

/// As much work as nobody minds who has not said how many terms: about ten seconds.
const STEPS: f64 = 2e9;

/// Everything that is told.
struct Told {
    model: Model,
    figures: Figures,
    curve: LossCurve,
    outcome: Outcome,
    /// Whether fewer terms were simulated than usual.
    is_less: bool,
    analytic_seconds: f64,
    simulated_seconds: f64,
}

/// Reads, calculates and prints.
pub(crate) fn run(asked: &Asked) -> anyhow::Result<()> {
    let bytes = std::fs::read(&asked.model)
        .with_context(|| format!("cannot read `{}`", asked.model.display()))?;
    let model = Model::from_bytes(&bytes).map_err(|error| {
        let hint = error.hint().to_owned();
        anyhow::Error::new(error).context(format!("`{}`: {hint}", asked.model.display()))
    })?;
    let told = work(model, asked)?;
    let text = if asked.json {
        let text = serde_json::to_string_pretty(&as_json(&told, asked))?;
        terminal::json(&text)
    } else {
        terminal::plain(&as_table(&told))
    };
    println!("{text}");
    Ok(())
}

fn work(model: Model, asked: &Asked) -> anyhow::Result<Told> {
    let terms = asked.terms.unwrap_or(affordable(&model, STEPS, TERMS));
    let begun = cpu_seconds();
    let figures = analytic::figures(&model);
    let curve = analytic::loss_curve(&model);
    let calculated = cpu_seconds();
    let plan = Plan::new(terms, asked.seed).on(asked.threads);
    let shown = AtomicU64::new(0);
    let outcome = simulate_telling(&model, plan, &|done| {
        tell_progress(&shown, done, terms, cpu_seconds() - calculated);
        ControlFlow::Continue(())
    })?;
    let simulated = cpu_seconds();
    Ok(Told {
        model,
        figures,
        curve,
        outcome,
        is_less: asked.terms.is_none() && terms < TERMS,
        analytic_seconds: calculated - begun,
        simulated_seconds: simulated - calculated,
    })
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
            let days = Some(formula.outage_days).filter(|_| formula.exact);
            let is_known = formula.is_chance_known();
            let chance = Some(formula.intolerable).filter(|_| is_known);
            json!({
                "node": served.node,
                "name": served.name,
                "tolerance_days": served.service.tolerance_days,
                "outage_days": {
                    "analytic": days,
                    "exact": formula.exact,
                    "simulated": estimate(simulated.outage_days),
                    "holds": holds(formula.exact),
                },
                "intolerable": {
                    "analytic": chance,
                    "at_least": formula.intolerable,
                    "at_most": formula.intolerable + formula.missing,
                    "needs_coincidence": formula.needs_coincidence,
                    "simulated": estimate(simulated.intolerable),
                    "holds": holds(is_known),
                },
            })
        });
    services.collect()
}

/// Which of two figures is to be used.
fn holds(is_known: bool) -> &'static str {
    if is_known { "analytic" } else { "simulated" }
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
        let is_known = curve.is_known_at(*p);
        let analytic = Some(curve.quantile(*p)).filter(|it| it.is_finite() && is_known);
        json!({ "p": p, "analytic": analytic, "simulated": simulated })
    });
    let exact = |value: f64| Some(value).filter(|_| figures.exact);
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "model": model.fingerprint(),
        "terms": outcome.terms,
        "fewer_terms_than_usual": told.is_less,
        "seed": asked.seed,
        "services": services_as_json(told),
        "loss": {
            "mean": {
                "analytic": exact(figures.loss),
                "simulated": estimate(outcome.loss),
            },
            "response": figures.response,
            "quantiles": quantiles.collect::<Vec<Value>>(),
        },
        "resident_days": {
            "analytic": exact(figures.resident_days),
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
    // Minus zero and zero make zero.
    json!({ "value": it.value + 0.0, "standard_error": it.error + 0.0 })
}

/// A figure that a formula gives, or a dash where none is good enough.
fn known(value: f64, decimals: usize, is_known: bool) -> String {
    if is_known {
        fixed(value, decimals)
    } else {
        "-".to_owned()
    }
}

fn as_table(told: &Told) -> String {
    let Told {
        figures, outcome, ..
    } = told;
    let mut lines = vec![format!(
        "{:<28} {:>9} {:>12} {:>9} {:>8} {:>9} {:>10} {:>8}",
        "service", "tolerance", "days", "simulated", "+-", "P(longer)", "simulated", "+-"
    )];
    lines.extend(services_as_lines(told));
    lines.push(String::new());
    lines.push(format!(
        "loss, EUR: mean {}, simulated {} +- {}",
        known(figures.loss, 0, figures.exact),
        fixed(outcome.loss.value, 0),
        fixed(outcome.loss.error, 0)
    ));
    for p in QUANTILES {
        let simulated = outcome.loss_quantile(*p);
        let by_formula = told.curve.quantile(*p);
        let is_known = told.curve.is_known_at(*p) && by_formula.is_finite();
        lines.push(format!(
            "  {:>5.1} %: {:>12}, simulated {:>12} +- {}",
            p * 100.0,
            known(by_formula, 0, is_known),
            fixed(simulated.value, 0),
            fixed(simulated.error, 0)
        ));
    }
    lines.push(
        "-: events meet, which formulas do not count well enough; simulated it is right".into(),
    );
    lines.push(format!(
        "{} terms, {} % of events meet others; CPU: {:.3} s by formula, {:.3} s simulated",
        outcome.terms,
        fixed(outcome.overlap_share * 100.0, 1),
        told.analytic_seconds,
        told.simulated_seconds
    ));
    if told.is_less {
        let events = told.figures.events;
        lines.push(format!(
            "fewer terms than the usual {TERMS}: about {events:.0} events come in each; for more say --terms"
        ));
    }
    lines.push(format!("model {}", told.model.fingerprint()));
    lines.join("\n")
}

fn services_as_lines(told: &Told) -> Vec<String> {
    let pairs = told.figures.services.iter().zip(&told.outcome.services);
    let line =
        |(served, (formula, simulated)): (Served<'_>, (&ServiceFigures, &ServiceOutcome))| {
            let is_met = formula.needs_coincidence;
            format!(
                "{:<28} {:>9} {:>12} {:>9} {:>8} {:>9} {:>10} {:>8}{}",
                terminal::name(served.name),
                fixed(served.service.tolerance_days, 2),
                known(formula.outage_days, 6, formula.exact),
                fixed(simulated.outage_days.value, 4),
                fixed(simulated.outage_days.error, 4),
                known(formula.intolerable, 6, formula.is_chance_known()),
                fixed(simulated.intolerable.value, 6),
                fixed(simulated.intolerable.error, 6),
                if is_met { " only when events meet" } else { "" },
            )
        };
    told.model.services().zip(pairs).map(line).collect()
}
