//! The real world behind the product: the clock, randomness, mail, the store on disk.

use std::future::Future;
use std::pin::Pin;

use anyhow::Context;
use app::{App, Clock, Entropy, Mail, Mailer, Settings};
use jiff::Timestamp;
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use store::Store;

use crate::config::{self, Config};

/// The machine's clock.
struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the time comes from"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The operating system's randomness.
struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(
        clippy::expect_used,
        reason = "without randomness nothing may go on: tokens would be guessable"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// An SMTP server.
struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    fn open(mail: &config::Mail) -> anyhow::Result<Self> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&mail.smtp_url)
            .context("the SMTP address cannot be read")?
            .build();
        let from = mail
            .from
            .parse()
            .context("the sender's address cannot be read")?;
        Ok(Self { transport, from })
    }

    async fn deliver(&self, mail: Mail) -> Result<(), String> {
        let to: Mailbox = mail
            .to
            .parse()
            .map_err(|_error| "unreadable recipient".to_owned())?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text)
            .map_err(|error| error.to_string())?;
        self.transport
            .send(message)
            .await
            .map(drop)
            .map_err(|error| error.to_string())
    }
}

impl Mailer for Smtp {
    fn send(&self, mail: Mail) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + '_>> {
        Box::pin(self.deliver(mail))
    }
}

/// Opens the store, creating the data folder when it is not there, and puts the product together.
pub(crate) async fn open(config: &Config, is_demo: bool) -> anyhow::Result<App> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder `{}`", config.data.display()))?;
    let store = Store::open(config.store()).await.with_context(|| {
        format!(
            "cannot open the data in `{}`; nothing was changed",
            config.data.display()
        )
    })?;
    let settings = Settings {
        base_url: config.base_url(),
        is_demo,
    };
    let app = App::new(
        store,
        Box::new(SystemClock),
        Box::new(SystemEntropy),
        settings,
    );
    Ok(match &config.mail {
        Some(mail) => app.with_mailer(Box::new(Smtp::open(mail)?)),
        None => app,
    })
}
