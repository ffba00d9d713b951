//! What a job is: a payload that is kept as JSON, and what is done with it.

use std::pin::Pin;
use std::time::Duration;

use domain::{JobId, OrgId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Care;

use crate::cx::OrgCx;
use crate::error::{Error, Outcome};
use crate::world::App;

/// Whether what a job does may be done twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Doing it twice leaves what doing it once leaves: after a crash it is begun again.
    Repeatable,
    /// It is begun again only when it is known that nothing has been done. After a crash nobody
    /// knows, so it is given up and shown to the operator.
    AtMostOnce,
}

/// How a kind of job is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Whether it may be done twice.
    pub effect: Effect,
    /// How often it is begun before it is given up.
    pub attempts: i64,
    /// The payload is about people: it is erased when the job is given up, so that the job cannot be
    /// tried again.
    pub is_private: bool,
    /// Takes minutes. A worker does one of them at a time, beside the others.
    pub is_long: bool,
}

impl Policy {
    /// A job that may be done twice, begun at most `attempts` times.
    pub const fn repeatable(attempts: i64) -> Self {
        Self {
            effect: Effect::Repeatable,
            attempts,
            is_private: false,
            is_long: false,
        }
    }

    /// A job whose effect may not repeat, begun at most `attempts` times.
    pub const fn at_most_once(attempts: i64) -> Self {
        Self {
            effect: Effect::AtMostOnce,
            ..Self::repeatable(attempts)
        }
    }

    /// The same with a payload about people.
    #[must_use]
    pub const fn private(self) -> Self {
        Self {
            is_private: true,
            ..self
        }
    }

    /// The same for work that takes minutes.
    #[must_use]
    pub const fn long(self) -> Self {
        Self {
            is_long: true,
            ..self
        }
    }

    /// How the queue treats it.
    pub(crate) const fn care(self) -> Care {
        Care {
            is_once: matches!(self.effect, Effect::AtMostOnce),
            is_private: self.is_private,
            is_long: self.is_long,
        }
    }
}

/// What is kept of a job until it is run: a plain struct, with its run function beside it in the
/// file of its feature.
pub trait Payload: Serialize + DeserializeOwned + Send + 'static {
    /// The job's name: small letters and hyphens, never changed once released, because jobs of the
    /// earlier version may wait in the queue. Its text is `site.job.name.NAME`.
    const NAME: &'static str;

    /// How it is treated.
    const POLICY: Policy;

    /// A payload as it may be, for the test that walks the jobs.
    fn sample() -> Self;

    /// Does the job. It may be dropped at any `await`, when its worker stops.
    ///
    /// # Errors
    /// Says whether the job shall be tried again. See [`Failure`].
    fn run(self, at: At) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// Where a job runs.
#[derive(Debug, Clone)]
pub struct At {
    /// The product.
    pub app: App,
    /// The job.
    pub job: JobId,
    /// Whose job it is, none for the installation's own.
    pub org: Option<OrgId>,
}

impl At {
    /// The installation itself, acting in the job's organisation in its first language.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a job of the installation's own.
    pub async fn org_cx(&self) -> Outcome<OrgCx> {
        let id = self.org.ok_or(Error::NotFound)?;
        OrgCx::of_job(&self.app, id).await
    }
}

/// Why a job is not done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nothing has been done; it is tried again after a while.
    #[error("not yet: {}", .0.code())]
    NotYet(Reason),
    /// It can never be done; it is given up.
    #[error("never: {}", .0.code())]
    Never(Reason),
    /// Something failed on the way. Tried again after a while if the effect may repeat, and given up
    /// otherwise.
    #[error("failed on the way")]
    Broke(#[source] Error),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Broke(error.into())
    }
}

/// Why a job is not done, in words that hold nothing of its content: the operator sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It failed; the log says more.
    Failed,
    /// The program stopped or lost the job before it was done.
    Interrupted,
    /// The payload cannot be read by this version.
    Unreadable,
    /// This version has no job of this name.
    Unknown,
    /// Mail has not been set up on the node.
    NoMail,
    /// The mail server could not be reached, or put the mail off.
    MailDelayed,
    /// The mail server refused the mail for good.
    MailRefused,
    /// The connection broke while the mail was handed over; it may have arrived.
    MailUncertain,
    /// A backup could not be made; the page of backups says more.
    Backup,
}

impl Reason {
    /// Every reason.
    pub const ALL: &[Self] = &[
        Self::Failed,
        Self::Interrupted,
        Self::Unreadable,
        Self::Unknown,
        Self::NoMail,
        Self::MailDelayed,
        Self::MailRefused,
        Self::MailUncertain,
        Self::Backup,
    ];

    /// The word in storage, and the last part of its message key.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Failed => "failed",
            Self::Interrupted => "interrupted",
            Self::Unreadable => "unreadable",
            Self::Unknown => "unknown",
            Self::NoMail => "no-mail",
            Self::MailDelayed => "mail-delayed",
            Self::MailRefused => "mail-refused",
            Self::MailUncertain => "mail-uncertain",
            Self::Backup => "backup",
        }
    }

    /// The reason of a stored word. A word of another version means that it failed.
    pub fn from_code(code: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        all.find(|one| one.code() == code).unwrap_or(Self::Failed)
    }
}

/// A future that does a job.
pub(crate) type Doing<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What a node that serves the site is told at each beat of a job of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beat {
    /// The first beat of a day in Finland since the program was started on an earlier one.
    pub is_new_day: bool,
}

/// When a job is run.
#[derive(Clone, Copy)]
pub(crate) enum When {
    /// When a use case has put it in the queue.
    Asked(QueuedRun),
    /// Every so often, once for all nodes together.
    Every(Duration, QueuedRun, fn() -> Option<String>),
    /// Every so often on every node that serves the site, also on one that runs no other jobs.
    OnEachServer(Duration, fn(App, Beat) -> Doing<Outcome<()>>),
}

/// Runs a payload.
pub(crate) type QueuedRun = fn(At, String) -> Doing<Result<(), Failure>>;

/// A line in the list of jobs.
#[derive(Clone, Copy)]
pub struct Job {
    pub(crate) name: &'static str,
    pub(crate) policy: Policy,
    pub(crate) when: When,
    sample: fn() -> Option<String>,
    again: fn(&str) -> Option<String>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job")
            .field("name", &self.name)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// Runs a payload of one kind; one that this version cannot read is given up.
fn run<P: Payload>(at: At, payload: String) -> Doing<Result<(), Failure>> {
    Box::pin(async move {
        let read: Result<P, _> = serde_json::from_str(&payload);
        let payload = read.map_err(|_unreadable| Failure::Never(Reason::Unreadable))?;
        payload.run(at).await
    })
}

/// The payload as it is kept.
pub(crate) fn kept<P: Payload>(payload: &P) -> Option<String> {
    serde_json::to_string(payload).ok()
}

impl Job {
    /// A job that use cases put in the queue.
    pub const fn asked<P: Payload>() -> Self {
        Self {
            name: P::NAME,
            policy: P::POLICY,
            when: When::Asked(run::<P>),
            sample: || kept(&P::sample()),
            again: |text| kept(&serde_json::from_str::<P>(text).ok()?),
        }
    }

    /// A job that is put in the queue every so many minutes, once for all nodes together. While one
    /// is waiting or running, no other is added.
    pub const fn every<P: Payload + Default>(minutes: u64) -> Self {
        let period = Duration::from_mins(minutes);
        Self {
            when: When::Every(period, run::<P>, || kept(&P::default())),
            ..Self::asked::<P>()
        }
    }

    /// What every node that serves the site does for itself every so many minutes: it is about what
    /// is on that node. Failures are logged, and the next beat does what was left.
    pub const fn on_each_server(
        name: &'static str,
        minutes: u64,
        run: fn(App, Beat) -> Doing<Outcome<()>>,
    ) -> Self {
        Self {
            name,
            policy: Policy::repeatable(1),
            when: When::OnEachServer(Duration::from_mins(minutes), run),
            sample: || None,
            again: |_text| None,
        }
    }

    /// Its name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How it is treated.
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// A payload as it may be; none for a job that is not queued.
    pub fn sample(&self) -> Option<String> {
        (self.sample)()
    }

    /// The payload after it has been read and kept once more; none when it cannot be read.
    pub fn kept_again(&self, payload: &str) -> Option<String> {
        (self.again)(payload)
    }
}
