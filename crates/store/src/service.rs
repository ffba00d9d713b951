//! Services and what they depend on.

use domain::NodeId;
use domain::service::{Care, Need, Node, NodeKind};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{exactly_one, kept_since, must};

const TABLE: &str = "service_node";

#[derive(FromRow)]
struct NodeRow {
    id: Uuid,
    kind: String,
    name: String,
    note: String,
    is_proposed: bool,
    origin: String,
    promise_hours: Option<i64>,
    needs: String,
    care: String,
    revision: i64,
}

impl NodeRow {
    fn read(self) -> StoreResult<Node> {
        let needs: Option<Vec<Need>> = serde_json::from_str(&self.needs).ok();
        let care: Option<Care> = serde_json::from_str(&self.care).ok();
        Ok(Node {
            id: NodeId(self.id),
            kind: must(NodeKind::from_code(&self.kind), TABLE, "kind")?,
            name: self.name,
            note: self.note,
            promise_hours: self.promise_hours,
            needs: must(needs, TABLE, "needs")?,
            is_proposed: self.is_proposed,
            origin: self.origin,
            care: must(care, TABLE, "care")?,
            revision: self.revision,
        })
    }
}

/// What tells that a register has changed: as long as it is the same, so is the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct RegisterState {
    things: i64,
    revisions: i64,
    updated: i64,
    removed: i64,
}

impl OrgStore {
    /// What tells that the register has changed.
    pub async fn register_state(&mut self) -> StoreResult<RegisterState> {
        let state = one!(self.conn, RegisterState, "service/state", self.org.0)?;
        must(state, TABLE, "state")
    }

    /// Every service and what they depend on.
    pub async fn nodes(&mut self) -> StoreResult<Vec<Node>> {
        all!(self.conn, NodeRow, "service/list", self.org.0)?
            .into_iter()
            .map(NodeRow::read)
            .collect()
    }

    /// One service, or one thing that services depend on.
    pub async fn node(&mut self, id: NodeId) -> StoreResult<Option<Node>> {
        one!(self.conn, NodeRow, "service/one", self.org.0, id.0)?
            .map(NodeRow::read)
            .transpose()
    }

    /// Adds (revision 0) or writes a service or what one depends on.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_node(&mut self, changed: &Node, stamp: Stamp) -> StoreResult<()> {
        let needs = must(serde_json::to_string(&changed.needs).ok(), TABLE, "needs")?;
        let care = must(serde_json::to_string(&changed.care).ok(), TABLE, "care")?;
        exactly_one(run!(
            self.conn,
            "service/save",
            self.org.0,
            changed.id.0,
            changed.kind.code(),
            &changed.name,
            &changed.note,
            changed.is_proposed,
            &changed.origin,
            changed.promise_hours,
            &needs,
            &care,
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes it; it can be brought back for a day. What was removed earlier goes for good.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn remove_node(
        &mut self,
        id: NodeId,
        revision: i64,
        at: Timestamp,
    ) -> StoreResult<()> {
        let micros = at.as_microsecond();
        let forgotten = kept_since(at);
        run!(self.conn, "service/purge", self.org.0, forgotten)?;
        exactly_one(run!(
            self.conn,
            "service/delete",
            self.org.0,
            id.0,
            revision,
            micros
        )?)
    }

    /// Brings back what was removed within a day; false when there is nothing to bring back.
    pub async fn restore_node(&mut self, id: NodeId, at: Timestamp) -> StoreResult<bool> {
        let forgotten = kept_since(at);
        Ok(run!(self.conn, "service/restore", self.org.0, id.0, forgotten)? == 1)
    }
}
