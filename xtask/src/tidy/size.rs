//! Files fit on a few screens.

use super::{Findings, Project};
use crate::tree::SourceFile;

/// The most lines of a file, tests counted apart.
const HARD: usize = 600;
/// Beyond this a file should be split before it grows further.
const SOFT: usize = 400;
/// The most lines of tests in one file.
const TESTS: usize = 1_000;
/// What is measured.
const SOURCES: &[&str] = &["css", "html", "js", "mjs", "rs", "sql", "typ"];

/// Measures every source file and prints the ten largest.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let mut sizes: Vec<(usize, &str)> = Vec::new();
    let mut soft = 0;
    let mut total = 0;
    for file in project.tree.files.iter().filter(|file| is_source(file)) {
        let all = file.text.lines().count();
        let code = if file.extension() == "rs" {
            file.production_lines().len()
        } else {
            all
        };
        // A test in JavaScript is test code from its first line to its last.
        let code = if file.path.starts_with("e2e/") || file.is_test() {
            0
        } else {
            code
        };
        total += all;
        soft += usize::from(code > SOFT);
        sizes.push((code, &file.path));
        if code > HARD {
            let what = format!("{code} lines (at most {HARD})");
            findings.add(
                &file.path,
                1,
                what,
                "one concept a file: make it a folder of that name",
            );
        }
        if all - code > TESTS {
            let what = format!("{} lines of tests (at most {TESTS})", all - code);
            findings.add(&file.path, 1, what, "split the tests by what they show");
        }
    }
    findings.notes.push(share_of_tests(project));
    sizes.sort_by(|a, b| b.cmp(a));
    findings.notes.push(format!(
        "{} files, {total} lines, {soft} above {SOFT}",
        sizes.len()
    ));
    for (lines, path) in sizes.iter().take(10) {
        findings.notes.push(format!("{lines:5}  {path}"));
    }
}

/// How much of the Rust is tests: folders of that name and modules of `cfg(test)`.
fn share_of_tests(project: &Project) -> String {
    let (mut all, mut code) = (0, 0);
    for file in project.tree.rust() {
        all += file.text.lines().count();
        code += file.production_lines().len();
    }
    let tests = all - code;
    let tenths = (tests * 1000).checked_div(all).unwrap_or_default();
    let (whole, tenth) = (tenths / 10, tenths % 10);
    format!("{tests} of {all} lines of Rust are tests: {whole}.{tenth} %")
}

fn is_source(file: &SourceFile) -> bool {
    SOURCES.contains(&file.extension()) && !file.path.split('/').any(|part| part == "vendor")
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::{HARD, check};

    #[test]
    fn a_long_file_is_found_but_its_tests_do_not_count() {
        let long = "fn a() {}\n".repeat(HARD + 1);
        let tests = format!(
            "#[cfg(test)]\nmod tests {{\n{}}}\n",
            "    fn a() {}\n".repeat(HARD)
        );
        let found = planted(
            check,
            &[
                ("crates/a/src/long.rs", &long),
                ("crates/a/src/tested.rs", &tests),
                ("crates/a/tests/long.rs", &long),
                ("crates/web/static/vendor/big.js", &long),
            ],
        );
        assert_eq!(found, ["crates/a/src/long.rs:1 601 lines (at most 600)"]);
    }

    #[test]
    fn a_thousand_lines_of_tests_are_too_many() {
        let long = "fn a() {}\n".repeat(1_001);
        assert_eq!(planted(check, &[("crates/a/src/tests.rs", &long)]).len(), 1);
    }

    #[test]
    fn a_file_of_exactly_the_limit_fits() {
        let of = |lines: usize| "fn a() {}\n".repeat(lines);
        let tests = |lines: usize| {
            format!(
                "#[cfg(test)]\nmod tests {{\n{}}}\n",
                "    // x\n".repeat(lines - 3)
            )
        };
        for (path, text, fits) in [
            ("a.rs", of(HARD), true),
            ("a.rs", of(HARD + 1), false),
            ("a.sql", of(HARD), true),
            ("a.sql", of(HARD + 1), false),
            ("a.md", of(5 * HARD), true),
            ("a.rs", tests(super::TESTS), true),
            ("a.rs", tests(super::TESTS + 1), false),
            ("e2e/a.test.mjs", of(super::TESTS), true),
            ("e2e/a.test.mjs", of(super::TESTS + 1), false),
        ] {
            let found = planted(check, &[(path, &text)]);
            assert_eq!(
                found.is_empty(),
                fits,
                "{path} of {} lines: {found:?}",
                text.lines().count()
            );
        }
    }
}
