//! The nightly backup: once for all nodes, tried again every hour of the day until one is proven.

use i18n::format::{day, finland};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::make::make;
use super::place::sweep_proofs;
use crate::queue::{At, Failure, Payload, Policy, Reason};

/// Not before this hour in Finland: the day's work and the nightly marks are done.
const HOUR: i8 = 1;

/// The job that makes a backup.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Backup {
    /// Whether the operator asked for it now.
    pub(super) is_asked: bool,
}

impl Payload for Backup {
    const NAME: &'static str = "backup";
    const POLICY: Policy = Policy::repeatable(3).long();

    fn sample() -> Self {
        Self { is_asked: true }
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let Some(plan) = at.app.backup_plan() else {
            return Ok(());
        };
        // Also when none is due: a copy that a killed process has left is readable.
        sweep_proofs(&plan.scratch);
        let runs = at.app.store().site_read().await?.backups().await?;
        let proven = runs.iter().filter(|run| run.proven_at.is_some());
        let last = proven.map(|run| run.made.at).max();
        if !self.is_asked && !is_due(last, at.app.now()) {
            return Ok(());
        }
        let made = make(&at.app).await;
        made.map(drop).map_err(|fault| {
            tracing::error!(%fault, cause = ?std::error::Error::source(&fault), "the backup failed");
            Failure::NotYet(Reason::Backup)
        })
    }
}

/// Whether the backup of today is still to be made.
fn is_due(last: Option<Timestamp>, now: Timestamp) -> bool {
    now.to_zoned(finland()).hour() >= HOUR && last.is_none_or(|last| day(last) < day(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_made_each_night_of_finland() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        // Half past midnight is too early, one o'clock is not; in summer that is ten in the evening.
        assert!(!is_due(None, at("2027-05-10T21:30:00Z")));
        assert!(is_due(None, at("2027-05-10T22:00:00Z")));
        let made = Some(at("2027-05-10T22:00:05Z"));
        assert!(!is_due(made, at("2027-05-11T20:59:00Z")), "the same day");
        assert!(is_due(made, at("2027-05-11T22:00:00Z")), "the next night");
    }
}
