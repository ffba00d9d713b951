//! Connections: one type for both engines, and the macros that run a query file on either.

use std::str::FromStr;
use std::time::Duration;

use domain::{OrgId, SurveyId};
use sqlx::{AssertSqlSafe, Transaction};
use sqlx_core::transaction::TransactionManager as _;
use sqlx_postgres::{PgPool, PgPoolOptions, Postgres};
use sqlx_sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous, SqliteTransactionManager,
};
use uuid::Uuid;

use crate::config::Location;
use crate::error::StoreResult;

/// A query file's text.
macro_rules! sql {
    ($name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/queries/",
            $name,
            ".sql"
        ))
    };
}

/// Every row of a query, as `Vec<$row>`.
macro_rules! all {
    ($conn:expr, $row:ty, $name:literal $(, $arg:expr)* $(,)?) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite(tx) =>
                sqlx::query_as::<_, $row>(sql!($name))$(.bind($arg))*.fetch_all(&mut **tx).await,
            $crate::conn::Conn::Postgres(tx) =>
                sqlx::query_as::<_, $row>(sql!($name))$(.bind($arg))*.fetch_all(&mut **tx).await,
        }
        .map_err($crate::error::StoreError::from)
    };
}

/// The row of a query, if there is one, as `Option<$row>`.
macro_rules! one {
    ($conn:expr, $row:ty, $name:literal $(, $arg:expr)* $(,)?) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite(tx) =>
                sqlx::query_as::<_, $row>(sql!($name))$(.bind($arg))*.fetch_optional(&mut **tx).await,
            $crate::conn::Conn::Postgres(tx) =>
                sqlx::query_as::<_, $row>(sql!($name))$(.bind($arg))*.fetch_optional(&mut **tx).await,
        }
        .map_err($crate::error::StoreError::from)
    };
}

/// Runs a statement; the number of rows it touched.
macro_rules! run {
    ($conn:expr, $name:literal $(, $arg:expr)* $(,)?) => {
        match &mut $conn {
            $crate::conn::Conn::Sqlite(tx) =>
                sqlx::query(sql!($name))$(.bind($arg))*.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::conn::Conn::Postgres(tx) =>
                sqlx::query(sql!($name))$(.bind($arg))*.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
        .map_err($crate::error::StoreError::from)
    };
}

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// Server.
    Postgres,
}

/// Which of the three databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Everything but surveys' rolls and ballots.
    Main,
    /// Who is invited to surveys.
    Roll,
    /// What was answered.
    Ballots,
}

impl Part {
    /// All three, in the order in which whoever locks more than one locks them.
    pub const ALL: [Self; 3] = [Self::Main, Self::Roll, Self::Ballots];

    /// Its word: in names of files, and in backups.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Roll => "roll",
            Self::Ballots => "ballots",
        }
    }

    /// What was deleted from rolls and ballots is overwritten in the file, and nothing spills to disk.
    /// Of the main database, what is deleted within a page is overwritten: mails that have left the
    /// queue of jobs.
    fn harden(self, options: SqliteConnectOptions) -> SqliteConnectOptions {
        match self {
            Self::Main => options.pragma("secure_delete", "FAST"),
            Self::Roll | Self::Ballots => options
                .pragma("secure_delete", "ON")
                .pragma("temp_store", "MEMORY"),
        }
    }
}

/// Whether others may hold a lock at the same time.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Hold {
    Shared,
    Alone,
}

/// A database: for SQLite one writer and a few readers, for PostgreSQL one pool.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    Sqlite {
        writer: SqlitePool,
        readers: SqlitePool,
    },
    Postgres(PgPool),
}

/// Readers beside the one writer; more than cores only queue in the kernel.
const SQLITE_READERS: u32 = 4;

/// Connections to one PostgreSQL database from one node.
const POSTGRES_CONNECTIONS: u32 = 12;

/// How long whoever needs a connection waits for one: a server that is away is said to be away before
/// the person has given up.
const PATIENCE: Duration = Duration::from_secs(10);

impl Db {
    /// Connects; nothing is looked at or changed yet.
    pub(crate) async fn open(location: &Location, part: Part) -> StoreResult<Self> {
        let db = match location {
            Location::File(path) => {
                let address = format!("sqlite://{}", path.display());
                let options = SqliteConnectOptions::from_str(&address)?
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10));
                let options = part.harden(options);
                let pool = sqlite_pool;
                let writer = Box::pin(pool(1).connect_with(options.clone())).await?;
                let readers = pool(SQLITE_READERS).connect_with(options.read_only(true));
                let readers = Box::pin(readers).await?;
                Self::Sqlite { writer, readers }
            }
            Location::Postgres(address) => {
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(PATIENCE);
                let pool = Box::pin(pool.connect(address)).await?;
                Self::Postgres(pool)
            }
        };
        Ok(db)
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    pub(crate) async fn begin_read(&self) -> StoreResult<Conn> {
        // Boxed: every use case waits for this, and would carry its size.
        Ok(match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(Box::pin(readers.begin()).await?),
            Self::Postgres(pool) => begun(pool, BEGIN_READ).await?,
        })
    }

    pub(crate) async fn begin_write(&self) -> StoreResult<Conn> {
        Ok(match self {
            // IMMEDIATE: the write lock is taken at once, so a transaction never fails halfway.
            Self::Sqlite { writer, .. } => {
                Conn::Sqlite(Box::pin(writer.begin_with("BEGIN IMMEDIATE")).await?)
            }
            Self::Postgres(pool) => begun(pool, BEGIN_WRITE).await?,
        })
    }

    /// Keeps every writer out, on every node, until the transaction ends; waits for those that have
    /// begun, but not for long.
    pub(crate) async fn pause(&self) -> StoreResult<Conn> {
        match self {
            Self::Sqlite { .. } => self.begin_write().await,
            Self::Postgres(pool) => begun(pool, BEGIN_PAUSE).await,
        }
    }

    /// Opens the database as it is at this moment, for a reading that may take long.
    pub(crate) async fn freeze(&self) -> StoreResult<Conn> {
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                let mut tx = Box::pin(readers.begin()).await?;
                // The moment is that of the first reading.
                sqlx::query("SELECT count(*) FROM sqlite_schema")
                    .execute(&mut *tx)
                    .await?;
                Conn::Sqlite(tx)
            }
            Self::Postgres(pool) => {
                // A connection of its own: those of the pool may all be held by writers that wait
                // for the pause to end.
                let options = pool.connect_options().as_ref().clone();
                let own = PgPoolOptions::new()
                    .max_connections(1)
                    .connect_with(options);
                let own = Box::pin(own).await?;
                begun(&own, BEGIN_FREEZE).await?
            }
        })
    }

    /// Begins the transaction in which a database is brought to another version: one process at a
    /// time.
    pub(crate) async fn begin_migration(&self) -> StoreResult<Conn> {
        match self {
            Self::Sqlite { .. } => self.begin_write().await,
            Self::Postgres(pool) => begun(pool, BEGIN_MIGRATION).await,
        }
    }

    /// Writes the files again without what was deleted, as far as the engine does so by itself.
    pub(crate) async fn forget_deleted(&self, tables: &[String]) -> StoreResult<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("VACUUM").execute(writer).await?;
                self.checkpoint().await
            }
            Self::Postgres(pool) => {
                let text = format!("VACUUM {}", tables.join(", "));
                sqlx::query(AssertSqlSafe(text)).execute(pool).await?;
                Ok(())
            }
        }
    }

    /// Moves the write-ahead log into the file and empties it, as far as no reader prevents it.
    pub(crate) async fn checkpoint(&self) -> StoreResult<()> {
        if let Self::Sqlite { writer, .. } = self {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(writer)
                .await?;
        }
        Ok(())
    }

    /// Writes the ballots' tables again in key order, so that pages hold no trace of earlier rows.
    pub(crate) async fn rebuild_ballots(&self) -> StoreResult<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("VACUUM").execute(writer).await?;
                self.checkpoint().await?;
            }
            Self::Postgres(pool) => {
                for statement in [
                    "CLUSTER ballot USING ballot_pkey",
                    "CLUSTER ballot_text USING ballot_text_pkey",
                    "CLUSTER ballot_spent USING ballot_spent_pkey",
                    "CLUSTER ballot_spending USING ballot_spending_pkey",
                    "CLUSTER ballot_counted USING ballot_counted_pkey",
                    "CLUSTER sealed_pool USING sealed_pool_pkey",
                ] {
                    sqlx::query(statement).execute(pool).await?;
                }
            }
        }
        Ok(())
    }

    /// Writes the table of rolls again, so that pages hold no trace of what was erased.
    pub(crate) async fn rebuild_roll(&self) -> StoreResult<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("VACUUM").execute(writer).await?;
                self.checkpoint().await?;
            }
            Self::Postgres(pool) => {
                sqlx::query("CLUSTER roll_entry USING roll_entry_pkey")
                    .execute(pool)
                    .await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A pool that gives no connection away whose last transaction did not end.
///
/// When the disk is full SQLite may end a transaction by itself. The driver's own count of open
/// transactions then never comes down, and every later one fails: such a connection is closed, and
/// another opened in its place.
fn sqlite_pool(most: u32) -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(most)
        .acquire_timeout(PATIENCE)
        .before_acquire(|connection, _age| {
            let is_clean = SqliteTransactionManager::get_transaction_depth(connection) == 0;
            Box::pin(std::future::ready(Ok(is_clean)))
        })
}

/// Begins on PostgreSQL, to its end: whoever asked may be dropped meanwhile, and the connection would
/// go back to the pool in a transaction that nobody knows of, with the locks that it has taken.
async fn begun(pool: &PgPool, statement: &'static str) -> StoreResult<Conn> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(statement).await });
    let begun = begun.await.map_err(|_stopped| sqlx::Error::WorkerCrashed)?;
    Ok(Conn::Postgres(begun?))
}

/// The lock of a backup on PostgreSQL: every writer shares it, and a backup holds it alone for the
/// moment in which it opens its three views. Locks are of a whole database there, so the schema is
/// part of the name: the three may be schemas of one database.
macro_rules! backup_lock {
    () => {
        "hashtextextended('luotsi backup ' || current_schema(), 0)"
    };
}

/// One moment for all that is read in it, as on SQLite.
const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// One message to the server, so that the lock costs a writer no further wait.
const BEGIN_WRITE: &str = concat!(
    "BEGIN; SELECT pg_advisory_xact_lock_shared(",
    backup_lock!(),
    ")"
);

/// Gives up after five seconds: so long at most do writers wait behind it.
const BEGIN_PAUSE: &str = concat!(
    "BEGIN; SET LOCAL lock_timeout = '5s'; SELECT pg_advisory_xact_lock(",
    backup_lock!(),
    ")"
);

/// The moment is that of the first reading.
const BEGIN_FREEZE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
     SELECT count(*) FROM pg_class WHERE relnamespace = current_schema()::regnamespace";

const BEGIN_MIGRATION: &str = "BEGIN; SELECT pg_advisory_xact_lock(\
     hashtextextended('luotsi migration ' || current_schema(), 0))";

/// An open transaction on either engine.
#[derive(Debug)]
pub(crate) enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Conn {
    pub(crate) async fn commit(self) -> StoreResult<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything and gives the connection back.
    pub(crate) async fn roll_back(self) -> StoreResult<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Lets one writer at a time into an organisation, so that its audit chain has one order.
    ///
    /// SQLite has one writer in any case.
    pub(crate) async fn lock_organisation(&mut self, org: OrgId) -> StoreResult<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("SELECT pg_advisory_xact_lock($1)")
                .bind(advisory_key(org.0))
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Keeps the given surveys as they are until the transaction ends: casting shares the lock,
    /// closing and mixing hold it alone. SQLite has one writer in any case.
    pub(crate) async fn lock_surveys(
        &mut self,
        surveys: impl IntoIterator<Item = SurveyId>,
        hold: Hold,
    ) -> StoreResult<()> {
        let keys: Vec<i64> = surveys.into_iter().map(|id| advisory_key(id.0)).collect();
        self.lock(keys, hold).await
    }

    /// Lets one server at a time make, hand over or destroy keys of batches.
    pub(crate) async fn lock_keys(&mut self, hold: Hold) -> StoreResult<()> {
        self.lock(vec![KEY_FOLDER_LOCK], hold).await
    }

    /// Lets one transaction at a time count what stands under a key.
    pub(crate) async fn lock_key(&mut self, key: [u8; 32]) -> StoreResult<()> {
        let (first, _) = key.split_at(8);
        let number = first
            .iter()
            .fold(0_i64, |n, byte| n << 8 | i64::from(*byte));
        self.lock(vec![number], Hold::Alone).await
    }

    async fn lock(&mut self, keys: Vec<i64>, hold: Hold) -> StoreResult<()> {
        if let Self::Postgres(tx) = self {
            let statement = match hold {
                Hold::Shared => {
                    "SELECT pg_advisory_xact_lock_shared(wanted) FROM unnest($1) AS wanted"
                }
                Hold::Alone => "SELECT pg_advisory_xact_lock(wanted) FROM unnest($1) AS wanted",
            };
            sqlx::query(statement).bind(keys).execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// The advisory lock of the key folder; random, so that it meets no survey's.
const KEY_FOLDER_LOCK: i64 = 0x4b1d_93e7_0a52_c6f8;

fn advisory_key(id: Uuid) -> i64 {
    let (_, low) = id.as_u64_pair();
    low.cast_signed()
}
