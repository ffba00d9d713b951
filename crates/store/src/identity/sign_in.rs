//! Logging in: sessions, devices that are known, the second step, and who asks for one.

use std::collections::BTreeSet;

use domain::identity::Device;
use domain::{CeremonyId, PasskeyId, SessionId, UserId};
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::FromRow;
use uuid::Uuid;

use crate::error::StoreResult;
use crate::identity::{User, UserRow};
use crate::row::{moment, must};
use crate::{OrgStore, SiteStore};

/// A login on one device.
#[derive(Debug, Clone, Copy)]
pub struct Session {
    /// SHA-256 of the token in the cookie.
    pub token_hash: [u8; 32],
    /// The name under which its person ends it.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// The browser it was begun in.
    pub device: Device,
    /// When it began.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When the second step was given in it.
    pub proven_at: Option<Timestamp>,
}

/// Which sessions last: not over by themselves, and not left unused.
#[derive(Debug, Clone, Copy)]
pub struct Lasting {
    /// The moment.
    pub now: Timestamp,
    /// A session that was last used then or earlier is over.
    pub idle: Timestamp,
    /// The day, for what running programmes give.
    pub today: Date,
}

/// Which second step a person has, and whether any organisation asks for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromRow)]
pub struct SecondStep {
    /// Codes of an application have been taken into use.
    pub has_totp: bool,
    /// There is a passkey.
    pub has_passkey: bool,
    /// An organisation in which the person has a role today asks for a second step.
    pub is_asked: bool,
}

/// What a session's token leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSession {
    /// Whose it is.
    pub user: User,
    /// When it was last used, to the minutes.
    pub seen_at: Timestamp,
    /// Whether the second step was given in it.
    pub is_proven: bool,
    /// The person's second step.
    pub step: SecondStep,
}

/// A session as its person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedSession {
    /// Id.
    pub id: SessionId,
    /// SHA-256 of its token, to tell which one asks.
    pub token_hash: [u8; 32],
    /// The browser it was begun in.
    pub device: Device,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
}

/// The secret of a person's one-time codes.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret {
    /// The secret, shared with the person's application.
    pub secret: Vec<u8>,
    /// Whether a code made of it has been given.
    pub is_confirmed: bool,
}

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TotpSecret")
            .field("is_confirmed", &self.is_confirmed)
            .finish_non_exhaustive()
    }
}

/// A passkey: the public half, which is no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPasskey {
    /// Id.
    pub id: PasskeyId,
    /// What the person calls it.
    pub name: String,
    /// The credential as JSON.
    pub body: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A passkey being added or used: begun by one request and finished by another, on any node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// Id.
    pub id: CeremonyId,
    /// SHA-256 of the token of the session in which it was begun.
    pub session_hash: [u8; 32],
    /// What the passkey will be called; empty when one is used.
    pub name: String,
    /// The state as JSON.
    pub state: String,
    /// Until when it can be finished.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct HeldRow {
    #[sqlx(flatten)]
    user: UserRow,
    seen_at: i64,
    proven_at: Option<i64>,
    #[sqlx(flatten)]
    step: SecondStep,
}

#[derive(FromRow)]
struct ListedRow {
    id: Uuid,
    token_hash: Vec<u8>,
    device: String,
    created_at: i64,
    seen_at: i64,
}

impl ListedRow {
    fn read(self) -> StoreResult<ListedSession> {
        const TABLE: &str = "session";
        Ok(ListedSession {
            id: SessionId(self.id),
            token_hash: must(self.token_hash.try_into().ok(), TABLE, "token_hash")?,
            device: must(Device::from_code(&self.device), TABLE, "device")?,
            created_at: moment(self.created_at, TABLE)?,
            seen_at: moment(self.seen_at, TABLE)?,
        })
    }
}

#[derive(FromRow)]
struct PasskeyRow {
    id: Uuid,
    name: String,
    body: String,
    created_at: i64,
    used_at: Option<i64>,
}

impl PasskeyRow {
    fn read(self) -> StoreResult<StoredPasskey> {
        const TABLE: &str = "passkey";
        let used_at = self.used_at.map(|at| moment(at, TABLE)).transpose()?;
        Ok(StoredPasskey {
            id: PasskeyId(self.id),
            name: self.name,
            body: self.body,
            created_at: moment(self.created_at, TABLE)?,
            used_at,
        })
    }
}

impl SiteStore {
    /// Begins a session.
    pub async fn add_session(&mut self, session: Session) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/session_insert",
            session.token_hash.as_slice(),
            session.id.0,
            session.user.0,
            session.device.code(),
            session.created_at.as_microsecond(),
            session.expires_at.as_microsecond(),
            session.proven_at.map(Timestamp::as_microsecond),
        )?;
        Ok(())
    }

    /// What this session leads to, if it lasts.
    pub async fn session(
        &mut self,
        token_hash: [u8; 32],
        at: Lasting,
    ) -> StoreResult<Option<HeldSession>> {
        let row = one!(
            self.conn,
            HeldRow,
            "identity/session_user",
            token_hash.as_slice(),
            at.now.as_microsecond(),
            at.idle.as_microsecond(),
            at.today.to_string(),
        )?;
        let read = |row: HeldRow| {
            Ok(HeldSession {
                user: row.user.read()?.user,
                seen_at: moment(row.seen_at, "session")?,
                is_proven: row.proven_at.is_some(),
                step: row.step,
            })
        };
        row.map(read).transpose()
    }

    /// Notes that a session was used.
    pub async fn see_session(&mut self, token_hash: [u8; 32], at: Timestamp) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/session_seen",
            token_hash.as_slice(),
            at.as_microsecond()
        )?;
        Ok(())
    }

    /// Marks that the second step was given in a session, which goes on under another token; false
    /// when the session is gone. One token is exchanged once.
    pub async fn prove_session(
        &mut self,
        (old, new): ([u8; 32], [u8; 32]),
        at: Timestamp,
        expires_at: Timestamp,
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "identity/session_prove",
            old.as_slice(),
            new.as_slice(),
            at.as_microsecond(),
            expires_at.as_microsecond(),
        )?;
        Ok(touched == 1)
    }

    /// The sessions of a person that last, the one last used first.
    pub async fn sessions(&mut self, user: UserId, at: Lasting) -> StoreResult<Vec<ListedSession>> {
        let rows = all!(
            self.conn,
            ListedRow,
            "identity/session_list",
            user.0,
            at.now.as_microsecond(),
            at.idle.as_microsecond(),
        )?;
        rows.into_iter().map(ListedRow::read).collect()
    }

    /// Ends one session.
    pub async fn end_session(&mut self, token_hash: [u8; 32]) -> StoreResult<()> {
        run!(self.conn, "identity/session_delete", token_hash.as_slice())?;
        Ok(())
    }

    /// Ends one of a person's sessions; false when the person has no such session.
    pub async fn end_session_of(&mut self, user: UserId, id: SessionId) -> StoreResult<bool> {
        let gone = run!(self.conn, "identity/session_delete_one", user.0, id.0)?;
        Ok(gone > 0)
    }

    /// Ends every session of a person but the one with this token.
    pub async fn end_other_sessions(&mut self, user: UserId, kept: [u8; 32]) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/session_delete_others",
            user.0,
            kept.as_slice()
        )?;
        Ok(())
    }

    /// Ends every session of a person: "log out everywhere".
    pub async fn end_sessions(&mut self, user: UserId) -> StoreResult<()> {
        run!(self.conn, "identity/session_delete_all", user.0)?;
        Ok(())
    }

    /// Forgets sessions and failures that are over.
    pub async fn forget_expired(&mut self, now: Timestamp, failures: Timestamp) -> StoreResult<()> {
        let now = now.as_microsecond();
        run!(self.conn, "identity/session_expire", now)?;
        run!(self.conn, "identity/ceremony_forget", now)?;
        run!(
            self.conn,
            "identity/failure_forget",
            failures.as_microsecond()
        )?;
        Ok(())
    }

    /// Forgets sessions that were last used at a moment or earlier, and devices likewise.
    pub async fn forget_unused(
        &mut self,
        sessions: Timestamp,
        devices: Timestamp,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/session_idle",
            sessions.as_microsecond()
        )?;
        run!(
            self.conn,
            "identity/device_forget",
            devices.as_microsecond()
        )?;
        Ok(())
    }

    /// Remembers a device of a person; whether it is a new one.
    pub async fn know_device(
        &mut self,
        user: UserId,
        token_hash: [u8; 32],
        at: Timestamp,
    ) -> StoreResult<bool> {
        let (token, at) = (token_hash.as_slice(), at.as_microsecond());
        if run!(self.conn, "identity/device_seen", user.0, token, at)? > 0 {
            return Ok(false);
        }
        let added = run!(self.conn, "identity/device_insert", user.0, token, at)?;
        Ok(added > 0)
    }

    /// Which second step a person has, and whether one is asked for on a day.
    pub async fn second_step(&mut self, user: UserId, today: Date) -> StoreResult<SecondStep> {
        let row = one!(
            self.conn,
            SecondStep,
            "identity/second_step",
            user.0,
            today.to_string()
        )?;
        Ok(row.unwrap_or_default())
    }

    /// The secret of a person's one-time codes, taken into use or not yet.
    pub async fn totp(&mut self, user: UserId) -> StoreResult<Option<TotpSecret>> {
        let row = one!(self.conn, (Vec<u8>, Option<i64>), "identity/totp", user.0)?;
        Ok(row.map(|(secret, confirmed_at)| TotpSecret {
            secret,
            is_confirmed: confirmed_at.is_some(),
        }))
    }

    /// Keeps a secret that is not in use yet, in the place of an earlier one that is not; false when
    /// one is in use.
    pub async fn begin_totp(&mut self, user: UserId, secret: &[u8]) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/totp_begin", user.0, secret)? == 1)
    }

    /// Takes a secret into use, at a moment with the step of the code that was given; false when one
    /// was in use.
    pub async fn confirm_totp(
        &mut self,
        user: UserId,
        secret: &[u8],
        (at, step): (Timestamp, i64),
    ) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "identity/totp_confirm",
            user.0,
            secret,
            at.as_microsecond(),
            step
        )?;
        Ok(touched == 1)
    }

    /// Spends the code of a step; false when it or a later one was spent before, on any node.
    pub async fn spend_totp(&mut self, user: UserId, step: i64) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/totp_step", user.0, step)? == 1)
    }

    /// Forgets a person's secret of one-time codes; false when there was none.
    pub async fn remove_totp(&mut self, user: UserId) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/totp_delete", user.0)? > 0)
    }

    /// Puts these recovery codes in the place of those that a person has.
    pub async fn set_recovery_codes(
        &mut self,
        user: UserId,
        hashes: &[[u8; 32]],
    ) -> StoreResult<()> {
        run!(self.conn, "identity/recovery_code_delete", user.0)?;
        for hash in hashes {
            run!(
                self.conn,
                "identity/recovery_code_insert",
                user.0,
                hash.as_slice()
            )?;
        }
        Ok(())
    }

    /// Spends a recovery code; false when the person has no such code.
    pub async fn spend_recovery_code(&mut self, user: UserId, hash: [u8; 32]) -> StoreResult<bool> {
        let gone = run!(
            self.conn,
            "identity/recovery_code_take",
            user.0,
            hash.as_slice()
        )?;
        Ok(gone == 1)
    }

    /// How many recovery codes a person has left.
    pub async fn recovery_codes(&mut self, user: UserId) -> StoreResult<i64> {
        let row = one!(self.conn, (i64,), "identity/recovery_code_count", user.0)?;
        Ok(row.map_or(0, |(count,)| count))
    }

    /// A person's passkeys, the oldest first.
    pub async fn passkeys(&mut self, user: UserId) -> StoreResult<Vec<StoredPasskey>> {
        let rows = all!(self.conn, PasskeyRow, "identity/passkeys", user.0)?;
        rows.into_iter().map(PasskeyRow::read).collect()
    }

    /// Adds a passkey under the id that its authenticator gave it.
    ///
    /// # Errors
    /// [`crate::StoreError::Taken`] when anybody has it already.
    pub async fn add_passkey(
        &mut self,
        user: UserId,
        credential_id: &str,
        passkey: &StoredPasskey,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/passkey_insert",
            passkey.id.0,
            user.0,
            credential_id,
            &passkey.name,
            &passkey.body,
            passkey.created_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Notes that a passkey was used, with what its authenticator counts.
    pub async fn use_passkey(
        &mut self,
        user: UserId,
        id: PasskeyId,
        body: &str,
        at: Timestamp,
    ) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/passkey_used",
            user.0,
            id.0,
            body,
            at.as_microsecond()
        )?;
        Ok(())
    }

    /// Removes a passkey; false when the person has no such passkey.
    pub async fn remove_passkey(&mut self, user: UserId, id: PasskeyId) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/passkey_delete", user.0, id.0)? > 0)
    }

    /// Removes every second step of a person.
    pub async fn remove_second_step(&mut self, user: UserId) -> StoreResult<()> {
        run!(self.conn, "identity/totp_delete", user.0)?;
        run!(self.conn, "identity/passkey_delete_all", user.0)?;
        run!(self.conn, "identity/recovery_code_delete", user.0)?;
        Ok(())
    }

    /// Keeps what is under way with a passkey.
    pub async fn begin_ceremony(&mut self, ceremony: &Ceremony) -> StoreResult<()> {
        run!(
            self.conn,
            "identity/ceremony_insert",
            ceremony.id.0,
            ceremony.session_hash.as_slice(),
            &ceremony.name,
            &ceremony.state,
            ceremony.expires_at.as_microsecond(),
        )?;
        Ok(())
    }

    /// Takes what is under way in a session, once: the name and the state.
    pub async fn take_ceremony(
        &mut self,
        id: CeremonyId,
        session_hash: [u8; 32],
        now: Timestamp,
    ) -> StoreResult<Option<(String, String)>> {
        one!(
            self.conn,
            (String, String),
            "identity/ceremony_take",
            id.0,
            session_hash.as_slice(),
            now.as_microsecond()
        )
    }
}

impl OrgStore {
    /// Since when the organisation has asked its members for a second step; nothing when it does not.
    pub async fn second_step_rule(&mut self) -> StoreResult<Option<Timestamp>> {
        let row = one!(self.conn, (i64,), "identity/rule", self.org.0)?;
        row.map(|(at,)| moment(at, "second_step_rule")).transpose()
    }

    /// Asks members for a second step; false when they were asked already.
    pub async fn ask_second_step(&mut self, at: Timestamp, by: UserId) -> StoreResult<bool> {
        let touched = run!(
            self.conn,
            "identity/rule_insert",
            self.org.0,
            at.as_microsecond(),
            by.0
        )?;
        Ok(touched == 1)
    }

    /// No longer asks for a second step; false when it did not.
    pub async fn drop_second_step_rule(&mut self) -> StoreResult<bool> {
        Ok(run!(self.conn, "identity/rule_delete", self.org.0)? > 0)
    }

    /// The members who have taken a second step into use.
    pub async fn members_with_second_step(&mut self) -> StoreResult<BTreeSet<UserId>> {
        let rows = all!(self.conn, (Uuid,), "identity/members_with_step", self.org.0)?;
        Ok(rows.into_iter().map(|(id,)| UserId(id)).collect())
    }
}
