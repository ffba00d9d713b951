//! Files and features that need each other: a reader cannot begin anywhere in a cycle.

use super::{Findings, Project};
use crate::imports::Imports;

/// The most files of `web` that may need each other.
const MOST: usize = 7;

/// Looks for cycles of files in `web` and of features in `app`.
pub(crate) fn check(project: &Project, findings: &mut Findings) {
    let web = Imports::read(&project.tree, "crates/web/src").cycles();
    for cycle in web.iter().filter(|cycle| cycle.len() > MOST) {
        let what = format!(
            "{} files need each other: {}",
            cycle.len(),
            cycle.join(", ")
        );
        let hint = "move what both need into a file of its own that needs neither";
        findings.add("crates/web/src/lib.rs", 1, what, hint);
    }
    let largest = web.first().map_or(0, Vec::len);
    let note = format!("the largest cycle of `web` has {largest} files, of {MOST} at most");
    findings.notes.push(note);
    let app = Imports::read(&project.tree, "crates/app/src").by_word();
    for cycle in app.cycles() {
        let what = format!("features need each other: {}", cycle.join(", "));
        let hint = "let one of them take what it needs as an argument, or part what both need";
        findings.add("crates/app/src/lib.rs", 1, what, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::super::planted;
    use super::check;

    #[test]
    fn eight_files_that_need_each_other_are_one_too_many() {
        let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
        let texts: Vec<(String, String)> = (0..8)
            .map(|n| {
                let next = names[(n + 1) % 8];
                let path = format!("crates/web/src/{}.rs", names[n]);
                (path, format!("use crate::{next}::Next;\n"))
            })
            .collect();
        let files: Vec<(&str, &str)> = texts
            .iter()
            .map(|(p, t)| (p.as_str(), t.as_str()))
            .collect();
        let found = planted(check, &files);
        assert_eq!(
            found,
            [
                "crates/web/src/lib.rs:1 8 files need each other: a.rs, b.rs, c.rs, d.rs, e.rs, f.rs, g.rs, h.rs"
            ]
        );
        assert!(planted(check, &files[..7]).is_empty());
    }

    #[test]
    fn features_of_the_application_do_not_need_each_other() {
        let found = planted(
            check,
            &[
                (
                    "crates/app/src/exercise/mod.rs",
                    "use crate::strategy::Plan;\n",
                ),
                (
                    "crates/app/src/strategy/mod.rs",
                    "use crate::exercise::Held;\n",
                ),
            ],
        );
        assert_eq!(
            found,
            ["crates/app/src/lib.rs:1 features need each other: exercise, strategy"]
        );
    }
}
