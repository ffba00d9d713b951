//! Passwords: their hashes (Argon2id with the parameters OWASP recommends for a server of this size),
//! giving one's own again, and changing it.

use std::sync::{Mutex, PoisonError};

use argon2::password_hash::phc::{Output, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use domain::audit::AuditKind;
use domain::identity::check_password;
use store::User;

use crate::error::{Error, Invalid, Outcome};
use crate::heavy::{Work, apart};
use crate::identity::limit::{Door, Knock, Origin, knock};
use crate::identity::login::is_still;
use crate::identity::member::password_key;
use crate::identity::notice::{News, record, tell};
use crate::identity::session::{Holder, lasting};
use crate::world::App;

/// What hashing works in, 19 MiB each. They are used again, and there are no more of them than hashes
/// are made at a time: memory that is asked for and given back for every sign-in stays with a process.
static BOARDS: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2025).
fn params() -> Params {
    Params::new(19 * 1024, 2, 1, None).unwrap_or_default()
}

/// Fills `out` with the hash; nothing when the library refuses what it is given.
fn fill(argon: &Argon2<'_>, password: &[u8], salt: &[u8], out: &mut [u8]) -> Option<()> {
    let boards = || BOARDS.lock().unwrap_or_else(PoisonError::into_inner);
    let mut board = boards().pop().unwrap_or_default();
    board.resize(argon.params().block_count(), Block::default());
    let filled = argon.hash_password_into_with_memory(password, salt, out, &mut board);
    boards().push(board);
    filled.ok()
}

fn hashed(password: &[u8], salt: &[u8]) -> Option<String> {
    let params = params();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    fill(&argon, password, salt, &mut out)?;
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: params.try_into().ok()?,
        salt: Some(Salt::new(salt).ok()?),
        hash: Some(Output::new(&out).ok()?),
    };
    Some(hash.to_string())
}

/// Whether the password is the one behind the hash, with the parameters of the hash.
fn matches(password: &[u8], hash: &str) -> Option<bool> {
    let hash = PasswordHash::new(hash).ok()?;
    let algorithm = Algorithm::try_from(hash.algorithm.as_str()).ok()?;
    let version = Version::try_from(hash.version.unwrap_or(Version::V0x13.into())).ok()?;
    let argon = Argon2::new(algorithm, version, Params::try_from(&hash).ok()?);
    let (salt, known) = (hash.salt?, hash.hash?);
    let mut out = [0; Output::MAX_LENGTH];
    let out = out.get_mut(..known.len())?;
    fill(&argon, password, &salt, out)?;
    // Compared in the same time wherever they differ.
    Some(Output::new(out).ok()? == known)
}

/// The hash of a password in PHC form. Takes tens of milliseconds of a core, so it waits its turn.
///
/// # Errors
/// [`Error::Busy`] when too many hashes are being made; [`Error::Refused`] only if the library refuses
/// its own parameters.
pub async fn hash(app: &App, password: &str) -> Outcome<String> {
    let salt: [u8; 16] = app.random();
    let password = password.to_owned();
    let work = move || hashed(password.as_bytes(), &salt);
    let hash = apart(Work::Hash, work).await?;
    hash.ok_or(Error::Refused("error.internal.text"))
}

/// Whether the password is the one behind the hash.
///
/// # Errors
/// [`Error::Busy`] when too many passwords are being checked.
async fn verify(password: &str, hash: Option<String>) -> Outcome<bool> {
    let password = password.to_owned();
    let work = move || {
        // Without a hash the same work is done, so that timing does not tell who has an account.
        let stand_in = "$argon2id$v=19$m=19456,t=2,p=1$bHVvdHNpLWx1b3RzaQ$Jg8sXq0mYdQ3l9bT1r1cXGv1m2n3o4p5q6r7s8t9u0w";
        let known = hash.is_some();
        let text = hash.unwrap_or_else(|| stand_in.to_owned());
        let matches = matches(password.as_bytes(), &text).unwrap_or(false);
        known && matches
    };
    apart(Work::Hash, work).await
}

/// Looks at a password for which a try was counted; what could not be looked at does not count.
pub(super) async fn tried(
    app: &App,
    knock: Knock,
    password: &str,
    hash: Option<String>,
) -> Outcome<(Knock, bool)> {
    match verify(password, hash).await {
        Ok(is_right) => Ok((knock, is_right)),
        Err(busy) => {
            knock.undone(app).await?;
            Err(busy)
        }
    }
}

/// Checks the password of a person who is logged in. It is tried as when logging in: a browser that was
/// left open is no place to guess. The hash that was looked at, to see in the transaction that changes
/// something that it is still the one.
///
/// # Errors
/// [`Error::Invalid`] at the field when it is wrong, or was tried too often.
pub(crate) async fn confirm(
    app: &App,
    user: &User,
    (field, typed): (&'static str, &str),
    from: Origin,
) -> Outcome<Option<String>> {
    let Some(knock) = knock(app, Door::Account(&user.email), from).await? else {
        return Err(Invalid::field(field, "identity.sign-in.too-many").into());
    };
    let mut site = app.store().site_read().await?;
    let found = site.credentials(&user.email).await?;
    drop(site);
    let hash = found.and_then(|found| found.password_hash);
    let (knock, is_right) = tried(app, knock, typed, hash.clone()).await?;
    if !is_right {
        return Err(Invalid::field(field, "error.password.current").into());
    }
    knock.opened(app).await?;
    Ok(hash)
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
    let looked_at = confirm(app, user, ("current", current), from).await?;
    check_password(new, Some(&user.email))
        .map_err(|refused| Invalid::field("password", password_key(refused)))?;
    let hash = hash(app, new).await?;
    let mut site = app.store().site_write().await?;
    // Making a hash takes long: the password may have been recovered, and the session ended, meanwhile.
    let held = site.session(holder.token.hash(), lasting(app)).await?;
    if held.is_none() || !is_still(&mut site, user, looked_at.as_deref()).await? {
        return Err(Invalid::field("current", "error.password.current").into());
    }
    site.set_password(user.id, &hash).await?;
    // What a coordinator has begun ends with it. A mailed link stays: whoever has the mailbox can ask
    // for another, and whoever has only the old password must not end the owner's way back.
    site.forget_begun(user.id).await?;
    site.end_other_sessions(user.id, holder.token.hash())
        .await?;
    let mut site = record(app, site, user.id, (AuditKind::PasswordChanged, "")).await?;
    tell(app, &mut site, user, News::Password).await?;
    Ok(site.commit().await?)
}

#[cfg(test)]
mod tests {
    use argon2::PasswordHasher as _;

    use super::*;

    #[test]
    fn a_hash_opens_to_its_password_alone() {
        let hash = hashed(b"kolme satamaa", &[7; 16]).unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert_eq!(matches(b"kolme satamaa", &hash), Some(true));
        assert_eq!(matches(b"kolme sataman", &hash), Some(false));
        assert_eq!(matches(b"", "no hash"), None);
    }

    /// What was hashed by the library's own way, now or with other parameters, still opens.
    #[test]
    fn hashes_made_elsewhere_open_with_their_own_parameters() {
        let other = Argon2::new(
            Algorithm::Argon2i,
            Version::V0x10,
            Params::new(64, 3, 2, Some(24)).unwrap(),
        );
        for argon in [Argon2::default(), other] {
            let hash = argon.hash_password_with_salt(b"vanha", &[3; 16]).unwrap();
            let hash = hash.to_string();
            assert_eq!(matches(b"vanha", &hash), Some(true), "{hash}");
            assert_eq!(matches(b"uusi", &hash), Some(false), "{hash}");
        }
    }

    /// Of sixty who come at once a few are served at a time, in memory that is used again.
    #[tokio::test(flavor = "multi_thread")]
    async fn sixty_passwords_at_once_take_the_memory_of_a_few() {
        let hash = hashed(b"kolme satamaa", &[7; 16]).unwrap();
        let mut tasks = tokio::task::JoinSet::new();
        for password in ["kolme satamaa", "väärä"].repeat(30) {
            tasks.spawn(verify(password, Some(hash.clone())));
        }
        let told = tasks.join_all().await.into_iter();
        let right = told.filter(|told| matches!(told, Ok(true)));
        assert_eq!(right.count(), 30);
        let boards = BOARDS.lock().unwrap();
        assert!((1..=4).contains(&boards.len()), "{}", boards.len());
    }
}
