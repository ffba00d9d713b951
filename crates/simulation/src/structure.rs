//! When is a service up: its structure function as a signed sum over sets of nodes.
//!
//! With `X_v` = 1 while nothing lasts that put v itself out of order, "service s is up" is a
//! multilinear polynomial: sum over sets S of `coef_S` times the product of `X_v` over S (X^2 = X keeps
//! it multilinear, and keeps shared dependencies of alternatives right). Restricted to the effects of
//! one scenario it also tells which hits make an event take the service down.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Group, Model};

/// Beyond this many sets a polynomial is given up, and the service is told event by event.
pub(crate) const MOST_TERMS: usize = 10_000;

/// Beyond this many pairs of sets to be united at once it is given up as well.
const MOST_PAIRS: usize = 2_000_000;

/// Sets of nodes (ascending indices) with their coefficients, none of which is zero.
pub(crate) type Polynomial = BTreeMap<Vec<u32>, i64>;

/// Effects of one scenario that matter together; an event "touches" the class unless all of them
/// are missed or over.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Class {
    pub(crate) scenario: usize,
    /// Indices of the scenario's effects.
    pub(crate) effects: Vec<usize>,
}

/// A set of nodes that must all be up, as the classes that can break it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NodeSet {
    pub(crate) classes: Vec<usize>,
}

/// How one service depends on what may happen.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Shape {
    /// Coefficients of node sets, `None` when the polynomial was given up.
    pub(crate) sets: Option<Vec<(usize, f64)>>,
    /// For each scenario that can take it down alone: coefficients of classes. The probability that
    /// an event still keeps it down after u days is the sum of coefficient times touch probability.
    pub(crate) events: Vec<(usize, Vec<(usize, f64)>)>,
    /// The classes of every effect that has anything to do with it, one a scenario. An event that
    /// touches none of them is nothing to the service.
    pub(crate) all: Vec<usize>,
    /// Whether `events` tells every scenario that can take it down alone.
    pub(crate) is_whole: bool,
}

/// What of a model does not depend on rates, probabilities and durations.
#[derive(Debug, Clone, PartialEq)]
pub struct Structure {
    pub(crate) classes: Vec<Class>,
    pub(crate) sets: Vec<NodeSet>,
    pub(crate) shapes: Vec<Shape>,
}

impl Structure {
    /// Works out the polynomials of all services.
    pub fn new(model: &Model) -> Self {
        Self::with_limit(model, MOST_TERMS)
    }

    pub(crate) fn with_limit(model: &Model, most_terms: usize) -> Self {
        let mut builder = Builder::new(model);
        let hit: BTreeSet<usize> = builder.hits.keys().copied().collect();
        let polynomials = polynomials(model, &hit, most_terms);
        let mut shapes = Vec::with_capacity(polynomials.len());
        for polynomial in &polynomials {
            shapes.push(match polynomial {
                Some(polynomial) => builder.shape(polynomial),
                None => Shape::default(),
            });
        }
        builder.complete_alone(model, &mut shapes);
        let known = polynomials.iter().zip(model.services());
        for (shape, (polynomial, served)) in shapes.iter_mut().zip(known) {
            let nodes = match polynomial {
                Some(polynomial) => polynomial.keys().flatten().copied().collect(),
                None => beneath(model, std::iter::once(served.node)),
            };
            shape.all = builder.classes_of(&nodes.into_iter().collect::<Vec<u32>>());
        }
        Self {
            classes: builder.classes,
            sets: builder.sets,
            shapes,
        }
    }

    /// Number of node sets over all services, each counted once.
    pub fn terms(&self) -> usize {
        self.sets.len()
    }
}

struct Builder {
    /// For each node that can be hit: the effects that hit it, as (scenario, effect).
    hits: BTreeMap<usize, Vec<(usize, usize)>>,
    class_of: BTreeMap<(usize, Vec<usize>), usize>,
    classes: Vec<Class>,
    set_of: BTreeMap<Vec<u32>, usize>,
    sets: Vec<NodeSet>,
}

impl Builder {
    fn new(model: &Model) -> Self {
        let mut hits: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
        for (j, scenario) in model.scenarios().iter().enumerate() {
            for (k, effect) in scenario.effects.iter().enumerate() {
                hits.entry(effect.node).or_default().push((j, k));
            }
        }
        Self {
            hits,
            class_of: BTreeMap::new(),
            classes: Vec::new(),
            set_of: BTreeMap::new(),
            sets: Vec::new(),
        }
    }

    fn class(&mut self, scenario: usize, effects: Vec<usize>) -> usize {
        let key = (scenario, effects);
        if let Some(class) = self.class_of.get(&key) {
            return *class;
        }
        let class = self.classes.len();
        let (scenario, effects) = key.clone();
        self.classes.push(Class { scenario, effects });
        self.class_of.insert(key, class);
        class
    }

    /// The effects of each scenario on a set of nodes.
    fn touched(&self, set: &[u32]) -> BTreeMap<usize, Vec<usize>> {
        let mut touched: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for node in set {
            for (j, k) in self.hits.get(&(*node as usize)).into_iter().flatten() {
                touched.entry(*j).or_default().push(*k);
            }
        }
        for effects in touched.values_mut() {
            effects.sort_unstable();
        }
        touched
    }

    /// The classes of the effects on a set of nodes, one a scenario.
    fn classes_of(&mut self, set: &[u32]) -> Vec<usize> {
        let touched = self.touched(set).into_iter();
        touched
            .map(|(scenario, effects)| self.class(scenario, effects))
            .collect()
    }

    fn set(&mut self, set: &[u32]) -> usize {
        if let Some(at) = self.set_of.get(set) {
            return *at;
        }
        let classes = self.classes_of(set);
        let at = self.sets.len();
        self.sets.push(NodeSet { classes });
        self.set_of.insert(set.to_vec(), at);
        at
    }

    fn shape(&mut self, polynomial: &Polynomial) -> Shape {
        let mut sets = Vec::with_capacity(polynomial.len());
        let mut events: BTreeMap<usize, BTreeMap<usize, i64>> = BTreeMap::new();
        for (set, coefficient) in polynomial {
            let at = self.set(set);
            sets.push((at, *coefficient as f64));
            let classes = self.sets.get(at).into_iter().flat_map(|set| &set.classes);
            for (class, it) in classes.filter_map(|at| Some((*at, self.classes.get(*at)?))) {
                let event = events.entry(it.scenario).or_default();
                *event.entry(class).or_default() += coefficient;
            }
        }
        Shape {
            sets: Some(sets),
            events: events
                .into_iter()
                .filter_map(|(scenario, event)| Some((scenario, without_zeros(event)?)))
                .collect(),
            all: Vec::new(),
            is_whole: true,
        }
    }

    /// For services whose polynomial was given up: that of each scenario alone, which is no larger
    /// than the subsets of its effects.
    fn complete_alone(&mut self, model: &Model, shapes: &mut [Shape]) {
        if shapes.iter().all(|shape| shape.sets.is_some()) {
            return;
        }
        for shape in shapes.iter_mut().filter(|it| it.sets.is_none()) {
            shape.is_whole = true;
        }
        for (j, scenario) in model.scenarios().iter().enumerate() {
            let nodes: BTreeSet<usize> = scenario.effects.iter().map(|it| it.node).collect();
            let alone = polynomials(model, &nodes, MOST_TERMS);
            let pairs = shapes.iter_mut().zip(alone);
            let given_up = pairs.filter(|(shape, _)| shape.sets.is_none());
            for (shape, polynomial) in given_up {
                shape.is_whole &= polynomial.is_some();
                let event = polynomial.map(|it| self.event(j, &it));
                shape
                    .events
                    .extend(event.and_then(|it| Some((j, without_zeros(it)?))));
            }
        }
    }

    /// The coefficients of the classes of one scenario.
    fn event(&mut self, j: usize, polynomial: &Polynomial) -> BTreeMap<usize, i64> {
        let mut event: BTreeMap<usize, i64> = BTreeMap::new();
        for (set, coefficient) in polynomial {
            if let Some(effects) = self.touched(set).remove(&j) {
                let class = self.class(j, effects);
                *event.entry(class).or_default() += coefficient;
            }
        }
        event
    }
}

/// These nodes and everything that they depend on, near or far.
pub(crate) fn beneath(model: &Model, nodes: impl Iterator<Item = usize>) -> BTreeSet<u32> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = nodes.collect();
    while let Some(at) = open.pop() {
        if seen.insert(at as u32) {
            let groups = model.nodes().get(at).map_or(&[][..], |it| &it.groups);
            open.extend(groups.iter().flat_map(|it| it.members.iter().copied()));
        }
    }
    seen
}

/// The classes whose coefficient is not zero; nothing when none is.
fn without_zeros(event: BTreeMap<usize, i64>) -> Option<Vec<(usize, f64)>> {
    let classes: Vec<(usize, f64)> = event
        .into_iter()
        .filter(|(_, coefficient)| *coefficient != 0)
        .map(|(class, coefficient)| (class, coefficient as f64))
        .collect();
    (!classes.is_empty()).then_some(classes)
}

/// The polynomial of each service in the nodes of `hit`; all others are always up.
pub(crate) fn polynomials(
    model: &Model,
    hit: &BTreeSet<usize>,
    most_terms: usize,
) -> Vec<Option<Polynomial>> {
    let mut of_node: Vec<Option<Polynomial>> = vec![None; model.nodes().len()];
    for &at in model.order() {
        let Some(node) = model.nodes().get(at) else {
            continue;
        };
        let mut up = Some(if hit.contains(&at) {
            Polynomial::from([(vec![at as u32], 1)])
        } else {
            one()
        });
        for group in &node.groups {
            up = up
                .zip(group_up(group, &of_node, most_terms))
                .and_then(|(up, group)| product(&up, &group, most_terms));
        }
        if let Some(slot) = of_node.get_mut(at) {
            *slot = up;
        }
    }
    let polynomial = |node: usize| of_node.get(node).cloned().flatten();
    model.services().map(|it| polynomial(it.node)).collect()
}

fn one() -> Polynomial {
    Polynomial::from([(Vec::new(), 1)])
}

/// "At least `needed` members are up", one member after the other: with U(i, k) for "k of the first
/// i", `U(i, k) = U(i-1, k) + X_i (U(i-1, k-1) - U(i-1, k))`.
fn group_up(
    group: &Group,
    of_node: &[Option<Polynomial>],
    most_terms: usize,
) -> Option<Polynomial> {
    let mut at_least: Vec<Polynomial> = vec![Polynomial::new(); group.needed + 1];
    *at_least.first_mut()? = one();
    for (left, member) in (0..group.members.len()).rev().zip(&group.members) {
        let up = of_node.get(*member)?.as_ref()?;
        // Fewer than this cannot become enough any more, so that AND is a plain product.
        let least = group.needed.saturating_sub(left).max(1);
        for k in (least..=group.needed).rev() {
            let mut change = at_least.get(k - 1)?.clone();
            add(&mut change, at_least.get(k)?, -1);
            let change = product(up, &change, most_terms)?;
            add(at_least.get_mut(k)?, &change, 1);
        }
    }
    at_least.pop().filter(|it| it.len() <= most_terms)
}

fn add(sum: &mut Polynomial, other: &Polynomial, sign: i64) {
    for (set, coefficient) in other {
        let value = sum.entry(set.clone()).or_default();
        *value += sign * coefficient;
        if *value == 0 {
            sum.remove(set);
        }
    }
}

fn product(a: &Polynomial, b: &Polynomial, most_terms: usize) -> Option<Polynomial> {
    // What cancels leaves a small product, but it takes its time all the same.
    if a.len().saturating_mul(b.len()) > MOST_PAIRS {
        return None;
    }
    let mut product = Polynomial::new();
    for (left, x) in a {
        for (right, y) in b {
            let value = product.entry(union(left, right)).or_default();
            *value = value.checked_add(x.checked_mul(*y)?)?;
        }
        if product.len() > 4 * most_terms {
            return None;
        }
    }
    product.retain(|_, coefficient| *coefficient != 0);
    (product.len() <= most_terms).then_some(product)
}

/// The union of two ascending lists.
fn union(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut union = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(x), Some(y)) if x == y => {
                b.next();
                a.next()
            }
            (Some(x), Some(y)) if x > y => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        match next {
            Some(next) => union.push(*next),
            None => return union,
        }
    }
}
