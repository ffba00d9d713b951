//! What a budget buys.

use std::sync::Arc;

use domain::NodeId;
use domain::identity::Permission;
use domain::measure::PlannedMeasure;
use domain::number::whole;
use simulation::portfolio::{NoPortfolio, Portfolio, Step, Tables};
use simulation::simulate::Estimate;

use super::{MeasureView, views};
use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::form::{Fault, unclear};
use crate::heavy::{Work, apart};
use crate::risk::{Built, Change, Computed, change, computed};
use domain::MeasureId;

/// The most euros of a budget.
const BUDGET_MOST: i64 = 1_000_000_000_000;

/// Days in a year: what putting off is counted for.
const YEAR: f64 = 365.25;

/// What is asked: the best for a budget, or the municipality's own choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The best set of measures that costs no more than so many euros over the term.
    Budget(i64),
    /// These measures.
    Own(Vec<MeasureId>),
}

impl Asked {
    /// A budget as typed.
    ///
    /// # Errors
    /// What to say when it is no number of euros, or may be two.
    pub fn budget(text: &str) -> Result<Self, Fault> {
        const KEY: &str = "measure.error.budget";
        let text = text.trim();
        let euros = whole(text).map_err(|error| unclear(error, text, KEY))?;
        let is_in = (0..=BUDGET_MOST).contains(&euros);
        is_in.then_some(Self::Budget(euros)).ok_or(Fault::new(KEY))
    }
}

/// A service without and with a choice of measures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceChange {
    /// The service.
    pub id: NodeId,
    /// Chance of an outage longer than tolerable in a term, 0 to 1.
    pub chance: (f64, f64),
    /// Expected days of outage in a term.
    pub days: (f64, f64),
}

/// A measure in a plan.
#[derive(Debug, Clone)]
pub struct PlanItem {
    /// The measure.
    pub view: MeasureView,
    /// Whether the plan takes it.
    pub is_in: bool,
}

/// One measure more or less.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureStep {
    /// Id of the measure.
    pub id: MeasureId,
    /// Its name.
    pub title: String,
    /// What it costs, in euros over the term.
    pub cost: f64,
    /// What it saves beside the others, in euros of expected loss over the term.
    pub saves: f64,
}

/// A choice of measures and what it does.
#[derive(Debug, Clone)]
pub struct BudgetPlan {
    /// Measures that can be chosen, in the order of the catalogue.
    pub items: Vec<PlanItem>,
    /// Cost of the choice, in euros over the term.
    pub cost: f64,
    /// Expected loss without and with it, in euros over the term.
    pub loss: (f64, f64),
    /// By how much the best there is could at most be better, in euros; 0 when all were tried.
    pub gap: f64,
    /// Whether the set was chosen by simulated figures: other sets that are nearly as good may have been
    /// skipped, and no bound of it is known.
    pub is_estimated: bool,
    /// Cost and expected loss of the portfolios that no other beats.
    pub frontier: Vec<(f64, f64)>,
    /// The cost of everything.
    pub most: f64,
    /// What would come in next, what brings most for its cost first.
    pub next_in: Vec<MeasureStep>,
    /// What would go out first.
    pub next_out: Vec<MeasureStep>,
    /// What putting everything off by a year costs in expected loss.
    pub postponing: f64,
    /// In how large a share of terms it saves more than it costs.
    pub pays_back: Estimate,
    /// Services in the order of the model.
    pub services: Vec<ServiceChange>,
    /// Expected residents times days without a service, without and with the choice.
    pub resident_days: (f64, f64),
    /// The figures without the choice.
    pub computed: Computed,
}

impl BudgetPlan {
    /// The chosen measures.
    pub fn chosen(&self) -> impl Iterator<Item = &MeasureView> {
        self.items.iter().filter(|it| it.is_in).map(|it| &it.view)
    }

    /// Ids of the chosen measures.
    pub fn ids(&self) -> Vec<MeasureId> {
        self.chosen().map(|view| view.id.clone()).collect()
    }
}

/// The best plan for a budget, or what a choice does; nothing when no service has been told of, or no
/// measure does anything here.
///
/// # Errors
/// [`Error::Refused`] when too many measures meet in one threat to be weighed together.
pub async fn plan(cx: &OrgCx, asked: &Asked) -> Outcome<Option<BudgetPlan>> {
    cx.require(Permission::MeasureRead)?;
    let computed = computed(cx).await?;
    let planned: Vec<PlannedMeasure> = cx.read().await?.records().await?;
    let views = views(cx, &planned);
    // What no service stands for would be money against small events only: no ground for a council.
    if computed.built.measures.is_empty() || computed.built.services.is_empty() {
        return Ok(None);
    }
    let weighed = weighed(cx, &computed, asked).await?;
    let (portfolio, found) = (weighed.portfolio, &weighed.change);
    let tables = tables(&computed)?;
    let built = &computed.built;
    let changes = found.chances.iter().zip(&found.days);
    let services = built.services.iter().zip(changes);
    let services = services.map(|(id, (chance, days))| ServiceChange {
        id: *id,
        chance: *chance,
        days: *days,
    });
    let frontier = computed.numbers.frontier.iter().flatten();
    let saved = weighed.loss.0 - weighed.loss.1;
    Ok(Some(BudgetPlan {
        items: items(built, views, &portfolio),
        cost: portfolio.cost,
        loss: weighed.loss,
        gap: weighed.gap,
        is_estimated: matches!(asked, Asked::Budget(_))
            && computed.numbers.worth.is_some_and(|it| !it.is_near),
        frontier: frontier.map(|it| (it.cost, it.loss)).collect(),
        most: tables.cost(all(tables)),
        next_in: steps(built, &weighed.next_in),
        next_out: steps(built, &weighed.next_out),
        postponing: saved * (YEAR / built.model.term_days()).min(1.0),
        pays_back: found.pays_back,
        services: services.collect(),
        resident_days: found.resident_days,
        computed,
    }))
}

fn tables(computed: &Computed) -> Outcome<&Tables> {
    let tables = computed.numbers.tables.as_ref();
    tables.map_err(|error| match error {
        NoPortfolio::TooMany(_) => Error::Refused("measure.error.full"),
        NoPortfolio::Entangled { .. } | NoPortfolio::Model(_) => {
            Error::Refused("measure.error.entangled")
        }
    })
}

/// What a choice is worth.
struct Weighed {
    portfolio: Portfolio,
    gap: f64,
    loss: (f64, f64),
    change: Change,
    next_in: Vec<Step>,
    next_out: Vec<Step>,
}

impl Kept for Weighed {
    fn bytes(&self) -> usize {
        let steps = self.next_in.len() + self.next_out.len();
        let pairs = self.change.chances.len() + self.change.days.len();
        size_of::<Self>() + steps * size_of::<Step>() + pairs * size_of::<(f64, f64)>()
    }
}

/// What is asked, weighed once for each model, however often it is looked at.
async fn weighed(cx: &OrgCx, computed: &Computed, asked: &Asked) -> Outcome<Arc<Weighed>> {
    let what = match asked {
        Asked::Budget(euros) => format!("budget {euros}"),
        Asked::Own(ids) => format!("own {:b}", own(computed, ids)),
    };
    let key = format!("{} {what}", computed.fingerprint());
    let weighed = async {
        let (computed, asked) = (computed.clone(), asked.clone());
        apart(Work::Reckon, move || weigh(&computed, &asked)).await?
    };
    cx.app().cache().get(key, weighed).await
}

fn weigh(computed: &Computed, asked: &Asked) -> Outcome<Weighed> {
    let failed = |error| Error::Report(Box::new(error));
    let (tables, built) = (tables(computed)?, &computed.built);
    let (mut portfolio, gap) = choose(computed, tables, asked);
    let set = portfolio.measures;
    let worth = computed.numbers.worth.unwrap_or_default();
    let loss = worth.losses(built, tables, set).map_err(failed)?;
    portfolio.loss = loss.1;
    let (next_in, next_out) = (tables.next_in(set), tables.next_out(set));
    Ok(Weighed {
        gap,
        loss,
        change: change(built, &portfolio.indices(), portfolio.cost)
            .map_err(|error| Error::Report(Box::new(error)))?,
        next_in: worth.steps(built, set, next_in, true).map_err(failed)?,
        next_out: worth.steps(built, set, next_out, false).map_err(failed)?,
        portfolio,
    })
}

/// Every measure.
fn all(tables: &Tables) -> u64 {
    (0..tables.measures()).fold(0, |set, m| set | 1 << m)
}

/// The measures of these ids.
fn own(computed: &Computed, ids: &[MeasureId]) -> u64 {
    let places = computed.built.measures.iter().enumerate();
    let chosen = places.filter(|(_, id)| ids.contains(id));
    chosen.fold(0, |set, (m, _)| set | 1 << m)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "euros of a budget are far below 2^52"
)]
fn choose(computed: &Computed, tables: &Tables, asked: &Asked) -> (Portfolio, f64) {
    let apart = computed.numbers.worth.map_or(0.0, |it| it.apart);
    match asked {
        Asked::Own(ids) => (tables.portfolio(own(computed, ids)), 0.0),
        Asked::Budget(euros) => {
            let budget = *euros as f64;
            let Some(frontier) = &computed.numbers.frontier else {
                let found = tables.best(budget);
                return (found.best, found.gap);
            };
            let within = frontier.iter().rev().find(|it| it.cost <= budget);
            let best = within.copied().unwrap_or_else(|| tables.portfolio(0));
            (best, apart)
        }
    }
}

fn items(built: &Built, views: Vec<MeasureView>, portfolio: &Portfolio) -> Vec<PlanItem> {
    let place = |id: &MeasureId| built.measures.iter().position(|known| known == id);
    let item = |view: MeasureView| {
        let at = place(&view.id)?;
        Some(PlanItem {
            is_in: portfolio.measures >> at & 1 == 1,
            view,
        })
    };
    views.into_iter().filter_map(item).collect()
}

fn steps(built: &Built, steps: &[Step]) -> Vec<MeasureStep> {
    let step = |it: &Step| {
        Some(MeasureStep {
            id: built.measures.get(it.measure)?.clone(),
            title: built.model.measures().get(it.measure)?.name.clone(),
            cost: it.cost,
            saves: it.saves,
        })
    };
    steps.iter().filter_map(step).collect()
}
