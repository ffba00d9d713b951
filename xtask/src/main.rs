//! Tasks of the project that need more than a line of shell: `cargo xtask tidy` and `cargo xtask bench`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool for developers: standard output is its interface"
)]

mod bench;
mod imports;
mod tidy;
mod tree;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;

/// A subcommand: its name, what it is for, and what it does.
struct Task {
    name: &'static str,
    purpose: &'static str,
    run: fn(&Path, &[String]) -> anyhow::Result<ExitCode>,
}

/// Every subcommand, in the order of the help text.
const TASKS: &[Task] = &[
    Task {
        name: "tidy",
        purpose: "prove the walls and the habits of the code base",
        run: tidy::run,
    },
    Task {
        name: "bench",
        purpose: "measure every performance goal [NAME...]",
        run: bench::run,
    },
];

fn main() -> anyhow::Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let named = arguments
        .split_first()
        .and_then(|(name, rest)| Some((TASKS.iter().find(|task| task.name == *name)?, rest)));
    if let Some((task, rest)) = named {
        return (task.run)(&root()?, rest);
    }
    for task in TASKS {
        eprintln!("cargo xtask {:8} {}", task.name, task.purpose);
    }
    Ok(ExitCode::from(2))
}

/// The root of the workspace: the folder above this package.
fn root() -> anyhow::Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let parent = here
        .parent()
        .context("xtask lies in a folder of the workspace")?;
    Ok(parent.to_path_buf())
}
