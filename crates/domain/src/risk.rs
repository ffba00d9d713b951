//! What may happen to a municipality: the loss its council tolerates and the simulations it has run.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words::words;

/// The council's tolerance: a loss above so many euros in at most so many of a hundred terms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LossLimit {
    /// Euros in a council term.
    pub euros: i64,
    /// In at most so many of a hundred terms, 0 to 99.
    pub of_hundred: i64,
}

/// What the council tolerates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Appetite {
    /// The line, the smallest loss first; empty while nobody has decided.
    pub limits: Vec<LossLimit>,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl Appetite {
    /// The limits in order: where a loss is larger, it may happen no more often.
    ///
    /// Nothing when two limits name the same loss, or a larger loss is allowed more often.
    pub fn ordered(mut limits: Vec<LossLimit>) -> Option<Vec<LossLimit>> {
        limits.sort_by_key(|limit| limit.euros);
        let in_order = limits.windows(2).all(
            |pair| matches!(pair, [a, b] if a.euros < b.euros && a.of_hundred >= b.of_hundred),
        );
        in_order.then_some(limits)
    }
}

words! {
    /// How far a simulation is.
    RunState {
        /// Being worked on.
        Running = "running",
        /// Somebody asked it to stop.
        Stopping = "stopping",
        /// Stopped before it was done.
        Stopped = "stopped",
        /// Done.
        Done = "done",
    }
}

/// A simulation: what was asked, how far it is, what came out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskRun {
    /// Id.
    #[serde(skip)]
    pub id: String,
    /// Fingerprint of the model: SHA-256, hexadecimal.
    pub fingerprint: String,
    /// The program's version.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Terms to simulate.
    pub terms: u64,
    /// Terms done.
    pub done: u64,
    /// How far it is.
    pub state: RunState,
    /// When it was begun.
    pub begun: Timestamp,
    /// When it last told of itself.
    pub told: Timestamp,
    /// What came out; nothing until it is done.
    pub outcome: Option<RunOutcome>,
    /// Revision for optimistic editing; 0 for a new one.
    #[serde(skip)]
    pub revision: i64,
}

impl RiskRun {
    /// Whether it is, by its own word, still to be worked on. Its job says whether anybody does.
    pub const fn is_working(&self) -> bool {
        matches!(self.state, RunState::Running | RunState::Stopping)
    }
}

/// A figure and its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimated {
    /// The figure.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
}

/// What came out of a simulation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunOutcome {
    /// By service, in the order of the model: outage days of a term, and the share of terms with an
    /// outage longer than tolerable.
    pub services: Vec<(Estimated, Estimated)>,
    /// Loss of a term in euros.
    pub loss: Estimated,
    /// Shares and the losses that they do not exceed.
    pub quantiles: Vec<(f64, Estimated)>,
    /// Residents who meet an intolerable outage in a term: at least and at most.
    pub affected: (Estimated, Estimated),
    /// Share of terms by how many services have an intolerable outage; the last is all.
    pub services_intolerable: Vec<f64>,
    /// Share of events that met another one.
    pub overlap: f64,
    /// Events simulated.
    pub events: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(euros: i64, of_hundred: i64) -> LossLimit {
        LossLimit { euros, of_hundred }
    }

    #[test]
    fn a_larger_loss_is_tolerated_no_more_often() {
        let ordered = Appetite::ordered(vec![limit(500, 1), limit(100, 10)]).unwrap();
        assert_eq!(ordered, [limit(100, 10), limit(500, 1)]);
        assert_eq!(Appetite::ordered(vec![limit(100, 1), limit(500, 10)]), None);
        assert_eq!(Appetite::ordered(vec![limit(100, 1), limit(100, 1)]), None);
        assert_eq!(Appetite::ordered(Vec::new()), Some(Vec::new()));
    }
}
