//! What the council tolerates, and the simulations that have been run.

use domain::risk::{Appetite, RiskRun};

use crate::record::{Record, records};

records! {
    RiskRun = "run",
}

/// There is one a municipality.
impl Record for Appetite {
    const KIND: &'static str = "appetite";

    fn id(&self) -> &'static str {
        "council"
    }

    fn revision(&self) -> i64 {
        self.revision
    }

    fn stored(self, _id: String, revision: i64) -> Self {
        Self { revision, ..self }
    }
}
