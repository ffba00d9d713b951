//! What a municipality does about its risks: planned measures, acceptances, decisions.

use domain::measure::{Acceptance, CouncilDecision, PlannedMeasure};

use crate::record::records;

records! {
    PlannedMeasure = "measure",
    Acceptance = "acceptance",
    CouncilDecision = "decision",
}
