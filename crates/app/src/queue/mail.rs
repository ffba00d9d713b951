//! The job of a mail.
//!
//! A mail leaves at most once. It is tried again when the server was not reached or put it off, for
//! nothing has left then. When the program dies or the connection breaks while the mail is handed
//! over, nobody knows whether the server has it, and it is given up: an invitation can be handed
//! over by its inviter, who has the link, and a reminder that is lost does less harm than one that
//! comes twice.
//!
//! Address and text wait in the queue for as long as the mail does, half a day at most, and are
//! erased when it has left or is given up.

use super::kind::{At, Failure, Payload, Policy, Reason};
use crate::mail::{Mail, Unsent};

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
        post.hand_over(self).await.map_err(|why| match why {
            Unsent::Delayed => Failure::NotYet(Reason::MailDelayed),
            Unsent::Refused => Failure::Never(Reason::MailRefused),
            Unsent::Uncertain => Failure::Never(Reason::MailUncertain),
        })
    }
}
