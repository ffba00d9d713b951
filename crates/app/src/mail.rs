//! Mail as a value, and the way to the mail server. What a use case wants to send it puts in the queue
//! of jobs, in its own transaction; the job alone hands it over. So a mail is queued if and only if its
//! transaction is committed, and leaves at most once.

use serde::{Deserialize, Serialize};

/// A mail to be sent. Its text may hold a link that lets in, so a log never shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail")
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

/// Why a mail was not handed over. Nothing of the server's answer, which may hold an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsent {
    /// The server was not reached or put the mail off; nothing has left.
    Delayed,
    /// The server or the address is such that this mail can never be sent.
    Refused,
    /// The connection broke on the way; the server may have taken the mail.
    Uncertain,
}

/// Hands mail to a server. Doing so is slow and may fail, so only the job calls it.
pub trait Mailer: Send + Sync {
    /// Hands one mail over, or says why not.
    fn send(
        &self,
        mail: Mail,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(), Unsent>> + Send + '_>>;
}

/// The way to the mail server.
pub(crate) struct Post(Box<dyn Mailer>);

impl Post {
    pub(crate) fn new(mailer: Box<dyn Mailer>) -> Self {
        Self(mailer)
    }

    /// Hands a mail over. The job of mail calls it and nothing else does; a test looks.
    pub(crate) async fn hand_over(&self, mail: Mail) -> Result<(), Unsent> {
        self.0.send(mail).await
    }
}
