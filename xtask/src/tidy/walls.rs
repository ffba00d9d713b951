//! Crates are walls: who may depend on whom, and which outside crate may be seen where.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use super::{Findings, Project};

/// One workspace crate and the workspace crates it may use.
struct Wall {
    package: &'static str,
    may_use: &'static [&'static str],
}

/// The pure crates: values in, values out.
pub(crate) const PURE: &[&str] = &[
    "content",
    "disclosure",
    "domain",
    "exchange",
    "i18n",
    "reports",
    "simulation",
];

/// Crates that exist for development only and may use everything.
const DEVELOPMENT: &[&str] = &["luotsi-benches", "luotsi-testkit"];

/// Who may depend on whom. A crate that is not here is a problem until it is.
const WALLS: &[Wall] = &[
    Wall {
        package: "luotsi-domain",
        may_use: &[],
    },
    Wall {
        package: "luotsi-disclosure",
        may_use: &["luotsi-domain"],
    },
    Wall {
        package: "luotsi-i18n",
        may_use: &["luotsi-domain"],
    },
    Wall {
        package: "luotsi-content",
        may_use: &["luotsi-domain"],
    },
    Wall {
        package: "luotsi-exchange",
        may_use: &["luotsi-domain"],
    },
    Wall {
        package: "luotsi-reports",
        may_use: &["luotsi-domain", "luotsi-i18n"],
    },
    Wall {
        package: "luotsi-simulation",
        may_use: &[],
    },
    Wall {
        package: "luotsi-store",
        may_use: &["luotsi-disclosure", "luotsi-domain"],
    },
    Wall {
        package: "luotsi-app",
        may_use: &[
            "luotsi-content",
            "luotsi-disclosure",
            "luotsi-domain",
            "luotsi-exchange",
            "luotsi-i18n",
            "luotsi-reports",
            "luotsi-simulation",
            "luotsi-store",
        ],
    },
    Wall {
        package: "luotsi-web",
        may_use: &[
            "luotsi-app",
            "luotsi-content",
            "luotsi-disclosure",
            "luotsi-domain",
            "luotsi-i18n",
        ],
    },
    Wall {
        package: "luotsi",
        may_use: &[
            "luotsi-app",
            "luotsi-content",
            "luotsi-disclosure",
            "luotsi-domain",
            "luotsi-exchange",
            "luotsi-i18n",
            "luotsi-reports",
            "luotsi-simulation",
            "luotsi-store",
            "luotsi-web",
        ],
    },
    Wall {
        package: "xtask",
        may_use: &[],
    },
];

/// Outside crates that only some packages may name; a trailing `*` stands for any ending.
const CONFINED: &[(&str, &[&str])] = &[
    ("age", &["luotsi-app"]),
    ("askama*", &["luotsi-web"]),
    ("axum*", &["luotsi-web"]),
    ("clap*", &["luotsi"]),
    ("comemo", &["luotsi-reports"]),
    ("hyper*", &["luotsi-web"]),
    ("image", &["luotsi-exchange"]),
    ("libsqlite3-sys", &["luotsi-store"]),
    ("rusqlite", &["luotsi-store"]),
    ("sqlx*", &["luotsi-store"]),
    ("totp-rs", &["luotsi-app"]),
    ("tower*", &["luotsi-web"]),
    ("typst*", &["luotsi-reports"]),
    ("webauthn*", &["luotsi-app"]),
];

/// Outside crates that a pure crate may use in its tests at most.
const IMPURE: &[&str] = &[
    "async-*",
    "fastrand",
    "futures*",
    "getrandom",
    "rand",
    "reqwest",
    "tokio*",
    "tracing-subscriber",
];

/// A package of the workspace and what its manifest asks for.
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) manifest: String,
    pub(crate) dependencies: Vec<Dependency>,
}

/// One dependency of a manifest.
pub(crate) struct Dependency {
    pub(crate) name: String,
    pub(crate) dev: bool,
}

/// Reads the manifests of the workspace through cargo.
pub(crate) fn packages(root: &Path) -> anyhow::Result<Vec<Package>> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .current_dir(root)
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .output()
        .context("cargo tells the packages of the workspace")?;
    ensure!(
        output.status.success(),
        "cargo metadata failed: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata
        .get("packages")
        .and_then(Value::as_array)
        .context("no packages")?;
    packages
        .iter()
        .map(|package| read_package(root, package))
        .collect()
}

fn read_package(root: &Path, package: &Value) -> anyhow::Result<Package> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let manifest = text(package, "manifest_path").context("no manifest path")?;
    let manifest = Path::new(&manifest)
        .strip_prefix(root)
        .map_or_else(|_| manifest.clone(), |path| path.display().to_string());
    let listed = package
        .get("dependencies")
        .and_then(Value::as_array)
        .context("no dependencies")?;
    let dependencies = listed
        .iter()
        .filter_map(|dependency| {
            let dev = text(dependency, "kind").as_deref() == Some("dev");
            Some(Dependency {
                name: text(dependency, "name")?,
                dev,
            })
        })
        .collect();
    Ok(Package {
        name: text(package, "name").context("no name")?,
        manifest,
        dependencies,
    })
}

/// Compares the manifests with the tables of this file.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for package in &project.packages {
        if DEVELOPMENT.contains(&package.name.as_str()) {
            continue;
        }
        let Some(wall) = WALLS.iter().find(|wall| wall.package == package.name) else {
            let what = format!("crate `{}` has no row in the table of walls", package.name);
            findings.add(
                &package.manifest,
                1,
                what,
                "add it to WALLS in xtask/src/tidy/walls.rs",
            );
            continue;
        };
        for dependency in &package.dependencies {
            check_dependency(project, package, wall, dependency, findings);
        }
    }
    check_lints(project, findings);
}

fn check_dependency(
    project: &Project,
    package: &Package,
    wall: &Wall,
    dependency: &Dependency,
    findings: &mut Findings,
) {
    let name = dependency.name.as_str();
    let line = line_of(project, package, name);
    let own = project.packages.iter().any(|other| other.name == name);
    if own {
        let for_tests = dependency.dev && (name == "luotsi-testkit" || name == package.name);
        if !for_tests && !wall.may_use.contains(&name) {
            let what = format!("`{}` may not use `{name}`", package.name);
            let hint = "move the code to the crate that may, or change WALLS with an ADR";
            findings.add(&package.manifest, line, what, hint);
        }
        return;
    }
    let confined = CONFINED.iter().find(|(pattern, _)| matches(pattern, name));
    if let Some((pattern, homes)) = confined
        && !homes.contains(&package.name.as_str())
    {
        let what = format!(
            "`{pattern}` is for {} only, not for `{}`",
            homes.join(", "),
            package.name
        );
        let hint = "call a function of the crate that owns it instead";
        findings.add(&package.manifest, line, what, hint);
    }
    let pure = package
        .name
        .strip_prefix("luotsi-")
        .is_some_and(|short| PURE.contains(&short));
    if pure && !dependency.dev && IMPURE.iter().any(|pattern| matches(pattern, name)) {
        let what = format!("pure crate `{}` may not use `{name}`", package.name);
        let hint = "take the time, the random numbers or the bytes as an argument";
        findings.add(&package.manifest, line, what, hint);
    }
}

/// Every crate takes the lints of the workspace, or they are not the lints of the workspace.
fn check_lints(project: &Project, findings: &mut Findings) {
    for file in project
        .tree
        .files
        .iter()
        .filter(|file| file.name() == "Cargo.toml")
    {
        let Ok(manifest) = file.text.parse::<toml::Table>() else {
            findings.add(&file.path, 1, "not a manifest", "see what cargo says of it");
            continue;
        };
        let inherits = manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"))
            .and_then(toml::Value::as_bool);
        // A package with a workspace of its own (fuzzing) has nothing to inherit from.
        let is_member = manifest.contains_key("package") && !manifest.contains_key("workspace");
        if is_member && inherits != Some(true) {
            let hint = "add [lints] workspace = true";
            findings.add(
                &file.path,
                1,
                "does not take the lints of the workspace",
                hint,
            );
        }
    }
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

/// The line of the manifest that names the dependency, or the first.
fn line_of(project: &Project, package: &Package, name: &str) -> usize {
    let short = name.strip_prefix("luotsi-").unwrap_or(name);
    let file = project
        .tree
        .files
        .iter()
        .find(|file| file.path == package.manifest);
    file.and_then(|file| {
        file.text.lines().position(|line| {
            line.strip_prefix(short)
                .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
        })
    })
    .map_or(1, |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree::Tree;

    fn found(name: &str, dependencies: &[(&str, bool)]) -> Vec<String> {
        let package = |name: &str, dependencies: &[(&str, bool)]| Package {
            name: name.to_owned(),
            manifest: "m".to_owned(),
            dependencies: dependencies
                .iter()
                .map(|(name, dev)| Dependency {
                    name: (*name).to_owned(),
                    dev: *dev,
                })
                .collect(),
        };
        let others = [
            "luotsi-domain",
            "luotsi-store",
            "luotsi-app",
            "luotsi-testkit",
        ];
        let mut packages: Vec<Package> = others
            .iter()
            .filter(|other| **other != name)
            .map(|name| package(name, &[]))
            .collect();
        packages.push(package(name, dependencies));
        let mut findings = Findings::default();
        check(
            &Project {
                tree: Tree::planted(&[]),
                packages,
            },
            &mut findings,
        );
        findings
            .problems
            .into_iter()
            .map(|problem| problem.what)
            .collect()
    }

    #[test]
    fn the_page_crate_may_not_see_the_store() {
        assert_eq!(
            found("luotsi-web", &[("luotsi-store", false)]),
            ["`luotsi-web` may not use `luotsi-store`"]
        );
        assert_eq!(
            found("luotsi-web", &[("luotsi-store", true)]).len(),
            1,
            "not in its tests either"
        );
        assert!(
            found(
                "luotsi-web",
                &[("luotsi-app", false), ("luotsi-testkit", true)]
            )
            .is_empty()
        );
    }

    #[test]
    fn the_testkit_is_for_tests() {
        assert_eq!(found("luotsi-app", &[("luotsi-testkit", false)]).len(), 1);
    }

    #[test]
    fn sql_stays_in_the_store_and_typst_in_reports() {
        assert_eq!(
            found("luotsi-app", &[("sqlx", false), ("typst-pdf", false)]).len(),
            2
        );
        assert!(found("luotsi-store", &[("sqlx", false)]).is_empty());
    }

    #[test]
    fn pure_crates_neither_wait_nor_draw() {
        assert_eq!(
            found("luotsi-domain", &[("tokio", false), ("rand", false)]).len(),
            2
        );
        assert!(found("luotsi-domain", &[("rand", true), ("rand_chacha", false)]).is_empty());
    }

    #[test]
    fn an_unknown_crate_is_a_problem() {
        assert_eq!(found("luotsi-helpers", &[]).len(), 1);
    }

    #[test]
    fn a_manifest_without_the_lints_is_found() {
        let found = super::super::planted(
            check,
            &[
                (
                    "crates/a/Cargo.toml",
                    "[package]\nname = \"a\"\n[lints]\nworkspace = true\n",
                ),
                ("crates/b/Cargo.toml", "[package]\nname = \"b\"\n"),
                ("Cargo.toml", "[workspace]\nmembers = []\n"),
            ],
        );
        assert_eq!(
            found,
            ["crates/b/Cargo.toml:1 does not take the lints of the workspace"]
        );
    }

    #[test]
    fn each_crate_may_use_what_its_wall_lets_through_and_no_other() {
        for wall in WALLS {
            for other in WALLS.iter().filter(|other| other.package != wall.package) {
                let found = between(wall.package, other.package, false);
                let may = wall.may_use.contains(&other.package);
                assert_eq!(
                    found.is_empty(),
                    may,
                    "{} on {}: {found:?}",
                    wall.package,
                    other.package
                );
            }
        }
    }

    /// What is found when one crate of ours depends on another.
    fn between(name: &str, on: &str, dev: bool) -> Vec<String> {
        let package = |name: &str, dependencies: Vec<Dependency>| Package {
            name: name.to_owned(),
            manifest: "m".to_owned(),
            dependencies,
        };
        let needed = Dependency {
            name: on.to_owned(),
            dev,
        };
        let project = Project {
            tree: Tree::planted(&[]),
            packages: vec![package(name, vec![needed]), package(on, Vec::new())],
        };
        let mut findings = Findings::default();
        check(&project, &mut findings);
        findings.problems.iter().map(ToString::to_string).collect()
    }

    /// Everything that a crate may reach, near or far.
    fn below(package: &str) -> Vec<&'static str> {
        let near = |package: &str| {
            let wall = WALLS.iter().find(|wall| wall.package == package);
            wall.map_or(&[][..], |wall| wall.may_use)
        };
        let mut all: Vec<&str> = near(package).to_vec();
        let mut at = 0;
        while let Some(next) = all.get(at) {
            let new = near(next).iter().filter(|one| !all.contains(one));
            let new: Vec<&str> = new.copied().collect();
            all.extend(new);
            at += 1;
        }
        all
    }

    #[test]
    fn nothing_depends_on_something_that_depends_on_it() {
        for wall in WALLS {
            assert!(
                !below(wall.package).contains(&wall.package),
                "{}",
                wall.package
            );
        }
        // A pure crate stands on pure ones only.
        for short in PURE {
            for one in below(&format!("luotsi-{short}")) {
                assert!(
                    PURE.contains(&one.trim_start_matches("luotsi-")),
                    "{short} on {one}"
                );
            }
        }
    }

    #[test]
    fn every_confined_crate_stays_at_home() {
        for (pattern, homes) in CONFINED {
            let name = pattern.replace('*', "-extra");
            for wall in WALLS {
                let is_found = !found(wall.package, &[(&name, false)]).is_empty();
                assert_eq!(
                    is_found,
                    !homes.contains(&wall.package),
                    "{name} in {}",
                    wall.package
                );
            }
            assert!(
                homes
                    .iter()
                    .all(|home| WALLS.iter().any(|wall| wall.package == *home)),
                "{pattern}"
            );
        }
        for pattern in IMPURE {
            let name = pattern.replace('*', "");
            for short in PURE {
                let package = format!("luotsi-{short}");
                assert!(
                    !found(&package, &[(&name, false)]).is_empty(),
                    "{name} in {short}"
                );
                assert!(
                    found(&package, &[(&name, true)]).is_empty(),
                    "{name} in tests of {short}"
                );
            }
        }
    }
}
