//! The binary, run on a data folder.

use std::path::Path;
use std::process::Command;

/// What the binary said, and whether it succeeded.
pub(crate) struct Told {
    pub(crate) is_done: bool,
    pub(crate) text: String,
}

/// Runs the binary on a data folder.
pub(crate) fn run(data: &Path, arguments: &[&str]) -> Told {
    run_with(data, &[], arguments)
}

/// Runs the binary on a data folder with these settings in its environment.
pub(crate) fn run_with(data: &Path, settings: &[(&str, &str)], arguments: &[&str]) -> Told {
    let output = Command::new(env!("CARGO_BIN_EXE_luotsi"))
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("LUOTSI_CONFIG")
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    Told {
        is_done: output.status.success(),
        text: String::from_utf8(said).unwrap(),
    }
}
