//! The real world behind the product: the clock, randomness, mail, the store on disk.

use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::time::Duration;

use anyhow::Context;
use app::{App, Clock, Entropy, Mail, Mailer, Settings, Unsent};
use jiff::Timestamp;
use lettre::message::{Mailbox, header::ContentType};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use store::{Seed, Store, StoreError};

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
    /// For asking whether the server is there; gives up soon.
    greeting: AsyncSmtpTransport<Tokio1Executor>,
    /// For handing a mail over; waits longer, because giving up then leaves a mail in doubt.
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    fn open(mail: &config::Mail) -> anyhow::Result<Self> {
        let open = |patience| {
            AsyncSmtpTransport::<Tokio1Executor>::from_url(&mail.smtp_url)
                .map(|builder| builder.timeout(Some(patience)).build())
                .context("the SMTP address cannot be read")
        };
        let greeting = open(Duration::from_secs(10))?;
        let transport = open(Duration::from_mins(1))?;
        let from = mail
            .from
            .parse()
            .context("the sender's address cannot be read")?;
        Ok(Self {
            greeting,
            transport,
            from,
        })
    }

    fn message(&self, mail: Mail) -> Option<Message> {
        let to: Mailbox = mail.to.parse().ok()?;
        Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(mail.subject)
            .header(ContentType::TEXT_PLAIN)
            .body(mail.text)
            .ok()
    }

    /// Greets the server before anything is handed over: when that fails, nothing has left for
    /// certain. A failure afterwards that is not the server's own answer is uncertain.
    async fn deliver(&self, mail: Mail) -> Result<(), Unsent> {
        let message = self.message(mail).ok_or(Unsent::Refused)?;
        if !self.greeting.test_connection().await.unwrap_or(false) {
            return Err(Unsent::Delayed);
        }
        let sent = self.transport.send(message).await;
        sent.map(drop).map_err(|error| match error {
            error if error.is_transient() => Unsent::Delayed,
            error if error.is_permanent() || error.is_client() => Unsent::Refused,
            _ => Unsent::Uncertain,
        })
    }
}

impl Mailer for Smtp {
    fn send(&self, mail: Mail) -> Pin<Box<dyn Future<Output = Result<(), Unsent>> + Send + '_>> {
        Box::pin(self.deliver(mail))
    }
}

/// Takes away from others what earlier versions left readable in the data folder.
fn for_owner_alone(data: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(data)? {
        let path = entry?.path();
        let is_database = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.contains(".db"));
        if is_database && path.is_file() {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(())
}

/// A seed from the operating system.
pub(crate) fn seed() -> Seed {
    let mut bytes = [0; 32];
    SystemEntropy.fill(&mut bytes);
    Seed::of(bytes)
}

/// What to do when the databases cannot be opened.
const fn hint(error: &StoreError) -> &'static str {
    match error {
        StoreError::Migration(_) => {
            ". The databases are as the earlier version left them: start that version again, it works \
             as before, and tell its maker what follows"
        }
        StoreError::Later => {
            ". Start the version that wrote them, or restore a backup of before into an empty place"
        }
        _ => "",
    }
}

/// Opens a store that is there already, for commands that read or change what somebody has. A folder
/// that was mistyped is told of, and not made.
pub(crate) async fn open_existing(config: &Config) -> anyhow::Result<App> {
    let is_there = config.postgres.is_some()
        || config.data.is_file()
        || app::backup::is_half_restored(&config.data)
        || config.data.join("luotsi.db").exists();
    anyhow::ensure!(
        is_there,
        "there is no data of Luotsi in `{}`; name the folder with --data",
        config.data.display()
    );
    open(config, false).await
}

/// Opens the store, creating the data folder when it is not there, and puts the product together.
pub(crate) async fn open(config: &Config, is_demo: bool) -> anyhow::Result<App> {
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder `{}`", config.data.display()))?;
    anyhow::ensure!(
        !app::backup::is_half_restored(&config.data),
        "a restore into `{}` was interrupted; run `luotsi restore` again",
        config.data.display()
    );
    for_owner_alone(&config.data).context("cannot close the data folder to other users")?;
    let plan = config.backup_plan()?;
    let store = Store::open(config.store()?).await.map_err(|error| {
        let data = config.data.display();
        let hint = hint(&error);
        let said = format!("cannot open the data in `{data}`; nothing was changed{hint}");
        anyhow::Error::new(error).context(said)
    })?;
    // Earlier versions kept keys beside the data.
    store
        .adopt_keys(&config.data.join("batch-keys"), seed())
        .await?;
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
    let app = match plan {
        Some(plan) => app.with_backups(plan),
        None => app,
    };
    Ok(match &config.mail {
        Some(mail) => app.with_mailer(Box::new(Smtp::open(mail)?)),
        None => app,
    })
}
