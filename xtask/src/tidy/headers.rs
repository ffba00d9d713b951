//! Every module says what it is for, and the pure crates document what they offer.

use super::walls::PURE;
use super::{Findings, Project};

/// A first line shorter than this says nothing.
const SAYS_SOMETHING: usize = 16;

/// Looks at the first line of every module and at the lints of the pure crates.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for file in project.tree.rust().filter(|file| !file.is_test()) {
        let first = file.text.lines().next().unwrap_or_default();
        let says = first
            .strip_prefix("//! ")
            .is_some_and(|text| text.len() >= SAYS_SOMETHING);
        if !says {
            let hint = "begin the file with `//! ` and one sentence on what the module is for";
            findings.add(&file.path, 1, "no module comment", hint);
        }
    }
    for krate in PURE {
        let path = format!("crates/{krate}/src/lib.rs");
        let Some(file) = project.tree.files.iter().find(|file| file.path == path) else {
            continue;
        };
        if !file
            .text
            .lines()
            .any(|line| line.trim() == "#![warn(missing_docs)]")
        {
            let what = format!("pure crate `{krate}` does not ask for documentation");
            findings.add(
                &path,
                1,
                what,
                "add #![warn(missing_docs)] after the module comment",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn a_module_without_a_comment_is_found() {
        let found = planted(
            check,
            &[
                ("crates/app/src/a.rs", "use x;\n"),
                ("crates/app/src/b.rs", "//! .\n"),
                ("crates/app/src/c.rs", "//! Rounds of an assessment.\n"),
                ("crates/app/src/c/tests.rs", "use x;\n"),
            ],
        );
        assert_eq!(
            found,
            [
                "crates/app/src/a.rs:1 no module comment",
                "crates/app/src/b.rs:1 no module comment"
            ]
        );
    }

    #[test]
    fn a_pure_crate_warns_of_missing_documentation() {
        let header = "//! Rules without a world.\n";
        let found = planted(
            check,
            &[
                ("crates/domain/src/lib.rs", header),
                (
                    "crates/i18n/src/lib.rs",
                    &format!("{header}#![warn(missing_docs)]\n"),
                ),
                ("crates/web/src/lib.rs", header),
            ],
        );
        assert_eq!(
            found,
            ["crates/domain/src/lib.rs:1 pure crate `domain` does not ask for documentation"]
        );
    }
}
