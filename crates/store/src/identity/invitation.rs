//! Invitations: they stay when they are over, so that a link can say why it no longer works.

use domain::identity::{Email, Role};
use domain::{InvitationId, OrgId};
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

use super::roles;
use crate::error::StoreResult;
use crate::row::{moment, must};
use crate::{OrgStore, SiteStore};

/// An invitation, waiting or over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The organisation.
    pub org: OrgId,
    /// Id.
    pub id: InvitationId,
    /// To whom.
    pub email: Email,
    /// The person's name as whoever invited wrote it; may be empty.
    pub name: String,
    /// The roles it gives.
    pub roles: Vec<Role>,
    /// Whether its link was mailed and shown to nobody.
    pub is_mailed: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be used.
    pub expires_at: Timestamp,
    /// When it was used.
    pub accepted_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct InvitationRow {
    org_id: Uuid,
    id: Uuid,
    email: String,
    name: String,
    roles: String,
    is_mailed: bool,
    created_at: i64,
    expires_at: i64,
    accepted_at: Option<i64>,
    withdrawn_at: Option<i64>,
}

const TABLE: &str = "invitation";

impl InvitationRow {
    fn read(self) -> StoreResult<Invitation> {
        let perhaps = |at: Option<i64>| at.map(|at| moment(at, TABLE)).transpose();
        Ok(Invitation {
            org: OrgId(self.org_id),
            id: InvitationId(self.id),
            email: must(Email::parse(&self.email).ok(), TABLE, "email")?,
            name: self.name,
            roles: roles(self.roles.split_whitespace(), TABLE)?,
            is_mailed: self.is_mailed,
            created_at: moment(self.created_at, TABLE)?,
            expires_at: moment(self.expires_at, TABLE)?,
            accepted_at: perhaps(self.accepted_at)?,
            withdrawn_at: perhaps(self.withdrawn_at)?,
        })
    }
}

fn read_all(rows: Vec<InvitationRow>) -> StoreResult<Vec<Invitation>> {
    rows.into_iter().map(InvitationRow::read).collect()
}

impl SiteStore {
    /// The invitation behind a link, waiting or over.
    pub async fn invitation_by_token(
        &mut self,
        token_hash: [u8; 32],
    ) -> StoreResult<Option<Invitation>> {
        let name = token_hash.as_slice();
        let row = one!(
            self.conn,
            InvitationRow,
            "identity/invitation_by_token",
            name
        )?;
        row.map(InvitationRow::read).transpose()
    }

    /// The invitations that wait for an address. Where the address is not known to be the person's
    /// own, only those of organisations that have let in whoever has it before.
    pub async fn invitations_to(
        &mut self,
        email: &Email,
        now: Timestamp,
        is_proven: bool,
    ) -> StoreResult<Vec<Invitation>> {
        read_all(all!(
            self.conn,
            InvitationRow,
            "identity/invitations_to",
            email.as_str(),
            now.as_microsecond(),
            is_proven
        )?)
    }

    /// Forgets invitations that nobody used and that ended before a moment.
    pub async fn forget_invitations(&mut self, before: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/invitation_forget",
            before.as_microsecond()
        )?;
        Ok(())
    }
}

impl OrgStore {
    /// Adds an invitation under the hash of its token.
    pub async fn add_invitation(
        &mut self,
        invitation: &Invitation,
        token_hash: [u8; 32],
    ) -> StoreResult<()> {
        let roles: Vec<&str> = invitation.roles.iter().map(|role| role.code()).collect();
        run!(
            self.conn,
            "identity/invitation_insert",
            self.org.0,
            invitation.id.0,
            invitation.email.as_str(),
            &invitation.name,
            roles.join(" "),
            invitation.is_mailed,
            token_hash.as_slice(),
            invitation.created_at.as_microsecond(),
            invitation.expires_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Invitations that were neither used nor taken back, those whose time is over included.
    pub async fn invitations(&mut self) -> StoreResult<Vec<Invitation>> {
        let org = self.org.0;
        read_all(all!(self.conn, InvitationRow, "identity/invitations", org)?)
    }

    /// An invitation of the organisation, waiting or over.
    pub async fn invitation(&mut self, id: InvitationId) -> StoreResult<Option<Invitation>> {
        let org = self.org.0;
        let row = one!(
            self.conn,
            InvitationRow,
            "identity/invitation_by_id",
            org,
            id.0
        )?;
        row.map(InvitationRow::read).transpose()
    }

    /// Whether somebody has been let in by an invitation of this organisation to the address.
    pub async fn has_accepted(&mut self, email: &Email) -> StoreResult<bool> {
        let name = email.as_str();
        let org = self.org.0;
        let row = one!(self.conn, (i64,), "identity/invitation_accepted", org, name)?;
        Ok(row.is_some_and(|(count,)| count > 0))
    }

    /// Marks an invitation used; false when it is over.
    pub async fn accept_invitation(
        &mut self,
        id: InvitationId,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "identity/invitation_accept",
            self.org.0,
            id.0,
            at.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Takes an invitation back; false when it was used or taken back before.
    pub async fn withdraw_invitation(
        &mut self,
        id: InvitationId,
        at: Timestamp,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "identity/invitation_withdraw",
            self.org.0,
            id.0,
            at.as_microsecond()
        )?;
        Ok(touched == 1)
    }

    /// Takes back every invitation to an address that waits.
    pub async fn withdraw_invitations_to(&mut self, email: &str, at: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/invitation_withdraw_to",
            self.org.0,
            email,
            at.as_microsecond()
        )?;
        Ok(())
    }
}
