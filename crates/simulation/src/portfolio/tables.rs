//! What measures leave of the loss of each scenario, by subset of the measures that act on it.

use std::collections::{BTreeMap, BTreeSet};

use super::{MOST_MEASURES, NoPortfolio, Set};
use crate::analytic::{Lasting, lasting_points};
use crate::model::{Model, Scenario};
use crate::structure::Structure;

/// Measures that may act on one scenario: the table has two to that power of entries.
const MOST_SCOPE: usize = 20;
/// Those of them that act on its hits and durations: each subset needs an integration.
const MOST_OUTAGES: usize = 14;
/// Tables are joined while their scopes together stay this small: fewer look-ups, and a table that
/// fits the first cache.
const JOINED_SCOPE: u32 = 11;

/// One table: what is left of the loss of some scenarios.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The measures that act on them.
    pub(crate) scope: Set,
    /// By subset of the scope, its lowest measure in the lowest bit.
    pub(crate) left: Vec<f64>,
}

/// What every set of measures leaves of the expected loss.
#[derive(Debug, Clone)]
pub struct Tables {
    costs: Vec<f64>,
    term_days: f64,
    untouched: f64,
    pub(crate) by_scope: Vec<Table>,
}

impl Tables {
    /// How many bytes the tables take, roughly.
    pub fn bytes(&self) -> usize {
        let cells = self.by_scope.iter().map(|table| table.left.len());
        cells.sum::<usize>().saturating_mul(size_of::<f64>())
    }

    /// Works the tables out.
    ///
    /// # Errors
    /// See [`NoPortfolio`].
    pub fn new(model: &Model) -> Result<Self, NoPortfolio> {
        let count = model.measures().len();
        if count > MOST_MEASURES {
            return Err(NoPortfolio::TooMany(count));
        }
        let structures = Structures::new(model)?;
        let mut tables: Vec<Table> = Vec::new();
        let mut untouched = 0.0;
        for (at, scenario) in model.scenarios().iter().enumerate() {
            let cost = Costs {
                model,
                scenario,
                at,
            };
            let table = cost.table(&structures)?;
            match table.left.as_slice() {
                [single] => untouched += single,
                _ => tables.push(table),
            }
        }
        Ok(Self {
            costs: model.measures().iter().map(|it| it.cost).collect(),
            term_days: model.term_days(),
            untouched,
            by_scope: join(tables),
        })
    }

    /// How many measures there are.
    pub fn measures(&self) -> usize {
        self.costs.len()
    }

    /// What a set of measures costs, in euros over the term.
    pub fn cost(&self, measures: Set) -> f64 {
        let chosen = |(m, cost): (usize, &f64)| if measures >> m & 1 == 1 { *cost } else { 0.0 };
        self.costs.iter().enumerate().map(chosen).sum()
    }

    /// The expected loss of a term with a set of measures, in euros.
    pub fn loss(&self, measures: Set) -> f64 {
        let left = |it: &Table| it.left.get(pack(measures, it.scope)).copied();
        self.untouched + self.by_scope.iter().filter_map(left).sum::<f64>()
    }

    /// Entries of all tables.
    pub fn entries(&self) -> usize {
        self.by_scope.iter().map(|it| it.left.len()).sum()
    }

    pub(crate) fn term_days(&self) -> f64 {
        self.term_days
    }

    /// The loss of scenarios that no measure acts on.
    pub(crate) fn untouched(&self) -> f64 {
        self.untouched
    }
}

/// The bits of `set` at the places of `scope`, moved together.
pub(crate) fn pack(set: Set, scope: Set) -> usize {
    let (mut packed, mut left, mut bit) = (0, scope, 0);
    while left != 0 {
        let place = left.trailing_zeros();
        packed |= ((set >> place & 1) as usize) << bit;
        bit += 1;
        left &= left - 1;
    }
    packed
}

/// The reverse: the lowest bits of `packed` at the places of `scope`.
fn spread(packed: u64, scope: Set) -> Set {
    let (mut set, mut left, mut packed) = (0, scope, packed);
    while left != 0 {
        set |= (packed & 1) << left.trailing_zeros();
        packed >>= 1;
        left &= left - 1;
    }
    set
}

fn indices(set: Set) -> Vec<usize> {
    (0..MOST_MEASURES).filter(|m| set >> m & 1 == 1).collect()
}

/// Joins tables whose scopes overlap most, while the joint scope stays small.
fn join(mut tables: Vec<Table>) -> Vec<Table> {
    loop {
        let mut best: Option<(u32, usize, usize)> = None;
        for (i, a) in tables.iter().enumerate() {
            let fitting = tables.iter().enumerate().skip(i + 1).filter_map(|(j, b)| {
                let size = (a.scope | b.scope).count_ones();
                let larger = a.scope.count_ones().max(b.scope.count_ones());
                (size <= JOINED_SCOPE.max(larger)).then_some((size - larger, i, j))
            });
            best = best.into_iter().chain(fitting).min();
        }
        let Some((_, i, j)) = best else {
            return tables;
        };
        let b = tables.swap_remove(j);
        let a = tables.swap_remove(i);
        let scope = a.scope | b.scope;
        let left = (0..1_u64 << scope.count_ones()).map(|packed| {
            let set = spread(packed, scope);
            let of = |it: &Table| it.left.get(pack(set, it.scope)).copied().unwrap_or(0.0);
            of(&a) + of(&b)
        });
        let left = left.collect();
        tables.push(Table { scope, left });
    }
}

/// The measures that act on a scenario.
struct Scope {
    frequency: Set,
    /// On what an event costs beside its outages.
    response: Set,
    /// On hits, durations and what depends on what.
    outages: Set,
}

impl Scope {
    fn new(model: &Model, at: usize, structural: Set) -> Self {
        let effects = model.scenarios().get(at).map_or(&[][..], |it| &it.effects);
        let (mut frequency, mut response, mut outages) = (0, 0, 0);
        for (m, measure) in model.measures().iter().enumerate() {
            if measure.frequency.iter().any(|it| it.target == at) {
                frequency |= 1 << m;
            }
            if measure.response.iter().any(|it| it.target == at) {
                response |= 1 << m;
            }
            let hits = |node: usize| effects.iter().any(|effect| effect.node == node);
            let shortens = measure.duration.iter().any(|it| hits(it.target));
            let mut parts = measure.hit.iter().chain(&measure.lasting);
            let spares = parts.any(|it| it.scenario == at && hits(it.node));
            if shortens || spares {
                outages |= 1 << m;
            }
        }
        let outages = if effects.is_empty() {
            0
        } else {
            outages | structural
        };
        Self {
            frequency,
            response,
            outages,
        }
    }
}

/// The structure of the model under each set of the measures that change it.
struct Structures {
    scope: Set,
    by_subset: Vec<(Structure, Vec<f64>)>,
}

/// Sets of measures that change what depends on what: each needs the polynomials again.
const MOST_STRUCTURAL: usize = 6;

impl Structures {
    fn new(model: &Model) -> Result<Self, NoPortfolio> {
        let changes = |m: &usize| {
            let measure = model.measures().get(*m);
            measure.is_some_and(|it| !it.alternatives.is_empty())
        };
        let changing: Vec<usize> = (0..model.measures().len()).filter(changes).collect();
        if changing.len() > MOST_STRUCTURAL {
            return Err(NoPortfolio::Entangled {
                scenario: "added alternatives".to_owned(),
                count: changing.len(),
                most: MOST_STRUCTURAL,
            });
        }
        let scope = changing.iter().fold(0, |set, m| set | 1 << m);
        let mut by_subset = Vec::new();
        for packed in 0..1_u64 << changing.len() {
            let variant = model.with_measures(&indices(spread(packed, scope)))?;
            let structure = Structure::new(&variant);
            let costs = model.services().map(|it| it.service.cost_per_day).collect();
            by_subset.push((structure, costs));
        }
        Ok(Self { scope, by_subset })
    }

    /// For one scenario: the weight of each class of effects in what a day costs.
    fn weights(&self, set: Set, scenario: usize) -> Vec<(Vec<usize>, f64)> {
        let mut weights: BTreeMap<Vec<usize>, f64> = BTreeMap::new();
        let Some((structure, costs)) = self.by_subset.get(pack(set, self.scope)) else {
            return Vec::new();
        };
        for (shape, cost) in structure.shapes.iter().zip(costs) {
            let event = shape.events.iter().find(|(at, _)| *at == scenario);
            let classes = event.into_iter().flat_map(|(_, classes)| classes);
            let classes = classes.filter_map(|(at, c)| Some((structure.classes.get(*at)?, c)));
            for (class, coefficient) in classes {
                *weights.entry(class.effects.clone()).or_default() += cost * coefficient;
            }
        }
        weights.into_iter().collect()
    }
}

/// What outages of an event of one scenario cost.
struct Costs<'a> {
    model: &'a Model,
    scenario: &'a Scenario,
    at: usize,
}

impl Costs<'_> {
    /// What is left of the scenario's loss under each subset of the measures that act on it.
    fn table(&self, structures: &Structures) -> Result<Table, NoPortfolio> {
        let rate = self.scenario.rate_per_day() * self.model.term_days();
        let response = self.scenario.response.map_or(0.0, |it| it.mean());
        let scope = Scope::new(self.model, self.at, structures.scope);
        let whole = scope.outages | scope.frequency | scope.response;
        self.bound(scope.outages, MOST_OUTAGES)?;
        self.bound(whole, MOST_SCOPE)?;
        let outages: Vec<f64> = (0..1_u64 << scope.outages.count_ones())
            .map(|packed| self.of(&indices(spread(packed, scope.outages)), structures))
            .collect();
        let left = (0..1_u64 << whole.count_ones()).map(|packed| {
            let set = spread(packed, whole);
            let chosen = indices(set & scope.frequency);
            let frequency = self.model.frequency_factor(self.at, &chosen);
            let chosen = indices(set & scope.response);
            let response = response * self.model.response_factor(self.at, &chosen);
            let outages = outages.get(pack(set & scope.outages, scope.outages));
            rate * frequency * (response + outages.copied().unwrap_or(0.0))
        });
        Ok(Table {
            left: left.collect(),
            scope: whole,
        })
    }

    fn bound(&self, set: Set, most: usize) -> Result<(), NoPortfolio> {
        let count = set.count_ones() as usize;
        if count <= most {
            return Ok(());
        }
        let scenario = self.scenario.name.clone();
        Err(NoPortfolio::Entangled {
            scenario,
            count,
            most,
        })
    }

    /// The mean over an event at any time of the term: the integral over u of (1 - u / T) times what
    /// a day costs while the event lasts.
    fn of(&self, chosen: &[usize], structures: &Structures) -> f64 {
        let set = chosen.iter().fold(0, |set, m| set | 1 << m);
        let weights = structures.weights(set, self.at);
        let nodes: BTreeSet<usize> = self.scenario.effects.iter().map(|it| it.node).collect();
        let mut scenario = self.scenario.clone();
        for effect in &mut scenario.effects {
            let shorter = self.model.duration_factor(self.at, effect.node, chosen);
            effect.duration = effect.duration.scaled(shorter);
            effect.probability *= self.model.hit_factor(self.at, effect.node, chosen);
        }
        if nodes.is_empty() || weights.is_empty() {
            return 0.0;
        }
        let (times, points) = lasting_points(self.model.term_days(), &scenario);
        let lasting = Lasting::rough(&scenario, &times);
        let mut cost = 0.0;
        for (effects, weight) in &weights {
            let touch = lasting.touch(effects);
            let days: f64 = touch.iter().zip(&points).map(|(g, w)| g * w).sum();
            cost += weight * days;
        }
        cost
    }
}
