//! Logging in with a password, and with the second step where the person has one.

use domain::audit::AuditKind;
use domain::identity::Email;
use domain::{Locale, UserId};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Session, SiteStore, User};

use crate::error::{Error, Outcome};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::notice::{News, record, tell};
use crate::identity::password;
use crate::identity::session::Stage;
use crate::queue::{At, Failure, Payload, Policy, enqueue_own};
use crate::world::{App, Token};

/// The time over which tries are counted.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Why a login was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInRefused {
    /// Unknown address, wrong password or wrong code: the answer does not tell which.
    Wrong,
    /// Too many wrong ones; wait a quarter of an hour.
    TooMany,
}

/// Checks a password and begins a session; the token goes into the cookie. How far the session has
/// come tells [`super::session`].
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
    let (knock, is_right) = password::tried(app, knock, password, hash.clone()).await?;
    if !is_right {
        if knock.is_recorded() {
            note_refused(app, &email, from).await?;
        }
        return Ok(Err(SignInRefused::Wrong));
    }
    let Some(found) = found else {
        return Ok(Err(SignInRefused::Wrong));
    };
    knock.opened(app).await?;
    let mut site = app.store().site_write().await?;
    if !is_still(&mut site, &found.user, hash.as_deref()).await? {
        return Ok(Err(SignInRefused::Wrong));
    }
    let token = start(app, site, &found.user, (from, true)).await?;
    Ok(Ok((token, found.user)))
}

/// Whether the password is still the one that was looked at: looking takes long, and it may have been
/// changed meanwhile. Until the transaction ends it is not changed.
pub(super) async fn is_still(
    site: &mut SiteStore,
    user: &User,
    hash: Option<&str>,
) -> Outcome<bool> {
    site.lock_person(user.id).await?;
    let now = site.credentials(&user.email).await?;
    Ok(now.is_some_and(|it| it.password_hash.as_deref() == hash))
}

/// Records that a person whose password was right was refused.
pub(super) async fn refuse(app: &App, user: UserId, from: Origin) -> Outcome<()> {
    let site = app.store().site_write().await?;
    let what = (AuditKind::LoginRefused, &*from.device().code());
    let site = record(app, site, user, what).await?;
    Ok(site.commit().await?)
}

/// Has it recorded that somebody was refused. Whether anybody has the address is looked at afterwards
/// and out of sight, so that the time of the answer does not tell.
async fn note_refused(app: &App, email: &Email, from: Origin) -> Outcome<()> {
    let refused = Refused {
        email: email.to_string(),
        device: from.device().code(),
    };
    let mut site = app.store().site_write().await?;
    enqueue_own(app, &mut site, &refused).await?;
    Ok(site.commit().await?)
}

/// The job that records a refused login for whoever has an account with the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refused {
    email: String,
    device: String,
}

impl Payload for Refused {
    const NAME: &'static str = "login-refused";
    const POLICY: Policy = Policy::repeatable(5).private();

    fn sample() -> Self {
        Self {
            email: "ensio@example.fi".to_owned(),
            device: String::new(),
        }
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let Ok(email) = Email::parse(&self.email) else {
            return Ok(());
        };
        let mut site = at.app.store().site_write().await?;
        let Some(found) = site.credentials(&email).await? else {
            return Ok(());
        };
        let what = (AuditKind::LoginRefused, &*self.device);
        let site = record(&at.app, site, found.user.id, what).await?;
        Ok(site.commit().await?)
    }
}

/// Since when tries count; earlier ones are forgotten.
pub(crate) fn failures_since(now: Timestamp) -> Timestamp {
    now.checked_sub(WINDOW).unwrap_or(now)
}

/// Begins the first session of a person whose password is certain: nothing is new to whoever has just
/// joined. Who has a second step still has to give it.
pub(super) async fn begin(app: &App, user: &User, from: Origin) -> Outcome<Token> {
    let site = app.store().site_write().await?;
    start(app, site, user, (from, false)).await
}

async fn start(
    app: &App,
    mut site: SiteStore,
    user: &User,
    (from, is_told): (Origin, bool),
) -> Outcome<Token> {
    let token = app.token();
    let now = app.now();
    let step = site.second_step(user.id, app.today()).await?;
    let stage = Stage::of(app, user, false, step);
    site.add_session(Session {
        token_hash: token.hash(),
        id: app.id(),
        user: user.id,
        device: from.device(),
        created_at: now,
        expires_at: stage.until(now),
        proven_at: None,
    })
    .await?;
    if stage != Stage::Code {
        site = arrived(app, site, (user, token), (from, is_told)).await?;
    }
    site.commit().await?;
    Ok(token)
}

/// Goes on with a session in which the second step was given, under a new token.
///
/// # Errors
/// [`Error::NotFound`] when the session is gone, or went on already.
pub(super) async fn prove(
    app: &App,
    mut site: SiteStore,
    old: Token,
) -> Outcome<(SiteStore, Token)> {
    let new = app.token();
    let until = Stage::Open.until(app.now());
    let tokens = (old.hash(), new.hash());
    if !site.prove_session(tokens, app.now(), until).await? {
        return Err(Error::NotFound);
    }
    Ok((site, new))
}

/// The person is in: it is recorded, and told when the device is new.
pub(super) async fn arrived(
    app: &App,
    mut site: SiteStore,
    (user, token): (&User, Token),
    (from, is_told): (Origin, bool),
) -> Outcome<SiteStore> {
    let device = from.known().unwrap_or_else(|| token.of_device());
    let is_new = site.know_device(user.id, device.hash(), app.now()).await?;
    if !is_told {
        return Ok(site);
    }
    if is_new {
        tell(app, &mut site, user, News::Device).await?;
    }
    let what = (AuditKind::LoggedIn, &*from.device().code());
    record(app, site, user.id, what).await
}

/// Sets the person's language.
pub async fn set_locale(app: &App, user: &User, locale: Locale) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    site.set_locale(user.id, locale).await?;
    Ok(site.commit().await?)
}
