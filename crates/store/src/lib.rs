//! Everything that is kept: rows in, rows out. The only crate that knows SQL.
//!
//! One SQL text per statement in `queries/`, run on SQLite and PostgreSQL alike. A tenant's data is
//! reachable only through [`OrgStore`], which already carries the tenant; what belongs to the
//! installation as a whole (people, sessions, the list of organisations) through [`SiteStore`].
//!
//! To add a statement: write `queries/<feature>/<name>.sql` with `$1, $2, …`, and a function in
//! `src/<feature>.rs` that calls it with `all!`, `one!` or `run!`. A test prepares the file on both
//! engines and wants `org_id` in it.

#[macro_use]
mod conn;
mod assessment;
mod audit;
mod ballot;
mod config;
mod copy;
mod document;
mod error;
mod framework;
mod handbook;
mod identity;
mod interview;
mod job;
mod measure;
mod migrate;
mod organisation;
mod programme;
mod proposal;
mod ready;
mod record;
mod risk;
mod row;
mod service;
mod survey;
#[cfg(feature = "testing")]
pub mod testing;
mod threat;
mod training;
mod upload;

pub use assessment::{Stamp, SummaryText, SummaryWords};
pub use audit::{Audit, AuditChain, AuditEntry, LastChange};
pub use ballot::{
    Access, Ballot, BoxPlan, Cast, Credential, Custody, FreeText, Invitee, Letter, Medium, Mixed,
    Seed, Submission, TextKey, TextState, Token, TokenUnreadable, Trustee, TrusteeSecret,
};
pub use config::{Config, Location};
pub use conn::{Engine, Part};
pub use copy::{
    BackupFault, BackupRun, Erased, Loaded, Loading, Made, Snapshot, TableCount, Theirs, Value,
};
pub use error::{StoreError, StoreResult};
pub use framework::LoadedFramework;
pub use identity::{
    Ceremony, Credentials, HeldSession, Invitation, Lasting, ListedSession, Member, NewUser,
    Recovery, SecondStep, Session, StoredPasskey, TotpSecret, User,
};
pub use job::{Ask, Care, Claim, GivenUpJob, Hold, Job, JobCount, NewJob, Turn};
pub use programme::{ProgrammeInvitation, ProgrammeMember, Visitor};
pub use record::Record;
pub use service::RegisterState;
pub use training::Trainee;
pub use upload::Upload;

use domain::OrgId;

use conn::{Conn, Db};

/// The three databases of an installation.
///
/// The roll (who is invited) and the ballots (what was answered) are apart from everything else and
/// from each other, so that each can have credentials and backups of its own.
#[derive(Clone, Debug)]
pub struct Store {
    main: Db,
    roll: Db,
    ballots: Db,
    config: Config,
    booth: ballot::Booth,
}

impl Store {
    /// Opens the databases and brings them to the current version.
    ///
    /// # Errors
    /// When a database cannot be reached, or a migration fails; then all three are as they were, and
    /// the version that wrote them works on.
    pub async fn open(config: Config) -> StoreResult<Self> {
        let main = Db::open(&config.main, Part::Main).await?;
        let roll = Db::open(&config.roll, Part::Roll).await?;
        let ballots = Db::open(&config.ballots, Part::Ballots).await?;
        migrate::bring_all([&main, &roll, &ballots], migrate::shipped).await?;
        let booth = ballot::Booth::open(&ballots, &roll, &config).await?;
        Ok(Self {
            main,
            roll,
            ballots,
            config,
            booth,
        })
    }

    /// Where everything is kept.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Which engine holds the main database.
    pub fn engine(&self) -> Engine {
        self.main.engine()
    }

    /// Opens one organisation's data for reading: one consistent moment.
    pub async fn read(&self, org: OrgId) -> StoreResult<OrgStore> {
        Ok(OrgStore {
            conn: self.main.begin_read().await?,
            org,
        })
    }

    /// Opens one organisation's data for writing; nothing is kept before [`OrgStore::commit`].
    pub async fn write(&self, org: OrgId) -> StoreResult<OrgStore> {
        let mut conn = self.main.begin_write().await?;
        conn.lock_organisation(org).await?;
        Ok(OrgStore { conn, org })
    }

    /// Opens what belongs to the installation for reading.
    pub async fn site_read(&self) -> StoreResult<SiteStore> {
        Ok(SiteStore {
            conn: self.main.begin_read().await?,
        })
    }

    /// Opens what belongs to the installation for writing.
    pub async fn site_write(&self) -> StoreResult<SiteStore> {
        Ok(SiteStore {
            conn: self.main.begin_write().await?,
        })
    }

    /// Closes every connection, so that files are complete on disk.
    pub async fn close(&self) {
        self.leave_custody().await;
        if let Err(error) = self.mark_due().await {
            tracing::warn!(%error, "who has answered was not marked before stopping");
        }
        self.main.close().await;
        self.roll.close().await;
        self.ballots.close().await;
    }
}

/// One organisation's data. Every statement is bound to the organisation.
#[derive(Debug)]
pub struct OrgStore {
    conn: Conn,
    org: OrgId,
}

impl OrgStore {
    /// The organisation.
    pub fn org(&self) -> OrgId {
        self.org
    }

    /// Makes everything written so far durable.
    pub async fn commit(self) -> StoreResult<()> {
        self.conn.commit().await
    }
}

/// What belongs to the installation: people, sessions, organisations, programmes.
#[derive(Debug)]
pub struct SiteStore {
    conn: Conn,
}

impl SiteStore {
    /// Makes everything written so far durable.
    pub async fn commit(self) -> StoreResult<()> {
        self.conn.commit().await
    }

    /// Goes on with one organisation's data in the same transaction: creating an organisation and
    /// its first audit entry belong together. Writers of one organisation wait for each other, as
    /// with [`Store::write`]: two of them would give their audit entries the same number.
    pub async fn enter(mut self, org: OrgId) -> StoreResult<OrgStore> {
        self.conn.lock_organisation(org).await?;
        Ok(OrgStore {
            conn: self.conn,
            org,
        })
    }
}

impl OrgStore {
    /// Goes back to the installation's data in the same transaction.
    pub fn leave(self) -> SiteStore {
        SiteStore { conn: self.conn }
    }
}
