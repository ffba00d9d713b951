//! Taking a backup in: into empty databases, or only to see that it opens and is whole.

use std::path::{Path, PathBuf};

use store::{BackupFault, Config, Loaded, Loading, Location, Made, Part, StoreError};
use tokio::sync::mpsc;
use uuid::Uuid;

use super::file::{open, sum};
use super::make::{joined, on_a_thread, scratch};
use super::note::{Note, file_name};
use super::place::whole;
use super::{Fault, disk};
use crate::error::Outcome;
use crate::plan::Keys;
use crate::world::App;

/// Lines that may wait for the database.
const WAITING: usize = 64;

/// The folder beside the databases in which they are made before they get their names.
const HALF: &str = "restoring";

/// What a restore brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Which backup.
    pub made: Made,
    /// How many rows came into each database.
    pub rows: Vec<(Part, i64)>,
    /// Answers that waited to be counted when the backup was made. Their keys are in no backup.
    pub waiting: i64,
}

/// What looking at a backup showed of one file.
#[derive(Debug)]
pub struct Checked {
    /// Which of the three.
    pub part: Part,
    /// What it holds, or why it cannot be told.
    pub found: Result<Loaded, Fault>,
}

/// Opens the file of one database and writes it.
async fn load(
    loading: &mut Loading,
    part: Part,
    folder: &Path,
    keys: &Keys,
) -> Result<Loaded, Fault> {
    let path = folder.join(file_name(part));
    let (to, lines) = mpsc::channel(WAITING);
    let (file, keys) = (path.clone(), keys.0.clone());
    let opening = on_a_thread(move || open(&file, &keys, &to));
    let loaded = loading.load(part, lines).await;
    // A file that does not open says more than that its lines have ended.
    joined(opening.await, &path)??;
    loaded.map_err(|error| match error {
        StoreError::Backup(BackupFault::NotEmpty) => Fault::Taken(part),
        other => Fault::Store(other),
    })
}

/// Opens all three files and writes them; nothing stays before the caller commits.
pub(super) async fn load_all(
    config: &Config,
    folder: &Path,
    keys: &Keys,
) -> Result<(Loading, Vec<(Part, Loaded)>), Fault> {
    let mut loading = Loading::begin(config).await?;
    let mut all = Vec::new();
    for part in Part::ALL {
        match load(&mut loading, part, folder, keys).await {
            Ok(loaded) => all.push((part, loaded)),
            Err(fault) => {
                loading.give_up().await?;
                return Err(fault);
            }
        }
    }
    Ok((loading, all))
}

/// Writes a backup into empty databases, on either engine, and compares every table with it. Files that
/// are not those of the note beside them are refused before anything is opened.
///
/// # Errors
/// A [`Fault`]; then the place is as empty as it was.
pub async fn restore(config: &Config, folder: &Path, keys: &Keys) -> Result<Restored, Fault> {
    let note = Note::read(folder)?;
    for part in Part::ALL {
        same_sum(folder, part, &note).await?;
    }
    let Some(files) = files(config) else {
        return fill(config, folder, keys).await;
    };
    let home = files.first().and_then(|it| it.parent());
    let home = home.unwrap_or(Path::new(".")).to_owned();
    let half = home.join(HALF);
    make_room(&home, &half, &files)?;
    let in_half = Config {
        custody: config.custody.clone(),
        ..Config::in_folder(&half)
    };
    let restored = fill(&in_half, folder, keys).await;
    if restored.is_err() {
        std::fs::remove_dir_all(&half).map_err(disk("remove", &half))?;
        return restored;
    }
    let made = self::files(&in_half).into_iter().flatten();
    // The main database last: without it nothing is there yet.
    for (from, to) in made.zip(&files).collect::<Vec<_>>().into_iter().rev() {
        std::fs::rename(&from, to).map_err(disk("move the restored database to", to))?;
    }
    let sync = || std::fs::File::open(&home).and_then(|it| it.sync_all());
    sync().map_err(disk("write", &home))?;
    std::fs::remove_dir_all(&half).map_err(disk("remove", &half))?;
    restored
}

async fn fill(config: &Config, folder: &Path, keys: &Keys) -> Result<Restored, Fault> {
    let (mut loading, loaded) = load_all(config, folder, keys).await?;
    let waiting = loading.waiting().await?;
    loading.commit().await?;
    let made = loaded.first().map(|(_, one)| one.made);
    Ok(Restored {
        made: made.ok_or(Fault::Unlike)?,
        rows: loaded
            .iter()
            .map(|(part, one)| (*part, one.rows()))
            .collect(),
        waiting,
    })
}

/// The files of the three databases, in the order of [`Part::ALL`]; nothing on a server.
fn files(config: &Config) -> Option<Vec<PathBuf>> {
    [&config.main, &config.roll, &config.ballots]
        .into_iter()
        .map(|location| match location {
            Location::File(path) => Some(path.clone()),
            Location::Postgres(_) => None,
        })
        .collect()
}

/// What SQLite keeps beside a file. A log that was left of another database would be read as this
/// one's.
fn beside(file: &Path) -> impl Iterator<Item = PathBuf> {
    ["-wal", "-shm", "-journal"].into_iter().map(|ending| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    })
}

/// Sees that no database is there, except those of a restore that was interrupted, and takes away what
/// would spoil new ones.
fn make_room(home: &Path, half: &Path, files: &[PathBuf]) -> Result<(), Fault> {
    let is_interrupted = half.exists();
    for file in files {
        if is_interrupted {
            remove(file)?;
        } else if file.exists() {
            return Err(Fault::NotEmpty(home.to_owned()));
        }
    }
    for left in files.iter().flat_map(|file| beside(file)) {
        remove(&left)?;
    }
    if is_interrupted {
        std::fs::remove_dir_all(half).map_err(disk("remove", half))?;
    }
    std::fs::create_dir_all(half).map_err(disk("make the folder", half))
}

fn remove(file: &Path) -> Result<(), Fault> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(disk("remove", file)(error))
        }
        _ => Ok(()),
    }
}

/// Whether a restore into this data folder was interrupted: it must be begun again before anything
/// else is done there.
pub fn is_half_restored(data: &Path) -> bool {
    data.join(HALF).exists()
}

/// Opens each file with these keys, restores it into a database for a moment and counts it. Needs no
/// database and no server: whoever has the files and a key can do it.
///
/// # Errors
/// When the note beside the files cannot be read, or there is no place for the moment.
pub async fn check(
    folder: &Path,
    keys: &Keys,
    within: &Path,
) -> Result<(Uuid, Vec<Checked>), Fault> {
    let note = Note::read(folder)?;
    let id = note.id.parse();
    let id: Uuid = id.map_err(|_no| Fault::Broken(folder.to_owned()))?;
    let scratch = scratch(within)?;
    let config = Config::in_folder(scratch.path());
    let mut loading = Loading::begin(&config).await?;
    let mut all = Vec::new();
    for part in Part::ALL {
        let found = match same_sum(folder, part, &note).await {
            Ok(()) => load(&mut loading, part, folder, keys).await,
            Err(fault) => Err(fault),
        };
        let found = found.and_then(|loaded| {
            let is_of_it = loaded.made.id == id;
            is_of_it.then_some(loaded).ok_or(Fault::Unlike)
        });
        all.push(Checked { part, found });
    }
    loading.give_up().await?;
    Ok((id, all))
}

async fn same_sum(folder: &Path, part: Part, note: &Note) -> Result<(), Fault> {
    let path = folder.join(file_name(part));
    let file = path.clone();
    let found = joined(on_a_thread(move || sum(&file)).await, &path)??;
    let noted = note.files.iter().find(|it| it.store == part.name());
    if noted.is_some_and(|it| it.sha256 == found.sha256 && it.bytes == found.bytes) {
        Ok(())
    } else {
        Err(Fault::Broken(path))
    }
}

/// Writes down that a backup was opened with the custodians' keys; false when this installation has
/// not made it.
///
/// # Errors
/// When the store fails.
pub async fn opened(app: &App, id: Uuid) -> Outcome<bool> {
    let mut site = app.store().site_write().await?;
    let is_known = site.backup_opened(id, app.now()).await?;
    site.commit().await?;
    Ok(is_known)
}

/// The newest whole backup of a folder.
///
/// # Errors
/// When the folder cannot be read.
pub fn newest(folder: &Path) -> Result<Option<PathBuf>, Fault> {
    let all = whole(folder)?;
    Ok(all.first().map(|(_, name)| folder.join(name)))
}
