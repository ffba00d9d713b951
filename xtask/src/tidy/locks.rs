//! Lock files name versions and sums, never the address of somebody's mirror.

use super::{Findings, Project};

/// The only source of crates.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Reads the lock files of npm and cargo.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for file in &project.tree.files {
        for (index, line) in file.text.lines().enumerate() {
            let line = line.trim();
            if file.name() == "package-lock.json" && line.starts_with("\"resolved\":") {
                let hint = "delete the lock file and run npm install in e2e, whose .npmrc leaves addresses out";
                findings.add(
                    &file.path,
                    index + 1,
                    "the lock file names a download address",
                    hint,
                );
            }
            if file.name() == "Cargo.lock"
                && line.starts_with("source = ")
                && !line.contains(CRATES)
            {
                let hint = "depend on a published crate";
                findings.add(
                    &file.path,
                    index + 1,
                    "a crate from elsewhere than crates.io",
                    hint,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn addresses_are_found() {
        let found = planted(
            check,
            &[
                (
                    "e2e/package-lock.json",
                    "{\n  \"resolved\": \"https://mirror.example/a.tgz\"\n}\n",
                ),
                ("Cargo.lock", "source = \"git+https://example.org/a\"\n"),
            ],
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn locks_without_addresses_are_well() {
        let npm = "{\n  \"version\": \"1.0.0\",\n  \"integrity\": \"sha512-a\"\n}\n";
        let cargo = format!(
            "[[package]]\nname = \"a\"\nsource = \"{}\"\n",
            super::CRATES
        );
        let files = [
            ("e2e/package-lock.json", npm),
            ("Cargo.lock", cargo.as_str()),
        ];
        assert!(planted(check, &files).is_empty());
        let own = "[[package]]\nname = \"luotsi-domain\"\nversion = \"0.1.0\"\n";
        assert!(
            planted(check, &[("Cargo.lock", own)]).is_empty(),
            "a crate of ours has no source"
        );
    }
}
