//! The architecture as a test: walls between crates, sizes, headers, words, queries, migrations.
//!
//! To add a check: one file here with a `check` function and a planted violation in its tests, and
//! one line in [`CHECKS`].

mod addresses;
mod advisories;
mod claims;
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
    Check {
        name: "claims",
        run: claims::check,
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

    /// What every check is shown: nothing in it is wrong.
    const GOOD: &[(&str, &str)] = &[
        ("Cargo.toml", "[workspace]\nmembers = []\n"),
        ("README.md", "# Luotsi\n\nRead this first.\n"),
        (
            "crates/domain/Cargo.toml",
            "[package]\nname = \"d\"\n\n[lints]\nworkspace = true\n",
        ),
        (
            "crates/domain/src/lib.rs",
            "//! Rules without a world around them.\n#![warn(missing_docs)]\n\npub mod survey;\n",
        ),
        (
            "crates/domain/src/survey.rs",
            "//! Surveys and their states.\n\n/// A survey.\npub struct Survey;\n",
        ),
        (
            "crates/web/src/lib.rs",
            "//! The list of features.\n\npub const FEATURES: &[Feature] = &[\n    survey::FEATURE,\n];\n",
        ),
        (
            "crates/web/src/survey/list.rs",
            "//! The list of surveys.\n\nuse crate::link;\n\nfn back() {\n    go(&org.to(link::LIST, ()));\n}\n",
        ),
        (
            "crates/web/templates/survey/list.html",
            "<a href=\"{{ back }}\">x</a>\n",
        ),
        (
            "crates/store/queries/survey/list.sql",
            "SELECT id FROM survey WHERE org_id = ?\n",
        ),
        (
            "crates/store/migrations/sqlite/0001_start.sql",
            "CREATE TABLE a (id BLOB) STRICT;\n",
        ),
        (
            "crates/store/migrations/postgres/0001_start.sql",
            "CREATE TABLE a (id UUID);\n",
        ),
        ("locales/en.toml", "[a]\nb = \"Save\"\n"),
    ];

    /// The name of a check, and files beside the good ones: in the first its breach is found, at this line.
    type Breach = (&'static str, usize, Vec<(&'static str, String)>);

    fn one(name: &'static str, line: usize, path: &'static str, text: &str) -> Breach {
        (name, line, vec![(path, text.to_owned())])
    }

    /// Breaches in code.
    fn in_code() -> Vec<Breach> {
        let long = format!("//! Something long.\n{}", "fn a() {}\n".repeat(600));
        let call = "    Cleared::exception(a, b);\n";
        let open = format!("//! Texts.\nfn f() {{\n{}}}\n", call.repeat(9));
        let clock = "//! Risks and their days.\nuse std::time::SystemTime;\n";
        let todo = "//! Days of the year.\n// TODO: later\n";
        let utils = "//! Days of the year.\nmod utils;\n";
        let day = "crates/app/src/day.rs";
        vec![
            one(
                "walls",
                1,
                "crates/b/Cargo.toml",
                "[package]\nname = \"b\"\n",
            ),
            one("purity", 2, "crates/domain/src/risk.rs", clock),
            one("size", 1, day, &long),
            one("headers", 1, day, "use x;\n"),
            one("habits", 2, day, todo),
            one("names", 2, day, utils),
            one("cleared", 3, day, &open),
        ]
    }

    /// Breaches in what lies where.
    fn in_files() -> Vec<Breach> {
        let need = |a: &str| format!("//! A feature of the two.\nuse crate::{a}::Plan;\n");
        let cycle = vec![
            ("crates/app/src/lib.rs", "//! Use cases of it.\n".to_owned()),
            ("crates/app/src/exercise/mod.rs", need("strategy")),
            ("crates/app/src/strategy/mod.rs", need("exercise")),
        ];
        let source = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let package = |name: &str, version: &str| {
            format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n{source}\n")
        };
        let (old, user) = (
            package("rustls", "0.23.1"),
            package("hyper-rustls", "1.0.0"),
        );
        let lock = format!("{old}\n{user}dependencies = [\n \"rustls\",\n]\n");
        let page = "//! Editing a survey.\nfn f() {\n    go(\"/x\");\n}\n";
        let npm = "{\n\"resolved\": \"https://a.example/a.tgz\"\n}\n";
        let (word, migration) = (
            "crates/web/src/questionnaire/mod.rs",
            "crates/store/migrations/sqlite/0002_more.sql",
        );
        vec![
            one("features", 1, word, "//! Pages of another word.\n"),
            one("addresses", 3, "crates/web/src/survey/edit.rs", page),
            ("cycles", 1, cycle),
            one(
                "queries",
                1,
                "crates/store/queries/survey/all.sql",
                "SELECT id FROM survey\n",
            ),
            one("migrations", 1, migration, "DROP TABLE a;\n"),
            one("locks", 2, "e2e/package-lock.json", npm),
            one("english", 1, "docs/operations.md", "It is reckoned.\n"),
            one("advisories", 1, "Cargo.lock", &lock),
            one(
                "claims",
                1,
                "docs/security.md",
                "`app::uses::gone_for_good`\n",
            ),
        ]
    }

    /// One breach for each check.
    fn breaches() -> Vec<Breach> {
        in_code().into_iter().chain(in_files()).collect()
    }

    /// What is found in the good files. Lists of what must exist elsewhere are told of a folder.
    fn in_good(found: Vec<String>) -> Vec<String> {
        let is_good = |it: &str| {
            let path = it.split(':').next().unwrap_or_default();
            GOOD.iter().any(|(good, _)| *good == path)
        };
        found.into_iter().filter(|it| is_good(it)).collect()
    }

    #[test]
    fn every_check_finds_its_breach_and_nothing_in_what_is_good() {
        let names: Vec<&str> = breaches().iter().map(|(name, ..)| *name).collect();
        let all: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        assert_eq!(names, all, "one breach for each check, in their order");
        for (check, (name, line, files)) in CHECKS.iter().zip(breaches()) {
            assert_eq!(
                in_good(planted(check.run, GOOD)),
                Vec::<String>::new(),
                "{name}"
            );
            let mut planted_files = GOOD.to_vec();
            planted_files.extend(files.iter().map(|(path, text)| (*path, text.as_str())));
            let found = planted(check.run, &planted_files);
            let place = format!("{}:{line} ", files[0].0);
            assert!(
                found.iter().any(|it| it.starts_with(&place)),
                "{name}: {found:?}"
            );
            assert_eq!(
                in_good(found),
                Vec::<String>::new(),
                "{name} blames what is good"
            );
        }
    }
}
