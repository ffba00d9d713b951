//! The figures of a model.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::threat::Threat;
use domain::NodeId;
use domain::risk::LossLimit;
use simulation::analytic::{self, Figures, LossCurve, ServiceFigures};
use simulation::model::Model;
use simulation::portfolio::{NoPortfolio, Portfolio, Tables};
use simulation::simulate::{self, NoOutcome, Outcome as Simulated, Plan, affordable, simulate};
use simulation::uncertainty::{Band, Bands, Mix, mixed_bands, simulated_bands};

use super::build::Built;
use super::graph::number;
use super::worth::{self, Worth};
use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use domain::ThreatId;

/// Draws of what is not known of the inputs.
const DRAWS: u32 = 200;

/// Those of them that are simulated: each is a model to be compiled, and has fewer terms the more there
/// are.
const SIMULATED_DRAWS: u32 = 100;

/// Terms simulated for what the formulas cannot tell, where nobody minds the time: fewer of a model in
/// which very much happens.
const TERMS: u64 = 100_000;

/// Work of a simulation that nobody minds, about a second.
const STEPS: f64 = 2e8;

/// The seed of all: the same model always shows the same figures.
pub(super) const SEED: u64 = 1;

/// The terms of a model that are simulated for its figures.
pub(super) fn terms(model: &Model) -> Plan {
    Plan::new(affordable(model, STEPS, TERMS), SEED)
}

/// Dots of the picture of losses.
const DOTS: u32 = 50;

/// A model with its figures.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The model and what its parts mean.
    pub built: Built,
    /// Its figures.
    pub numbers: Arc<Numbers>,
}

/// A service in a council term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ServiceNumbers {
    /// Chance of an outage longer than tolerable, 0 to 1.
    pub chance: Band,
    /// Expected days of outage.
    pub days: Band,
    /// Only events that coincide stop it.
    pub needs_coincidence: bool,
    /// The chance is that of the simulation: events meet too often for the formula.
    pub is_simulated: bool,
}

/// The figures.
#[derive(Debug)]
pub struct Numbers {
    /// What the formulas say of the model as it is, and where they do not know, the simulation.
    pub figures: Figures,
    /// By service of the model.
    pub services: Vec<ServiceNumbers>,
    /// Expected loss of a term, in euros.
    pub loss: Band,
    /// Expected residents times days without a service.
    pub resident_days: Band,
    /// The distribution of the loss.
    pub curve: LossCurve,
    /// Losses of fifty terms that stand for all, the smallest first.
    pub dots: Vec<f64>,
    /// What happens together.
    pub joint: simulate::Outcome,
    /// What every set of measures leaves of the loss, each event counted alone.
    pub tables: Result<Tables, NoPortfolio>,
    /// The portfolios that no other beats in cost and loss; nothing when they are too many to try.
    pub frontier: Option<Vec<Portfolio>>,
    /// How the tables are to be taken; nothing when there are none.
    pub(crate) worth: Option<Worth>,
}

impl Kept for Numbers {
    fn bytes(&self) -> usize {
        let numbers = self.curve.points() + self.services.len() * 64;
        let tables = self.tables.as_ref().map_or(0, Tables::bytes);
        let frontier = self.frontier.as_ref().map_or(0, Vec::len);
        let each = size_of::<f64>();
        tables + numbers * each + frontier * size_of::<Portfolio>()
    }
}

/// The figures of a model: computed once on a thread of its own, however many ask for them.
pub(super) async fn numbers(cx: &OrgCx, built: &Built) -> Outcome<Arc<Numbers>> {
    let computed = async {
        let built = built.clone();
        let numbers = apart(Work::Reckon, move || Numbers::of(&built)).await?;
        numbers.map_err(|error| match error {
            // So many events of a threat as somebody typed: that can be corrected where it was typed.
            NoOutcome::TooMuch(_) => Error::Refused("risk.too-much"),
            other => Error::Report(Box::new(other)),
        })
    };
    cx.app().cache().get(fingerprint(built), computed).await
}

/// What decides the figures: the model, and the tolerances of the hard months with their shares.
fn fingerprint(built: &Built) -> String {
    let season: Vec<u64> = built.season.iter().map(|share| share.to_bits()).collect();
    let (model, in_season) = (&built.model, &built.in_season);
    format!(
        "{} {} {season:?}",
        model.fingerprint(),
        in_season.fingerprint()
    )
}

/// What stops a service, or costs most: a threat with its part.
#[derive(Debug, Clone, Copy)]
pub struct Cause {
    /// The threat.
    pub threat: &'static Threat,
    /// Outage days or euros of a term.
    pub amount: f64,
    /// Its share of all, 0 to 1.
    pub share: f64,
}

impl Numbers {
    /// Computes everything; takes up to some seconds for a large municipality.
    ///
    /// # Errors
    /// When the engine refuses the plan of the simulation, which is always the same.
    pub(super) fn of(built: &Built) -> Result<Self, NoOutcome> {
        let mut figures = analytic::figures(&built.model);
        let known = known(built, &figures);
        let mix = mix(built);
        let bands = mixed_bands(&built.model, &mix, DRAWS, SEED);
        let plan = terms(&built.model);
        let is_all_known = figures.exact && known.iter().all(|it| *it);
        let drawn = if is_all_known {
            bands.clone()
        } else {
            simulated_bands(&built.model, &mix, SIMULATED_DRAWS, plan)?
        };
        let mut joint = simulate(&built.model, plan)?;
        let services = services(&figures, &known, [&bands, &drawn]);
        let whole = if figures.exact { &bands } else { &drawn };
        let (loss, resident_days) = (whole.loss, whole.resident_days);
        told(&mut figures, &known, &joint);
        let tables = simulation::portfolio::tables(&built.model);
        let frontier = tables.as_ref().ok().and_then(Tables::frontier);
        let weighed = tables
            .as_ref()
            .ok()
            .map(|tables| worth::weighed(built, tables, frontier))
            .transpose()?;
        let (worth, frontier) = weighed.map_or((None, None), |(worth, it)| (Some(worth), it));
        let losses = std::mem::take(&mut joint.losses);
        let curve = LossCurve::of_terms(losses);
        Ok(Self {
            dots: dots(&curve),
            services,
            loss,
            resident_days,
            curve,
            tables,
            frontier,
            worth,
            figures,
            joint,
        })
    }

    /// In how large a share of terms the loss is above a limit, 0 to 1.
    pub fn above(&self, limit: LossLimit) -> f64 {
        self.curve.above(number(limit.euros))
    }

    /// In how large a share of terms some service is down for longer than tolerable, 0 to 1.
    pub fn any_intolerable(&self) -> f64 {
        1.0 - self
            .joint
            .services_intolerable
            .first()
            .copied()
            .unwrap_or(1.0)
    }
}

/// The tolerances of the hard months with their shares, and the streams that are one threat.
fn mix(built: &Built) -> Mix {
    let services = built.in_season.services();
    let threats = &content::threats().threats;
    let family = |id: &ThreatId| threats.iter().position(|it| it.id == *id).unwrap_or(0);
    Mix {
        tolerances: services.map(|it| it.service.tolerance_days).collect(),
        shares: built.season.clone(),
        families: built
            .streams
            .iter()
            .map(|it| family(&it.threat.id))
            .collect(),
    }
}

/// Whether the formula knows the chance of each service, with the tolerance of all months.
pub(super) fn known(built: &Built, figures: &Figures) -> Vec<bool> {
    let has_season = built.season.iter().any(|share| *share > 0.0);
    let hard = has_season.then(|| analytic::figures(&built.in_season));
    let of = |figures: &Figures, at: usize| {
        let service = figures.services.get(at);
        service.is_some_and(ServiceFigures::is_chance_known)
    };
    let services = 0..figures.services.len();
    services
        .map(|at| of(figures, at) && hard.as_ref().is_none_or(|hard| of(hard, at)))
        .collect()
}

/// The figures of services from bands by formula and by simulation.
fn services(figures: &Figures, known: &[bool], bands: [&Bands; 2]) -> Vec<ServiceNumbers> {
    let pick = |of: fn(&Bands) -> &Vec<Band>, at: usize, by_formula: bool| {
        let band = if by_formula {
            bands.first()
        } else {
            bands.last()
        };
        let band = band.and_then(|it| of(it).get(at)).copied();
        band.unwrap_or(Band {
            low: 0.0,
            headline: 0.0,
            high: 0.0,
        })
    };
    let each = figures.services.iter().zip(known).enumerate();
    each.map(|(at, (figures, is_known))| ServiceNumbers {
        chance: pick(|it| &it.intolerable, at, *is_known),
        days: pick(|it| &it.outage_days, at, figures.exact),
        needs_coincidence: figures.needs_coincidence,
        is_simulated: !is_known,
    })
    .collect()
}

/// Puts what the simulation says where the formulas do not know.
fn told(figures: &mut Figures, known: &[bool], joint: &Simulated) {
    let pairs = figures.services.iter_mut().zip(known).zip(&joint.services);
    for ((figures, is_known), drawn) in pairs {
        if !is_known {
            figures.intolerable = drawn.intolerable.value;
        }
        if !figures.exact {
            figures.outage_days = drawn.outage_days.value;
        }
    }
    if !figures.exact {
        figures.loss = joint.loss.value;
        figures.resident_days = joint.resident_days.value;
    }
}

/// Losses in the middle of each of so many equal parts of the terms.
fn dots(curve: &LossCurve) -> Vec<f64> {
    let middle = |dot: u32| f64::from(2 * dot + 1) / f64::from(2 * DOTS);
    (0..DOTS).map(|dot| curve.quantile(middle(dot))).collect()
}

impl Computed {
    /// What decides its figures.
    pub(crate) fn fingerprint(&self) -> String {
        fingerprint(&self.built)
    }

    /// The place of a service in the model.
    pub fn place(&self, service: NodeId) -> Option<usize> {
        self.built.services.iter().position(|id| *id == service)
    }

    /// Services with their figures, those most often down for too long first.
    pub fn by_chance(&self) -> Vec<(NodeId, ServiceNumbers)> {
        let services = self.built.services.iter().copied();
        let mut all: Vec<_> = services
            .zip(self.numbers.services.iter().copied())
            .collect();
        all.sort_by(|a, b| {
            let chance = b.1.chance.headline.total_cmp(&a.1.chance.headline);
            chance.then(b.1.days.headline.total_cmp(&a.1.days.headline))
        });
        all
    }

    /// What stops a service, by days, the most first.
    pub fn causes_of(&self, service: NodeId) -> Vec<Cause> {
        let figures = self
            .place(service)
            .and_then(|at| self.numbers.figures.services.get(at));
        let drivers = figures.map_or(&[][..], |it| &it.drivers);
        self.causes(drivers.iter().map(|it| (it.scenario, it.outage_days)))
    }

    /// What the expected loss comes from, the most first.
    pub fn causes_of_loss(&self) -> Vec<Cause> {
        self.causes((0..).zip(self.numbers.figures.loss_by_scenario.iter().copied()))
    }

    fn causes(&self, parts: impl Iterator<Item = (usize, f64)>) -> Vec<Cause> {
        let mut by_threat: BTreeMap<&'static ThreatId, (&'static Threat, f64)> = BTreeMap::new();
        for (scenario, amount) in parts {
            if let Some(stream) = self.built.streams.get(scenario) {
                let entry = by_threat.entry(&stream.threat.id);
                entry.or_insert((stream.threat, 0.0)).1 += amount;
            }
        }
        let all: f64 = by_threat.values().map(|(_, amount)| amount).sum();
        let mut causes: Vec<Cause> = by_threat
            .into_values()
            .filter(|(_, amount)| *amount > 0.0)
            .map(|(threat, amount)| Cause {
                threat,
                amount,
                share: amount / all,
            })
            .collect();
        causes.sort_by(|a, b| b.amount.total_cmp(&a.amount));
        causes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_dots_stand_for_all_terms() {
        let losses: Vec<f64> = (0..1_000).rev().map(f64::from).collect();
        let dots = dots(&LossCurve::of_terms(losses));
        assert_eq!(dots.len(), 50);
        assert_eq!((dots.first(), dots.last()), (Some(&10.0), Some(&990.0)));
    }
}
