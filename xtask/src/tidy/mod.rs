//! The architecture as a test: walls between crates, sizes, headers, words, queries, migrations.
//!
//! To add a check: one file here with a `check` function and a planted violation in its tests, and
//! one line in [`CHECKS`].

mod addresses;
mod advisories;
mod cleared;
mod cycles;
mod english;
mod features;
mod habits;
mod headers;
mod locks;
mod migrations;
mod names;
mod purity;
mod queries;
mod size;
mod walls;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::tree::Tree;
use walls::Package;

/// What the checks look at.
pub(crate) struct Project {
    pub(crate) tree: Tree,
    pub(crate) packages: Vec<Package>,
}

/// Something that breaks a rule, and what to do about it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) path: String,
    pub(crate) line: usize,
    pub(crate) what: String,
    pub(crate) hint: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: {}\n    hint: {}",
            self.path, self.line, self.what, self.hint
        )
    }
}

/// What one check found: problems, and figures worth printing even when all is well.
#[derive(Default)]
pub(crate) struct Findings {
    pub(crate) problems: Vec<Problem>,
    pub(crate) notes: Vec<String>,
}

impl Findings {
    /// Adds a problem at a line of a file.
    fn add(&mut self, path: &str, line: usize, what: impl Into<String>, hint: &'static str) {
        self.problems.push(Problem {
            path: path.to_owned(),
            line,
            what: what.into(),
            hint,
        });
    }
}

/// One rule of the house.
struct Check {
    name: &'static str,
    run: fn(&Project, &mut Findings),
}

/// Every check, in the order of the output.
const CHECKS: &[Check] = &[
    Check {
        name: "walls",
        run: walls::check,
    },
    Check {
        name: "purity",
        run: purity::check,
    },
    Check {
        name: "size",
        run: size::check,
    },
    Check {
        name: "headers",
        run: headers::check,
    },
    Check {
        name: "habits",
        run: habits::check,
    },
    Check {
        name: "names",
        run: names::check,
    },
    Check {
        name: "cleared",
        run: cleared::check,
    },
    Check {
        name: "features",
        run: features::check,
    },
    Check {
        name: "addresses",
        run: addresses::check,
    },
    Check {
        name: "cycles",
        run: cycles::check,
    },
    Check {
        name: "queries",
        run: queries::check,
    },
    Check {
        name: "migrations",
        run: migrations::check,
    },
    Check {
        name: "locks",
        run: locks::check,
    },
    Check {
        name: "english",
        run: english::check,
    },
    Check {
        name: "advisories",
        run: advisories::check,
    },
];

/// Runs the checks named, or all; fails when there is any problem.
pub(crate) fn run(root: &Path, names: &[String]) -> anyhow::Result<ExitCode> {
    for name in names {
        anyhow::ensure!(
            CHECKS.iter().any(|check| check.name == name),
            "no check named `{name}`"
        );
    }
    let project = Project {
        tree: Tree::read(root)?,
        packages: walls::packages(root)?,
    };
    let mut total = 0;
    for check in CHECKS
        .iter()
        .filter(|check| names.is_empty() || names.iter().any(|n| n == check.name))
    {
        let mut findings = Findings::default();
        (check.run)(&project, &mut findings);
        total += findings.problems.len();
        println!(
            "tidy {:12} {}",
            check.name,
            verdict(findings.problems.len())
        );
        for note in &findings.notes {
            println!("    {note}");
        }
        for problem in &findings.problems {
            println!("{problem}");
        }
    }
    println!("tidy: {}", verdict(total));
    Ok(if total == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn verdict(problems: usize) -> String {
    match problems {
        0 => "ok".to_owned(),
        1 => "1 problem".to_owned(),
        n => format!("{n} problems"),
    }
}

/// Runs one check over planted files and tells what it found, as `path:line what`.
#[cfg(test)]
fn planted(check: fn(&Project, &mut Findings), files: &[(&str, &str)]) -> Vec<String> {
    let project = Project {
        tree: Tree::planted(files),
        packages: Vec::new(),
    };
    let mut findings = Findings::default();
    check(&project, &mut findings);
    findings
        .problems
        .iter()
        .map(|p| format!("{}:{} {}", p.path, p.line, p.what))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_place_what_and_hint() {
        let problem = Problem {
            path: "a.rs".to_owned(),
            line: 3,
            what: "too long".to_owned(),
            hint: "split it",
        };
        assert_eq!(problem.to_string(), "a.rs:3: too long\n    hint: split it");
    }

    #[test]
    fn checks_have_unique_names() {
        let names: std::collections::BTreeSet<_> = CHECKS.iter().map(|check| check.name).collect();
        assert_eq!(names.len(), CHECKS.len());
    }
}
