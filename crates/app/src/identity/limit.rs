//! The one limit on trying secrets: passwords, codes of the second step, codes to a new password, and
//! the code of the first set-up.
//!
//! A try is counted before the secret is looked at, in the database, so that many at once and several
//! nodes are counted like one after another. Who is stopped is who tries: one account from one network,
//! and one network as a whole. An account that is tried from everywhere is only slowed down, for a lock
//! would let anybody lock anybody out. The second step is stopped from everywhere: only who knows the
//! password comes to it, and a code of six digits does not bear many tries.

use std::net::IpAddr;
use std::time::Duration;

use domain::UserId;
use domain::identity::{Device, Email};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::login::failures_since;
use crate::error::Outcome;
use crate::world::{App, Token};

/// Tries of one secret from one network, in a quarter of an hour.
const HERE: i64 = 8;

/// Tries of all secrets from one network: a council in one hall shares one.
const NETWORK: i64 = 100;

/// Tries of one secret from everywhere, after which each waits longer than the one before.
const EVERYWHERE: i64 = 20;

/// The longest that a try waits.
const LONGEST: Duration = Duration::from_secs(8);

/// The setting with which networks are made unreadable in the counts.
const SALT: &str = "limit-salt";

/// Where somebody tries a secret from, as far as it is known. Neither the address nor anything from
/// which it could be found without the installation's own salt is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Origin {
    network: Option<IpAddr>,
    device: Device,
    known: Option<Token>,
}

impl Origin {
    /// From this network.
    pub fn new(network: Option<IpAddr>) -> Self {
        Self {
            network,
            ..Self::default()
        }
    }

    /// On this device, which may have been told apart before by a token of its own.
    #[must_use]
    pub const fn on(self, device: Device, known: Option<Token>) -> Self {
        Self {
            device,
            known,
            ..self
        }
    }

    /// The device.
    pub(super) const fn device(self) -> Device {
        self.device
    }

    /// The token by which the device is known from before.
    pub(super) const fn known(self) -> Option<Token> {
        self.known
    }
}

/// What is tried.
#[derive(Debug, Clone, Copy)]
pub(super) enum Door<'a> {
    /// The password of an account, existing or not.
    Account(&'a Email),
    /// The second step of a person who has given the password.
    SecondStep(UserId),
    /// A passkey as the second step. It cannot be guessed; counted apart, so that wrong codes of
    /// somebody who has the password do not shut its owner out.
    Passkey(UserId),
    /// Asking for a link to a new password for an address: no secret, but a mail to somebody.
    Asking(&'a Email),
    /// The code with which a person chooses a new password.
    Code(&'a Email),
    /// The code of the first set-up.
    SetUp,
}

/// A try that was let through; [`Knock::opened`] when the secret was right.
pub(super) struct Knock {
    here: [u8; 32],
    everywhere: [u8; 32],
    network: Option<[u8; 32]>,
    /// When the try was counted.
    at: Timestamp,
    many: i64,
}

/// Counts a try; nothing when there have been too many.
pub(super) async fn knock(app: &App, door: Door<'_>, from: Origin) -> Outcome<Option<Knock>> {
    let now = app.now();
    let since = failures_since(now);
    let mut site = app.store().site_write().await?;
    let salt = if let Some(salt) = site.setting(SALT).await? {
        salt
    } else {
        let salt = crate::number::hex(&app.random::<16>());
        site.keep_setting(SALT, salt).await?
    };
    let what = match door {
        Door::Account(email) => format!("account {}", email.as_str()),
        Door::SecondStep(user) => format!("second step {user}"),
        Door::Passkey(user) => format!("passkey {user}"),
        Door::Asking(email) => format!("asking {}", email.as_str()),
        Door::Code(email) => format!("code {}", email.as_str()),
        Door::SetUp => "set-up".to_owned(),
    };
    let most = match door {
        Door::SecondStep(_) => EVERYWHERE,
        _ => i64::MAX,
    };
    let network = from.network.map_or_else(String::new, |it| it.to_string());
    let key = |parts: [&str; 2]| -> [u8; 32] {
        let text = format!("{salt}\n{}\n{}", parts[0], parts[1]);
        Sha256::digest(text).into()
    };
    let mut tries = Knock {
        here: key([&what, &network]),
        everywhere: key([&what, "everywhere"]),
        network: from.network.map(|_| key(["network", &network])),
        at: now,
        many: 0,
    };
    if let Some(network) = tries.network
        && !site.count_try(network, since, now, NETWORK).await?
    {
        return Ok(None);
    }
    if !site.count_try(tries.here, since, now, HERE).await? {
        return Ok(None);
    }
    if !site.count_try(tries.everywhere, since, now, most).await? {
        return Ok(None);
    }
    tries.many = site.failures(tries.everywhere, since).await?;
    site.commit().await?;
    tokio::time::sleep(wait(tries.many)).await;
    Ok(Some(tries))
}

/// How long a try waits when there have been so many.
fn wait(many: i64) -> Duration {
    let over = (many - EVERYWHERE).clamp(0, 16);
    if over == 0 {
        return Duration::ZERO;
    }
    Duration::from_millis(100 << over).min(LONGEST)
}

impl Knock {
    /// Whether a wrong secret is recorded: whoever tries on and on must not fill anybody's log.
    pub(super) const fn is_recorded(&self) -> bool {
        self.many <= EVERYWHERE
    }

    /// The secret was right: its tries are forgotten, and the network has its own try back, so that an
    /// office in which everybody signs in is not shut out. The tries at other secrets stay counted.
    pub(super) async fn opened(self, app: &App) -> Outcome<()> {
        let mut site = app.store().site_write().await?;
        site.forget_tries(self.here).await?;
        site.forget_tries(self.everywhere).await?;
        if let Some(network) = self.network {
            site.forget_try(network, self.at).await?;
        }
        Ok(site.commit().await?)
    }

    /// The secret was not looked at, for the server had too much to do: the try does not count.
    pub(super) async fn undone(self, app: &App) -> Outcome<()> {
        let mut site = app.store().site_write().await?;
        for key in [self.here, self.everywhere].into_iter().chain(self.network) {
            site.forget_try(key, self.at).await?;
        }
        Ok(site.commit().await?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_try_waits_longer_the_more_there_have_been_and_never_for_long() {
        assert_eq!(wait(0), Duration::ZERO);
        assert_eq!(wait(EVERYWHERE), Duration::ZERO);
        assert_eq!(wait(EVERYWHERE + 1), Duration::from_millis(200));
        assert_eq!(wait(EVERYWHERE + 3), Duration::from_millis(800));
        for many in [EVERYWHERE + 10, 1_000, i64::MAX] {
            assert_eq!(wait(many), LONGEST, "{many}");
        }
    }
}
