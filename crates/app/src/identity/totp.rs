//! One-time codes of an application, and the recovery codes that stand in for a lost telephone.

use domain::UserId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::{SiteStore, User};
use totp_rs::{Builder, Totp};

use crate::error::{Error, Outcome};
use crate::identity::code::{groups, plain};
use crate::number::hex;
use crate::world::App;

/// The name under which applications list the code.
const ISSUER: &str = "Luotsi";

/// How many recovery codes a person has.
const CODES: usize = 10;

/// What an application must be given: as an address that it reads from a picture, and to be typed.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpOffer {
    /// The address, `otpauth://…`.
    pub address: String,
    /// The secret in groups of four letters and digits.
    pub secret: String,
}

impl std::fmt::Debug for TotpOffer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpOffer(…)")
    }
}

/// What every application knows: SHA-1, six digits, half a minute (RFC 6238, and the key URI format).
/// A code of the half minute before or after is taken, for clocks differ.
fn generator(user: &User, secret: &[u8]) -> Outcome<Totp> {
    // A colon parts the issuer from the account.
    let account = user.email.as_str().replace(':', " ");
    Builder::new()
        .with_secret(secret.to_vec())
        .with_issuer(Some(ISSUER))
        .with_account_name(account)
        .build()
        .map_err(|error| Error::Report(Box::new(error)))
}

/// What the application must be given.
pub(super) fn offer(user: &User, secret: &[u8]) -> Outcome<TotpOffer> {
    let totp = generator(user, secret)?;
    let address = totp
        .to_url()
        .map_err(|error| Error::Report(Box::new(error)))?;
    Ok(TotpOffer {
        address,
        secret: groups(&totp.secret().to_base32(), ' '),
    })
}

/// The step of the code, when it is one of this secret around this moment.
pub(super) fn step_of(
    user: &User,
    secret: &[u8],
    code: &str,
    now: Timestamp,
) -> Outcome<Option<i64>> {
    let (Ok(seconds), true) = (u64::try_from(now.as_second()), is_code(code)) else {
        return Ok(None);
    };
    let step = generator(user, secret)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// Whether it looks like a code of an application.
fn is_code(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|it| it.is_ascii_digit())
}

/// Spends what was typed: a code of the application, or a recovery code. Each is taken once.
pub(super) async fn spend(
    app: &App,
    site: &mut SiteStore,
    user: &User,
    typed: &str,
) -> Outcome<bool> {
    let plain = plain(typed);
    if !is_code(&plain) {
        let hash = code_hash(user.id, &plain);
        return Ok(site.spend_recovery_code(user.id, hash).await?);
    }
    let secret = site.totp(user.id).await?.filter(|it| it.is_confirmed);
    let Some(secret) = secret else {
        return Ok(false);
    };
    match step_of(user, &secret.secret, &plain, app.now())? {
        Some(step) => Ok(site.spend_totp(user.id, step).await?),
        None => Ok(false),
    }
}

/// New recovery codes in the place of the earlier ones; they are shown once. Of each only a hash is
/// kept: 80 bits, so there is nothing to guess.
pub(super) async fn renew(app: &App, site: &mut SiteStore, user: UserId) -> Outcome<Vec<String>> {
    let codes: Vec<String> = (0..CODES).map(|_| hex(&app.random::<10>())).collect();
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| code_hash(user, code)).collect();
    site.set_recovery_codes(user, &hashes).await?;
    Ok(codes.iter().map(|code| groups(code, '-')).collect())
}

fn code_hash(user: UserId, plain: &str) -> [u8; 32] {
    Sha256::digest(format!("{user}\n{plain}")).into()
}

#[cfg(test)]
mod tests {
    use domain::Locale;
    use domain::identity::Email;

    use super::*;

    fn user() -> User {
        User {
            id: UserId(uuid::Uuid::from_u128(1)),
            email: Email::parse("maija@example.fi").unwrap(),
            name: "Maija Malli".to_owned(),
            locale: Locale::Fi,
            is_operator: false,
        }
    }

    /// RFC 6238, appendix B, for SHA-1; the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let at = |second| Timestamp::from_second(second).unwrap();
            let step = |at| step_of(&user(), secret, code, at).unwrap();
            assert_eq!(step(at(second)), Some(second / 30));
            // A clock may be half a minute off, and the step is still that of the code.
            assert_eq!(step(at(second + 30)), Some(second / 30));
            assert_eq!(step(at(second + 90)), None);
            assert_eq!(step(at(second - 90)), None);
        }
    }

    #[test]
    fn the_application_gets_the_secret_as_an_address_and_in_groups() {
        let offer = offer(&user(), &[7; 20]).unwrap();
        assert!(
            offer
                .address
                .starts_with("otpauth://totp/Luotsi:maija%40example.fi?")
        );
        let secret = offer.secret.replace(' ', "");
        assert!(
            offer.address.contains(&format!("secret={secret}")),
            "{}",
            offer.address
        );
        assert_eq!(secret.len(), 32);
        assert_eq!(offer.secret.split(' ').count(), 8);
    }

    #[test]
    fn a_code_is_read_however_it_was_typed_and_letters_are_no_digits() {
        assert_eq!(plain(" 123 456 "), "123456");
        assert_eq!(plain("ABCD-ef01\u{2013}2345"), "abcdef012345");
        assert!(is_code("000000"));
        for other in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(!is_code(other), "{other}");
        }
        assert_eq!(groups("abcdef", '-'), "abcd-ef");
    }
}
