//! Memory that goes back to the system.

use std::os::unix::process::CommandExt as _;
use std::process::Command;

/// The setting with which glibc gives a block of its own to everything larger. Left alone, glibc raises
/// the bound to the size of the largest block that was given back: after one file of 20 MB everything
/// below that lives in a heap that stays with the process. Twenty such files at once then take 600 MB,
/// and 350 MB with a bound that stays where it is.
const NAME: &str = "MALLOC_MMAP_THRESHOLD_";

/// One megabyte, in bytes.
const BOUND: &str = "1048576";

/// Begins the program again, as the same process, with the bound set; glibc reads it at its start alone.
/// Whoever has set one keeps it. Where that cannot be done the program goes on as it is.
pub(crate) fn bounded() {
    if !cfg!(target_env = "gnu") || std::env::var_os(NAME).is_some() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_default();
    let mut again = Command::new(program);
    again.arg0(name).args(arguments).env(NAME, BOUND);
    let error = again.exec();
    tracing::warn!(%error, "the program goes on without a bound on the memory that it keeps");
}
