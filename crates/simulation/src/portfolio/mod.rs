//! What a budget buys: the expected loss under every set of measures, the efficient frontier, the
//! best set for a budget, and what would come in or go out next.
//!
//! The expected loss is a sum over scenarios, and a measure touches few of them: for each scenario a
//! table over the subsets of the measures in its scope holds what they leave of its loss. A portfolio
//! is then one look into each table; up to [`MOST_ENUMERATED`] measures all portfolios are tried.
//!
//! The figures count each event alone, as the formulas of [`crate::analytic`] for chances do; on the
//! reference city that overstates the loss by 0.1 %.

mod enumerate;
mod search;
mod tables;

use crate::model::{Model, ModelError};

pub use search::Found;
pub use tables::Tables;

/// Up to so many measures every portfolio is tried; beyond, a local search tells its gap.
pub const MOST_ENUMERATED: usize = 25;
/// A set of measures is a word with one bit for each.
pub const MOST_MEASURES: usize = 64;

/// Measures as bits: bit m is measure m of the model.
pub type Set = u64;

/// A portfolio, its cost and what it leaves of the expected loss, in euros over the term.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Portfolio {
    /// Its measures.
    pub measures: Set,
    /// What they cost.
    pub cost: f64,
    /// Expected loss with them.
    pub loss: f64,
}

impl Portfolio {
    /// The indices of its measures.
    pub fn indices(&self) -> Vec<usize> {
        (0..MOST_MEASURES)
            .filter(|m| self.measures >> m & 1 == 1)
            .collect()
    }

    /// Cost and loss together: what society pays.
    pub fn total(&self) -> f64 {
        self.cost + self.loss
    }
}

/// One measure more or less, seen from a portfolio.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Index of the measure.
    pub measure: usize,
    /// What it costs.
    pub cost: f64,
    /// What it saves beside the others of the portfolio, in expected loss over the term.
    pub saves: f64,
}

/// Why there is no portfolio.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPortfolio {
    /// More measures than a set can hold.
    #[error("{0} measures; at most {MOST_MEASURES} can be weighed together")]
    TooMany(usize),
    /// Too many measures meet in one scenario.
    #[error("{count} measures act on scenario `{scenario}`; at most {most} can")]
    Entangled {
        /// The scenario.
        scenario: String,
        /// How many measures act on it.
        count: usize,
        /// How many may.
        most: usize,
    },
    /// An alternative makes something depend on itself.
    #[error(transparent)]
    Model(#[from] ModelError),
}

impl Tables {
    /// Every portfolio that no other beats in both cost and loss, the cheapest first; `None` beyond
    /// [`MOST_ENUMERATED`] measures.
    pub fn frontier(&self) -> Option<Vec<Portfolio>> {
        (self.measures() <= MOST_ENUMERATED).then(|| enumerate::frontier(self))
    }

    /// The best portfolio within a budget, and how far at most the best there is could be better.
    pub fn best(&self, budget: f64) -> Found {
        match self.frontier() {
            Some(frontier) => {
                let within = frontier.iter().rev().find(|it| it.cost <= budget);
                let best = within.copied().unwrap_or_else(|| self.portfolio(0));
                Found { best, gap: 0.0 }
            }
            None => search::search(self, budget),
        }
    }

    /// A portfolio with its cost and loss.
    pub fn portfolio(&self, measures: Set) -> Portfolio {
        Portfolio {
            measures,
            cost: self.cost(measures),
            loss: self.loss(measures),
        }
    }

    /// The measures that are not in a portfolio, those first that save most for their cost.
    pub fn next_in(&self, measures: Set) -> Vec<Step> {
        let mut steps = self.steps(
            |m| measures >> m & 1 == 0,
            |m| [measures, measures | 1 << m],
        );
        steps.sort_by(|a, b| (b.saves / b.cost).total_cmp(&(a.saves / a.cost)));
        steps
    }

    /// The measures of a portfolio, those first that save least for their cost.
    pub fn next_out(&self, measures: Set) -> Vec<Step> {
        let mut steps = self.steps(
            |m| measures >> m & 1 == 1,
            |m| [measures & !(1 << m), measures],
        );
        steps.sort_by(|a, b| (a.saves / a.cost).total_cmp(&(b.saves / b.cost)));
        steps
    }

    fn steps(
        &self,
        wanted: impl Fn(usize) -> bool,
        without_and_with: impl Fn(usize) -> [Set; 2],
    ) -> Vec<Step> {
        let step = |measure: usize| {
            let [without, with] = without_and_with(measure);
            Step {
                measure,
                cost: self.cost(1 << measure),
                saves: self.loss(without) - self.loss(with),
            }
        };
        (0..self.measures())
            .filter(|m| wanted(*m))
            .map(step)
            .collect()
    }

    /// What it costs in expected loss to put a portfolio off by `days`: the share of the term that
    /// passes without it.
    pub fn cost_of_postponing(&self, measures: Set, days: f64) -> f64 {
        let share = (days / self.term_days()).clamp(0.0, 1.0);
        share * (self.loss(0) - self.loss(measures))
    }
}

/// The tables of a model.
///
/// # Errors
/// See [`NoPortfolio`].
pub fn tables(model: &Model) -> Result<Tables, NoPortfolio> {
    Tables::new(model)
}
