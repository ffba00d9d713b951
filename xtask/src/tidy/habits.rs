//! Habits: exceptions have a reason, open ends an owner, tests run, and no machine is named.

use super::{Findings, Project};
use crate::tree::SourceFile;

/// Folders of one person's machine; what is committed runs on any.
const MACHINE_PATHS: &[&str] = &["/home/", "/root/", "/tmp/", "/Users/", "/work/"];

/// Text that is never right in this tree, with the hint that goes with it.
const NEVER: &[(&str, &str)] = &[
    ("<<<<<<< ", "finish the merge"),
    (">>>>>>> ", "finish the merge"),
    ("FIXME", "fix it, or write TODO with an owner"),
    ("lorem ipsum", "write what the reader will see"),
];

/// Text that a test never has.
const UNRUN: &[(&str, &str)] = &[
    ("#[ignore", "make the test run or take it away"),
    ("#[should_panic", "return the error and compare it"),
    ("test.only(", "run them all"),
    ("test.skip(", "make the test run or take it away"),
    ("describe.only(", "run them all"),
];

/// The checks name what they look for, and plant it in their own tests.
const EXEMPT: &str = "xtask/src/tidy/";

/// Looks at every line of every text file.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let mut open_ends = 0;
    for file in project
        .tree
        .files
        .iter()
        .filter(|file| !file.path.starts_with(EXEMPT))
    {
        let code = matches!(file.extension(), "rs" | "mjs" | "js");
        for (index, line) in file.text.lines().enumerate() {
            open_ends += usize::from(is_open_end(line));
            check_line(file, index + 1, line, findings);
            if code && let Some((text, hint)) = UNRUN.iter().find(|(text, _)| line.contains(text)) {
                findings.add(&file.path, index + 1, format!("`{text}`"), hint);
            }
        }
        if file.extension() == "rs" {
            check_exceptions(file, findings);
        }
    }
    findings
        .notes
        .push(format!("{open_ends} open ends (TODO with an owner)"));
}

fn check_line(file: &SourceFile, number: usize, line: &str, findings: &mut Findings) {
    if let Some((text, hint)) = NEVER.iter().find(|(text, _)| line.contains(text)) {
        findings.add(&file.path, number, format!("`{}`", text.trim()), hint);
    }
    if is_open_end(line) && !has_owner(line) {
        let hint = "write TODO(name) or TODO(#issue), or do it";
        findings.add(&file.path, number, "TODO without an owner", hint);
    }
    if let Some(path) = MACHINE_PATHS.iter().find(|path| names_path(line, path)) {
        let hint = "take the place from an argument, the environment or a temporary folder";
        findings.add(
            &file.path,
            number,
            format!("names the folder `{path}`"),
            hint,
        );
    }
}

/// What begins a comment in one of our languages, anywhere in a line or at its start.
const COMMENTS: &[&str] = &["//", "/*", "<!--", "{#", "# ", "-- "];

/// Whether a comment leaves something open; the word in quotes is only spoken of.
fn is_open_end(line: &str) -> bool {
    line.match_indices("TODO").any(|(at, word)| {
        let before = line.get(..at).unwrap_or_default();
        let after = line
            .get(at + word.len()..)
            .and_then(|text| text.chars().next());
        let spoken_of = before.ends_with(|c: char| c.is_alphanumeric() || c == '`' || c == '"');
        COMMENTS.iter().any(|comment| before.contains(comment))
            && !spoken_of
            && !after.is_some_and(char::is_alphanumeric)
    })
}

fn has_owner(line: &str) -> bool {
    line.split_once("TODO(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .is_some_and(|(owner, _)| !owner.trim().is_empty())
}

/// Whether the line names a path that starts with this folder; `https://example.fi/work/` does not.
fn names_path(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || "._-}*~$/)".contains(c))
    })
}

/// `allow` and `expect` attributes carry a reason.
fn check_exceptions(file: &SourceFile, findings: &mut Findings) {
    let lines: Vec<&str> = file.text.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let code = line
            .trim_start()
            .trim_start_matches("#!")
            .trim_start_matches('#');
        let opens = ["[allow(", "[expect("]
            .iter()
            .any(|start| code.starts_with(start));
        if !opens {
            continue;
        }
        let rest = lines.get(index..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|line| line.trim_end().ends_with(")]"))
            .unwrap_or(0);
        let attribute = rest.get(..=end).unwrap_or_default();
        if !attribute.iter().any(|line| line.contains("reason = \"")) {
            let hint = "write #[expect(…, reason = \"why it must be so here\")]";
            findings.add(&file.path, index + 1, "an exception without a reason", hint);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    fn found(text: &str) -> Vec<String> {
        planted(check, &[("crates/a/src/a.rs", text)])
            .into_iter()
            .map(|problem| problem.trim_start_matches("crates/a/src/a.rs:").to_owned())
            .collect()
    }

    #[test]
    fn exceptions_need_a_reason() {
        assert_eq!(
            found("#[allow(dead_code)]\nfn a() {}\n"),
            ["1 an exception without a reason"]
        );
        assert_eq!(
            found("#![expect(\n    x,\n    y\n)]\n"),
            ["1 an exception without a reason"]
        );
        assert!(found("#[expect(\n    x,\n    reason = \"so\"\n)]\n").is_empty());
    }

    #[test]
    fn open_ends_need_an_owner() {
        assert_eq!(found("// TODO: later\n"), ["1 TODO without an owner"]);
        assert_eq!(found("// TODO(): later\n"), ["1 TODO without an owner"]);
        assert!(
            found("// TODO(#12): later\n// TODO(anna) soon\nconst TODOS: u8 = 1;\n").is_empty()
        );
    }

    #[test]
    fn places_of_one_machine_are_found() {
        assert_eq!(
            found("let a = \"/tmp/x\";\n"),
            ["1 names the folder `/tmp/`"]
        );
        assert!(found("// https://example.fi/work/a and $HOME/tmp/x\n").is_empty());
    }

    #[test]
    fn tests_that_do_not_run_are_found() {
        assert_eq!(found("#[ignore = \"slow\"]\n").len(), 1);
        assert_eq!(found("#[should_panic]\n").len(), 1);
    }

    #[test]
    fn leftovers_of_a_merge_are_found() {
        assert_eq!(found("<<<<<<< HEAD\n").len(), 1);
    }

    #[test]
    fn whatever_is_never_right_is_found_in_every_kind_of_file() {
        for (text, _) in super::NEVER {
            for path in [
                "docs/a.md",
                "crates/a/src/a.rs",
                "e2e/a.mjs",
                "content/a.toml",
            ] {
                let found = planted(check, &[(path, &format!("a\n{text}b\n"))]);
                assert_eq!(found.len(), 1, "{text} in {path}: {found:?}");
                assert!(found[0].starts_with(&format!("{path}:2 ")), "{found:?}");
            }
        }
        for (text, _) in super::UNRUN {
            let code = format!("{text}\n");
            assert_eq!(
                planted(check, &[("e2e/a.test.mjs", &code)]).len(),
                1,
                "{text}"
            );
            assert!(
                planted(check, &[("docs/a.md", &code)]).is_empty(),
                "spoken of: {text}"
            );
        }
        for folder in super::MACHINE_PATHS {
            assert_eq!(
                found(&format!("let a = \"{folder}x\";\n")).len(),
                1,
                "{folder}"
            );
            assert!(
                found(&format!("// https://a.fi{folder}x\n")).is_empty(),
                "{folder}"
            );
        }
    }

    #[test]
    fn open_ends_are_found_in_the_comments_of_every_language() {
        for (path, line) in [
            ("a.rs", "let a = 1; // TODO later"),
            ("a.html", "<!-- TODO later -->"),
            ("a.html", "{# TODO later #}"),
            ("a.toml", "# TODO later"),
            ("a.sql", "-- TODO later"),
            ("a.css", "/* TODO later */"),
        ] {
            assert_eq!(planted(check, &[(path, line)]).len(), 1, "{line}");
            let owned = line.replace("TODO", "TODO(#7)");
            assert!(planted(check, &[(path, &owned)]).is_empty(), "{owned}");
        }
    }
}
