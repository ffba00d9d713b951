//! Builds the product and the benches in release mode and runs the benches.

use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::ensure;

/// Runs the benches named on the command line, or all of them.
///
/// Both builds use the release profile, so that what is measured is what is shipped.
pub(crate) fn run(root: &Path, names: &[String]) -> anyhow::Result<ExitCode> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let build = Command::new(&cargo)
        .current_dir(root)
        .args([
            "build",
            "--release",
            "--package",
            "luotsi",
            "--package",
            "luotsi-benches",
        ])
        .status()?;
    ensure!(build.success(), "the release build failed");
    let status = Command::new(&cargo)
        .current_dir(root)
        .args([
            "run",
            "--quiet",
            "--release",
            "--package",
            "luotsi-benches",
            "--",
        ])
        .args(names)
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
