//! Long simulations: begun, told of, stopped. What came out is kept with the seed and the model's
//! fingerprint, so that anybody can repeat it. The drawing itself is a job.

use domain::JobId;
use domain::audit::AuditKind;
use domain::identity::Permission;
use domain::number::whole;
use domain::risk::{RiskRun, RunState};
use i18n::Texts;
use store::OrgStore;
use uuid::Uuid;

use super::simulate::Simulation;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Fault, Form, Walk, parsed, unclear};
use crate::queue::enqueue_as;

/// The most terms of a run: what the engine draws in a minute or so.
const MOST_TERMS: u64 = 20_000_000;

/// How many runs are kept.
const KEPT: usize = 10;

/// What is asked of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunRequest {
    /// How many terms.
    pub terms: u64,
    /// The seed.
    pub seed: u64,
}

impl Form for RunRequest {
    type With = ();

    fn walk(f: &mut Walk<'_, Self>) -> Option<Self> {
        // A seed is a row of digits, and may be longer than any number that people count with.
        let natural = |text: &str, key| {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            digits.parse::<u64>().map_err(|_none| Fault::new(key))
        };
        let few = |text: &str, key| {
            let terms = whole(text).map_err(|error| unclear(error, text, key))?;
            let terms = u64::try_from(terms).ok();
            let few = terms.filter(|n| (1..=MOST_TERMS).contains(n));
            few.ok_or(Fault::new(key))
        };
        let show = |n: &u64, _: Texts| n.to_string();
        let terms = parsed(few, show, "risk.run.terms-error").number("");
        let terms = f.field("terms", "risk.run.terms", terms, |it| it.terms);
        let seed = parsed(natural, show, "risk.run.seed-error").number("");
        let seed = f.field("seed", "risk.run.seed", seed, |it| it.seed);
        Some(Self {
            terms: terms?,
            seed: seed?,
        })
    }
}

/// A run and whether anybody works on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    /// The run.
    pub run: RiskRun,
    /// Whether it waits for a worker or is being worked on. A run that says so itself but has no job
    /// any more was given up.
    pub is_alive: bool,
}

/// The latest run, if there is any.
pub async fn latest_run(cx: &OrgCx) -> Outcome<Option<RiskRun>> {
    Ok(followed_run(cx).await?.map(|followed| followed.run))
}

/// The latest run with whether anybody works on it, if there is any.
pub async fn followed_run(cx: &OrgCx) -> Outcome<Option<Followed>> {
    cx.require(Permission::ThreatRead)?;
    let mut org = cx.read().await?;
    let runs: Vec<RiskRun> = org.records().await?;
    let Some(run) = runs.into_iter().max_by_key(|run| run.begun) else {
        return Ok(None);
    };
    let is_alive = is_worked_on(&mut org, &run).await?;
    if is_alive || !run.is_working() {
        return Ok(Some(Followed { run, is_alive }));
    }
    // The job may have ended since the run was read; it keeps the outcome before it ends.
    let again = cx.read().await?.record(&run.id).await?;
    Ok(again.map(|run| Followed { run, is_alive }))
}

/// A run has the id of its job.
async fn is_worked_on(org: &mut OrgStore, run: &RiskRun) -> Outcome<bool> {
    match run.id.parse::<Uuid>() {
        Ok(id) if run.is_working() => Ok(org.is_job_alive(JobId(id)).await?),
        _ => Ok(false),
    }
}

/// Begins a run and returns at once; its id.
///
/// # Errors
/// [`Error::Refused`] while another run goes on.
pub async fn begin(cx: &OrgCx, request: RunRequest) -> Outcome<String> {
    cx.require(Permission::ThreatWrite)?;
    let RunRequest { terms, seed } = request;
    let built = super::built(cx).await?;
    let mut org = cx.write().await?;
    let mut runs: Vec<RiskRun> = org.records().await?;
    for run in &runs {
        if is_worked_on(&mut org, run).await? {
            return Err(Error::Refused("risk.run.busy"));
        }
    }
    runs.sort_by_key(|run| run.begun);
    let surplus = (runs.len() + 1).saturating_sub(KEPT);
    for old in runs.iter().take(surplus) {
        org.drop_record::<RiskRun>(&old.id, old.revision).await?;
    }
    let id = cx.id::<Uuid>();
    let run = RiskRun {
        id: id.to_string(),
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
    let job = Simulation {
        run: run.id.clone(),
    };
    enqueue_as(cx.app(), &mut org, JobId(id), &job).await?;
    org.commit().await?;
    Ok(run.id)
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
        let state = if is_worked_on(&mut org, &run).await? {
            RunState::Stopping
        } else {
            RunState::Stopped
        };
        org.save_record(&RiskRun { state, ..run }, cx.stamp())
            .await?;
    }
    org.commit().await.map_err(Error::from)
}
