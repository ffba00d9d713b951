//! What happens to an account is recorded in the log of the person's organisations and, when it
//! matters to the person, mailed.

use domain::UserId;
use domain::audit::AuditKind;
use i18n::Texts;
use store::{Audit, SiteStore, User};

use crate::address;
use crate::error::Outcome;
use crate::mail::Mail;
use crate::queue::enqueue_own;
use crate::world::App;

/// Records it in the log of every organisation in which the person has a role today, in the
/// transaction of what happened.
pub(super) async fn record(
    app: &App,
    site: SiteStore,
    user: UserId,
    (kind, detail): (AuditKind, &str),
) -> Outcome<SiteStore> {
    let mut site = site;
    let mut orgs = site.organisations_of(user, app.today()).await?;
    // In one order, so that two of these never wait for each other.
    orgs.sort_by_key(|org| org.id);
    for organisation in orgs {
        let mut org = site.enter(organisation.id).await?;
        org.audit(&Audit {
            kind,
            subject: user.to_string(),
            detail: detail.to_owned(),
            actor: Some(user),
            at: app.now(),
        })
        .await?;
        site = org.leave();
    }
    Ok(site)
}

/// What a person is told by mail of the own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The account was used on a device that it had not been used on.
    Device,
    /// The password was changed.
    Password,
    /// A second step was taken into use.
    StepAdded,
    /// A second step was removed.
    StepRemoved,
    /// The recovery codes were made again.
    CodesRenewed,
}

impl News {
    const fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Device => ("mail.account.device-subject", "mail.account.device"),
            Self::Password => ("mail.account.password-subject", "mail.account.password"),
            Self::StepAdded => ("mail.account.added-subject", "mail.account.added"),
            Self::StepRemoved => ("mail.account.removed-subject", "mail.account.removed"),
            Self::CodesRenewed => ("mail.account.codes-subject", "mail.account.codes"),
        }
    }
}

/// Queues the mail, where mail has been set up.
pub(super) async fn tell(app: &App, site: &mut SiteStore, user: &User, news: News) -> Outcome<()> {
    if !app.has_mail() {
        return Ok(());
    }
    let t = Texts::new(user.locale);
    let (subject, text) = news.keys();
    let when = t.datetime(app.now());
    let link = address::ACCOUNT.whole(app.settings(), []);
    let mail = Mail {
        to: user.email.to_string(),
        subject: t.say(subject).to_owned(),
        text: t.with(text, &[("when", &when), ("link", &link)]),
    };
    enqueue_own(app, site, &mail).await
}
