//! The figures of a model.

use std::collections::BTreeMap;
use std::sync::Arc;

use content::threat::Threat;
use domain::NodeId;
use domain::risk::LossLimit;
use simulation::analytic::{self, Figures, LossCurve};
use simulation::model::Model;
use simulation::portfolio::{NoPortfolio, Portfolio, Tables};
use simulation::simulate::{self, NoOutcome, Plan, simulate};
use simulation::uncertainty::{Band, Mix, mixed_bands};

use super::build::Built;
use super::graph::number;
use crate::cache::Kept;
use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::heavy::{Work, apart};
use domain::ThreatId;

/// Draws of what is not known of the inputs.
const DRAWS: u32 = 200;

/// Terms simulated for what the formulas cannot tell: what happens together.
const TERMS: u64 = 20_000;

/// The seed of both: the same model always shows the same figures.
const SEED: u64 = 1;

/// Dots of the picture of losses.
const DOTS: usize = 50;

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
    /// Only events that coincide stop it: the chance is then that of the simulation.
    pub needs_coincidence: bool,
}

/// The figures.
#[derive(Debug)]
pub struct Numbers {
    /// What the formulas say of the model as it is.
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
    /// What every set of measures leaves of the loss.
    pub tables: Result<Tables, NoPortfolio>,
    /// The portfolios that no other beats in cost and loss; nothing when they are too many to try.
    pub frontier: Option<Vec<Portfolio>>,
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
        numbers.map_err(|error| Error::Report(Box::new(error)))
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
        let figures = analytic::figures(&built.model);
        let bands = mixed_bands(&built.model, &mix(built), DRAWS, SEED);
        let mut joint = simulate(&built.model, Plan::new(TERMS, SEED))?;
        let tables = simulation::portfolio::tables(&built.model);
        let frontier = tables.as_ref().ok().and_then(Tables::frontier);
        let service = |(at, (days, chance)): (usize, (&Band, &Band))| {
            let told = figures.services.get(at);
            let needs_coincidence = told.is_some_and(|it| it.needs_coincidence);
            let seen = joint
                .services
                .get(at)
                .map_or(0.0, |it| it.intolerable.value);
            ServiceNumbers {
                chance: if needs_coincidence {
                    Band {
                        headline: seen,
                        low: seen,
                        high: seen,
                    }
                } else {
                    *chance
                },
                days: *days,
                needs_coincidence,
            }
        };
        let pairs = bands.outage_days.iter().zip(&bands.intolerable);
        let services = pairs.enumerate().map(service).collect();
        Ok(Self {
            services,
            loss: bands.loss,
            resident_days: bands.resident_days,
            curve: analytic::loss_curve(&built.model),
            dots: dots(&mut joint.losses),
            tables,
            frontier,
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

/// Losses in the middle of each of so many equal parts of the terms; the terms are dropped.
fn dots(losses: &mut Vec<f64>) -> Vec<f64> {
    losses.sort_by(f64::total_cmp);
    let count = losses.len();
    let middle = |dot: usize| losses.get((2 * dot + 1) * count / (2 * DOTS)).copied();
    let dots = (0..DOTS).filter_map(middle).collect();
    *losses = Vec::new();
    dots
}

/// A chance over a year of which a share has another tolerance: intolerable outages are rare events,
/// and their rates add up.
fn mixed(calm: f64, hard: f64, share: f64) -> f64 {
    let rate = |chance: f64| -libm::log1p(-chance.min(1.0 - 1e-12));
    -libm::expm1(-(rate(calm) * (1.0 - share) + rate(hard) * share))
}

/// What a choice of measures leaves, service by service.
#[derive(Debug, Clone, Default)]
pub(crate) struct Left {
    /// Chances of an outage longer than tolerable.
    pub(crate) chances: Vec<f64>,
    /// Expected days of outage.
    pub(crate) days: Vec<f64>,
    /// Expected residents times days without a service, all services together.
    pub(crate) resident_days: f64,
}

/// What a choice of measures leaves; nothing when it fits no model.
pub(crate) fn left(built: &Built, chosen: &[usize]) -> Option<Left> {
    let figures = |model: &Model| Some(analytic::figures(&model.with_measures(chosen).ok()?));
    let calm = figures(&built.model)?;
    let has_season = built.season.iter().any(|share| *share > 0.0);
    let hard = if has_season {
        figures(&built.in_season)?
    } else {
        calm.clone()
    };
    let pairs = calm.services.iter().zip(&hard.services).zip(&built.season);
    let chances =
        pairs.map(|((calm, hard), share)| mixed(calm.intolerable, hard.intolerable, *share));
    Some(Left {
        chances: chances.collect(),
        days: calm.services.iter().map(|it| it.outage_days).collect(),
        resident_days: calm.resident_days,
    })
}

impl Computed {
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
    fn a_season_of_no_length_changes_nothing_and_a_whole_year_everything() {
        assert!((mixed(0.1, 0.4, 0.0) - 0.1).abs() < 1e-12);
        assert!((mixed(0.1, 0.4, 1.0) - 0.4).abs() < 1e-12);
        assert!(mixed(0.1, 0.4, 0.5) > 0.1 && mixed(0.1, 0.4, 0.5) < 0.4);
        assert!((mixed(1.0, 1.0, 0.5) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn fifty_dots_stand_for_all_terms() {
        let mut losses: Vec<f64> = (0..1_000).rev().map(f64::from).collect();
        let dots = dots(&mut losses);
        assert_eq!(dots.len(), DOTS);
        assert_eq!((dots.first(), dots.last()), (Some(&10.0), Some(&990.0)));
        assert!(losses.is_empty());
    }
}
