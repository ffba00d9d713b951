//! The lines of a backup: JSON, one value a line, the same whichever engine wrote them.
//!
//! ```text
//! {"luotsi":"backup","format":1,"store":"main","version":3,"id":"…","made":"2026-11-30T01:15:00Z"}
//! {"table":"organisation","columns":[["code","text"],["id","bytes"], …]}
//! ["020","0a1b…", …]                     one array for each row, in the order of the key
//! {"rows":2,"sha256":"…"}                after the rows of a table: how many, and their sum
//! {"tables":31}                          the last line
//! ```
//!
//! Bytes are hexadecimal, numbers are as JSON has them, yes and no are 1 and 0, and what is missing is
//! `null`. The sum is of the lines of the rows, each with its line end.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::catalog::{Kind, Table};
use crate::error::StoreError;

/// The form of these lines. A later one gets the next number, and this one is read for ever.
pub(crate) const FORMAT: i64 = 1;

/// The word that every backup begins with.
const WHAT: &str = "backup";

/// Why a backup could not be made or taken in.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// What is read is no backup, or a part of it cannot be read.
    #[error("this is not a backup, or it has been altered")]
    Unreadable,
    /// Written by a later version of the program.
    #[error("the backup was written by a later version of the program")]
    Later,
    /// It is of another of the three databases.
    #[error("the backup is of another database than asked")]
    WrongPart,
    /// The three files are not of one moment.
    #[error("the files of the backup are of different moments")]
    Mixed,
    /// It ends before its end.
    #[error("the backup ends too early")]
    CutShort,
    /// The rows of a table are not those that were written.
    #[error("the rows of the table `{0}` are not those that were backed up")]
    Altered(String),
    /// The table does not exist in the version that the backup is of.
    #[error("the table `{0}` of the backup is unknown")]
    UnknownTable(String),
    /// There is something already where it should go.
    #[error("there is data already where the backup should go")]
    NotEmpty,
    /// Whoever takes the lines has stopped.
    #[error("the backup could not be written on")]
    Stopped,
}

impl From<BackupFault> for StoreError {
    fn from(fault: BackupFault) -> Self {
        Self::Backup(fault)
    }
}

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct First {
    luotsi: String,
    pub(crate) format: i64,
    pub(crate) store: String,
    pub(crate) version: i64,
    pub(crate) id: String,
    pub(crate) made: String,
}

impl First {
    pub(crate) fn new(store: &str, version: i64, id: String, made: String) -> Self {
        Self {
            luotsi: WHAT.to_owned(),
            format: FORMAT,
            store: store.to_owned(),
            version,
            id,
            made,
        }
    }

    /// Reads the first line; a later form is told from what is no backup at all.
    pub(crate) fn read(line: &[u8]) -> Result<Self, BackupFault> {
        let value: Value = serde_json::from_slice(line).map_err(|_no| BackupFault::Unreadable)?;
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        if word("luotsi") != Some(WHAT) {
            return Err(BackupFault::Unreadable);
        }
        if value.get("format").and_then(Value::as_i64) != Some(FORMAT) {
            return Err(BackupFault::Later);
        }
        serde_json::from_value(value).map_err(|_no| BackupFault::Unreadable)
    }
}

/// A line between the rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub(crate) enum Mark {
    /// A table begins.
    Table {
        table: String,
        columns: Vec<(String, String)>,
    },
    /// A table is over.
    Rows { rows: i64, sha256: String },
    /// Everything is over.
    End { tables: i64 },
}

impl Mark {
    pub(crate) fn begin(table: &Table) -> Self {
        let columns = table.columns.iter();
        Self::Table {
            table: table.name.clone(),
            columns: columns
                .map(|it| (it.name.clone(), it.kind.word().to_owned()))
                .collect(),
        }
    }
}

/// How many rows a table had, and the sum of their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCount {
    /// The table.
    pub table: String,
    /// How many rows.
    pub rows: i64,
    /// SHA-256 over the lines of the rows.
    pub sum: String,
}

/// Counts and sums the rows of a table as they pass.
#[derive(Default)]
pub(crate) struct Tally {
    rows: i64,
    sum: Sha256,
}

impl Tally {
    /// Takes a line with its end.
    pub(crate) fn take(&mut self, line: &[u8]) {
        self.rows += 1;
        self.sum.update(line);
    }

    pub(crate) fn done(self, table: &str) -> TableCount {
        TableCount {
            table: table.to_owned(),
            rows: self.rows,
            sum: hex(&self.sum.finalize()),
        }
    }
}

/// A line as JSON with its end.
pub(crate) fn line<T: Serialize>(value: &T) -> Result<Vec<u8>, BackupFault> {
    let mut bytes = serde_json::to_vec(value).map_err(|_no| BackupFault::Unreadable)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// A value of a row, bound to a statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Bytes(Option<Vec<u8>>),
    Text(Option<String>),
    Int(Option<i64>),
    Real(Option<f64>),
}

impl Cell {
    /// The value as it stands in a line. A number that JSON has no form for cannot be written.
    pub(crate) fn json(self) -> Result<Value, BackupFault> {
        Ok(match self {
            Self::Bytes(bytes) => bytes.map_or(Value::Null, |it| Value::String(hex(&it))),
            Self::Text(text) => text.map_or(Value::Null, Value::String),
            Self::Int(number) => number.map_or(Value::Null, Value::from),
            Self::Real(None) => Value::Null,
            Self::Real(Some(number)) => {
                let number = serde_json::Number::from_f64(number);
                Value::Number(number.ok_or(BackupFault::Unreadable)?)
            }
        })
    }

    /// Reads a value of a line.
    pub(crate) fn parse(kind: Kind, value: Value) -> Option<Self> {
        Some(match (kind, value) {
            (Kind::Bytes, Value::Null) => Self::Bytes(None),
            (Kind::Bytes, Value::String(text)) => Self::Bytes(Some(unhex(&text)?)),
            (Kind::Text, Value::Null) => Self::Text(None),
            (Kind::Text, Value::String(text)) => Self::Text(Some(text)),
            (Kind::Int, Value::Null) => Self::Int(None),
            (Kind::Int, Value::Number(number)) => Self::Int(Some(number.as_i64()?)),
            (Kind::Real, Value::Null) => Self::Real(None),
            (Kind::Real, Value::Number(number)) => Self::Real(Some(number.as_f64()?)),
            _ => return None,
        })
    }

    /// Roughly how much of memory it takes.
    pub(crate) fn weight(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.as_ref().map_or(0, Vec::len),
            Self::Text(text) => text.as_ref().map_or(0, String::len),
            Self::Int(_) | Self::Real(_) => 8,
        }
    }
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(digit(byte >> 4)));
        text.push(char::from(digit(byte & 15)));
    }
    text
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let half = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    let byte = |[high, low]: &[u8; 2]| Some(half(*high)? << 4 | half(*low)?);
    pairs.iter().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_survives_its_line() {
        let values = [
            Cell::Bytes(Some((0..=255).collect())),
            Cell::Bytes(Some(Vec::new())),
            Cell::Text(Some("Å\u{0}\n\"\\ \u{1f600} \u{2028}".to_owned())),
            Cell::Int(Some(i64::MIN)),
            Cell::Int(Some(i64::MAX)),
            Cell::Real(Some(0.1 + 0.2)),
            Cell::Real(Some(f64::MIN_POSITIVE / 3.0)),
            Cell::Real(Some(-0.0)),
            Cell::Text(None),
        ];
        for value in values {
            let kind = match &value {
                Cell::Bytes(_) => Kind::Bytes,
                Cell::Text(_) => Kind::Text,
                Cell::Int(_) => Kind::Int,
                Cell::Real(_) => Kind::Real,
            };
            let text = serde_json::to_string(&value.clone().json().unwrap()).unwrap();
            let again = Cell::parse(kind, serde_json::from_str(&text).unwrap());
            assert_eq!(again, Some(value), "{text}");
        }
        assert!(Cell::Real(Some(f64::NAN)).json().is_err());
    }

    #[test]
    fn what_is_of_another_kind_is_not_taken() {
        for (kind, text) in [
            (Kind::Bytes, "\"0g\""),
            (Kind::Bytes, "\"abc\""),
            (Kind::Bytes, "7"),
            (Kind::Int, "1.5"),
            (Kind::Int, "9223372036854775808"),
            (Kind::Text, "[]"),
        ] {
            let value = serde_json::from_str(text).unwrap();
            assert_eq!(Cell::parse(kind, value), None, "{text}");
        }
    }

    #[test]
    fn a_later_form_is_told_from_what_is_no_backup() {
        let read = |text: &str| First::read(text.as_bytes());
        assert!(matches!(
            read("Dear council,"),
            Err(BackupFault::Unreadable)
        ));
        assert!(matches!(read("{}"), Err(BackupFault::Unreadable)));
        let later = "{\"luotsi\":\"backup\",\"format\":2}";
        assert!(matches!(read(later), Err(BackupFault::Later)));
    }
}
