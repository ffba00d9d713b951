//! Threats as a municipality has adapted them.

use domain::ThreatId;
use domain::threat::AdaptedThreat;
use sqlx::FromRow;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, must};

#[derive(FromRow)]
struct ThreatRow {
    threat_id: String,
    body: String,
    revision: i64,
}

impl ThreatRow {
    fn read(self) -> StoreResult<AdaptedThreat> {
        let body: Option<AdaptedThreat> = serde_json::from_str(&self.body).ok();
        Ok(AdaptedThreat {
            threat: ThreatId::new(self.threat_id),
            revision: self.revision,
            ..must(body, "adapted_threat", "body")?
        })
    }
}

impl OrgStore {
    /// The threats that the municipality has adapted.
    pub async fn adapted_threats(&mut self) -> StoreResult<Vec<AdaptedThreat>> {
        all!(self.conn, ThreatRow, "threat/list", self.org.0)?
            .into_iter()
            .map(ThreatRow::read)
            .collect()
    }

    /// One of them; nothing while the shipped ranges hold.
    pub async fn adapted_threat(
        &mut self,
        threat: &ThreatId,
    ) -> StoreResult<Option<AdaptedThreat>> {
        one!(
            self.conn,
            ThreatRow,
            "threat/one",
            self.org.0,
            threat.as_str()
        )?
        .map(ThreatRow::read)
        .transpose()
    }

    /// Adapts (revision 0) a threat or changes how it was adapted.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_adapted_threat(
        &mut self,
        changed: &AdaptedThreat,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let body = must(
            serde_json::to_string(changed).ok(),
            "adapted_threat",
            "body",
        )?;
        exactly_one(run!(
            self.conn,
            "threat/save",
            self.org.0,
            changed.threat.as_str(),
            body,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Goes back to the shipped ranges from own ones of which this revision was seen.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile, or the shipped ones held.
    pub async fn forget_adapted_threat(
        &mut self,
        threat: &ThreatId,
        revision: i64,
    ) -> StoreResult<()> {
        exactly_one(run!(
            self.conn,
            "threat/delete",
            self.org.0,
            threat.as_str(),
            revision
        )?)
    }
}
