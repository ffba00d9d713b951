//! Backups: the three databases at one moment, each encrypted to its custodians, and counted only when
//! they have been restored elsewhere and compared to the last byte.
//!
//! A backup is a folder with three files in the open format `age` and a note of their sums. What is in
//! them, and why it is safe, is told in `docs/adr` (backups).

mod erase;
mod export;
mod file;
mod job;
mod make;
mod note;
mod overview;
mod place;
mod rule;
mod take;

use std::io;
use std::path::{Path, PathBuf};

pub use crate::plan::{Custodian, Custodians, Keep, Keys, Plan};
pub use erase::{Erasure, Leaving, erase, erased, leaving};
pub use export::export;
pub(crate) use job::Backup;
pub use make::make;
pub use overview::{Overview, State, ask, overview};
pub use store::{BackupFault, BackupRun, Made, Part};
pub use take::{Checked, Restored, check, is_half_restored, newest, opened, restore};

use store::StoreError;

/// Why a backup was not made, checked or restored.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No folder and no custodians are named.
    #[error("backups are not set up")]
    NotSetUp,
    /// A file or folder could not be used.
    #[error("cannot {what} `{}`", path.display())]
    Disk {
        /// What was tried.
        what: &'static str,
        /// With which file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// None of the given keys opens the file.
    #[error("the given keys do not open `{}`", .0.display())]
    Locked(PathBuf),
    /// The file is not what was written.
    #[error("`{}` is not a backup, is cut short or has been altered", .0.display())]
    Broken(PathBuf),
    /// There is data already where the backup should go.
    #[error("there is data already in `{}`", .0.display())]
    NotEmpty(PathBuf),
    /// There is data already in one of the databases of a server.
    #[error("there is data already in the database for the {} data", .0.name())]
    Taken(Part),
    /// What came back is not what was backed up.
    #[error("what was restored for the proof is not what was backed up")]
    Unlike,
    /// A database failed, or the lines of the backup are wrong.
    #[error("the databases and the backup do not fit together")]
    Store(#[from] StoreError),
}

impl Fault {
    /// Every word that is kept of a fault.
    pub const CODES: &[&str] = &["disk", "unlike", "database"];

    /// The word that is kept for the operator.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotSetUp | Self::Disk { .. } => "disk",
            Self::Locked(_)
            | Self::Broken(_)
            | Self::NotEmpty(_)
            | Self::Taken(_)
            | Self::Unlike => "unlike",
            Self::Store(_) => "database",
        }
    }
}

/// Says what was tried with which file.
fn disk(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Fault {
    let path = path.to_owned();
    move |source| Fault::Disk { what, path, source }
}
