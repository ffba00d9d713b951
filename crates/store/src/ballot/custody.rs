//! Where the private halves of this server's one-time keys are: never on the disk that holds the data.
//!
//! File calls here are short and rare (a key is made or destroyed once a batch), so they are made
//! directly on the task that needs them.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::CryptoRng;

use super::seed::random_key;
use crate::error::{StoreError, StoreResult};

/// Names a batch; random.
pub(crate) type BatchId = Vec<u8>;

/// Names a one-time key; random.
pub(crate) type KeyId = Vec<u8>;

/// Names a server by its custody; random.
pub(crate) type NodeId = Vec<u8>;

/// Where a server keeps what opens the ballots that wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Custody {
    /// In the memory of the process: a restart loses it.
    Process,
    /// In a folder: of a file system in memory, which a restart of the process outlives and a power
    /// cut does not, or of another medium than the data.
    Folder(PathBuf),
}

/// What may be wrong with a folder for keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A file system in memory: what is there dies with the machine.
    Memory,
    /// Another medium than the data's.
    Other,
    /// The medium of the data: whoever copies that has the keys too.
    Same,
}

impl Custody {
    /// Whether what lies in a folder dies with the machine. Nothing is made.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub fn is_memory(folder: &Path) -> io::Result<bool> {
        is_memory(folder)
    }

    /// On what a folder for keys lies, or will when it is made, seen from the folder of the data.
    /// Nothing is made.
    ///
    /// # Errors
    /// When one of them cannot be looked at.
    pub fn medium(keys: &Path, data: &Path) -> io::Result<Medium> {
        let (keys, data) = (existing(keys)?, existing(data)?);
        if is_memory(&keys)? {
            return Ok(Medium::Memory);
        }
        Ok(if device(&keys)? == device(&data)? {
            Medium::Same
        } else {
            Medium::Other
        })
    }
}

/// The folder, or the nearest one above it that is there.
fn existing(folder: &Path) -> io::Result<PathBuf> {
    let whole = std::path::absolute(folder)?;
    let found = whole.ancestors().find(|it| it.is_dir());
    Ok(found.unwrap_or(&whole).to_owned())
}

/// Whether a folder lies on a file system in memory (`tmpfs` or `ramfs`).
#[cfg(target_os = "linux")]
fn is_memory(folder: &Path) -> io::Result<bool> {
    const TMPFS: u64 = 0x0102_1994;
    const RAMFS: u64 = 0x8584_58f6;
    let kind = rustix::fs::statfs(folder)?.f_type;
    let kind = kind.cast_unsigned() & 0xffff_ffff;
    Ok(kind == TMPFS || kind == RAMFS)
}

#[cfg(not(target_os = "linux"))]
fn is_memory(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(unix)]
fn device(folder: &Path) -> io::Result<u64> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(folder)?.dev())
}

#[cfg(not(unix))]
fn device(_: &Path) -> io::Result<u64> {
    Ok(0)
}

/// The name under which a folder keeps which server it belongs to.
const NODE: &str = "node";

/// The private halves that this server holds.
#[derive(Clone, Debug)]
pub(crate) struct Keys(Shelf);

#[derive(Clone)]
enum Shelf {
    Process(Arc<Mutex<BTreeMap<Vec<u8>, Vec<u8>>>>),
    Folder(PathBuf),
}

impl std::fmt::Debug for Shelf {
    /// Shows where the keys are and none of them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Process(_) => f.write_str("Process(…)"),
            Self::Folder(folder) => write!(f, "Folder({})", folder.display()),
        }
    }
}

impl Keys {
    pub(crate) fn new(custody: &Custody) -> Self {
        Self(match custody {
            Custody::Process => Shelf::Process(Arc::default()),
            Custody::Folder(folder) => Shelf::Folder(folder.clone()),
        })
    }

    /// Which server this is: drawn once for each custody.
    pub(crate) fn node(&self, rng: &mut impl CryptoRng) -> StoreResult<NodeId> {
        if let Some(node) = self.known_node()? {
            return Ok(node);
        }
        let drawn = random_key(rng);
        match &self.0 {
            Shelf::Process(kept) => {
                locked(kept).insert(NODE.as_bytes().to_vec(), drawn.clone());
            }
            Shelf::Folder(folder) => match write_new(folder, NODE, &drawn) {
                // Another process of this server was first.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    return self.known_node()?.ok_or(StoreError::Keys(error));
                }
                done => done.map_err(StoreError::Keys)?,
            },
        }
        Ok(drawn)
    }

    /// Which server this is, if it has ever held a key.
    pub(crate) fn known_node(&self) -> StoreResult<Option<NodeId>> {
        match &self.0 {
            Shelf::Process(kept) => Ok(locked(kept).get(NODE.as_bytes()).cloned()),
            Shelf::Folder(folder) => found(fs::read(folder.join(NODE))),
        }
    }

    /// Keeps a new key; in a folder it is durable, and so is its name, when this returns.
    pub(crate) fn create(&self, key: &[u8], secret: &[u8]) -> StoreResult<()> {
        match &self.0 {
            Shelf::Process(kept) => {
                locked(kept).insert(key.to_vec(), secret.to_vec());
                Ok(())
            }
            Shelf::Folder(folder) => {
                write_new(folder, &file_of(key), secret).map_err(StoreError::Keys)
            }
        }
    }

    /// A key, if it is here.
    pub(crate) fn read(&self, key: &[u8]) -> StoreResult<Option<Vec<u8>>> {
        match &self.0 {
            Shelf::Process(kept) => Ok(locked(kept).get(key).cloned()),
            Shelf::Folder(folder) => found(fs::read(folder.join(file_of(key)))),
        }
    }

    /// Overwrites and removes a key. A key that is gone already is no error.
    pub(crate) fn destroy(&self, key: &[u8]) -> StoreResult<()> {
        match &self.0 {
            Shelf::Process(kept) => {
                if let Some(mut secret) = locked(kept).remove(key) {
                    secret.fill(0);
                }
                Ok(())
            }
            Shelf::Folder(folder) => {
                found(overwrite_and_remove(folder, &folder.join(file_of(key)))).map(drop)
            }
        }
    }

    /// Removes the folder when no key is in it. Call it where nobody else makes one at the same time.
    pub(crate) fn leave(&self) -> StoreResult<()> {
        if let Shelf::Folder(folder) = &self.0
            && self.list()?.is_empty()
        {
            found(fs::remove_file(folder.join(NODE)))?;
            // A folder in which something else lies stays.
            let _stays = fs::remove_dir(folder);
        }
        Ok(())
    }

    /// Every key that is here.
    pub(crate) fn list(&self) -> StoreResult<Vec<KeyId>> {
        match &self.0 {
            Shelf::Process(kept) => {
                let kept = locked(kept);
                let keys = kept.keys().filter(|key| *key != NODE.as_bytes());
                Ok(keys.cloned().collect())
            }
            Shelf::Folder(folder) => {
                let Some(entries) = found(fs::read_dir(folder))? else {
                    return Ok(Vec::new());
                };
                let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
                let names: Vec<_> = names.collect::<io::Result<_>>().map_err(StoreError::Keys)?;
                Ok(names
                    .iter()
                    .filter_map(|name| unhex(name.to_str()?.strip_suffix(".key")?))
                    .collect())
            }
        }
    }
}

type Kept = Mutex<BTreeMap<Vec<u8>, Vec<u8>>>;

/// The map is whole also when another task has panicked: it is changed in one step.
fn locked(kept: &Kept) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is not there is nothing.
fn found<T>(result: io::Result<T>) -> StoreResult<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::Keys(error)),
    }
}

fn file_of(key: &[u8]) -> String {
    format!("{}.key", hex(key))
}

fn write_new(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    private_folder(folder)?;
    let mut file = private_file(&folder.join(name))?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder(folder)
}

fn overwrite_and_remove(folder: &Path, path: &Path) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    fs::remove_file(path)?;
    sync_folder(folder)
}

/// A name in a folder is durable only when the folder itself is.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(unix)]
fn private_file(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
}

#[cfg(not(unix))]
fn private_file(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
    text
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

/// The keys that earlier versions kept in a folder beside the data, by batch.
pub(crate) fn beside_the_data(folder: &Path) -> StoreResult<Vec<(PathBuf, Option<BatchId>)>> {
    let Some(entries) = found(fs::read_dir(folder))? else {
        return Ok(Vec::new());
    };
    let paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()
        .map_err(StoreError::Keys)?;
    let batch = |path: &Path| {
        let name = path.file_name()?.to_str()?;
        unhex(name.strip_prefix("ballots-")?.strip_suffix(".key")?)
    };
    Ok(paths
        .into_iter()
        .map(|path| {
            let batch = batch(&path);
            (path, batch)
        })
        .collect())
}

/// Overwrites and removes a file of that folder.
pub(crate) fn remove_beside(path: &Path) -> StoreResult<()> {
    let folder = path.parent().unwrap_or(path);
    found(overwrite_and_remove(folder, path)).map(drop)
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    fn a_key_goes_without_a_trace(keys: &Keys) {
        let mut rng = StdRng::seed_from_u64(1);
        assert_eq!(keys.known_node().unwrap(), None);
        let node = keys.node(&mut rng).unwrap();
        assert_eq!(keys.node(&mut rng).unwrap(), node);
        assert_eq!(keys.list().unwrap(), Vec::<Vec<u8>>::new());
        keys.create(&[1, 0xab], b"secret").unwrap();
        assert_eq!(keys.read(&[1, 0xab]).unwrap().unwrap(), b"secret");
        assert_eq!(keys.list().unwrap(), vec![vec![1, 0xab]]);
        keys.destroy(&[1, 0xab]).unwrap();
        keys.destroy(&[1, 0xab]).unwrap();
        assert_eq!(keys.read(&[1, 0xab]).unwrap(), None);
        assert!(!format!("{keys:?}").contains("secret"));
    }

    #[test]
    fn a_key_in_the_memory_of_the_process_goes_without_a_trace() {
        a_key_goes_without_a_trace(&Keys::new(&Custody::Process));
    }

    #[test]
    fn a_key_in_a_folder_is_private_and_goes_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("keys");
        let keys = Keys::new(&Custody::Folder(place.clone()));
        a_key_goes_without_a_trace(&keys);
        keys.create(&[2], b"secret").unwrap();
        assert!(keys.create(&[2], b"another").is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!(mode(&place.join("02.key")), 0o600);
            assert_eq!(mode(&place), 0o700);
        }
    }
}
