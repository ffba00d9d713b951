//! Findings and proposed actions of a round.

use domain::assessment::{Action, Body, Effect, Effort, Finding, Written};
use domain::{ActionId, FindingId, Marked, RoundId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use crate::OrgStore;
use crate::assessment::Stamp;
use crate::error::StoreResult;
use crate::row::{
    day, day_text, exactly_one, kept_since, marking, must, optional, place, place_columns, title,
};

#[derive(FromRow)]
struct FindingRow {
    id: Uuid,
    theme_id: String,
    criterion_id: String,
    title: String,
    body: String,
    publicity: String,
    ground: String,
    revision: i64,
}

impl FindingRow {
    fn read(self) -> StoreResult<Finding> {
        const TABLE: &str = "finding";
        let text = Written {
            title: title(&self.title, TABLE)?,
            body: self.body,
        };
        Ok(Finding {
            id: FindingId(self.id),
            place: place(self.theme_id, self.criterion_id),
            text: Marked::new(text, marking(&self.publicity, &self.ground, TABLE)?),
            revision: self.revision,
        })
    }
}

#[derive(FromRow)]
struct ActionRow {
    id: Uuid,
    theme_id: String,
    criterion_id: String,
    title: String,
    body: String,
    owner: String,
    decided_by: String,
    effort: String,
    effect: String,
    due_on: Option<String>,
    is_decision: bool,
    publicity: String,
    ground: String,
    revision: i64,
}

impl ActionRow {
    fn read(self) -> StoreResult<Action> {
        const TABLE: &str = "proposed_action";
        let text = Written {
            title: title(&self.title, TABLE)?,
            body: self.body,
        };
        Ok(Action {
            id: ActionId(self.id),
            place: place(self.theme_id, self.criterion_id),
            text: Marked::new(text, marking(&self.publicity, &self.ground, TABLE)?),
            owner: optional(self.owner),
            decided_by: must(Body::from_code(&self.decided_by), TABLE, "decided_by")?,
            effort: must(Effort::from_code(&self.effort), TABLE, "effort")?,
            effect: must(Effect::from_code(&self.effect), TABLE, "effect")?,
            due_on: day(self.due_on.as_deref(), TABLE)?,
            is_decision: self.is_decision,
            revision: self.revision,
        })
    }
}

impl OrgStore {
    /// Findings of a round.
    pub async fn findings(&mut self, round: RoundId) -> StoreResult<Vec<Finding>> {
        all!(
            self.conn,
            FindingRow,
            "assessment/findings",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(FindingRow::read)
        .collect()
    }

    /// One finding.
    pub async fn finding(&mut self, round: RoundId, id: FindingId) -> StoreResult<Option<Finding>> {
        one!(
            self.conn,
            FindingRow,
            "assessment/finding",
            self.org.0,
            round.0,
            id.0
        )?
        .map(FindingRow::read)
        .transpose()
    }

    /// Adds (revision 0) or writes a finding.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_finding(
        &mut self,
        round: RoundId,
        changed: &Finding,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let (theme, criterion) = place_columns(&changed.place);
        let text = changed.text.for_member();
        let at = stamp.at.as_microsecond();
        exactly_one(run!(
            self.conn,
            "assessment/finding_save",
            self.org.0,
            round.0,
            changed.id.0,
            theme,
            criterion,
            text.title.as_str(),
            &text.body,
            changed.text.publicity().code(),
            changed.text.ground().unwrap_or_default(),
            at,
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes a finding; it can be brought back for a day. What was removed earlier goes for good.
    pub async fn remove_finding(
        &mut self,
        round: RoundId,
        id: FindingId,
        at: Timestamp,
    ) -> StoreResult<()> {
        let micros = at.as_microsecond();
        let forgotten = kept_since(at);
        run!(self.conn, "assessment/finding_purge", self.org.0, forgotten)?;
        exactly_one(run!(
            self.conn,
            "assessment/finding_delete",
            self.org.0,
            round.0,
            id.0,
            micros
        )?)
    }

    /// Brings back a removed finding; false when there is none to bring back.
    pub async fn restore_finding(
        &mut self,
        round: RoundId,
        id: FindingId,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let since = kept_since(at);
        Ok(run!(
            self.conn,
            "assessment/finding_restore",
            self.org.0,
            round.0,
            id.0,
            since
        )? == 1)
    }

    /// Actions of a round.
    pub async fn actions(&mut self, round: RoundId) -> StoreResult<Vec<Action>> {
        all!(
            self.conn,
            ActionRow,
            "assessment/actions",
            self.org.0,
            round.0
        )?
        .into_iter()
        .map(ActionRow::read)
        .collect()
    }

    /// One action.
    pub async fn action(&mut self, round: RoundId, id: ActionId) -> StoreResult<Option<Action>> {
        one!(
            self.conn,
            ActionRow,
            "assessment/action",
            self.org.0,
            round.0,
            id.0
        )?
        .map(ActionRow::read)
        .transpose()
    }

    /// Adds (revision 0) or writes an action.
    ///
    /// # Errors
    /// [`crate::StoreError::Conflict`] when someone else wrote meanwhile.
    pub async fn save_action(
        &mut self,
        round: RoundId,
        changed: &Action,
        stamp: Stamp,
    ) -> StoreResult<()> {
        let (theme, criterion) = place_columns(&changed.place);
        let text = changed.text.for_member();
        exactly_one(run!(
            self.conn,
            "assessment/action_save",
            self.org.0,
            round.0,
            changed.id.0,
            theme,
            criterion,
            text.title.as_str(),
            &text.body,
            changed.owner.as_deref().unwrap_or_default(),
            changed.decided_by.code(),
            changed.effort.code(),
            changed.effect.code(),
            day_text(changed.due_on),
            changed.is_decision,
            changed.text.publicity().code(),
            changed.text.ground().unwrap_or_default(),
            stamp.at.as_microsecond(),
            stamp.by.0,
            changed.revision,
        )?)
    }

    /// Removes an action; it can be brought back for a day. What was removed earlier goes for good.
    pub async fn remove_action(
        &mut self,
        round: RoundId,
        id: ActionId,
        at: Timestamp,
    ) -> StoreResult<()> {
        let micros = at.as_microsecond();
        let forgotten = kept_since(at);
        run!(self.conn, "assessment/action_purge", self.org.0, forgotten)?;
        exactly_one(run!(
            self.conn,
            "assessment/action_delete",
            self.org.0,
            round.0,
            id.0,
            micros
        )?)
    }

    /// Brings back a removed action; false when there is none to bring back.
    pub async fn restore_action(
        &mut self,
        round: RoundId,
        id: ActionId,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let since = kept_since(at);
        Ok(run!(
            self.conn,
            "assessment/action_restore",
            self.org.0,
            round.0,
            id.0,
            since
        )? == 1)
    }
}
