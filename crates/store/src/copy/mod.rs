//! Copies of everything: backups that either engine can take in, the whole content of one
//! organisation, and its erasure.
//!
//! The tables are those that the database itself tells of. What is left out is told here, with why.

mod catalog;
mod dump;
mod erase;
mod line;
mod load;
mod run;
mod theirs;

pub use dump::{Made, Snapshot};
pub use erase::Erased;
pub use line::{BackupFault, TableCount};
pub use load::{Loaded, Loading};
pub use run::BackupRun;
pub use theirs::{Theirs, Value};

use crate::conn::Part;

/// Tables that are in no backup.
const LEFT_OUT: &[(Part, &str, &str)] = &[
    (Part::Main, "session", "who was signed in then is not now"),
    (Part::Main, "login_failure", "tries are counted for minutes"),
    (
        Part::Main,
        "passkey_ceremony",
        "a question to a passkey is open for minutes",
    ),
    (
        Part::Main,
        "recovery",
        "a way to a new password that was used since must not open again",
    ),
    (
        Part::Main,
        "job_lease",
        "no node of then holds anything now",
    ),
    (
        Part::Ballots,
        "batch_key",
        "keys of waiting answers are meant to be lost; see ADR 18",
    ),
    (Part::Ballots, "node_key", "the keys of servers of then"),
    (Part::Ballots, "box_node", "the servers of then"),
];

/// Columns that are empty in every backup: without a key nobody can open them, and whoever stole one
/// must not find them.
const EMPTIED: &[(Part, &str, &str)] = &[(Part::Ballots, "sealed_pool", "sealed")];

/// Rows that are in no backup, by the column that marks them: what may happen only once may have
/// happened since.
const ROWS_OUT: &[(Part, &str, &str)] = &[(Part::Main, "job", "is_once")];

fn is_left_out(part: Part, table: &str) -> bool {
    LEFT_OUT
        .iter()
        .any(|(of, name, _)| *of == part && *name == table)
}
