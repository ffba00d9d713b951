//! Where data is kept.

use std::path::{Path, PathBuf};

use crate::ballot::{Custody, Trustee};

/// Where one database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// An SQLite file; created when it does not exist.
    File(PathBuf),
    /// A PostgreSQL address with credentials.
    Postgres(String),
}

impl std::fmt::Debug for Location {
    /// Shows the file, never the credentials.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => write!(f, "File({})", path.display()),
            Self::Postgres(_) => f.write_str("Postgres(…)"),
        }
    }
}

/// Where the databases are, and what opens the ballots that wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Everything but surveys' rolls and ballots.
    pub main: Location,
    /// Who is invited to surveys.
    pub roll: Location,
    /// What was answered.
    pub ballots: Location,
    /// Where this server keeps what opens the ballots that wait: never on the disk of the data.
    pub custody: Custody,
    /// Who can open them after a power cut, besides.
    pub trustees: Vec<Trustee>,
}

impl Config {
    /// Files in one data folder, and nothing that opens waiting ballots on any disk.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            main: Location::File(folder.join("luotsi.db")),
            roll: Location::File(folder.join("roll.db")),
            ballots: Location::File(folder.join("ballots.db")),
            custody: Custody::Process,
            trustees: Vec::new(),
        }
    }
}
