//! A model compiled for drawing: kinds of events, tables of durations, and what each end means.
//!
//! Nearly every event stands alone in time. All its outages then begin together, so each service is
//! down until the end of one of the hit effects, and which one depends only on the order of the
//! ends. For every (scenario, set of hits, order) the table holds, for each hit, what the services
//! that wait for it cost a day. An event then costs one multiplication per hit, however many
//! services there are.

use super::classes::Classes;
use super::cone::{Dependents, Ranks};
use super::graph::Graph;
use super::tables::SlotTable;
use crate::model::{Model, Scenario};

/// Events with more effects than this go through the general path.
pub(crate) const MOST_COMPILED: usize = 5;
/// Entries of all compiled orders together; beyond it further scenarios take the general path.
const MOST_COEFFICIENTS: usize = 4_000_000;
/// Effects of a compiled kind and its response.
pub(crate) const SLOTS: usize = MOST_COMPILED + 1;

/// A scenario with a certain set of hits.
#[derive(Debug, Clone)]
pub(crate) struct Kind {
    /// Slots of the response and of the hit effects; only the first `hits + 1` count.
    pub(crate) slots: [u32; SLOTS],
    /// How many effects are hit; for a wide kind, how many could be.
    pub(crate) hits: u32,
    /// How many effects are hit for a compiled kind, none for a wide one.
    pub(crate) compiled_hits: u32,
    /// The first coefficient of its first order.
    pub(crate) base: u32,
    /// Whether its hits are drawn one by one, and evaluated in the general way.
    pub(crate) wide: bool,
    /// Index of the scenario.
    pub(crate) scenario: u32,
    /// Users of all services that go down at once, at most the residents.
    pub(crate) users_at_once: f32,
    /// How many services go down at once.
    pub(crate) services_at_once: u32,
}

/// What a day until the end of one hit costs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coefficient {
    /// Euros a day of all services that wait for it.
    pub(crate) cost: f32,
    /// Users of all these services.
    pub(crate) users: f32,
    /// Where its marks begin.
    pub(crate) marks: u32,
    /// One bit for each of these services, when all services fit one word.
    pub(crate) services: u64,
}

/// Services that wait for an end and have the same tolerance; a list is ascending in the tolerance
/// and ends with an infinite one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) limit: f32,
    pub(crate) word: u32,
    pub(crate) services: u64,
}

/// What a service means, as numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meaning {
    pub(crate) tolerance: f64,
    pub(crate) users: f64,
    pub(crate) cost: f64,
}

/// The compiled model.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) term: f64,
    pub(crate) residents: f64,
    pub(crate) kinds: Vec<Kind>,
    /// Events per day of each kind.
    pub(crate) rates: Vec<f64>,
    /// For each scenario, the kind of each set of hits (one bit an effect), or its wide kind.
    pub(crate) kind_of: Vec<Vec<u32>>,
    pub(crate) slots: SlotTable,
    pub(crate) coefficients: Vec<Coefficient>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) services: Vec<Meaning>,
    pub(crate) classes: Option<Classes>,
    pub(crate) graph: Graph,
    pub(crate) orders: Orders,
}

impl Program {
    pub(crate) fn new(model: &Model, pert_cells: u32) -> Self {
        let services = model.services().map(|it| Meaning {
            // Durations are single precision: an outage of exactly the tolerance must not come out
            // longer.
            tolerance: it.service.tolerance_days * (1.0 + 2e-6),
            users: it.service.users,
            cost: it.service.cost_per_day,
        });
        let services: Vec<Meaning> = services.collect();
        let mut program = Self {
            classes: Classes::new(&services),
            term: model.term_days(),
            residents: model.residents().unwrap_or(f64::INFINITY),
            kinds: Vec::new(),
            rates: Vec::new(),
            kind_of: Vec::with_capacity(model.scenarios().len()),
            slots: SlotTable::new(pert_cells),
            coefficients: Vec::new(),
            marks: vec![Mark::END],
            services,
            graph: Graph::new(model),
            orders: Orders::new(),
        };
        let dependents = Dependents::new(model);
        let mut service_of = vec![None; model.nodes().len()];
        for (at, served) in model.services().enumerate() {
            if let Some(slot) = service_of.get_mut(served.node) {
                *slot = Some(at);
            }
        }
        let mut compiler = Compiler {
            ranks: Ranks::new(model),
            dependents,
            service_of,
        };
        for (at, scenario) in model.scenarios().iter().enumerate() {
            compiler.scenario(&mut program, at, scenario);
        }
        program
    }

    /// The slot of a scenario's response; those of its effects follow.
    pub(crate) fn first_slot(&self, scenario: usize) -> u32 {
        let kind = self.kind_of.get(scenario).and_then(|it| it.first());
        let kind = kind.and_then(|it| self.kinds.get(*it as usize));
        kind.map_or(0, |it| it.slots[0])
    }

    /// Number of 64-bit words that hold one bit for each service.
    pub(crate) fn words(&self) -> usize {
        self.services.len().div_ceil(64).max(1)
    }
}

impl Mark {
    const END: Self = Self {
        limit: f32::INFINITY,
        word: 0,
        services: 0,
    };
}

struct Compiler<'a> {
    ranks: Ranks<'a>,
    dependents: Dependents,
    service_of: Vec<Option<usize>>,
}

impl Compiler<'_> {
    fn scenario(&mut self, program: &mut Program, at: usize, scenario: &Scenario) {
        let response = program.slots.response(scenario);
        let effects: Vec<u32> = scenario
            .effects
            .iter()
            .map(|effect| program.slots.effect(scenario, effect))
            .collect();
        let first = program.kinds.len() as u32;
        let room = program.coefficients.len() < MOST_COEFFICIENTS;
        if effects.len() > MOST_COMPILED || !room {
            program.kinds.push(Kind {
                slots: [response; SLOTS],
                hits: effects.len() as u32,
                compiled_hits: 0,
                base: effects.first().copied().unwrap_or_default(),
                wide: true,
                scenario: at as u32,
                users_at_once: 0.0,
                services_at_once: 0,
            });
            program.rates.push(scenario.rate_per_day());
            program.kind_of.push(vec![first]);
            return;
        }
        let nodes = scenario.effects.iter().map(|it| it.node);
        let cone = self.dependents.cone(nodes);
        let sets = 1_u32 << effects.len();
        for set in 0..sets {
            let (slots, hits, chance) = hits_of(set, scenario, response, &effects);
            let base = program.coefficients.len() as u32;
            let (users, services) = self.orders(program, &hits, &cone);
            program.kinds.push(Kind {
                slots,
                hits: hits.len() as u32,
                compiled_hits: hits.len() as u32,
                base,
                wide: false,
                scenario: at as u32,
                users_at_once: users.min(program.residents) as f32,
                services_at_once: services,
            });
            program.rates.push(scenario.rate_per_day() * chance);
        }
        program.kind_of.push((first..first + sets).collect());
    }

    /// Adds the coefficients of every order of the ends of these hits; tells the users and the
    /// number of the services that go down.
    fn orders(&mut self, program: &mut Program, nodes: &[usize], cone: &[usize]) -> (f64, u32) {
        let mut at_once = (0.0, 0);
        let ranks = program.orders.ranks(nodes.len()).to_vec();
        for order in &ranks {
            at_once = (0.0, 0);
            let mut went_down: Vec<(usize, usize)> = Vec::new();
            let hits = nodes
                .iter()
                .zip(order)
                .map(|(node, rank)| (*node, u16::from(*rank)));
            let service_of = &self.service_of;
            self.ranks.spread(hits, cone, |node, rank| {
                let service = service_of.get(node).copied().flatten();
                went_down.extend(service.map(|it| (rank as usize, it)));
            });
            for (_, rank) in nodes.iter().zip(order) {
                let rank = usize::from(*rank);
                let waiting = went_down.iter().filter(|it| it.0 == rank);
                let services: Vec<usize> = waiting.map(|it| it.1).collect();
                let coefficient = coefficient(program, &services);
                program.coefficients.push(coefficient);
                at_once.0 += f64::from(coefficient.users);
                at_once.1 += services.len() as u32;
            }
        }
        at_once
    }
}

/// The slots and nodes of a set of hits, and the chance that an event hits exactly them.
fn hits_of(
    set: u32,
    scenario: &Scenario,
    response: u32,
    effects: &[u32],
) -> ([u32; SLOTS], Vec<usize>, f64) {
    let (mut slots, mut hits, mut chance) = ([response; SLOTS], Vec::new(), 1.0);
    for (k, (effect, slot)) in scenario.effects.iter().zip(effects).enumerate() {
        if set >> k & 1 == 0 {
            chance *= 1.0 - effect.probability;
            continue;
        }
        chance *= effect.probability;
        hits.push(effect.node);
        if let Some(place) = slots.get_mut(hits.len()) {
            *place = *slot;
        }
    }
    (slots, hits, chance)
}

fn coefficient(program: &mut Program, services: &[usize]) -> Coefficient {
    let meaning = |at: &usize| program.services.get(*at).copied();
    let mut cost = 0.0_f64;
    let mut users = 0.0_f64;
    let mut marks: Vec<Mark> = Vec::new();
    for at in services {
        let Some(meaning) = meaning(at) else { continue };
        cost += meaning.cost;
        users += meaning.users;
        let mark = Mark {
            limit: meaning.tolerance as f32,
            word: (at / 64) as u32,
            services: 1 << (at % 64),
        };
        let same =
            |it: &&mut Mark| it.limit.to_bits() == mark.limit.to_bits() && it.word == mark.word;
        match marks.iter_mut().find(same) {
            Some(it) => it.services |= mark.services,
            None => marks.push(mark),
        }
    }
    if marks.is_empty() {
        return Coefficient {
            cost: cost as f32,
            users: users as f32,
            marks: 0,
            services: 0,
        };
    }
    marks.sort_by(|a, b| a.limit.total_cmp(&b.limit).then(a.word.cmp(&b.word)));
    let bits = marks.iter().fold(0, |all, mark| all | mark.services);
    let first = program.marks.len() as u32;
    program.marks.append(&mut marks);
    program.marks.push(Mark::END);
    Coefficient {
        cost: cost as f32,
        users: users as f32,
        marks: first,
        services: bits,
    }
}

/// The orders of up to five ends, and how to tell one from pairwise comparisons.
#[derive(Debug)]
pub(crate) struct Orders {
    /// For each number of ends: the rank (from one) of each end in each order.
    ranks: Vec<Vec<Vec<u8>>>,
    /// For each number of ends: the order of each outcome of comparing every pair.
    pub(crate) of_signature: Vec<Vec<u8>>,
}

impl Orders {
    fn new() -> Self {
        let mut ranks: Vec<Vec<Vec<u8>>> = vec![vec![Vec::new()]];
        for count in 1..=MOST_COMPILED as u8 {
            let shorter = ranks.last().cloned().unwrap_or_default();
            let appended = |order: &Vec<u8>, rank: u8| {
                let moved = order.iter().map(|it| it + u8::from(*it >= rank));
                moved.chain([rank]).collect()
            };
            let longer = shorter.iter().zip(std::iter::repeat(1..=count));
            let longer = longer.flat_map(|(order, ranks)| ranks.map(move |it| appended(order, it)));
            ranks.push(longer.collect());
        }
        let of_signature = ranks.iter().map(|orders| by_signature(orders)).collect();
        Self {
            ranks,
            of_signature,
        }
    }

    fn ranks(&self, count: usize) -> &[Vec<u8>] {
        self.ranks.get(count).map_or(&[], |it| it)
    }
}

/// The number of each order at the place of its signature.
fn by_signature(orders: &[Vec<u8>]) -> Vec<u8> {
    let count = orders.first().map_or(0, Vec::len);
    let mut table = vec![0; 1 << (count * count.saturating_sub(1) / 2)];
    for (order, at) in orders.iter().zip(0_u8..) {
        if let Some(slot) = table.get_mut(signature(order)) {
            *slot = at;
        }
    }
    table
}

/// One bit for each pair: whether the earlier in the list is the greater.
#[inline]
pub(crate) fn signature<T: PartialOrd>(values: &[T]) -> usize {
    let (mut signature, mut bit) = (0, 0);
    for (i, value) in values.iter().enumerate() {
        for earlier in values.iter().take(i) {
            signature |= usize::from(earlier > value) << bit;
            bit += 1;
        }
    }
    signature
}
