//! A store of one's own for a test, on either engine.
//!
//! ```ignore
//! store::both_databases! {
//!     /// What the test says.
//!     async fn a_round_is_read_back(test: &TestStore) {
//!         test.store.read(org).await.unwrap();
//!     }
//! }
//! ```
//!
//! makes a module `a_round_is_read_back` with the tests `sqlite` and `postgres`. The second runs when
//! `TEST_POSTGRES_URL` names a server and database whose user may create schemas, and says so when it does not.
//! A crate that uses the macro needs `tokio` and this crate with the feature `testing`.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use sqlx_postgres::{PgPool, PgPoolOptions};
use tempfile::TempDir;

use crate::conn::{Db, Part};
use crate::{Config, Custody, Engine, Location, Snapshot, Store, StoreError, StoreResult, migrate};

/// Where the PostgreSQL server for tests is.
pub const POSTGRES_URL: &str = "TEST_POSTGRES_URL";

/// A store with a folder and databases of its own; on PostgreSQL a database is a schema, which is
/// made in milliseconds.
#[derive(Debug)]
pub struct TestStore {
    /// The store, migrated and empty.
    pub store: Store,
    folder: TempDir,
    custody: TempDir,
    schemas: Vec<String>,
}

impl TestStore {
    /// A store on SQLite in a folder of its own, in memory where the system has a place for that.
    pub async fn sqlite() -> StoreResult<Self> {
        Box::pin(Place::sqlite()?.open()).await
    }

    /// A store on SQLite on the disk that temporary files are on, for measuring.
    pub async fn sqlite_on_disk() -> StoreResult<Self> {
        let place = Place::in_folder(tempfile::tempdir().map_err(StoreError::Keys)?)?;
        Box::pin(place.open()).await
    }

    /// A store on PostgreSQL in schemas of its own; nothing when no server is named.
    pub async fn postgres() -> StoreResult<Option<Self>> {
        match Box::pin(Place::postgres()).await? {
            Some(place) => Ok(Some(Box::pin(place.open()).await?)),
            None => Ok(None),
        }
    }

    /// The folder with the databases (on SQLite).
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of this server's one-time keys, which a restart outlives.
    pub fn custody(&self) -> &Path {
        self.custody.path()
    }

    /// The files of one-time keys that exist now.
    pub fn keys(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.custody())
            .into_iter()
            .flatten()
            .flatten();
        let paths = files.map(|entry| entry.path());
        paths
            .filter(|path| path.extension().is_some_and(|it| it == "key"))
            .collect()
    }

    /// Where another server of the same installation keeps everything: the same databases, and a
    /// custody of its own in this folder.
    pub fn another(&self, custody: &Path) -> Config {
        Config {
            custody: Custody::Folder(custody.to_owned()),
            ..self.store.config().clone()
        }
    }

    /// Closes the store and opens it again, as a restart does.
    pub async fn restart(&mut self) -> StoreResult<()> {
        self.store.close().await;
        self.store = Store::open(self.store.config().clone()).await?;
        Ok(())
    }

    /// Closes the store and drops its schemas.
    pub async fn end(self) -> StoreResult<()> {
        self.store.close().await;
        let Ok(server) = std::env::var(POSTGRES_URL) else {
            return Ok(());
        };
        if !self.schemas.is_empty() {
            let admin = admin(&server).await?;
            for name in &self.schemas {
                sqlx::query(AssertSqlSafe(format!("DROP SCHEMA {name} CASCADE")))
                    .execute(&admin)
                    .await?;
            }
            admin.close().await;
        }
        Ok(())
    }

    /// Prepares a statement in one of the databases (`main`, `roll` or `ballots`) without running it.
    pub async fn prepare(&self, database: &str, statement: &str) -> StoreResult<()> {
        use sqlx::Executor;
        let statement = AssertSqlSafe(statement.to_owned());
        match self.database(database) {
            Db::Sqlite { writer, .. } => {
                writer
                    .acquire()
                    .await?
                    .prepare(SqlSafeStr::into_sql_str(statement))
                    .await?;
            }
            Db::Postgres(pool) => {
                pool.acquire()
                    .await?
                    .prepare(SqlSafeStr::into_sql_str(statement))
                    .await?;
            }
        }
        Ok(())
    }

    /// Lets the main database grow no more on the connection that writes (on SQLite).
    pub async fn grow_no_more(&self) -> StoreResult<()> {
        if let Db::Sqlite { writer, .. } = &self.store.main {
            let (pages,): (i64,) = sqlx::query_as("PRAGMA page_count")
                .fetch_one(writer)
                .await?;
            let limit = AssertSqlSafe(format!("PRAGMA max_page_count = {pages}"));
            sqlx::query(limit).execute(writer).await?;
        }
        Ok(())
    }

    /// How one of the databases would run a statement without parameters.
    pub async fn explain(&self, database: &str, statement: &str) -> StoreResult<String> {
        let lines: Vec<String> = match self.database(database) {
            Db::Sqlite { writer, .. } => {
                let asked = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {statement}"));
                let rows: Vec<(i64, i64, i64, String)> =
                    sqlx::query_as(asked).fetch_all(writer).await?;
                rows.into_iter().map(|(_, _, _, line)| line).collect()
            }
            Db::Postgres(pool) => {
                // The server counts rows by itself within a minute.
                sqlx::query("ANALYZE").execute(pool).await?;
                let asked = AssertSqlSafe(format!("EXPLAIN {statement}"));
                let rows: Vec<(String,)> = sqlx::query_as(asked).fetch_all(pool).await?;
                rows.into_iter().map(|(line,)| line).collect()
            }
        };
        Ok(lines.join("\n"))
    }

    /// Runs a statement of the test's own in one of the databases.
    ///
    /// # Panics
    /// When the database refuses it.
    #[expect(
        clippy::expect_used,
        reason = "a test that cannot be set up must fail loudly"
    )]
    pub async fn execute(&self, database: &str, statement: &'static str) {
        let done = match self.database(database) {
            Db::Sqlite { writer, .. } => sqlx::query(statement).execute(writer).await.map(drop),
            Db::Postgres(pool) => sqlx::query(statement).execute(pool).await.map(drop),
        };
        done.expect("the statement runs");
    }

    /// The first column of every row of a query of the test's own, as bytes.
    pub async fn blobs(&self, database: &str, query: &'static str) -> StoreResult<Vec<Vec<u8>>> {
        let rows: Vec<(Vec<u8>,)> = match self.database(database) {
            Db::Sqlite { writer, .. } => sqlx::query_as(query).fetch_all(writer).await?,
            Db::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await?,
        };
        Ok(rows.into_iter().map(|(bytes,)| bytes).collect())
    }

    /// Every column of a table of one of the databases as `table.column`, and whether it may be null.
    pub async fn columns(&self, database: &str) -> StoreResult<Vec<(String, bool)>> {
        let rows: Vec<(String, i64)> = match self.database(database) {
            Db::Sqlite { writer, .. } => {
                sqlx::query_as(
                    "SELECT tables.name || '.' || columns.name, \
                     CASE WHEN columns.\"notnull\" = 1 OR columns.pk > 0 THEN 0 ELSE 1 END \
                     FROM sqlite_schema AS tables, pragma_table_info(tables.name) AS columns \
                     WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%' \
                       AND tables.name <> '_sqlx_migrations' ORDER BY 1",
                )
                .fetch_all(writer)
                .await?
            }
            Db::Postgres(pool) => {
                sqlx::query_as(
                    "SELECT table_name || '.' || column_name, \
                     CASE is_nullable WHEN 'YES' THEN 1::bigint ELSE 0::bigint END \
                     FROM information_schema.columns JOIN information_schema.tables \
                       USING (table_schema, table_name) \
                     WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' \
                       AND table_name <> '_sqlx_migrations' \
                     ORDER BY (table_name || '.' || column_name) COLLATE \"C\"",
                )
                .fetch_all(pool)
                .await?
            }
        };
        Ok(rows
            .into_iter()
            .map(|(name, nullable)| (name, nullable == 1))
            .collect())
    }

    /// Every row of the three databases, in a fixed order, so that a test can tell what has changed.
    pub async fn rows(&self) -> StoreResult<Vec<Row>> {
        let mut all = Vec::new();
        for database in ["main", "roll", "ballots"] {
            let columns = self.columns(database).await?;
            let names = columns.iter().filter_map(|(name, _)| name.split_once('.'));
            let mut tables: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
            for (table, column) in names {
                tables.entry(table).or_default().push(column);
            }
            for (table, columns) in tables {
                let rows = self.texts(database, table, &columns).await?;
                all.extend(rows.into_iter().map(|(org, text)| Row {
                    table: format!("{database}.{table}"),
                    org: org.chars().filter(char::is_ascii_hexdigit).collect(),
                    text,
                }));
            }
        }
        all.sort();
        Ok(all)
    }

    /// The rows of a table: their organisation, where they have one, and the statement that would
    /// write the row again.
    async fn texts(
        &self,
        database: &str,
        table: &str,
        columns: &[&str],
    ) -> StoreResult<Vec<(String, String)>> {
        let has_org = columns.contains(&"org_id");
        let org = match (self.engine(), has_org) {
            (_, false) => "''",
            (Engine::Sqlite, true) => "coalesce(lower(hex(org_id)), '')",
            (Engine::Postgres, true) => "coalesce(org_id::text, '')",
        };
        Ok(match self.database(database) {
            Db::Sqlite { writer, .. } => {
                let names = columns.join(", ");
                let values: Vec<String> = columns.iter().map(|it| format!("quote({it})")).collect();
                let values = values.join(" || ', ' || ");
                let text = format!("'INSERT INTO {table} ({names}) VALUES (' || {values} || ');'");
                let query = format!("SELECT {org}, {text} FROM {table}");
                sqlx::query_as(AssertSqlSafe(query))
                    .fetch_all(writer)
                    .await?
            }
            Db::Postgres(pool) => {
                let row = "quote_literal(to_jsonb(t)::text)";
                let text = format!(
                    "'INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, ' \
                     || {row} || ');'"
                );
                let query = format!("SELECT {org}, {text} FROM {table} AS t");
                sqlx::query_as(AssertSqlSafe(query)).fetch_all(pool).await?
            }
        })
    }

    /// The engine.
    pub fn engine(&self) -> Engine {
        self.store.engine()
    }

    fn database(&self, name: &str) -> &Db {
        match name {
            "roll" => &self.store.roll,
            "ballots" => &self.store.ballots,
            _ => &self.store.main,
        }
    }
}

/// Three empty databases of a test's own, without a table.
#[derive(Debug)]
pub struct Place {
    /// Where they are.
    pub config: Config,
    folder: TempDir,
    custody: TempDir,
    schemas: Vec<String>,
}

impl Place {
    /// Databases of SQLite, in memory where the system has a place for that.
    pub fn sqlite() -> StoreResult<Self> {
        Self::in_folder(fast_folder()?)
    }

    fn in_folder(folder: TempDir) -> StoreResult<Self> {
        let custody = fast_folder()?;
        Ok(Self {
            config: Config {
                custody: Custody::Folder(custody.path().to_owned()),
                ..Config::in_folder(folder.path())
            },
            folder,
            custody,
            schemas: Vec::new(),
        })
    }

    /// Schemas of PostgreSQL; nothing when no server is named.
    pub async fn postgres() -> StoreResult<Option<Self>> {
        let Ok(server) = std::env::var(POSTGRES_URL) else {
            return Ok(None);
        };
        let (folder, custody) = (fast_folder()?, fast_folder()?);
        let admin = admin(&server).await?;
        let (mut schemas, mut locations) = (Vec::new(), Vec::new());
        for part in ["main", "roll", "ballots"] {
            let name = fresh_name(part);
            sqlx::query(AssertSqlSafe(format!("CREATE SCHEMA {name}")))
                .execute(&admin)
                .await?;
            let joint = if server.contains('?') { '&' } else { '?' };
            locations.push(Location::Postgres(format!(
                "{server}{joint}options[search_path]={name}"
            )));
            schemas.push(name);
        }
        admin.close().await;
        let [main, roll, ballots]: [Location; 3] = locations
            .try_into()
            .map_err(|_three| StoreError::Conflict)?;
        Ok(Some(Self {
            config: Config {
                main,
                roll,
                ballots,
                custody: Custody::Folder(custody.path().to_owned()),
                trustees: Vec::new(),
            },
            folder,
            custody,
            schemas,
        }))
    }

    /// Opens a store on the databases, which brings them to the current version.
    pub async fn open(self) -> StoreResult<TestStore> {
        Ok(TestStore {
            store: Store::open(self.config).await?,
            folder: self.folder,
            custody: self.custody,
            schemas: self.schemas,
        })
    }
}

/// A row of one of the three databases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Row {
    /// The database and the table, as `main.finding`.
    pub table: String,
    /// The organisation whose row it is, as 32 hexadecimal digits; empty where a table has none.
    pub org: String,
    /// The statement that would write the row again, on the engine that it was read from.
    pub text: String,
}

/// Brings the databases to the current version again, as a second start does.
pub async fn migrate_again(config: &Config) -> StoreResult<()> {
    migrate_with(config, migrate::shipped).await
}

/// Brings the databases to a version of which one migration of the ballots fails, after others have
/// been applied to every database.
pub async fn migrate_and_fail(config: &Config) -> StoreResult<()> {
    migrate_with(config, |engine, part| {
        let mut planned = migrate::shipped(engine, part);
        let mut statements = vec!["CREATE TABLE planted (id BIGINT NOT NULL PRIMARY KEY)"];
        if part == Part::Ballots {
            statements.push("DROP TABLE ballot");
            statements.push("INSERT INTO nowhere VALUES (1)");
        }
        let new = statements
            .into_iter()
            .zip(9_000_i64..)
            .map(|(sql, version)| {
                let sql = AssertSqlSafe(sql).into_sql_str();
                Migration::new(version, "planted".into(), MigrationType::Simple, sql, false)
            });
        let mut all: Vec<Migration> = planned.migrations.to_vec();
        all.extend(new);
        planned.migrations = all.into();
        planned
    })
    .await
}

/// The databases as they are, of whatever version.
pub async fn snapshot_unchanged(config: &Config) -> StoreResult<Snapshot> {
    let main = Db::open(&config.main, Part::Main).await?;
    let roll = Db::open(&config.roll, Part::Roll).await?;
    let ballots = Db::open(&config.ballots, Part::Ballots).await?;
    Snapshot::of([&main, &roll, &ballots]).await
}

async fn migrate_with(
    config: &Config,
    planned: impl Fn(Engine, Part) -> Migrator,
) -> StoreResult<()> {
    let main = Db::open(&config.main, Part::Main).await?;
    let roll = Db::open(&config.roll, Part::Roll).await?;
    let ballots = Db::open(&config.ballots, Part::Ballots).await?;
    let done = migrate::bring_all([&main, &roll, &ballots], planned).await;
    for db in [main, roll, ballots] {
        db.close().await;
    }
    done
}

/// A temporary folder where waiting for the disk takes no time: a test proves what is written, not
/// how long the disk takes.
fn fast_folder() -> StoreResult<TempDir> {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_not_here| tempfile::tempdir())
        .map_err(StoreError::Keys)
}

async fn admin(server: &str) -> StoreResult<PgPool> {
    Ok(PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(20))
        .connect(server)
        .await?)
}

/// A name that no other test uses, in this process or another.
fn fresh_name(part: &str) -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    // Numbers of processes come again within one run of all tests: the rest is the process's own.
    let own = RandomState::new().build_hasher().finish();
    format!("luotsi_test_{own:016x}_{number}_{part}")
}

/// Leaves PostgreSQL out of a test where no server is named. In continuous integration one must be.
///
/// # Panics
/// In continuous integration.
#[expect(clippy::print_stderr, reason = "whoever runs the test should know")]
pub fn leave_out() {
    let is_ci = std::env::var("CI").is_ok_and(|it| !it.is_empty() && it != "false");
    assert!(!is_ci, "{POSTGRES_URL} names no server");
    eprintln!("left out: {POSTGRES_URL} names no server");
}

/// Makes two tests of each function, one for each engine.
#[macro_export]
macro_rules! both_databases {
    ($($(#[$note:meta])* async fn $name:ident($test:ident: &$(mut)? TestStore) $body:block)*) => {$(
        $(#[$note])*
        #[cfg(test)]
        mod $name {
            use super::*;

            #[allow(unused_mut, clippy::allow_attributes, reason = "some tests restart the store")]
            async fn body(mut store: $crate::testing::TestStore) {
                {
                    #[allow(unused_variables, clippy::allow_attributes, reason = "as above")]
                    let $test = &mut store;
                    $body
                }
                store.end().await.unwrap();
            }

            #[::tokio::test(flavor = "multi_thread")]
            async fn sqlite() {
                body($crate::testing::TestStore::sqlite().await.unwrap()).await;
            }

            #[::tokio::test(flavor = "multi_thread")]
            async fn postgres() {
                match $crate::testing::TestStore::postgres().await.unwrap() {
                    Some(store) => body(store).await,
                    None => $crate::testing::leave_out(),
                }
            }
        }
    )*};
}
