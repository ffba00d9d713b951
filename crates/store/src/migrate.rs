//! Bringing the databases to the version of the program: all three, or none.
//!
//! Every pending migration of a database is applied in one transaction, and the three transactions
//! are committed when all have come through. So after a failure the databases are as they were, and
//! the version of the program that wrote them works on with them.

use sqlx::migrate::{MigrateError, Migrator};

use crate::conn::{Conn, Db, Engine, Part};
use crate::error::{StoreError, StoreResult};

/// The migrations that this version ships.
pub(crate) fn shipped(engine: Engine, part: Part) -> Migrator {
    let mut shipped = match (part, engine) {
        (Part::Main, Engine::Sqlite) => sqlx_macros::migrate!("./migrations/main/sqlite"),
        (Part::Main, Engine::Postgres) => sqlx_macros::migrate!("./migrations/main/postgres"),
        (Part::Roll, Engine::Sqlite) => sqlx_macros::migrate!("./migrations/roll/sqlite"),
        (Part::Roll, Engine::Postgres) => sqlx_macros::migrate!("./migrations/roll/postgres"),
        (Part::Ballots, Engine::Sqlite) => sqlx_macros::migrate!("./migrations/ballots/sqlite"),
        (Part::Ballots, Engine::Postgres) => sqlx_macros::migrate!("./migrations/ballots/postgres"),
    };
    // Its own lock is of a whole database of PostgreSQL and ends before the transaction does; see
    // `Db::begin_migration`.
    shipped.set_locking(false);
    shipped
}

/// Brings the three databases, in the order of [`Part::ALL`], to the version of these migrations.
///
/// # Errors
/// [`StoreError::Migration`] when one fails, [`StoreError::Later`] when the databases are newer.
pub(crate) async fn bring_all(
    dbs: [&Db; 3],
    planned: impl Fn(Engine, Part) -> Migrator,
) -> StoreResult<()> {
    let mut held = Vec::with_capacity(dbs.len());
    for (db, part) in dbs.into_iter().zip(Part::ALL) {
        let mut conn = db.begin_migration().await?;
        bring(&mut conn, &planned(db.engine(), part), None).await?;
        held.push(conn);
    }
    for conn in held {
        conn.commit().await?;
    }
    Ok(())
}

/// Brings one database to a version, or to the newest, within its transaction.
pub(crate) async fn bring(
    conn: &mut Conn,
    planned: &Migrator,
    version: Option<i64>,
) -> StoreResult<()> {
    match conn {
        Conn::Sqlite(tx) => planned.run_direct(version, &mut **tx, false).await,
        Conn::Postgres(tx) => planned.run_direct(version, &mut **tx, false).await,
    }
    .map_err(|error| match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => StoreError::Later,
        other => StoreError::Migration(other),
    })
}

/// The version that a database is at.
pub(crate) async fn version(conn: &mut Conn) -> StoreResult<i64> {
    const LAST: &str = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations";
    let (version,): (i64,) = match conn {
        Conn::Sqlite(tx) => sqlx::query_as(LAST).fetch_one(&mut **tx).await?,
        Conn::Postgres(tx) => sqlx::query_as(LAST).fetch_one(&mut **tx).await?,
    };
    Ok(version)
}
