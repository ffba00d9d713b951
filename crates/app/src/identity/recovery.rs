//! A forgotten password: a link by mail, or given by the operator of the machine.
//!
//! Whoever asks is answered alike whether or not anybody has an account with the address: asking only
//! puts a job in the queue, and the job looks for the account. Only the hash of a link is stored, it
//! is used once, and using it ends every session.

use domain::UserId;
use domain::audit::AuditKind;
use domain::identity::{Email, check_password};
use i18n::Texts;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use store::{Audit, Recovery, SiteStore, User};

use crate::address;
use crate::error::{Error, Invalid, Outcome};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::notice::{News, record, tell};
use crate::identity::session::has_any;
use crate::identity::{member, password};
use crate::mail::Mail;
use crate::queue::{At, Failure, Payload, Policy, enqueue_own};
use crate::world::{App, Token};

/// How long a link can be used.
const LASTS: SignedDuration = SignedDuration::from_hours(1);

/// How soon after a mail another is sent: whoever presses twice, or lets others press, fills no
/// mailbox.
const BETWEEN: SignedDuration = SignedDuration::from_mins(5);

/// Asks for a link by which whoever has the address chooses a new password.
///
/// # Errors
/// [`Error::Refused`] where mail has not been set up, [`Error::Invalid`] when the address cannot be
/// one or has been asked for too often. Never because of who has an account.
pub async fn ask_for_password(app: &App, email: &str, from: Origin) -> Outcome<()> {
    if !app.has_mail() {
        return Err(Error::Refused("identity.forgotten.no-mail"));
    }
    let email =
        Email::parse(email).map_err(|_not_one| Invalid::field("email", "error.field.email"))?;
    if knock(app, Door::Asking(&email), from).await?.is_none() {
        return Err(Invalid::field("email", "identity.sign-in.too-many").into());
    }
    let mut site = app.store().site_write().await?;
    let email = email.to_string();
    enqueue_own(app, &mut site, &Forgotten { email }).await?;
    Ok(site.commit().await?)
}

/// The job that mails the link to whoever has an account with the address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Forgotten {
    email: String,
}

impl Payload for Forgotten {
    const NAME: &'static str = "forgotten-password";
    const POLICY: Policy = Policy::repeatable(5).private();

    fn sample() -> Self {
        Self {
            email: "ensio@example.fi".to_owned(),
        }
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let app = &at.app;
        let now = app.now();
        let Ok(email) = Email::parse(&self.email) else {
            return Ok(());
        };
        let mut site = app.store().site_write().await?;
        let Some(found) = site.credentials(&email).await? else {
            return Ok(());
        };
        let is_new = |it: &Recovery| it.org.is_none() && after(it.created_at, BETWEEN) > now;
        if site
            .recoveries(found.user.id, now)
            .await?
            .iter()
            .any(is_new)
        {
            return Ok(());
        }
        let link = add_link(app, &mut site, found.user.id).await?;
        enqueue_own(app, &mut site, &letter(&found.user, &link)).await?;
        Ok(site.commit().await?)
    }
}

/// Adds a link to a new password; the link.
async fn add_link(app: &App, site: &mut SiteStore, user: UserId) -> Outcome<String> {
    let (token, now) = (app.token(), app.now());
    let new = Recovery {
        user,
        org: None,
        begun_by: None,
        created_at: now,
        usable_at: now,
        expires_at: after(now, LASTS),
    };
    site.add_recovery(&new, token.hash()).await?;
    Ok(address::RECOVERY.whole(app.settings(), [&token.text()]))
}

/// A moment so much later.
pub(super) fn after(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.checked_add(wait).unwrap_or(now)
}

fn letter(user: &User, link: &str) -> Mail {
    let t = Texts::new(user.locale);
    Mail {
        to: user.email.to_string(),
        subject: t.say("mail.forgotten.subject").to_owned(),
        text: t.with("mail.forgotten.text", &[("link", &link)]),
    }
}

/// The mail that tells afterwards that a password was changed in this way.
fn notice(app: &App, user: &User) -> Mail {
    let t = Texts::new(user.locale);
    let at = t.datetime(app.now());
    let link = address::FORGOTTEN.whole(app.settings(), []);
    Mail {
        to: user.email.to_string(),
        subject: t.say("mail.recovered.subject").to_owned(),
        text: t.with("mail.recovered.text", &[("at", &at), ("link", &link)]),
    }
}

/// Whose password a link changes.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link, it has been used, or its time is over.
pub async fn recovering(app: &App, token: Token) -> Outcome<User> {
    let mut site = app.store().site_read().await?;
    let found = site.recovery(token.hash(), app.now()).await?;
    let link = found.filter(|it| it.org.is_none()).ok_or(Error::NotFound)?;
    site.user(link.user).await?.ok_or(Error::NotFound)
}

/// Sets a new password by a link and ends every session of the person.
///
/// # Errors
/// As [`recovering`]; [`Error::Invalid`] when the new password is refused.
pub async fn recover(app: &App, token: Token, new: &str) -> Outcome<()> {
    let user = recovering(app, token).await?;
    let hash = checked(app, &user, new).await?;
    let mut site = app.store().site_write().await?;
    if !site.take_recovery(token.hash()).await? {
        return Err(Error::NotFound);
    }
    let step = site.second_step(user.id, app.today()).await?;
    if has_any(step) && !site.is_proven(user.id).await? {
        // Whoever made the account may have been somebody else: what they sign in with goes as well.
        site.remove_second_step(user.id).await?;
        let what = (AuditKind::SecondStepRemoved, "recovered");
        site = record(app, site, user.id, what).await?;
        tell(app, &mut site, &user, News::StepRemoved).await?;
    }
    let mut site = change(app, site, &user, &hash).await?;
    // Whoever has the link has the mailbox, or stood before the operator.
    site.prove(user.id, app.now()).await?;
    Ok(site.commit().await?)
}

/// The hash of a new password that will do.
pub(super) async fn checked(app: &App, user: &User, new: &str) -> Outcome<String> {
    check_password(new, Some(&user.email))
        .map_err(|refused| Invalid::field("password", member::password_key(refused)))?;
    password::hash(app, new).await
}

/// Sets a password that was not proven by the old one: every session ends, what else was begun is
/// forgotten, and a mail tells of it where there is mail.
pub(super) async fn change(
    app: &App,
    mut site: SiteStore,
    user: &User,
    hash: &str,
) -> Outcome<SiteStore> {
    site.set_password(user.id, hash).await?;
    site.end_sessions(user.id).await?;
    site.forget_recoveries(user.id).await?;
    if app.has_mail() {
        enqueue_own(app, &mut site, &notice(app, user)).await?;
    }
    record(
        app,
        site,
        user.id,
        (AuditKind::PasswordChanged, "recovered"),
    )
    .await
}

/// Makes a link to a new password for somebody whom the operator of the machine knows: the way back
/// when nothing else is left. It is written in the log of every organisation of the person.
///
/// # Errors
/// [`Error::NotFound`] when nobody has an account with the address.
pub async fn recover_by_operator(app: &App, email: &Email) -> Outcome<String> {
    let mut site = app.store().site_write().await?;
    let found = site.credentials(email).await?.ok_or(Error::NotFound)?;
    let user = found.user.id;
    let link = add_link(app, &mut site, user).await?;
    for id in site.memberships(user).await? {
        let mut org = site.enter(id).await?;
        org.audit(&Audit {
            kind: AuditKind::ResetBegun,
            subject: user.to_string(),
            detail: "operator".to_owned(),
            actor: None,
            at: app.now(),
        })
        .await?;
        site = org.leave();
    }
    site.commit().await?;
    Ok(link)
}
