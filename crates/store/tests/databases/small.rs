//! A small file system of a test's own, on which the disk can be full.
//!
//! Where the machine lets nobody mount one, a limit on the size of files stands in for it: then the
//! kernel refuses to write all the same, in the same place.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Names the small file system to the test that runs inside.
const INSIDE: &str = "LUOTSI_TEST_SMALL_DISK";

/// How writing is made to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// A file system of some megabytes, in a place of its own that nobody else sees.
    Mounted(&'static str),
    /// No file may grow.
    Limited,
}

/// A small disk.
pub(crate) struct Small {
    pub(crate) folder: PathBuf,
    is_mounted: bool,
}

impl Small {
    /// The small disk when this runs on one; otherwise the test of this name is run on one, and
    /// nothing is left to do here. `megabytes` is its size.
    pub(crate) fn here_or_run(test: &str, megabytes: usize) -> Option<Self> {
        if let Some(inside) = std::env::var_os(INSIDE) {
            let folder = PathBuf::from(inside);
            let is_mounted = folder.join("..").join("mounted").exists();
            return Some(Self { folder, is_mounted });
        }
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("disk");
        std::fs::create_dir(&folder).unwrap();
        // The server of databases is another user.
        open_to_all(place.path());
        let how = possible(&folder, megabytes);
        println!("{test}: {how:?}");
        if matches!(how, How::Mounted(_)) {
            std::fs::write(place.path().join("mounted"), "").unwrap();
        }
        let mut ran = run(
            how,
            &folder,
            megabytes,
            &[
                std::env::current_exe().unwrap().into_os_string(),
                test.into(),
                "--exact".into(),
                "--nocapture".into(),
            ],
        );
        assert!(
            ran.status().unwrap().success(),
            "{test} on a small disk: {how:?}"
        );
        None
    }

    /// Whether this is a file system of its own, and not only a limit.
    pub(crate) const fn is_mounted(&self) -> bool {
        self.is_mounted
    }

    /// Leaves no room.
    pub(crate) fn fill(&self) {
        if !self.is_mounted {
            limit(Some(0));
            return;
        }
        for (name, piece) in [("large", 1 << 16), ("small", 1)] {
            let mut file = std::fs::File::create(self.folder.join(name)).unwrap();
            let bytes = vec![0; piece];
            while std::io::Write::write_all(&mut file, &bytes).is_ok() {}
        }
    }

    /// Makes room again.
    pub(crate) fn free(&self) {
        if !self.is_mounted {
            limit(None);
            return;
        }
        for name in ["large", "small"] {
            std::fs::remove_file(self.folder.join(name)).unwrap();
        }
    }
}

/// The most bytes that a file may have; nothing for as many as it was.
fn limit(bytes: Option<u64>) {
    let now = getrlimit(Resource::Fsize);
    let current = bytes.or(now.maximum);
    setrlimit(Resource::Fsize, Rlimit { current, ..now }).unwrap();
}

fn open_to_all(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777)).unwrap();
}

/// The first way that this machine allows: as root, as a user who is root in a space of its own, or
/// without any file system.
fn possible(folder: &Path, megabytes: usize) -> How {
    let ways = [How::Mounted("-m"), How::Mounted("-rm")];
    let works = |how: &How| {
        let mut tried = run(*how, folder, megabytes, &["true".into()]);
        tried.stderr(Stdio::null());
        tried.status().is_ok_and(|status| status.success())
    };
    ways.into_iter().find(works).unwrap_or(How::Limited)
}

fn run(how: How, folder: &Path, megabytes: usize, command: &[OsString]) -> Command {
    let (mut ran, script) = match how {
        How::Mounted(way) => {
            let mut unshare = Command::new("unshare");
            unshare.args([way, "sh", "-c"]);
            let mount =
                format!("mount -t tmpfs -o size={megabytes}m,mode=777 small \"$0\" && exec \"$@\"");
            (unshare, mount)
        }
        How::Limited => {
            let mut shell = Command::new("sh");
            shell.arg("-c");
            // Who hears of the limit as a signal would end.
            (shell, "trap '' XFSZ && exec \"$@\"".to_owned())
        }
    };
    ran.arg(script)
        .arg(folder)
        .args(command)
        .env(INSIDE, folder);
    ran
}
