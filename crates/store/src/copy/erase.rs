//! Erasing an organisation: every row of it, in all three databases.

use domain::{OrgId, UserId};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::catalog::tables;
use crate::audit::Audit;
use crate::conn::{Conn, Db};
use crate::error::StoreResult;
use crate::row::exactly_one;
use crate::{OrgStore, Store};

/// What went with an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Erased {
    /// Rows of the three databases.
    pub rows: u64,
    /// Accounts of people who were in no other organisation.
    pub people: u64,
}

impl Store {
    /// Erases an organisation: its rows in the three databases, and the accounts of people who were
    /// in it and in no other. Writes down that it happened in the installation's own log, in the
    /// transaction that removes the organisation itself; until then it can be done again.
    ///
    /// # Errors
    /// When a database fails; what has not been erased is erased by doing it again.
    pub async fn erase(&self, org: OrgId, entry: &Audit) -> StoreResult<Erased> {
        let mut rows = 0;
        // Whoever writes for the organisation waits for this and then finds it gone: nobody puts
        // people on its roll meanwhile.
        let mut conn = self.main.begin_write().await?;
        conn.lock_organisation(org).await?;
        // The organisation is in the list until nothing else of it is left.
        for db in [&self.ballots, &self.roll] {
            let mut apart = db.begin_write().await?;
            rows += erase_rows(&mut apart, org).await?;
            apart.commit().await?;
        }
        self.booth.forget_marks(org);
        let members = all!(conn, (Uuid,), "organisation/erase_whom", org.0)?;
        rows += run!(conn, "organisation/erase_invited", org.0)?;
        rows += erase_rows(&mut conn, org).await?;
        rows += run!(conn, "organisation/erase_programmes")?;
        let mut people = 0;
        for (user,) in members {
            people += run!(conn, "organisation/erase_person", user)?;
        }
        // Whoever pressed twice finds it gone, and the log tells of it once.
        exactly_one(run!(conn, "organisation/erase", org.0)?)?;
        rows += 1;
        conn.lock_organisation(OrgId::INSTALLATION).await?;
        let mut site = OrgStore {
            conn,
            org: OrgId::INSTALLATION,
        };
        site.audit(entry).await?;
        site.commit().await?;
        for db in [&self.ballots, &self.roll, &self.main] {
            forget(db).await;
        }
        Ok(Erased { rows, people })
    }

    /// How many people's accounts would go with an organisation: they are in no other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn only_here(&self, org: OrgId) -> StoreResult<Vec<UserId>> {
        let mut conn = self.main.begin_read().await?;
        let rows = all!(conn, (Uuid,), "organisation/erase_whom", org.0)?;
        Ok(rows.into_iter().map(|(id,)| UserId(id)).collect())
    }
}

/// What was erased is not left in free pages. A failure is only noted: the rows are gone, and the next
/// writing of the file takes their traces.
async fn forget(db: &Db) {
    let forgotten = async {
        let mut conn = db.begin_read().await?;
        let tables = tables(&mut conn).await?.into_iter();
        let tables: Vec<String> = tables.map(|it| format!("\"{}\"", it.name)).collect();
        conn.roll_back().await?;
        db.forget_deleted(&tables).await
    };
    if let Err(error) = forgotten.await {
        tracing::warn!(%error, "a database was not written anew after an erasure");
    }
}

/// Deletes the rows of an organisation from every table that has them.
async fn erase_rows(conn: &mut Conn, org: OrgId) -> StoreResult<u64> {
    let mut erased = 0;
    // Those that refer go before those that they refer to.
    for table in tables(conn).await?.iter().rev().filter(|it| it.has_org()) {
        let text = AssertSqlSafe(format!("DELETE FROM \"{}\" WHERE org_id = $1", table.name));
        erased += match conn {
            Conn::Sqlite(tx) => {
                let query = sqlx::query(text).bind(org.0);
                query.execute(&mut **tx).await?.rows_affected()
            }
            Conn::Postgres(tx) => {
                let query = sqlx::query(text).bind(org.0);
                query.execute(&mut **tx).await?.rows_affected()
            }
        };
    }
    Ok(erased)
}
