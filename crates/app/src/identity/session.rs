//! Sessions: what a token leads to, and a person's own list of them.

use std::time::Duration;

use domain::SessionId;
use domain::identity::Device;
use jiff::{SignedDuration, Timestamp};
use store::{Lasting, SecondStep, User};
use tokio::time::timeout;

use crate::error::{Error, Outcome};
use crate::world::{App, Token};

/// How many days a login lasts.
pub const SESSION_DAYS: i64 = 14;

/// How long a session may be left unused: one that was forgotten in the evening is over in the morning.
const IDLE: SignedDuration = SignedDuration::from_hours(12);

/// How exactly the last use is known. A row need not be written at every click.
const SEEN: SignedDuration = SignedDuration::from_mins(5);

/// How long a page waits until the last use is written.
const NOTED: Duration = Duration::from_millis(200);

/// How long the second step is waited for.
const CODE: SignedDuration = SignedDuration::from_mins(15);

/// How long there is time to set a second step up.
const SETTING_UP: SignedDuration = SignedDuration::from_hours(1);

/// How many days a device is known that is not used.
pub const DEVICE_DAYS: i64 = 365;

/// How far a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Everything that the person may do is open.
    Open,
    /// The password was given; the second step that the person has was not.
    Code,
    /// The person must have a second step and has none.
    SetUp,
}

impl Stage {
    pub(super) fn of(app: &App, user: &User, is_proven: bool, step: SecondStep) -> Self {
        // A step that was given and removed since proves nothing to whoever asks for one.
        if has_any(step) {
            return if is_proven { Self::Open } else { Self::Code };
        }
        if must_have(app, user, step) {
            Self::SetUp
        } else {
            Self::Open
        }
    }

    /// Until when a session that has come so far lasts.
    pub(super) fn until(self, now: Timestamp) -> Timestamp {
        let lasts = match self {
            Self::Open => SignedDuration::from_hours(24 * SESSION_DAYS),
            Self::Code => CODE,
            Self::SetUp => SETTING_UP,
        };
        now.checked_add(lasts).unwrap_or(now)
    }
}

/// Whether a person has a second step.
pub(super) const fn has_any(step: SecondStep) -> bool {
    step.has_totp || step.has_passkey
}

/// Whether a person must have one: the operator, and whom an organisation asks. The operator of the
/// demo need not, for its logins are printed for anybody to try.
pub(super) fn must_have(app: &App, user: &User, step: SecondStep) -> bool {
    (user.is_operator && !app.settings().is_demo) || step.is_asked
}

/// What a token leads to: a person, and how far the session has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The person.
    pub user: User,
    /// How far the session has come.
    pub stage: Stage,
}

/// A person with the session in which something is asked.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The person.
    pub user: &'a User,
    /// The session.
    pub token: Token,
}

pub(super) fn lasting(app: &App) -> Lasting {
    Lasting {
        now: app.now(),
        idle: idle_since(app.now()),
        today: app.today(),
    }
}

/// A session last used then or earlier is over.
pub(crate) fn idle_since(now: Timestamp) -> Timestamp {
    now.checked_sub(IDLE).unwrap_or(now)
}

/// A device that was last used then or earlier is forgotten.
pub(crate) fn devices_since(now: Timestamp) -> Timestamp {
    now.checked_sub(SignedDuration::from_hours(24 * DEVICE_DAYS))
        .unwrap_or(now)
}

/// What this session leads to, if it lasts.
pub async fn session(app: &App, token: Token) -> Outcome<Option<Held>> {
    let mut site = app.store().site_read().await?;
    let Some(found) = site.session(token.hash(), lasting(app)).await? else {
        return Ok(None);
    };
    drop(site);
    if app.now().duration_since(found.seen_at) >= SEEN {
        // Whoever only reads must not wait for writers, nor suffer when nothing can be written. The
        // next click notes it as well.
        let noted = timeout(NOTED, note_use(app, token)).await;
        if let Ok(Err(error)) = noted {
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }
    Ok(Some(Held {
        stage: Stage::of(app, &found.user, found.is_proven, found.step),
        user: found.user,
    }))
}

async fn note_use(app: &App, token: Token) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.see_session(token.hash(), app.now()).await?;
    Ok(site.commit().await?)
}

/// A session as its person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnSession {
    /// Id.
    pub id: SessionId,
    /// The browser it was begun in.
    pub device: Device,
    /// When it began.
    pub began: Timestamp,
    /// When it was last used, to a few minutes.
    pub used: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The person's sessions, the one last used first.
pub async fn sessions(app: &App, holder: Holder<'_>) -> Outcome<Vec<OwnSession>> {
    let mut site = app.store().site_read().await?;
    let all = site.sessions(holder.user.id, lasting(app)).await?;
    let this = holder.token.hash();
    let own = all.into_iter().map(|one| OwnSession {
        id: one.id,
        device: one.device,
        began: one.created_at,
        used: one.seen_at,
        is_this: one.token_hash == this,
    });
    Ok(own.collect())
}

/// Ends one of the person's sessions, such as that of a lost telephone.
///
/// # Errors
/// [`Error::NotFound`] when the person has no such session.
pub async fn end_session(app: &App, user: &User, id: SessionId) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    if !site.end_session_of(user.id, id).await? {
        return Err(Error::NotFound);
    }
    Ok(site.commit().await?)
}

/// Ends one session.
pub async fn log_out(app: &App, token: Token) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.end_session(token.hash()).await?;
    Ok(site.commit().await?)
}

/// Ends every session of the person, on every device.
pub async fn log_out_everywhere(app: &App, user: &User) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.end_sessions(user.id).await?;
    Ok(site.commit().await?)
}
