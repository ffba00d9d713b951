//! Password hashes: Argon2id with the parameters OWASP recommends for a server of this size.

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};

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
