//! What a single given event costs, for those who choose events themselves.

use super::cone::{Dependents, Ranks};
use super::program::{Program, signature};
use super::tables::{FEW_PERT_CELLS, Variates, exponentials};
use crate::model::Model;

/// An event as points in the unit cube.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    /// Days left of the term.
    pub(crate) left: f64,
    /// Probability below its severity.
    pub(crate) severity: f32,
    /// Probability below the cost of its response, of what is not severity.
    pub(crate) response: f32,
    /// For each effect: it is hit when this is below its probability.
    pub(crate) hits: Vec<f32>,
    /// For each effect: probability below its duration, of what is not severity.
    pub(crate) durations: Vec<f32>,
}

/// The costs of events of a model.
#[derive(Debug)]
pub(crate) struct EventCosts<'a> {
    model: &'a Model,
    program: Program,
    variates: &'static Variates,
    dependents: Dependents,
    ranks: Ranks<'a>,
    /// Response, then durations of the hit effects.
    values: Vec<f32>,
    hit: Vec<usize>,
}

impl<'a> EventCosts<'a> {
    pub(crate) fn new(model: &'a Model) -> Self {
        Self {
            model,
            program: Program::new(model, FEW_PERT_CELLS),
            variates: Variates::shared(),
            dependents: Dependents::new(model),
            ranks: Ranks::new(model),
            values: Vec::new(),
            hit: Vec::new(),
        }
    }

    /// What an event of a scenario costs: response and outages until the end of the term.
    pub(crate) fn loss(&mut self, scenario: usize, event: &Event) -> f64 {
        let (Some(it), Some(kinds)) = (
            self.model.scenarios().get(scenario),
            self.program.kind_of.get(scenario),
        ) else {
            return 0.0;
        };
        let wide = kinds.len() == 1 && !it.effects.is_empty();
        self.values.clear();
        self.hit.clear();
        let slots = self.program.first_slot(scenario);
        let severity = self.variates.score_at(event.severity);
        let table = &self.program.slots;
        let draw = |slot: u32, u: f32| table.value(slot, severity, self.variates.score_at(u));
        self.values.push(draw(slots, event.response));
        let mut set = 0;
        let hits = event.hits.iter().zip(&event.durations);
        for ((k, effect), (u, duration)) in it.effects.iter().enumerate().zip(hits) {
            if f64::from(*u) < effect.probability {
                self.values.push(draw(slots + 1 + k as u32, *duration));
                self.hit.push(effect.node);
                set |= 1_usize.checked_shl(k as u32).unwrap_or(0);
            }
        }
        exponentials(&mut self.values);
        let response = self.values.first().copied().unwrap_or_default();
        let kind = kinds.get(set).copied().unwrap_or_default();
        let outages = if wide {
            self.wide(event.left)
        } else {
            self.compiled(kind, event.left)
        };
        f64::from(response) + outages
    }

    fn compiled(&self, kind: u32, left: f64) -> f64 {
        let days = self.values.get(1..).unwrap_or_default();
        let orders = self.program.orders.of_signature.get(days.len());
        let order = orders.and_then(|it| it.get(signature(days)));
        let order = order.copied().unwrap_or_default() as usize;
        let kind = self.program.kinds.get(kind as usize);
        let base = kind.map_or(0, |it| it.base as usize) + order * days.len();
        let coefficients = self.program.coefficients.get(base..).unwrap_or_default();
        let cost = |(days, it): (&f32, &super::program::Coefficient)| {
            f64::from(*days).min(left) * f64::from(it.cost)
        };
        days.iter().zip(coefficients).map(cost).sum()
    }

    /// Ranks the hits by their ends and spreads them through what they reach.
    fn wide(&mut self, left: f64) -> f64 {
        let days = self.values.get(1..).unwrap_or_default();
        let mut order: Vec<(f32, usize)> =
            days.iter().copied().zip(self.hit.iter().copied()).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        let cone = self.dependents.cone(self.hit.iter().copied());
        let hits = order
            .iter()
            .zip(1_u16..)
            .map(|((_, node), rank)| (*node, rank));
        let mut cost = 0.0;
        self.ranks.spread(hits, &cone, |node, rank| {
            let service = self.model.nodes().get(node).and_then(|it| it.service);
            let end = order.get(rank as usize - 1).map_or(0.0, |(days, _)| *days);
            cost += service.map_or(0.0, |it| it.cost_per_day) * f64::from(end).min(left);
        });
        cost
    }
}
