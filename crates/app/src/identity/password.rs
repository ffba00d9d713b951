//! Passwords: their hashes (Argon2id with the parameters OWASP recommends for a server of this size),
//! giving one's own again, and changing it.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use domain::audit::AuditKind;
use domain::identity::check_password;
use store::User;

use crate::error::{Error, Invalid, Outcome};
use crate::identity::limit::{Door, Origin, knock};
use crate::identity::member::password_key;
use crate::identity::notice::{News, record, tell};
use crate::identity::session::Holder;
use crate::world::App;

/// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2025).
fn argon() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The hash of a password in PHC form; nothing only if the library refuses its own parameters.
///
/// Takes tens of milliseconds of a core, so it runs where blocking is allowed.
pub async fn hash(app: &App, password: &str) -> Option<String> {
    let salt: [u8; 16] = app.random();
    let password = password.to_owned();
    let work = move || {
        argon()
            .hash_password_with_salt(password.as_bytes(), &salt)
            .ok()
            .map(|hash| hash.to_string())
    };
    tokio::task::spawn_blocking(work).await.ok().flatten()
}

/// Whether the password is the one behind the hash.
pub(super) async fn verify(password: &str, hash: Option<String>) -> bool {
    let password = password.to_owned();
    let work = move || {
        // Without a hash the same work is done, so that timing does not tell who has an account.
        let stand_in = "$argon2id$v=19$m=19456,t=2,p=1$bHVvdHNpLWx1b3RzaQ$Jg8sXq0mYdQ3l9bT1r1cXGv1m2n3o4p5q6r7s8t9u0w";
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| stand_in.to_owned());
        let matches = PasswordHash::new(&text).is_ok_and(|parsed| {
            argon()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok()
        });
        known && matches
    };
    tokio::task::spawn_blocking(work).await.unwrap_or(false)
}

/// Checks the password of a person who is logged in. It is tried as when logging in: a browser that was
/// left open is no place to guess.
///
/// # Errors
/// [`Error::Invalid`] at the field when it is wrong, or was tried too often.
pub(super) async fn confirm(
    app: &App,
    user: &User,
    (field, typed): (&'static str, &str),
    from: Origin,
) -> Outcome<()> {
    let Some(knock) = knock(app, Door::Account(&user.email), from).await? else {
        return Err(Invalid::field(field, "identity.sign-in.too-many").into());
    };
    let mut site = app.store().site_read().await?;
    let found = site.credentials(&user.email).await?;
    drop(site);
    let hash = found.and_then(|found| found.password_hash);
    if !verify(typed, hash).await {
        return Err(Invalid::field(field, "error.password.current").into());
    }
    knock.opened(app).await
}

/// Changes a person's own password and ends the other sessions.
///
/// # Errors
/// [`Error::Invalid`] when the current one is wrong or the new one is refused.
pub async fn change_password(
    app: &App,
    holder: Holder<'_>,
    (current, new): (&str, &str),
    from: Origin,
) -> Outcome<()> {
    let user = holder.user;
    confirm(app, user, ("current", current), from).await?;
    check_password(new, Some(&user.email))
        .map_err(|refused| Invalid::field("password", password_key(refused)))?;
    let hash = hash(app, new).await.ok_or(Error::NotFound)?;
    let mut site = app.store().site_write().await?;
    site.set_password(user.id, &hash).await?;
    site.end_other_sessions(user.id, holder.token.hash())
        .await?;
    let mut site = record(app, site, user.id, (AuditKind::PasswordChanged, "")).await?;
    tell(app, &mut site, user, News::Password).await?;
    Ok(site.commit().await?)
}
