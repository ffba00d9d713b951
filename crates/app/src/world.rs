//! What use cases need from outside: the store, the time, randomness, mail. All replaceable in tests.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use store::Store;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::cache::Cache;
use crate::mail::{Mailer, Post};
use crate::plan::Plan;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// The moment.
    fn now(&self) -> Timestamp;
}

/// Gives unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);
}

/// What the installation has been told about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The address people use, without a slash at the end: links in mails and letters begin with it.
    pub base_url: String,
    /// Whether this is the demo.
    pub is_demo: bool,
}

/// The running product. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

struct Parts {
    store: Store,
    clock: Box<dyn Clock>,
    entropy: Box<dyn Entropy>,
    post: Option<Post>,
    settings: Settings,
    backup: Option<Plan>,
    cache: Cache,
    ready: Mutex<Option<(Timestamp, bool)>>,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("settings", &self.parts.settings)
            .finish_non_exhaustive()
    }
}

impl App {
    /// Puts the parts together.
    pub fn new(
        store: Store,
        clock: Box<dyn Clock>,
        entropy: Box<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        Self {
            parts: Arc::new(Parts {
                store,
                clock,
                entropy,
                post: None,
                settings,
                backup: None,
                cache: Cache::default(),
                ready: Mutex::default(),
            }),
        }
    }

    /// Gives the product a way to send mail. Without one, invitations show a link to hand over.
    #[must_use]
    pub fn with_mailer(self, mailer: Box<dyn Mailer>) -> Self {
        match Arc::try_unwrap(self.parts) {
            Ok(parts) => Self {
                parts: Arc::new(Parts {
                    post: Some(Post::new(mailer)),
                    ..parts
                }),
            },
            Err(shared) => Self { parts: shared },
        }
    }

    /// Tells the product where backups go and who can open them. Without it none are made.
    #[must_use]
    pub fn with_backups(self, plan: Plan) -> Self {
        match Arc::try_unwrap(self.parts) {
            Ok(parts) => Self {
                parts: Arc::new(Parts {
                    backup: Some(plan),
                    ..parts
                }),
            },
            Err(shared) => Self { parts: shared },
        }
    }

    /// Where backups go, if they have been set up.
    pub(crate) fn backup_plan(&self) -> Option<&Plan> {
        self.parts.backup.as_ref()
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.parts.store
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// What was read or computed lately.
    pub(crate) fn cache(&self) -> &Cache {
        &self.parts.cache
    }

    /// When writing was tried last, and whether it succeeded.
    pub(crate) fn ready(&self) -> &Mutex<Option<(Timestamp, bool)>> {
        &self.parts.ready
    }

    /// Whether mail has been set up.
    pub fn has_mail(&self) -> bool {
        self.parts.post.is_some()
    }

    /// The way to the mail server, for the job that sends mail.
    pub(crate) fn post(&self) -> Option<&Post> {
        self.parts.post.as_ref()
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.parts.clock.now()
    }

    /// The day in Finland.
    pub fn today(&self) -> Date {
        i18n::format::day(self.now())
    }

    /// Unpredictable bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.parts.entropy.fill(&mut bytes);
        bytes
    }

    /// A new id of any kind.
    pub fn id<T: From<Uuid>>(&self) -> T {
        uuid::Builder::from_random_bytes(self.random())
            .into_uuid()
            .into()
    }

    /// A new secret token.
    pub fn token(&self) -> Token {
        Token(self.random())
    }
}

/// A secret of 256 bits: in a cookie or a link. Only its hash is ever stored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Token([u8; 32]);

impl Token {
    /// The token as text: 64 hexadecimal digits.
    pub fn text(self) -> String {
        const DIGITS: [char; 16] = [
            '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
        ];
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or('0');
        self.0
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    }

    /// Reads the text; nothing when it is not a token.
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0_u8; 32];
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// What is stored of the token.
    pub fn hash(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }

    /// The token by which a device is known again, made of that of the first session on it. It does
    /// not lead back to the session's.
    #[must_use]
    pub fn of_device(self) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(b"device");
        hasher.update(self.0);
        Self(hasher.finalize().into())
    }
}

impl Token {
    /// A secret for an authenticator app that only whoever holds this token can make of what is stored.
    pub(crate) fn seed(self, stored: &[u8]) -> [u8; 20] {
        let mut hasher = Sha256::new();
        hasher.update(b"totp");
        hasher.update(self.0);
        hasher.update(stored);
        let digest: [u8; 32] = hasher.finalize().into();
        std::array::from_fn(|at| digest.get(at).copied().unwrap_or_default())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_survives_its_text() {
        let token = Token([7; 32]);
        assert_eq!(Token::parse(&token.text()), Some(token));
        assert_eq!(Token::parse("0g"), None);
        assert_eq!(format!("{token:?}"), "Token(…)");
    }
}
