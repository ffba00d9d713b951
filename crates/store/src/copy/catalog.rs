//! What tables a database has, as the database itself tells: whoever copies or erases everything
//! must not forget the table that was added last.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::FromRow;

use crate::conn::Conn;
use crate::error::{StoreError, StoreResult};

/// What a column holds, the same on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Bytes; ids too.
    Bytes,
    /// Text.
    Text,
    /// A whole number; yes and no too.
    Int,
    /// A number with a fraction.
    Real,
}

impl Kind {
    /// Its word in a backup.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Text => "text",
            Self::Int => "int",
            Self::Real => "real",
        }
    }
}

/// How PostgreSQL keeps what is of one kind on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Native {
    Plain,
    Uuid,
    Bool,
    Json,
}

/// A column.
#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
    native: Native,
    /// Whether it is of PostgreSQL, which orders texts by language unless told otherwise.
    on_server: bool,
}

impl Column {
    /// The value, read as its kind.
    pub(crate) fn read(&self) -> String {
        let name = &self.name;
        match (self.on_server, self.native, self.kind) {
            (true, Native::Uuid, _) => format!("uuid_send(\"{name}\")"),
            (true, Native::Bool, _) => format!("\"{name}\"::int::bigint"),
            (true, Native::Json, _) => format!("\"{name}\"::text"),
            (true, Native::Plain, Kind::Int) => format!("\"{name}\"::bigint"),
            _ => format!("\"{name}\""),
        }
    }

    /// No bytes, instead of the value.
    pub(crate) fn nothing(&self) -> String {
        if self.on_server { "''::bytea" } else { "x''" }.to_owned()
    }

    /// The parameter of this number, written from its kind.
    pub(crate) fn write(&self, number: usize) -> String {
        if !self.on_server {
            return format!("${number}");
        }
        match (self.native, self.kind) {
            (Native::Uuid, _) => format!("encode(${number}::bytea, 'hex')::uuid"),
            (Native::Bool, _) => format!("(${number}::bigint <> 0)"),
            (Native::Json, _) => format!("${number}::text::jsonb"),
            (Native::Plain, Kind::Bytes) => format!("${number}::bytea"),
            (Native::Plain, Kind::Text) => format!("${number}::text"),
            (Native::Plain, Kind::Int) => format!("${number}::bigint"),
            (Native::Plain, Kind::Real) => format!("${number}::double precision"),
        }
    }

    /// How rows are put in one order by it on both engines.
    fn order(&self) -> String {
        let name = &self.name;
        match (self.on_server, self.kind) {
            (true, Kind::Text) => format!("\"{name}\" COLLATE \"C\" NULLS FIRST"),
            _ => format!("\"{name}\" NULLS FIRST"),
        }
    }
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) name: String,
    /// By name.
    pub(crate) columns: Vec<Column>,
    key: BTreeSet<String>,
    refers: BTreeSet<String>,
}

impl Table {
    /// Whether its rows are an organisation's.
    pub(crate) fn has_org(&self) -> bool {
        self.columns.iter().any(|column| column.name == "org_id")
    }

    /// One order of the rows that both engines share and that tells nothing of when they came: that
    /// of the key.
    pub(crate) fn order(&self) -> String {
        let by_key = |column: &&Column| self.key.is_empty() || self.key.contains(&column.name);
        let by: Vec<String> = self
            .columns
            .iter()
            .filter(by_key)
            .map(Column::order)
            .collect();
        by.join(", ")
    }
}

#[derive(FromRow)]
struct ColumnRow {
    table_name: String,
    column_name: String,
    type_name: String,
    in_key: bool,
}

const SQLITE_COLUMNS: &str = "\
    SELECT t.name AS table_name, c.name AS column_name, lower(c.type) AS type_name, \
           c.pk > 0 AS in_key \
    FROM sqlite_schema AS t, pragma_table_info(t.name) AS c \
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
      AND t.name <> '_sqlx_migrations' ORDER BY 1, 2";

const SQLITE_REFERENCES: &str = "\
    SELECT DISTINCT t.name, k.\"table\" \
    FROM sqlite_schema AS t, pragma_foreign_key_list(t.name) AS k WHERE t.type = 'table'";

const POSTGRES_COLUMNS: &str = "\
    SELECT c.relname::text AS table_name, a.attname::text AS column_name, \
           t.typname::text AS type_name, \
           EXISTS (SELECT 1 FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary \
                   AND a.attnum = ANY (i.indkey::int2[])) AS in_key \
    FROM pg_class AS c \
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
    JOIN pg_type AS t ON t.oid = a.atttypid \
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' \
      AND c.relname <> '_sqlx_migrations' \
    ORDER BY c.relname::text COLLATE \"C\", a.attname::text COLLATE \"C\"";

const POSTGRES_REFERENCES: &str = "\
    SELECT DISTINCT c.relname::text, r.relname::text FROM pg_constraint AS k \
    JOIN pg_class AS c ON c.oid = k.conrelid JOIN pg_class AS r ON r.oid = k.confrelid \
    WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace";

/// Every table of a database, each after those that it refers to.
pub(crate) async fn tables(conn: &mut Conn) -> StoreResult<Vec<Table>> {
    let (columns, references): (Vec<ColumnRow>, Vec<(String, String)>) = match conn {
        Conn::Sqlite(tx) => (
            sqlx::query_as(SQLITE_COLUMNS).fetch_all(&mut **tx).await?,
            sqlx::query_as(SQLITE_REFERENCES)
                .fetch_all(&mut **tx)
                .await?,
        ),
        Conn::Postgres(tx) => (
            sqlx::query_as(POSTGRES_COLUMNS)
                .fetch_all(&mut **tx)
                .await?,
            sqlx::query_as(POSTGRES_REFERENCES)
                .fetch_all(&mut **tx)
                .await?,
        ),
    };
    let on_server = matches!(conn, Conn::Postgres(_));
    let mut found: BTreeMap<String, Table> = BTreeMap::new();
    for row in columns {
        let table = found
            .entry(row.table_name.clone())
            .or_insert_with(|| Table {
                name: row.table_name,
                columns: Vec::new(),
                key: BTreeSet::new(),
                refers: BTreeSet::new(),
            });
        if row.in_key {
            table.key.insert(row.column_name.clone());
        }
        table
            .columns
            .push(column(row.column_name, &row.type_name, on_server)?);
    }
    for (table, to) in references {
        if let Some(table) = found.get_mut(&table).filter(|it| it.name != to) {
            table.refers.insert(to);
        }
    }
    in_order(found)
}

fn column(name: String, type_name: &str, on_server: bool) -> StoreResult<Column> {
    let (kind, native) = match type_name {
        "blob" | "bytea" => (Kind::Bytes, Native::Plain),
        "uuid" => (Kind::Bytes, Native::Uuid),
        "text" | "varchar" => (Kind::Text, Native::Plain),
        "jsonb" => (Kind::Text, Native::Json),
        "integer" | "int8" | "int4" | "int2" => (Kind::Int, Native::Plain),
        "bool" => (Kind::Int, Native::Bool),
        "real" | "float8" => (Kind::Real, Native::Plain),
        _ => {
            return Err(StoreError::Inconsistent {
                table: "of the catalogue",
                column: "type",
            });
        }
    };
    Ok(Column {
        name,
        kind,
        native,
        on_server,
    })
}

/// Each table after those that it refers to, ties by name.
fn in_order(mut left: BTreeMap<String, Table>) -> StoreResult<Vec<Table>> {
    let mut ordered: Vec<Table> = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let is_free = |table: &Table| table.refers.iter().all(|to| !left.contains_key(to));
        let next = left.values().find(|table| is_free(table));
        let Some(name) = next.map(|table| table.name.clone()) else {
            return Err(StoreError::Inconsistent {
                table: "of the catalogue",
                column: "reference",
            });
        };
        ordered.extend(left.remove(&name));
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(name: &str, refers: &[&str]) -> (String, Table) {
        let table = Table {
            name: name.to_owned(),
            columns: Vec::new(),
            key: BTreeSet::new(),
            refers: refers.iter().map(|to| (*to).to_owned()).collect(),
        };
        (name.to_owned(), table)
    }

    #[test]
    fn a_table_comes_after_those_that_it_refers_to() {
        let all = BTreeMap::from([table("a", &["c"]), table("b", &[]), table("c", &["b"])]);
        let names: Vec<String> = in_order(all)
            .unwrap()
            .into_iter()
            .map(|it| it.name)
            .collect();
        assert_eq!(names, ["b", "c", "a"]);
        let circle = BTreeMap::from([table("a", &["b"]), table("b", &["a"])]);
        assert!(in_order(circle).is_err());
    }

    #[test]
    fn a_column_of_a_type_that_nobody_has_thought_of_stops_the_copy() {
        assert!(column("at".to_owned(), "timestamptz", true).is_err());
        assert!(column("at".to_owned(), "bool", true).is_ok());
    }
}
