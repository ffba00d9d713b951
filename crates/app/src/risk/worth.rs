//! What sets of measures leave of the loss.
//!
//! The tables of the engine count each event alone. Where events seldom meet they are right, and a set is
//! one look into them; elsewhere each set that is shown is worked out as a model of its own.

use simulation::Structure;
use simulation::analytic::{Figures, figures_with};
use simulation::portfolio::{Portfolio, Set, Step, Tables};
use simulation::simulate::{NoComparison, NoOutcome, Plan, affordable, compare};

use super::build::Built;
use super::computed::SEED;

/// Half a unit of the second digit, at least: as far as tables may be off.
const NEAR: f64 = 0.005;

/// Of the portfolios that no other beats, as many are worked out as models.
const MOST_WORKED_OUT: usize = 120;

/// Sets that are simulated at a time: each keeps the loss of every term.
const AT_A_TIME: usize = 20;

/// Terms in which sets are compared, all under the same events.
const TERMS: u64 = 10_000;

/// Work of comparing one set, a tenth of a second.
const STEPS: f64 = 2e7;

/// How the tables of a model are to be taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Worth {
    /// Whether they are right to two digits.
    pub(crate) is_near: bool,
    /// How differently they are off for the sets that were worked out, in euros: by so much another set
    /// may be better than the one that seems best.
    pub(crate) apart: f64,
}

/// What a set of measures leaves of a council term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Remains {
    /// Expected loss in euros.
    pub(crate) loss: f64,
    /// Expected days of outage of each service.
    pub(crate) days: Vec<f64>,
    /// Expected residents times days without a service, all services together.
    pub(crate) resident_days: f64,
}

/// Looks whether the tables are right; the portfolios that no other beats, with losses that are.
pub(super) fn weighed(
    built: &Built,
    tables: &Tables,
    frontier: Option<Vec<Portfolio>>,
) -> Result<(Worth, Option<Vec<Portfolio>>), NoOutcome> {
    let all = (0..tables.measures()).fold(0, |set, m| set | 1 << m);
    let ends = [0, all];
    let found = remains(built, &ends)?;
    let is_near = ends.iter().zip(&found).all(|(set, found)| {
        let by_table = tables.loss(*set);
        (by_table - found.loss).abs() <= NEAR * found.loss
    });
    let mut worth = Worth {
        is_near,
        apart: 0.0,
    };
    let frontier = match frontier {
        Some(frontier) if !is_near => frontier,
        as_it_is => return Ok((worth, as_it_is)),
    };
    let every = frontier.len().div_ceil(MOST_WORKED_OUT).max(1);
    let last = frontier.len().saturating_sub(1);
    let kept = frontier.iter().enumerate();
    let kept = kept.filter(|(at, _)| at % every == 0 || *at == last);
    let mut kept: Vec<Portfolio> = kept.map(|(_, it)| *it).collect();
    let sets: Vec<Set> = kept.iter().map(|it| it.measures).collect();
    let found = remains(built, &sets)?;
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (portfolio, found) in kept.iter_mut().zip(&found) {
        let apart = found.loss - portfolio.loss;
        (low, high) = (low.min(apart), high.max(apart));
        portfolio.loss = found.loss;
    }
    worth.apart = (high - low).max(0.0);
    let mut least = f64::INFINITY;
    kept.retain(|it| {
        let is_better = it.loss < least - 1e-6;
        least = least.min(it.loss);
        is_better
    });
    Ok((worth, Some(kept)))
}

impl Default for Worth {
    /// Tables that are right.
    fn default() -> Self {
        Self {
            is_near: true,
            apart: 0.0,
        }
    }
}

impl Worth {
    /// Expected loss without measures and with these.
    pub(crate) fn losses(
        self,
        built: &Built,
        tables: &Tables,
        set: Set,
    ) -> Result<(f64, f64), NoOutcome> {
        if self.is_near {
            return Ok((tables.loss(0), tables.loss(set)));
        }
        let found = remains(built, &[0, set])?;
        let loss = |at: usize| found.get(at).map_or(0.0, |it| it.loss);
        Ok((loss(0), loss(1)))
    }

    /// What each of these steps from a set saves, those first that save most for their cost, or least.
    pub(crate) fn steps(
        self,
        built: &Built,
        set: Set,
        mut steps: Vec<Step>,
        most_first: bool,
    ) -> Result<Vec<Step>, NoOutcome> {
        if self.is_near {
            return Ok(steps);
        }
        let sets = steps.iter().map(|it| set ^ 1 << it.measure);
        let sets: Vec<Set> = std::iter::once(set).chain(sets).collect();
        let found = remains(built, &sets)?;
        let here = found.first().map_or(0.0, |it| it.loss);
        for (step, found) in steps.iter_mut().zip(found.iter().skip(1)) {
            step.saves = (here - found.loss).abs();
        }
        steps.sort_by(|a, b| {
            let worth = (a.saves / a.cost).total_cmp(&(b.saves / b.cost));
            if most_first { worth.reverse() } else { worth }
        });
        Ok(steps)
    }
}

fn indices(set: Set) -> Vec<usize> {
    (0..64).filter(|m| set >> m & 1 == 1).collect()
}

/// What each of these sets of measures leaves: exact where the formulas are, otherwise simulated, all sets
/// under the same events.
pub(crate) fn remains(built: &Built, sets: &[Set]) -> Result<Vec<Remains>, NoOutcome> {
    let structure = Structure::new(&built.model);
    let exact: Option<Vec<Remains>> = sets
        .iter()
        .map(|set| exactly(built, &structure, *set))
        .collect();
    match exact {
        Some(exact) => Ok(exact),
        None => simulated(built, sets),
    }
}

/// Nothing when a formula is not exact, or the set makes no model.
fn exactly(built: &Built, structure: &Structure, set: Set) -> Option<Remains> {
    let chosen = indices(set);
    let model = built.model.with_measures(&chosen).ok()?;
    let measures = built.model.measures();
    let mut measures = chosen.iter().filter_map(|at| measures.get(*at));
    let figures = if measures.any(|it| !it.alternatives.is_empty()) {
        figures_with(&model, &Structure::new(&model))
    } else {
        figures_with(&model, structure)
    };
    figures.exact.then(|| Remains::new(&figures))
}

impl Remains {
    fn new(figures: &Figures) -> Self {
        Self {
            loss: figures.loss,
            days: figures.services.iter().map(|it| it.outage_days).collect(),
            resident_days: figures.resident_days,
        }
    }
}

fn simulated(built: &Built, sets: &[Set]) -> Result<Vec<Remains>, NoOutcome> {
    let plan = Plan::new(affordable(&built.model, STEPS, TERMS), SEED);
    let mut all = Vec::with_capacity(sets.len());
    for some in sets.chunks(AT_A_TIME) {
        let portfolios: Vec<Vec<usize>> = some.iter().map(|set| indices(*set)).collect();
        let compared = compare(&built.model, &portfolios, plan).map_err(|error| match error {
            NoComparison::Outcome(error) => error,
            // Sets that make no model have no tables either.
            NoComparison::Model(_) => NoOutcome::Stopped,
        })?;
        all.extend(compared.with.iter().map(|it| Remains {
            loss: it.loss.value,
            days: it.services.iter().map(|it| it.outage_days.value).collect(),
            resident_days: it.resident_days.value,
        }));
    }
    Ok(all)
}
