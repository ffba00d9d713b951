//! Mail: written into the queue of jobs by the transaction that has a reason for it, and handed to
//! the mail server by the job alone. So a mail leaves if and only if its transaction was committed.
//!
//! A mail leaves at most once. It is tried again when the server was not reached or put it off, for
//! nothing has left then. When the program dies or the connection breaks while the mail is handed
//! over, nobody knows whether the server has it, and it is given up: an invitation can be handed
//! over by its inviter, who has the link, and a reminder that is lost does less harm than one that
//! comes twice.
//!
//! Address and text wait in the queue for as long as the mail does, half a day at most, and are
//! erased when it has left or is given up.

use domain::JobId;
use serde::{Deserialize, Serialize};
use store::OrgStore;

use crate::error::Outcome;
use crate::job::kind::{At, Failure, Payload, Policy, Reason};
use crate::job::queue::enqueue;
use crate::world::App;

/// A mail to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Address of the recipient.
    pub to: String,
    /// Subject line.
    pub subject: String,
    /// Plain text.
    pub text: String,
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

/// The way to the mail server. Opened nowhere but in this file.
pub(crate) struct Post(Box<dyn Mailer>);

impl Post {
    pub(crate) fn new(mailer: Box<dyn Mailer>) -> Self {
        Self(mailer)
    }
}

/// Sends a mail once the caller has committed.
///
/// # Errors
/// When the store fails.
pub(crate) async fn send(app: &App, org: &mut OrgStore, mail: &Mail) -> Outcome<JobId> {
    enqueue(app, org, mail).await
}

impl Payload for Mail {
    const NAME: &'static str = "mail";
    /// Eight attempts take half a day: a mail server that is away for a night is waited for.
    const POLICY: Policy = Policy::at_most_once(8).private();

    fn sample() -> Self {
        Self {
            to: "ensio@example.fi".to_owned(),
            subject: "Kutsu".to_owned(),
            text: "Hei,\n\n\"sinut\" on kutsuttu.".to_owned(),
        }
    }

    async fn run(self, at: At) -> Result<(), Failure> {
        let post = at.app.post().ok_or(Failure::NotYet(Reason::NoMail))?;
        post.0.send(self).await.map_err(|why| match why {
            Unsent::Delayed => Failure::NotYet(Reason::MailDelayed),
            Unsent::Refused => Failure::Never(Reason::MailRefused),
            Unsent::Uncertain => Failure::Never(Reason::MailUncertain),
        })
    }
}
