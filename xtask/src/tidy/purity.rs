//! Pure crates read no file, clock, environment or socket, also not through the standard library.

use super::walls::PURE;
use super::{Findings, Project};
use crate::tree::SourceFile;

/// What a pure crate never names outside its tests.
const WORLD: &[&str] = &[
    "Timestamp::now",
    "Zoned::now",
    "std::env",
    "std::fs",
    "std::net::Tcp",
    "std::net::Udp",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::time::{",
    "thread::sleep",
    "thread::spawn",
    "use std::{",
];

/// Looks for the outside world in the production lines of the pure crates.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    for krate in PURE {
        let folder = format!("crates/{krate}/src");
        for (file, _) in project
            .tree
            .under(&folder)
            .filter(|(file, _)| file.extension() == "rs")
        {
            check_file(krate, file, findings);
        }
    }
}

fn check_file(krate: &str, file: &SourceFile, findings: &mut Findings) {
    for (number, line) in file.production_lines() {
        let comment = line.trim_start().starts_with("//");
        let Some(word) = WORLD.iter().find(|word| !comment && line.contains(**word)) else {
            continue;
        };
        let what = format!("pure crate `{krate}` names `{word}`");
        let hint = "let the caller read, and take the value as an argument";
        findings.add(&file.path, number, what, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn a_file_read_in_a_pure_crate_is_found() {
        let text = "//! A.\n// std::fs is not for us\nuse std::fs;\n#[cfg(test)]\nmod tests {\n    use std::fs;\n}\n";
        let found = planted(
            check,
            &[
                ("crates/domain/src/a.rs", text),
                ("crates/store/src/a.rs", text),
            ],
        );
        assert_eq!(
            found,
            ["crates/domain/src/a.rs:3 pure crate `domain` names `std::fs`"]
        );
    }

    #[test]
    fn every_way_to_the_outside_world_is_found_outside_tests() {
        for word in super::WORLD {
            let code = format!("//! Rules without a world.\nfn f() {{\n    {word}\n}}\n");
            let tested =
                format!("//! Rules.\n#[cfg(test)]\nmod tests {{\n    // x\n    {word}\n}}\n");
            let found = planted(
                check,
                &[
                    ("crates/i18n/src/a.rs", &code),
                    ("crates/i18n/src/b.rs", &tested),
                    ("crates/i18n/tests/c.rs", &code),
                    ("crates/cli/src/d.rs", &code),
                ],
            );
            let expected = format!("crates/i18n/src/a.rs:3 pure crate `i18n` names `{word}`");
            assert_eq!(found, [expected], "{word}");
        }
    }

    #[test]
    fn what_is_imported_in_a_group_is_found_too() {
        for code in [
            "use std::{env, fmt};",
            "use std::{\n    fs,\n};",
            "use std::env;",
            "use std::time::{Duration, SystemTime};",
            "let now = jiff::Timestamp::now();",
            "let now = Zoned::now();",
        ] {
            let found = planted(check, &[("crates/domain/src/a.rs", code)]);
            assert_eq!(found.len(), 1, "{code}: {found:?}");
        }
        let good = "use std::collections::BTreeMap;\nuse std::fmt;\nuse std::time::Duration;\n";
        assert!(planted(check, &[("crates/domain/src/a.rs", good)]).is_empty());
    }
}
