//! Writing a backup: the three databases at one moment, as lines.

use futures_util::TryStreamExt;
use jiff::Timestamp;
use sqlx::{AssertSqlSafe, Row};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::catalog::{Kind, Table, tables};
use super::line::{BackupFault, Cell, First, Mark, TableCount, Tally, line};
use super::{EMPTIED, ROWS_OUT, is_left_out};
use crate::Store;
use crate::conn::{Conn, Db, Part};
use crate::error::{StoreError, StoreResult};
use crate::migrate;

/// Which backup, and of when: the same in its three files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Its id.
    pub id: Uuid,
    /// The moment.
    pub at: Timestamp,
}

/// The three databases at one moment: none of them knows of anything that the others do not.
#[derive(Debug)]
pub struct Snapshot {
    main: Option<Conn>,
    roll: Option<Conn>,
    ballots: Option<Conn>,
}

/// How often a pause of the writers is asked for. Each time waits a few seconds at most.
const PAUSES: u32 = 10;

/// Lines are handed over in pieces of about this size.
const PIECE: usize = 64 * 1024;

impl Store {
    /// Opens all three databases as they are at one moment: every writer, of every node and process,
    /// is kept out while the three views are opened, which takes milliseconds.
    ///
    /// # Errors
    /// When writers do not pause, or a database fails.
    pub async fn snapshot(&self) -> StoreResult<Snapshot> {
        let mut left = PAUSES;
        loop {
            match Box::pin(self.freeze_together()).await {
                Err(StoreError::Driver(error)) if left > 1 && is_busy(&error) => left -= 1,
                done => return done,
            }
        }
    }

    async fn freeze_together(&self) -> StoreResult<Snapshot> {
        // Main first: whoever writes to two at a time begins there.
        let main = self.main.pause().await?;
        let roll = self.roll.pause().await?;
        let ballots = self.ballots.pause().await?;
        let snapshot = Snapshot::of([&self.main, &self.roll, &self.ballots]).await?;
        for paused in [ballots, roll, main] {
            paused.roll_back().await?;
        }
        Ok(snapshot)
    }
}

/// Whether somebody else held a lock for too long: of PostgreSQL `lock_not_available`, of SQLite
/// `SQLITE_BUSY`; or every connection was in use.
fn is_busy(error: &sqlx::Error) -> bool {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code);
    let is_locked = code.is_some_and(|code| code == "55P03" || code == "5");
    is_locked || matches!(error, sqlx::Error::PoolTimedOut)
}

impl Snapshot {
    /// The three databases, each at the moment at which it is opened.
    pub(crate) async fn of([main, roll, ballots]: [&Db; 3]) -> StoreResult<Self> {
        Ok(Self {
            main: Some(main.freeze().await?),
            roll: Some(roll.freeze().await?),
            ballots: Some(ballots.freeze().await?),
        })
    }

    /// Hands the lines of one of the databases over and ends its view, so that nobody waits for it
    /// longer than it takes; what they held.
    ///
    /// # Errors
    /// [`BackupFault::Stopped`] when nobody takes the lines any more, or its view has ended.
    pub async fn write(
        &mut self,
        part: Part,
        made: Made,
        to: mpsc::Sender<Vec<u8>>,
    ) -> StoreResult<Vec<TableCount>> {
        let held = match part {
            Part::Main => &mut self.main,
            Part::Roll => &mut self.roll,
            Part::Ballots => &mut self.ballots,
        };
        let mut conn = held.take().ok_or(BackupFault::Stopped)?;
        let mut lines = Lines {
            piece: Vec::with_capacity(PIECE * 2),
            to: Some(to),
        };
        let version = migrate::version(&mut conn).await?;
        let id = made.id.to_string();
        lines
            .add(&First::new(part.name(), version, id, made.at.to_string()))
            .await?;
        let counts = copy_tables(&mut conn, part, &mut lines).await?;
        conn.roll_back().await?;
        let tables = i64::try_from(counts.len()).unwrap_or(i64::MAX);
        lines.add(&Mark::End { tables }).await?;
        lines.flush().await?;
        Ok(counts)
    }

    /// Ends the views of those that were not written.
    ///
    /// # Errors
    /// When a database fails.
    pub async fn end(self) -> StoreResult<()> {
        for conn in [self.main, self.roll, self.ballots].into_iter().flatten() {
            conn.roll_back().await?;
        }
        Ok(())
    }
}

/// What the tables of a database hold, counted and summed as a backup of it would be.
pub(super) async fn count_tables(conn: &mut Conn, part: Part) -> StoreResult<Vec<TableCount>> {
    let mut nowhere = Lines {
        piece: Vec::new(),
        to: None,
    };
    copy_tables(conn, part, &mut nowhere).await
}

/// Where lines go; nowhere when they are only counted.
struct Lines {
    piece: Vec<u8>,
    to: Option<mpsc::Sender<Vec<u8>>>,
}

impl Lines {
    async fn add<T: serde::Serialize + Sync>(&mut self, value: &T) -> StoreResult<()> {
        let bytes = line(value)?;
        self.put(&bytes).await
    }

    async fn put(&mut self, bytes: &[u8]) -> StoreResult<()> {
        if self.to.is_none() {
            return Ok(());
        }
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> StoreResult<()> {
        if let Some(to) = &self.to {
            let piece = std::mem::take(&mut self.piece);
            let sent = to.send(piece).await;
            sent.map_err(|_gone| BackupFault::Stopped)?;
        }
        Ok(())
    }
}

async fn copy_tables(
    conn: &mut Conn,
    part: Part,
    lines: &mut Lines,
) -> StoreResult<Vec<TableCount>> {
    let mut counts = Vec::new();
    for table in tables(conn).await? {
        if is_left_out(part, &table.name) {
            continue;
        }
        lines.add(&Mark::begin(&table)).await?;
        let count = copy_rows(conn, part, &table, lines).await?;
        let (rows, sha256) = (count.rows, count.sum.clone());
        lines.add(&Mark::Rows { rows, sha256 }).await?;
        counts.push(count);
    }
    Ok(counts)
}

/// A row of either engine as cells.
macro_rules! cells {
    ($row:expr, $table:expr) => {{
        let mut cells = Vec::with_capacity($table.columns.len());
        for (at, column) in $table.columns.iter().enumerate() {
            cells.push(match column.kind {
                Kind::Bytes => Cell::Bytes($row.try_get_unchecked(at)?),
                Kind::Text => Cell::Text($row.try_get_unchecked(at)?),
                Kind::Int => Cell::Int($row.try_get_unchecked(at)?),
                Kind::Real => Cell::Real($row.try_get_unchecked(at)?),
            });
        }
        cells
    }};
}
pub(super) use cells;

async fn copy_rows(
    conn: &mut Conn,
    part: Part,
    table: &Table,
    lines: &mut Lines,
) -> StoreResult<TableCount> {
    let mut tally = Tally::default();
    let query = AssertSqlSafe(select(part, table));
    match conn {
        Conn::Sqlite(tx) => {
            let mut rows = sqlx::query(query).fetch(&mut **tx);
            while let Some(row) = rows.try_next().await? {
                take_row(cells!(row, table), &mut tally, lines).await?;
            }
        }
        Conn::Postgres(tx) => {
            let mut rows = sqlx::query(query).fetch(&mut **tx);
            while let Some(row) = rows.try_next().await? {
                take_row(cells!(row, table), &mut tally, lines).await?;
            }
        }
    }
    Ok(tally.done(&table.name))
}

async fn take_row(cells: Vec<Cell>, tally: &mut Tally, lines: &mut Lines) -> StoreResult<()> {
    let values: Result<Vec<_>, _> = cells.into_iter().map(Cell::json).collect();
    let bytes = line(&values?)?;
    tally.take(&bytes);
    lines.put(&bytes).await
}

/// The statement that reads the rows of a table as a backup has them.
fn select(part: Part, table: &Table) -> String {
    let is_emptied = |column: &str| {
        let mut all = EMPTIED.iter();
        all.any(|(of, name, emptied)| *of == part && *name == table.name && *emptied == column)
    };
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|column| {
            if is_emptied(&column.name) {
                column.nothing()
            } else {
                column.read()
            }
        })
        .collect();
    // Earlier versions may not have the mark yet.
    let mut out = ROWS_OUT.iter();
    let out = out.find(|(of, name, mark)| {
        *of == part && *name == table.name && table.columns.iter().any(|it| it.name == *mark)
    });
    format!(
        "SELECT {} FROM \"{}\" {} ORDER BY {}",
        columns.join(", "),
        table.name,
        out.map_or(String::new(), |(_, _, mark)| format!(
            "WHERE NOT \"{mark}\""
        )),
        table.order()
    )
}
