//! Known vulnerabilities of outside crates, and one version per crate in our own manifests.
//!
//! The database of `RustSec` cannot be had without a network, so what concerns this tree is listed
//! here with the day when it was looked up: a crate that falls back to a version that an advisory
//! names is found by every run. `cargo deny check advisories` does the same with the whole database
//! where there is one; what is accepted stands in `deny.toml` too.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Project};

/// A published advisory about a crate of this tree. Looked up on 29 November 2026.
struct Advisory {
    id: &'static str,
    about: &'static str,
    /// The first version without the fault.
    fixed_in: (u64, u64, u64),
    /// Crates that may still bring an older version in, as accepted in `deny.toml` with the reason.
    accepted_from: &'static [&'static str],
}

const ADVISORIES: &[Advisory] = &[
    Advisory {
        id: "RUSTSEC-2026-0098",
        about: "rustls-webpki",
        fixed_in: (0, 103, 12),
        accepted_from: &[],
    },
    Advisory {
        id: "RUSTSEC-2026-0099",
        about: "rustls-webpki",
        fixed_in: (0, 103, 12),
        accepted_from: &[],
    },
    Advisory {
        id: "RUSTSEC-2026-0194",
        about: "quick-xml",
        fixed_in: (0, 41, 0),
        accepted_from: &["citationberg"],
    },
    Advisory {
        id: "RUSTSEC-2026-0195",
        about: "quick-xml",
        fixed_in: (0, 41, 0),
        accepted_from: &["citationberg"],
    },
    Advisory {
        id: "RUSTSEC-2026-0204",
        about: "crossbeam-epoch",
        fixed_in: (0, 9, 20),
        accepted_from: &[],
    },
    Advisory {
        id: "RUSTSEC-2026-0285",
        about: "rustls",
        fixed_in: (0, 23, 45),
        accepted_from: &[],
    },
];

/// One entry of `Cargo.lock`.
#[derive(Default)]
struct Locked {
    line: usize,
    name: String,
    version: String,
    /// As written: `name`, or `name version` where there are several.
    dependencies: Vec<String>,
    is_ours: bool,
}

fn locked(text: &str) -> Vec<Locked> {
    let mut all: Vec<Locked> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let value = |key: &str| {
            let rest = line.strip_prefix(key)?.strip_prefix(" = \"")?;
            rest.strip_suffix('"').map(str::to_owned)
        };
        if line == "[[package]]" {
            all.push(Locked {
                line: index + 1,
                is_ours: true,
                ..Locked::default()
            });
        }
        let Some(last) = all.last_mut() else {
            continue;
        };
        if let Some(name) = value("name") {
            last.name = name;
        } else if let Some(version) = value("version") {
            last.version = version;
        } else if line.starts_with("source = ") {
            last.is_ours = false;
        } else if let Some(needed) = line.trim().strip_prefix('"') {
            let needed = needed.trim_end_matches(',').trim_end_matches('"');
            last.dependencies.push(needed.to_owned());
        }
    }
    all
}

/// The numbers of a version, without what follows them.
fn numbers(version: &str) -> (u64, u64, u64) {
    let mut parts = version
        .split(['.', '-', '+'])
        .map(|part| part.parse().unwrap_or_default());
    let mut next = || parts.next().unwrap_or_default();
    (next(), next(), next())
}

/// Compares `Cargo.lock` with the list, and the list with `deny.toml`.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let file = |name: &str| project.tree.files.iter().find(|file| file.path == name);
    let Some(lock) = file("Cargo.lock") else {
        return;
    };
    let all = locked(&lock.text);
    for advisory in ADVISORIES {
        let accepted = file("deny.toml").is_some_and(|it| it.text.contains(advisory.id));
        check_advisory(advisory, &all, accepted, findings);
    }
    check_versions(&all, findings);
}

fn check_advisory(advisory: &Advisory, all: &[Locked], is_accepted: bool, findings: &mut Findings) {
    let is_old =
        |one: &&Locked| one.name == advisory.about && numbers(&one.version) < advisory.fixed_in;
    let mut is_needed = false;
    for old in all.iter().filter(is_old) {
        let exact = format!("{} {}", old.name, old.version);
        let needs = |one: &&Locked| {
            one.dependencies
                .iter()
                .any(|it| *it == exact || *it == old.name)
        };
        for user in all.iter().filter(needs) {
            let may = advisory.accepted_from.contains(&user.name.as_str());
            is_needed |= may;
            if !may || !is_accepted {
                let what = format!("{}: {exact}, needed by {}", advisory.id, user.name);
                let hint = "raise it with `cargo update`, or accept it here and in deny.toml with a reason";
                findings.add("Cargo.lock", old.line, what, hint);
            }
        }
    }
    if is_accepted && !is_needed {
        let what = format!("{} is accepted and does not concern us", advisory.id);
        let hint = "take it out of deny.toml and of `accepted_from`";
        findings.add("deny.toml", 1, what, hint);
    }
}

/// A crate that our own crates name has one version: two are twice the code and two behaviours.
fn check_versions(all: &[Locked], findings: &mut Findings) {
    let mut named: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for ours in all.iter().filter(|one| one.is_ours) {
        for needed in &ours.dependencies {
            let (name, version) = needed.split_once(' ').unwrap_or((needed, ""));
            named.entry(name).or_default().insert(version);
        }
    }
    for (name, versions) in named.iter().filter(|(_, versions)| versions.len() > 1) {
        let versions: Vec<&str> = versions.iter().copied().collect();
        let what = format!(
            "our crates use `{name}` in versions {}",
            versions.join(", ")
        );
        let hint = "name the version once, in [workspace.dependencies]";
        findings.add("Cargo.toml", 1, what, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    const OLD: &str = "[[package]]\nname = \"quick-xml\"\nversion = \"0.38.4\"\nsource = \"x\"\n";

    #[test]
    fn an_old_version_is_found_with_who_needs_it() {
        let lock = format!(
            "{OLD}\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\ndependencies = [\n \"quick-xml\",\n]\n"
        );
        let found = planted(check, &[("Cargo.lock", &lock), ("deny.toml", "")]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(
            found
                .iter()
                .all(|it| it.contains("quick-xml 0.38.4, needed by a"))
        );
    }

    #[test]
    fn what_is_accepted_must_be_needed_and_reasoned() {
        let lock = format!(
            "{OLD}\n[[package]]\nname = \"citationberg\"\nversion = \"1.0.0\"\nsource = \"x\"\ndependencies = [\n \"quick-xml 0.38.4\",\n]\n"
        );
        let deny = "RUSTSEC-2026-0194 RUSTSEC-2026-0195";
        assert!(planted(check, &[("Cargo.lock", &lock), ("deny.toml", deny)]).is_empty());
        assert_eq!(
            planted(check, &[("Cargo.lock", &lock), ("deny.toml", "")]).len(),
            2
        );
        let new = lock.replace("0.38.4", "0.42.0");
        assert_eq!(
            planted(check, &[("Cargo.lock", &new), ("deny.toml", deny)]).len(),
            2
        );
    }

    #[test]
    fn two_versions_in_our_own_crates_are_found() {
        let ours = |name: &str, zip: &str| {
            format!(
                "[[package]]\nname = \"{name}\"\nversion = \"0.1.0\"\ndependencies = [\n \"zip {zip}\",\n]\n\n"
            )
        };
        let two = ours("app", "8.0.0") + &ours("web", "9.0.0");
        assert_eq!(planted(check, &[("Cargo.lock", &two)]).len(), 1);
        let one = ours("app", "9.0.0") + &ours("web", "9.0.0");
        assert!(planted(check, &[("Cargo.lock", &one)]).is_empty());
    }
}
