//! Beyond what can be enumerated: a local search, and a bound that tells how good it is.

use super::tables::{Tables, pack};
use super::{Portfolio, Set};

/// A portfolio within a budget and how good it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found {
    /// The best that was found.
    pub best: Portfolio,
    /// The expected loss of the best there is can be smaller by at most this, in euros; zero when it
    /// is the best.
    pub gap: f64,
}

/// Adds what saves most for its cost, then exchanges while that helps, from several starts.
pub(super) fn search(tables: &Tables, budget: f64) -> Found {
    let mut best = tables.portfolio(0);
    // Different weights of cost in the greedy choice lead to different hills.
    for weight in [1.0, 0.0, 0.5, 1.5] {
        let start = greedy(tables, budget, weight);
        let climbed = climb(tables, budget, start);
        if climbed.loss < best.loss {
            best = climbed;
        }
    }
    let bound = tables.loss(0) - most_saved(tables, budget);
    Found {
        best,
        gap: (best.loss - bound).max(0.0),
    }
}

fn greedy(tables: &Tables, budget: f64, weight: f64) -> Portfolio {
    let mut now = tables.portfolio(0);
    loop {
        let worth = |it: &Portfolio| {
            (now.loss - it.loss) / libm::pow((it.cost - now.cost).max(1.0), weight)
        };
        let next = neighbours(tables, now.measures, false)
            .map(|set| tables.portfolio(set))
            .filter(|it| it.cost <= budget && it.loss < now.loss)
            .max_by(|a, b| worth(a).total_cmp(&worth(b)));
        match next {
            Some(next) => now = next,
            None => return now,
        }
    }
}

fn climb(tables: &Tables, budget: f64, start: Portfolio) -> Portfolio {
    let mut now = start;
    loop {
        let next = neighbours(tables, now.measures, true)
            .map(|set| tables.portfolio(set))
            .filter(|it| it.cost <= budget && it.loss < now.loss - 1e-6)
            .min_by(|a, b| a.loss.total_cmp(&b.loss));
        match next {
            Some(next) => now = next,
            None => return now,
        }
    }
}

/// Sets with one measure more, and, if wanted, with one exchanged for one or two others.
fn neighbours(tables: &Tables, set: Set, exchange: bool) -> impl Iterator<Item = Set> {
    let count = tables.measures();
    let ins = move || {
        (0..count)
            .filter(move |m| set >> m & 1 == 0)
            .map(|m| 1 << m)
    };
    let outs = (0..count).filter(move |m| exchange && set >> m & 1 == 1);
    let exchanged = outs.flat_map(move |out| {
        let without = set & !(1 << out);
        let pairs = ins().flat_map(move |a: Set| ins().map(move |b: Set| a | b));
        pairs.map(move |pair| without | pair)
    });
    ins().map(move |m| set | m).chain(exchanged)
}

/// No portfolio within the budget saves more than this.
///
/// However measures work together, one adds at most the greatest difference it makes in each table;
/// with these the best is bounded by filling the budget with parts of measures.
fn most_saved(tables: &Tables, budget: f64) -> f64 {
    let whole: Set = Set::MAX >> (64 - tables.measures().max(1));
    let mut offers: Vec<(f64, f64)> = (0..tables.measures())
        .map(|m| (most_difference(tables, m), tables.cost(1 << m)))
        .collect();
    offers.sort_by(|a, b| (b.0 / b.1.max(1e-9)).total_cmp(&(a.0 / a.1.max(1e-9))));
    let (mut left, mut saved) = (budget, 0.0);
    for (saves, cost) in offers {
        let share = if cost > left { left / cost } else { 1.0 };
        saved += saves * share;
        left -= cost * share;
        if share < 1.0 {
            break;
        }
    }
    saved.min(tables.loss(0) - tables.loss(whole))
}

fn most_difference(tables: &Tables, measure: usize) -> f64 {
    let acting = tables
        .by_scope
        .iter()
        .filter(|it| it.scope >> measure & 1 == 1);
    let most = acting.map(|it| {
        let bit = pack(1 << measure, it.scope);
        let difference = |(at, with): (usize, &f64)| {
            let without = it.left.get(at & !bit).copied().unwrap_or(0.0);
            without - with
        };
        let with = it.left.iter().enumerate().filter(|(at, _)| at & bit != 0);
        with.map(difference).fold(0.0, f64::max)
    });
    most.sum()
}
