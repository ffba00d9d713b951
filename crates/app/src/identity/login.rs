//! Sessions: logging in with a password, logging out, here or everywhere.

use domain::identity::Email;
use domain::{Locale, UserId};
use jiff::{SignedDuration, Timestamp};
use store::{Session, User};

use crate::error::Outcome;
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::password;
use crate::world::{App, Token};

/// How many days a login lasts.
pub const SESSION_DAYS: i64 = 14;

/// The time over which tries are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Why a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefused {
    /// Unknown address or wrong password: the answer does not tell which.
    Wrong,
    /// Too many wrong passwords; wait a quarter of an hour.
    TooMany,
}

/// Checks a password and begins a session; the token goes into the cookie.
pub async fn sign_in(
    app: &App,
    email: &str,
    password: &str,
    from: Origin,
) -> Outcome<Result<(Token, User), SignInRefused>> {
    let Ok(email) = Email::parse(email) else {
        return Ok(Err(SignInRefused::Wrong));
    };
    let Some(knock) = knock(app, Door::Account(&email), from).await? else {
        return Ok(Err(SignInRefused::TooMany));
    };
    let found = app.store().site_read().await?.credentials(&email).await?;
    let hash = found.as_ref().and_then(|found| found.password_hash.clone());
    let is_right = password::verify(password, hash).await?;
    let Some(found) = found.filter(|_| is_right) else {
        return Ok(Err(SignInRefused::Wrong));
    };
    knock.opened(app).await?;
    Ok(Ok((begin(app, found.user.id).await?, found.user)))
}

/// Since when tries count; earlier ones are forgotten.
pub(crate) fn failures_since(now: Timestamp) -> Timestamp {
    now.checked_sub(WINDOW).unwrap_or(now)
}

/// Begins a session for a person whose identity is certain.
pub(super) async fn begin(app: &App, user: UserId) -> Outcome<Token> {
    let token = app.token();
    let now = app.now();
    let expires_at = now
        .checked_add(SignedDuration::from_hours(24 * SESSION_DAYS))
        .unwrap_or(now);
    let mut site = app.store().site_write().await?;
    site.add_session(Session {
        token_hash: token.hash(),
        user,
        created_at: now,
        expires_at,
    })
    .await?;
    site.commit().await?;
    Ok(token)
}

/// Who holds this session, if it lasts.
pub async fn session(app: &App, token: Token) -> Outcome<Option<User>> {
    let mut site = app.store().site_read().await?;
    Ok(site.session_user(token.hash(), app.now()).await?)
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

/// Sets the person's language.
pub async fn set_locale(app: &App, user: &User, locale: Locale) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.set_locale(user.id, locale).await?;
    Ok(site.commit().await?)
}
