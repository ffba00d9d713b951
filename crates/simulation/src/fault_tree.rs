//! Fault trees: the exact probability of a top event, its minimal cut sets, and what matters.
//!
//! The tree becomes a binary decision diagram (Bryant 1986; Rauzy 1993), in which every path is a
//! disjoint case: repeated events and any number of cut sets are no approximation.
//!
//! Power from two lines, both through one transformer:
//!
//! ```
//! use simulation::fault_tree::{FaultTree, Gate, Input::{Event, Gate as On}};
//!
//! let dark = Gate { at_least: 1, inputs: vec![Event(0), On(1)] };
//! let lines = Gate { at_least: 2, inputs: vec![Event(1), Event(2)] };
//! let tree = FaultTree::new(&[dark, lines], 0, &[0.001, 0.02, 0.05])?;
//! assert!((tree.probability() - (0.001 + 0.999 * 0.001)).abs() < 1e-15);
//! assert_eq!(tree.minimal_cut_sets(100), Ok(vec![vec![0], vec![1, 2]]));
//! # Ok::<(), simulation::fault_tree::Refused>(())
//! ```

use std::collections::BTreeMap;

/// What goes into a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A basic event, by index.
    Event(usize),
    /// Another gate, by index.
    Gate(usize),
}

/// A gate happens when so many of its inputs do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// All for AND, one for OR.
    pub at_least: usize,
    /// The inputs.
    pub inputs: Vec<Input>,
}

/// A coherent fault tree.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultTree {
    diagram: Diagram,
    top: usize,
    probabilities: Vec<f64>,
}

/// Why a tree was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// A gate depends on itself.
    #[error("gate {0} depends on itself")]
    Cycle(usize),
    /// An input does not exist.
    #[error("gate {0} names an event or a gate that does not exist")]
    Missing(usize),
    /// A probability is not between 0 and 1.
    #[error("the probability of event {0} is not between 0 and 1")]
    Probability(usize),
    /// The diagram grew beyond reason, or working it out took too long.
    #[error(
        "the tree is too entangled: its diagram has more than {MOST_NODES} nodes or takes too long"
    )]
    TooLarge,
}

/// Why cut sets are not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoCutSets {
    /// There are more than were asked for, in the tree or in a part of it.
    #[error("there are more than {0} minimal cut sets")]
    TooMany(usize),
    /// Telling minimal ones from others takes too long.
    #[error("the tree is too entangled: its minimal cut sets take too long")]
    TooLong,
}

/// Nodes of the diagram.
const MOST_NODES: usize = 2_000_000;
/// How deep gates and diagrams may be: every level is a call.
const MOST_EVENTS: usize = 5_000;
/// Steps of working a diagram out, some seconds.
const MOST_STEPS: usize = 8_000_000;
/// Events of cut sets that are compared, some seconds.
const MOST_COMPARED: usize = 200_000_000;
/// What keeping an event of a cut set costs, in comparisons: time, and memory above all.
const KEEPING: usize = 8;

impl FaultTree {
    /// Builds the diagram of a gate over basic events with these probabilities.
    ///
    /// # Errors
    /// See [`Refused`].
    pub fn new(gates: &[Gate], top: usize, probabilities: &[f64]) -> Result<Self, Refused> {
        for (at, p) in probabilities.iter().enumerate() {
            if !(0.0..=1.0).contains(p) {
                return Err(Refused::Probability(at));
            }
        }
        if probabilities.len() > MOST_EVENTS || gates.len() > MOST_EVENTS {
            return Err(Refused::TooLarge);
        }
        let mut build = Build {
            gates,
            place: vec![None; probabilities.len()],
            done: vec![None; gates.len()],
            open: vec![false; gates.len()],
            diagram: Diagram::default(),
        };
        let top = build.gate(top)?;
        Ok(Self {
            top,
            diagram: build.diagram,
            probabilities: probabilities.to_vec(),
        })
    }

    /// The probability of the top event.
    pub fn probability(&self) -> f64 {
        self.given(&self.probabilities)
    }

    /// The same with other probabilities of the basic events.
    pub fn given(&self, probabilities: &[f64]) -> f64 {
        let mut values: Vec<f64> = vec![0.0, 1.0];
        for node in self.diagram.nodes.iter().skip(2) {
            let p = probabilities.get(node.event).copied().unwrap_or(0.0);
            let value = |at: usize| values.get(at).copied().unwrap_or(0.0);
            let value = p * value(node.high) + (1.0 - p) * value(node.low);
            values.push(value);
        }
        values.get(self.top).copied().unwrap_or(0.0)
    }

    /// Birnbaum's importance of each basic event: how much more probable the top event is when it
    /// has happened than when it cannot.
    pub fn importance(&self) -> Vec<f64> {
        let mut changed = self.probabilities.clone();
        let mut importance = Vec::with_capacity(changed.len());
        for (at, p) in self.probabilities.iter().enumerate() {
            let mut with = |value: f64| {
                changed.splice(at..=at, [value]);
                self.given(&changed)
            };
            let difference = with(1.0) - with(0.0);
            with(*p);
            importance.push(difference);
        }
        importance
    }

    /// The smallest sets of basic events that bring the top event about, the shortest first.
    ///
    /// # Errors
    /// See [`NoCutSets`]: it ends after some seconds, whatever the tree.
    pub fn minimal_cut_sets(&self, most: usize) -> Result<Vec<Vec<usize>>, NoCutSets> {
        let mut sets: Vec<Vec<Vec<usize>>> = vec![Vec::new(), vec![Vec::new()]];
        let none: Vec<Vec<usize>> = Vec::new();
        let mut left = MOST_COMPARED;
        let is_part = self.diagram.beneath(self.top);
        for (node, is_part) in self.diagram.nodes.iter().zip(is_part).skip(2) {
            if !is_part {
                sets.push(Vec::new());
                continue;
            }
            let low = sets.get(node.low).unwrap_or(&none);
            let high = sets.get(node.high).unwrap_or(&none);
            let all = either(low, high, node.event, &mut left)?;
            if all.len() > most {
                return Err(NoCutSets::TooMany(most));
            }
            sets.push(all);
        }
        let mut cut_sets = sets.get(self.top).cloned().unwrap_or_default();
        cut_sets.sort_by(|a, b| a.len().cmp(&b.len()).then(a.cmp(b)));
        Ok(cut_sets)
    }
}

/// The cut sets of a node: those without its event, and those with it that need it. What it takes is taken
/// from what is left of comparisons.
fn either(
    low: &[Vec<usize>],
    high: &[Vec<usize>],
    event: usize,
    left: &mut usize,
) -> Result<Vec<Vec<usize>>, NoCutSets> {
    let mut all = low.to_vec();
    for set in high {
        let mut cost = 0;
        // What is a cut set without the event does not need it.
        let is_needed = !low.iter().any(|shorter| {
            cost += shorter.len().min(set.len()) + 1;
            is_subset(shorter, set)
        });
        *left = left.checked_sub(cost).ok_or(NoCutSets::TooLong)?;
        if is_needed {
            let mut set = set.clone();
            let place = set.partition_point(|it| *it < event);
            set.insert(place, event);
            all.push(set);
        }
    }
    let kept = KEEPING * all.iter().map(Vec::len).sum::<usize>();
    *left = left.checked_sub(kept).ok_or(NoCutSets::TooLong)?;
    Ok(all)
}

/// Whether everything in one ascending list is in another.
fn is_subset(small: &[usize], large: &[usize]) -> bool {
    let mut rest = large.iter();
    small.len() <= large.len()
        && small
            .iter()
            .all(|it| rest.by_ref().any(|other| other == it))
}

/// "If the event happens then `high`, else `low`"; the first two stand for never and always.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    place: usize,
    event: usize,
    low: usize,
    high: usize,
}

#[derive(Debug, Clone, PartialEq)]
struct Diagram {
    nodes: Vec<Node>,
    unique: BTreeMap<(usize, usize, usize), usize>,
    done: BTreeMap<(usize, usize, usize), usize>,
    steps: usize,
}

const NEVER: usize = 0;
const ALWAYS: usize = 1;

impl Default for Diagram {
    fn default() -> Self {
        let leaf = Node {
            place: usize::MAX,
            event: usize::MAX,
            low: 0,
            high: 0,
        };
        Self {
            nodes: vec![leaf; 2],
            unique: BTreeMap::new(),
            done: BTreeMap::new(),
            steps: 0,
        }
    }
}

impl Diagram {
    fn node(&self, at: usize) -> Node {
        let leaf = Node {
            place: usize::MAX,
            event: usize::MAX,
            low: at,
            high: at,
        };
        self.nodes
            .get(at)
            .filter(|_| at > ALWAYS)
            .copied()
            .unwrap_or(leaf)
    }

    fn make(
        &mut self,
        place: usize,
        event: usize,
        low: usize,
        high: usize,
    ) -> Result<usize, Refused> {
        if low == high {
            return Ok(low);
        }
        if let Some(known) = self.unique.get(&(place, low, high)) {
            return Ok(*known);
        }
        if self.nodes.len() >= MOST_NODES {
            return Err(Refused::TooLarge);
        }
        self.nodes.push(Node {
            place,
            event,
            low,
            high,
        });
        self.unique.insert((place, low, high), self.nodes.len() - 1);
        Ok(self.nodes.len() - 1)
    }

    /// For each node, whether the one at `top` leads to it. Nodes come after those they lead to.
    fn beneath(&self, top: usize) -> Vec<bool> {
        let mut is_part = vec![false; self.nodes.len()];
        let mark = |is_part: &mut Vec<bool>, at: usize| {
            if let Some(part) = is_part.get_mut(at) {
                *part = true;
            }
        };
        mark(&mut is_part, top);
        for (at, node) in self.nodes.iter().enumerate().skip(2).rev() {
            if is_part.get(at).copied().unwrap_or(false) {
                mark(&mut is_part, node.low);
                mark(&mut is_part, node.high);
            }
        }
        is_part
    }

    /// "If a then b, else c".
    fn choose(&mut self, a: usize, b: usize, c: usize) -> Result<usize, Refused> {
        if a == ALWAYS || b == c {
            return Ok(b);
        }
        if a == NEVER {
            return Ok(c);
        }
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return Err(Refused::TooLarge);
        }
        if let Some(known) = self.done.get(&(a, b, c)) {
            return Ok(*known);
        }
        let nodes = [a, b, c].map(|at| self.node(at));
        let Some(first) = nodes.into_iter().min_by_key(|it| it.place) else {
            return Ok(NEVER);
        };
        let side = |high: bool| {
            let of = |(at, node): (usize, Node)| match (node.place == first.place, high) {
                (false, _) => at,
                (true, true) => node.high,
                (true, false) => node.low,
            };
            [(a, 0), (b, 1), (c, 2)].map(|(at, i)| of((at, nodes.get(i).copied().unwrap_or(first))))
        };
        let [yes, then, otherwise] = side(true);
        let high = self.choose(yes, then, otherwise)?;
        let [yes, then, otherwise] = side(false);
        let low = self.choose(yes, then, otherwise)?;
        let made = self.make(first.place, first.event, low, high)?;
        self.done.insert((a, b, c), made);
        Ok(made)
    }
}

struct Build<'a> {
    gates: &'a [Gate],
    /// The place of each event in the order, once it was met.
    place: Vec<Option<usize>>,
    done: Vec<Option<usize>>,
    open: Vec<bool>,
    diagram: Diagram,
}

impl Build<'_> {
    fn gate(&mut self, at: usize) -> Result<usize, Refused> {
        let gate = self.gates.get(at).ok_or(Refused::Missing(at))?;
        if let Some(done) = self.done.get(at).copied().flatten() {
            return Ok(done);
        }
        let open = self.open.get_mut(at).ok_or(Refused::Missing(at))?;
        if std::mem::replace(open, true) {
            return Err(Refused::Cycle(at));
        }
        let mut inputs = Vec::with_capacity(gate.inputs.len());
        for input in &gate.inputs {
            inputs.push(match input {
                Input::Gate(gate) => self.gate(*gate)?,
                Input::Event(event) => self.event(*event).ok_or(Refused::Missing(at))??,
            });
        }
        if gate.at_least > inputs.len() {
            return Ok(self.made(at, NEVER));
        }
        // One for each k from none on: "at least k of the inputs so far".
        let mut reached = vec![NEVER; gate.at_least + 1];
        reached.splice(..1, [ALWAYS]);
        for input in inputs {
            let mut one_less = ALWAYS;
            for reached in reached.iter_mut().skip(1) {
                let as_many = *reached;
                *reached = self.diagram.choose(input, one_less, as_many)?;
                one_less = as_many;
            }
        }
        let made = reached.pop().unwrap_or(NEVER);
        Ok(self.made(at, made))
    }

    /// Remembers the node of a gate.
    fn made(&mut self, at: usize, made: usize) -> usize {
        if let (Some(done), Some(open)) = (self.done.get_mut(at), self.open.get_mut(at)) {
            *done = Some(made);
            *open = false;
        }
        made
    }

    fn event(&mut self, event: usize) -> Option<Result<usize, Refused>> {
        let known = self.place.iter().flatten().count();
        let place = *self.place.get_mut(event)?.get_or_insert(known);
        Some(self.diagram.make(place, event, NEVER, ALWAYS))
    }
}

#[cfg(test)]
mod tests {
    use super::Input::{Event, Gate as On};
    use super::*;

    fn gate(at_least: usize, inputs: &[Input]) -> Gate {
        Gate {
            at_least,
            inputs: inputs.to_vec(),
        }
    }

    fn tree(gates: &[Gate], probabilities: &[f64]) -> FaultTree {
        FaultTree::new(gates, 0, probabilities).unwrap()
    }

    fn close(value: f64, expected: f64) {
        assert!(
            (value - expected).abs() < 1e-9,
            "{value} against {expected}"
        );
    }

    const ABC: &[f64] = &[0.1, 0.2, 0.3];

    #[test]
    fn the_trees_that_scram_is_tested_with_come_out() {
        let (a, b, c) = (Event(0), Event(1), Event(2));
        close(tree(&[gate(1, &[a, b, c])], ABC).probability(), 0.496);
        let shared = [gate(1, &[On(1), On(2)]), gate(2, &[a, b]), gate(2, &[b, c])];
        let shared = tree(&shared, ABC);
        close(shared.probability(), 0.074);
        assert_eq!(shared.minimal_cut_sets(9).unwrap(), [[0, 1], [1, 2]]);
        let vote = tree(&[gate(2, &[a, b, c])], ABC);
        close(vote.probability(), 0.098);
        assert_eq!(vote.minimal_cut_sets(9).unwrap().len(), 3);
        assert_eq!(vote.minimal_cut_sets(2), Err(NoCutSets::TooMany(2)));
    }

    #[test]
    fn two_trains_of_pump_and_valve_come_out() {
        // Two trains, each fails when its pump or its valve does: SCRAM's `two_train`, and the same
        // in its tests of probabilities.
        let trains = [
            gate(2, &[On(1), On(2)]),
            gate(1, &[Event(0), Event(2)]),
            gate(1, &[Event(1), Event(3)]),
        ];
        close(tree(&trains, &[0.7, 0.7, 0.5, 0.5]).probability(), 0.7225);
        close(tree(&trains, &[0.6, 0.7, 0.4, 0.5]).probability(), 0.646);
    }

    #[test]
    fn three_of_four_good_units_are_the_handbook_value() {
        // Rome Laboratory toolkit: three of four with reliability 0.9 work with 0.9477.
        let units: Vec<Input> = (0..4).map(Event).collect();
        let down = tree(&[gate(2, &units)], &[0.1; 4]);
        close(1.0 - down.probability(), 0.9477);
        // Trivedi, chapter 6: mean time to failure 100 h, to repair 5 h.
        let (up, units) = (100.0 / 105.0, [Event(0), Event(1)]);
        let series = tree(&[gate(1, &units)], &[1.0 - up; 2]);
        let parallel = tree(&[gate(2, &units)], &[1.0 - up; 2]);
        close(1.0 - series.probability(), up * up);
        close(1.0 - parallel.probability(), 1.0 - (1.0 - up) * (1.0 - up));
    }

    #[test]
    fn importance_is_the_derivative() {
        let vote = tree(&[gate(2, &[Event(0), Event(1), Event(2)])], ABC);
        let expected = [
            0.2 + 0.3 - 2.0 * 0.06,
            0.1 + 0.3 - 2.0 * 0.03,
            0.1 + 0.2 - 2.0 * 0.02,
        ];
        for (found, expected) in vote.importance().iter().zip(expected) {
            close(*found, expected);
        }
    }

    #[test]
    fn a_gate_that_wants_more_than_there_is_never_happens() {
        for at_least in [3, usize::MAX] {
            let never = tree(&[gate(at_least, &[Event(0), Event(1)])], ABC);
            close(never.probability(), 0.0);
            assert_eq!(never.minimal_cut_sets(9), Ok(Vec::new()));
        }
    }

    #[test]
    fn cut_sets_end_in_time_whatever_the_tree() {
        // Any 8 of 16 events, three times over, all needed: millions of sets to be told apart.
        let inputs = |from: usize| (from..from + 16).map(Event).collect::<Vec<_>>();
        let top = gate(3, &[On(1), On(2), On(3)]);
        let any = |from| gate(8, &inputs(from));
        let tree = FaultTree::new(&[top, any(0), any(8), any(16)], 0, &[0.1; 32]).unwrap();
        assert!(tree.probability() > 0.0);
        let told = tree.minimal_cut_sets(10_000_000);
        assert_eq!(told, Err(NoCutSets::TooLong));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let circle = [gate(1, &[On(1)]), gate(1, &[On(0)])];
        assert_eq!(FaultTree::new(&circle, 0, &[]), Err(Refused::Cycle(0)));
        let missing = [gate(1, &[Event(3)])];
        assert_eq!(FaultTree::new(&missing, 0, ABC), Err(Refused::Missing(0)));
        assert_eq!(
            FaultTree::new(&[gate(1, &[Event(0)])], 0, &[f64::NAN]),
            Err(Refused::Probability(0))
        );
    }
}
