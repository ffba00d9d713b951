//! A new password where there is no mail: a coordinator begins it and hands a code over in person.
//!
//! A coordinator could so become another member. Therefore the code works only after an hour, in
//! which the person sees on every page who has begun it, and can stop it; the log tells of it; and
//! nobody is reset who has more to lose than this one organisation.

use domain::audit::AuditKind;
use domain::identity::{Email, Permission};
use domain::{OrgId, UserId};
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use store::{Audit, Recovery, SiteStore, User};

use crate::cx::OrgCx;
use crate::error::{Error, Invalid, Outcome};
use crate::identity::code::{groups, plain};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::recovery::{after, change, checked};
use crate::world::App;

/// How long the person has to stop it before the code works.
const DELAY: SignedDuration = SignedDuration::from_hours(1);

/// How long the code works then.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Signs of a code: letters and digits that are not taken for each other when read from paper.
const SIGNS: &[u8; 32] = b"23456789abcdefghjkmnpqrstuvwxyz0";

/// Whether a coordinator can begin a new password for a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reset {
    /// Yes.
    Possible,
    /// It has been begun.
    Begun(ResetTimes),
    /// No; the key of the sentence that says why.
    Refused(&'static str),
}

/// When a code works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResetTimes {
    /// From.
    pub usable_at: Timestamp,
    /// Until.
    pub expires_at: Timestamp,
}

impl From<Recovery> for ResetTimes {
    fn from(it: Recovery) -> Self {
        Self {
            usable_at: it.usable_at,
            expires_at: it.expires_at,
        }
    }
}

/// A code, shown once to whoever hands it over.
#[derive(Clone)]
pub struct ResetCode {
    /// The code.
    pub code: String,
    /// When it works.
    pub times: ResetTimes,
}

impl std::fmt::Debug for ResetCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ResetCode")
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// Whether the person's password is a matter of this organisation alone.
async fn is_own(site: &mut SiteStore, user: &User, org: OrgId) -> Outcome<bool> {
    Ok(!user.is_operator && site.memberships(user.id).await? == [org])
}

/// Why a coordinator cannot begin a new password for this member; nothing when it can be begun.
async fn refusal(cx: &OrgCx, site: &mut SiteStore, user: UserId) -> Outcome<Option<&'static str>> {
    let org = cx.organisation().id;
    let is_member = site.memberships(user).await?.contains(&org);
    let person = site.user(user).await?.filter(|_| is_member);
    let person = person.ok_or(Error::NotFound)?;
    Ok(if cx.app().has_mail() {
        Some("identity.reset.has-mail")
    } else if cx.actor().is_some_and(|actor| actor.id == user) {
        Some("identity.reset.oneself")
    } else if is_own(site, &person, org).await? {
        None
    } else {
        Some("identity.reset.elsewhere")
    })
}

/// Whether a new password can be begun for a member, or has been.
///
/// # Errors
/// [`Error::NotFound`] when the person is no member.
pub async fn reset(cx: &OrgCx, user: UserId) -> Outcome<Reset> {
    cx.require(Permission::MemberManage)?;
    let mut site = cx.app().store().site_read().await?;
    if let Some(why) = refusal(cx, &mut site, user).await? {
        return Ok(Reset::Refused(why));
    }
    let own = Some(cx.organisation().id);
    let all = site.recoveries(user, cx.now()).await?;
    let begun = all.into_iter().rfind(|it| it.org == own);
    Ok(begun.map_or(Reset::Possible, |it| Reset::Begun(it.into())))
}

/// Begins a new password for a member; a code that was made before no longer works.
///
/// # Errors
/// [`Error::NotFound`] when the person is no member, [`Error::Refused`] when somebody else must do it.
pub async fn begin_reset(cx: &OrgCx, user: UserId) -> Outcome<ResetCode> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    org.stop_recovery(user).await?;
    let mut site = org.leave();
    if let Some(why) = refusal(cx, &mut site, user).await? {
        return Err(Error::Refused(why));
    }
    let (code, now) = (code(cx.app()), cx.now());
    let usable_at = after(now, DELAY);
    let new = Recovery {
        user,
        org: Some(cx.organisation().id),
        begun_by: cx.actor().map(|actor| actor.id),
        created_at: now,
        usable_at,
        expires_at: after(usable_at, LASTS),
    };
    site.add_recovery(&new, hash(&code)).await?;
    let mut org = site.enter(cx.organisation().id).await?;
    org.audit(&cx.audit(AuditKind::ResetBegun, user, ""))
        .await?;
    org.commit().await?;
    Ok(ResetCode {
        code,
        times: new.into(),
    })
}

/// Takes back what coordinators of the organisation have begun.
///
/// # Errors
/// [`Error::NotFound`] when nothing was begun.
pub async fn stop_reset(cx: &OrgCx, user: UserId) -> Outcome<()> {
    cx.require(Permission::MemberManage)?;
    let mut org = cx.write().await?;
    if !org.stop_recovery(user).await? {
        return Err(Error::NotFound);
    }
    org.audit(&cx.audit(AuditKind::ResetStopped, user, ""))
        .await?;
    Ok(org.commit().await?)
}

/// What somebody has begun for a person who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BegunReset {
    /// The coordinator's name; empty when unknown.
    pub by: String,
    /// From when the code works.
    pub usable_at: Timestamp,
}

/// What a coordinator has begun for this person, who sees it on every page. Looked for only where
/// there is no mail, for elsewhere nothing can be begun.
pub async fn begun_reset(app: &App, user: &User) -> Outcome<Option<BegunReset>> {
    if app.has_mail() {
        return Ok(None);
    }
    let mut site = app.store().site_read().await?;
    let all = site.recoveries(user.id, app.now()).await?;
    let Some(begun) = all.into_iter().find(|it| it.org.is_some()) else {
        return Ok(None);
    };
    let by = match begun.begun_by {
        Some(id) => site.user(id).await?,
        None => None,
    };
    Ok(Some(BegunReset {
        by: by.map(|it| it.name).unwrap_or_default(),
        usable_at: begun.usable_at,
    }))
}

/// Stops what coordinators have begun for the person, who has signed in and so needs no new password.
pub async fn stop_own_reset(app: &App, user: &User) -> Outcome<()> {
    let mut site = app.store().site_write().await?;
    for begun in site.recoveries(user.id, app.now()).await? {
        let Some(id) = begun.org else {
            continue;
        };
        let mut org = site.enter(id).await?;
        if org.stop_recovery(user.id).await? {
            let entry = entry(app, AuditKind::ResetStopped, user);
            org.audit(&entry).await?;
        }
        site = org.leave();
    }
    Ok(site.commit().await?)
}

/// Sets a new password by a code and ends every session of the person.
///
/// # Errors
/// [`Error::Invalid`] at `code` when address and code do not belong together, the code does not work
/// yet or any more, or there were too many tries; at `password` when the new one is refused.
pub async fn use_code(app: &App, typed: &TypedCode<'_>, from: Origin) -> Outcome<()> {
    let wrong = || Error::from(Invalid::field("code", "identity.code.wrong"));
    let email = Email::parse(typed.email).map_err(|_not_one| wrong())?;
    let Some(knock) = knock(app, Door::Code(&email), from).await? else {
        return Err(Invalid::field("code", "identity.sign-in.too-many").into());
    };
    let secret = hash(typed.code);
    let mut site = app.store().site_read().await?;
    let found = site.credentials(&email).await?;
    let begun = site.recovery(secret, app.now()).await?;
    let (Some(found), Some(begun)) = (found, begun) else {
        return Err(wrong());
    };
    let Some(id) = begun.org.filter(|_| begun.user == found.user.id) else {
        return Err(wrong());
    };
    drop(site);
    knock.opened(app).await?;
    if begun.usable_at > app.now() {
        return Err(Invalid::field("code", "identity.code.early").into());
    }
    let hash = checked(app, &found.user, typed.password).await?;
    let mut site = app.store().site_write().await?;
    // Since it was begun the person may have become somebody whom no coordinator may reset.
    if !is_own(&mut site, &found.user, id).await? {
        return Err(Invalid::field("code", "identity.code.elsewhere").into());
    }
    if !site.take_recovery(secret).await? {
        return Err(wrong());
    }
    let site = change(app, site, &found.user, &hash).await?;
    let mut org = site.enter(id).await?;
    org.audit(&entry(app, AuditKind::ResetDone, &found.user))
        .await?;
    Ok(org.commit().await?)
}

/// What is typed where a code is used.
#[derive(Clone, Copy)]
pub struct TypedCode<'a> {
    /// Address.
    pub email: &'a str,
    /// Code.
    pub code: &'a str,
    /// New password.
    pub password: &'a str,
}

impl std::fmt::Debug for TypedCode<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TypedCode(…)")
    }
}

/// An entry of the person about themselves.
fn entry(app: &App, kind: AuditKind, user: &User) -> Audit {
    Audit {
        kind,
        subject: user.id.to_string(),
        detail: String::new(),
        actor: Some(user.id),
        at: app.now(),
    }
}

/// Eighty bits in groups that can be read aloud and typed.
fn code(app: &App) -> String {
    let bytes: [u8; 16] = app.random();
    let sign = |byte: &u8| SIGNS.get(usize::from(byte & 31)).copied().unwrap_or(b'2');
    let signs: String = bytes.iter().map(|byte| char::from(sign(byte))).collect();
    groups(&signs, '-')
}

/// What is stored of a code, however it was typed.
fn hash(code: &str) -> [u8; 32] {
    Sha256::digest(format!("recovery code {}", plain(code))).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let meant = hash("abcd-2345-efgh-6789");
        for typed in ["ABCD 2345 EFGH 6789", " abcd2345efgh6789\n"] {
            assert_eq!(hash(typed), meant, "{typed}");
        }
        assert_ne!(hash("abcd-2345-efgh-678"), meant);
        assert_ne!(hash(""), meant);
    }

    #[test]
    fn no_two_signs_are_the_same() {
        let all: std::collections::BTreeSet<_> = SIGNS.iter().collect();
        assert_eq!(all.len(), SIGNS.len());
    }
}
