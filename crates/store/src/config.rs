//! Where data is kept.

use std::path::{Path, PathBuf};

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

/// Where the databases and the batch keys are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Everything but surveys' rolls and ballots.
    pub main: Location,
    /// Who is invited to surveys.
    pub roll: Location,
    /// What was answered.
    pub ballots: Location,
    /// Folder of batch keys; must never be in the same backup as the databases.
    pub keys: PathBuf,
}

impl Config {
    /// Files in one data folder: the default installation.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            main: Location::File(folder.join("luotsi.db")),
            roll: Location::File(folder.join("roll.db")),
            ballots: Location::File(folder.join("ballots.db")),
            keys: folder.join("batch-keys"),
        }
    }
}
