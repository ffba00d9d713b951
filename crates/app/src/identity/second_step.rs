//! The second step: what a person has, taking it into use, giving it when logging in, removing it.

use domain::audit::AuditKind;
use store::{SecondStep, SiteStore, User};

use crate::error::{Error, Invalid, Outcome};
use crate::identity::code::plain;
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::login::{SignInRefused, arrived, prove, refuse};
use crate::identity::notice::{News, record, tell};
use crate::identity::passkey::{OwnPasskey, listed};
use crate::identity::password;
use crate::identity::session::{Holder, Stage, has_any, lasting, must_have, session};
use crate::identity::totp::{self, TotpOffer};
use crate::world::{App, Token};

/// A person's second step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSecondStep {
    /// Whether codes of an application are in use.
    pub has_totp: bool,
    /// The passkeys.
    pub passkeys: Vec<OwnPasskey>,
    /// How many recovery codes are left.
    pub codes: i64,
    /// Whether the person must have a second step.
    pub is_needed: bool,
}

impl OwnSecondStep {
    /// Whether there is any.
    pub fn is_on(&self) -> bool {
        self.has_totp || !self.passkeys.is_empty()
    }
}

/// The person's own second step.
pub async fn second_step(app: &App, user: &User) -> Outcome<OwnSecondStep> {
    let mut site = app.store().site_read().await?;
    let step = site.second_step(user.id, app.today()).await?;
    Ok(OwnSecondStep {
        has_totp: step.has_totp,
        passkeys: listed(site.passkeys(user.id).await?),
        codes: site.recovery_codes(user.id).await?,
        is_needed: must_have(app, user, step),
    })
}

/// A new secret for the person's application. It is in use once a code of it has been given. What is
/// kept until then makes it only together with the session's own token, so that no other session of
/// the person, and nobody who reads the database, sees it.
///
/// # Errors
/// [`Error::Refused`] when one is in use.
pub async fn begin_totp(app: &App, holder: Holder<'_>) -> Outcome<TotpOffer> {
    let kept: [u8; 20] = app.random();
    let mut site = app.store().site_write().await?;
    if !site.begin_totp(holder.user.id, &kept).await? {
        return Err(Error::Refused("error.second-step.has-totp"));
    }
    site.commit().await?;
    totp::offer(holder.user, &holder.token.seed(&kept))
}

/// The secret that was begun in this session and is not in use yet. Another session of the person is
/// shown another secret.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn begun_totp(app: &App, holder: Holder<'_>) -> Outcome<TotpOffer> {
    let mut site = app.store().site_read().await?;
    let found = site.totp(holder.user.id).await?;
    let begun = found.filter(|it| !it.is_confirmed).ok_or(Error::NotFound)?;
    totp::offer(holder.user, &holder.token.seed(&begun.secret))
}

/// A second step was taken into use.
#[derive(Clone, PartialEq, Eq)]
pub struct StepAdded {
    /// The token under which the session goes on.
    pub token: Token,
    /// Recovery codes, shown once; none when the person has them already.
    pub codes: Vec<String>,
}

impl std::fmt::Debug for StepAdded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StepAdded(…)")
    }
}

/// Takes the application's codes into use with the first of them.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is not one of them and at `password` where that is asked for,
/// [`Error::NotFound`] when nothing was begun.
pub async fn confirm_totp(
    app: &App,
    holder: Holder<'_>,
    (code, password): (&str, &str),
    from: Origin,
) -> Outcome<StepAdded> {
    reconfirm(app, holder, password, from).await?;
    let user = holder.user;
    let mut site = app.store().site_write().await?;
    may_add(app, &mut site, holder).await?;
    let found = site.totp(user.id).await?.filter(|it| !it.is_confirmed);
    let secret = holder.token.seed(&found.ok_or(Error::NotFound)?.secret);
    let step = totp::step_of(user, &secret, &plain(code), app.now())?;
    let Some(step) = step else {
        return Err(Invalid::field("code", "error.second-step.code").into());
    };
    let taken = (app.now(), step);
    if !site.confirm_totp(user.id, &secret, taken).await? {
        return Err(Error::Conflict);
    }
    added(app, site, holder, "totp").await
}

/// Looks again, in the transaction that adds a second step: two who were both let in to set one up add
/// one after the other, and the second of them has not given the step of the first.
pub(super) async fn may_add(app: &App, site: &mut SiteStore, holder: Holder<'_>) -> Outcome<()> {
    site.lock_person(holder.user.id).await?;
    let found = site.session(holder.token.hash(), lasting(app)).await?;
    let found = found.filter(|it| it.user.id == holder.user.id);
    let found = found.ok_or(Error::NotFound)?;
    match Stage::of(app, &found.user, found.is_proven, found.step) {
        Stage::Open | Stage::SetUp => Ok(()),
        Stage::Code => Err(Error::NotFound),
    }
}

/// What follows when a second step has been added, in the same transaction.
pub(super) async fn added(
    app: &App,
    mut site: SiteStore,
    holder: Holder<'_>,
    what: &str,
) -> Outcome<StepAdded> {
    let user = holder.user;
    let codes = if site.recovery_codes(user.id).await? == 0 {
        totp::renew(app, &mut site, user.id).await?
    } else {
        Vec::new()
    };
    let (site, token) = prove(app, site, holder.token).await?;
    let mut site = record(app, site, user.id, (AuditKind::SecondStepAdded, what)).await?;
    tell(app, &mut site, user, News::StepAdded).await?;
    site.commit().await?;
    Ok(StepAdded { token, codes })
}

/// Checks who is about to add a second step: whoever is only setting up has just given the password,
/// and whoever has been logged in for a while gives it again, for a browser that was left open must not
/// be enough. Whoever has not given the second step that there is adds none.
///
/// # Errors
/// [`Error::Invalid`] at `password`, [`Error::NotFound`] for a session that is gone or waits for a code.
pub(super) async fn reconfirm(
    app: &App,
    holder: Holder<'_>,
    password: &str,
    from: Origin,
) -> Outcome<()> {
    let held = session(app, holder.token).await?.ok_or(Error::NotFound)?;
    match held.stage {
        Stage::Open => {
            let typed = ("password", password);
            password::confirm(app, holder.user, typed, from).await?;
            Ok(())
        }
        Stage::SetUp => Ok(()),
        Stage::Code => Err(Error::NotFound),
    }
}

/// Gives the second step of a person whose session waits for it: a code of the application, or a
/// recovery code. The session goes on under the token that this returns.
///
/// # Errors
/// [`Error::NotFound`] when no such session waits.
pub async fn give_code(
    app: &App,
    token: Token,
    code: &str,
    from: Origin,
) -> Outcome<Result<Token, SignInRefused>> {
    let user = waiting(app, token).await?;
    let Some(knock) = knock(app, Door::SecondStep(user.id), from).await? else {
        return Ok(Err(SignInRefused::TooMany));
    };
    let mut site = app.store().site_write().await?;
    if !totp::spend(app, &mut site, &user, code).await? {
        drop(site);
        if knock.is_recorded() {
            refuse(app, user.id, from).await?;
        }
        return Ok(Err(SignInRefused::Wrong));
    }
    let token = enter(app, site, (&user, token), from).await?;
    knock.opened(app).await?;
    Ok(Ok(token))
}

/// The person whose session waits for the second step.
pub(super) async fn waiting(app: &App, token: Token) -> Outcome<User> {
    let held = session(app, token).await?;
    let held = held.filter(|held| held.stage == Stage::Code);
    Ok(held.ok_or(Error::NotFound)?.user)
}

/// The second step was right: the session goes on, in the transaction that spent it.
pub(super) async fn enter(
    app: &App,
    site: SiteStore,
    (user, old): (&User, Token),
    from: Origin,
) -> Outcome<Token> {
    let (site, new) = prove(app, site, old).await?;
    let site = arrived(app, site, (user, new), (from, true)).await?;
    site.commit().await?;
    Ok(new)
}

/// Makes new recovery codes in the place of the earlier ones, which no longer work.
///
/// # Errors
/// [`Error::Invalid`] at `password`, [`Error::NotFound`] for a person without a second step.
pub async fn renew_codes(
    app: &App,
    user: &User,
    password: &str,
    from: Origin,
) -> Outcome<Vec<String>> {
    password::confirm(app, user, ("password", password), from).await?;
    let mut site = app.store().site_write().await?;
    let step = site.second_step(user.id, app.today()).await?;
    if !has_any(step) {
        return Err(Error::NotFound);
    }
    let codes = totp::renew(app, &mut site, user.id).await?;
    let mut site = record(app, site, user.id, (AuditKind::CodesRenewed, "")).await?;
    tell(app, &mut site, user, News::CodesRenewed).await?;
    site.commit().await?;
    Ok(codes)
}

/// Takes the codes of the application out of use.
///
/// # Errors
/// [`Error::Invalid`] at `password`, [`Error::Refused`] when the person must have a second step and
/// has no other.
pub async fn remove_totp(app: &App, user: &User, password: &str, from: Origin) -> Outcome<()> {
    password::confirm(app, user, ("password", password), from).await?;
    let mut site = app.store().site_write().await?;
    if !site.remove_totp(user.id).await? {
        return Err(Error::NotFound);
    }
    removed(app, site, user, "totp").await
}

/// What follows when a second step has been removed, in the same transaction.
pub(super) async fn removed(
    app: &App,
    mut site: SiteStore,
    user: &User,
    what: &str,
) -> Outcome<()> {
    let step = site.second_step(user.id, app.today()).await?;
    if !has_any(step) {
        if must_have(app, user, step) {
            return Err(Error::Refused("error.second-step.needed"));
        }
        site.set_recovery_codes(user.id, &[]).await?;
    }
    let mut site = record(app, site, user.id, (AuditKind::SecondStepRemoved, what)).await?;
    tell(app, &mut site, user, News::StepRemoved).await?;
    Ok(site.commit().await?)
}

/// Removes every second step of a person who has lost them all, and ends the person's sessions. Whoever
/// runs the machine does this on the command line, having made sure who asks.
///
/// # Errors
/// [`Error::NotFound`] when nobody has the address or the person has no second step.
pub async fn reset_second_step(app: &App, email: &domain::identity::Email) -> Outcome<()> {
    let found = app.store().site_read().await?.credentials(email).await?;
    let user = found.ok_or(Error::NotFound)?.user;
    let mut site = app.store().site_write().await?;
    let step: SecondStep = site.second_step(user.id, app.today()).await?;
    if !has_any(step) {
        return Err(Error::NotFound);
    }
    site.remove_second_step(user.id).await?;
    site.end_sessions(user.id).await?;
    let mut site = record(app, site, user.id, (AuditKind::SecondStepRemoved, "reset")).await?;
    tell(app, &mut site, &user, News::StepRemoved).await?;
    Ok(site.commit().await?)
}
