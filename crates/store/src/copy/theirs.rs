//! Everything that the main database holds of one organisation, for the organisation itself.

use sqlx::{AssertSqlSafe, Row};

use super::catalog::{Kind, Table, tables};
use super::dump::cells;
use super::line::Cell;
use crate::OrgStore;
use crate::conn::Conn;
use crate::error::StoreResult;

/// Tables that are not the organisation's content, and why.
const NOT_CONTENT: &[(&str, &str)] = &[
    ("job", "what the program has yet to do"),
    ("upload", "bytes that wait for a decision, for a day"),
    (
        "letter_request",
        "names of people who wait to be invited; whoever is invited is not in an export either",
    ),
    ("recovery", "ways to a new password, for hours"),
    (
        "survey_release",
        "how figures were divided: together they could tell more than was released",
    ),
];

/// Columns that nobody may see, whatever they are in.
fn is_secret(column: &str) -> bool {
    column == "org_id" || column.ends_with("_hash") || column.contains("secret")
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Missing,
    /// Text.
    Text(String),
    /// A whole number, and yes (1) and no (0).
    Int(i64),
    /// A number with a fraction.
    Real(f64),
    /// Bytes: an id of sixteen, or a file.
    Bytes(Vec<u8>),
}

/// A table with the rows of one organisation, in the order of their key.
#[derive(Debug, Clone, PartialEq)]
pub struct Theirs {
    /// The table.
    pub table: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Value>>,
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Bytes(bytes) => bytes.map_or(Self::Missing, Self::Bytes),
            Cell::Text(text) => text.map_or(Self::Missing, Self::Text),
            Cell::Int(number) => number.map_or(Self::Missing, Self::Int),
            Cell::Real(number) => number.map_or(Self::Missing, Self::Real),
        }
    }
}

impl OrgStore {
    /// Every table of the main database that holds something of this organisation, at one moment.
    /// Nothing of rolls and ballots: what was answered is not the organisation's, and what may be
    /// shown of it is released by disclosure control alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn everything(&mut self) -> StoreResult<Vec<Theirs>> {
        let mut all = Vec::new();
        for mut table in tables(&mut self.conn).await? {
            let is_content = NOT_CONTENT.iter().all(|(name, _)| *name != table.name);
            if !table.has_org() || !is_content {
                continue;
            }
            let order = table.order();
            table.columns.retain(|column| !is_secret(&column.name));
            let rows = self.rows_of(&table, &order).await?;
            if !rows.is_empty() {
                all.push(Theirs {
                    columns: table.columns.into_iter().map(|it| it.name).collect(),
                    table: table.name,
                    rows,
                });
            }
        }
        Ok(all)
    }

    async fn rows_of(&mut self, table: &Table, order: &str) -> StoreResult<Vec<Vec<Value>>> {
        let columns: Vec<String> = table
            .columns
            .iter()
            .map(super::catalog::Column::read)
            .collect();
        let text = AssertSqlSafe(format!(
            "SELECT {} FROM \"{}\" WHERE org_id = $1 ORDER BY {order}",
            columns.join(", "),
            table.name,
        ));
        let mut all = Vec::new();
        match &mut self.conn {
            Conn::Sqlite(tx) => {
                let query = sqlx::query(text).bind(self.org.0);
                for row in query.fetch_all(&mut **tx).await? {
                    all.push(cells!(row, table).into_iter().map(Value::from).collect());
                }
            }
            Conn::Postgres(tx) => {
                let query = sqlx::query(text).bind(self.org.0);
                for row in query.fetch_all(&mut **tx).await? {
                    all.push(cells!(row, table).into_iter().map(Value::from).collect());
                }
            }
        }
        Ok(all)
    }
}
