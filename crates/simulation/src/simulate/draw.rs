//! Drawing what happens in a block of terms: times, kinds of events, durations and costs.
#![expect(
    clippy::indexing_slicing,
    reason = "indices are drawn within the table they index"
)]

use super::program::{Program, SLOTS};
use super::tables::{Variates, exponentials};
use crate::distribution::Xoshiro256;

/// An event of a term.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    /// Days from the start of the term.
    pub(crate) time: f64,
    /// Index of its kind.
    pub(crate) kind: u32,
    /// Where its values begin: the cost of the response, then the duration of each hit.
    pub(crate) first: u32,
}

/// Some terms and what happens in them.
#[derive(Debug, Default)]
pub(crate) struct Block {
    /// The events of all terms, ascending in time within a term.
    pub(crate) events: Vec<Event>,
    /// For each term, where its events end.
    pub(crate) ends: Vec<u32>,
    /// Slot of each value.
    pub(crate) slots: Vec<u32>,
    /// Costs and durations.
    pub(crate) values: Vec<f32>,
}

/// A column of the alias table.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Column {
    threshold: u32,
    own: u32,
    other: u32,
}

/// The sampler of a program: a superposition of Poisson processes, one for each kind.
#[derive(Debug)]
pub(crate) struct Sampler {
    variates: &'static Variates,
    /// Alias table (Walker 1977, in Vose's form): each column keeps its own kind below the
    /// threshold and names another above.
    alias: Vec<Column>,
    /// Days between events; infinite when nothing ever happens.
    mean_gap: f64,
}

/// Values that are drawn together.
const GROUP: usize = 8;

/// How many events make a block worth the while: their values stay in the first cache.
const EVENTS: usize = 512;

impl Sampler {
    pub(crate) fn new(rates: &[f64]) -> Self {
        let total: f64 = rates.iter().sum();
        Self {
            variates: Variates::shared(),
            alias: alias(rates, total),
            mean_gap: 1.0 / total,
        }
    }

    /// Fills the block with at most `most` terms; tells how many.
    pub(crate) fn fill(
        &self,
        program: &Program,
        rng: &mut Xoshiro256,
        block: &mut Block,
        most: usize,
    ) -> usize {
        block.clear();
        let mut terms = 0;
        while terms < most && block.events.len() < EVENTS {
            self.term(program.term, rng, block);
            terms += 1;
        }
        expand(program, rng, block);
        self.values(program, rng, block);
        terms
    }

    /// One term: exponential gaps put its events in order without sorting.
    fn term(&self, term: f64, rng: &mut Xoshiro256, block: &mut Block) {
        let mut time = 0.0;
        let columns = self.alias.len() as u64;
        loop {
            let bits = rng.next_u64();
            time += f64::from(self.variates.exponential((bits >> 32) as u32)) * self.mean_gap;
            if columns == 0 || time >= term {
                break;
            }
            // A few thousand columns leave the second half of the bits fine enough.
            let half = if columns < 4_096 {
                bits & 0xffff_ffff
            } else {
                rng.next_u64() >> 32
            };
            let place = half * columns;
            let column = (place >> 32) as usize;
            let Column {
                threshold,
                own,
                other,
            } = self.alias[column];
            let kind = if place as u32 <= threshold {
                own
            } else {
                other
            };
            block.events.push(Event {
                time,
                kind,
                first: 0,
            });
        }
        block.ends.push(block.events.len() as u32);
    }

    /// Draws all values of the block: scores, then logarithms, then exponentials.
    fn values(&self, program: &Program, rng: &mut Xoshiro256, block: &mut Block) {
        let table = &program.slots;
        // Whole groups, so that the loops need no remainder; what is too much is cut off again.
        let used = block.slots.len();
        block.slots.resize(used.next_multiple_of(GROUP), 0);
        block.values.resize(block.slots.len(), 0.0);
        let (groups, _) = block.values.as_chunks_mut::<GROUP>();
        for group in groups {
            let bits: [u64; GROUP / 2] = std::array::from_fn(|_| rng.next_u64());
            for (pair, bits) in group.as_chunks_mut::<2>().0.iter_mut().zip(bits) {
                let [low, high] = pair;
                *low = self.variates.score(bits as u32);
                *high = self.variates.score((bits >> 32) as u32);
            }
        }
        if table.correlated {
            self.correlate(program, rng, block);
        }
        let groups = block.values.as_chunks_mut::<GROUP>().0.iter_mut();
        for (values, slots) in groups.zip(block.slots.as_chunks::<GROUP>().0) {
            for (value, slot) in values.iter_mut().zip(slots) {
                *value = table.log_value(*slot, *value);
            }
        }
        exponentials(&mut block.values);
        block.slots.truncate(used);
        block.values.truncate(used);
    }

    /// Mixes the severity of each event into the scores of its values.
    fn correlate(&self, program: &Program, rng: &mut Xoshiro256, block: &mut Block) {
        for (i, event) in block.events.iter().enumerate() {
            let severity = self.variates.score((rng.next_u64() >> 32) as u32);
            let first = event.first as usize;
            let last = block
                .events
                .get(i + 1)
                .map_or(block.slots.len(), |it| it.first as usize);
            for (value, slot) in block.values[first..last]
                .iter_mut()
                .zip(&block.slots[first..last])
            {
                let slot = &program.slots.slots[*slot as usize];
                *value = slot.shared * severity + slot.own * *value;
            }
        }
    }
}

impl Block {
    pub(crate) fn clear(&mut self) {
        self.events.clear();
        self.ends.clear();
        self.slots.clear();
        self.values.clear();
    }
}

/// Gives each event its slots. A compiled kind copies all it could have and keeps what it has, so
/// that there is nothing to decide; a wide one decides hit by hit.
fn expand(program: &Program, rng: &mut Xoshiro256, block: &mut Block) {
    let slots = &mut block.slots;
    slots.reserve(block.events.len() * SLOTS + GROUP);
    for event in &mut block.events {
        let kind = &program.kinds[event.kind as usize];
        event.first = slots.len() as u32;
        if kind.wide {
            slots.push(kind.slots[0]);
            let effects = kind.base..kind.base + kind.hits;
            let chance = |slot: &u32| program.slots.probability[*slot as usize];
            slots.extend(effects.filter(|slot| rng.uniform() < chance(slot)));
        } else {
            let kept = slots.len() + kind.hits as usize + 1;
            slots.extend_from_slice(&kind.slots);
            slots.truncate(kept);
        }
    }
}

/// What never happens has no column, so that it is never drawn, not even once in 2^32.
fn alias(rates: &[f64], total: f64) -> Vec<Column> {
    let kinds: Vec<u32> = (0_u32..)
        .zip(rates)
        .filter_map(|(kind, rate)| (*rate > 0.0).then_some(kind))
        .collect();
    let count = kinds.len();
    let scaled = |kind: &u32| rates[*kind as usize] / total * count as f64;
    let mut share: Vec<f64> = kinds.iter().map(scaled).collect();
    let whole = |own: &u32| Column {
        threshold: u32::MAX,
        own: *own,
        other: *own,
    };
    let mut columns: Vec<Column> = kinds.iter().map(whole).collect();
    let (mut small, mut large): (Vec<usize>, Vec<usize>) =
        (0..count).partition(|at| share[*at] < 1.0);
    while let (Some(low), Some(high)) = (small.pop(), large.last().copied()) {
        columns[low].threshold = (share[low] * 4_294_967_296.0 - 1.0).max(0.0) as u32;
        columns[low].other = kinds[high];
        share[high] -= 1.0 - share[low];
        if share[high] < 1.0 {
            large.pop();
            small.push(high);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_table_keeps_every_share() {
        let rates = [0.5, 0.0, 3.0, 0.01, 1.0, 0.49];
        let total: f64 = rates.iter().sum();
        let table = alias(&rates, total);
        let mut found = [0.0; 6];
        assert!(table.iter().all(|it| it.own != 1 && it.other != 1));
        for it in &table {
            let below = (f64::from(it.threshold) + 1.0) / 4_294_967_296.0;
            found[it.own as usize] += below / 5.0;
            found[it.other as usize] += (1.0 - below) / 5.0;
        }
        for (found, rate) in found.iter().zip(rates) {
            assert!(
                (found - rate / total).abs() < 1e-9,
                "{found} against {rate}"
            );
        }
    }
}
