//! What can go wrong in the store.

/// A store operation's result.
pub type StoreResult<T> = Result<T, StoreError>;

/// What went wrong in the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Someone else wrote first; the caller shows both versions.
    #[error("the row was changed by someone else")]
    Conflict,
    /// The value exists already and must be unique.
    #[error("the value is taken already")]
    Taken,
    /// A row does not hold what it must.
    #[error("table `{table}` holds an unreadable `{column}`")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A migration failed; the databases are as they were.
    #[error("the databases could not be brought to the current version and are as they were")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// A later version of the program has written the databases.
    #[error("the databases were written by a later version of the program")]
    Later,
    /// The database could not be reached or refused the statement.
    #[error("the database failed")]
    Driver(#[source] sqlx::Error),
    /// A key in custody could not be read or written.
    #[error("the keys of waiting ballots could not be used")]
    Keys(#[source] std::io::Error),
    /// A ballot is larger than its survey's ballots may be.
    #[error("the ballot is too large")]
    BallotTooLarge,
    /// Writing failed for everyone who was written together.
    #[error("the ballots written together were not stored")]
    Together(#[source] std::sync::Arc<StoreError>),
    /// A sealed value did not open.
    #[error("a sealed value did not open")]
    Sealed,
    /// A backup could not be made or taken in.
    #[error("the backup failed")]
    Backup(#[source] crate::BackupFault),
}

impl StoreError {
    /// Whether the same may succeed later without anybody mending the program or the data: the server
    /// is away, the disk is full, or nothing may be written for a while.
    pub fn is_passing(&self) -> bool {
        match self {
            Self::Driver(error) => is_passing(error),
            Self::Together(error) => error.is_passing(),
            _ => false,
        }
    }
}

fn is_passing(error: &sqlx::Error) -> bool {
    /// Classes of PostgreSQL: no connection, no resources, stopped by the operator, system; and a
    /// server on which nothing may be written.
    const POSTGRES: [&str; 5] = ["08", "53", "57", "58", "25006"];
    /// Of SQLite: busy, read only, input or output, full, cannot be opened.
    const SQLITE: [u32; 5] = [5, 8, 10, 13, 14];
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::BeginFailed => true,
        sqlx::Error::Database(inner) => {
            let code = inner.code().unwrap_or_default();
            match code.parse::<u32>() {
                // The lowest byte of a code of SQLite says what it is, the others say more.
                Ok(number) if code.len() < 5 => SQLITE.contains(&(number & 0xff)),
                _ => POSTGRES.iter().any(|class| code.starts_with(class)),
            }
        }
        _ => false,
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Taken,
            _ => Self::Driver(error),
        }
    }
}
