//! Long simulations: begun, told of, stopped. What came out is kept with the seed and the model's
//! fingerprint, so that anybody can repeat it.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::risk::{Estimated, RiskRun, RunOutcome, RunState};
use simulation::model::Model;
use simulation::simulate::{Estimate, Outcome as Simulated, Plan, simulate_telling};
use uuid::Uuid;

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::number::unspaced;

/// The most terms of a run: what the engine draws in a minute or so.
const MOST_TERMS: u64 = 20_000_000;

/// How often a run tells how far it is, and hears whether it shall stop.
const TELLS: Duration = Duration::from_millis(400);

/// How many runs are kept.
const KEPT: usize = 10;

/// Shares of terms whose losses are kept.
const QUANTILES: [f64; 6] = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/// What is asked of a run, as typed.
#[derive(Debug, Clone, Default)]
pub struct RunDraft {
    /// How many terms.
    pub terms: String,
    /// The seed.
    pub seed: String,
}

/// The latest run, if there is any.
pub async fn latest_run(cx: &OrgCx) -> Outcome<Option<RiskRun>> {
    cx.require(Permission::ThreatRead)?;
    let runs: Vec<RiskRun> = cx.read().await?.records().await?;
    Ok(runs.into_iter().max_by_key(|run| run.begun))
}

/// Begins a run and returns at once; its id.
///
/// # Errors
/// [`Error::Invalid`] for numbers out of range, [`Error::Refused`] while another run goes on.
pub async fn begin(cx: &OrgCx, draft: &RunDraft) -> Outcome<String> {
    cx.require(Permission::ThreatWrite)?;
    let (terms, seed) = read(draft)?;
    let built = super::built(cx).await?;
    let mut org = cx.write().await?;
    let mut runs: Vec<RiskRun> = org.records().await?;
    if runs.iter().any(|run| run.is_alive(cx.now())) {
        return Err(Error::Refused("risk.run.busy"));
    }
    runs.sort_by_key(|run| run.begun);
    let surplus = (runs.len() + 1).saturating_sub(KEPT);
    for old in runs.iter().take(surplus) {
        org.remove_record::<RiskRun>((&old.id, old.revision))
            .await?;
    }
    let run = RiskRun {
        id: cx.id::<Uuid>().to_string(),
        fingerprint: built.model.fingerprint(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        seed,
        terms,
        done: 0,
        state: RunState::Running,
        begun: cx.now(),
        told: cx.now(),
        outcome: None,
        revision: 0,
    };
    org.save_record(&run, cx.stamp()).await?;
    let entry = cx.audit(AuditKind::SimulationBegun, &run.id, terms.to_string());
    org.audit(&entry).await?;
    org.commit().await?;
    let id = run.id.clone();
    tokio::spawn(follow(cx.clone(), run, built.model));
    Ok(id)
}

fn read(draft: &RunDraft) -> Outcome<(u64, u64)> {
    let number = |text: &str| unspaced(text).parse::<u64>().ok();
    let mut invalid = Invalid::default();
    let terms = number(&draft.terms).filter(|n| (1..=MOST_TERMS).contains(n));
    let terms = invalid.need("terms", "risk.run.terms-error", terms);
    let seed = invalid.need("seed", "risk.run.seed-error", number(&draft.seed));
    invalid.check()?;
    terms.zip(seed).ok_or(Error::NotFound)
}

/// Asks the run that goes on to stop; nothing happens when none does.
pub async fn stop(cx: &OrgCx) -> Outcome<()> {
    cx.require(Permission::ThreatWrite)?;
    let mut org = cx.write().await?;
    let runs: Vec<RiskRun> = org.records().await?;
    for run in runs
        .into_iter()
        .filter(|run| run.state == RunState::Running)
    {
        let state = if run.is_alive(cx.now()) {
            RunState::Stopping
        } else {
            RunState::Stopped
        };
        org.save_record(&RiskRun { state, ..run }, cx.stamp())
            .await?;
    }
    org.commit().await.map_err(Error::from)
}

/// Works on a run until it is done or asked to stop, telling meanwhile how far it is.
async fn follow(cx: OrgCx, run: RiskRun, model: Model) {
    let done = Arc::new(AtomicU64::new(0));
    let stops = Arc::new(AtomicBool::new(false));
    let work = {
        let (done, stops) = (Arc::clone(&done), Arc::clone(&stops));
        let plan = Plan::new(run.terms, run.seed).on(threads());
        let tell = move |so_far: u64| {
            done.fetch_max(so_far, Ordering::Relaxed);
            if stops.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        tokio::task::spawn_blocking(move || simulate_telling(&model, plan, &tell).ok())
    };
    let mut work = std::pin::pin!(work);
    let outcome = loop {
        if let Ok(finished) = tokio::time::timeout(TELLS, &mut work).await {
            break finished.ok().flatten();
        }
        let so_far = done.load(Ordering::Relaxed);
        let tell = |run: RiskRun| RiskRun {
            done: so_far,
            ..run
        };
        // A telling that fails is told anew with the next one.
        let found = write(&cx, &run.id, tell).await;
        if matches!(found, Ok(RunState::Stopping)) {
            stops.store(true, Ordering::Relaxed);
        }
    };
    let so_far = done.load(Ordering::Relaxed);
    let end = |run: RiskRun| RiskRun {
        state: if outcome.is_some() {
            RunState::Done
        } else {
            RunState::Stopped
        },
        done: so_far,
        outcome: outcome.as_ref().map(kept),
        ..run
    };
    for _ in 0..3 {
        if write(&cx, &run.id, end).await.is_ok() {
            return;
        }
    }
}

/// One thread is left for everybody else.
fn threads() -> NonZeroUsize {
    let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    NonZeroUsize::new(cores.saturating_sub(1)).unwrap_or(NonZeroUsize::MIN)
}

/// Changes the stored run; the state in which it was found.
async fn write(cx: &OrgCx, id: &str, change: impl Fn(RiskRun) -> RiskRun) -> Outcome<RunState> {
    let mut org = cx.write().await?;
    let stored: RiskRun = org.record(id).await?.ok_or(Error::NotFound)?;
    let found = stored.state;
    let changed = RiskRun {
        told: cx.now(),
        ..change(stored)
    };
    org.save_record(&changed, cx.stamp()).await?;
    org.commit().await?;
    Ok(found)
}

fn estimated(estimate: Estimate) -> Estimated {
    Estimated {
        value: estimate.value,
        error: estimate.error,
    }
}

/// What is kept of an outcome: figures, not terms.
fn kept(outcome: &Simulated) -> RunOutcome {
    let services = outcome.services.iter();
    RunOutcome {
        services: services
            .map(|it| (estimated(it.outage_days), estimated(it.intolerable)))
            .collect(),
        loss: estimated(outcome.loss),
        quantiles: QUANTILES
            .iter()
            .map(|share| (*share, estimated(outcome.loss_quantile(*share))))
            .collect(),
        affected: (
            estimated(outcome.affected_at_least),
            estimated(outcome.affected_at_most),
        ),
        services_intolerable: outcome.services_intolerable.clone(),
        overlap: outcome.overlap_share,
        events: outcome.events,
    }
}
