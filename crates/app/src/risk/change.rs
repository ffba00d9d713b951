//! What a choice of measures changes, service by service.

use simulation::analytic::{self, Figures, ServiceFigures};
use simulation::model::Model;
use simulation::simulate::{Comparison, Estimate, NoComparison, ServiceOutcome, compare};
use simulation::uncertainty::mixed;

use super::build::Built;
use super::computed::terms;
use super::worth::{Remains, remains};

/// What a choice of measures changes in a council term.
#[derive(Debug, Clone, Default)]
pub(crate) struct Change {
    /// By service: the chance of an outage longer than tolerable, without and with it.
    pub(crate) chances: Vec<(f64, f64)>,
    /// By service: expected days of outage, without and with it.
    pub(crate) days: Vec<(f64, f64)>,
    /// Expected residents times days without a service, without and with it.
    pub(crate) resident_days: (f64, f64),
    /// In how large a share of terms it saves more than it costs.
    pub(crate) pays_back: Estimate,
}

/// What a choice changes. Each chance is that of formulas where they know it without and with the choice;
/// otherwise both are simulated, under the same events.
///
/// # Errors
/// When the choice makes no model, or the model cannot be simulated.
pub(crate) fn change(built: &Built, chosen: &[usize], cost: f64) -> Result<Change, NoComparison> {
    let usual = Sides::new(built, &built.model, chosen)?;
    let has_season = built.season.iter().any(|share| *share > 0.0);
    let hard = has_season
        .then(|| Sides::new(built, &built.in_season, chosen))
        .transpose()?;
    let chances = built.season.iter().enumerate().map(|(at, share)| {
        let hard = hard.as_ref().unwrap_or(&usual);
        let is_known = usual.is_known(at) && hard.is_known(at);
        let [usual, hard] = [usual.chances(at, is_known), hard.chances(at, is_known)];
        let both = |usual: f64, hard: f64| {
            let [usual, hard] = [usual, hard].map(|value| Estimate { value, error: 0.0 });
            mixed(usual, hard, *share).value
        };
        (both(usual.0, hard.0), both(usual.1, hard.1))
    });
    let set = chosen.iter().fold(0, |set, m| set | 1 << m);
    let mut found = remains(built, &[0, set])?;
    let with = found.pop().unwrap_or_default();
    let without = found.pop().unwrap_or_default();
    Ok(Change {
        chances: chances.collect(),
        days: pairs(&without, &with),
        resident_days: (without.resident_days, with.resident_days),
        pays_back: if chosen.is_empty() {
            Estimate::default()
        } else {
            usual.compared.pays_back(0, cost)
        },
    })
}

fn pairs(without: &Remains, with: &Remains) -> Vec<(f64, f64)> {
    let days = without.days.iter().copied();
    days.zip(with.days.iter().copied()).collect()
}

/// A model without and with the choice, by formula and simulated.
struct Sides {
    without: Figures,
    with: Figures,
    compared: Comparison,
}

impl Sides {
    fn new(built: &Built, model: &Model, chosen: &[usize]) -> Result<Self, NoComparison> {
        Ok(Self {
            without: analytic::figures(model),
            with: analytic::figures(&model.with_measures(chosen)?),
            compared: compare(model, &[chosen.to_vec()], terms(&built.model))?,
        })
    }

    fn is_known(&self, at: usize) -> bool {
        let sides = [&self.without, &self.with];
        let mut sides = sides.into_iter().map(|it| it.services.get(at));
        sides.all(|it| it.is_some_and(ServiceFigures::is_chance_known))
    }

    fn chances(&self, at: usize, is_known: bool) -> (f64, f64) {
        if is_known {
            let chance =
                |figures: &Figures| figures.services.get(at).map_or(0.0, |it| it.intolerable);
            return (chance(&self.without), chance(&self.with));
        }
        let with = self.compared.with.first();
        let with = with.map_or(&[][..], |it| it.services.as_slice());
        let chance =
            |services: &[ServiceOutcome]| services.get(at).map_or(0.0, |it| it.intolerable.value);
        (chance(&self.compared.without.services), chance(with))
    }
}
