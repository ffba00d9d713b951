//! Taking a backup in, on either engine, at the version that it is of; then it is counted.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::catalog::{Column, Table, tables};
use super::dump::{Made, count_tables};
use super::is_left_out;
use super::line::{BackupFault, Cell, First, Mark, TableCount, Tally};
use crate::config::Config;
use crate::conn::{Conn, Db, Part};
use crate::error::StoreResult;
use crate::migrate;

/// So many rows at most go into one statement.
const ROWS: usize = 100;

/// So many parameters at most; SQLite takes 32 766.
const PARAMETERS: usize = 8_000;

/// So many bytes at most, roughly.
const BYTES: usize = 1024 * 1024;

/// What a backup of one database held, once every row of it was written and counted again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// Which backup.
    pub made: Made,
    /// The version of the database.
    pub version: i64,
    /// What its tables hold.
    pub tables: Vec<TableCount>,
}

impl Loaded {
    /// How many rows there are in all.
    pub fn rows(&self) -> i64 {
        self.tables.iter().map(|table| table.rows).sum()
    }
}

/// Empty databases on the way to being full. Nothing stays before [`Loading::commit`].
#[derive(Debug)]
pub struct Loading {
    held: Vec<(Part, Db, Conn)>,
    made: Option<Made>,
}

impl Loading {
    /// Connects to where the backup shall go.
    ///
    /// # Errors
    /// When a database cannot be reached.
    pub async fn begin(config: &Config) -> StoreResult<Self> {
        let locations = [&config.main, &config.roll, &config.ballots];
        let mut held = Vec::with_capacity(locations.len());
        for (location, part) in locations.into_iter().zip(Part::ALL) {
            let db = Db::open(location, part).await?;
            let conn = db.begin_migration().await?;
            held.push((part, db, conn));
        }
        Ok(Self { held, made: None })
    }

    /// Writes the lines of one database, then reads all of it again and compares counts and sums.
    ///
    /// # Errors
    /// A [`BackupFault`] that says what is wrong with the lines, or that the place is not empty.
    pub async fn load(
        &mut self,
        part: Part,
        mut lines: mpsc::Receiver<Vec<u8>>,
    ) -> StoreResult<Loaded> {
        let first = lines.recv().await.ok_or(BackupFault::CutShort)?;
        let first = First::read(&first)?;
        if first.store != part.name() {
            return Err(BackupFault::WrongPart.into());
        }
        let made = made(&first)?;
        if *self.made.get_or_insert(made) != made {
            return Err(BackupFault::Mixed.into());
        }
        let found = self.held.iter_mut().find(|(of, _, _)| *of == part);
        let (_, db, conn) = found.ok_or(BackupFault::WrongPart)?;
        prepare(db, conn, part, first.version).await?;
        let written = write_tables(conn, part, &mut lines).await?;
        let counted = count_tables(conn, part).await?;
        compare(written, &counted)?;
        Ok(Loaded {
            made,
            version: first.version,
            tables: counted,
        })
    }

    /// How many accepted answers wait in the loaded ballots. Their keys are in no backup: they are
    /// counted as lost, and their codes can be used again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting(&mut self) -> StoreResult<i64> {
        let found = self.held.iter_mut().find(|(of, _, _)| *of == Part::Ballots);
        let (_, _, conn) = found.ok_or(BackupFault::WrongPart)?;
        let row = one!(*conn, (i64,), "survey/pool/total")?;
        Ok(row.map_or(0, |(entries,)| entries))
    }

    /// Keeps what was loaded.
    ///
    /// # Errors
    /// When a database fails.
    pub async fn commit(self) -> StoreResult<()> {
        for (_, db, conn) in self.held {
            conn.commit().await?;
            db.close().await;
        }
        Ok(())
    }

    /// Leaves everything as it was.
    ///
    /// # Errors
    /// When a database fails.
    pub async fn give_up(self) -> StoreResult<()> {
        for (_, db, conn) in self.held {
            conn.roll_back().await?;
            db.close().await;
        }
        Ok(())
    }
}

fn made(first: &First) -> Result<Made, BackupFault> {
    let id: Option<Uuid> = first.id.parse().ok();
    let at: Option<Timestamp> = first.made.parse().ok();
    match (id, at) {
        (Some(id), Some(at)) => Ok(Made { id, at }),
        _ => Err(BackupFault::Unreadable),
    }
}

/// Makes the tables of the backup's version, or finds them empty.
async fn prepare(db: &Db, conn: &mut Conn, part: Part, version: i64) -> StoreResult<()> {
    let shipped = migrate::shipped(db.engine(), part);
    if shipped.iter().all(|migration| migration.version != version) {
        return Err(BackupFault::Later.into());
    }
    let there = tables(conn).await?;
    if there.is_empty() {
        return migrate::bring(conn, &shipped, Some(version)).await;
    }
    let counts = count_tables(conn, part).await?;
    let is_empty = counts.iter().all(|table| table.rows == 0);
    if !is_empty || migrate::version(conn).await? != version {
        return Err(BackupFault::NotEmpty.into());
    }
    Ok(())
}

fn compare(written: Vec<TableCount>, counted: &[TableCount]) -> Result<(), BackupFault> {
    let mut counted: BTreeMap<&str, &TableCount> =
        counted.iter().map(|it| (it.table.as_str(), it)).collect();
    for table in written {
        if counted.remove(table.table.as_str()) != Some(&table) {
            return Err(BackupFault::Altered(table.table));
        }
    }
    match counted.into_keys().next() {
        None => Ok(()),
        // A table of that version that the backup does not speak of.
        Some(left) => Err(BackupFault::Altered(left.to_owned())),
    }
}

/// Writes every table; what the backup says that each held.
async fn write_tables(
    conn: &mut Conn,
    part: Part,
    lines: &mut mpsc::Receiver<Vec<u8>>,
) -> StoreResult<Vec<TableCount>> {
    let known: BTreeMap<String, Table> = tables(conn)
        .await?
        .into_iter()
        .filter(|table| !is_left_out(part, &table.name))
        .map(|table| (table.name.clone(), table))
        .collect();
    let mut written = Vec::new();
    loop {
        match mark(&lines.recv().await.ok_or(BackupFault::CutShort)?)? {
            Mark::Table { table, columns } => {
                let known = known.get(&table);
                let known = known.ok_or(BackupFault::UnknownTable(table))?;
                let columns = in_order(known, &columns)?;
                written.push(write_rows(conn, known, &columns, lines).await?);
            }
            Mark::End { tables } if i64::try_from(written.len()) == Ok(tables) => break,
            Mark::End { .. } | Mark::Rows { .. } => return Err(BackupFault::Unreadable.into()),
        }
    }
    if lines.recv().await.is_some() {
        return Err(BackupFault::Unreadable.into());
    }
    Ok(written)
}

fn mark(line: &[u8]) -> Result<Mark, BackupFault> {
    serde_json::from_slice(line).map_err(|_no| BackupFault::Unreadable)
}

/// The columns in the order of the backup; they must be those that the table has.
fn in_order(table: &Table, named: &[(String, String)]) -> Result<Vec<Column>, BackupFault> {
    let altered = || BackupFault::Altered(table.name.clone());
    let of = |(name, kind): &(String, String)| {
        let mut all = table.columns.iter();
        all.find(|it| it.name == *name && it.kind.word() == kind)
            .cloned()
    };
    let columns: Option<Vec<Column>> = named.iter().map(of).collect();
    let columns = columns.ok_or_else(altered)?;
    if columns.len() == table.columns.len() {
        Ok(columns)
    } else {
        Err(altered())
    }
}

async fn write_rows(
    conn: &mut Conn,
    table: &Table,
    columns: &[Column],
    lines: &mut mpsc::Receiver<Vec<u8>>,
) -> StoreResult<TableCount> {
    let altered = || BackupFault::Altered(table.name.clone());
    let most = (PARAMETERS / columns.len().max(1)).clamp(1, ROWS);
    let (mut tally, mut rows, mut weight) = (Tally::default(), Vec::new(), 0);
    loop {
        let line = lines.recv().await.ok_or(BackupFault::CutShort)?;
        if line.first() != Some(&b'[') {
            let counted = tally.done(&table.name);
            insert(conn, table, columns, rows).await?;
            return match mark(&line)? {
                Mark::Rows { rows, sha256 } if rows == counted.rows && sha256 == counted.sum => {
                    Ok(counted)
                }
                _ => Err(altered().into()),
            };
        }
        tally.take(&line);
        let row = cells(columns, &line).ok_or_else(altered)?;
        weight += row.iter().map(Cell::weight).sum::<usize>();
        rows.push(row);
        if rows.len() >= most || weight >= BYTES {
            insert(conn, table, columns, std::mem::take(&mut rows)).await?;
            weight = 0;
        }
    }
}

fn cells(columns: &[Column], line: &[u8]) -> Option<Vec<Cell>> {
    let values: Vec<Value> = serde_json::from_slice(line).ok()?;
    if values.len() != columns.len() {
        return None;
    }
    let both = columns.iter().zip(values);
    both.map(|(column, value)| Cell::parse(column.kind, value))
        .collect()
}

/// The cells of a row bound to a statement of either engine.
macro_rules! bound {
    ($query:expr, $rows:expr) => {{
        let mut query = $query;
        for cell in $rows.into_iter().flatten() {
            query = match cell {
                Cell::Bytes(bytes) => query.bind(bytes),
                Cell::Text(text) => query.bind(text),
                Cell::Int(number) => query.bind(number),
                Cell::Real(number) => query.bind(number),
            };
        }
        query
    }};
}

async fn insert(
    conn: &mut Conn,
    table: &Table,
    columns: &[Column],
    rows: Vec<Vec<Cell>>,
) -> StoreResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = columns
        .iter()
        .map(|it| format!("\"{}\"", it.name))
        .collect();
    let mut numbers = 1_usize..;
    let values: Vec<String> = rows
        .iter()
        .map(|_row| {
            let numbered = columns.iter().zip(numbers.by_ref());
            let values: Vec<String> = numbered.map(|(it, number)| it.write(number)).collect();
            format!("({})", values.join(", "))
        })
        .collect();
    let text = format!(
        "INSERT INTO \"{}\" ({}) VALUES {}",
        table.name,
        names.join(", "),
        values.join(", ")
    );
    match conn {
        Conn::Sqlite(tx) => {
            let query = bound!(sqlx::query(AssertSqlSafe(text)), rows);
            query.execute(&mut **tx).await?;
        }
        Conn::Postgres(tx) => {
            let query = bound!(sqlx::query(AssertSqlSafe(text)), rows);
            query.execute(&mut **tx).await?;
        }
    }
    Ok(())
}
