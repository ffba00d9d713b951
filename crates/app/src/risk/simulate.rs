//! The job of a long simulation: draws until it is done or asked to stop, and tells meanwhile how far
//! it is. The seed is kept with the run, so a run that a node has left behind is begun again from
//! its first term and comes to what it would have come to.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use domain::risk::{Estimated, RiskRun, RunOutcome, RunState};
use serde::{Deserialize, Serialize};
use simulation::model::Model;
use simulation::simulate::{Estimate, Outcome as Simulated, Plan, simulate_telling};

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use crate::queue::{At, Failure, Payload, Policy};

/// How often a run tells how far it is, and hears whether it shall stop.
const TELLS: Duration = Duration::from_millis(400);

/// Shares of terms whose losses are kept.
const QUANTILES: [f64; 6] = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999];

/// A run to be worked on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Simulation {
    /// The run's id.
    pub(crate) run: String,
}

impl Payload for Simulation {
    const NAME: &'static str = "simulation";
    const POLICY: Policy = Policy::repeatable(3).long();

    fn sample() -> Self {
        Self {
            run: "0d0e0a0d-0000-4000-8000-000000000001".to_owned(),
        }
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let cx = at.org_cx().await?;
        let Some(run) = cx.read().await?.record::<RiskRun>(&self.run).await? else {
            return Ok(());
        };
        match run.state {
            RunState::Running => {}
            RunState::Stopping => return Ok(end(&cx, &self.run, 0, None).await?),
            RunState::Stopped | RunState::Done => return Ok(()),
        }
        let model = super::built(&cx).await?.model;
        let begun = |run: RiskRun| RiskRun {
            fingerprint: model.fingerprint(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            done: 0,
            ..run
        };
        write(&cx, &self.run, begun).await?;
        let (done, outcome) = follow(&cx, &run, model).await?;
        Ok(end(&cx, &self.run, done, outcome.as_ref()).await?)
    }
}

/// Stops the threads of a run when its job is dropped: the worker stops, or has lost the job.
struct StopsWithJob(Arc<AtomicBool>);

impl Drop for StopsWithJob {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Draws until it is done or asked to stop; how many terms, and the outcome when it is done.
async fn follow(cx: &OrgCx, run: &RiskRun, model: Model) -> Outcome<(u64, Option<Simulated>)> {
    let done = Arc::new(AtomicU64::new(0));
    let stops = StopsWithJob(Arc::new(AtomicBool::new(false)));
    let work = {
        let (done, stops) = (Arc::clone(&done), Arc::clone(&stops.0));
        let plan = Plan::new(run.terms, run.seed).on(threads());
        let tell = move |so_far: u64| {
            done.fetch_max(so_far, Ordering::Relaxed);
            if stops.load(Ordering::Relaxed) {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        apart(Work::Simulate, move || {
            simulate_telling(&model, plan, &tell).ok()
        })
    };
    let mut work = std::pin::pin!(work);
    loop {
        let finished = tokio::time::timeout(TELLS, &mut work).await;
        let so_far = done.load(Ordering::Relaxed);
        if let Ok(finished) = finished {
            return Ok((so_far, finished?));
        }
        let tell = |run: RiskRun| RiskRun {
            done: so_far,
            ..run
        };
        // A telling that fails is told again with the next one.
        let found = write(cx, &run.id, tell).await;
        if matches!(found, Ok(RunState::Stopping)) {
            stops.0.store(true, Ordering::Relaxed);
        }
    }
}

/// Keeps what came out; a run without an outcome was stopped.
async fn end(cx: &OrgCx, id: &str, done: u64, outcome: Option<&Simulated>) -> Outcome<()> {
    let state = if outcome.is_some() {
        RunState::Done
    } else {
        RunState::Stopped
    };
    let end = |run: RiskRun| RiskRun {
        state,
        done,
        outcome: outcome.map(kept),
        ..run
    };
    write(cx, id, end).await.map(drop)
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
