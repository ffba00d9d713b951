//! All portfolios in the order of a Gray code: each differs from the one before by one measure.
#![expect(
    clippy::indexing_slicing,
    reason = "places are built to fit their tables, and this is a hot loop"
)]

use super::tables::Tables;
use super::{Portfolio, Set};

/// Different sums of costs for which the best portfolio is remembered.
const MOST_SUMS: f64 = 32_768.0;
/// After so many steps the sum is worked out again, so that rounding errors do not add up.
const FRESH: u64 = 4_096;

/// Every portfolio that no other beats in both cost and loss, the cheapest first.
///
/// Where costs are multiples of something that leaves few enough different sums, the best of each
/// sum is remembered. Otherwise a second pass follows: the first finds the least loss in each cell of
/// costs, the second keeps what is better than everything in cheaper cells.
pub(super) fn frontier(tables: &Tables) -> Vec<Portfolio> {
    let gray = Gray::new(tables);
    let whole = tables.cost((1 << tables.measures()) - 1);
    let unit = common_unit(tables).filter(|unit| whole / unit < MOST_SUMS);
    let is_exact = unit.is_some();
    let unit = unit.unwrap_or(whole.max(1e-9) / (MOST_SUMS - 2.0));
    let cell = |cost: f64| (cost / unit + 0.5) as usize;
    let mut best = vec![(f64::INFINITY, 0); cell(whole) + 2];
    let per_euro = 1.0 / unit;
    gray.walk(|set, cost, loss| {
        // Rounding may carry a sum by less than half a unit.
        let best = &mut best[(cost * per_euro + 0.5) as usize];
        if loss < best.0 {
            *best = (loss, set);
        }
    });
    let mut kept: Vec<Set> = best
        .iter()
        .filter(|it| it.0.is_finite())
        .map(|it| it.1)
        .collect();
    if !is_exact {
        kept = beyond_bars(&gray, &best, per_euro);
    }
    let portfolio = |places: &Set| tables.portfolio(gray.measures(*places));
    undominated(kept.iter().map(portfolio).collect())
}

/// The portfolios that are better than everything in cheaper cells.
fn beyond_bars(gray: &Gray<'_>, best: &[(f64, Set)], per_euro: f64) -> Vec<Set> {
    let mut bar = f64::INFINITY;
    let mut bars = Vec::with_capacity(best.len());
    for (loss, _) in best {
        bars.push(bar);
        bar = bar.min(*loss);
    }
    let mut kept = Vec::new();
    gray.walk(|set, cost, loss| {
        if loss < bars[(cost * per_euro + 0.5) as usize] {
            kept.push(set);
        }
    });
    kept
}

/// The greatest number of cents that divides all costs, in euros; none when a cost has parts of
/// cents or nothing costs anything.
fn common_unit(tables: &Tables) -> Option<f64> {
    let mut unit = 0_u64;
    for m in 0..tables.measures() {
        let cents = tables.cost(1 << m) * 100.0;
        if (cents - cents.round()).abs() > 1e-6 {
            return None;
        }
        let (mut a, mut b) = (unit, cents.round() as u64);
        while b > 0 {
            (a, b) = (b, a % b);
        }
        unit = a;
    }
    (unit > 0).then_some(unit as f64 / 100.0)
}

/// Keeps what no cheaper one equals or beats.
fn undominated(mut portfolios: Vec<Portfolio>) -> Vec<Portfolio> {
    portfolios.sort_by(|a, b| {
        let by_cost = a.cost.total_cmp(&b.cost).then(a.loss.total_cmp(&b.loss));
        by_cost.then(a.measures.cmp(&b.measures))
    });
    let mut least = f64::INFINITY;
    portfolios.retain(|it| {
        // A gain of a millionth of a euro is rounding.
        let better = it.loss < least - 1e-6;
        if better {
            least = it.loss;
        }
        better
    });
    portfolios
}

/// The measures in the order in which the code flips them: those that touch fewest tables flip most.
struct Gray<'a> {
    tables: &'a Tables,
    /// For each place of the code, its measure.
    order: Vec<usize>,
    /// For each place: the tables it touches and the bit it flips in their index.
    touches: Vec<Vec<(u32, u32)>>,
    /// All tables one after the other, and where each begins.
    left: Vec<f64>,
    starts: Vec<u32>,
}

impl<'a> Gray<'a> {
    fn new(tables: &'a Tables) -> Self {
        let touched = |m: usize| {
            let acts = tables.by_scope.iter().filter(|it| it.scope >> m & 1 == 1);
            acts.count()
        };
        let mut order: Vec<usize> = (0..tables.measures()).collect();
        order.sort_by_key(|m| (touched(*m), *m));
        let touches = order.iter().map(|m| {
            let tables = tables.by_scope.iter().zip(0_u32..);
            let acting = tables.filter(|(it, _)| it.scope >> m & 1 == 1);
            let bit = |scope: Set| 1 << (scope & ((1 << m) - 1)).count_ones();
            acting.map(|(it, at)| (at, bit(it.scope))).collect()
        });
        let touches = touches.collect();
        let (mut left, mut starts) = (Vec::new(), Vec::new());
        for table in &tables.by_scope {
            starts.push(left.len() as u32);
            left.extend_from_slice(&table.left);
        }
        Self {
            tables,
            order,
            touches,
            left,
            starts,
        }
    }

    /// The measures of a set of places.
    fn measures(&self, places: Set) -> Set {
        let chosen = self.order.iter().enumerate();
        chosen.fold(0, |set, (place, m)| set | (places >> place & 1) << m)
    }

    /// Visits every set of places with its cost and loss.
    fn walk(&self, mut visit: impl FnMut(Set, f64, f64)) {
        let costs: Vec<f64> = self
            .order
            .iter()
            .map(|m| self.tables.cost(1 << m))
            .collect();
        // Where each table is looked into: its start plus the subset of its scope.
        let mut places = self.starts.clone();
        let (mut set, mut cost, mut loss) = (0, 0.0, self.tables.loss(0));
        visit(set, cost, loss);
        for step in 1..1_u64 << self.order.len() {
            let place = step.trailing_zeros() as usize;
            set ^= 1 << place;
            let comes_in = set >> place & 1 == 1;
            for (table, bit) in &self.touches[place] {
                let at = &mut places[*table as usize];
                let before = self.left[*at as usize];
                let after = [*at - bit.min(at), *at + bit];
                *at = after[usize::from(comes_in)];
                loss += self.left[*at as usize] - before;
            }
            cost += if comes_in {
                costs[place]
            } else {
                -costs[place]
            };
            if step.is_multiple_of(FRESH) {
                let left = places.iter().map(|at| self.left[*at as usize]);
                loss = self.tables.untouched() + left.sum::<f64>();
                cost = self.tables.cost(self.measures(set));
            }
            visit(set, cost, loss);
        }
    }
}
