//! The folder of batch keys: the only place where a batch's private key is on disk.
//!
//! File calls here are short and rare (a key is made or destroyed once a batch), so they are made
//! directly on the task that needs them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::{StoreError, StoreResult};

/// Names a batch; random.
pub(crate) type BatchId = Vec<u8>;

/// The keys of one database's batches.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    folder: PathBuf,
    label: &'static str,
}

impl Keys {
    pub(crate) fn new(folder: &Path, label: &'static str) -> Self {
        Self {
            folder: folder.to_owned(),
            label,
        }
    }

    fn path(&self, batch: &[u8]) -> PathBuf {
        self.folder
            .join(format!("{}-{}.key", self.label, hex(batch)))
    }

    /// Writes a new key; it is on disk, and its name in the folder too, when this returns.
    pub(crate) fn create(&self, batch: &[u8], secret: &[u8]) -> StoreResult<()> {
        self.try_create(batch, secret).map_err(StoreError::Keys)
    }

    fn try_create(&self, batch: &[u8], secret: &[u8]) -> io::Result<()> {
        private_folder(&self.folder)?;
        let mut file = private_file(&self.path(batch))?;
        file.write_all(secret)?;
        file.sync_all()?;
        self.sync_folder()
    }

    /// Reads a key.
    ///
    /// # Errors
    /// [`StoreError::BatchKeyMissing`] when it is not there.
    pub(crate) fn read(&self, batch: &[u8]) -> StoreResult<Vec<u8>> {
        fs::read(self.path(batch)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StoreError::BatchKeyMissing { batch: hex(batch) },
            _ => StoreError::Keys(error),
        })
    }

    pub(crate) fn has(&self, batch: &[u8]) -> bool {
        self.path(batch).exists()
    }

    /// Overwrites and removes a key. A key that is gone already is no error.
    pub(crate) fn destroy(&self, batch: &[u8]) -> StoreResult<()> {
        match self.try_destroy(batch) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::Keys(error)),
            _ => Ok(()),
        }
    }

    fn try_destroy(&self, batch: &[u8]) -> io::Result<()> {
        let path = self.path(batch);
        let mut file = OpenOptions::new().write(true).open(&path)?;
        let length = usize::try_from(file.metadata()?.len()).unwrap_or_default();
        file.write_all(&vec![0; length])?;
        file.sync_all()?;
        fs::remove_file(&path)?;
        self.sync_folder()
    }

    /// Every batch whose key is here.
    pub(crate) fn list(&self) -> StoreResult<Vec<BatchId>> {
        match fs::read_dir(&self.folder) {
            Ok(entries) => entries
                .filter_map(|entry| entry.map(|entry| self.batch_of(&entry.path())).transpose())
                .collect::<io::Result<_>>()
                .map_err(StoreError::Keys),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(StoreError::Keys(error)),
        }
    }

    fn batch_of(&self, path: &Path) -> Option<BatchId> {
        let name = path.file_name()?.to_str()?;
        let name = name.strip_prefix(self.label)?.strip_prefix('-')?;
        unhex(name.strip_suffix(".key")?)
    }

    /// A name in a folder is durable only when the folder itself is.
    fn sync_folder(&self) -> io::Result<()> {
        if cfg!(unix) {
            File::open(&self.folder)?.sync_all()?;
        }
        Ok(())
    }
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

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_private_and_goes_without_a_trace() {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::new(&folder.path().join("keys"), "ballots");
        assert_eq!(keys.list().unwrap(), Vec::<Vec<u8>>::new());
        keys.create(&[1, 0xab], b"secret").unwrap();
        assert_eq!(keys.read(&[1, 0xab]).unwrap(), b"secret");
        assert_eq!(keys.list().unwrap(), vec![vec![1, 0xab]]);
        assert!(keys.create(&[1, 0xab], b"another").is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(keys.path(&[1, 0xab])).unwrap().permissions();
            assert_eq!(mode.mode() & 0o777, 0o600);
        }
        keys.destroy(&[1, 0xab]).unwrap();
        keys.destroy(&[1, 0xab]).unwrap();
        assert!(matches!(
            keys.read(&[1, 0xab]),
            Err(StoreError::BatchKeyMissing { batch }) if batch == "01ab"
        ));
    }
}
