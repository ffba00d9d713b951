//! The note beside the files: their names and sums, for whoever has no key.

use std::io::Write as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use store::{Made, Part};

use super::file::Written;
use super::{Fault, disk};

/// The name of the note.
const NAME: &str = "manifest.json";

/// What is written of one file. Nothing tells how many rows are in it: from the notes of two nights
/// anybody could tell how many had answered in between.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) store: String,
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

/// The note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Note {
    pub(super) format: i64,
    pub(super) id: String,
    pub(super) made: String,
    pub(super) program: String,
    pub(super) files: Vec<Entry>,
}

/// The name of the file of one of the databases.
pub(super) fn file_name(part: Part) -> String {
    format!("{}.jsonl.gz.age", part.name())
}

impl Note {
    pub(super) fn new(made: Made, files: &[(Part, Written)]) -> Self {
        let entry = |(part, written): &(Part, Written)| Entry {
            store: part.name().to_owned(),
            file: file_name(*part),
            bytes: written.bytes,
            sha256: written.sha256.clone(),
        };
        Self {
            format: 1,
            id: made.id.to_string(),
            made: made.at.to_string(),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            files: files.iter().map(entry).collect(),
        }
    }

    pub(super) fn write(&self, folder: &Path) -> Result<(), Fault> {
        let path = folder.join(NAME);
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        let write = || {
            let mut file = std::fs::File::create_new(&path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().map_err(disk("write", &path))
    }

    /// The sums that the note of a folder has, if it can be read.
    pub(super) fn read(folder: &Path) -> Result<Self, Fault> {
        let path = folder.join(NAME);
        let text = std::fs::read_to_string(&path).map_err(disk("read", &path))?;
        serde_json::from_str(&text).map_err(|_no| Fault::Broken(path))
    }
}
