//! The folder of backups: each in a folder of its own, which has its name only when it is whole.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::{Fault, disk};

/// How the name of a backup begins.
const BEGIN: &str = "luotsi-";

/// How the name of one ends that is not whole.
const UNFINISHED: &str = ".part";

/// So many seconds after its moment a backup may be named; more than this were never made at once.
const MOST_AHEAD: SignedDuration = SignedDuration::from_secs(60);

/// What is unfinished for so long was left by a process that died.
const ABANDONED: SignedDuration = SignedDuration::from_hours(24);

/// The name of a backup of this moment.
pub(super) fn name(at: Timestamp) -> String {
    format!("{BEGIN}{}", at.strftime("%Y%m%dT%H%M%SZ"))
}

/// The moment that a name tells; nothing when it is no backup's.
pub(super) fn moment(name: &str) -> Option<Timestamp> {
    let text = name.strip_prefix(BEGIN)?;
    let read = jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", text).ok()?;
    let civil = read.to_datetime().ok()?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp())
}

/// A folder that is removed with all that is in it unless it is kept.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: Option<PathBuf>,
}

impl Unfinished {
    /// A folder for a backup of this moment, or of the first second after it whose name is free.
    pub(super) fn begin(folder: &Path, now: Timestamp) -> Result<(Timestamp, Self), Fault> {
        std::fs::create_dir_all(folder).map_err(disk("make the folder", folder))?;
        let mut at = now;
        loop {
            let name = name(at);
            let path = folder.join(format!("{name}{UNFINISHED}"));
            match std::fs::create_dir(&path) {
                // Whoever made it whole had its unfinished folder, so this is the only one who looks.
                Ok(()) if !folder.join(&name).exists() => {
                    return Ok((at, Self { path: Some(path) }));
                }
                Ok(()) => std::fs::remove_dir(&path).map_err(disk("remove", &path))?,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(disk("make the folder", &path)(error)),
            }
            let next = at.checked_add(SignedDuration::from_secs(1)).unwrap_or(at);
            if next.duration_since(now) > MOST_AHEAD {
                let taken = std::io::Error::from(std::io::ErrorKind::AlreadyExists);
                return Err(disk("make the folder", &path)(taken));
            }
            at = next;
        }
    }

    pub(super) fn path(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new(""))
    }

    /// Gives the folder its name. From then on it is a backup.
    pub(super) fn keep(mut self, folder: &Path, name: &str) -> Result<PathBuf, Fault> {
        let whole = folder.join(name);
        let sync = |path: &Path| std::fs::File::open(path).and_then(|it| it.sync_all());
        sync(self.path()).map_err(disk("write", self.path()))?;
        std::fs::rename(self.path(), &whole).map_err(disk("make the folder", &whole))?;
        self.path = None;
        sync(folder).map_err(disk("write", folder))?;
        Ok(whole)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.path
            && let Err(error) = std::fs::remove_dir_all(path)
        {
            tracing::warn!(%error, "an unfinished backup was not removed");
        }
    }
}

/// The whole backups of a folder, the newest first.
pub(super) fn whole(folder: &Path) -> Result<Vec<(Timestamp, String)>, Fault> {
    let entries = std::fs::read_dir(folder).map_err(disk("read the folder", folder))?;
    let names = entries
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok());
    let mut all: Vec<(Timestamp, String)> = names
        .filter_map(|name| Some((moment(&name)?, name)))
        .collect();
    all.sort_unstable();
    all.reverse();
    Ok(all)
}

/// Removes what processes that died have left unfinished.
pub(super) fn sweep(folder: &Path, now: Timestamp) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        let begun = name.strip_suffix(UNFINISHED).and_then(moment);
        if begun.is_some_and(|begun| now.duration_since(begun) > ABANDONED)
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "an abandoned backup was not removed");
        }
    }
}

/// How the folders begin in which backups are proven.
pub(super) const PROOF: &str = "proof-";

/// After so long no proof goes on any more.
const PROVEN_WITHIN: std::time::Duration = std::time::Duration::from_hours(2);

/// Removes the copies in which processes that died were proving a backup: they can be read by whoever
/// reads the disk.
pub(super) fn sweep_proofs(scratch: &Path) {
    for entry in std::fs::read_dir(scratch).into_iter().flatten().flatten() {
        let is_proof = entry.file_name().to_string_lossy().starts_with(PROOF);
        let modified = entry.metadata().and_then(|it| it.modified());
        let age = modified.ok().and_then(|at| at.elapsed().ok());
        if is_proof
            && age.is_some_and(|age| age > PROVEN_WITHIN)
            && let Err(error) = std::fs::remove_dir_all(entry.path())
        {
            tracing::warn!(%error, "the copy of an abandoned proof was not removed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_abandoned_proofs_are_removed_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH;
        for (name, is_old) in [("proof-old", true), ("proof-new", false), ("main.db", true)] {
            let path = folder.path().join(name);
            std::fs::create_dir(&path).unwrap();
            if is_old {
                let times = std::fs::FileTimes::new().set_modified(old);
                std::fs::File::open(&path)
                    .unwrap()
                    .set_times(times)
                    .unwrap();
            }
        }
        sweep_proofs(folder.path());
        let mut left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|it| it.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, ["main.db", "proof-new"]);
    }

    #[test]
    fn backups_of_one_second_have_names_of_their_own() {
        let folder = tempfile::tempdir().unwrap();
        let now: Timestamp = "2027-05-11T09:00:07Z".parse().unwrap();
        let (first, one) = Unfinished::begin(folder.path(), now).unwrap();
        let (second, two) = Unfinished::begin(folder.path(), now).unwrap();
        one.keep(folder.path(), &name(first)).unwrap();
        let (third, _three) = Unfinished::begin(folder.path(), now).unwrap();
        two.keep(folder.path(), &name(second)).unwrap();
        let seconds = [first, second, third].map(|at| at.duration_since(now).as_secs());
        assert_eq!(seconds, [0, 1, 2]);
        assert_eq!(whole(folder.path()).unwrap().len(), 2);
    }

    #[test]
    fn a_name_tells_its_moment_and_nothing_else_is_a_name() {
        let at: Timestamp = "2027-05-11T09:00:07Z".parse().unwrap();
        assert_eq!(name(at), "luotsi-20270511T090007Z");
        assert_eq!(moment(&name(at)), Some(at));
        for other in [
            "luotsi-20270511T090007Z.part",
            "luotsi-",
            "notes",
            "luotsi-20271311T090007Z",
        ] {
            assert_eq!(moment(other), None, "{other}");
        }
    }
}
